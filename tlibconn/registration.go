package tlibconn

import "capdeck/tlibconn/wire"

// The values of a registration (WIRE.md, Session 4).
const (
	modeShare      = 0 // the only mode that leaves the desktop and the recorder alone
	controlDefault = 0
	addressDN      = 1

	addressInfoDNStatus = 17 // the only type of information that every T-Server knows
)

// registerMessage is a RequestRegisterAddress, its attributes in the order of
// the recorded one (WIRE.md, Session 4; vector flow-02).
func registerMessage(reference int32, dn string) wire.Message {
	return wire.Message{Type: wire.RequestRegisterAddress, Attributes: []wire.Attribute{
		wire.IntAttribute(wire.AttributeReferenceID, reference),
		wire.IntAttribute(wire.AttributeRegisterMode, modeShare),
		wire.IntAttribute(wire.AttributeControlMode, controlDefault),
		wire.TextAttribute(wire.AttributeThisDN, dn),
		wire.IntAttribute(wire.AttributeAddressType, addressDN),
	}}
}

// queryAddressMessage is a RequestQueryAddress for what a registration's snapshot
// tells (SEMANTICS.md, Sessions and registration).
func queryAddressMessage(dn string) wire.Message {
	return wire.Message{Type: wire.RequestQueryAddress, Attributes: []wire.Attribute{
		wire.IntAttribute(wire.AttributeReferenceID, 0),
		wire.TextAttribute(wire.AttributeThisDN, dn),
		wire.IntAttribute(wire.AttributeAddressType, addressDN),
		wire.IntAttribute(wire.AttributeAddressInfoType, addressInfoDNStatus),
	}}
}

// unregisterMessage is a RequestUnregisterAddress, its attributes in the order
// of the recorded one (WIRE.md, Session 4; vector flow-12).
func unregisterMessage(reference int32, dn string) wire.Message {
	return wire.Message{Type: wire.RequestUnregisterAddress, Attributes: []wire.Attribute{
		wire.IntAttribute(wire.AttributeReferenceID, reference),
		wire.IntAttribute(wire.AttributeControlMode, controlDefault),
		wire.TextAttribute(wire.AttributeThisDN, dn),
	}}
}

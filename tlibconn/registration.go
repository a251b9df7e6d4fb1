package tlibconn

import "capdeck/tlibconn/wire"

// The values of a registration (WIRE.md, Session 4).
const (
	modeShare      = 0 // the only mode that does not affect the desktop and the recorder
	controlDefault = 0
	addressDN      = 1

	addressInfoDNStatus = 17 // the only type of information that every T-Server supports
)

// registerMessage returns a RequestRegisterAddress, with its attributes in the recorded order
// (WIRE.md, Session 4; vector flow-02).
func registerMessage(reference int32, dn string) wire.Message {
	return wire.Message{Type: wire.RequestRegisterAddress, Attributes: []wire.Attribute{
		wire.IntAttribute(wire.AttributeReferenceID, reference),
		wire.IntAttribute(wire.AttributeRegisterMode, modeShare),
		wire.IntAttribute(wire.AttributeControlMode, controlDefault),
		wire.TextAttribute(wire.AttributeThisDN, dn),
		wire.IntAttribute(wire.AttributeAddressType, addressDN),
	}}
}

// queryAddressMessage returns a RequestQueryAddress for the content of a registration's
// snapshot (SEMANTICS.md, Sessions and registration).
func queryAddressMessage(dn string) wire.Message {
	return wire.Message{Type: wire.RequestQueryAddress, Attributes: []wire.Attribute{
		wire.IntAttribute(wire.AttributeReferenceID, 0),
		wire.TextAttribute(wire.AttributeThisDN, dn),
		wire.IntAttribute(wire.AttributeAddressType, addressDN),
		wire.IntAttribute(wire.AttributeAddressInfoType, addressInfoDNStatus),
	}}
}

// unregisterMessage returns a RequestUnregisterAddress, with its attributes in the recorded
// order (WIRE.md, Session 4; vector flow-12).
func unregisterMessage(reference int32, dn string) wire.Message {
	return wire.Message{Type: wire.RequestUnregisterAddress, Attributes: []wire.Attribute{
		wire.IntAttribute(wire.AttributeReferenceID, reference),
		wire.IntAttribute(wire.AttributeControlMode, controlDefault),
		wire.TextAttribute(wire.AttributeThisDN, dn),
	}}
}

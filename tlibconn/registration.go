package tlibconn

import "capdeck/tlibconn/wire"

// The values of a registration (WIRE.md, Session 4).
const (
	modeShare      = 0 // the only mode that leaves the desktop and the recorder alone
	controlDefault = 0
	addressDN      = 1
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

// unregisterMessage is a RequestUnregisterAddress, its attributes in the order
// of the recorded one (WIRE.md, Session 4; vector flow-12).
func unregisterMessage(reference int32, dn string) wire.Message {
	return wire.Message{Type: wire.RequestUnregisterAddress, Attributes: []wire.Attribute{
		wire.IntAttribute(wire.AttributeReferenceID, reference),
		wire.IntAttribute(wire.AttributeControlMode, controlDefault),
		wire.TextAttribute(wire.AttributeThisDN, dn),
	}}
}

package tlibconn

import "capdeck/tlibconn/wire"

// UserEvent returns the RequestSendEvent that makes T-Server send an EventUserEvent to every
// client registered on a DN (WIRE.md, Session 5). dn is the DN's bytes on the wire, connID the
// call to name, 0 for none, and userData the list of [wire.ListAttribute] for
// wire.AttributeUserData. The request contains the attributes of the event itself, in the
// recorded order (WIRE.md, vectors flow-04 and flow-08).
func UserEvent(dn string, connID uint64, userData wire.Attribute) wire.Message {
	attributes := make([]wire.Attribute, 0, 5) // one more, for the ReferenceID
	if connID != 0 {
		attributes = append(attributes, wire.LongAttribute(wire.AttributeConnID, connID))
	}
	return wire.Message{Type: wire.RequestSendEvent, Attributes: append(attributes,
		userData,
		wire.TextAttribute(wire.AttributeThisDN, dn),
		wire.IntAttribute(wire.AttributeUserEvent, int32(wire.EventUserEvent)),
	)}
}

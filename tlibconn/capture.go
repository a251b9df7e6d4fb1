package tlibconn

import (
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// querySender makes the user data of the one verb that changes nothing. Every
// session has it.
type querySender struct{ userData wire.Attribute }

func newQuerySender() querySender {
	return querySender{userData: verbUserData(event.VerbQuery)}
}

// captureSender makes the user data of all other verbs, and of what a caller
// composes itself. A read-only session has none: nothing in it can build such a
// request.
type captureSender struct {
	start, stop, pause, resume wire.Attribute
}

func newCaptureSender() *captureSender {
	return &captureSender{
		start:  verbUserData(event.VerbStart),
		stop:   verbUserData(event.VerbStop),
		pause:  verbUserData(event.VerbPause),
		resume: verbUserData(event.VerbResume),
	}
}

// verb returns the user data of a verb; false says that it is none of the four.
func (s *captureSender) verb(v event.Verb) (wire.Attribute, bool) {
	switch v {
	case event.VerbStart:
		return s.start, true
	case event.VerbStop:
		return s.stop, true
	case event.VerbPause:
		return s.pause, true
	case event.VerbResume:
		return s.resume, true
	}
	return wire.Attribute{}, false
}

// compose returns the user data of the caller's own pairs.
func (s *captureSender) compose(pairs []wire.KeyValue) (wire.Attribute, error) {
	return wire.ListAttribute(wire.AttributeUserData, pairs)
}

// verbUserData is the list with the one pair screen-capture = verb. It is far
// too short for an error.
func verbUserData(v event.Verb) wire.Attribute {
	userData, err := wire.ListAttribute(wire.AttributeUserData, []wire.KeyValue{wire.TextPair(event.CaptureKey, v.String())})
	if err != nil {
		return wire.Attribute{ID: wire.AttributeUserData, Wire: wire.WireBinary, Bytes: []byte{0, 0}}
	}
	return userData
}

// isQuery reports whether pairs are the one pair screen-capture = query.
func isQuery(pairs []wire.KeyValue) bool {
	return len(pairs) == 1 && pairs[0].Key == event.CaptureKey && pairs[0].Type == wire.PairText &&
		string(pairs[0].Bytes) == event.VerbQuery.String()
}

// appendSendEvent appends the attributes of a RequestSendEvent in the order of
// the recorded ones (WIRE.md, vectors flow-04 and flow-08): the event to be
// sent stands flat in the request, and ConnID is left out where it is 0.
func appendSendEvent(attributes []wire.Attribute, dn string, connID uint64, userData wire.Attribute, reference int32) []wire.Attribute {
	if connID != 0 {
		attributes = append(attributes, wire.LongAttribute(wire.AttributeConnID, connID))
	}
	return append(attributes,
		userData,
		wire.TextAttribute(wire.AttributeThisDN, dn),
		wire.IntAttribute(wire.AttributeUserEvent, int32(wire.EventUserEvent)),
		wire.IntAttribute(wire.AttributeReferenceID, reference))
}

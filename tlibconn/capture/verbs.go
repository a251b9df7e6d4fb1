package capture

import (
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// querySender holds the user data of the one verb that changes nothing. Every session has one.
type querySender struct{ userData wire.Attribute }

func newQuerySender() querySender {
	return querySender{userData: verbUserData(event.VerbQuery)}
}

// commandSender holds the user data of all other verbs. A read-only session has none, so that
// nothing in it can build such a request.
type commandSender struct {
	start, stop, pause, resume wire.Attribute
}

func newCommandSender() *commandSender {
	return &commandSender{
		start:  verbUserData(event.VerbStart),
		stop:   verbUserData(event.VerbStop),
		pause:  verbUserData(event.VerbPause),
		resume: verbUserData(event.VerbResume),
	}
}

// verb returns the user data of a verb, and false if it is not one of the four.
func (s *commandSender) verb(v event.Verb) (wire.Attribute, bool) {
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

// verbUserData returns the list with the single pair screen-capture = verb. The list is far too
// short for an error.
func verbUserData(v event.Verb) wire.Attribute {
	userData, err := wire.ListAttribute(wire.AttributeUserData, []wire.KeyValue{wire.TextPair(event.CaptureKey, v.String())})
	if err != nil {
		return wire.Attribute{ID: wire.AttributeUserData, Wire: wire.WireBinary, Bytes: []byte{0, 0}}
	}
	return userData
}

// isQuery reports whether a request is a user event whose user data is the single pair
// screen-capture = query, of type text.
func isQuery(m *wire.Message) bool {
	if m.Type != wire.RequestSendEvent {
		return false
	}
	list, ok := m.List(wire.AttributeUserData)
	if !ok {
		return false
	}
	pairs := list.Pairs()
	if !pairs.Next() || string(pairs.Pair.Key) != event.CaptureKey || pairs.Pair.Type != wire.PairText ||
		string(pairs.Pair.Value) != event.VerbQuery.String() {
		return false
	}
	return !pairs.Next()
}

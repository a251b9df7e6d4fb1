package tlibconn

import (
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// Request is a request that a session sends. [Session.Queue] accepts it, and [Options].Allow
// and [Options].BeforeWrite receive it.
type Request struct {
	// Message is the request. The session sets its ReferenceID when it sends the request,
	// and appends the attribute if it is missing. The session retains Message, so its
	// slices must not be changed afterwards.
	Message wire.Message
	// Kind is the kind of the request in its events.
	Kind event.RequestKind
	// Command is the command that the request carries, zero if it carries none. The
	// events of the request contain its ID, its Automatic, and its DN as the user writes
	// it.
	Command event.Command
	// Name is the request's name in errors, for example "start for DN 7001". "" means the
	// name of the message.
	Name string
	// Refused, if not nil, is why the request must not be sent. The session then reports
	// event.KindUnsent with this error.
	Refused error
}

// ReferenceID returns the request's ReferenceID, 0 if it has none yet (WIRE.md, Session 3).
func (r *Request) ReferenceID() int32 {
	reference, _ := r.Message.Int(wire.AttributeReferenceID)
	return reference
}

// Acts reports whether the request may change anything. It returns false for
// RequestQueryServer and the other RequestQuery messages.
func (r *Request) Acts() bool { return !onlyAsks(r.Message.Type) }

// what returns the request's name in errors.
func (r *Request) what() string {
	switch {
	case r.Name != "":
		return r.Name
	case r.Kind == event.RequestCapture:
		return userDataName(&r.Message, r.Command.DN)
	}
	return r.Message.Type.String()
}

// maxNamedWord is how many bytes of a word outside the contract are shown.
const maxNamedWord = 64

// userDataName returns a name for user data, from its word under the capture key.
func userDataName(m *wire.Message, dn string) string {
	list, _ := m.List(wire.AttributeUserData)
	capture := event.ParseCapture(list)
	if word := capture.Text(maxNamedWord); word != "" {
		return word + " for DN " + dn
	}
	return "user data for DN " + dn
}

// setReference puts the ReferenceID into the message.
func (r *Request) setReference(reference int32) {
	if a := r.Message.Find(wire.AttributeReferenceID); a != nil {
		*a = wire.IntAttribute(wire.AttributeReferenceID, reference)
		return
	}
	r.Message.Attributes = append(r.Message.Attributes, wire.IntAttribute(wire.AttributeReferenceID, reference))
}

// WriteBatch holds the requests that are about to be sent with one write, for
// [Options].BeforeWrite.
type WriteBatch struct {
	// Time is when the requests were prepared.
	Time time.Time
	// Address is the host:port of the server that receives them.
	Address string
	// Connection is the number of the connection, counted from 1 over the session's life.
	// ReferenceIDs restart with each connection.
	Connection uint32
	// Requests holds the requests, with their ReferenceIDs, in sending order. It is valid
	// until BeforeWrite returns.
	Requests []*Request
}

// allowAll is the default of Options.Allow.
func allowAll(*Request) error { return nil }

// carriesCaptureCommand reports whether the request's user data contains a command of the
// contract (SEMANTICS.md, The screen-capture contract).
func carriesCaptureCommand(request *wire.Message) bool {
	list, ok := request.List(wire.AttributeUserData)
	if !ok {
		return false
	}
	for pairs := list.Pairs(); pairs.Next(); {
		if string(pairs.Pair.Key) != event.CaptureKey {
			continue
		}
		if text, isText := event.PairText(&pairs.Pair); isText && event.ParseVerb(string(text)) != event.VerbNone {
			return true
		}
	}
	return false
}

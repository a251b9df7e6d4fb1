package tlibconn

import (
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// Request is a request on its way through a session, as [Session.Queue] takes it
// and as [Options].Allow and [Options].BeforeWrite see it.
type Request struct {
	// Message is the request. Its ReferenceID, if it has one, is overwritten when
	// the request leaves; if it has none, it is appended. The session keeps
	// Message, so its slices must not be changed afterwards.
	Message wire.Message
	// Kind is the kind that the events of the request have.
	Kind event.RequestKind
	// Command is the command that the request carries, zero for none. Its DN, as
	// the user writes it, its ID and Automatic are in the events of the request.
	Command event.Command
	// Name names the request in errors, for example "start for DN 7001". "" means
	// the name of the message.
	Name string
	// Refused, if not nil, is why the request must not be sent: it comes back as
	// event.KindUnsent with this error.
	Refused error
}

// ReferenceID returns the request's ReferenceID, 0 before it has one (WIRE.md,
// Session 3).
func (r *Request) ReferenceID() int32 {
	reference, _ := r.Message.Int(wire.AttributeReferenceID)
	return reference
}

// Acts reports whether the request may change anything: it is false for
// RequestQueryServer and the other RequestQuery messages.
func (r *Request) Acts() bool { return !onlyAsks(r.Message.Type) }

// what names the request in errors.
func (r *Request) what() string {
	switch {
	case r.Name != "":
		return r.Name
	case r.Kind == event.RequestCapture:
		return userDataName(&r.Message, r.Command.DN)
	}
	return r.Message.Type.String()
}

// maxNamedWord is how many bytes of a word that is not the contract's are shown.
const maxNamedWord = 64

// userDataName names user data by its word under the capture key.
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

// WriteBatch is what [Options].BeforeWrite gets: requests that are about to leave
// with one write.
type WriteBatch struct {
	// Time is when the requests were made ready to leave.
	Time time.Time
	// Address is the host:port of the server that gets them.
	Address string
	// Connection is the number of the connection, counted from 1 over the
	// session's life: ReferenceIDs begin again with each.
	Connection uint32
	// Requests holds the requests, with their ReferenceIDs, in the order in which
	// they leave. It is valid until BeforeWrite returns.
	Requests []*Request
}

// refuseCaptureCommands is the default of Options.Allow.
func refuseCaptureCommands(r *Request) error {
	if carriesCaptureCommand(&r.Message) {
		return ErrCaptureCommand
	}
	return nil
}

// carriesCaptureCommand reports whether a pair of the request's user data is a
// command of the contract (SEMANTICS.md, The screen-capture contract).
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

package tlibtest

import (
	"slices"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// T is the part of testing.TB that messages and a [Feed] need. Other test drivers
// have it as well, such as *rapid.T.
type T interface {
	Helper()
	Fatalf(format string, args ...any)
}

// Feed fills a batch with the events that a session would deliver, without a session or
// a connection, for code that accepts events from any source. It numbers requests with
// ReferenceIDs as a session does. T and Now must be set.
type Feed struct {
	// T receives the failures.
	T T
	// Batch holds the events since its last Reset. The caller consumes and resets
	// it.
	Batch event.Batch
	// Now returns the time of the event that is being added.
	Now func() time.Time
	// Site is the site of the events.
	Site string
	// Connection is the number of the connection, and Round the number of the round
	// of registrations, for the events that are added next.
	Connection, Round uint32
	// Reference is the last ReferenceID that was used.
	Reference int32

	sent map[uint64]event.Request // the requests of commands, by command ID
}

// Add appends an event without a message. The pointer is valid until the next
// event is added.
func (f *Feed) Add(kind event.Kind) *event.Event { return f.Stamp(f.Batch.Add(kind)) }

// AddMessage appends a message that was received (event.KindMessage), was sent
// (event.KindSent) or cannot be decoded. The pointer is valid until the next event is
// added.
func (f *Feed) AddMessage(kind event.Kind, typ wire.MessageType, attributes ...wire.Attribute) *event.Event {
	f.T.Helper()
	return f.Stamp(f.Batch.AddMessage(kind, Body(f.T, typ, attributes...), wire.Limits{}))
}

// Message appends a message from T-Server. The pointer is valid until the next
// event is added.
func (f *Feed) Message(typ wire.MessageType, attributes ...wire.Attribute) *event.Event {
	f.T.Helper()
	return f.AddMessage(event.KindMessage, typ, attributes...)
}

// Stamp sets the time, site and connection of an event in Batch and returns the event.
func (f *Feed) Stamp(e *event.Event) *event.Event {
	e.Time, e.Site, e.Connection = f.Now(), f.Site, f.Connection
	return e
}

// Link appends an event with a state of the connection.
func (f *Feed) Link(link event.Link) { f.Add(event.KindLink).Link = &link }

// Registered appends EventRegistered as the answer to the registration of a DN in the
// current round.
func (f *Feed) Registered(dn string, attributes ...wire.Attribute) *event.Event {
	f.T.Helper()
	return f.registration(wire.EventRegistered, slices.Concat([]wire.Attribute{ThisDN(dn)}, attributes)...)
}

// RegistrationRefused appends EventError, with ThisDN, as the answer to the registration
// of a DN in the current round.
func (f *Feed) RegistrationRefused(dn string, code int32, attributes ...wire.Attribute) *event.Event {
	f.T.Helper()
	return f.registration(wire.EventError, slices.Concat([]wire.Attribute{wire.IntAttribute(wire.AttributeErrorCode, code), ThisDN(dn)}, attributes)...)
}

func (f *Feed) registration(typ wire.MessageType, attributes ...wire.Attribute) *event.Event {
	f.T.Helper()
	f.Reference++
	e := f.Message(typ, slices.Concat([]wire.Attribute{Reference(f.Reference)}, attributes)...)
	e.Request = event.Request{Kind: event.RequestRegister, Reference: f.Reference, Round: f.Round, SentAt: f.Now()}
	return e
}

// Indicate appends an EventUserEvent with an indication of the screen-capture contract,
// such as enabled. If connID is 0, the event names no call.
func (f *Feed) Indicate(dn, word string, connID uint64) {
	f.T.Helper()
	attributes := []wire.Attribute{ThisDN(dn), UserData(f.T, wire.TextPair(event.CaptureKey, word))}
	if connID != 0 {
		attributes = append(attributes, ConnID(connID))
	}
	f.Message(wire.EventUserEvent, attributes...)
}

// Leave appends the event of a command that is sent. [Feed.Accept] and [Feed.Reject]
// answer it.
func (f *Feed) Leave(c event.Command) *event.Event {
	f.T.Helper()
	f.Reference++
	attributes := []wire.Attribute{
		Reference(f.Reference), ThisDN(c.DN), wire.IntAttribute(wire.AttributeUserEvent, int32(wire.EventUserEvent)),
		UserData(f.T, wire.TextPair(event.CaptureKey, c.Verb.String())),
	}
	if c.ConnID != 0 {
		attributes = append(attributes, ConnID(c.ConnID))
	}
	e := f.AddMessage(event.KindSent, wire.RequestSendEvent, attributes...)
	e.Request = event.Request{Kind: event.RequestCapture, Reference: f.Reference, Command: c.ID, SentAt: f.Now()}
	if f.sent == nil {
		f.sent = map[uint64]event.Request{}
	}
	f.sent[c.ID] = e.Request
	return e
}

// Accept appends EventACK as the answer to a sent command.
func (f *Feed) Accept(c event.Command) *event.Event {
	f.T.Helper()
	request := f.sent[c.ID]
	e := f.Message(wire.EventACK, Reference(request.Reference))
	e.Request, e.DN = request, c.DN
	return e
}

// Reject appends EventError as the answer to a sent command.
func (f *Feed) Reject(c event.Command, code int32, attributes ...wire.Attribute) *event.Event {
	f.T.Helper()
	request := f.sent[c.ID]
	e := f.Message(wire.EventError, slices.Concat([]wire.Attribute{Reference(request.Reference), wire.IntAttribute(wire.AttributeErrorCode, code)}, attributes)...)
	e.Request = request
	return e
}

// RequestOf returns the request of a sent command, so that the caller can make another
// kind of answer.
func (f *Feed) RequestOf(c event.Command) event.Request { return f.sent[c.ID] }

package event

import (
	"time"

	"capdeck/tlibconn/wire"
)

// Kind says what an Event is.
type Kind uint8

// The kinds of event.
const (
	// KindMessage is a message that came from T-Server. Event.Request says
	// which request of ours it answers, if any.
	KindMessage Kind = iota + 1
	// KindSent is a request of ours that is leaving: its Sent event always
	// comes before any answer to it.
	KindSent
	// KindUndecodable is a frame that is no message: Body and Problem are set,
	// Message holds what was read before the error (WIRE.md, Malformed input).
	// It settles a request like a message does.
	KindUndecodable
	// KindLink is a change of the connection: Link is set.
	KindLink
	// KindRegistration is a change of a DN's registration that no message
	// told: Registration and DN are set.
	KindRegistration
	// KindUnsent is a command that the session refuses to send or could not
	// begin to send: Request.Command and Problem are set. It was not sent and
	// never will be.
	KindUnsent
	// KindRemark is for the log only: Problem is set.
	KindRemark
)

// RequestKind says what a request of ours asks.
type RequestKind uint8

// The kinds of request.
const (
	RequestNone RequestKind = iota
	RequestLogin
	RequestRegister
	RequestUnregister
	RequestCapture // user data by RequestSendEvent, as commands of the capture contract are
	RequestAddress // what T-Server knows of a DN: RequestQueryAddress
	RequestOther   // any other request, for example RequestQueryServer
)

// Request identifies a request of ours in the events that belong to it.
type Request struct {
	// Kind says what was asked, RequestNone where an event belongs to no
	// request of ours.
	Kind RequestKind
	// Reference is the request's ReferenceID, counted from 1 in each
	// connection (WIRE.md, Session 3); 0 where it has none.
	Reference int32
	// Command is the number that the board gave to the command; 0 for
	// requests that are no commands.
	Command uint64
	// Round is the registration round of a registration, counted from 1 over
	// the session's whole life; 0 for other requests.
	Round uint32
	// Automatic says that it is an automatic query: Command.Automatic.
	Automatic bool
	// SentAt is when the request left.
	SentAt time.Time
}

// Obstacle is what keeps a request from leaving and passes by itself.
type Obstacle uint8

// The obstacles. The zero value, ObstacleNone, is any other reason.
const (
	ObstacleNone Obstacle = iota
	// ObstacleJournal: what records requests before they leave, such as a
	// journal, cannot do so.
	ObstacleJournal
	// ObstacleRoom: too many requests wait, or too many events are unread.
	ObstacleRoom
)

// Event is one thing that happened in a session, in the order in which it
// happened. Its slices lie in the batch: they are valid until the next batch
// is asked for; who keeps a byte copies it. Of a message only what the board
// needs of each is decoded beforehand; it is small, and stands in front.
type Event struct {
	// Kind says which of the fields below are set.
	Kind Kind
	// Registration is set for KindRegistration.
	Registration RegistrationState
	// Obstacle says of KindUnsent what is in the way, if that passes by itself.
	Obstacle Obstacle
	// Automatic marks what belongs to an automatic query and to nothing else. The
	// session sets it for the request and its answer, whoever knows for what is
	// indicated.
	Automatic bool
	word      Word
	// Connection counts the session's connections from 1: events with another
	// number than the current connection's belong to one that is gone.
	Connection   uint32
	dnAt, dnSize uint32 // of ThisDN in Message.Body; dnAt is 0 where there is none
	dnHash       uint64
	connID       uint64
	// Time is when the event happened: for messages, when the socket read
	// returned that completed them.
	Time time.Time
	// Site is the session's site, part of a row's identity.
	Site string
	// Message is the message of KindMessage, KindSent and, as far as it goes,
	// KindUndecodable. [Batch.AddMessage] sets it.
	Message wire.RawMessage
	// Request is the request that the event belongs to.
	Request Request
	// DN is the DN of KindRegistration and KindUnsent, and the one that the
	// request was for which a message answers: an EventACK names none. For
	// other messages read ThisDN.
	DN string
	// Problem is a sentence that says what is wrong, for KindUndecodable and
	// KindUnsent, or what there is to tell, for KindRemark.
	Problem string
	// Link is set for KindLink. It is not changed after it was sent and may be
	// kept.
	Link *Link
}

// ThisDN returns the bytes of the message's ThisDN, nil if it has none.
func (e *Event) ThisDN() []byte {
	if e.dnAt == 0 {
		return nil
	}
	return e.Message.Body[e.dnAt : e.dnAt+e.dnSize]
}

// DNHash returns [HashDN] of the message's ThisDN, 0 if it has none.
func (e *Event) DNHash() uint64 { return e.dnHash }

// ConnID returns the message's ConnID; 0 means that it names no call
// (SEMANTICS.md, Calls).
func (e *Event) ConnID() uint64 { return e.connID }

// Word returns what the message's user data says under the capture keys. It is
// what Capture returns, without the pair, and costs nothing.
func (e *Event) Word() Word { return e.word }

// Capture returns what the message's user data says under the capture keys,
// with the pair.
func (e *Event) Capture() Capture {
	list, ok := e.Message.List(wire.AttributeUserData)
	if !ok {
		return Capture{}
	}
	return ParseCapture(list)
}

// read takes what the board needs of every message out of its body: of several
// attributes with one number the last one counts (WIRE.md, Malformed input). It
// reports whether the body is well-formed; otherwise it takes what stands in
// front of the error.
func (e *Event) read(body []byte, limits wire.Limits) bool {
	ok := limits.Takes(len(body))
	var attributes wire.Attributes
	for attributes.Begin(body); attributes.Next(); {
		switch attributes.ID {
		case wire.AttributeThisDN:
			e.readDN(&attributes)
		case wire.AttributeConnID:
			e.connID, _ = attributes.Long()
		case wire.AttributeUserData:
			word, isList := wordOf(&attributes, limits)
			ok = ok && isList
			e.word = word
			e.hideInList(&attributes)
		case wire.AttributeApplicationPassword, wire.AttributePassword:
			e.hide(attributes.From, attributes.To)
		case wire.AttributeReason, wire.AttributeExtensions, wire.AttributeTreatmentParms:
			list := attributes.Attribute()
			ok = list.HoldsList(limits) && ok
			e.hideInList(&attributes)
		}
	}
	return attributes.Complete() && ok
}

// hide blanks a value in the batch's copy of the body: whoever shows, copies or exports
// the message has no password to leak.
func (e *Event) hide(from, to int) {
	for i := from; i < to; i++ {
		e.Message.Body[i] = '*'
	}
}

// hideInList does so with the passwords in a list.
func (e *Event) hideInList(attributes *wire.Attributes) {
	list := wire.Attribute{ID: attributes.ID, Wire: attributes.Wire, Bytes: e.Message.Body[attributes.From:attributes.To]}
	list.HidePasswords()
}

func (e *Event) readDN(attribute *wire.Attributes) {
	if attribute.Wire != wire.WireText && attribute.Wire != wire.WireLongText {
		e.dnAt, e.dnSize, e.dnHash = 0, 0, 0
		return
	}
	e.dnAt, e.dnSize = uint32(attribute.From), uint32(attribute.To-attribute.From)
	e.dnHash = hashBytes(attribute.Value())
}

// RegistrationState is what a session itself knows of a DN's registration.
// Refusals and successes come as messages.
type RegistrationState uint8

// The states of a registration that no message tells.
const (
	// RegistrationPending: the request waits for its turn or for its answer.
	RegistrationPending RegistrationState = iota + 1
	// RegistrationNoAnswer: no answer came in time; it is tried again later.
	RegistrationNoAnswer
	// RegistrationRemoved: the DN was taken off the session's list.
	RegistrationRemoved
)

// Command is a capture command on its way from the board to a session.
type Command struct {
	// ID is the board's number of the command, never 0.
	ID uint64
	// Site and DN say which row it is for.
	Site, DN string
	// Verb is what is asked.
	Verb Verb
	// ConnID is the call that the command names, 0 for none.
	ConnID uint64
	// Automatic marks queries that are no commands of a person: the journal gets
	// one line for all that leave together.
	Automatic bool
	// Round is the round of automatic queries, counted from 1; 0 for others.
	Round uint32
}

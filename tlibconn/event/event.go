package event

import (
	"time"

	"capdeck/tlibconn/wire"
)

// Kind is the kind of an Event.
type Kind uint8

// The kinds of event.
const (
	// KindMessage is a message from T-Server. Event.Request identifies the request of
	// ours that it answers, if any.
	KindMessage Kind = iota + 1
	// KindSent is a request of ours that is leaving. It always precedes the answer.
	KindSent
	// KindUndecodable is a frame that is not a valid message. Problem is set, and Message
	// holds the body and what was read before the error (WIRE.md, Malformed input). It
	// can answer a request as a message can.
	KindUndecodable
	// KindLink is a change of the connection: Link is set.
	KindLink
	// KindRegistration is a change of a DN's registration that no message reports:
	// Registration and DN are set.
	KindRegistration
	// KindUnsent is a request that the session refused or could not send: Request.Command
	// and Problem are set. It was not sent and never will be.
	KindUnsent
	// KindRemark is a remark for the log: Problem is set.
	KindRemark
)

// RequestKind is the kind of a request of ours.
type RequestKind uint8

// The kinds of request.
const (
	RequestNone RequestKind = iota
	RequestLogin
	RequestRegister
	RequestUnregister
	RequestCapture // user data by RequestSendEvent, as commands of the capture contract are
	RequestAddress // a query for a DN's status: RequestQueryAddress
	RequestOther   // any other request, for example RequestQueryServer
)

// Request identifies a request of ours in the events that belong to it.
type Request struct {
	// Kind is the request's kind, RequestNone if the event belongs to no request of ours.
	Kind RequestKind
	// Reference is the request's ReferenceID, counted from 1 on each connection (WIRE.md,
	// Session 3); 0 if it has none.
	Reference int32
	// Command is the ID that the caller gave to the command; 0 for requests that are not
	// commands.
	Command uint64
	// Round is the round of a registration, counted from 1 over the session's life; 0 for
	// other requests.
	Round uint32
	// Automatic reports that the request is an automatic query: Command.Automatic.
	Automatic bool
	// SentAt is when the request left.
	SentAt time.Time
}

// Obstacle is a reason for not sending a request that passes by itself.
type Obstacle uint8

// The obstacles. The zero value, ObstacleNone, stands for any other reason.
const (
	ObstacleNone Obstacle = iota
	// ObstacleJournal: Options.BeforeWrite failed, for example because the journal cannot
	// be written.
	ObstacleJournal
	// ObstacleRoom: too many requests are waiting, or too many events are unread.
	ObstacleRoom
)

// Event is something that happened in a session. Events are in the order in which they happened.
// Their slices refer to the memory of the batch and are valid until the next batch is requested.
// Copy any bytes you keep. Of a message, only what the board needs of every message is decoded
// beforehand; these small fields come first.
type Event struct {
	// Kind determines which of the fields below are set.
	Kind Kind
	// Registration is set for KindRegistration.
	Registration RegistrationState
	// Obstacle is the obstacle of KindUnsent, if it passes by itself.
	Obstacle Obstacle
	// Automatic marks an event that belongs to an automatic query and to nothing else.
	// The session sets it for the request and its answer. The board, which knows what an
	// indication answers, sets it for indications.
	Automatic bool
	// Connection is the number of the connection, counted from 1. Events with another
	// number than the current connection's belong to one that has ended.
	Connection uint32
	reading
	// Time is when the event happened. For a message, it is when the read that completed
	// the message returned.
	Time time.Time
	// Site is the session's site.
	Site string
	// Message is the message of KindMessage and KindSent, and the readable part of
	// KindUndecodable. [Batch.AddMessage] sets it.
	Message wire.RawMessage
	// Request is the request that the event belongs to.
	Request Request
	// DN is the DN of KindRegistration and KindUnsent. For a message that answers a
	// request, it is the request's DN, because an EventACK names none. For other messages
	// use ThisDN.
	DN string
	// Problem is a sentence: what is wrong, for KindUndecodable and KindUnsent, or the
	// remark, for KindRemark.
	Problem string
	// Link is set for KindLink. It never changes and may be kept.
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

// ConnID returns the message's ConnID; 0 means that it names no call (SEMANTICS.md, Calls).
func (e *Event) ConnID() uint64 { return e.connID }

// Word returns the meaning of the value under the capture keys in the message's user data. It is
// the Word that Capture returns, and costs nothing.
func (e *Event) Word() Word { return e.word }

// Capture returns the value under the capture keys in the message's user data, with its pair.
func (e *Event) Capture() Capture {
	list, ok := e.Message.List(wire.AttributeUserData)
	if !ok {
		return Capture{}
	}
	return ParseCapture(list)
}

// RegistrationState is a state of a DN's registration that only the session knows. Successes and
// refusals arrive as messages.
type RegistrationState uint8

// The states of a registration that no message reports.
const (
	// RegistrationPending: the request is queued, or waits for its answer.
	RegistrationPending RegistrationState = iota + 1
	// RegistrationNoAnswer: no answer arrived in time; the session tries again later.
	RegistrationNoAnswer
	// RegistrationRemoved: the DN was removed from the session's list.
	RegistrationRemoved
)

// Command is a capture command for a session to send.
type Command struct {
	// ID identifies the command in the session's events. It is never 0.
	ID uint64
	// Site and DN identify the DN that the command is for.
	Site, DN string
	// Verb is the verb to send.
	Verb Verb
	// ConnID is the call that the command names, 0 for none.
	ConnID uint64
	// Automatic marks automatic queries, which are not commands of a user. The journal
	// has one line for all of them that leave together.
	Automatic bool
	// Round is the round of an automatic query, counted from 1; 0 for other commands.
	Round uint32
}

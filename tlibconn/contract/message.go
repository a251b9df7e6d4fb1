package contract

import (
	"fmt"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// maxShown is how many bytes of a value outside the contract are shown.
const maxShown = 64

// message is what a case needs of an event of a session. It shares no memory with it.
type message struct {
	at      time.Time
	session string // name of the peer
	sent    bool
	typ     wire.MessageType
	dn      string // ThisDN, in bytes of the wire
	connID  uint64
	// reference is the ReferenceID of the request that the message is, or answers; 0 if none.
	reference int32
	// request and requestDN are the kind and the DN of the request that the message answers.
	request   event.RequestKind
	requestDN string
	// code and text are those of an EventError or of a lost registration.
	code int32
	text string
	// word is the meaning of the value under the capture keys, shown the value in words, and
	// key the key that counts.
	word       event.Word
	key, shown string
}

// indication returns the indication of an EventUserEvent, IndicationNone for other messages.
func (m *message) indication() event.Indication {
	if m.sent || m.typ != wire.EventUserEvent {
		return event.IndicationNone
	}
	return m.word.Indication
}

// readMessage returns the message of an event.
func readMessage(e *event.Event, session string, text func([]byte) string) message {
	m := message{
		at: e.Time, session: session, sent: e.Kind == event.KindSent, typ: e.Message.Type,
		dn: string(e.ThisDN()), connID: e.ConnID(), reference: e.Request.Reference,
		request: e.Request.Kind, requestDN: e.DN,
	}
	if m.reference == 0 {
		m.reference, _ = e.Message.Int(wire.AttributeReferenceID)
	}
	m.code, _ = e.Message.Int(wire.AttributeErrorCode)
	if said, ok := e.Message.Text(wire.AttributeErrorMessage); ok {
		m.text = text(said)
	}
	said := e.Capture()
	if m.word = said.Word; said.Present {
		m.key, m.shown = string(said.Pair.Key), said.Text(maxShown)
	}
	return m
}

// errorText returns the error of an EventError, such as "error 59 DN is not configured".
func (m *message) errorText() string {
	text := fmt.Sprintf("error %d", m.code)
	if m.text != "" {
		text += " " + m.text
	}
	return text
}

// names returns the call that a message names, in words for its end; "" for none.
func (m *message) names() string {
	if m.connID == 0 {
		return ""
	}
	return fmt.Sprintf(" for the call %016x", m.connID)
}

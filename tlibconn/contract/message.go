package contract

import (
	"fmt"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

const (
	// maxShown is how many bytes of a value outside the contract are shown.
	maxShown = 64
	// maxText is how many bytes of T-Server's text about an error are kept.
	maxText = 1 << 10
	// maxDN is how many bytes of a DN are kept. No DN of a check is longer.
	maxDN = 256
)

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
		dn: cut(e.ThisDN(), maxDN), connID: e.ConnID(), reference: e.Request.Reference,
		request: e.Request.Kind, requestDN: e.DN,
	}
	if m.reference == 0 {
		m.reference, _ = e.Message.Int(wire.AttributeReferenceID)
	}
	m.code, _ = e.Message.Int(wire.AttributeErrorCode)
	if said, ok := e.Message.Text(wire.AttributeErrorMessage); ok {
		m.text = text([]byte(cut(said, maxText)))
	}
	said := e.Capture()
	if m.word = said.Word; said.Present {
		m.key, m.shown = string(said.Pair.Key), said.Text(maxShown)
	}
	return m
}

// cut returns a copy of the first bytes of a text from the network, which may have 16 MiB. What
// was cut ends with an ellipsis.
func cut(text []byte, most int) string {
	if len(text) <= most {
		return string(text)
	}
	return string(text[:most]) + "…"
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

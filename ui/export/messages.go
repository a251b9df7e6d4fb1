package export

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"
	"unicode/utf8"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
	"capdeck/tlibconn/wire/tjson"
)

// Direction is the direction of a message.
type Direction uint8

// The directions.
const (
	Received Direction = iota + 1
	Sent
	Remark // a line of capdeck's own about the connection
)

// Message is one entry of the message log.
type Message struct {
	// Time is when the message was received or sent.
	Time time.Time
	// Direction is the direction of the message.
	Direction Direction
	// Body is the message's body as on the wire, or its beginning; for a Remark it is the text. Length is the body's
	// true length in bytes.
	Body   []byte
	Length int
	// Problem explains why the body could not be decoded, "" if it could.
	Problem string
	// DN is the DN of the request that the message answers, if it names none itself.
	DN string
	// Latency is the time from our request to this answer, 0 if it is not an answer.
	Latency time.Duration
}

// WriteMessages writes entries of the log in their order and returns their number. decode converts a DN or an error
// text that is not valid UTF-8 for reading; nil leaves it unchanged. The error is that of the writer.
func WriteMessages(w io.Writer, format Format, zone *time.Location, decode func(text []byte) string, messages iter.Seq[Message]) (int, error) {
	t, err := newTable(w, format, zone, messageFields())
	if err != nil {
		return 0, err
	}
	r := messageRecord{decode: decode}
	written := 0
	for message := range messages {
		r.read(&message)
		if err = t.write(&r); err != nil {
			return written, err
		}
		written++
	}
	return written, t.finish()
}

// messageRecord is a Message with the values that were decoded from it.
type messageRecord struct {
	*Message
	decoded wire.Message
	json    []byte // empty if it is not a message
	problem string
	dn      string
	capture event.Capture
	decode  func(text []byte) string // or nil
}

// readable returns text of the message in readable form.
func (r *messageRecord) readable(text []byte) string {
	if r.decode == nil || utf8.Valid(text) {
		return string(text)
	}
	return r.decode(text)
}

// read stores a message in the record, replacing the one before.
func (r *messageRecord) read(m *Message) {
	r.Message, r.json, r.problem, r.dn, r.capture = m, r.json[:0], m.Problem, m.DN, event.Capture{}
	r.decoded.Type, r.decoded.Attributes = 0, r.decoded.Attributes[:0]
	if m.Direction == Remark {
		return
	}
	err := r.decoded.Decode(m.Body, wire.Limits{})
	if dn, named := r.decoded.Text(wire.AttributeThisDN); named {
		r.dn = r.readable(dn)
	}
	var bad *wire.MessageError
	switch {
	case m.Length > len(m.Body):
		r.problem = fmt.Sprintf("the log kept the first %d of %d bytes", len(m.Body), m.Length)
		return
	case err != nil && (!errors.As(err, &bad) || !bad.List):
		if r.problem == "" {
			r.problem = err.Error()
		}
		return
	}
	if list, ok := r.decoded.List(wire.AttributeUserData); ok {
		r.capture = event.ParseCapture(list)
	}
	if r.json, err = tjson.Append(r.json, &r.decoded, nil); err != nil {
		r.json, r.problem = r.json[:0], err.Error()
	}
}

// attribute returns a number of the message, none if it has no such attribute.
func (r *messageRecord) attribute(id wire.AttributeID) value {
	n, ok := r.decoded.Int(id)
	if !ok {
		return value{}
	}
	return value{kind: numberValue, number: float64(n)}
}

// reference returns the ReferenceID, which is unsigned.
func (r *messageRecord) reference() value {
	n, ok := r.decoded.Int(wire.AttributeReferenceID)
	if !ok {
		return value{}
	}
	return value{kind: numberValue, number: float64(uint32(n))}
}

// word returns the capture word, none if the message has none.
func (r *messageRecord) word() value {
	if r.capture.Verb != event.VerbNone {
		return text(r.capture.Verb.String())
	}
	return optional(r.capture.Indication.String())
}

// messageFields returns the fields of a message. Their names do not change (docs/EXPORT.md).
func messageFields() []field[messageRecord] {
	directions := [...]string{Received: "received", Sent: "sent", Remark: "remark"}
	return []field[messageRecord]{
		{"time", func(r *messageRecord) value { return instant(r.Time) }},
		{"direction", func(r *messageRecord) value { return text(directions[r.Direction]) }},
		{"dn", func(r *messageRecord) value { return optional(r.dn) }},
		{"name", func(r *messageRecord) value {
			if r.Direction == Remark || r.decoded.Type == 0 && len(r.json) == 0 {
				return value{}
			}
			return text(r.decoded.Type.String())
		}},
		{"capture", func(r *messageRecord) value { return r.word() }},
		{"reference", func(r *messageRecord) value { return r.reference() }},
		{"errorCode", func(r *messageRecord) value { return r.attribute(wire.AttributeErrorCode) }},
		{"errorText", func(r *messageRecord) value {
			said, _ := r.decoded.Text(wire.AttributeErrorMessage)
			return optional(r.readable(said))
		}},
		{"latencyMs", func(r *messageRecord) value { return span(r.Latency) }},
		{"problem", func(r *messageRecord) value { return optional(r.problem) }},
		{"remark", func(r *messageRecord) value {
			if r.Direction != Remark {
				return value{}
			}
			return text(string(r.Body))
		}},
		{"bytes", func(r *messageRecord) value {
			if r.Direction == Remark || len(r.json) > 0 {
				return value{}
			}
			return text(hex.EncodeToString(r.Body))
		}},
		{"message", func(r *messageRecord) value {
			if len(r.json) == 0 {
				return value{}
			}
			return value{kind: jsonValue, text: string(r.json)}
		}},
	}
}

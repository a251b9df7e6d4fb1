package event

import (
	"time"

	"capdeck/tlibconn/wire"
)

// Decoded is a message that was decoded but is not in a batch yet. It is half the size of an
// [Event]: a session decodes without its lock, and a whole event would be written twice.
type Decoded struct {
	// Message is the message. Its body belongs to the caller of [Run.Add].
	Message wire.RawMessage
	// Time is when the read that completed the message returned.
	Time time.Time
	// Problem is why the message is undecodable, "" if it is not.
	Problem string

	reading
}

// Run holds messages that were decoded but are not in a batch yet. Their bodies are not copied: they
// belong to the run and must stay valid until each message has been passed to [Batch.AppendDecoded].
// The zero value is an empty run. A run is not safe for concurrent use.
type Run struct {
	// Messages holds the messages in order.
	Messages []Decoded
	decoded  wire.Message // working memory for undecodable messages
}

// Add decodes a message and appends it. It blanks the passwords in body. The pointer is valid until the
// next Add.
func (r *Run) Add(body []byte, limits wire.Limits) *Decoded {
	r.Messages = append(r.Messages, Decoded{Message: wire.NewRawMessage(body)})
	d := &r.Messages[len(r.Messages)-1]
	if !d.read(body, limits) {
		d.Problem = problemOf(body, &r.decoded, limits)
	}
	return d
}

// Reset empties the run and keeps its memory.
func (r *Run) Reset() { r.Messages = r.Messages[:0] }

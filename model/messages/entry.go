package messages

import (
	"time"

	"capdeck/tlibconn/wire"
	"capdeck/tlibconn/wire/tlog"
)

// Direction is the direction of an entry of the log.
type Direction uint8

// The directions of an entry.
const (
	// Received is a message from T-Server, decodable or not.
	Received Direction = iota + 1
	// Sent is a request that this client sent.
	Sent
	// Remark is a line about the connection that capdeck itself wrote. Body is its
	// text.
	Remark
	// Occurred is something that happened to a DN or to the link, in the event feed. Body is
	// what Pane.Occurred was given.
	Occurred
)

// Entry is one message of a Log.
type Entry struct {
	// Number counts the entries of the log from 1 over its whole life.
	Number uint64
	// Time is when the message was received or sent.
	Time time.Time
	// Direction is the direction of the message.
	Direction Direction
	// Body is the message body as it was on the wire, at most MaxBody bytes of it. Of a
	// Remark it is the text. It is memory of the log unless the method that returned
	// the entry documents otherwise.
	Body []byte
	// Length is the length of the body on the wire, in bytes.
	Length int
	// Problem is the reason why a received body could not be decoded, or "" if it
	// could.
	Problem string
	// DN is the DN of the request that the message answers if the message itself names
	// no DN, and "" otherwise.
	DN string
	// Automatic means that the message belongs only to an automatic query.
	Automatic bool
	// Latency is the time from the request to this answer, or 0 if the message does not
	// answer a request of this client.
	Latency time.Duration

	hash uint64 // of the DN that the message names; 0 if it names none
}

// entry returns the entry without its body and its texts.
func (e *stored) entry(number uint64) Entry {
	return Entry{
		Number: number, Time: time.Unix(0, e.nanoseconds), Direction: e.direction,
		Length: int(e.length), Latency: time.Duration(e.latency), hash: e.dn,
		Automatic: e.automatic,
	}
}

// shownDump is how many bytes of an undecodable message its text shows.
const shownDump = 512

// Decode decodes the message of the entry into m as far as possible. If the body was cut
// or is not a message, m has the attributes before the damage.
func (e *Entry) Decode(m *wire.Message) {
	m.Type, m.Attributes = 0, m.Attributes[:0]
	_ = m.Decode(e.Body, wire.Limits{})
}

// AppendText appends the attributes of the entry's decoded message in the form of the
// T-Server log, one per line, followed by the problem if the message could not be
// decoded.
func (e *Entry) AppendText(dst []byte, m *wire.Message, form tlog.Form) []byte {
	if e.Problem != "" {
		return form.AppendUndecodable(dst, m, e.Problem, e.Body, shownDump)
	}
	return form.AppendAttributes(dst, m)
}

package messages

import (
	"strconv"
	"time"
	"unicode/utf8"

	"capdeck/model/messages"
	"capdeck/model/say"
	"capdeck/themes"
	"capdeck/tlibconn/wire"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/dntext"
)

// Reader formats the messages of the log for the screen. It reuses its buffers: use it
// from one goroutine only, and not while a Pane with it is being drawn.
type Reader struct {
	// Zone is the time zone of the times shown.
	Zone *time.Location
	// Decode converts text from the network that is not valid UTF-8. It must be pure.
	// If it is nil, such bytes are shown as bytes.
	Decode func(text []byte) string
	// Feed returns a line of the event feed: whose it is, and what happened. Required if the
	// log has such lines.
	Feed func(entry *messages.Entry) (whose string, what say.Part)

	decoded wire.Message // buffer for the message being read
	written []byte       // buffer for its text
	made    made         // lines of the message that was shown last
}

// Readable returns text from the network. It applies Decode, if set, to text that is not
// valid UTF-8.
func (r *Reader) Readable(text []byte) string {
	if r.Decode == nil || utf8.Valid(text) {
		return string(text)
	}
	return r.Decode(text)
}

// isOwn reports whether an entry is capdeck's own and not a message.
func isOwn(entry *messages.Entry) bool {
	return entry.Direction == messages.Remark || entry.Direction == messages.Occurred
}

// ownText returns the text of an entry that is capdeck's own.
func (r *Reader) ownText(entry *messages.Entry) string {
	if entry.Direction == messages.Occurred {
		whose, what := r.Feed(entry)
		return whose + what.Text
	}
	return r.Readable(entry.Body)
}

// decode decodes a message of the log. A message that is cut or malformed is decoded as
// far as possible; its problem is shown beside it. The result is valid until the next
// call.
func (r *Reader) decode(entry *messages.Entry) *wire.Message {
	entry.Decode(&r.decoded)
	return &r.decoded
}

// says returns the content of a message in a few words: what is wrong with the message,
// the indication or the command, or the error.
func (r *Reader) says(entry *messages.Entry, m *wire.Message) (themes.Role, string) {
	said := say.MessageFlaw(say.Shown, entry.Problem, entry.Length, len(entry.Body))
	if said.Text == "" {
		said = say.Message(say.Shown, m, r.Decode)
	}
	if said.Role == say.Fault {
		return themes.Error, said.Text
	}
	return dntext.Role(said.Role), said.Text
}

// Line returns a message of the log in one line, as the detail lists it.
func (r *Reader) Line(entry *messages.Entry, g *themes.Glyphs) canvas.TextLine {
	m := r.decode(entry)
	role, sign := themes.Received, g.Received
	if entry.Direction == messages.Sent {
		role, sign = themes.Sent, g.Sent
	}
	spans := canvas.TextLine{
		canvas.Styled(themes.Faint, entry.Time.In(r.Zone).Format(canvas.Millis)+" "),
		canvas.Styled(role, sign+" "),
		canvas.Styled(themes.Text, cell.Pad(m.Type.String(), nameCells)),
	}
	wordRole, word := r.says(entry, m)
	spans = append(spans, canvas.Styled(wordRole, cell.Pad(word, wordCells)))
	tail := ""
	if reference, ok := m.Int(wire.AttributeReferenceID); ok {
		tail = "  ref " + strconv.FormatUint(uint64(uint32(reference)), 10)
	}
	if entry.Latency > 0 {
		tail += "   " + say.Duration(entry.Latency)
	}
	return append(spans, canvas.Styled(themes.Faint, tail))
}

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

// Reader reads the messages of the log for the screen. Its buffers are used again, so
// use it by one goroutine only, and not while a Pane of it is drawn.
type Reader struct {
	// Zone is the zone of the times.
	Zone *time.Location
	// Decode returns text from the network that is not valid UTF-8 as it is to be
	// read. It is pure. nil shows that its bytes are not text.
	Decode func(text []byte) string

	decoded wire.Message // room for the message that is read
	written []byte       // room for its text
	made    made         // of the message whose lines were made last
}

// Readable returns text from the network as it is to be read.
func (r *Reader) Readable(text []byte) string {
	if r.Decode == nil || utf8.Valid(text) {
		return string(text)
	}
	return r.Decode(text)
}

// decode reads a message of the log. One that was cut, or that is not a message, is
// read as far as possible: the problem is shown beside it. The result is valid until
// the next call.
func (r *Reader) decode(entry *messages.Entry) *wire.Message {
	entry.Decode(&r.decoded)
	return &r.decoded
}

// says lays out what a message says in a few words: what is wrong with it, the word of
// the capture, the error.
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

// Line is a message of the log in one line, as the detail lists it.
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

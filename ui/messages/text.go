package messages

import (
	"slices"
	"strings"
	"time"

	"capdeck/model/messages"
	"capdeck/model/phrase"
	"capdeck/themes"
	"capdeck/tlibconn/wire/tlog"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
)

const (
	attributeCells = 32 // width of an attribute's name in a message's text
	// MaxTextLines is the largest number of lines that show the text of a message. A
	// peer can put 13,000 pairs into what the log keeps of a message.
	MaxTextLines = 1000
)

// made caches the lines of the message that was shown last.
type made struct {
	number uint64
	time   time.Time // tells entries of different logs apart
	width  int
	bytes  bool // the lines show bytes rather than text
	lines  []canvas.TextLine
}

// Lines returns a whole message, in lines for a window that is width cells wide: its
// bytes, or its text in the format of the T-Server log (SEMANTICS.md, How T-Server prints
// messages in its log). A message never changes, so its lines are kept until another
// message is shown. The caller must not change them.
func (r *Reader) Lines(entry *messages.Entry, width int, asBytes bool) []canvas.TextLine {
	if m := &r.made; m.number != entry.Number || !m.time.Equal(entry.Time) || m.width != width || m.bytes != asBytes {
		lines := r.textLines
		if asBytes {
			lines = r.byteLines
		}
		*m = made{entry.Number, entry.Time, width, asBytes, lines(entry, width)}
	}
	return r.made.lines
}

func (r *Reader) textLines(entry *messages.Entry, width int) []canvas.TextLine {
	if isOwn(entry) {
		return canvas.Wrapped(themes.Text, r.ownText(entry), width-1)
	}
	var lines []canvas.TextLine
	names := attributeCells
	if width < canvas.WideWidth {
		names = 0
	}
	for text := range strings.Lines(r.logText(entry, false)) {
		lines = append(lines, canvas.Wrapped(themes.Text, untabbed(strings.TrimRight(text, "\n"), names), width-1)...)
	}
	if more := len(lines) - MaxTextLines; more > 0 {
		lines = append(slices.Clone(lines[:MaxTextLines]), canvas.Plain(themes.Warning, phrase.Number(more)+" more lines are not shown."))
	}
	return append(lines, r.tail(entry, width)...)
}

// Whole returns a message in the format of T-Server's log, with all bytes of a message
// that cannot be decoded, and a remark if the log does not hold the whole message.
func (r *Reader) Whole(entry *messages.Entry) string {
	if isOwn(entry) {
		return cell.Clean(r.ownText(entry))
	}
	text := r.logText(entry, true)
	if entry.Length > len(entry.Body) {
		text += cutText(entry) + "\n"
	}
	return text
}

// logText returns a message in the format of T-Server's log. If whole is set, it has all
// bytes of a message that cannot be decoded.
func (r *Reader) logText(entry *messages.Entry, whole bool) string {
	m := r.decode(entry)
	r.written = append(r.written[:0], r.head(entry)+"\n"...)
	form := tlog.Form{Decode: r.Decode}
	if whole && entry.Problem != "" {
		r.written = form.AppendUndecodable(r.written, m, entry.Problem, entry.Body, 0)
	} else {
		r.written = entry.AppendText(r.written, m, form)
	}
	return string(r.written)
}

// cutText returns how much of a message the log holds, as a sentence.
func cutText(entry *messages.Entry) string {
	return "The log kept the first " + phrase.Number(len(entry.Body)) + " of " + phrase.Number(entry.Length) + " bytes."
}

// untabbed replaces the tabs of a log line with blanks. Tabs at the start become an
// indentation, and the tab behind a name pads it to names cells.
func untabbed(text string, names int) string {
	body := strings.TrimLeft(text, "\t")
	indent := strings.Repeat("    ", len(text)-len(body))
	name, value, hasValue := strings.Cut(body, "\t")
	if !hasValue {
		return indent + body
	}
	return cell.Pad(indent+name, names) + " " + strings.ReplaceAll(value, "\t", " ")
}

package ui

import (
	"slices"
	"strconv"
	"strings"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/themes"
	"capdeck/tlibconn/wire"
	"capdeck/tlibconn/wire/tlog"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
)

const (
	attributeCells = 32 // of an attribute's name in a message's text
	// mostTextLines is how many lines of a message's text are kept: a peer can
	// put 13,000 pairs into what the log keeps of a message.
	mostTextLines = 1000
)

// messageSpans is a message of the log in one line, as the detail lists it.
func (a *App) messageSpans(entry *model.Entry) []canvas.Span {
	m := a.decode(entry)
	role, sign := themes.Received, a.styles.Glyphs.Received
	if entry.Direction == model.Sent {
		role, sign = themes.Sent, a.styles.Glyphs.Sent
	}
	spans := []canvas.Span{
		canvas.Styled(themes.Faint, entry.Time.In(a.options.Zone).Format(messageTime)+" "),
		canvas.Styled(role, sign+" "),
		canvas.Styled(themes.Text, cell.Pad(m.Type.String(), messageName)),
	}
	wordRole, word := a.messageText(entry, m)
	spans = append(spans, canvas.Styled(wordRole, cell.Pad(word, messageWord)))
	tail := ""
	if reference, ok := m.Int(wire.AttributeReferenceID); ok {
		tail = "  ref " + strconv.FormatUint(uint64(uint32(reference)), 10)
	}
	if entry.Latency > 0 {
		tail += "   " + board.DurationText(entry.Latency)
	}
	return append(spans, canvas.Styled(themes.Faint, tail))
}

// messageText holds the lines of the message that was shown last.
type messageText struct {
	number uint64
	width  int
	bytes  bool // rather than text
	lines  []canvas.TextLine
}

// messageLines is the whole of a message in the shape of the T-Server log
// (SEMANTICS.md, How T-Server prints messages in its log). A message never
// changes, so its lines are made once.
func (a *App) messageLines(entry *model.Entry) []canvas.TextLine {
	asBytes := a.model.ShowsBytes()
	if m := &a.message; m.number != entry.Number || m.width != a.width || m.bytes != asBytes {
		lines := a.makeMessageLines
		if asBytes {
			lines = a.byteLines
		}
		*m = messageText{entry.Number, a.width, asBytes, lines(entry)}
	}
	return a.message.lines
}

func (a *App) makeMessageLines(entry *model.Entry) []canvas.TextLine {
	if entry.Direction == model.Remark {
		return canvas.Wrapped(themes.Text, a.readable(entry.Body), a.width-1)
	}
	var lines []canvas.TextLine
	names := attributeCells
	if a.width < canvas.WideWidth {
		names = 0
	}
	for text := range strings.Lines(a.logText(entry, false)) {
		lines = append(lines, canvas.Wrapped(themes.Text, untabbed(strings.TrimRight(text, "\n"), names), a.width-1)...)
	}
	if more := len(lines) - mostTextLines; more > 0 {
		lines = append(slices.Clone(lines[:mostTextLines]), canvas.Plain(themes.Warning, phrase.Number(more)+" further lines are not shown."))
	}
	return append(lines, a.messageTail(entry)...)
}

// logText is a message in the shape of T-Server's log; whole says that every
// byte of an undecodable one is in it.
func (a *App) logText(entry *model.Entry, whole bool) string {
	m := a.decode(entry)
	a.written = append(a.written[:0], a.messageHead(entry)+"\n"...)
	form := tlog.Form{Decode: a.options.Text}
	if whole && entry.Problem != "" {
		a.written = form.AppendUndecodable(a.written, m, entry.Problem, entry.Body, 0)
	} else {
		a.written = entry.AppendText(a.written, m, form)
	}
	return string(a.written)
}

// cutText says that the log does not hold all of a message.
func cutText(entry *model.Entry) string {
	return "The log kept the first " + phrase.Number(len(entry.Body)) + " of " + phrase.Number(entry.Length) + " bytes."
}

// untabbed replaces the tabs of a log line: those in front indent, the one
// behind a name fills up to the value, which begins after that many cells.
func untabbed(text string, names int) string {
	body := strings.TrimLeft(text, "\t")
	indent := strings.Repeat("    ", len(text)-len(body))
	name, value, hasValue := strings.Cut(body, "\t")
	if !hasValue {
		return indent + body
	}
	return cell.Pad(indent+name, names) + " " + strings.ReplaceAll(value, "\t", " ")
}

package ui

import (
	"fmt"
	"strings"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/themes"
	"capdeck/tlibconn/wire/tlog"
	"capdeck/ui/canvas"
)

// mostByteLines is how many lines of a message's bytes are made: all that the
// log keeps of one, with 16 bytes a line.
const mostByteLines = model.MaxLogBody / 16

// byteLines are the bytes of a message as they came or left, as far as the log
// has kept them: the place of the first of a line, the bytes, and what of them
// is printable.
func (a *App) byteLines(entry *model.Entry) []canvas.TextLine {
	if entry.Direction == model.Remark {
		return append(canvas.Wrapped(themes.Text, a.readable(entry.Body), a.width-1), canvas.Plain(themes.Faint, "A remark of the program's own: it has no bytes."))
	}
	lines := canvas.Wrapped(themes.Text, a.messageHead(entry), a.width-1)
	each := bytesEach(a.width - 1)
	for at := 0; at < len(entry.Body); at += each {
		if at/each == mostByteLines {
			lines = append(lines, canvas.Plain(themes.Warning, phrase.Number(len(entry.Body)-at)+" further bytes are not shown in a window so narrow."))
			break
		}
		line := entry.Body[at:min(at+each, len(entry.Body))]
		lines = append(lines, canvas.TextLine{
			canvas.Styled(themes.Faint, fmt.Sprintf("%04x  ", at)),
			canvas.Styled(themes.Text, spacedHex(line, each)),
			canvas.Styled(themes.Faint, "  "),
			canvas.Styled(themes.Accent, printable(line)),
		})
	}
	return append(lines, a.messageTail(entry)...)
}

// messageHead is the first line of a message's text.
func (a *App) messageHead(entry *model.Entry) string {
	a.written = tlog.AppendTime(a.written[:0], entry.Time.In(a.options.Zone), entry.Direction == model.Sent)
	a.written = tlog.AppendName(a.written, a.decode(entry))
	return strings.TrimRight(string(a.written), "\n")
}

// messageTail says what the log lacks of a message, and how long the answer
// took.
func (a *App) messageTail(entry *model.Entry) []canvas.TextLine {
	var lines []canvas.TextLine
	if entry.Length > len(entry.Body) {
		lines = append(lines, canvas.Wrapped(themes.Warning, cutText(entry), a.width-1)...)
	}
	if entry.Latency > 0 {
		lines = append(lines, canvas.Plain(themes.Faint, "Came "+board.DurationText(entry.Latency)+" after the request."))
	}
	return lines
}

// bytesEach is how many bytes a line of so many cells has room for: 16, 8 or 4.
func bytesEach(cells int) int {
	const places = 6 + 2 // the place in front, the blanks behind the bytes
	for _, each := range [...]int{16, 8} {
		if cells >= places+len(spacedHex(nil, each))+each {
			return each
		}
	}
	return 4
}

// spacedHex writes bytes in hexadecimal digits, with a wider gap behind every
// eighth, and fills up to so many.
func spacedHex(value []byte, each int) string {
	var text strings.Builder
	for i := range each {
		if i > 0 {
			text.WriteByte(' ')
		}
		if i > 0 && i%8 == 0 {
			text.WriteByte(' ')
		}
		if i < len(value) {
			fmt.Fprintf(&text, "%02x", value[i])
		} else {
			text.WriteString("  ")
		}
	}
	return text.String()
}

// printable writes a dot for each byte that is no printable ASCII.
func printable(value []byte) string {
	text := make([]byte, len(value))
	for i, b := range value {
		text[i] = '.'
		if b >= 0x20 && b < 0x7f {
			text[i] = b
		}
	}
	return string(text)
}

package messages

import (
	"fmt"
	"strings"

	"capdeck/model/messages"
	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/themes"
	"capdeck/tlibconn/wire/tlog"
	"capdeck/ui/canvas"
)

// MaxByteLines is the largest number of lines that show the bytes of a message. With 16
// bytes on a line it is enough for all that the log keeps of a message.
const MaxByteLines = messages.MaxBody / 16

// byteLines returns the bytes of a message as they were received or sent, as far as the
// log keeps them. Each line has the offset of its first byte, the bytes, and the
// printable ones among them as text.
func (r *Reader) byteLines(entry *messages.Entry, width int) []canvas.TextLine {
	if isOwn(entry) {
		return append(canvas.Wrapped(themes.Text, r.ownText(entry), width-1), canvas.Plain(themes.Faint, "This line is capdeck's own; it has no bytes."))
	}
	lines := canvas.Wrapped(themes.Text, r.head(entry), width-1)
	each := bytesEach(width - 1)
	for at := 0; at < len(entry.Body); at += each {
		if at/each == MaxByteLines {
			lines = append(lines, canvas.Plain(themes.Warning, phrase.Number(len(entry.Body)-at)+" more bytes are not shown: the window is too narrow."))
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
	return append(lines, r.tail(entry, width)...)
}

// head returns the first line of a message's text.
func (r *Reader) head(entry *messages.Entry) string {
	r.written = tlog.AppendTime(r.written[:0], entry.Time.In(r.Zone), entry.Direction == messages.Sent)
	r.written = tlog.AppendName(r.written, r.decode(entry))
	return strings.TrimRight(string(r.written), "\n")
}

// tail returns how much of the message the log lacks, and how long the answer took.
func (r *Reader) tail(entry *messages.Entry, width int) []canvas.TextLine {
	var lines []canvas.TextLine
	if entry.Length > len(entry.Body) {
		lines = append(lines, canvas.Wrapped(themes.Warning, cutText(entry), width-1)...)
	}
	if entry.Latency > 0 {
		lines = append(lines, canvas.Plain(themes.Faint, "Arrived "+say.Duration(entry.Latency)+" after the request."))
	}
	return lines
}

// bytesEach returns the number of bytes that a line has room for: 16, 8 or 4.
func bytesEach(cells int) int {
	const places = 6 + 2 // the offset, and the blanks behind the bytes
	for _, each := range [...]int{16, 8} {
		if cells >= places+len(spacedHex(nil, each))+each {
			return each
		}
	}
	return 4
}

// spacedHex returns bytes in hexadecimal digits, with a wider gap behind every eighth,
// padded to the width of each bytes.
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

// printable returns value with a dot for each byte that is not printable ASCII.
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

package canvas

import (
	"strings"

	"capdeck/themes"
	"capdeck/ui/cell"
	"capdeck/ui/fold"
)

// Span is a text in one style. The text can come from the network: draw it only by means
// of ui/cell.
type Span struct {
	Role themes.Role
	Text string
}

// Styled returns a Span.
func Styled(role themes.Role, text string) Span { return Span{Role: role, Text: text} }

// TextLine is a line of the text pane or the help. nil is an empty line.
type TextLine []Span

// Plain returns a line in one style.
func Plain(role themes.Role, text string) TextLine { return TextLine{{role, text}} }

// Wrapped breaks a text into lines of at most room cells, all in one style.
func Wrapped(role themes.Role, text string, room int) []TextLine {
	var lines []TextLine
	for _, piece := range fold.Wrap(text, max(room, 1)) {
		lines = append(lines, Plain(role, piece))
	}
	return lines
}

// Unstyled returns the text of lines without styles, with a line feed between lines and
// without blanks at their ends.
func Unstyled(lines []TextLine) string {
	var out strings.Builder
	for i, line := range lines {
		if i > 0 {
			out.WriteByte('\n')
		}
		text := ""
		for _, s := range line {
			text += s.Text
		}
		out.WriteString(strings.TrimRight(cell.Clean(text), " "))
	}
	return out.String()
}

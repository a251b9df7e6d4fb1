package canvas

import (
	"capdeck/model/action"
	"capdeck/themes"
	"capdeck/ui/cell"
)

// Canvas builds a frame, line by line, from the top.
type Canvas struct {
	// Styles, Width and Hits must be set before the first line. Width is the width of
	// the window, in cells. NewLine adds each line to Hits.
	Styles *Styles
	Width  int
	Hits   *Hits
	// Out is the frame so far. A slice with room can be given before the first line.
	Out []byte

	line cell.Line
}

// NewLine starts the next line and returns it. Draw on it until EndLine. hit is what a
// click on the line means.
func (c *Canvas) NewLine(hit Hit) *cell.Line {
	if len(c.Hits.Lines) > 0 {
		c.Out = append(c.Out, '\n')
	}
	c.Hits.Lines = append(c.Hits.Lines, hit)
	c.line.Start(c.Out, c.Width, c.Styles.Glyphs.Ellipsis)
	return &c.line
}

// EndLine fills the line up to the width of the window. open is the sequence that begins
// the style of the filling.
func (c *Canvas) EndLine(open string) { c.Out = c.line.End(open) }

// Blank draws n empty lines that belong to a pane.
func (c *Canvas) Blank(n int, pane action.Pane) {
	for range n {
		c.NewLine(Hit{Pane: pane})
		c.EndLine("")
	}
}

// Sentence draws a line of one text, with a blank in front.
func (c *Canvas) Sentence(hit Hit, role themes.Role, text string) {
	line := c.NewLine(hit)
	line.Space("", 1)
	line.Text(c.Styles.Open(role), text)
	c.EndLine("")
}

// Text draws a line of styled text, with a blank in front, or an empty line if text is
// empty.
func (c *Canvas) Text(hit Hit, text TextLine) {
	line := c.NewLine(hit)
	if len(text) > 0 {
		line.Space("", 1)
	}
	for _, s := range text {
		line.Text(c.Styles.Open(s.Role), s.Text)
	}
	c.EndLine("")
}

// Rule draws the title of a pane on a horizontal line, with right at its right end. The
// title of the focused pane, on which the cursor keys act, has the glyph of the cursor in
// front.
func (c *Canvas) Rule(pane action.Pane, title, right string, focused bool) {
	line := c.NewLine(Hit{Pane: pane})
	border, name := c.Styles.Open(themes.Border), c.Styles.Open(themes.Header)
	dash := c.Styles.Glyphs.Horizontal
	if focused {
		title = c.Styles.Glyphs.Cursor + " " + title
	}
	line.Repeat(border, dash, 2)
	line.Text(name, " "+title+" ")
	if right != "" {
		right = " " + right + " "
	}
	line.Repeat(border, dash, line.Rest()-cell.Width(right)-2)
	if right != "" {
		line.Text(c.Styles.Open(themes.Faint), right)
	}
	line.Repeat(border, dash, line.Rest())
	c.EndLine("")
}

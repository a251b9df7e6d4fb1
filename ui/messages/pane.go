package messages

import (
	"strconv"

	"capdeck/model/action"
	"capdeck/model/messages"
	"capdeck/model/say"
	"capdeck/themes"
	"capdeck/tlibconn/wire"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/dntext"
)

const (
	nameCells = 23 // width of a message's name, with the blank behind it
	dnCells   = 11 // width of its DN, with the blank behind it
	wordCells = 9  // least width of its content in a word
)

// Pane shows the messages of the log.
type Pane struct {
	Reader *Reader
	// Title names the messages that are shown; the function Title makes it.
	Title string
	// Focused reports whether the cursor keys act on the pane.
	Focused bool
	// Lines is the number of lines for messages.
	Lines int
	// Feed reports that the pane shows the event feed.
	Feed bool
	// Only is the DN whose messages are shown, "" for all DNs.
	Only string
	// View has the visible messages. Search is the state of the search. Left is the
	// number of messages that the log no longer holds, Cut the number of those that it
	// holds only in part.
	View      messages.View
	Search    messages.SearchState
	Left, Cut uint64
}

// Draw draws the pane with its title.
func (p *Pane) Draw(c *canvas.Canvas) {
	p.drawTitle(c)
	lines := p.Lines
	entries := p.View.Entries
	entries = entries[max(len(entries)-lines, 0):]
	for i := range entries {
		p.Reader.draw(c, &entries[i], entries[i].Number == p.View.Selected)
	}
	if len(entries) == 0 && p.Only != "" && lines > 0 {
		lines--
		line := c.NewLine(canvas.Hit{Pane: action.PaneMessages})
		empty := " The log has no messages of "
		if p.Feed {
			empty = " The event feed has nothing of "
		}
		line.Text(c.Styles.Open(themes.Faint), empty+p.Only+".")
		c.EndLine("")
	}
	c.Blank(lines-len(entries), action.PaneMessages)
}

// draw draws one line of the log.
func (r *Reader) draw(c *canvas.Canvas, entry *messages.Entry, selected bool) {
	line := c.NewLine(canvas.Hit{Pane: action.PaneMessages, Message: entry.Number})
	text, faint := c.Styles.On(themes.Text, selected), c.Styles.On(themes.Faint, selected)
	cursor := " "
	if selected {
		cursor = c.Styles.Glyphs.Cursor
	}
	line.Text(c.Styles.On(themes.Accent, selected), cursor)
	format := canvas.Millis
	if c.Width < canvas.FullWidth {
		format = canvas.Seconds
	}
	var room [len(canvas.Millis)]byte
	line.Text(faint, string(entry.Time.In(r.Zone).AppendFormat(room[:0], format)))
	line.Space(text, 1)
	switch entry.Direction {
	case messages.Occurred:
		whose, what := r.Feed(entry)
		line.Text(text, whose)
		line.Text(c.Styles.On(dntext.Role(what.Role), selected), what.Text)
		c.EndLine(text)
		return
	case messages.Remark:
		line.Text(c.Styles.On(themes.Warning, selected), "-- "+r.Readable(entry.Body))
		c.EndLine(text)
		return
	}
	role, sign := themes.Received, c.Styles.Glyphs.Received
	if entry.Direction == messages.Sent {
		role, sign = themes.Sent, c.Styles.Glyphs.Sent
	}
	line.Text(c.Styles.On(role, selected), sign+" ")
	m := r.decode(entry)
	dn, named := m.Text(wire.AttributeThisDN)
	if !named {
		dn = []byte(entry.DN)
	}
	name, cells := m.Type.String(), dnCells
	wordRole, word := r.says(entry, m)
	if c.Width < canvas.FullWidth {
		// A narrow window shows the DN and the content first.
		line.Field(text, r.Readable(dn), dnCells/2)
		line.Space(text, 1)
		if word != "" {
			line.Text(c.Styles.On(wordRole, selected), word+"  ")
		}
		line.Text(text, name)
		c.EndLine(text)
		return
	}
	if c.Width < canvas.WideWidth {
		cells = dnCells / 2
	}
	line.Field(text, name, nameCells-1)
	line.Space(text, 1)
	line.Field(text, r.Readable(dn), cells-1)
	line.Space(text, 1)
	line.Text(c.Styles.On(wordRole, selected), cell.Pad(word, wordCells))
	if reference, ok := m.Int(wire.AttributeReferenceID); ok {
		line.Text(faint, "  ref "+strconv.FormatUint(uint64(uint32(reference)), 10))
	}
	if entry.Latency > 0 {
		line.Text(faint, "   "+say.Duration(entry.Latency))
	}
	if entry.Automatic {
		line.Text(faint, "   automatic")
	}
	c.EndLine(text)
}

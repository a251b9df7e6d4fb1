package detail

import (
	"strings"
	"time"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/model/history"
	"capdeck/model/incidents"
	"capdeck/model/say"
	"capdeck/themes"
	"capdeck/ui/bindings"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/dntext"
	"capdeck/ui/fold"
)

const (
	labelCells  = 15 // width of a label
	connIDCells = 16 // width of a ConnID in a table
	stateCells  = 10 // width of a capture state in a table
)

// Input holds what the detail of a DN is made from.
type Input struct {
	// Row is the row of the DN, nil if no row is under the cursor.
	Row   *board.Row
	Board *board.Board
	// History is what happened to the DNs; nil if it is not known.
	History *history.History
	// Standing and Incidents are those of say.Detail.
	Standing  coverage.Standing
	Incidents []*incidents.Incident
	Words     dntext.Words
	Keys      *bindings.Bindings
	Zone      *time.Location
	// Width is the width of the window, in cells.
	Width int
	// Messages are the lines of the DN's last messages, newest first.
	Messages []canvas.TextLine
}

// Text returns everything that is known about a DN.
func Text(input Input) []canvas.TextLine {
	if input.Row == nil {
		return []canvas.TextLine{canvas.Plain(themes.Warning, "No row is under the cursor. Move to a row first.")}
	}
	d := detail{Input: input}
	known := say.Detail{Row: input.Row, Board: input.Board, Now: input.Words.Now, Clock: d.clock, BesideCommand: !input.Words.NoCommand}
	known.Standing, known.Incidents = input.Standing, input.Incidents
	if input.History != nil {
		known.Happened, known.Minutes = input.History.Of(input.Row), d.minutes
		known.CallSince = func(connID uint64) (time.Time, bool, bool) { return input.History.Since(input.Row, connID) }
	}
	for _, field := range known.Fields() {
		d.said(&field)
	}
	d.messages()
	return d.lines
}

// detail gathers the lines.
type detail struct {
	Input
	lines []canvas.TextLine
	label string // the label of the last line; it is not repeated
}

// field appends a label and its text. A text that does not fit continues on further
// lines, broken between spans where that is possible.
func (d *detail) field(label string, spans ...canvas.Span) {
	d.newLine(label)
	room := max(d.Width-1-labelCells, 1)
	used := 0
	for _, s := range spans {
		s.Text = fold.Limit(s.Text, d.Words.Glyphs.Ellipsis)
		width := cell.Width(s.Text)
		if used > 0 && used+width > room {
			d.newLine(label)
			used = 0
			s.Text = strings.TrimLeft(s.Text, " ")
		}
		for i, piece := range fold.Wrap(s.Text, room) {
			if i > 0 {
				d.newLine(label)
				used = 0
			}
			d.add(canvas.Styled(s.Role, piece))
			used += cell.Width(piece)
		}
	}
}

// newLine appends a line with a label. It leaves the label out if the last line has the
// same one.
func (d *detail) newLine(label string) {
	shown := label
	if label == d.label {
		shown = ""
	}
	d.label = label
	d.lines = append(d.lines, canvas.TextLine{canvas.Styled(themes.Faint, cell.Pad(shown, labelCells))})
}

// add appends spans to the last line.
func (d *detail) add(spans ...canvas.Span) {
	last := &d.lines[len(d.lines)-1]
	*last = append(*last, spans...)
}

// separator is the gap between the parts of a field.
const separator = "   "

// said appends one field.
func (d *detail) said(field *say.Field) {
	spans := make([]canvas.Span, 0, len(field.Parts)+1)
	for i, part := range field.Parts {
		role, text := dntext.Text(part, d.Words.Glyphs)
		switch {
		case field.Columns && i == 0:
			text = cell.Pad(text, connIDCells) + separator
		case field.Columns && i == 1:
			text = cell.Pad(text, stateCells)
		case part.Close || field.Columns && i == 2:
			text = " " + text
		case i > 0:
			text = separator + text
		}
		spans = append(spans, canvas.Styled(role, text))
	}
	if hint := d.Keys.Hint(action.Acknowledge, separator, " acknowledges "+field.Acknowledge); field.Acknowledge != "" && hint != "" {
		spans = append(spans, canvas.Styled(themes.Faint, hint))
	}
	d.field(field.Label, spans...)
}

// messages appends the DN's last messages, newest first.
func (d *detail) messages() {
	const label = "Messages"
	for _, line := range d.Messages {
		d.newLine(label)
		d.add(line...)
	}
	if len(d.Messages) == 0 {
		d.field(label, canvas.Styled(themes.Faint, "none"))
	}
}

func (d *detail) minutes(t time.Time) string { return t.In(d.Zone).Format(canvas.Minutes) }

func (d *detail) clock(t time.Time) string { return t.In(d.Zone).Format(canvas.Millis) }

package teams

import (
	"strings"

	"capdeck/model/action"
	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/model/teams"
	"capdeck/themes"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
)

const (
	lead      = 2  // cells of the cursor and the blank behind it
	leastName = 10 // cells that the name has at least, while another column can leave
	mostName  = 40 // so that the numbers stay near it in a wide window
	longHeads = 100
)

// field is how a column is shown.
type field struct {
	column teams.Column
	// cells is the width of the column, with at least one blank in front; shortCells is that
	// in a window that has no room for long heads.
	cells, shortCells int
	// short is the head there, "" for that of the column.
	short string
	// rank is the order in which a narrow window leaves columns out: the highest rank first,
	// rank 0 never.
	rank int
}

// fields returns the columns behind the name, from left to right.
func fields() []field {
	return []field{
		{teams.DNs, 8, 8, "", 5},
		{teams.OnCall, 10, 9, "", 0},
		{teams.Captured, 10, 9, "", 4},
		{teams.Paused, 8, 7, "", 3},
		{teams.Not, 14, 5, "NOT", 0},
		{teams.Share, 9, 8, "", 1},
		{teams.Covered, 9, 8, "", 7},
		{teams.ToCapture, 16, 8, "p95", 6},
		{teams.Faults, 8, 7, "", 2},
	}
}

// Pane draws the list of teams.
type Pane struct {
	Glyphs *themes.Glyphs
	// Width is the width of the window, in cells.
	Width int
	Order teams.Order
	// Cursor is the team under the cursor. It is valid if HasCursor.
	Cursor    teams.Key
	HasCursor bool
}

// Draw draws the heads and the teams in lines lines, and blank lines below them.
func (p *Pane) Draw(c *canvas.Canvas, visible []teams.Line, lines int) {
	if lines <= 0 {
		return
	}
	shown := p.fit()
	p.drawHeads(c, shown)
	lines--
	if len(visible) == 0 && lines > 0 {
		c.Sentence(canvas.Hit{Pane: action.PaneDetail}, themes.Faint, say.NoTeams)
		lines--
	}
	visible = visible[:min(len(visible), lines)]
	for i := range visible {
		p.drawTeam(c, shown, &visible[i])
	}
	c.Blank(lines-len(visible), action.PaneDetail)
}

// fit returns the columns that fit.
func (p *Pane) fit() []field {
	shown := fields()
	for i := range shown {
		if f := &shown[i]; p.Width < longHeads {
			f.cells = f.shortCells
		} else {
			f.short = ""
		}
	}
	for p.nameCells(shown) < leastName {
		leaves := 0
		for i := range shown {
			if shown[i].rank > shown[leaves].rank {
				leaves = i
			}
		}
		if shown[leaves].rank == 0 {
			break
		}
		shown = append(shown[:leaves], shown[leaves+1:]...)
	}
	return shown
}

// nameCells returns the room for the name, at most mostName cells.
func (p *Pane) nameCells(shown []field) int {
	room := p.Width - lead
	for i := range shown {
		room -= shown[i].cells
	}
	return min(room, mostName)
}

func (p *Pane) drawHeads(c *canvas.Canvas, shown []field) {
	line := c.NewLine(canvas.Hit{Pane: action.PaneDetail})
	open := c.Styles.Open(themes.Header)
	role, arrow := p.sortSign(teams.Name)
	line.Space(open, lead-1)
	if arrow == "" {
		arrow = " "
	}
	line.Text(c.Styles.Open(role), arrow)
	line.Field(c.Styles.Open(role), teams.Name.String(), p.nameCells(shown))
	for i := range shown {
		f := &shown[i]
		head := f.short
		if head == "" {
			head = f.column.String()
		}
		role, arrow := p.sortSign(f.column)
		line.FieldRight(c.Styles.Open(role), arrow+head, f.cells)
	}
	c.EndLine(open)
}

// sortSign returns the role and the arrow of a head. The arrow is "" for a column by which
// the teams are not sorted.
func (p *Pane) sortSign(column teams.Column) (role themes.Role, arrow string) {
	switch {
	case column != p.Order.Column:
		return themes.Header, ""
	case p.Order.Descending():
		return themes.Accent, p.Glyphs.Descending
	}
	return themes.Accent, p.Glyphs.Ascending
}

// drawTeam draws a team. The one under the cursor has the background of the selection, and
// the glyph of the cursor.
func (p *Pane) drawTeam(c *canvas.Canvas, shown []field, team *teams.Line) {
	selected := p.HasCursor && team.Key == p.Cursor
	line := c.NewLine(canvas.Hit{Pane: action.PaneDetail, IsTeam: true, Team: team.Key})
	text := c.Styles.On(themes.Text, selected)
	if selected {
		line.Text(c.Styles.On(themes.Accent, selected), p.Glyphs.Cursor)
	}
	line.Space(text, lead-line.Used())
	line.Field(text, say.Team(team.Name), max(p.nameCells(shown), 1))
	for i := range shown {
		role, value := valueOf(team, shown[i].column)
		line.FieldRight(c.Styles.On(role, selected), value, shown[i].cells)
	}
	c.EndLine(text)
}

// Text returns the whole list as text, with all columns.
func (p *Pane) Text(all []teams.Line) []canvas.TextLine {
	name := cell.Width(teams.Name.String())
	for i := range all {
		name = max(name, cell.Width(cell.Clean(say.Team(all[i].Name))))
	}
	heads := cell.Pad(teams.Name.String(), name)
	for _, f := range fields() {
		heads += right(f.column.String(), f.cells)
	}
	text := []canvas.TextLine{canvas.Plain(themes.Header, heads)}
	for i := range all {
		line := cell.Pad(cell.Clean(say.Team(all[i].Name)), name)
		for _, f := range fields() {
			_, value := valueOf(&all[i], f.column)
			line += right(value, f.cells)
		}
		text = append(text, canvas.Plain(themes.Text, line))
	}
	return text
}

// right aligns a text to the right edge of that many cells.
func right(text string, cells int) string {
	return strings.Repeat(" ", max(cells-cell.Width(text), 1)) + text
}

// valueOf returns the value of a column and its role. What needs attention is loud; a
// share of none is empty.
func valueOf(team *teams.Line, column teams.Column) (role themes.Role, value string) {
	switch column {
	case teams.DNs:
		return themes.Text, phrase.Number(team.Counters.Total)
	case teams.OnCall:
		return themes.Text, phrase.Number(team.Calls.OnCall)
	case teams.Captured:
		return unlessNone(themes.Rec, team.Calls.Captured)
	case teams.Paused:
		return unlessNone(themes.Paused, team.Calls.Paused)
	case teams.Not:
		return unlessNone(themes.Fault, team.Calls.Not)
	case teams.Faults:
		return unlessNone(themes.Fault, team.Counters.Faults)
	case teams.Share:
		return share(team.Calls.Share())
	case teams.Covered:
		return share(team.Sums.Share())
	case teams.ToCapture:
		if team.HasToCapture {
			return themes.Text, say.Duration(team.ToCapture)
		}
	}
	return themes.Text, ""
}

// unlessNone returns a number in a role, or faint if it is 0.
func unlessNone(role themes.Role, n int) (themes.Role, string) {
	if n == 0 {
		return themes.Faint, "0"
	}
	return role, phrase.Number(n)
}

func share(of float64, ok bool) (themes.Role, string) {
	if !ok {
		return themes.Text, ""
	}
	return themes.Text, phrase.Percent(of)
}

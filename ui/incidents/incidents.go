package incidents

import (
	"strings"
	"time"

	"capdeck/model/action"
	"capdeck/model/incidents"
	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/themes"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/dntext"
)

// Pane draws the list.
type Pane struct {
	List *incidents.Pane
	// Dropped is the number of incidents that are only on disk.
	Dropped int
	Now     time.Time
	Zone    *time.Location
	// Width is the width of the window, in cells.
	Width int
	// Key names the key that lists other incidents, "" for none.
	Key string
}

// Title returns the title of the pane, and which part of the list it shows. The pane has
// room for that many lines.
func (p *Pane) Title(lines int) (title, state string) {
	lines = p.Room(lines)
	shown := len(p.List.Shown())
	switch p.List.View() {
	case incidents.ViewOpen:
		title = phrase.Count(shown, "open incident", "open incidents")
	case incidents.ViewAll:
		title = phrase.Count(shown, "incident", "incidents")
	default:
		title = phrase.Count(shown, "incident", "incidents") + " not acknowledged"
	}
	if marks := p.List.Marks(); marks > 0 {
		title += ", " + phrase.Number(marks) + " marked"
	}
	if shown > lines && lines > 0 {
		top := p.List.Top()
		state = phrase.Number(top+1) + " to " + phrase.Number(min(top+lines, shown))
	}
	if p.Dropped > 0 && p.Width >= canvas.WideWidth {
		state = joined(state, phrase.Number(p.Dropped)+" older on disk")
	}
	if p.Width >= canvas.FullWidth && p.Key != "" {
		state = joined(state, p.Key+" "+p.next())
	}
	return title, state
}

// next returns what the key lists.
func (p *Pane) next() string {
	switch p.List.View() {
	case incidents.ViewUnacknowledged:
		return "open"
	case incidents.ViewOpen:
		return "all"
	case incidents.ViewAll:
	}
	return "unacknowledged"
}

func joined(a, b string) string {
	if a == "" {
		return b
	}
	return a + "   " + b
}

// Lines returns the number of lines that the list would need.
func (p *Pane) Lines() int {
	shown := len(p.List.Shown())
	if shown == 0 {
		return 1
	}
	return 1 + shown + p.under(shown+1)
}

// Room returns the number of incidents for which that many lines have room.
func (p *Pane) Room(lines int) int { return max(lines-p.under(lines)-p.heads(lines), 0) }

// mostWithoutHeads is the number of lines up to which the heads give way to incidents.
const mostWithoutHeads = 6

// heads returns how many of that many lines are the heads of the columns: 1 or 0.
func (p *Pane) heads(lines int) int {
	if len(p.List.Shown()) == 0 || lines <= mostWithoutHeads && lines < p.Lines() {
		return 0
	}
	return 1
}

// fullWidth is the least width at which each line has room for the whole cause. In a
// narrower window a line below the list has what is cut of the incident under the cursor.
const fullWidth = 160

// under returns how many of that many lines are below the list: 1 or 0.
func (p *Pane) under(lines int) int {
	if p.Width >= fullWidth || lines < 2 || len(p.List.Shown()) == 0 {
		return 0
	}
	return 1
}

// Draw draws that many lines. focused reports whether the keys act on the list.
func (p *Pane) Draw(c *canvas.Canvas, lines int, focused bool) {
	shown, top := p.List.Shown(), p.List.Top()
	under, _ := p.List.Cursor()
	if len(shown) == 0 && lines > 0 {
		c.Sentence(canvas.Hit{Pane: action.PaneDetail}, themes.Faint, say.NoIncidents(p.List.View()))
		c.Blank(lines-1, action.PaneDetail)
		return
	}
	room := p.Room(lines)
	last := min(top+room, len(shown))
	visible := shown[top:max(last, top)]
	columns := p.columns(visible)
	if p.heads(lines) > 0 {
		drawHeads(c, &columns)
	}
	for _, incident := range visible {
		p.draw(c, incident, &columns, focused && incident.ID == under.ID)
	}
	c.Blank(room-(last-top), action.PaneDetail)
	if p.under(lines) > 0 {
		p.drawUnder(c, &under)
	}
}

// columns are the widths of the parts of a line, with the blanks behind them; 0 leaves a
// part out. The cause has what is left.
type columns struct {
	format                                          string
	when, about, kind, lasted, state, other, connID int
}

// columns returns the columns for the width of the window. No part is wider than the
// visible incidents need, so that the cause has room.
func (p *Pane) columns(visible []*incidents.Incident) columns {
	var most columns
	switch {
	case p.Width >= fullWidth:
		most = columns{canvas.Seconds, 9, 32, 31, 7, 34, 17, 17}
	case p.Width >= 110:
		most = columns{canvas.Seconds, 9, 22, 28, 6, 23, 15, 0}
	case p.Width >= canvas.WideWidth:
		most = columns{canvas.Seconds, 9, 17, 26, 6, 20, 0, 0}
	case p.Width >= canvas.FullWidth:
		most = columns{canvas.Minutes, 6, 9, 18, 5, 20, 0, 0}
	default:
		most = columns{canvas.Minutes, 6, 6, 15, 4, 7, 0, 0}
	}
	need := columns{about: cell.Width(headAbout) + 1, kind: cell.Width(headKind) + 1, state: cell.Width(headState) + 1}
	for _, incident := range visible {
		state := say.IncidentState(incident)
		need.about = max(need.about, cell.Width(p.about(incident))+1)
		need.kind = max(need.kind, cell.Width(p.kind(incident))+len("! ")+1)
		need.state = max(need.state, cell.Width(cell.Clean(state.Text))+1)
		need.other = max(need.other, cell.Width(cell.Clean(incident.Other))+1)
		if incident.ConnID != 0 {
			need.connID = most.connID
		}
	}
	if need.other == 1 {
		need.other = 0
	}
	most.about, most.kind, most.state = min(most.about, need.about), min(most.kind, need.kind), min(most.state, need.state)
	most.other, most.connID = min(most.other, need.other), need.connID
	return most
}

// The heads of the columns that are as wide as what is in them.
const (
	headAbout = "DN"
	headKind  = "Incident"
	headState = "State"
)

// drawHeads draws the heads of the columns.
func drawHeads(c *canvas.Canvas, columns *columns) {
	line := c.NewLine(canvas.Hit{Pane: action.PaneDetail})
	text, header := c.Styles.Open(themes.Text), c.Styles.Open(themes.Header)
	line.Space(text, 3)
	put := func(head string, width int) {
		if width > 0 {
			line.Field(header, head, width-1)
			line.Space(text, 1)
		}
	}
	lasted := "Lasted"
	if columns.lasted <= len(lasted) {
		lasted = "For"
	}
	put("Began", columns.when)
	put(headAbout, columns.about)
	put(headKind, columns.kind)
	put(lasted, columns.lasted)
	put(headState, columns.state)
	put("ConnID", columns.connID)
	put("Other", columns.other)
	if cause := "Cause"; line.Rest() >= len(cause) {
		line.Field(header, cause, line.Rest())
	}
	c.EndLine(text)
}

// kind returns what went wrong, and how often.
func (p *Pane) kind(incident *incidents.Incident) string {
	kind := say.IncidentKind(incident.Kind)
	if p.Width < canvas.FullWidth {
		kind = say.IncidentKindShort(incident.Kind)
	}
	return kind + say.Times(say.Shown, incident.Count)
}

// draw draws one incident.
func (p *Pane) draw(c *canvas.Canvas, incident *incidents.Incident, columns *columns, selected bool) {
	glyphs := &c.Styles.Glyphs
	line := c.NewLine(canvas.Hit{Pane: action.PaneDetail, Incident: incident.ID})
	on := func(role themes.Role) string { return c.Styles.On(role, selected) }
	text, faint := on(themes.Text), on(themes.Faint)
	put := func(open, value string, width int) {
		if width == 0 {
			return
		}
		line.Field(open, value, width-1)
		line.Space(text, 1)
	}
	state := say.IncidentState(incident)
	role := dntext.Role(state.Role)
	sign := func(open, glyph string, is bool) {
		if !is {
			glyph = ""
		}
		line.Field(open, glyph, 1)
	}
	sign(on(themes.Accent), glyphs.Cursor, selected)
	sign(on(themes.Marked), glyphs.Mark, p.List.Marked(incident.ID))
	line.Space(text, 1)
	put(faint, p.when(incident.Began, columns.format), columns.when)
	put(text, p.about(incident), columns.about)
	kind := p.kind(incident)
	if role == themes.Fault {
		kind = glyphs.Fault + " " + kind
	}
	put(on(role), kind, columns.kind)
	lasted := phrase.Age(incident.Lasted(p.Now))
	if incident.EndNotSeen || incident.AtLeast {
		lasted = ">" + lasted
	}
	put(text, lasted, columns.lasted)
	put(on(role), state.Text, columns.state)
	connID := ""
	if incident.ConnID != 0 {
		connID = say.ConnID(incident.ConnID)
	}
	put(faint, connID, columns.connID)
	put(text, incident.Other, columns.other)
	line.Field(faint, p.why(incident), max(line.Rest(), 0))
	c.EndLine(text)
}

// drawUnder draws the line below the list: the cause of the incident under the cursor, its
// call, and the note.
func (p *Pane) drawUnder(c *canvas.Canvas, incident *incidents.Incident) {
	line := c.NewLine(canvas.Hit{Pane: action.PaneDetail})
	text, faint := c.Styles.Open(themes.Text), c.Styles.Open(themes.Faint)
	why := cell.Clean(say.IncidentCause(incident))
	line.Space(text, 3)
	line.Text(faint, "cause: ")
	line.Field(text, why, min(cell.Width(why), max(line.Rest(), 0)))
	more := ""
	if incident.ConnID != 0 {
		more = strings.TrimSpace(cell.Clean(incident.Other) + "  ConnID " + say.ConnID(incident.ConnID))
	}
	if incident.Note != "" {
		more = joined(more, "note: "+cell.Clean(incident.Note))
	}
	if more != "" {
		line.Field(faint, "   "+more, max(line.Rest(), 0))
	}
	c.EndLine(text)
}

// when returns the time of an incident, with its date unless it was today.
func (p *Pane) when(at time.Time, format string) string {
	at, now := at.In(p.Zone), p.Now.In(p.Zone)
	if at.YearDay() == now.YearDay() && at.Year() == now.Year() {
		return at.Format(format)
	}
	if format == canvas.Minutes {
		return at.Format("01-02")
	}
	return at.Format("Jan 2")
}

// about returns what an incident is about. In a narrow window that is the DN alone.
func (p *Pane) about(incident *incidents.Incident) string {
	if p.Width < canvas.FullWidth && incident.Key.DN != "" {
		return cell.Clean(incident.Key.DN)
	}
	return cell.Clean(say.IncidentAbout(incident))
}

// why returns the cause of an incident, and the note of its acknowledgement.
func (p *Pane) why(incident *incidents.Incident) string {
	why := incident.Cause
	if incident.Note != "" {
		why = joined(incident.Note, why)
	}
	return cell.Clean(why)
}

// Text returns all incidents of the list as lines of text, for a copy.
func (p *Pane) Text() []canvas.TextLine {
	lines := make([]canvas.TextLine, 0, len(p.List.Shown()))
	for _, incident := range p.List.Shown() {
		parts := []string{
			incident.Began.In(p.Zone).Format(time.DateTime), incident.ID, say.IncidentAbout(incident), say.IncidentKind(incident.Kind),
			phrase.Age(incident.Lasted(p.Now)), say.IncidentState(incident).Text,
		}
		if incident.ConnID != 0 {
			parts = append(parts, "ConnID "+say.ConnID(incident.ConnID))
		}
		if why := p.why(incident); why != "" {
			parts = append(parts, why)
		}
		lines = append(lines, canvas.Plain(themes.Text, strings.Join(parts, "   ")))
	}
	return lines
}

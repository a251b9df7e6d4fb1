package manual

import (
	"fmt"
	"strings"

	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/themes"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/recorder"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
)

// fixedLines are the lines besides commands and history: header, two rules, heads and keys.
const fixedLines = 5

// draw makes a new frame.
func (a *App) draw() {
	c := canvas.Canvas{Styles: &a.options.Styles, Width: a.width, Hits: &canvas.Hits{}}
	switch {
	case a.width == 0 || a.height == 0:
	case a.width < canvas.LeastWidth || a.height < canvas.LeastHeight+1:
		a.drawTooSmall(&c)
	default:
		a.drawHeader(&c)
		if a.helping {
			a.drawHelp(&c, a.height-2)
		} else {
			a.drawBody(&c)
		}
		a.drawBottom(&c)
	}
	frame := c.Out
	if a.options.ASCII {
		frame = cell.ASCII(nil, frame)
	}
	a.view = string(frame)
}

func (a *App) drawTooSmall(c *canvas.Canvas) {
	for y := range a.height {
		text := ""
		if y == 0 {
			text = fmt.Sprintf("the window needs %d x %d", canvas.LeastWidth, canvas.LeastHeight+1)
		}
		c.Sentence(canvas.Hit{}, themes.Warning, text)
	}
}

func (a *App) drawHeader(c *canvas.Canvas) {
	link := a.options.Recorder.Link()
	role := themes.LinkDown
	if link.State == event.LinkUp {
		role = themes.LinkUp
	}
	host := link.Address
	if host == "" {
		host = a.options.Host
	}
	queries := ""
	if a.answerQueries {
		queries = "queries by the table"
	}
	left := []canvas.Segment{{Role: themes.Title, Text: "capdeck recorder", Short: "recorder", Rank: 3}, {Role: themes.Faint, Text: host, Rank: 4}, {Role: role, Text: link.State.String()}}
	right := []canvas.Segment{
		{Role: themes.Accent, Text: phrase.Number(len(a.list.waiting)) + " waiting", Rank: 1},
		{Role: themes.Faint, Text: phrase.Count(a.options.DNs, "DN", "DNs"), Rank: 5},
	}
	if queries != "" {
		right = append([]canvas.Segment{{Role: themes.Banner, Text: queries, Short: "queries", Rank: 2}}, right...)
	}
	c.Bar(left, right, 2)
}

// drawBody draws the commands and the history.
func (a *App) drawBody(c *canvas.Canvas) {
	room := a.height - fixedLines
	rows := min(max(len(a.list.waiting), 1), max(room-room/3, 1))
	at := max(a.list.index(a.list.cursor), 0)
	a.top = min(max(a.top, at-rows+1), at)
	a.top = max(min(a.top, len(a.list.waiting)-rows), 0)
	shown := ""
	if len(a.list.waiting) > rows {
		shown = fmt.Sprintf("%d to %d of %d", a.top+1, a.top+rows, len(a.list.waiting))
	}
	c.Rule(0, "Commands that wait for an answer", shown, false)
	a.drawHeads(c)
	for y := range rows {
		if i := a.top + y; i < len(a.list.waiting) {
			a.drawCommand(c, &a.list.waiting[i])
		} else {
			c.Sentence(canvas.Hit{}, themes.Faint, "none")
		}
	}
	c.Rule(0, "What became of them", "", false)
	lines := a.history.last(room - rows)
	for _, e := range lines {
		c.Sentence(canvas.Hit{}, e.role, e.text)
	}
	c.Blank(room-rows-len(lines), 0)
}

// The widths of the columns.
const (
	dnWidth    = 10
	stateWidth = 10
	verbWidth  = 8
	callWidth  = 16
	ageWidth   = 6
	// tableFrom is the width from which there is room for the last column.
	tableFrom = 74
)

// row is a line of the table.
type row struct {
	cursor, dn             string
	state                  canvas.Span
	verb, call, age, table string
	role, last             themes.Role // of the texts, and of table
	selected               bool
}

func (a *App) drawHeads(c *canvas.Canvas) {
	a.drawRow(c, &row{
		cursor: "  ", dn: "DN", state: canvas.Styled(themes.Header, "Capture"), verb: "Command", call: "ConnID", age: "Age", table: "Table",
		role: themes.Header, last: themes.Header,
	})
}

func (a *App) drawCommand(c *canvas.Canvas, command *recorder.Command) {
	r := row{
		cursor: "  ", dn: command.DN, state: stateSpan(c.Styles, a.options.Recorder.State(command.DN)), verb: command.Verb.String(), call: "none",
		age: phrase.Age(a.options.Now().Sub(command.Time)), table: a.byTable(*command).String(),
		role: themes.Text, last: themes.Faint, selected: command.ID == a.list.cursor,
	}
	if r.selected {
		r.cursor = c.Styles.Glyphs.Cursor + " "
	}
	if command.ConnID != 0 {
		r.call = say.ConnID(command.ConnID)
	}
	a.drawRow(c, &r)
}

// drawRow draws a line of the table. A narrow window leaves out the ConnID and the last column.
func (a *App) drawRow(c *canvas.Canvas, r *row) {
	line := c.NewLine(canvas.Hit{})
	open, gap := c.Styles.On(r.role, r.selected), c.Styles.On(themes.Text, r.selected)
	field := func(open, text string, width int) {
		line.Field(open, text, width)
		line.Space(gap, 1)
	}
	line.Text(open, r.cursor)
	field(open, r.dn, dnWidth)
	field(c.Styles.On(r.state.Role, r.selected), r.state.Text, stateWidth)
	field(open, r.verb, verbWidth)
	if a.width >= canvas.FullWidth {
		field(open, r.call, callWidth)
	}
	field(open, r.age, ageWidth)
	if a.width >= tableFrom {
		line.Text(c.Styles.On(r.last, r.selected), r.table)
	}
	c.EndLine(gap)
}

// stateSpan returns a state as the board shows it.
func stateSpan(styles *canvas.Styles, state event.Indication) canvas.Span {
	switch state {
	case event.Enabled:
		return canvas.Styled(themes.Rec, styles.Glyphs.Rec+" REC")
	case event.Paused:
		return canvas.Styled(themes.Paused, styles.Glyphs.Paused+" PAUSED")
	case event.Disabled:
		return canvas.Styled(themes.Off, styles.Glyphs.Off+" OFF")
	}
	return canvas.Styled(themes.Unknown, styles.Glyphs.Unknown+" UNKNOWN")
}

func (a *App) drawHelp(c *canvas.Canvas, lines int) {
	text, room := helpText(), lines-1
	a.helpTop = max(min(a.helpTop, len(text)-room), 0)
	more := "esc closes"
	if len(text) > room {
		more = fmt.Sprintf("%d to %d of %d lines   %s", a.helpTop+1, a.helpTop+room, len(text), more)
	}
	c.Rule(0, "Help", more, true)
	for y := range room {
		var line canvas.TextLine
		if at := a.helpTop + y; at < len(text) {
			line = text[at]
		}
		c.Text(canvas.Hit{}, line)
	}
}

func helpText() []canvas.TextLine {
	var text []canvas.TextLine
	for _, key := range keys() {
		text = append(text, canvas.TextLine{
			canvas.Styled(themes.Key, cell.Pad(strings.Join(key.names, ", "), 12)), canvas.Styled(themes.Text, key.help),
		})
	}
	return append(text, nil,
		canvas.Plain(themes.Faint, "Capture is the state that this recorder keeps; Table is what a would answer."),
		canvas.Plain(themes.Faint, "An answer changes the state and sends the indication to T-Server."))
}

// drawBottom draws the note, or the keys.
func (a *App) drawBottom(c *canvas.Canvas) {
	if a.note != "" {
		c.Sentence(canvas.Hit{}, themes.Warning, a.note)
		return
	}
	line := c.NewLine(canvas.Hit{})
	line.Space("", 1)
	kept := cell.Width("? help  q quit")
	for _, key := range keys() {
		if key.always {
			kept = 0
		}
		if key.short == "" || line.Rest() < cell.Width(key.names[0]+" "+key.short)+kept+2 {
			continue
		}
		line.Text(c.Styles.Open(themes.Key), key.names[0])
		line.Text(c.Styles.Open(themes.Faint), " "+key.short+"  ")
	}
	c.EndLine("")
}

package detail

import (
	"strconv"
	"strings"
	"time"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/themes"
	"capdeck/tlibconn/event"
	"capdeck/ui/bindings"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/dntext"
	"capdeck/ui/fold"
)

// labelCells is the number of cells of a label.
const labelCells = 15

// Input is what the detail of a DN is made of.
type Input struct {
	// Row is the DN's, nil if none is under the cursor.
	Row   *board.Row
	Board *board.Board
	Words dntext.Words
	Keys  *bindings.Bindings
	Zone  *time.Location
	// Width is the window's, in cells.
	Width int
	// Messages are the lines of the DN's last messages, the newest first.
	Messages []canvas.TextLine
}

// Text is all that is known of a DN (docs/ARCHITECTURE.md, the board).
func Text(input Input) []canvas.TextLine {
	if input.Row == nil {
		return []canvas.TextLine{canvas.Plain(themes.Warning, "No row is under the cursor: move to one first.")}
	}
	d := detail{Input: input, row: input.Row, now: input.Words.Now}
	d.identity()
	d.capture()
	d.calls()
	d.commands()
	d.oddities()
	d.messages()
	return d.lines
}

// detail gathers the lines.
type detail struct {
	Input
	row   *board.Row
	now   time.Time
	lines []canvas.TextLine
	label string // of the last field, which is not repeated
}

// field appends a line behind a label. What does not fit goes on in further
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

// newLine appends a line with a label. A label that is repeated is not shown again.
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

func (d *detail) identity() {
	parts := []string{}
	for _, part := range [...][2]string{{"label ", d.row.Label()}, {"team ", d.row.Team()}, {"site ", d.row.Key().Site}} {
		if part[1] != "" {
			parts = append(parts, part[0]+part[1])
		}
	}
	d.field("DN", canvas.Styled(themes.Title, d.row.Key().DN), canvas.Styled(themes.Text, "   "+strings.Join(parts, "   ")))
	reg := d.row.Registration()
	role, text := themes.Text, reg.State.String()
	link, _ := d.Board.Link(d.row.Key().Site)
	switch reg.State {
	case board.RegistrationRefused, board.RegistrationLost, board.RegistrationNoAnswer, board.RegistrationOutOfService:
		role, text = themes.Fault, d.Words.Glyphs.Fault+" "+text
	case board.RegistrationPending, board.RegistrationNone:
		role = themes.Pending
		if link.State != event.LinkUp {
			text = say.Unregistered(reg.State, link.State)
		}
	}
	if reg.Code != 0 {
		text += ", " + strconv.Itoa(int(reg.Code)) + " " + reg.Text
	}
	d.field("Registration", canvas.Styled(role, text))
	if status, ok := d.row.Status(); ok {
		d.field("Status", canvas.Styled(themes.Text, strconv.Itoa(int(status))), canvas.Styled(themes.Faint, "   as the last snapshot had it; its meaning is not documented"))
	}
}

func (d *detail) capture() {
	capture := d.row.Capture()
	role, sign, word := dntext.Capture(capture.State, d.Words.Glyphs)
	spans := []canvas.Span{canvas.Styled(role, sign+" "+word)}
	if about := d.row.CaptureCall().String(); about != "" {
		spans = append(spans, canvas.Styled(themes.Warning, " ("+about+")"))
	}
	if d.row.Stale() != 0 {
		spans = append([]canvas.Span{canvas.Styled(themes.Stale, d.Words.Glyphs.Stale+" ")}, spans...)
	}
	if !capture.Since.IsZero() {
		word = "   since "
		if capture.SinceIsLowerBound {
			word = "   at least since "
		}
		spans = append(spans, canvas.Styled(themes.Text, word+d.clock(capture.Since)))
	}
	if !capture.Heard.IsZero() {
		spans = append(spans, canvas.Styled(themes.Text, "   heard "+d.ago(capture.Heard)))
		captured := capture.State == board.StateRec || capture.State == board.StatePaused
		if captured && d.Board.AgesAfter(d.row.Key().Site) == 0 {
			spans = append(spans, canvas.Styled(themes.Warning, "   never stale by age"))
		}
	}
	if capture.ConnID != 0 {
		spans = append(spans, canvas.Styled(themes.Text, "   ConnID "+say.ConnID(capture.ConnID)))
	}
	d.field("Capture", spans...)
	if reasons := d.row.Stale(); reasons != 0 {
		d.field("Stale", canvas.Styled(themes.Stale, "because "+reasons.String()))
	}
	if role, text := d.Words.StoppedUnasked(d.row); text != "" {
		d.field("Fault", canvas.Styled(role, text))
	}
	if role, text := d.Words.Trouble(d.row, false); text != "" {
		d.field("Fault", canvas.Styled(role, text))
	}
	d.stopped()
	d.byCall()
}

// stopped says when a capture stopped during a call without a command from here.
func (d *detail) stopped() {
	stop, ok := d.row.Stopped()
	if !ok {
		return
	}
	role, text := themes.Fault, "unasked"
	if stop.ByOther {
		role, text = themes.Warning, "by another client"
	}
	spans := []canvas.Span{canvas.Styled(role, text+say.Times(say.Shown, &stop)), canvas.Styled(themes.Text, "   "+map[bool]string{true: "at the latest "}[stop.AtLeast]+d.ago(stop.At)), canvas.Styled(themes.Text, "   ConnID "+say.ConnID(stop.ConnID))}
	if hint := d.Keys.Hint(action.Acknowledge, "   ", " acknowledges it"); hint != "" {
		spans = append(spans, canvas.Styled(themes.Faint, hint))
	}
	d.field("Stopped", spans...)
}

// byCall lists the last word for each call. One that says nothing of a call that is
// there is faint, and says why.
func (d *detail) byCall() {
	why := [...]string{board.CaptureAfterCall: "   the call has ended", board.CaptureBeforeLoss: "   before link or registration were lost"}
	if notAsked, ok := d.row.NotAsked(); ok {
		when := "it is asked as soon as that is possible"
		if !notAsked.Retry.IsZero() {
			when = "it is asked again " + d.clock(notAsked.Retry)
		}
		why := notAsked.Why
		if notAsked.Code != 0 {
			why = strings.TrimSpace(strconv.Itoa(int(notAsked.Code)) + " " + why)
		}
		d.field("Not asked", canvas.Styled(themes.Fault, why), canvas.Styled(themes.Faint, "   "+when))
	}
	for _, c := range d.row.CapturesByCall() {
		role, sign, word := dntext.Capture(c.State, d.Words.Glyphs)
		call := "no ConnID       "
		if c.ConnID != 0 {
			call = say.ConnID(c.ConnID)
		}
		heard := " heard " + d.ago(c.Heard)
		if standing := d.row.Standing(&c); standing == board.CaptureHere {
			d.field("By call", canvas.Styled(themes.Text, call+"   "), canvas.Styled(role, cell.Pad(sign+" "+word, 10)), canvas.Styled(themes.Faint, heard))
		} else {
			d.field("By call", canvas.Styled(themes.Faint, call+"   "), canvas.Styled(themes.Faint, cell.Pad(sign+" "+word, 10)), canvas.Styled(themes.Faint, heard), canvas.Styled(themes.Faint, why[standing]))
		}
	}
}

func (d *detail) calls() {
	current, _ := d.row.CurrentCall()
	types := [...]string{1: "internal", 2: "inbound", 3: "outbound", 4: "consult"}
	for i := range d.row.Calls() {
		call := &d.row.Calls()[i]
		spans := []canvas.Span{canvas.Styled(themes.Text, say.ConnID(call.ConnID)), canvas.Styled(themes.Text, "   "), canvas.Styled(themes.Text, say.Call(call))}
		if call.IsStale(d.now) {
			spans[1] = canvas.Styled(themes.Stale, " "+d.Words.Glyphs.Stale+" ")
			spans = append(spans, canvas.Styled(themes.Stale, "   no release came"))
		}
		if call.Type > 0 && int(call.Type) < len(types) {
			spans = append(spans, canvas.Styled(themes.Text, "   "+types[call.Type]))
		}
		if !call.Changed.IsZero() {
			since, bound := "   since ", ""
			if call.ChangedIsLowerBound {
				since, bound = "   at least since ", ">"
			}
			spans = append(spans, canvas.Styled(themes.Faint, since+d.clock(call.Changed)+" ("+bound+phrase.Age(d.now.Sub(call.Changed))+")"))
		}
		if call.ConnID == current.ConnID {
			spans = append(spans, canvas.Styled(themes.Accent, "   (current)"))
		}
		if call.Original != 0 {
			spans = append(spans, canvas.Styled(themes.Faint, "   consults about "+say.ConnID(call.Original)))
		}
		if call.UUID != "" {
			spans = append(spans, canvas.Styled(themes.Faint, "   CallUUID "+call.UUID))
		}
		d.field("Calls", spans...)
	}
	if len(d.row.Calls()) == 0 {
		d.field("Calls", canvas.Styled(themes.Faint, "none"))
	}
	d.resync()
	agent := d.row.Agent()
	if agent == (board.Agent{}) {
		d.field("Agent", canvas.Styled(themes.Faint, "nothing known"))
		return
	}
	text := strings.TrimSpace(agent.ID + "   " + agent.StateText())
	if agent.Reason != "" {
		text += "   reason " + agent.Reason
	}
	d.field("Agent", canvas.Styled(themes.Text, text))
}

// resync says what became of the last RequestQueryAddress, if there was one.
func (d *detail) resync() {
	last, ok := d.row.Resync()
	if !ok {
		return
	}
	role, text := themes.Text, "asked "+d.clock(last.Asked)
	switch {
	case last.Failed():
		role, text = themes.Fault, d.Words.Glyphs.Fault+" failed: "
		if last.Code != 0 {
			text += strconv.Itoa(int(last.Code)) + " "
		}
		text += last.Why
	case last.Ended.IsZero():
		role, text = themes.Pending, text+", no answer yet"
	default:
		text = "answered " + d.ago(last.Ended)
	}
	d.field("Resync", canvas.Styled(role, text))
}

func (d *detail) commands() {
	if last, ok := d.row.LastCommand(); ok {
		role, text := d.Words.LastCommand(d.row, &last)
		d.command("Last command", &last, canvas.Styled(role, text))
	} else {
		d.field("Last command", canvas.Styled(themes.Faint, "none"))
	}
	last, _ := d.row.LastCommand()
	open, ended := d.row.OpenCommands(), d.row.EndedCommands()
	for i := range open {
		if open[i].ID != last.ID {
			d.commandAsWas("Also open", &open[i])
		}
	}
	for i := len(ended) - 1; i >= 0; i-- {
		if ended[i].ID != last.ID {
			d.commandAsWas("Before", &ended[i])
		}
	}
}

// commandAsWas shows a command that is not the last one.
func (d *detail) commandAsWas(label string, c *board.Command) {
	role, text := d.Words.CommandAsWas(c)
	d.command(label, c, canvas.Styled(role, text))
}

// command shows how a command stands, with both times: sent to accepted, and sent to
// indication.
func (d *detail) command(label string, c *board.Command, stands canvas.Span) {
	d.field(label, stands)
	times := []string{}
	if !c.Sent.IsZero() {
		times = append(times, "sent "+d.clock(c.Sent))
	} else if !c.Queued.IsZero() {
		times = append(times, "asked for "+d.clock(c.Queued))
	}
	if c.Who == board.WhoOther {
		times = []string{"seen " + d.clock(c.Sent)}
	}
	if !c.Accepted.IsZero() {
		times = append(times, "accepted after "+say.Duration(c.Accepted.Sub(c.Sent)))
	}
	if !c.Indicated.IsZero() {
		times = append(times, c.Indication.String()+" after "+say.Duration(c.Indicated.Sub(c.Sent)))
	}
	if c.ConnID != 0 {
		times = append(times, "ConnID "+say.ConnID(c.ConnID))
	} else if c.Who != board.WhoOther && !c.Sent.IsZero() {
		times = append(times, "no ConnID")
	}
	if c.By != "" {
		times = append(times, "by "+c.By)
	}
	spans := make([]canvas.Span, len(times))
	for i, text := range times {
		if i > 0 {
			text = "   " + text
		}
		spans[i] = canvas.Styled(themes.Faint, text)
	}
	d.field(label, spans...)
}

func (d *detail) oddities() {
	if foreign, ok := d.row.Foreign(); ok {
		d.field("Not understood", canvas.Styled(themes.Warning, foreign.Raw),
			canvas.Styled(themes.Faint, "   under a capture key, "+phrase.Count(foreign.Count, "time", "times")+", last "+d.clock(foreign.At)))
	}
	if more := d.row.MorePairs(); !more.IsZero() {
		d.field("More pairs", canvas.Styled(themes.Warning, "a message held more than one capture pair, the first counted, last "+d.clock(more)))
	}
	echo := d.Board.Echo(d.row.Key().Site)
	words := map[board.EchoKnowledge]string{
		board.EchoYes: "this T-Server hands our own commands back to us",
		board.EchoNo:  "this T-Server does not hand our own commands back to us",
	}[echo]
	if words == "" {
		words = "not known yet whether this T-Server hands our own commands back to us"
	}
	d.field("Echo", canvas.Styled(themes.Faint, words))
}

// messages lists the DN's own last messages, the newest first.
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

func (d *detail) clock(t time.Time) string { return t.In(d.Zone).Format(canvas.Millis) }

func (d *detail) ago(t time.Time) string {
	return d.clock(t) + " (" + phrase.Age(d.now.Sub(t)) + " ago)"
}

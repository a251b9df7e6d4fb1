package sent

import (
	"strconv"
	"strings"
	"time"

	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/model/sent"
	"capdeck/themes"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/dntext"
	"capdeck/ui/fold"
)

const (
	verbCells   = 8  // width of a verb, with the blank behind it
	dnCells     = 11 // width of a DN, with the blank behind it
	connIDCells = 18 // width of a ConnID, with the blanks behind it
	// A window narrower than these widths has no room for the time to the EventACK, the
	// ConnID and the milliseconds, respectively.
	withTimes, withConnID, withMillis = 100, 90, 60
)

// Pane formats the commands that were sent.
type Pane struct {
	Zone   *time.Location
	Glyphs *themes.Glyphs
	// Width is the width of the window, in cells.
	Width int
}

// Title returns the title of the pane, and which part of the list it shows.
func (p *Pane) Title(view *sent.View, journalFailed bool) (title, state string) {
	title = "Sent"
	switch {
	case view.NotRecorded:
		title = "Sent, NOT RECORDED (no journal)"
	case journalFailed:
		title = "Sent, " + p.Glyphs.Fault + " JOURNAL FAILED"
	}
	var parts []string
	if view.Older > 0 {
		older := phrase.Number(view.Older) + " older"
		if !view.NotRecorded && p.Width >= canvas.WideWidth {
			older += " in capdeck journal"
		}
		parts = append(parts, older)
	}
	switch {
	case view.Following:
		parts = append(parts, "following")
	case view.Newer == 0:
		parts = append(parts, "not following")
	default:
		parts = append(parts, phrase.Number(view.Newer)+" newer below")
	}
	return title, strings.Join(parts, ", ")
}

// Text returns one empty line for each line of the view. Fill makes those that are
// visible.
func (p *Pane) Text(view *sent.View) []canvas.TextLine {
	if len(view.Lines) == 0 {
		text := "Nothing has been sent yet. Registrations are not listed."
		if view.NotRecorded {
			text = "Nothing has been sent yet. Commands are not recorded."
		}
		return canvas.Wrapped(themes.Faint, text, p.Width-1)
	}
	return make([]canvas.TextLine, len(view.Lines))
}

// Fill makes count lines of Text, starting with the line first.
func (p *Pane) Fill(text []canvas.TextLine, view *sent.View, first, count int) {
	for i := max(first, 0); i < min(first+count, len(view.Lines)); i++ {
		text[i] = p.line(view.Lines[i])
	}
}

// line returns a command in one line, with its outcome and times at the end.
func (p *Pane) line(s *sent.Line) canvas.TextLine {
	format := canvas.Millis
	if p.Width < withMillis {
		format = canvas.Seconds
	}
	if remark := s.Remark; remark != nil {
		at := canvas.Styled(themes.Faint, remark.Now.In(p.Zone).Format(format)+" ")
		if remark.Failed {
			return canvas.TextLine{at, canvas.Styled(themes.Fault, p.Glyphs.Fault+" JOURNAL FAILED: "+phrase.Sentence(remark.Why))}
		}
		return canvas.TextLine{at, canvas.Styled(themes.Text, "-- "+say.Journal(false, "").Text)}
	}
	at := s.Intent.Time
	line := canvas.TextLine{canvas.Styled(themes.Faint, at.In(p.Zone).Format(format)+" ")}
	if s.Intent.Automatic {
		return append(line, canvas.Styled(themes.Text, cell.Pad(s.Intent.Verb, verbCells)),
			canvas.Styled(themes.Faint, phrase.Count(s.Intent.Count, "automatic query", "automatic queries")))
	}
	dn := dnCells
	if p.Width < canvas.WideWidth {
		dn = dnCells / 2
	}
	line = append(line, canvas.Styled(themes.Accent, cell.Pad(fold.Limit(s.Intent.Verb, p.Glyphs.Ellipsis), verbCells)),
		canvas.Styled(themes.Text, cell.Fit(s.Intent.DN, dn-1, p.Glyphs.Ellipsis)+" "))
	if p.Width >= withConnID {
		connID := ""
		if s.Intent.ConnID != 0 {
			connID = say.ConnID(s.Intent.ConnID)
		}
		line = append(line, canvas.Styled(themes.Faint, cell.Pad(connID, connIDCells)))
	}
	return append(line, p.outcome(s)...)
}

// outcome returns the outcome of a command and its times.
func (p *Pane) outcome(s *sent.Line) []canvas.Span {
	o := &s.Outcome
	role := dntext.Role(say.OutcomeRole(o.Outcome))
	text := o.Outcome
	if role == themes.Fault {
		text = p.Glyphs.Fault + " " + text
	}
	spans := []canvas.Span{canvas.Styled(role, text)}
	if o.Code != 0 || o.Text != "" {
		spans = append(spans, canvas.Styled(themes.Error, " "+strings.TrimSpace(codeText(o.Code)+" "+fold.Limit(o.Text, p.Glyphs.Ellipsis))))
	}
	times := ""
	switch {
	case p.Width < withTimes && o.ToIndication > 0:
		times = " " + say.Duration(o.ToIndication)
	case p.Width >= withTimes:
		times = answerTimes(o.ToAccepted, o.ToIndication)
	}
	spans = append(spans, canvas.Styled(themes.Faint, times))
	if o.Why != "" {
		spans = append(spans, canvas.Styled(role, "  "+fold.Limit(o.Why, p.Glyphs.Ellipsis)))
	}
	return spans
}

func answerTimes(accepted, indicated time.Duration) string {
	text := ""
	if accepted > 0 {
		text += "  accepted after " + say.AnswerTime(accepted)
	}
	if indicated > 0 {
		text += "  indication after " + say.AnswerTime(indicated)
	}
	return text
}

func codeText(code int32) string {
	if code == 0 {
		return ""
	}
	return strconv.Itoa(int(code))
}

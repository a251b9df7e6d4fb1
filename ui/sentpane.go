package ui

import (
	"strconv"
	"strings"
	"time"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/themes"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/dntext"
	"capdeck/ui/fold"
)

const (
	sentVerb   = 8  // cells of a verb, with the blank behind it
	sentConnID = 18 // of a ConnID, likewise
	// Below these widths leave the time to the EventACK, the ConnID, and the
	// milliseconds.
	sentWithTimes, sentWithConnID, sentWithMillis = 100, 90, 60
)

// sentTitle names the pane of what was sent, and says what it shows of it.
func (a *App) sentTitle() (title, state string) {
	view := a.model.Sent()
	title = "Sent"
	switch {
	case view.NotRecorded:
		title = "Sent, NOT RECORDED (no journal)"
	case a.model.Journal().Failed:
		title = "Sent, " + a.styles.Glyphs.Fault + " JOURNAL FAILED"
	}
	var parts []string
	if view.Older > 0 {
		older := phrase.Number(view.Older) + " older"
		if !view.NotRecorded && a.width >= canvas.WideWidth {
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

// sentText has room for a line each of what was sent: makeSentLines makes those
// that are seen.
func (a *App) sentText() []canvas.TextLine {
	lines := a.model.Sent().Lines
	if len(lines) == 0 {
		text := "Nothing was sent yet. Registrations are not listed."
		if a.model.Sent().NotRecorded {
			text = "Nothing was sent yet. Nothing is recorded."
		}
		return canvas.Wrapped(themes.Faint, text, a.width-1)
	}
	return make([]canvas.TextLine, len(lines))
}

// makeSentLines makes the lines of what was sent that are seen.
func (a *App) makeSentLines(first, count int) {
	lines := a.model.Sent().Lines
	for i := max(first, 0); i < min(first+count, len(lines)); i++ {
		a.text[i] = a.sentLine(lines[i])
	}
}

// sentLine shows what was sent in one line, the outcome with its times last.
func (a *App) sentLine(s *model.SentLine) canvas.TextLine {
	format := messageTime
	if a.width < sentWithMillis {
		format = messageTime[:len("15:04:05")]
	}
	if remark := s.Remark; remark != nil {
		at := canvas.Styled(themes.Faint, remark.Now.In(a.options.Zone).Format(format)+" ")
		if remark.Failed {
			return canvas.TextLine{at, canvas.Styled(themes.Fault, a.styles.Glyphs.Fault+" JOURNAL FAILED: "+phrase.Sentence(remark.Why))}
		}
		return canvas.TextLine{at, canvas.Styled(themes.Text, "-- the journal can be written again")}
	}
	at := s.Intent.Time
	line := canvas.TextLine{canvas.Styled(themes.Faint, at.In(a.options.Zone).Format(format)+" ")}
	if s.Intent.Automatic {
		return append(line, canvas.Styled(themes.Text, cell.Pad(s.Intent.Verb, sentVerb)),
			canvas.Styled(themes.Faint, phrase.Count(s.Intent.Count, "automatic query", "automatic queries")))
	}
	dn := messageDN
	if a.width < canvas.WideWidth {
		dn = messageDN / 2
	}
	line = append(line, canvas.Styled(themes.Accent, cell.Pad(fold.Limit(s.Intent.Verb, a.styles.Glyphs.Ellipsis), sentVerb)),
		canvas.Styled(themes.Text, cell.Fit(s.Intent.DN, dn-1, a.styles.Glyphs.Ellipsis)+" "))
	if a.width >= sentWithConnID {
		connID := ""
		if s.Intent.ConnID != 0 {
			connID = board.ConnIDText(s.Intent.ConnID)
		}
		line = append(line, canvas.Styled(themes.Faint, cell.Pad(connID, sentConnID)))
	}
	return append(line, a.sentOutcome(s)...)
}

// sentOutcome is how a command ended, in words and times.
func (a *App) sentOutcome(s *model.SentLine) []canvas.Span {
	o := &s.Outcome
	role := outcomeRole(o.Outcome)
	text := o.Outcome
	if role == themes.Fault {
		text = a.styles.Glyphs.Fault + " " + text
	}
	spans := []canvas.Span{canvas.Styled(role, text)}
	if o.Code != 0 || o.Text != "" {
		spans = append(spans, canvas.Styled(themes.Error, " "+strings.TrimSpace(codeText(o.Code)+" "+fold.Limit(o.Text, a.styles.Glyphs.Ellipsis))))
	}
	times := ""
	switch {
	case a.width < sentWithTimes && o.ToIndication > 0:
		times = " " + board.DurationText(o.ToIndication)
	case a.width >= sentWithTimes:
		times = answerTimes(o.ToAccepted, o.ToIndication)
	}
	spans = append(spans, canvas.Styled(themes.Faint, times))
	if o.Why != "" {
		spans = append(spans, canvas.Styled(role, "  "+fold.Limit(o.Why, a.styles.Glyphs.Ellipsis)))
	}
	return spans
}

func answerTimes(accepted, indicated time.Duration) string {
	text := ""
	if accepted > 0 {
		text += "  accepted after " + shortTime(accepted)
	}
	if indicated > 0 {
		text += "  indicated after " + shortTime(indicated)
	}
	return text
}

// outcomeRole is the role of an outcome by its word.
func outcomeRole(word string) themes.Role {
	for life := board.LifeQueued; life <= board.LifeSeen; life++ {
		if life.String() == word {
			return dntext.CommandRole(life)
		}
	}
	return themes.Pending // open
}

func codeText(code int32) string {
	if code == 0 {
		return ""
	}
	return strconv.Itoa(int(code))
}

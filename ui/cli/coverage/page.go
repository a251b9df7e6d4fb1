package coverage

import (
	"strings"
	"time"

	"capdeck/model/coverage/report"
	"capdeck/model/phrase"
	"capdeck/model/say"
)

// page is a report with how it is asked for.
type page struct {
	*report.Report
	asked *query
	now   time.Time
}

// target reports whether the share reaches --target; isAsked is false without the flag. A
// period without a share does not reach it.
func (p *page) target() (met, isAsked bool) {
	if p.asked.target <= 0 {
		return true, false
	}
	share, ok := p.Total.Sums.Share()
	return ok && share*100 >= p.asked.target, true
}

// period returns the period in words.
func (p *page) period() string {
	const form = "2006-01-02 15:04"
	from, to := p.From.In(p.now.Location()), p.To.In(p.now.Location())
	text := from.Format(form) + " to " + to.Format(form)
	if from.Format("15:04") == "00:00" && to.Equal(from.AddDate(0, 0, 1)) {
		text = from.Format(time.DateOnly)
	}
	return text + " (" + to.Format("MST, -07:00") + ")"
}

// headline returns the report in one sentence, without its full stop.
func (p *page) headline() string {
	missed := 0.0
	if met, isAsked := p.target(); isAsked && !met {
		missed = p.asked.target
	}
	return say.ReportHeadline(p.Report, missed)
}

// policies returns the policies that were in force, each once.
func (p *page) policies() []string {
	var all []string
	seen := map[string]bool{}
	for i := range p.Runs {
		policy := strings.Join(p.Runs[i].Policy, " ")
		if policy == "" {
			policy = "(not recorded)"
		}
		if !seen[policy] {
			seen[policy] = true
			all = append(all, policy)
		}
	}
	return all
}

// shareText returns the share of a line, "–" for none.
func shareText(share float64, ok bool) string {
	if !ok {
		return "–"
	}
	return phrase.Percent(share)
}

// p95 returns the 95th percentile of a line's times to capture, "–" for none.
func p95(l *report.Line) string {
	at, ok := l.ToCapture.Percentile(95)
	if !ok {
		return "–"
	}
	return say.DurationAtMost(at)
}

// gapCells returns what the tables show of a gap.
func (p *page) gapCells(g *report.Gap) []string {
	mark := func(is bool, text string) string {
		if is {
			return text
		}
		return ""
	}
	agent := g.Agent
	if g.Label != "" && g.Agent != "" {
		agent = g.Label + " (" + g.Agent + ")"
	} else if g.Label != "" {
		agent = g.Label
	}
	call := ""
	if g.ConnID != 0 {
		call = say.ConnID(g.ConnID)
	}
	incident, note := "", ""
	if i := g.Incident; i != nil {
		incident = say.IncidentKind(i.Kind)
		note = say.Acknowledgement(i)
	}
	began := g.Began.In(p.now.Location())
	return []string{
		mark(g.AtLeast, "<") + began.Format("2006-01-02 15:04:05"), g.Key.DN, g.Team, agent, call,
		phrase.Clock(g.Ended.Sub(g.Began).Seconds()) + mark(g.AtLeast || g.EndNotSeen, "+"), say.GapCause(g.Cause), incident, note,
	}
}

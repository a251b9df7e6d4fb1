package say

import (
	"capdeck/model/coverage"
	"capdeck/model/phrase"
)

// covered reports since when the DN is on calls, when its capture began, and how long it has
// not been captured.
func (d *Detail) covered() {
	s := d.Standing
	if s.Part == coverage.PartNone {
		return
	}
	parts := []Part{{Text: since(s.AtLeast) + d.Clock(s.Began)}}
	if s.EverCaptured && !s.AtLeast {
		parts = append(parts, d.capturedAfter()...)
	}
	if !s.Lacking.IsZero() && s.Part != coverage.PartCaptured {
		parts = append(parts, Part{Role: Warning, Text: "not captured for " + phrase.Age(d.Now.Sub(s.Lacking))})
	}
	if s.Excluded {
		parts = append(parts, Part{Role: Faint, Text: "outside the policy of the coverage"})
	}
	d.add("On calls", parts...)
}

// capturedAfter returns the time to capture. If a query found the capture, it is an upper
// bound.
func (d *Detail) capturedAfter() []Part {
	after := d.Standing.CapturedAfter
	switch {
	case after == 0:
		return []Part{{Text: "captured from the beginning"}}
	case !d.Standing.AtMost:
		return []Part{{Text: "captured after " + Duration(after)}}
	}
	return []Part{
		{Text: "captured after " + d.Form.of("<", "less than ") + DurationAtMost(after)},
		{Role: Faint, Text: "a query found it"},
	}
}

// listedIncidents is how many incidents a detail lists.
const listedIncidents = 8

// incidents lists the newest incidents that nobody has acknowledged, newest first.
func (d *Detail) incidents() {
	const label = "Incidents"
	all := d.Incidents
	for at := len(all) - 1; at >= max(len(all)-listedIncidents, 0); at-- {
		incident := all[at]
		state := IncidentState(incident)
		kind := Part{Role: state.Role, Marked: state.Role == Fault, Text: IncidentKind(incident.Kind) + Times(d.Form, incident.Count)}
		lasted := phrase.Age(incident.Lasted(d.Now))
		if incident.AtLeast || incident.EndNotSeen {
			lasted = d.Form.of(">", "at least ") + lasted
		}
		when := d.at(incident.Began)
		if incident.AtLeast {
			when = "at the latest " + when
		}
		d.add(label, kind, Part{Text: when}, Part{Text: state.Text + ", " + lasted}, Part{Text: incident.Cause})
	}
	switch more := len(all) - listedIncidents; {
	case len(all) == 0:
		return
	case more > 0:
		d.add(label, Part{Role: Faint, Text: "and " + phrase.Count(more, "earlier one", "earlier ones")})
	}
	last := &d.fields[len(d.fields)-1]
	if last.Acknowledge = "them"; len(all) == 1 {
		last.Acknowledge = "it"
	}
}

package report

import (
	"slices"
	"time"

	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/model/incidents"
)

// siteWatch is when any process watched a site.
type siteWatch struct {
	lives []Span // all processes
}

// dnWatch is what is known about the watch of a DN.
type dnWatch struct {
	team, label      string
	watched          []Span
	link, registered []Span // in which it was not watched because of the link or the registration
	stopped          []Span // in which it was not watched because the process was stopped
}

// watch computes for each DN that any process had on its board in the period when it was
// not watched.
func (m *maker) watch(runs []Run) {
	sites, dns := map[string]*siteWatch{}, map[board.Key]*dnWatch{}
	for i := range runs {
		m.addRun(&runs[i], sites, dns)
	}
	for key, dn := range dns {
		line := m.dn(key)
		line.Team = dn.team
		if line.Label == "" {
			line.Label = dn.label // it had no call
		}
		m.notWatched(line, dn, newSpans(sites[key.Site].lives))
	}
	for piece := range pieces(m.period, m.options.Zone) {
		for _, l := range m.linesAt(piece.From) {
			if l != nil {
				l.Seconds += piece.Length().Seconds() * float64(len(dns))
			}
		}
	}
}

// addRun adds what one process watched.
func (m *maker) addRun(run *Run, sites map[string]*siteWatch, dns map[board.Key]*dnWatch) {
	within := spans{m.period}
	stood := newSpans(run.Stood)
	life := newSpans([]Span{{run.From, run.To}}).without(stood).both(within)
	site := sites[run.Site]
	if site == nil {
		site = &siteWatch{}
		sites[run.Site] = site
	}
	site.lives = append(site.lives, life...)
	blinds := map[board.Key][]Span{}
	of := func(key board.Key) *dnWatch {
		dn := dns[key]
		if dn == nil {
			dn = &dnWatch{}
			dns[key] = dn
		}
		return dn
	}
	if len(life) == 0 {
		return
	}
	for _, blind := range run.Blinds {
		span := Span{blind.Began, blind.Ended}
		if len(spans{span}.both(within)) == 0 {
			continue
		}
		blinds[blind.Key] = append(blinds[blind.Key], span)
		dn := of(blind.Key)
		switch blind.Cause {
		case coverage.BlindLink:
			dn.link = append(dn.link, span)
		case coverage.BlindStopped:
			dn.stopped = append(dn.stopped, span)
		default:
			dn.registered = append(dn.registered, span)
		}
	}
	for _, watched := range run.Watched {
		seen := life.both(newSpans([]Span{{watched.From, watched.To}})).without(newSpans(blinds[watched.Key]))
		dn := of(watched.Key)
		dn.team, dn.label = watched.Team, watched.Label
		dn.watched = append(dn.watched, seen...)
	}
}

// notWatched adds the time in which a DN was not watched to its line, to its team, to the
// hours and days, and to the total.
func (m *maker) notWatched(line *Line, dn *dnWatch, running spans) {
	team := m.team(line.Key.Site, dn.team)
	missing := spans{m.period}.without(newSpans(dn.watched))
	link := missing.both(newSpans(dn.link))
	missing = missing.without(link)
	stood := missing.both(newSpans(dn.stopped))
	missing = missing.without(stood)
	unregistered := missing.both(newSpans(slices.Concat(dn.registered, running)))
	causes := map[cause]spans{linkDown: link, notRegistered: unregistered, stopped: newSpans(slices.Concat(stood, missing.without(unregistered)))}
	for _, l := range []*Line{line, team, &m.report.Total} {
		l.DNs++
		l.Seconds += m.period.Length().Seconds()
		for of, parts := range causes {
			l.NotWatched.add(of, parts.length())
		}
	}
	for of, parts := range causes {
		for _, part := range parts {
			for piece := range pieces(part, m.options.Zone) {
				for _, l := range m.linesAt(piece.From) {
					if l != nil {
						l.NotWatched.add(of, piece.Length())
					}
				}
			}
		}
	}
}

// cause is why a DN was not watched.
type cause uint8

const (
	stopped cause = iota
	linkDown
	notRegistered
)

func (u *Unwatched) add(of cause, d time.Duration) {
	switch of {
	case stopped:
		u.Stopped += d.Seconds()
	case linkDown:
		u.Link += d.Seconds()
	case notRegistered:
		u.NotRegistered += d.Seconds()
	}
}

// linesAt returns the lines of the hour and of the day of a time in the zone; either may be
// nil.
func (m *maker) linesAt(at time.Time) [2]*Line {
	return [2]*Line{m.hours[at.Hour()], m.days[dayOf(at)]}
}

// byDN returns the indexes of the incidents of each DN.
func byDN(all []incidents.Incident) map[board.Key][]int {
	found := map[board.Key][]int{}
	for i := range all {
		found[all[i].Key] = append(found[all[i].Key], i)
	}
	return found
}

// incident returns the incident about a gap: one of its DN that began within it. One about
// the gap itself is preferred to one about its cause.
func (m *maker) incident(gap *Gap) *incidents.Incident {
	var best *incidents.Incident
	for _, i := range m.incidents[gap.Key] {
		in := &m.options.Incidents[i]
		if in.Began.Before(gap.Began.Add(-tolerance)) || in.Began.After(gap.Ended.Add(tolerance)) {
			continue
		}
		switch in.Kind {
		case incidents.NotCaptured:
			return in
		case incidents.StoppedUnasked, incidents.StoppedByOther, incidents.RecorderSilent, incidents.Conflict, incidents.Rejected:
			if best == nil {
				best = in
			}
		}
	}
	return best
}

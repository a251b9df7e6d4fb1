package report

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"capdeck/model/board"
	"capdeck/model/coverage"
)

// Make computes the report of a period from what the processes recorded. The runs and their
// slices are not changed, but the report keeps their texts.
func Make(runs []Run, options Options) *Report {
	if options.Zone == nil {
		options.Zone = time.UTC
	}
	m := maker{
		options: options, period: Span{options.From, earlier(options.To, options.Now)},
		report: &Report{}, teams: map[teamKey]*Line{}, dns: map[board.Key]*Line{}, days: map[day]*Line{},
	}
	m.period.To = later(m.period.From, m.period.To)
	m.report.From, m.report.To = m.period.From, m.period.To
	m.lines()
	m.incidents = byDN(options.Incidents)
	m.watch(runs)
	m.stretches(runs)
	m.finish(runs)
	return m.report
}

type teamKey struct{ site, team string }

// day is a day in the zone.
type day struct {
	year  int
	month time.Month
	day   int
}

func dayOf(at time.Time) day {
	year, month, d := at.Date()
	return day{year, month, d}
}

// maker makes a report.
type maker struct {
	options   Options
	period    Span
	report    *Report
	teams     map[teamKey]*Line
	dns       map[board.Key]*Line
	hours     [24]*Line
	days      map[day]*Line
	incidents map[board.Key][]int // indexes of Options.Incidents
	seconds   float64             // of all stretches
}

// lines prepares the lines of the hours and of the days that the period has.
func (m *maker) lines() {
	single := m.options.To.Sub(m.options.From) <= 25*time.Hour
	for at := range pieces(m.period, m.options.Zone) {
		if hour := at.From.Hour(); m.hours[hour] == nil {
			m.hours[hour] = &Line{At: at.From}
		}
		if of := dayOf(at.From); !single && m.days[of] == nil {
			m.days[of] = &Line{At: time.Date(of.year, of.month, of.day, 0, 0, 0, 0, m.options.Zone)}
		}
	}
}

// pieces yields a span in pieces, each within an hour of the zone.
func pieces(s Span, zone *time.Location) func(yield func(Span) bool) {
	return func(yield func(Span) bool) {
		for from := s.From.In(zone); from.Before(s.To); {
			to := from.Add(time.Hour - time.Duration(from.Minute())*time.Minute - time.Duration(from.Second())*time.Second - time.Duration(from.Nanosecond()))
			to = earlier(to, s.To.In(zone))
			if !yield(Span{from, to}) {
				return
			}
			from = to
		}
	}
}

// dn returns the line of a DN.
func (m *maker) dn(key board.Key) *Line {
	line := m.dns[key]
	if line == nil {
		line = &Line{Key: key}
		m.dns[key] = line
	}
	return line
}

// stretches merges the stretches of each DN and adds those of the period.
func (m *maker) stretches(runs []Run) {
	fragments := map[board.Key][]fragment{}
	for i := range runs {
		for j := range runs[i].Stretches {
			s := &runs[i].Stretches[j]
			fragments[s.Key] = append(fragments[s.Key], fragment{s, runs[i].Grace})
		}
	}
	for _, key := range slices.SortedFunc(maps.Keys(fragments), compareKeys) {
		for _, s := range mergeDN(fragments[key], m.report) {
			if !s.Began.Before(m.period.From) && s.Began.Before(m.period.To) {
				m.stretch(s)
			}
		}
	}
	slices.SortStableFunc(m.report.Gaps, func(a, b Gap) int { return a.Began.Compare(b.Began) })
}

// stretch adds a stretch to the lines that it belongs to.
func (m *maker) stretch(s *coverage.Stretch) {
	const most = 9e9 // a Duration holds 9.2e9 seconds
	m.seconds += s.Length().Seconds()
	m.report.Overflow = m.seconds > most
	dn := m.dn(s.Key)
	dn.Team, dn.Label = s.Team, s.Label
	began := s.Began.In(m.options.Zone)
	at := m.linesAt(began)
	for _, line := range []*Line{&m.report.Total, dn, m.team(s.Key.Site, s.Team), at[0], at[1]} {
		if line != nil {
			line.stretch(s)
		}
	}
	if s.Excluded != coverage.NotExcluded {
		return
	}
	for _, gap := range s.Gaps {
		found := Gap{
			Gap: gap, Key: s.Key, Team: s.Team, Label: s.Label, Agent: s.Agent,
			AtLeast: s.AtLeast && gap.Began.Equal(s.Began), EndNotSeen: s.EndNotSeen && gap.Ended.Equal(s.Ended),
		}
		for i := range s.Calls {
			if call := &s.Calls[i]; found.ConnID == 0 || !gap.Began.Before(call.Began) && gap.Began.Before(call.Ended) {
				found.ConnID = call.ConnID
			}
		}
		found.Incident = m.incident(&found)
		m.report.Gaps = append(m.report.Gaps, found)
	}
}

func (l *Line) stretch(s *coverage.Stretch) {
	l.Sums.Add(s)
	if s.Excluded != coverage.NotExcluded {
		return
	}
	l.AtLeast += one(s.AtLeast)
	l.EndNotSeen += one(s.EndNotSeen)
	l.EndedPaused += one(s.EndedPaused)
	l.PausedLong += one(s.Paused > s.PausedWithin)
	l.ToCapture.add(s)
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}

// team returns the line of a team.
func (m *maker) team(site, team string) *Line {
	key := teamKey{site, team}
	line := m.teams[key]
	if line == nil {
		line = &Line{Key: board.Key{Site: site}, Team: team}
		m.teams[key] = line
	}
	return line
}

// finish orders the lines and copies what the report says of the runs.
func (m *maker) finish(runs []Run) {
	r := m.report
	for _, key := range slices.SortedFunc(maps.Keys(m.dns), compareKeys) {
		r.DNs = append(r.DNs, *m.dns[key])
	}
	r.Captures = r.Total.ToCapture
	for _, key := range slices.SortedFunc(maps.Keys(m.teams), func(a, b teamKey) int {
		return cmp.Or(strings.Compare(a.site, b.site), strings.Compare(a.team, b.team))
	}) {
		r.Teams = append(r.Teams, *m.teams[key])
	}
	for _, line := range m.hours {
		if line != nil {
			r.Hours = append(r.Hours, *line)
		}
	}
	for _, line := range m.days {
		r.Days = append(r.Days, *line)
	}
	slices.SortFunc(r.Days, func(a, b Line) int { return a.At.Compare(b.At) })
	for i := range runs {
		if run := runs[i]; run.From.Before(m.period.To) && run.To.After(m.period.From) {
			run.Stretches, run.Watched, run.Blinds = nil, nil, nil
			r.Runs = append(r.Runs, run)
		}
	}
	slices.SortStableFunc(r.Runs, func(a, b Run) int { return a.From.Compare(b.From) })
}

func compareKeys(a, b board.Key) int {
	return cmp.Or(strings.Compare(a.Site, b.Site), strings.Compare(a.DN, b.DN))
}

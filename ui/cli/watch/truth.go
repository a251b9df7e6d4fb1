package watch

import (
	"slices"
	"time"

	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/model/figures"
	"capdeck/model/incidents"
	"capdeck/model/rows"
	"capdeck/model/say"
	"capdeck/model/stats"
	"capdeck/ui/cli/live"
)

// truth is the board with what follows from its changes: the coverage, the incidents and the
// figures. It is used by one goroutine.
type truth struct {
	board     *board.Board
	coverage  *coverage.Coverage
	incidents *incidents.Incidents
	rows      *rows.Rows // for its filters only
	stats     stats.Stats
	figures   *figures.Taker
	now       time.Time
}

// newTruth returns the truth about DNs. exclude is the filter of what is outside the policy of
// the coverage. changed is called with each change of the board.
func newTruth(options board.Options, entries []board.Entry, policy coverage.Options, exclude string, noStopsByOthers bool, changed func(*board.Change)) *truth {
	t := &truth{board: board.New(options), now: time.Now()}
	t.board.Add(entries...)
	t.rows = rows.New(t.board, live.Site, nil)
	policy.Interval, policy.Excludes = t.board.Interval, t.rows.Matcher(exclude)
	t.coverage = coverage.New(policy)
	t.incidents = incidents.New(incidents.Options{
		Process: live.ProcessName(t.now), NoStopsByOthers: noStopsByOthers,
		WhyDown: func(site string) string {
			link, _ := t.board.Link(site)
			return link.Reason
		},
		Cause: say.NoticeCause,
	})
	t.rows.SetCalls(rows.Calls{On: t.onCall, Gap: t.gap})
	t.figures = figures.NewTaker(figures.Sources{Board: t.board, Commands: &t.stats, Site: live.Site, Coverage: t.coverage, Incidents: t.incidents})
	for _, row := range t.board.Rows() {
		t.coverage.Changed(&board.Change{Kind: board.ChangeAdded, Row: row, Key: row.Key()})
	}
	t.board.OnEnd(t.stats.Add)
	t.board.OnChange(func(change *board.Change) {
		t.coverage.Changed(change)
		t.incidents.Changed(change)
		changed(change)
	})
	return t
}

// has reports whether a row is one of those that a filter is about.
func (t *truth) has(match *rows.Match) bool {
	about := match.Lasting()
	return slices.ContainsFunc(t.board.Rows(), about.Matches)
}

// onCall reports whether the coverage counts a DN as on a call.
func (t *truth) onCall(row *board.Row) bool {
	standing := t.coverage.Standing(row)
	return standing.Part != coverage.PartNone && !standing.Excluded
}

// gap returns how long a DN has been on a call without being captured; ok is false if it is
// not on a call, or captured, or outside the policy.
func (t *truth) gap(row *board.Row) (gap time.Duration, ok bool) {
	standing := t.coverage.Standing(row)
	if standing.Part == coverage.PartNone || standing.Part == coverage.PartCaptured || standing.Excluded {
		return 0, false
	}
	return t.now.Sub(standing.Lacking), true
}

// expire does what is due at a time. It returns what happened to incidents.
func (t *truth) expire(now time.Time) []incidents.Entry {
	if now.After(t.now) {
		t.now = now
	}
	t.stats.Begin(t.now)
	t.board.Expire(t.now)
	t.coverage.Expire(t.now)
	notices := t.coverage.TakeNotices()
	for i := range notices {
		t.incidents.Notice(&notices[i], t.board.Row(notices[i].Key), t.now)
	}
	// Nothing is kept of these: watch is no evidence, and sends no commands.
	t.coverage.TakeStretches()
	t.coverage.TakeBlinds()
	t.board.TakeOutcomes()
	for _, key := range t.incidents.TakeDNs() {
		// As on a board.
		t.board.SetLasting(key, t.incidents.Lasting(key))
	}
	return t.incidents.TakeEntries()
}

// deadline returns when something is due, at most a second after now.
func (t *truth) deadline(now time.Time) time.Time {
	next := now.Add(time.Second)
	for _, due := range [...]func() (time.Time, bool){t.board.NextDeadline, t.coverage.NextDeadline} {
		if at, ok := due(); ok && at.Before(next) {
			next = at
		}
	}
	return next
}

package model

import (
	"time"

	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/model/effect"
	"capdeck/model/rows"
)

// Coverage returns which calls are captured. The caller must not change it.
func (m *Model) Coverage() *coverage.Coverage { return m.coverage }

// watchBoard begins to follow the changes of the board. The DNs that are on it are added
// to the coverage.
func (m *Model) watchBoard() {
	options := m.options.Coverage
	options.Interval = m.board.Interval
	options.Excludes = m.rows.Matcher(m.options.CoverageExclude)
	m.coverage = coverage.New(options)
	m.rows.SetCalls(rows.Calls{On: m.countsAsCall, Gap: m.gap})
	for _, row := range m.board.Rows() {
		m.coverage.Changed(&board.Change{Kind: board.ChangeAdded, Row: row, Key: row.Key()})
	}
	m.board.OnChange(m.changed)
	m.board.OnFetch(m.coverage.Fetch)
}

// countsAsCall reports whether the coverage counts a DN as on a call.
func (m *Model) countsAsCall(row *board.Row) bool {
	standing := m.coverage.Standing(row)
	return standing.Part != coverage.PartNone && !standing.Excluded
}

// excludes reports whether a DN is outside the policy of the coverage at a time.
func (m *Model) excludes(row *board.Row, at time.Time) bool { return m.coverage.Excludes(row, at) }

// gap returns how long a DN has been on a call without being captured; ok is false if it
// is not on a call, or captured, or outside the policy.
func (m *Model) gap(row *board.Row) (gap time.Duration, ok bool) {
	standing := m.coverage.Standing(row)
	if standing.Part == coverage.PartNone || standing.Part == coverage.PartCaptured || standing.Excluded {
		return 0, false
	}
	return m.clock.now.Sub(standing.Lacking), true
}

// callCounts is what is counted about the rows that are shown, and when that was counted.
type callCounts struct {
	shown    coverage.Counts
	selected uint64 // the rows' selection
	covered  uint64 // the coverage's version
}

// CallCounts returns the counts of the DNs on calls: of those that are shown, and of all.
func (m *Model) CallCounts() (shown, all coverage.Counts) {
	all = m.coverage.Counts(m.options.Site)
	if !m.rows.IsFiltered() {
		return all, all
	}
	return m.calls.shown, all
}

// countCalls counts the DNs on calls that are shown, if not all are, and if the rows were
// selected anew or the coverage has changed. A filter that depends on the time selects once a
// second.
func (m *Model) countCalls() {
	if !m.rows.IsFiltered() {
		m.calls = callCounts{}
		return
	}
	now := callCounts{selected: m.rows.Selections(), covered: m.coverage.Version()}
	if now.selected == m.calls.selected && now.covered == m.calls.covered {
		return
	}
	for _, row := range m.rows.Shown() {
		if standing := m.coverage.Standing(row); !standing.Excluded {
			now.shown.Count(standing.Part, 1)
		}
	}
	m.calls = now
}

// keepCoverage does what is due in the coverage. It hands what has ended to the log on
// disk, and what went wrong to the incidents.
func (m *Model) keepCoverage(effects []effect.Effect) []effect.Effect {
	m.coverage.Expire(m.clock.now)
	m.takeNotices()
	stretches, blinds := m.coverage.TakeStretches(), m.coverage.TakeBlinds()
	going := m.takeGoing()
	if len(stretches)+len(blinds) > 0 || going != nil {
		effects = append(effects, effect.Evidence{Stretches: stretches, Blinds: blinds, Going: going})
	}
	return effects
}

// goingInterval is how often the stretches that go on are told: no more of them is lost if
// the process is killed.
const goingInterval = time.Minute

// takeGoing returns the stretches that go on if it is time to tell them, else nil.
func (m *Model) takeGoing() []coverage.Stretch {
	if !m.options.KeepsEvidence || m.ending.ended || m.clock.now.Sub(m.goingTold) < goingInterval {
		return nil
	}
	if m.goingTold.IsZero() {
		m.goingTold = m.clock.now // nothing goes on yet
		return nil
	}
	m.goingTold = m.clock.now
	return append([]coverage.Stretch{}, m.coverage.Going(m.clock.now)...)
}

// takeNotices raises and clears incidents for the notices of the coverage.
func (m *Model) takeNotices() {
	notices := m.coverage.TakeNotices()
	for i := range notices {
		row := m.board.Row(notices[i].Key)
		m.incidents.Notice(&notices[i], row, m.clock.now)
		m.noticed(&notices[i], row)
	}
}

// closeCoverage ends what is open, since nothing more will be seen.
func (m *Model) closeCoverage() {
	m.coverage.Close(m.clock.now)
	m.takeNotices()
}

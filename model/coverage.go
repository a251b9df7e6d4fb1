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

// gap returns how long a DN has been on a call without being captured; ok is false if it
// is not on a call, or captured, or outside the policy.
func (m *Model) gap(row *board.Row) (gap time.Duration, ok bool) {
	standing := m.coverage.Standing(row)
	if standing.Part == coverage.PartNone || standing.Part == coverage.PartCaptured || standing.Excluded {
		return 0, false
	}
	return m.clock.now.Sub(standing.Lacking), true
}

// keepCoverage does what is due in the coverage. It hands what has ended to the log on
// disk, and what went wrong to the incidents.
func (m *Model) keepCoverage(effects []effect.Effect) []effect.Effect {
	m.coverage.Expire(m.clock.now)
	m.takeNotices()
	stretches, blinds := m.coverage.TakeStretches(), m.coverage.TakeBlinds()
	if len(stretches)+len(blinds) > 0 {
		effects = append(effects, effect.Evidence{Stretches: stretches, Blinds: blinds})
	}
	return effects
}

// takeNotices raises and clears incidents for the notices of the coverage.
func (m *Model) takeNotices() {
	notices := m.coverage.TakeNotices()
	for i := range notices {
		m.incidents.Notice(&notices[i], m.board.Row(notices[i].Key), m.clock.now)
	}
}

// closeCoverage ends what is open, since nothing more will be seen.
func (m *Model) closeCoverage() {
	m.coverage.Close(m.clock.now)
	m.takeNotices()
}

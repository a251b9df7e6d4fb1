// Package teams decides what the list of teams shows: a line for each team with what the
// board and its coverage count, in which order, and where the cursor and the window are.
// It counts nothing itself and passes over no rows. The cursor is a team, so that no
// event moves it to another one. The package must not know the model, and not what is done
// with the team under the cursor.
package teams

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"capdeck/model/board"
	"capdeck/model/coverage"
)

// SortInterval is the least time between two sortings of the list because values changed:
// a line that moves cannot be read.
const SortInterval = 2 * time.Second

// Key identifies a team.
type Key struct {
	// Site is the site's name.
	Site string
	// Name is the team's name, "" for the DNs without a team. It is not sanitised.
	Name string
}

// Line is what is known about a team.
type Line struct {
	Key
	// Counters counts its DNs.
	Counters board.Counters
	// Calls counts those that are on a call.
	Calls coverage.Counts
	// Sums are the sums over the stretches on calls that have ended.
	Sums coverage.Sums
	// ToCapture is the 95th percentile of the time to capture, if HasToCapture.
	ToCapture    time.Duration
	HasToCapture bool
}

// Column is a column of the list.
type Column uint8

// The columns, from left to right. The zero value is Name.
const (
	Name      Column = iota
	DNs              // how many DNs it has
	OnCall           // how many of them are on a call
	Captured         // of those: captured
	Paused           // of those: paused
	Not              // of those: neither
	Share            // Captured of (OnCall - Paused)
	Covered          // the share of the stretches that have ended without a gap
	ToCapture        // the 95th percentile of the time to capture
	Faults           // how many DNs have a fault
	columnCount
)

var columnWords = [columnCount]string{
	Name: "Team", DNs: "DNs", OnCall: "On calls", Captured: "Captured", Paused: "Paused", Not: "Not captured",
	Share: "Share", Covered: "Covered", ToCapture: "To capture p95", Faults: "Faults",
}

// String returns the column's heading.
func (c Column) String() string {
	if c < columnCount {
		return columnWords[c]
	}
	return ""
}

// Columns returns all columns from left to right.
func Columns() []Column {
	all := make([]Column, columnCount)
	for i := range all {
		all[i] = Column(i)
	}
	return all
}

// Order is the order of the teams: by a column, and by name where that is equal. Numbers
// begin with the largest and shares with the smallest, unless Reversed. The zero value is
// the order of the names.
type Order struct {
	Column   Column
	Reversed bool
}

// Descending reports whether the largest value comes first.
func (o Order) Descending() bool {
	switch o.Column {
	case Name, Share, Covered:
		return o.Reversed
	}
	return !o.Reversed
}

// String describes the order, as in "teams sorted by Faults".
func (o Order) String() string {
	text := "teams sorted by " + o.Column.String()
	if o.Reversed {
		text += " (reversed)"
	}
	return text
}

// Teams is the state of the list. Use New to create one. One goroutine uses it at a time.
type Teams struct {
	board    *board.Board
	coverage *coverage.Coverage

	keys    []Key // in their order
	version uint64
	known   bool      // keys are those of version
	sorted  time.Time // when they were last sorted
	order   Order

	cursor Key
	chosen bool // the cursor is on a team that is listed
	index  int  // of the cursor in keys, or where it was
	top    int
	height int

	lines []Line // scratch space
}

// New returns the teams of a board and its coverage, in the order of their names.
func New(truth *board.Board, calls *coverage.Coverage) *Teams {
	return &Teams{board: truth, coverage: calls}
}

// Len returns how many teams are listed.
func (t *Teams) Len() int { return len(t.keys) }

// Order returns the order.
func (t *Teams) Order() Order { return t.order }

// Open updates the list when it is about to be shown. If no team is under the cursor, the
// first one is.
func (t *Teams) Open(now time.Time) {
	t.update(now)
	if !t.chosen {
		t.MoveTo(0)
	}
}

// Follow updates the list while it is shown: at once if a team appeared or disappeared,
// and otherwise no more often than SortInterval, since only the order can have changed.
func (t *Teams) Follow(now time.Time) {
	if !t.known || t.version != t.board.TeamsVersion() || t.order.Column != Name && now.Sub(t.sorted) >= SortInterval {
		t.update(now)
	}
}

// SortNext sorts by the column to the right of the present one; by names after the last.
func (t *Teams) SortNext(now time.Time) {
	t.SortBy(now, Order{Column: (t.order.Column + 1) % columnCount})
}

// SortBeside sorts by the column to the right, or to the left if step is -1.
func (t *Teams) SortBeside(now time.Time, step int) {
	t.SortBy(now, Order{Column: Column((int(t.order.Column) + step + int(columnCount)) % int(columnCount))})
}

// Reverse reverses the order.
func (t *Teams) Reverse(now time.Time) {
	t.SortBy(now, Order{Column: t.order.Column, Reversed: !t.order.Reversed})
}

// SortBy sorts in an order.
func (t *Teams) SortBy(now time.Time, order Order) {
	t.order = order
	t.update(now)
}

// update lists and sorts the teams. The cursor remains on its team, and in the window.
func (t *Teams) update(now time.Time) {
	t.lines = t.lines[:0]
	for _, team := range t.board.AppendTeams(nil) {
		t.lines = append(t.lines, t.line(team))
	}
	slices.SortFunc(t.lines, func(a, b Line) int {
		by := compare(&a, &b, t.order.Column)
		if t.order.Reversed {
			by = -by
		}
		return cmp.Or(by, strings.Compare(a.Name, b.Name), strings.Compare(a.Site, b.Site))
	})
	t.keys = t.keys[:0]
	for i := range t.lines {
		t.keys = append(t.keys, t.lines[i].Key)
	}
	t.version, t.known, t.sorted = t.board.TeamsVersion(), true, now
	at := slices.Index(t.keys, t.cursor)
	if t.chosen = t.chosen && at >= 0; t.chosen {
		t.index = at
		t.showCursor()
	}
	t.clampWindow()
}

// compare compares two teams by a column: the one that needs attention comes first, that
// is, more DNs or a lower share.
func compare(a, b *Line, by Column) int {
	switch by {
	case DNs:
		return b.Counters.Total - a.Counters.Total
	case OnCall:
		return b.Calls.OnCall - a.Calls.OnCall
	case Captured:
		return b.Calls.Captured - a.Calls.Captured
	case Paused:
		return b.Calls.Paused - a.Calls.Paused
	case Not:
		return b.Calls.Not - a.Calls.Not
	case Faults:
		return b.Counters.Faults - a.Counters.Faults
	case Share:
		return compareShares(a.Calls.Share, b.Calls.Share)
	case Covered:
		return compareShares(a.Sums.Share, b.Sums.Share)
	case ToCapture:
		return cmp.Compare(b.toCapture(), a.toCapture())
	}
	return 0
}

// compareShares compares two shares. One of none comes after all others.
func compareShares(a, b func() (float64, bool)) int {
	of := func(share func() (float64, bool)) float64 {
		if value, ok := share(); ok {
			return value
		}
		return 2
	}
	return cmp.Compare(of(a), of(b))
}

// toCapture returns the time to capture, less than any if there is none.
func (l *Line) toCapture() time.Duration {
	if !l.HasToCapture {
		return -1
	}
	return l.ToCapture
}

func (t *Teams) line(team board.Team) Line {
	line := Line{Key: Key{team.Site, team.Name}, Counters: team.Counters, Calls: t.coverage.TeamCounts(team.Site, team.Name)}
	line.Sums, line.ToCapture, line.HasToCapture = t.coverage.TeamSums(team.Site, team.Name)
	return line
}

package rows

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"capdeck/model/board"
	"capdeck/model/column"
	"capdeck/model/filter"
)

// arrange changes the rows as a user does.
func (f *floor) arrange(t *rapid.T) {
	dn := keyOf(fmt.Sprint(7000 + rapid.IntRange(1, 14).Draw(t, "dn")))
	switch rapid.IntRange(0, 10).Draw(t, "user") {
	case 0:
		f.r.SetFilter(f.now, rapid.SampledFrom([]string{"", "700", "team:day", "state:rec", "!state:stale", "nothing", "fault:"}).Draw(t, "filter"))
	case 1:
		f.r.SetQuick(f.now, filter.State(rapid.IntRange(0, int(filter.Fault)).Draw(t, "state")))
	case 2:
		f.r.SortNext(f.now)
	case 3:
		f.r.SortBeside(f.now, rapid.SampledFrom([]int{-1, 1}).Draw(t, "step"))
	case 4:
		f.r.ReverseSort(f.now)
	case 5:
		f.r.ToggleFreeze(f.now)
	case 6:
		f.r.MoveBy(rapid.IntRange(-6, 6).Draw(t, "steps"))
	case 7:
		f.r.ToggleMark()
	case 8:
		f.r.MarkRange()
	case 9:
		f.r.MoveToKey(dn)
	case 10:
		f.r.SetHeight(rapid.IntRange(-1, 8).Draw(t, "height"))
	}
}

// disturb changes the board or the time.
func (f *floor) disturb(t *rapid.T) {
	dn := fmt.Sprint(7000 + rapid.IntRange(1, 14).Draw(t, "dn"))
	switch rapid.IntRange(0, 5).Draw(t, "event") {
	case 0:
		f.indicate(dn, rapid.SampledFrom([]string{"enabled", "disabled", "paused"}).Draw(t, "word"))
	case 1:
		f.refuse(dn)
	case 2:
		f.truth.Remove(f.now, keyOf(dn))
	case 3:
		f.truth.Add(board.Entry{Key: keyOf(dn), Team: "day"})
	case 4:
		f.later(rapid.SampledFrom([]time.Duration{time.Millisecond, time.Minute}).Draw(t, "time"))
	case 5:
		f.reconnect()
	}
	f.flush()
}

// checkShown checks which rows are shown, and in which order.
func (f *floor) checkShown(t *rapid.T) {
	var passing []*board.Row
	for _, row := range f.truth.Rows() {
		if f.r.passes(row) {
			passing = append(passing, row)
		}
	}
	if f.r.isFrozen() {
		for _, row := range passing {
			if !slices.Contains(f.r.Shown(), row) {
				t.Fatalf("%s is not shown", row.Key().DN)
			}
		}
		return
	}
	// A stable sort by each key in turn is the plainest way to sort by all.
	for _, key := range []SortKey{f.r.Order().Second, f.r.Order().First} {
		if key.Column == column.None {
			continue
		}
		slices.SortStableFunc(passing, func(a, b *board.Row) int {
			s := sorter{now: f.now}
			valueA, valueB := s.value(a, key.Column), s.value(b, key.Column)
			return valueA.compare(&valueB, key.Descending)
		})
	}
	if !slices.Equal(passing, f.r.Shown()) {
		t.Fatalf("%s: %d rows are shown, %d pass the filter", f.r.Order(), len(f.r.Shown()), len(passing))
	}
}

// checkCursor checks that the cursor, the window and the marks fit the rows.
func (f *floor) checkCursor(t *rapid.T) {
	c := &f.r.cursor
	if visible := f.r.Visible(); len(visible) > f.r.Height() {
		t.Fatalf("%d rows are visible in %d lines", len(visible), f.r.Height())
	}
	if key, ok := f.r.Cursor(); ok && (c.index >= len(f.r.Shown()) || f.r.Shown()[c.index].Key() != key) {
		t.Fatalf("the cursor is on %s, which is not row %d", key.DN, c.index)
	}
	if c.chosen && c.height > 0 && (c.index < c.top || c.index >= c.top+c.height) {
		t.Fatalf("the cursor is on row %d, the window shows %d from %d", c.index, c.height, c.top)
	}
	for key := range f.r.marks.keys {
		if f.truth.Row(key) == nil {
			t.Fatalf("%s is marked and not on the board", key.DN)
		}
	}
	if marked, hidden := f.r.Marks(); hidden < 0 || hidden > marked || hidden != len(f.r.Hidden(f.r.Targets())) && marked > 0 {
		t.Fatalf("%d of %d marks are hidden", hidden, marked)
	}
}

// TestRowsFollowTheBoard checks, for any actions of the user and changes of the board, that
// the rows shown are those that pass, in their order; that an event changes the targets of a
// command only by removing some; and that the board's counters agree with the filter on each
// state.
func TestRowsFollowTheBoard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := newFloor(t, 12)
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			if rapid.Bool().Draw(t, "by the user") {
				f.arrange(t)
			} else {
				before := f.r.Targets()
				f.disturb(t)
				for _, key := range f.r.Targets() {
					if !slices.Contains(before, key) {
						t.Fatalf("a command would have affected %v, and now affects %s", before, key.DN)
					}
				}
			}
			f.checkShown(t)
			f.checkCursor(t)
			f.checkCounters(t)
		}
	})
}

// checkCounters checks that the board's counters and the filter agree on each state.
func (f *floor) checkCounters(t *rapid.T) {
	counters := f.truth.Counters()
	for text, want := range map[string]int{
		"state:recording": counters.Rec, "state:paused": counters.Paused, "state:off": counters.Off, "state:unknown": counters.Unknown,
		"state:fault": counters.Faults, "state:stale": counters.Stale,
	} {
		matching, err := f.r.ParseLine(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(f.r.Select(matching)); got != want {
			t.Fatalf("%d rows match %s, %d are counted", got, text, want)
		}
	}
}

// TestStaleWhileRegistrationIsPending checks that a DN that was captured before the
// connection broke is stale in the row, in the counters and for the filter until it is
// registered again and the recorder sends an indication.
func TestStaleWhileRegistrationIsPending(t *testing.T) {
	f := newFloor(t, 3)
	f.indicate("7002", "enabled")
	f.flush()
	f.reconnect()
	f.flush()
	row := f.truth.Row(keyOf("7002"))
	if state := row.Registration().State; state != board.RegistrationPending {
		t.Fatalf("the registration is %v", state)
	}
	f.r.SetFilter(f.now, "state:stale")
	f.want("the filter", f.visible(), "7002")
	if got := f.truth.Counters().Stale; got != 1 || row.Stale() == 0 {
		t.Errorf("%d are counted as stale, the row is stale by %q", got, row.Stale())
	}
	f.r.SetFilter(f.now, "")
	f.indicate("7001", "enabled")
	f.flush()
	f.r.SortBy(f.now, Order{First: SortKey{Column: column.Capture}})
	f.want("sorted", f.visible(), "7001 7002 7003")
}

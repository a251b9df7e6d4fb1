package model

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/column"
	"capdeck/tlibconn/event"
)

// hits returns what a command key would affect now.
func (f *floor) hits() []board.Key {
	if f.m.noTarget() != "" {
		return nil
	}
	return slices.Clone(f.m.rows.Targets())
}

// disturb causes something that the user did not do: events, registrations, time, another
// window.
func (f *floor) disturb(t *rapid.T) {
	dn := fmt.Sprint(7000 + rapid.IntRange(1, 14).Draw(t, "dn"))
	switch rapid.IntRange(0, 9).Draw(t, "disturbance") {
	case 0:
		f.indicate(dn, rapid.SampledFrom([]string{"enabled", "disabled", "paused", "start", "junk"}).Draw(t, "word"))
		f.flush()
	case 1:
		f.refuse(dn)
		f.flush()
	case 2:
		f.register(dn)
		f.flush()
	case 3:
		state := event.LinkState(rapid.IntRange(1, 7).Draw(t, "state"))
		f.stamp(f.feed.Batch.Add(event.KindLink)).Link = &event.Link{State: state, Round: 1, Lost: state == event.LinkWaiting}
		f.flush()
	case 4:
		f.later(rapid.SampledFrom([]time.Duration{time.Millisecond, time.Second, time.Minute}).Draw(t, "time"))
	case 5:
		f.indicate(dn, "enabled")
		f.indicate(dn, "disabled")
		f.register(dn)
		f.flush()
	case 6:
		f.update(Visible{Now: f.now, Rows: rapid.IntRange(0, 20).Draw(t, "rows"), Messages: rapid.IntRange(0, 6).Draw(t, "messages")})
	case 7:
		f.leave()
	case 8:
		f.m.Board().Remove(f.now, keyOf(dn))
		f.later(time.Millisecond)
	case 9:
		f.m.Board().Add(board.Entry{Key: keyOf(dn), Team: "day"})
		f.later(time.Millisecond)
	}
}

// arrange changes, as a user, only the order of the rows and which of them are shown. While a
// dialog is open, it takes the keys.
func (f *floor) arrange(t *rapid.T) {
	if f.m.Overlay().Dialog() != nil {
		return
	}
	if rapid.IntRange(0, 3).Draw(t, "typed") == 0 {
		f.do(action.Filter)
		f.update(OverlayText{Now: f.now, Text: rapid.SampledFrom([]string{"", "700", "team:day", "state:rec", "!state:rec", "nothing", "fault:"}).Draw(t, "filter")})
		f.press("enter")
		return
	}
	if rapid.IntRange(0, 3).Draw(t, "columns") == 0 {
		f.do(action.Columns)
		for range rapid.IntRange(1, 5).Draw(t, "keys") {
			f.update(OverlayKey{Now: f.now, Key: rapid.SampledFrom([]string{"down", "space", "left", "right", "r", "esc", "enter", "w", "G"}).Draw(t, "picker key")})
		}
		f.press("enter")
	}
	f.do(rapid.SampledFrom([]action.ID{
		action.SortNext, action.SortNext, action.SortReverse, action.SortLeft, action.SortRight, action.Freeze,
		action.ShowAll, action.ShowRecording, action.ShowOff, action.ShowFaults, action.Failures,
	}).Draw(t, "order"))
}

// comeAndGo registers DNs, or removes those that a key would affect from the board. While a
// dialog is open, it does neither.
func (f *floor) comeAndGo(t *rapid.T) {
	if f.m.Overlay().Dialog() != nil {
		return
	}
	if rapid.Bool().Draw(t, "come") {
		f.do(action.Register)
		f.update(OverlayText{Now: f.now, Text: rapid.SampledFrom([]string{"7001-7014", "7003", "7002,7011-7013", "7001,7001"}).Draw(t, "DNs")})
		f.press("enter")
		f.press("esc")
		return
	}
	gone := f.hits()
	f.do(action.Unregister)
	f.shown()
	f.press("y")
	for _, key := range gone {
		if f.m.Board().Row(key) != nil {
			t.Fatalf("%s was to leave the board and did not", key.DN)
		}
	}
	if hits := f.hits(); len(hits) > 0 {
		t.Fatalf("%v were taken off, and a key would now hit %v", gone, hits)
	}
}

// choose does something that a user does to choose rows.
func (f *floor) choose(t *rapid.T) {
	if rapid.Bool().Draw(t, "click") {
		f.update(ClickedDN{Now: f.now, Key: keyOf(fmt.Sprint(7000 + rapid.IntRange(1, 14).Draw(t, "clicked")))})
		return
	}
	f.do(rapid.SampledFrom([]action.ID{
		action.Up, action.Down, action.PageDown, action.First, action.Last, action.Mark, action.MarkTo, action.MarkAll,
		action.Clear, action.Detail, action.NextPane, action.Messages, action.Start, action.Stop, action.Query, action.Cancel, action.Lock,
	}).Draw(t, "action"))
	if rapid.Bool().Draw(t, "answer") {
		f.shown()
		f.press(rapid.SampledFrom([]string{"y", "n", "down", "right"}).Draw(t, "key"))
	}
}

// search opens the palette, types into it and moves its selection, with other events in
// between. None of these changes what enter would run, and esc leaves everything as it was.
func (f *floor) search(t *rapid.T) {
	if f.do(action.Palette); f.m.Overlay().Prompt() == nil {
		return // a dialog is open
	}
	f.update(OverlayText{Now: f.now, Text: rapid.SampledFrom([]string{"", "st", "capture", "sort o", "no such"}).Draw(t, "search")})
	for range rapid.IntRange(0, 4).Draw(t, "moves") {
		f.update(OverlayKey{Now: f.now, Key: rapid.SampledFrom([]string{"up", "down", "pgup", "pgdown", "tab", "ctrl+p"}).Draw(t, "move")})
	}
	chosen := f.m.Overlay().Palette().Chosen
	before := f.hits()
	f.disturb(t)
	f.later(time.Second)
	if after := f.m.Overlay().Palette(); after == nil || after.Chosen != chosen {
		t.Fatalf("an event moved the selection from %q: the palette is %+v", chosen, after)
	}
	for _, key := range f.hits() {
		if !slices.Contains(before, key) && len(before) != 0 {
			t.Fatalf("a command of the palette would have hit %v, and now hits %s", before, key.DN)
		}
	}
	f.press("esc")
}

// check checks the invariants of the state.
func (f *floor) check(t *rapid.T) {
	m := f.m
	f.checkRows(t)
	if visible := m.Rows().Visible(); len(visible) > m.rows.Height() {
		t.Fatalf("%d rows are visible in %d lines", len(visible), m.rows.Height())
	}
	onBoard := 0
	for _, row := range m.Board().Rows() {
		if m.Rows().Marked(row.Key()) {
			onBoard++
		}
	}
	if marked, _ := m.Rows().Marks(); marked != onBoard {
		t.Fatalf("%d rows are marked, %d of them on the board", marked, onBoard)
	}
	if key, ok := m.Rows().Cursor(); ok {
		isCursor := func(row *board.Row) bool { return row.Key() == key }
		if !slices.ContainsFunc(m.Rows().Shown(), isCursor) {
			t.Fatalf("the cursor is on %s, which is not shown", key.DN)
		}
		if m.Rows().Height() > 0 && !slices.ContainsFunc(m.Rows().Visible(), isCursor) {
			t.Fatalf("the cursor is on %s, which is not in the window", key.DN)
		}
	}
	if columns, err := column.Parse(strings.Join(column.Names(m.Rows().Columns()), ",")); err != nil || !slices.Equal(columns, m.Rows().Columns()) {
		t.Fatalf("the columns are %v, %v", m.Rows().Columns(), err)
	}
	if marked, hidden := m.Rows().Marks(); hidden > marked || hidden < 0 {
		t.Fatalf("%d of %d marks are hidden", hidden, marked)
	}
}

// checkRows checks which rows are shown; package rows checks their order.
func (f *floor) checkRows(t *rapid.T) {
	r := f.m.Rows()
	var passing []*board.Row
	for _, row := range f.m.Board().Rows() {
		if r.Shows(row.Key()) {
			passing = append(passing, row)
		}
	}
	shown := slices.Clone(r.Shown())
	slices.SortFunc(shown, func(a, b *board.Row) int { return a.Index() - b.Index() })
	if !slices.Equal(passing, shown) {
		t.Fatalf("%d rows are shown, %d pass the filter", len(shown), len(passing))
	}
}

// checkStill checks that frozen rows stay where they are, except those that were removed from
// the board, and that others are added after them.
func (f *floor) checkStill(t *rapid.T, before []*board.Row) {
	all := f.m.Board().Rows()
	still := slices.DeleteFunc(before, func(row *board.Row) bool { return !slices.Contains(all, row) })
	rows := f.m.Rows().Shown()
	if len(rows) < len(still) || !slices.Equal(rows[:len(still)], still) {
		t.Fatalf("%d frozen rows have moved", len(still))
	}
	for _, row := range rows[len(still):] {
		if slices.Contains(still, row) {
			t.Fatalf("%s is shown twice", row.Key().DN)
		}
	}
}

// TestNothingMovesWhatAKeyHits checks the rule on acting safely (docs/ARCHITECTURE.md): for
// any events, filter and order, and whether the rows move or are frozen, a key affects the
// rows that the user chose, or those of them that still exist, or none.
func TestNothingMovesWhatAKeyHits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := newFloor(t, 12, Options{})
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			f.check(t)
			if rapid.IntRange(0, 2).Draw(t, "whose") == 0 {
				f.choose(t)
				continue
			}
			before, asked := f.hits(), f.m.Overlay().Dialog()
			cursor, _ := f.m.Rows().Cursor()
			placed := cursor != board.Key{}
			arranged := false
			switch rapid.IntRange(0, 4).Draw(t, "order or disturbance") {
			case 0:
				arranged = true
				f.arrange(t)
			case 1:
				f.search(t)
			case 2:
				f.comeAndGo(t)
			default:
				rows := slices.Clone(f.m.Rows().Shown())
				f.disturb(t)
				if _, _, frozen := f.m.Rows().Frozen(); frozen {
					f.checkStill(t, rows)
				}
			}
			for _, key := range f.hits() {
				if !slices.Contains(before, key) && (!arranged || !placed || key != cursor || len(before) != 0) {
					t.Fatalf("a key would have hit %v, and now hits %s", before, key.DN)
				}
			}
			if d := f.m.Overlay().Dialog(); d != asked {
				t.Fatal("an event opened or closed a dialog")
			}
		}
	})
}

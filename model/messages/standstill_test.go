package messages

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"capdeck/tlibconn/wire"
)

// arrive adds messages, small ones and long ones that displace many others.
func (f *fixture) arrive(t *rapid.T) {
	dn := rapid.SampledFrom([]string{"7001", "7002"}).Draw(t, "dn")
	switch rapid.IntRange(0, 4).Draw(t, "what comes") {
	case 0:
		f.indicate(dn, "enabled")
	case 1:
		f.link(fmt.Sprint(f.p.Log().End()))
	case 2:
		for range rapid.IntRange(1, 5).Draw(t, "some") {
			f.indicate("7001", "disabled")
			f.indicate("7002", "paused")
		}
	case 3:
		filler := strings.Repeat("x", 60_000)
		for range rapid.SampledFrom([]int{5, 300, 600}).Draw(t, "many") {
			f.message(wire.EventUserEvent, wire.TextAttribute(wire.AttributeThisDN, dn), wire.TextAttribute(wire.AttributeErrorMessage, filler))
			f.flush()
		}
	case 4:
		f.message(wire.EventACK).Automatic = true
	}
	f.flush()
}

// cancelSearch searches for something and cancels the search. While the text of a message
// is open, it closes that instead.
func (f *fixture) cancelSearch(t *rapid.T) {
	if f.p.window.peeking {
		return // closing the text lets the pane follow
	}
	f.search(rapid.SampledFrom([]string{"7001", "link", "no such text"}).Draw(t, "text"))
	f.arrive(t)
	f.p.CancelSearch()
}

// move does one of the things by which the user moves in the pane.
func (f *fixture) move(t *rapid.T) {
	switch rapid.IntRange(0, 9).Draw(t, "move") {
	case 0:
		f.search(rapid.SampledFrom([]string{"7001", "link", "enabled"}).Draw(t, "text"))
		f.p.CloseSearch()
		f.searchNext(rapid.Bool().Draw(t, "newer"))
	case 1:
		f.only(rapid.SampledFrom([]string{"7001", "7002", ""}).Draw(t, "only"))
	case 2:
		f.p.Peek()
	case 3:
		f.p.EndPeek()
	case 4:
		if view := f.p.View(); len(view.Entries) > 0 {
			f.p.Select(rapid.SampledFrom(view.Entries).Draw(t, "click").Number)
		}
	case 5:
		f.scroll(rapid.IntRange(-9, 9).Draw(t, "wheel"))
	default:
		f.scroll(rapid.SampledFrom([]int{up, up, down, pageUp, pageDown, first, last}).Draw(t, "steps"))
	}
}

// lines returns the number and the content of each line that the pane shows.
func (f *fixture) lines() []string {
	var lines []string
	for _, entry := range f.p.View().Entries {
		lines = append(lines, fmt.Sprintf("%d %d %s", entry.Number, entry.Length, entry.Body[:min(len(entry.Body), 100)]))
	}
	return lines
}

// check checks the invariants of the pane.
func (f *fixture) check(t *rapid.T) {
	view, w := f.p.View(), &f.p.window
	if len(view.Entries) > w.height {
		t.Fatalf("%d lines in a pane of %d", len(view.Entries), w.height)
	}
	last, selected := uint64(0), false
	for i := range view.Entries {
		entry := &view.Entries[i]
		if entry.Number <= last {
			t.Fatalf("message %d comes behind %d", entry.Number, last)
		}
		if !w.only.hasCopy(entry) {
			t.Fatalf("message %d does not belong to %s", entry.Number, w.only.dn)
		}
		last, selected = entry.Number, selected || entry.Number == view.Selected
	}
	if w.follow {
		return
	}
	if entry, ok := f.p.Selected(); !ok || entry.Number != view.Selected || !selected && w.height > 0 {
		t.Fatalf("message %d is selected, which the pane does not show", view.Selected)
	}
	if room := w.height - len(view.Entries); room > 0 && len(w.held) > len(view.Entries) {
		t.Fatalf("%d lines are empty, and %d of %d messages shown", room, len(view.Entries), len(w.held))
	}
	if newer := f.p.countNewer(last + 1); view.Newer < newer && w.height > 0 {
		t.Fatalf("%d newer are said to be below, there are %d", view.Newer, newer)
	}
}

// TestTheMessagesStandStill checks that in a pane that is scrolled up no line changes or
// moves unless the user moves in it, whatever arrives and whatever is dropped from the
// log, and that lines hidden by a lower height reappear with the height.
func TestTheMessagesStandStill(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := newFixture(t, "7001", "7002")
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			f.check(t)
			before, view := f.lines(), f.p.View()
			height, resized := f.p.Height(), false
			switch rapid.IntRange(0, 6).Draw(t, "step") {
			case 0, 1, 2:
				f.move(t)
				continue
			case 3, 4:
				f.arrive(t)
			case 5:
				f.cancelSearch(t)
			case 6:
				resized = true
				f.p.SetHeight(rapid.IntRange(0, height).Draw(t, "lower"))
				f.check(t)
				f.arrive(t)
				if rapid.IntRange(0, 3).Draw(t, "stays") == 0 {
					f.p.SetHeight(rapid.IntRange(0, 12).Draw(t, "height"))
					continue
				}
				f.p.SetHeight(height)
			}
			after := f.p.View()
			if view.Following != after.Following || view.Selected != after.Selected {
				t.Fatalf("following %v, message %d selected; before: %v, %d", after.Following, after.Selected, view.Following, view.Selected)
			}
			now := f.lines()
			if resized && len(now) > len(before) {
				now = now[:len(before)] // the empty lines below them are used
			}
			if !view.Following && !slices.Equal(before, now) {
				t.Fatalf("the lines were\n%s\nand are\n%s", strings.Join(before, "\n"), strings.Join(now, "\n"))
			}
		}
	})
}

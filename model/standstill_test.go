package model

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"capdeck/model/action"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// arrive lets messages come, small ones and such that push many others out.
func (f *floor) arrive(t *rapid.T) {
	dn := rapid.SampledFrom([]string{"7001", "7002"}).Draw(t, "dn")
	switch rapid.IntRange(0, 3).Draw(t, "what comes") {
	case 0:
		f.indicate(dn, "enabled")
	case 1:
		f.stamp(f.batch.Add(event.KindLink)).Link = &event.Link{State: event.LinkUp, Address: fmt.Sprint(f.m.Log().End()), Round: 1}
	case 2:
		for range rapid.IntRange(1, 5).Draw(t, "some") {
			f.indicate("7001", "disabled")
			f.indicate("7002", "paused")
		}
	case 3:
		filler := strings.Repeat("x", 60_000)
		for range rapid.SampledFrom([]int{5, 300, 600}).Draw(t, "many") {
			f.message(event.KindMessage, wire.EventUserEvent, wire.TextAttribute(wire.AttributeThisDN, dn), wire.TextAttribute(wire.AttributeErrorMessage, filler))
			f.flush()
		}
	}
	f.flush()
	f.effects = nil
}

// touch does what the user can do without moving in the messages: focus, what is
// open, the board, a search that ends where it began.
func (f *floor) touch(t *rapid.T) {
	switch rapid.IntRange(0, 3).Draw(t, "touch") {
	case 0:
		f.do(rapid.SampledFrom([]action.ID{action.NextPane, action.Bytes, action.Theme, action.SortNext, action.Freeze, action.Mark}).Draw(t, "action"))
	case 1:
		f.do(action.Help)
		f.do(action.Clear)
	case 2:
		f.update(ClickedDN{Now: f.now, Key: keyOf("7002")})
	case 3:
		if f.m.messages.peeking {
			return // closing the text lets the pane follow
		}
		f.m.focus = action.PaneMessages
		f.typed(rapid.SampledFrom([]string{"7001", "link", "no such text"}).Draw(t, "text"))
		f.arrive(t)
		f.promptKey("esc")
	}
}

// scroll moves in the messages.
func (f *floor) scrollAbout(t *rapid.T) {
	if rapid.IntRange(0, 4).Draw(t, "wheel") == 0 {
		f.update(Scrolled{Now: f.now, Pane: action.PaneMessages, Steps: rapid.IntRange(-9, 9).Draw(t, "steps")})
		return
	}
	if rapid.IntRange(0, 4).Draw(t, "search") == 0 {
		f.m.focus = action.PaneMessages
		f.typed(rapid.SampledFrom([]string{"7001", "link", "enabled"}).Draw(t, "text"))
		f.promptKey("enter")
		f.do(rapid.SampledFrom([]action.ID{action.SearchOlder, action.SearchNewer}).Draw(t, "hit"))
		return
	}
	f.m.focus = action.PaneMessages
	f.do(rapid.SampledFrom([]action.ID{
		action.Up, action.Up, action.Down, action.PageUp, action.PageDown, action.First, action.Last, action.MessagesDN, action.Detail,
	}).Draw(t, "move"))
}

// view returns what the pane shows: number and content of each line.
func (f *floor) view() []string {
	var lines []string
	for _, entry := range f.m.Messages().Entries {
		lines = append(lines, fmt.Sprintf("%d %d %s", entry.Number, entry.Length, entry.Body[:min(len(entry.Body), 100)]))
	}
	return lines
}

// checkMessages holds the invariants of the pane.
func (f *floor) checkMessages(t *rapid.T) {
	view, p := f.m.Messages(), &f.m.messages
	if len(view.Entries) > p.height {
		t.Fatalf("%d lines in a pane of %d", len(view.Entries), p.height)
	}
	last, selected := uint64(0), false
	for i := range view.Entries {
		entry := &view.Entries[i]
		if entry.Number <= last {
			t.Fatalf("message %d comes behind %d", entry.Number, last)
		}
		if !p.only.holdsCopy(entry) {
			t.Fatalf("message %d is none of %s", entry.Number, p.only.dn)
		}
		last, selected = entry.Number, selected || entry.Number == view.Selected
	}
	if p.follow {
		return
	}
	if entry, ok := f.m.SelectedMessage(); !ok || entry.Number != view.Selected || !selected && p.height > 0 {
		t.Fatalf("message %d is selected, which the pane does not show", view.Selected)
	}
	if room := p.height - len(view.Entries); room > 0 && len(p.held) > len(view.Entries) {
		t.Fatalf("%d lines are empty, and %d of %d messages shown", room, len(view.Entries), len(p.held))
	}
	if newer := f.m.countNewer(last + 1); view.Newer < newer && p.height > 0 {
		t.Fatalf("%d newer are said to be below, there are %d", view.Newer, newer)
	}
}

// TestTheMessagesStandStill holds that scrolled up no line of the pane changes
// or moves unless the user moves in it, whatever comes and whatever leaves the
// log; and that what a lower pane hides comes back with the height.
func TestTheMessagesStandStill(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := newFloor(t, 2, Options{})
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			f.checkMessages(t)
			before, view := f.view(), f.m.Messages()
			height, resized := f.m.messages.height, false
			switch rapid.IntRange(0, 6).Draw(t, "step") {
			case 0, 1, 2:
				f.scrollAbout(t)
				continue
			case 3, 4:
				f.arrive(t)
			case 5:
				f.touch(t)
			case 6:
				resized = true
				lower := rapid.IntRange(0, height).Draw(t, "lower")
				f.update(Visible{Now: f.now, Rows: 5, Messages: lower})
				f.checkMessages(t)
				f.arrive(t)
				if rapid.IntRange(0, 3).Draw(t, "stays") == 0 {
					f.update(Visible{Now: f.now, Rows: 5, Messages: rapid.IntRange(0, 12).Draw(t, "height")})
					continue
				}
				f.update(Visible{Now: f.now, Rows: 5, Messages: height})
			}
			after := f.m.Messages()
			if view.Following != after.Following || view.Selected != after.Selected {
				t.Fatalf("following %v, message %d selected; before: %v, %d", after.Following, after.Selected, view.Following, view.Selected)
			}
			now := f.view()
			if resized && len(now) > len(before) {
				now = now[:len(before)] // the empty lines below them are used
			}
			if !view.Following && !slices.Equal(before, now) {
				t.Fatalf("the lines were\n%s\nand are\n%s", strings.Join(before, "\n"), strings.Join(now, "\n"))
			}
		}
	})
}

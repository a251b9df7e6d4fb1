package model

import (
	"strings"
	"testing"
	"time"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/model/messages"
	"capdeck/model/say"
	"capdeck/tlibconn/wire"
)

// feedLines shows the event feed and returns its lines.
func (f *floor) feedLines() string {
	if !f.m.Messages().ShowsFeed() {
		f.do(action.RawMessages)
	}
	f.update(Visible{Now: f.now, Rows: 5, Messages: 50, Dialog: 3})
	var lines []string
	for _, entry := range f.m.Messages().View().Entries {
		whose, what := f.m.FeedLine(&entry)
		lines = append(lines, whose+what.Text)
	}
	return strings.Join(lines, " | ")
}

// historyOf returns the history of a DN as the detail shows it.
func (f *floor) historyOf(dn string) string {
	var texts []string
	known := f.m.History().Of(f.m.Board().Row(keyOf(dn)))
	for i := range known {
		texts = append(texts, say.Happened(&known[i]).Text)
	}
	return strings.Join(texts, " · ")
}

// says delivers a word about the call of 7001, of the recorder or of another client.
func (f *floor) says(word string) {
	f.feed.Indicate("7001", word, 0xc1)
	f.flush()
}

func TestFeedAndHistory(t *testing.T) {
	f := newFloor(t, 3, Options{Confirm: ConfirmNever})
	f.m.board.Add(board.Entry{Key: keyOf("7001"), Label: "A. Ødegård"})
	f.want("before", f.feedLines()+"/"+f.historyOf("7001"), "link up/")

	f.callEvent(wire.EventEstablished, "7001", 0xc1)
	f.says("enabled")
	f.later(time.Minute)
	f.says("stop")
	f.says("disabled")
	f.later(5 * time.Second)
	f.do(action.Start)
	f.leave()
	f.accept("7001")
	f.feed.Indicate("7001", "enabled", 0xc1)
	f.flush()
	f.later(time.Minute)
	f.says("disabled")
	f.later(5 * time.Second)
	f.callEvent(wire.EventReleased, "7001", 0xc1)

	f.want("the feed", f.feedLines(), "link up | 7001 A. Ødegård: capture started with the call | 7001 A. Ødegård: capture stopped by another client | "+
		"7001 A. Ødegård: capture started by us | 7001 A. Ødegård: capture stopped by the recorder | "+
		"7001 A. Ødegård: stopped unasked, and the call went on")
	f.want("the history", f.historyOf("7001"), "started with the call · stopped by another client · started by us · stopped by the recorder · "+
		"stopped unasked, and the call went on · call ended after 2m 10s")
	f.want("of another DN", f.historyOf("7002"), "")
}

// What only time shows is in both too.
func TestFeedHasGapsAndPauses(t *testing.T) {
	f := newFloor(t, 1, Options{Coverage: coverage.Options{PauseLimit: time.Minute}})
	f.indicate("7001", "disabled")
	f.callEvent(wire.EventEstablished, "7001", 0xc1)
	f.later(coverage.DefaultGrace + time.Second)
	f.says("enabled")
	f.later(10 * time.Second)
	f.says("paused")
	f.later(time.Minute + time.Second)
	f.want("the feed", f.feedLines(), "link up | 7001: capture stopped by the recorder | 7001: not captured | "+
		"7001: capture started by the recorder | 7001: capture paused by the recorder | 7001: paused too long")
	f.want("the history", f.historyOf("7001"), "stopped by the recorder · not captured · started by the recorder · "+
		"paused by the recorder · paused too long")
}

// The feed has a search, one DN's lines, and it stands still, like the messages.
func TestFeedIsRead(t *testing.T) {
	f := newFloor(t, 3, Options{})
	for range 3 {
		for _, dn := range dns(3) {
			f.indicate(dn, "enabled")
			f.indicate(dn, "disabled")
		}
	}
	f.flush()
	f.feedLines()
	f.update(Visible{Now: f.now, Rows: 5, Messages: 4, Dialog: 3})
	pane := f.m.Messages()
	f.do(action.NextPane, action.Up, action.Up)
	selected, _ := pane.Selected()
	f.indicate("7002", "enabled")
	f.flush()
	if still, _ := pane.Selected(); still.Number != selected.Number || pane.View().Newer == 0 {
		t.Errorf("it moved from %d to %d, newer %d", selected.Number, still.Number, pane.View().Newer)
	}
	f.do(action.Last, action.MessagesDN)
	for _, entry := range pane.View().Entries {
		if whose, _ := f.m.FeedLine(&entry); whose != "7001: " && whose != "" {
			t.Errorf("only 7001 is shown, and %q", whose)
		}
	}
	f.do(action.MessagesDN, action.Filter)
	f.update(OverlayText{Now: f.now, Text: "7003: CAPTURE started"})
	found, _ := pane.Selected()
	if whose, what := f.m.FeedLine(&found); whose+what.Text != "7003: capture started by the recorder" {
		t.Errorf("the search found %q", whose+what.Text)
	}
	f.press("esc")
	f.do(action.RawMessages)
	if pane.ShowsFeed() || !pane.View().Following || pane.Search().Text != "" {
		t.Error("the messages are not shown")
	}
	f.do(action.Automatic, action.Automatic)
	if pane.ShowsFeed() || pane.ShowsAutomatic() {
		t.Error("the messages are not shown again")
	}
	f.do(action.RawMessages, action.Automatic, action.Automatic)
	if !pane.ShowsFeed() {
		t.Error("the feed is not shown again")
	}
	if pane.Log().End() < 10 {
		t.Error("what is exported is not the messages")
	}
}

// What happens is kept without an allocation, once the feed and the history are full, and both are bounded.
func TestFeedIsBounded(t *testing.T) {
	f := newFloor(t, 2, Options{})
	row := f.m.board.Row(keyOf("7001"))
	change := board.Change{Kind: board.ChangeIndication, Row: row, Key: row.Key(), At: f.now, State: board.StateOff, Before: board.StateRec}
	for range messages.MaxFeed + 5 {
		f.m.record(&change)
	}
	if allocated := testing.AllocsPerRun(1000, func() { f.m.record(&change) }); allocated > 0 {
		t.Errorf("%.1f allocations for each change", allocated)
	}
	f.feedLines()
	if left, _ := f.m.Messages().Missing(); left == 0 {
		t.Error("nothing has left the feed")
	}
	if known := len(f.m.History().Of(row)); known != 16 {
		t.Errorf("the history has %d occurrences", known)
	}
}

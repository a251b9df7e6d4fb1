package messages

import (
	"fmt"
	"testing"

	"capdeck/tlibconn/wire"
)

func TestPaneFollows(t *testing.T) {
	f := tenMessages(t)
	f.want("the newest", f.shown(), "7 8 9 10")
	f.indicate("7001", "disabled")
	f.flush()
	f.want("one more", f.shown(), "8 9 10 11")
	f.scroll(down)
	if !f.p.View().Following {
		t.Error("down at the end does not follow")
	}
}

func TestPaneScrolls(t *testing.T) {
	f := tenMessages(t)
	steps := []struct {
		steps    int
		shown    string
		selected uint64
	}{
		{up, "7 8 9 10", 9},
		{up, "7 8 9 10", 8},
		{pageUp, "4 5 6 7", 4},
		{down, "4 5 6 7", 5},
		{first, "1 2 3 4", 1},
		{up, "1 2 3 4", 1},
		{pageDown, "2 3 4 5", 5},
		{pageDown, "6 7 8 9", 9},
		{down, "7 8 9 10", 10},
		{down, "7 8 9 10", 0},
	}
	for i, step := range steps {
		f.scroll(step.steps)
		f.want(fmt.Sprintf("step %d, %d", i, step.steps), f.shown(), step.shown)
		if got := f.selected(); got != step.selected || f.reply != (Reply{Moved: true}) {
			t.Errorf("step %d, %d: message %d is selected, want %d; %+v", i, step.steps, got, step.selected, f.reply)
		}
	}
	if !f.p.View().Following {
		t.Error("below the newest message the pane does not follow")
	}
	f.scroll(down)
	if f.reply != (Reply{}) {
		t.Errorf("a pane that follows moves down: %+v", f.reply)
	}
}

// TestPaneStandsStill replaces all messages of the ring while the user reads.
func TestPaneStandsStill(t *testing.T) {
	f := tenMessages(t)
	f.scroll(up, up)
	before := f.p.View()
	var bodies []string
	for _, entry := range before.Entries {
		bodies = append(bodies, string(entry.Body))
	}
	f.flood()
	f.flood()
	if f.p.Log().First() <= 10 {
		t.Fatal("the ring has not turned")
	}
	f.want("while it turns", f.shown(), "7 8 9 10")
	after := f.p.View()
	for i, entry := range after.Entries {
		if string(entry.Body) != bodies[i] {
			t.Errorf("message %d has become another", entry.Number)
		}
	}
	if entry, ok := f.p.Selected(); !ok || entry.Number != 8 {
		t.Errorf("message %d is selected", entry.Number)
	}
	if want := f.p.Log().End() - 1 - 10; after.Newer != want {
		t.Errorf("%d newer, want %d", after.Newer, want)
	}
	f.p.SetHeight(2)
	f.want("in a lower pane", f.shown(), "8 9")
	if got := f.p.View().Newer; got != after.Newer+1 {
		t.Errorf("in a lower pane %d are newer, want %d", got, after.Newer+1)
	}
	f.p.SetHeight(4)
	f.want("in the pane as it was", f.shown(), "7 8 9 10")
	f.scroll(up, up)
	f.want("at the oldest that is held", f.shown(), "7 8 9 10")
	if got := f.selected(); got != 7 {
		t.Errorf("up from a message that has left goes to %d", got)
	}
	f.want("what is older", f.reply.Note, "older messages are no longer in the log")
	f.scroll(pageDown)
	if got := f.selected(); got != f.p.Log().First() {
		t.Errorf("down from messages that have left goes to %d, the oldest is %d", got, f.p.Log().First())
	}
	f.want("what is between", f.reply.Note, "the messages in between are no longer in the log; this is the oldest one left")
	f.scroll(last)
	if !f.p.View().Following {
		t.Error("end does not follow")
	}
}

func TestPaneSelects(t *testing.T) {
	f := tenMessages(t)
	if reply := f.p.Select(8); f.selected() != 8 || !reply.Moved {
		t.Errorf("message %d is selected, %+v", f.selected(), reply)
	}
	if reply := f.p.Select(999); f.selected() != 8 || reply.Moved {
		t.Errorf("selecting what is not there leads to %d, %+v", f.selected(), reply)
	}
}

func TestEmptyPane(t *testing.T) {
	f := &fixture{t: t, p: New(Options{WireDN: asIs, Raw: true})}
	f.scroll(up, pageUp, first, last)
	f.p.Peek()
	f.p.EndPeek()
	f.p.SetHeight(4)
	if view := f.p.View(); len(view.Entries) != 0 || !view.Following {
		t.Errorf("an empty log shows %+v", view)
	}
	if _, ok := f.p.Selected(); ok {
		t.Error("a message is selected in an empty log")
	}
}

// TestPeek opens the text of a message, which is then dropped from the log.
func TestPeek(t *testing.T) {
	f := tenMessages(t)
	f.p.Peek()
	entry, _ := f.p.Selected()
	body := string(entry.Body)
	f.indicate("7001", "paused")
	f.flush()
	f.flood()
	entry, ok := f.p.Selected()
	if !ok || entry.Number != 10 || string(entry.Body) != body {
		t.Errorf("message %d is shown in place of the one that was opened", entry.Number)
	}
	f.p.EndPeek()
	if !f.p.View().Following {
		t.Error("the pane that followed before does not follow again")
	}
	f.scroll(up)
	f.p.Peek()
	f.p.EndPeek()
	if f.p.View().Following {
		t.Error("the pane that stood still before follows")
	}
	f.scroll(last)
	f.p.Peek()
	f.scroll(up)
	f.flood()
	f.p.EndPeek()
	if f.p.View().Following {
		t.Error("the pane in which the user moved follows")
	}
	f.scroll(last)
	if !f.p.View().Following {
		t.Error("from what has left the log, end does not lead to the newest")
	}
}

// TestAutomaticMessagesHaveALog checks that the messages of automatic queries are marked
// and do not displace other messages.
func TestAutomaticMessagesHaveALog(t *testing.T) {
	f := tenMessages(t)
	ordinary := f.p.Log()
	end := ordinary.End()
	for range 6 {
		f.message(wire.EventACK).Automatic = true
	}
	f.flush()
	if ordinary.End() != end || f.p.automatic.End() != 7 {
		t.Fatalf("messages end at %d, automatic ones at %d", ordinary.End(), f.p.automatic.End())
	}
	f.search("enabled")
	f.p.CloseSearch()
	f.scroll(up)
	f.p.ToggleAutomatic()
	if !f.p.ShowsAutomatic() || f.p.Log() != f.p.automatic || !f.p.View().Following || f.p.Search().Text != "" {
		t.Fatalf("the messages of automatic queries are not shown, %+v", f.p.Search())
	}
	f.want("the newest of them", f.shown(), "3 4 5 6")
	for _, entry := range f.p.View().Entries {
		if !entry.Automatic {
			t.Errorf("a message is not marked: %+v", entry)
		}
	}
	f.scroll(up)
	f.p.ToggleAutomatic()
	if f.p.ShowsAutomatic() || f.p.Log() != ordinary || !f.p.View().Following {
		t.Error("the others are not shown again")
	}
}

// TestMessageByNumber finds messages in both logs, and copies in the pane of messages that
// were dropped.
func TestMessageByNumber(t *testing.T) {
	f := tenMessages(t)
	f.message(wire.EventACK).Automatic = true
	f.flush()
	f.p.ToggleAutomatic()
	if entry, ok := f.p.Message(1); !ok || !entry.Automatic {
		t.Errorf("the automatic message is %+v, %v", entry, ok)
	}
	f.p.ToggleAutomatic()
	f.scroll(up)
	held, _ := f.p.Selected()
	f.flood()
	if entry, ok := f.p.Message(held.Number); !ok || string(entry.Body) != string(held.Body) {
		t.Errorf("what the pane holds of message %d is %+v, %v", held.Number, entry, ok)
	}
	if entry, ok := f.p.Message(1); ok {
		t.Errorf("a message that has left is %+v", entry)
	}
}

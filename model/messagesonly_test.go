package model

import (
	"fmt"
	"strings"
	"testing"

	"capdeck/model/action"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// flood lets so many long messages come that all that was in the log leaves it.
func (f *floor) flood() { f.floodWith(strings.Repeat("x", 60_000)) }

func (f *floor) floodWith(filler string) {
	for range MaxLogBytes/len(filler) + 10 {
		f.message(event.KindMessage, wire.EventUserEvent, wire.TextAttribute(wire.AttributeErrorMessage, filler))
		f.flush()
	}
}

// twoDNs has the link as message 1, the registrations of 7001 and 7002 as 2 and
// 3, and then eight messages of each in turn: 7001 has the even numbers.
func twoDNs(t testing.TB) *floor {
	f := newFloor(t, 2, Options{})
	for range 8 {
		f.indicate("7001", "enabled")
		f.indicate("7002", "disabled")
	}
	f.flush()
	return f
}

func TestMessagesOfOneDN(t *testing.T) {
	f := twoDNs(t)
	f.do(action.MessagesDN)
	f.want("the newest of 7001", f.pane(), "12 14 16 18")
	if view := f.m.Messages(); f.m.MessagesOf() != "7001" || !view.Following {
		t.Errorf("the view is %+v", view)
	}
	f.do(action.Down)
	f.indicate("7002", "paused")
	f.indicate("7001", "paused") // 21
	f.stamp(f.batch.Add(event.KindLink)).Link = &event.Link{State: event.LinkUp, Address: "sip-b:5000", Round: 1}
	f.flush()
	f.want("it follows, and the board's cursor changes nothing", f.pane(), "16 18 21 22")
	f.do(action.NextPane, action.Up, action.PageUp)
	f.want("a page up", f.pane(), "12 14 16 18")
	f.indicate("7001", "enabled")
	f.indicate("7002", "enabled")
	f.flush()
	if got := f.m.Messages().Newer; got != 3 {
		t.Errorf("%d newer of 7001 and the link are below, want 3", got)
	}
	f.do(action.First)
	f.want("the first of 7001 and of the link", f.pane(), "1 2 4 6")
	f.prompts("userevent")
	f.want("no hit among older ones", f.m.Prompt().Problem, "no older match")
	f.promptKey("enter")
	f.do(action.SearchNewer)
	f.want("the search stays among them", fmt.Sprint(f.m.Messages().Selected), "4")
	f.do(action.MessagesDN)
	f.want("all again, around the selected one", f.pane(), "2 3 4 5")
	if f.m.Messages().Selected != 4 || f.m.MessagesOf() != "" {
		t.Errorf("the view is %+v", f.m.Messages())
	}
	f.do(action.Down)
	f.do(action.MessagesDN)
	if got := f.m.Messages(); f.m.MessagesOf() != "7002" || got.Selected != 5 {
		t.Errorf("the view is %+v", got)
	}
	f.do(action.MessagesDN, action.NextPane, action.Up, action.MessagesDN)
	f.want("the next older one of 7001 where the selected one is another's", fmt.Sprint(f.m.Messages().Selected), "4")
}

// TestMessagesOfOneDNLeave lets all of them leave the log while the pane stands
// still, and while it follows.
func TestMessagesOfOneDNLeave(t *testing.T) {
	f := twoDNs(t)
	f.do(action.MessagesDN, action.NextPane, action.Up)
	f.flood()
	f.want("while all leave", f.pane(), "12 14 16 18")
	if got := f.m.Messages(); got.Newer != 0 || got.Selected != 16 && got.Selected != 18 {
		t.Errorf("the view is %+v", got)
	}
	f.do(action.MessagesDN)
	if got := f.m.Messages(); len(got.Entries) != 1 || got.Entries[0].Number != got.Selected {
		t.Errorf("of all messages %s are shown: only the selected one is next to none that is missing", f.pane())
	}
	f.do(action.MessagesDN, action.Last)
	f.want("at the end there is none", f.pane(), "")
	if _, ok := f.m.SelectedMessage(); ok || !f.m.Messages().Following {
		t.Error("a message is selected that is not shown")
	}
	f.do(action.Up, action.PageUp, action.First, action.Detail, action.Detail)
	f.do(action.MessagesDN)
	if len(f.m.Messages().Entries) != 4 {
		t.Error("all messages do not come back")
	}
}

// TestTwoDNsWithOneHash changes a message's hash to that of another DN.
func TestTwoDNsWithOneHash(t *testing.T) {
	l := newLog(MaxLogMessages, MaxLogBytes, asIs)
	logMessage(t, l, "7001", "")
	logMessage(t, l, "7002", "")
	l.entries[1].dn = event.HashDN("7001")
	only := l.subsetOf("7001")
	if got := only.before(l, l.End()); got != 1 {
		t.Errorf("message %d is taken for one of 7001", got)
	}
	if got := l.Before(l.End(), "7001"); got != 1 {
		t.Errorf("message %d is taken for one of 7001", got)
	}
}

// TestTextOfWhatHasLeft opens a message that has left the log, and keeps it.
func TestTextOfWhatHasLeft(t *testing.T) {
	f := newMessages(t)
	f.do(action.Detail)
	body := ""
	if entry, ok := f.m.SelectedMessage(); ok {
		body = string(entry.Body)
	}
	f.indicate("7001", "paused")
	f.flush()
	f.flood()
	entry, ok := f.m.SelectedMessage()
	if !ok || entry.Number != 10 || string(entry.Body) != body {
		t.Errorf("message %d is shown in place of the one that was opened", entry.Number)
	}
	f.do(action.Detail)
	if !f.m.Messages().Following {
		t.Error("the pane that followed before the message was opened does not follow again")
	}
	f.do(action.Up, action.Detail, action.Up)
	f.flood()
	f.do(action.Detail)
	if f.m.Messages().Following {
		t.Error("the pane in which the user moved follows")
	}
	f.do(action.Last)
	if !f.m.Messages().Following {
		t.Error("from what has left the log, end does not lead to the newest")
	}
}

func BenchmarkMessagesOfOneDN(b *testing.B) {
	f := newMessages(b)
	fillLog(f)
	for _, dn := range []string{"7001", "none"} {
		b.Run(dn, func(b *testing.B) {
			f.m.messages.only = f.m.log.subsetOf(dn)
			for b.Loop() {
				f.m.Messages()
				f.m.countNewer(1)
			}
		})
	}
}

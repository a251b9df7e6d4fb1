package messages

import (
	"testing"

	"capdeck/tlibconn/event"
)

// twoDNs has the link as message 1, the registrations of 7001 and 7002 as 2 and
// 3, and then eight messages of each in turn: 7001 has the even numbers.
func twoDNs(t testing.TB) *fixture {
	f := newFixture(t, "7001", "7002")
	for range 8 {
		f.indicate("7001", "enabled")
		f.indicate("7002", "disabled")
	}
	f.flush()
	return f
}

func (f *fixture) only(dn string) { f.reply = f.p.ShowOnly(dn) }

func TestMessagesOfOneDN(t *testing.T) {
	f := twoDNs(t)
	f.only("7001")
	f.want("the newest of 7001", f.shown(), "12 14 16 18")
	if view := f.p.View(); f.p.DN() != "7001" || !view.Following {
		t.Errorf("the view is %+v", view)
	}
	f.indicate("7002", "paused")
	f.indicate("7001", "paused") // 21
	f.link("sip-b:5000")
	f.flush()
	f.want("it follows", f.shown(), "16 18 21 22")
	f.scroll(up, pageUp)
	f.want("a page up", f.shown(), "12 14 16 18")
	f.indicate("7001", "enabled")
	f.indicate("7002", "enabled")
	f.flush()
	if got := f.p.View().Newer; got != 3 {
		t.Errorf("%d newer of 7001 and the link are below, want 3", got)
	}
	f.scroll(first)
	f.want("the first of 7001 and of the link", f.shown(), "1 2 4 6")
	f.search("userevent")
	f.want("no match among older ones", f.reply.NoMatch, "no older match")
	f.p.CloseSearch()
	f.searchNext(true)
	if f.selected() != 4 {
		t.Errorf("the search leaves the subset for %d", f.selected())
	}
	f.only("")
	f.want("all again, around the selected one", f.shown(), "2 3 4 5")
	if f.selected() != 4 || f.p.DN() != "" || !f.reply.Moved {
		t.Errorf("the view is %+v", f.p.View())
	}
	f.scroll(down)
	f.only("7002")
	if got := f.p.View(); f.p.DN() != "7002" || got.Selected != 5 {
		t.Errorf("the view is %+v", got)
	}
	f.only("")
	f.only("7001")
	if f.selected() != 4 {
		t.Errorf("where the selected one is another DN's, %d is selected instead of the next older one", f.selected())
	}
}

// TestMessagesOfOneDNLeave drops all of them from the log, once while the pane does not
// follow and once while it does.
func TestMessagesOfOneDNLeave(t *testing.T) {
	f := twoDNs(t)
	f.only("7001")
	f.scroll(up)
	f.flood()
	f.want("while all leave", f.shown(), "12 14 16 18")
	if got := f.p.View(); got.Newer != 0 || got.Selected != 16 && got.Selected != 18 {
		t.Errorf("the view is %+v", got)
	}
	f.only("")
	if got := f.p.View(); len(got.Entries) != 1 || got.Entries[0].Number != got.Selected {
		t.Errorf("of all messages %s are shown: only the selected one is next to none that is missing", f.shown())
	}
	f.only("7001")
	f.scroll(last)
	f.want("at the end there is none", f.shown(), "")
	if _, ok := f.p.Selected(); ok || !f.p.View().Following {
		t.Error("a message is selected that is not shown")
	}
	f.scroll(up, pageUp, first)
	f.p.Peek()
	f.p.EndPeek()
	f.only("")
	if len(f.p.View().Entries) != 4 {
		t.Error("all messages do not come back")
	}
}

// TestTwoDNsWithOneHash changes a message's hash to that of another DN.
func TestTwoDNsWithOneHash(t *testing.T) {
	l := newLog(MaxMessages, MaxBytes, asIs)
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

func BenchmarkMessagesOfOneDN(b *testing.B) {
	f := tenMessages(b)
	f.fill()
	for _, dn := range []string{"7001", "none"} {
		b.Run(dn, func(b *testing.B) {
			f.only(dn)
			for b.Loop() {
				f.p.View()
				f.p.countNewer(1)
			}
		})
	}
}

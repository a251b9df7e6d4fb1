package messages

import (
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// searchFixture has messages 1 (the link), 2 (the registration of 7001), and one of each
// kind that a search handles differently.
func searchFixture(t testing.TB) *fixture {
	f := newFixture(t, "7001")
	f.indicate("7001", "enabled")                                                                                                 // 3
	f.message(wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 59), wire.IntAttribute(wire.AttributeReferenceID, 118)) // 4
	f.message(wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 1161), wire.TextAttribute(wire.AttributeErrorMessage, "Incorrect  Object"))
	f.message(wire.EventAgentLogin, wire.TextAttribute(wire.AttributeThisDN, "7002"), wire.TextAttribute(wire.AttributeAgentID, "A. \xd8deg\xe5rd")) // 6
	answer := f.message(wire.EventACK, wire.LongAttribute(wire.AttributeConnID, 0x6f01b2c3d4e5f6))                                                   // 7
	answer.DN = "7009"
	broken := f.stamp(f.feed.Batch.AddMessage(event.KindMessage, []byte{2, 0, 0, 0, 96, 9, 9}, wire.Limits{})) // 8
	broken.Kind, broken.Problem = event.KindUndecodable, "attribute 9 is cut off"
	f.message(wire.EventUserEvent, wire.TextAttribute(wire.AttributeErrorMessage, strings.Repeat("z", MaxBody))) // 9
	f.flush()
	return f
}

// TestSearchFinds checks that a search finds the line of a message and its text, in upper
// or lower case.
func TestSearchFinds(t *testing.T) {
	tests := []struct {
		text string
		want uint64 // 0 for nothing
	}{
		{"link up", 1},
		{"EVENTREGISTERED", 2},
		{"enabled", 3},
		{"screen-capture", 3},
		{"AttributeThisDN '7001'", 3},
		{"ref 118", 4},
		{"attributereferenceid 118", 4},
		{"59 dn is not configured", 4}, // the text of the code, which the message lacks
		{"1161 incorrect  object", 5},
		{"ødeg", 6},
		{"7002", 6},
		{"7009", 7},
		{"006f01b2c3d4e5f6", 7},
		{"undecodable", 8},
		{"attribute 9 is cut off", 8},
		{"cut", 9},
		{"zzzz", 0}, // in an attribute that has lost its end, which no text shows
		{"no such text", 0},
		{"\\xd8", 0}, // it is shown as Ø
	}
	for _, tt := range tests {
		f := searchFixture(t)
		f.search(tt.text)
		if got := f.selected(); got != tt.want || tt.want == 0 && f.reply.NoMatch != "no older match" {
			t.Errorf("%q finds message %d and says %+v, want %d", tt.text, got, f.reply, tt.want)
		}
	}
}

func TestSearchNext(t *testing.T) {
	f := tenMessages(t) // 3 to 10 are indications
	f.scroll(up, up)
	f.search("USEREVENT")
	if f.selected() != 8 || !f.reply.Moved {
		t.Errorf("the search begins at %d instead of the selected one", f.selected())
	}
	f.p.CloseSearch()
	older, newer := func() { f.searchNext(false) }, func() { f.searchNext(true) }
	scroll := func(steps int) func() { return func() { f.scroll(steps) } }
	steps := []struct {
		what     string
		do       func()
		selected uint64
		noMatch  string
	}{
		{"older", older, 7, ""},
		{"older", older, 6, ""},
		{"newer", newer, 7, ""},
		{"first", scroll(first), 1, ""},
		{"newer", newer, 3, ""},
		{"older", older, 3, "no older match"},
		{"older", older, 3, "no older match"},
		{"last", scroll(last), 0, ""},
		{"newer", newer, 0, "no newer match"},
		{"older", older, 10, ""},
		{"newer", newer, 10, "no newer match"},
	}
	for i, step := range steps {
		step.do()
		if got := f.selected(); got != step.selected || f.reply.NoMatch != step.noMatch {
			t.Fatalf("step %d, %s: message %d is selected, %+v; want %d and %q", i, step.what, got, f.reply, step.selected, step.noMatch)
		}
	}
	f.p.ClearSearch()
	if _, started := f.p.SearchNext(false); started || f.p.Search().Text != "" {
		t.Error("a search without a text continues")
	}
}

// TestSearchIsCancelled checks that cancelling restores the pane, even if the log has
// changed in the meantime.
func TestSearchIsCancelled(t *testing.T) {
	f := tenMessages(t)
	f.search("registered")
	f.p.CloseSearch()
	f.scroll(last, up, up)
	f.search("eventregistered")
	f.want("the match", f.shown(), "1 2 3 4")
	f.search("userevent")
	f.want("another text begins where the search was opened", f.shown(), "7 8 9 10")
	f.search("eventregistered")
	f.search("")
	f.want("no text goes back", f.shown(), "7 8 9 10")
	f.search("eventregistered")
	f.indicate("7001", "disabled")
	f.flush()
	f.p.CancelSearch()
	f.want("cancelled", f.shown(), "7 8 9 10")
	if view := f.p.View(); view.Selected != 8 || view.Newer != 1 || f.p.Search().Text != "registered" || f.p.SearchOpen() {
		t.Errorf("cancelled: %d selected, %d newer, searched for %q", view.Selected, view.Newer, f.p.Search().Text)
	}
	f.scroll(last)
	f.search("eventregistered")
	f.p.CancelSearch()
	if !f.p.View().Following {
		t.Error("a pane that followed does not follow again")
	}
	if f.p.SearchFor("7001") != (Reply{}) || f.p.CancelSearch() != (Reply{}) || f.p.Search().Text != "registered" {
		t.Error("a search that is not open is typed")
	}
}

// TestSearchTakesBoundedSteps searches a full log and checks that no step examines more
// than its share, that each continues where the last one ended, and that moving ends the
// search.
func TestSearchTakesBoundedSteps(t *testing.T) {
	f := tenMessages(t)
	f.fill()
	f.search("no such text")
	for step := uint64(1); f.p.Search().Running; step++ {
		search := f.p.Search()
		if search.Done != step*stepMessages || search.All != MaxMessages {
			t.Fatalf("step %d: %d of %d were looked at", step, search.Done, search.All)
		}
		if step == 10 {
			f.p.CloseSearch()
		}
		f.reply = f.p.ContinueSearch()
	}
	f.want("the end", f.reply.NoMatch, "no older match in the log")
	if !f.p.View().Following {
		t.Error("the pane has moved")
	}

	f.searchNext(false)
	f.p.ContinueSearch()
	done := f.p.Search().Done
	if _, started := f.p.SearchNext(false); started {
		t.Error("the same direction again restarts the search")
	}
	if got := f.p.Search(); got.Done != done || !got.Running {
		t.Errorf("the same direction again changes the search: %+v", got)
	}
	f.p.StopSearch()
	if f.p.Search().Running || f.p.Search().Text == "" {
		t.Error("stopping does more or less than stop the search")
	}
	f.searchNext(false)
	f.scroll(up)
	if f.p.Search().Running {
		t.Error("moving does not stop the search")
	}
}

// TestSearchOfLongMessages checks the limit of the text that one step formats.
func TestSearchOfLongMessages(t *testing.T) {
	f := tenMessages(t)
	f.flood()
	f.search("no such text")
	const most = stepBytes/60_000 + 1
	if done := f.p.Search().Done; !f.p.Search().Running || done > most {
		t.Errorf("%d messages of 60,000 bytes were examined, want at most %d", done, most)
	}
}

// BenchmarkSearchStep measures the longest step of a search: small messages, and
// long ones that consist mostly of escapes.
func BenchmarkSearchStep(b *testing.B) {
	for name, fill := range map[string]func(*fixture){
		"small":   (*fixture).fill,
		"long":    (*fixture).flood,
		"escapes": func(f *fixture) { f.floodWith(strings.Repeat("\x01", 60_000)) },
	} {
		b.Run(name, func(b *testing.B) {
			f := tenMessages(b)
			fill(f)
			f.search("no such text")
			longest := time.Duration(0)
			for b.Loop() {
				if !f.p.Search().Running {
					f.p.CancelSearch()
					f.search("no such text")
				}
				begun := time.Now()
				f.p.ContinueSearch()
				longest = max(longest, time.Since(begun))
			}
			b.ReportMetric(float64(longest.Microseconds()), "us/longest")
		})
	}
}

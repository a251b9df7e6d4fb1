package model

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"capdeck/model/action"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// prompts opens the search with a text.
func (f *floor) prompts(text string) *Prompt {
	f.do(action.Filter)
	f.update(PromptText{Now: f.now, Text: text})
	return f.m.Prompt()
}

func (f *floor) promptKey(key string) { f.update(PromptKey{Now: f.now, Key: key}) }

// searchFloor has messages 1 (the link), 2 (the registration of 7001), and one
// of each kind that a search has something of its own to find in.
func searchFloor(t testing.TB) *floor {
	f := newFloor(t, 1, Options{Text: func(text []byte) string { return strings.ReplaceAll(string(text), "\xd8", "Ø") }})
	f.indicate("7001", "enabled")                                                                                                                    // 3
	f.message(event.KindMessage, wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 59), wire.IntAttribute(wire.AttributeReferenceID, 118)) // 4
	f.message(event.KindMessage, wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 1161), wire.TextAttribute(wire.AttributeErrorMessage, "Incorrect  Object"))
	f.message(event.KindMessage, wire.EventAgentLogin, wire.TextAttribute(wire.AttributeThisDN, "7002"), wire.TextAttribute(wire.AttributeAgentID, "A. \xd8deg\xe5rd")) // 6
	answer := f.message(event.KindMessage, wire.EventACK, wire.LongAttribute(wire.AttributeConnID, 0x6f01b2c3d4e5f6))                                                   // 7
	answer.DN = "7009"
	broken := f.stamp(f.batch.AddMessage(event.KindMessage, []byte{2, 0, 0, 0, 96, 9, 9}, wire.Limits{})) // 8
	broken.Kind, broken.Problem = event.KindUndecodable, "attribute 9 is cut off"
	f.message(event.KindMessage, wire.EventUserEvent, wire.TextAttribute(wire.AttributeErrorMessage, strings.Repeat("z", MaxLogBody))) // 9
	f.flush()
	f.do(action.NextPane)
	return f
}

// TestSearchFinds holds what a search looks at: what a line says and what the
// message's text says, however it is written.
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
		f := searchFloor(t)
		p := f.prompts(tt.text)
		if got := f.m.Messages().Selected; got != tt.want || tt.want == 0 && p.Problem != "no older match" {
			t.Errorf("%q finds message %d and says %q, want %d", tt.text, got, p.Problem, tt.want)
		}
	}
}

func TestSearchGoesOn(t *testing.T) {
	f := newMessages(t) // 3 to 10 are indications
	f.do(action.Up, action.Up)
	f.prompts("USEREVENT")
	f.want("from the selected one", fmt.Sprint(f.m.Messages().Selected), "8")
	f.promptKey("enter")
	steps := []struct {
		id       action.ID
		selected uint64
		note     string
	}{
		{action.SearchOlder, 7, ""},
		{action.SearchOlder, 6, ""},
		{action.SearchNewer, 7, ""},
		{action.First, 1, ""},
		{action.SearchNewer, 3, ""},
		{action.SearchOlder, 3, "no older match: USEREVENT"},
		{action.SearchOlder, 3, "no older match: USEREVENT"},
		{action.Last, 0, ""},
		{action.SearchNewer, 0, "no newer match: USEREVENT"},
		{action.SearchOlder, 10, ""},
		{action.SearchNewer, 10, "no newer match: USEREVENT"},
	}
	for i, step := range steps {
		f.do(step.id)
		if got := f.m.Messages().Selected; got != step.selected || f.m.Note().Text != step.note {
			t.Fatalf("step %d, %s: message %d is selected and %q said, want %d and %q", i, step.id, got, f.m.Note().Text, step.selected, step.note)
		}
	}
	f.do(action.Clear)
	if f.m.Search().Text != "" || f.m.Focus() != action.PaneMessages {
		t.Error("esc does not take the search away first")
	}
	f.do(action.SearchOlder)
	if !f.m.Note().IsError {
		t.Error("without a text, the key for the next hit says nothing")
	}
}

// TestSearchIsGivenBack holds that esc shows what was shown before, also
// where the log has moved on.
func TestSearchIsGivenBack(t *testing.T) {
	f := newMessages(t)
	f.do(action.Up, action.Up)
	f.prompts("eventregistered")
	f.want("the hit", f.pane(), "1 2 3 4")
	f.update(PromptText{Now: f.now, Text: "userevent"})
	f.want("another text begins where the search was opened", f.pane(), "7 8 9 10")
	f.update(PromptText{Now: f.now, Text: "eventregistered"})
	f.indicate("7001", "disabled")
	f.flush()
	f.promptKey("esc")
	f.want("given back", f.pane(), "7 8 9 10")
	if view := f.m.Messages(); view.Selected != 8 || view.Newer != 1 || f.m.Search().Text != "" {
		t.Errorf("given back: %d selected, %d newer, searched for %q", view.Selected, view.Newer, f.m.Search().Text)
	}
	f.do(action.Last)
	f.prompts("eventregistered")
	f.promptKey("esc")
	if !f.m.Messages().Following {
		t.Error("a pane that followed does not follow again")
	}
	f.do(action.NextPane)
	f.do(action.Filter)
	f.want("on the board the prompt", f.m.Prompt().Label, "/")
}

// fillLog makes the log full of small messages.
func fillLog(f *floor) {
	for range MaxLogMessages / 1000 {
		for range 1000 {
			f.indicate("7001", "enabled")
		}
		f.flush()
	}
	f.effects = nil
}

// TestSearchTakesBoundedSteps searches a full log: no Update looks at more
// than its share, each asks for the next, and a key ends it.
func TestSearchTakesBoundedSteps(t *testing.T) {
	f := newMessages(t)
	fillLog(f)
	p := f.prompts("no such text")
	for step := uint64(1); f.m.Search().Running; step++ {
		search := f.m.Search()
		if search.Done != step*searchMessages || search.All != MaxLogMessages {
			t.Fatalf("step %d: %d of %d were looked at", step, search.Done, search.All)
		}
		if wakes := f.wakes(); len(wakes) != 1 || wakes[0] > shortestWake {
			t.Fatalf("step %d: the search asks to go on in %v", step, wakes)
		}
		if step == 10 {
			f.promptKey("enter")
		}
		f.later(shortestWake)
	}
	f.want("the end, behind the prompt", f.m.Note().Text, "no older match in the log: no such text")
	if p.Problem != "" || !f.m.Messages().Following {
		t.Errorf("the pane has moved, or the prompt that was closed says %q", p.Problem)
	}

	f.do(action.SearchOlder)
	f.later(shortestWake)
	done := f.m.Search().Done
	f.do(action.SearchOlder)
	if got := f.m.Search(); got.Done != done || !got.Running {
		t.Errorf("the same key again begins anew: %+v", got)
	}
	f.do(action.Clear)
	if f.m.Search().Running || f.m.Search().Text == "" || f.m.Focus() != action.PaneMessages {
		t.Error("esc does more or less than stop the search")
	}
	f.do(action.SearchOlder)
	f.do(action.Up)
	if f.m.Search().Running {
		t.Error("another key does not stop the search")
	}
}

// TestSearchOfLongMessages bounds the text that one Update makes.
func TestSearchOfLongMessages(t *testing.T) {
	f := newMessages(t)
	f.flood()
	f.prompts("no such text")
	const most = searchBytes/60_000 + 1
	if done := f.m.Search().Done; !f.m.Search().Running || done > most {
		t.Errorf("%d messages of 60,000 bytes were looked at, at most %d are to be", done, most)
	}
	f.effects = nil
}

// BenchmarkSearchStep is the longest that one Update searches: small messages,
// and long ones of which most is written as escapes.
func BenchmarkSearchStep(b *testing.B) {
	for name, fill := range map[string]func(*floor){
		"small":   fillLog,
		"long":    (*floor).flood,
		"escapes": func(f *floor) { f.floodWith(strings.Repeat("\x01", 60_000)) },
	} {
		b.Run(name, func(b *testing.B) {
			f := newMessages(b)
			fill(f)
			f.prompts("no such text")
			longest := time.Duration(0)
			for b.Loop() {
				if !f.m.Search().Running {
					f.promptKey("esc")
					f.prompts("no such text")
				}
				begun := time.Now()
				f.later(shortestWake)
				longest = max(longest, time.Since(begun))
				f.effects = nil
			}
			b.ReportMetric(float64(longest.Microseconds()), "us/longest")
		})
	}
}

// TestNotesNameTheKeyInForce: a note that tells to press a key names the one that the
// configuration has, or says that there is none.
func TestNotesNameTheKeyInForce(t *testing.T) {
	const search, bytes = "nothing is searched for: %s in the messages first", "no message is open: select one in the messages and %s first"
	for _, test := range []struct {
		keys           map[action.ID][]string
		filter, detail string
	}{
		{nil, "press /", "press enter"},
		{map[action.ID][]string{action.Filter: {"f5", "/"}, action.Detail: {"f6"}}, "press f5", "press f6"},
		{map[action.ID][]string{action.Filter: {}, action.Detail: {}}, "bind a key to the action filter and press it", "bind a key to the action detail and press it"},
	} {
		f := newFloor(t, 1, Options{Keys: test.keys})
		f.do(action.SearchOlder)
		f.want("search", f.m.Note().Text, fmt.Sprintf(search, test.filter))
		f.do(action.Bytes)
		f.want("bytes", f.m.Note().Text, fmt.Sprintf(bytes, test.detail))
	}
}

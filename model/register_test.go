package model

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/effect"
)

// registers types DNs into the prompt and presses enter.
func (f *floor) registers(text string) {
	f.do(action.Register)
	f.update(OverlayText{Now: f.now, Text: text})
	f.press("enter")
}

// session takes the requests to the session out of the effects.
func (f *floor) session() string {
	var all []string
	for _, e := range f.effects {
		switch e := e.(type) {
		case effect.Register:
			all = append(all, "+"+strings.Join(e.DNs, " "))
		case effect.Unregister:
			all = append(all, "-"+strings.Join(e.DNs, " "))
		}
	}
	f.effects = nil
	return strings.Join(all, " ")
}

func TestRegister(t *testing.T) {
	f := newFloor(t, 3, Options{ReadOnly: true})
	f.registers("7003-7005,sales-west")
	f.want("session", f.session(), "+7004 7005 sales-west")
	f.want("board", f.visible(), "7001 7002 7003 7004 7005")
	f.want("note", f.m.Note().Text, "added 3 DNs, which are being registered; 1 was already on the board")
	f.want("cursor", f.cursor(), "7001")
	f.do(action.Register)
	f.press("ctrl+p")
	f.want("history", f.m.Overlay().Prompt().Text, "7003-7005,sales-west")
	f.press("esc")
	f.registers("")
	f.want("session", f.session(), "")
	if f.m.Overlay().Prompt() != nil {
		t.Error("enter on nothing keeps the prompt")
	}
}

func TestRegisterRefusesWhatIsNoDN(t *testing.T) {
	for text, problem := range map[string]string{
		"7003-7001":              "reversed: write 7001-7003",
		"7009,7009":              "the DN 7009 is listed twice",
		"7009,,7010":             "item 2 of the DN list",
		"7001":                   "DN 7001 is already on the board",
		"7001-7003":              "all 3 DNs are already on the board",
		"70\x1b[2J":              "control character",
		"000000-099999":          "more than 100000 DNs",
		"000001-999999":          "at most 100000",
		strings.Repeat("7", 300): "at most 255",
	} {
		f := newFloor(t, 3, Options{})
		f.registers(text)
		if p := f.m.Overlay().Prompt(); p == nil || !strings.Contains(p.Problem, problem) {
			t.Errorf("%.20q: the prompt is %+v, want a problem with %q", text, p, problem)
		}
		f.want("session", f.session(), "")
		if f.m.Board().Len() != 3 {
			t.Errorf("%.20q: the board has %d DNs", text, f.m.Board().Len())
		}
	}
}

func TestUnregister(t *testing.T) {
	f := newFloor(t, 5, Options{ReadOnly: true})
	f.do(action.Down, action.Mark, action.Down, action.Mark, action.Unregister)
	d := f.m.Overlay().Dialog()
	if d == nil || d.Focus != 0 || !slices.Equal(d.Targets, []board.Key{keyOf("7002"), keyOf("7004")}) {
		t.Fatalf("the dialog is %+v", d)
	}
	f.want("question", d.Question, "Remove 2 DNs from the board?")
	f.shown()
	f.press("enter") // which is to do nothing
	f.want("session", f.session(), "")
	f.do(action.Unregister)
	f.shown()
	f.press("y")
	f.want("session", f.session(), "-7002 7004")
	f.want("board", f.visible(), "7001 7003 7005")
	f.want("note", f.m.Note().Text, "removed 2 DNs from the board")
	if hits := f.hits(); len(hits) != 0 {
		t.Errorf("a key would hit %v", hits)
	}
	f.do(action.Unregister)
	if f.m.Overlay().Dialog() != nil || !strings.Contains(f.m.Note().Text, "from the board") {
		t.Errorf("the note is %q", f.m.Note().Text)
	}
	f.registers("7002")
	f.want("back at the end", f.visible(), "7001 7003 7005 7002")
}

// TestUnregisterEndsCommands has a command that waits for an answer, and one that is not
// known to have been sent: both get an outcome for the journal.
func TestUnregisterEndsCommands(t *testing.T) {
	f := newFloor(t, 3, Options{Confirm: ConfirmNever})
	f.do(action.Start)
	f.leave()
	f.accept("7001")
	f.do(action.Down, action.Start) // its KindSent event is on the way
	f.do(action.MarkAll, action.Unregister)
	if d := f.m.Overlay().Dialog(); !strings.Contains(d.Question, "2 commands wait for an answer") {
		t.Errorf("the question is %q", d.Question)
	}
	f.shown()
	f.effects = nil
	f.press("y")
	var outcomes []string
	for _, e := range f.effects {
		if ended, ok := e.(effect.Outcomes); ok {
			for _, c := range ended.Commands {
				outcomes = append(outcomes, fmt.Sprintf("%s %s: %s", c.Key.DN, c.Life, c.Why))
			}
		}
	}
	const want = "7001 unanswered: the DN was taken off the board, 7002 lost: the DN was taken off the board"
	f.want("outcomes", strings.Join(outcomes, ", "), want)
	if open := f.m.Board().Counters().OpenCommands; open != 0 {
		t.Errorf("%d commands are open", open)
	}
}

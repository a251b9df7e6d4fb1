package overlay

import (
	"fmt"
	"testing"

	"capdeck/model/board"
)

// keys returns the board keys of n DNs from 7001 on.
func keys(n int) []board.Key {
	all := make([]board.Key, n)
	for i := range all {
		all[i] = board.Key{Site: "sip-a", DN: fmt.Sprint(7001 + i)}
	}
	return all
}

// askToStop opens a dialog for two DNs, one of which the filter hides.
func askToStop(o *Overlay) {
	two := keys(2)
	o.OpenDialog(Dialog{
		Question: "Stop?", Targets: two, Hidden: map[board.Key]struct{}{two[1]: {}},
		Choices: []Choice{{Label: "cancel"}, {Label: "stop", Targets: two}, {Label: "visible only", Targets: two[:1]}},
	})
}

// pressAll presses keys and returns the last Result that is not nil.
func pressAll(o *Overlay, keys ...string) (last Result) {
	for _, key := range keys {
		if result := o.Press(key); result != nil {
			last = result
		}
	}
	return last
}

// answered returns the DNs of an answer, or "" if there was none.
func answered(result Result) string {
	text := ""
	if answer, ok := result.(Answered); ok {
		for _, key := range answer.Targets {
			text += key.DN + " "
		}
	}
	return text
}

func TestDialogTakesNothingBeforeItWasShown(t *testing.T) {
	var o Overlay
	askToStop(&o)
	result := pressAll(&o, "y", "right", "enter", "space")
	if d := o.Dialog(); result != nil || d == nil || d.Focus != 0 {
		t.Fatal("a dialog that was never on the screen accepted an answer")
	}
	o.Shown(o.Dialog().ID+1, "")
	if result := o.Press("y"); result != nil {
		t.Errorf("another dialog was shown, and this one took %v", result)
	}
	o.Press("esc")
	if o.IsOpen() {
		t.Error("esc did not close it")
	}
	askToStop(&o)
	o.Shown(o.Dialog().ID, "")
	if got := answered(o.Press("y")); got != "7001 7002 " {
		t.Errorf("yes is for %q", got)
	}
}

func TestDialogChoices(t *testing.T) {
	const all, visible = "7001 7002 ", "7001 "
	tests := []struct {
		name   string
		keys   []string
		answer string
		open   bool
	}{
		{"cancel has the focus", []string{"enter"}, "", false},
		{"space takes the focus too", []string{"space"}, "", false},
		{"moved", []string{"right", "enter"}, all, false},
		{"moved too far", []string{"tab", "right", "l", "enter"}, visible, false},
		{"moved and back", []string{"right", "left", "h", "shift+tab", "enter"}, "", false},
		{"yes", []string{"y"}, all, false},
		{"yes with the focus on another answer", []string{"right", "right", "y"}, visible, false},
		{"no", []string{"n"}, "", false},
		{"esc", []string{"right", "esc"}, "", false},
		{"ctrl+c", []string{"right", "ctrl+c"}, "", false},
		{"any other key", []string{"x"}, "", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var o Overlay
			askToStop(&o)
			o.Shown(o.Dialog().ID, "")
			if got := answered(pressAll(&o, test.keys...)); got != test.answer || o.IsOpen() != test.open {
				t.Errorf("the answer is for %q, open is %v", got, o.IsOpen())
			}
		})
	}
}

// TestMenuHasNoYes checks that the yes key does not answer a choice of alternatives.
func TestMenuHasNoYes(t *testing.T) {
	var o Overlay
	o.OpenDialog(Dialog{Purpose: 3, Text: "x.csv", Menu: true, Choices: []Choice{{Label: "cancel"}, {Label: "overwrite"}}})
	o.Shown(o.Dialog().ID, "")
	if result := o.Press(YesKey); result != nil || !o.IsOpen() {
		t.Errorf("yes came to %v", result)
	}
	answer, ok := pressAll(&o, "right", "enter").(Answered)
	if !ok || answer.Purpose != 3 || answer.Text != "x.csv" {
		t.Errorf("the answer is %+v", answer)
	}
}

func TestCtrlCAnswersOnlyWhatItAsked(t *testing.T) {
	for _, test := range []struct{ answers, shown, want bool }{{true, true, true}, {true, false, false}, {false, true, false}} {
		var o Overlay
		o.OpenDialog(Dialog{CtrlCAnswers: test.answers, Choices: []Choice{{Label: "stay"}, {Label: "quit"}}})
		if test.shown {
			o.Shown(o.Dialog().ID, "")
		}
		if _, is := o.Press("ctrl+c").(Answered); is != test.want || o.IsOpen() {
			t.Errorf("%+v: answered is %v, open %v", test, is, o.IsOpen())
		}
	}
}

func TestDialogListScrolls(t *testing.T) {
	var o Overlay
	o.Resize(Size{Dialog: 3})
	o.OpenDialog(Dialog{Targets: keys(10), Choices: []Choice{{Label: "cancel"}, {Label: "start"}}})
	o.Shown(o.Dialog().ID, "")
	for _, step := range []struct {
		key string
		top int
	}{{"up", 0}, {"down", 1}, {"pgdown", 4}, {"pgdown", 7}, {"j", 7}, {"k", 6}, {"pgup", 3}} {
		o.Press(step.key)
		if got := o.Dialog().Top; got != step.top {
			t.Errorf("after %s the list begins at %d, want %d", step.key, got, step.top)
		}
	}
	o.Scroll(-100)
	if got := o.Dialog().Top; got != 0 {
		t.Errorf("after the wheel it begins at %d", got)
	}
}

func TestDialogKnowsWhatWasHidden(t *testing.T) {
	var o Overlay
	askToStop(&o)
	if d := o.Dialog(); d.Hides(d.Targets[0]) || !d.Hides(d.Targets[1]) || d.Hides(board.Key{}) {
		t.Errorf("the filter hid %v", d.Hidden)
	}
}

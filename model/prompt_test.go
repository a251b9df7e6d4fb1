package model

import (
	"strings"
	"testing"

	"capdeck/model/action"
	"capdeck/model/overlay"
)

// filterPrompt opens the prompt of the filter, types a text and returns the prompt.
func (f *floor) filterPrompt(text string) *overlay.Prompt {
	f.do(action.Filter)
	f.update(OverlayText{Now: f.now, Text: text})
	return f.m.Overlay().Prompt()
}

func TestFilterCompletion(t *testing.T) {
	f := newFloor(t, 4, Options{})
	for _, test := range []struct{ text, completion string }{
		{"!st", "!state:"}, {"state:paused", ""}, {"team:n", "team:night"}, {"fault:", ""},
	} {
		f.want(test.text, f.filterPrompt(test.text).Completion, test.completion)
		f.press("tab")
		if got := f.m.Overlay().Prompt().Text; test.completion != "" && got != test.completion || test.completion == "" && got != test.text {
			t.Errorf("tab makes %q of %q", got, test.text)
		}
		f.press("esc")
	}
	f.refuse("7002")
	f.flush()
	f.want("a fault of the board", f.filterPrompt("fault:re").Completion, `fault:"`+f.m.Board().Row(keyOf("7002")).Fault().String()+`"`)
	f.press("esc")
	f.filterPrompt("team:ni")
	f.press("tab")
	f.want("tab filters at once", f.visible(), "7002 7004")
}

// TestTabStepsThroughAllCompletions checks that tab and shift+tab reach all completions, say
// which one of how many is there, and begin anew when the user types.
func TestTabStepsThroughAllCompletions(t *testing.T) {
	f := newFloor(t, 4, Options{})
	prompt := f.filterPrompt("state:")
	want := func(key, text, place string) {
		t.Helper()
		f.press(key)
		f.want(key, prompt.Text, text)
		if !strings.HasPrefix(prompt.Hint, place) {
			t.Errorf("after %s the hint is %q, want %q", key, prompt.Hint, place)
		}
	}
	want("tab", "state:fault", "1 of 6  tab next")
	want("tab", "state:off", "2 of 6")
	want("shift+tab", "state:fault", "1 of 6")
	want("shift+tab", "state:unknown", "6 of 6")
	f.want("it is in force", f.visible(), "7001 7002 7003 7004")
	want("tab", "state:fault", "1 of 6")
	f.update(OverlayText{Now: f.now, Text: "te"})
	want("tab", "team:", "enter keep")
	want("tab", "team:day", "1 of 2")
	f.update(OverlayText{Now: f.now, Text: "x"})
	want("tab", "x", "enter keep")
}

func TestFilterHistory(t *testing.T) {
	f := newFloor(t, 4, Options{})
	for _, text := range []string{"7001", "team:day", "7001", "7002"} {
		f.filterPrompt(text)
		f.press("enter")
	}
	f.filterPrompt("given up")
	f.press("esc")
	f.want("esc gives the filter back", f.m.Rows().Filter().Text, "7002")
	f.filterPrompt("dra")
	walk := func(key, want string) {
		t.Helper()
		f.press(key)
		f.want(key, f.m.Overlay().Prompt().Text, want)
	}
	walk("ctrl+p", "7002")
	f.want("what is shown again filters", f.visible(), "7002")
	walk("ctrl+p", "7001")
	walk("ctrl+p", "team:day")
	walk("ctrl+p", "team:day")
	walk("ctrl+n", "7001")
	walk("ctrl+n", "7002")
	walk("ctrl+n", "dra")
	walk("ctrl+n", "dra")
}

func TestKeysThatNoPromptWaitsFor(t *testing.T) {
	f := newFloor(t, 3, Options{})
	f.update(OverlayText{Now: f.now, Text: "7002"})
	f.press("enter")
	f.want("text without a prompt", f.visible(), "7001 7002 7003")
	f.do(action.Filter, action.Start)
	f.want("an action behind a prompt", f.sent(), "")
}

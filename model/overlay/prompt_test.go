package overlay

import (
	"fmt"
	"strings"
	"testing"
)

const typedFilter Purpose = 1

// enter types a line into a prompt that remembers lines, and accepts it.
func enter(o *Overlay, line string) {
	o.OpenPrompt(Prompt{Purpose: typedFilter, Remembers: true})
	o.SetText(line)
	o.Press("enter")
	o.Accept()
}

func TestPromptRecallsLines(t *testing.T) {
	var o Overlay
	for _, line := range []string{"7001", "team:day", "7001", "7002"} {
		enter(&o, line)
	}
	o.OpenPrompt(Prompt{Purpose: typedFilter, Remembers: true, Before: "7002"})
	o.SetText("given up")
	if got := o.Press("esc"); got != (GivenUp{Purpose: typedFilter, Before: "7002"}) || o.IsOpen() {
		t.Errorf("esc came to %+v", got)
	}
	o.OpenPrompt(Prompt{Purpose: typedFilter, Remembers: true})
	o.SetText("dra")
	for _, step := range []struct{ key, want string }{
		{"ctrl+p", "7002"},
		{"ctrl+p", "7001"},
		{"ctrl+p", "team:day"},
		{"ctrl+p", ""},
		{"ctrl+n", "7001"},
		{"ctrl+n", "7002"},
		{"ctrl+n", "dra"},
		{"ctrl+n", ""},
	} {
		result := o.Press(step.key)
		if want := (Typed{Purpose: typedFilter, Text: step.want}); step.want != "" && result != want || step.want == "" && result != nil {
			t.Errorf("%s came to %+v, want %q", step.key, result, step.want)
		}
	}
	o.OpenPrompt(Prompt{Purpose: typedFilter + 1, Remembers: true})
	if result := o.Press("ctrl+p"); result != nil {
		t.Errorf("a prompt of another purpose recalled %+v", result)
	}
	o.OpenPrompt(Prompt{Purpose: typedFilter})
	if result := o.Press("ctrl+p"); result != nil {
		t.Errorf("a prompt that remembers nothing recalled %+v", result)
	}
}

func TestHistoryIsBounded(t *testing.T) {
	var h history
	for i := range 3 * mostHistory {
		h.add(fmt.Sprint(i))
	}
	h.add(strings.Repeat("7", longestKept+1))
	h.add("")
	if len(h.lines) != mostHistory || h.lines[0] != fmt.Sprint(2*mostHistory) {
		t.Errorf("%d lines from %s on", len(h.lines), h.lines[0])
	}
}

func TestTabCompletes(t *testing.T) {
	var o Overlay
	o.OpenPrompt(Prompt{Purpose: typedFilter, Text: "st", Advice: Advice{Completion: "state:"}})
	for key, step := range map[string]int{"tab": 1, "shift+tab": -1} {
		if got := o.Press(key); got != (Completing{typedFilter, "st", step}) || o.Prompt().Text != "st" {
			t.Errorf("%s came to %+v", key, got)
		}
	}
	o.Advise(Advice{Problem: "no", Hint: "hint", Completion: "state:off"})
	o.SetText("x")
	if p := o.Prompt(); p.Problem != "" || p.Completion != "" || p.Hint != "hint" {
		t.Errorf("after a change the advice is still %+v", p.Advice)
	}
}

// TestPromptStaysUntilAccepted checks that enter alone does not close a prompt: the line
// can be refused.
func TestPromptStaysUntilAccepted(t *testing.T) {
	var o Overlay
	o.OpenPrompt(Prompt{Purpose: typedFilter, Text: "x"})
	o.SetProblem("not a file")
	entered, ok := o.Press("enter").(Entered)
	if !ok || entered.Text != "x" || entered.Problem != "not a file" || o.Prompt() == nil {
		t.Errorf("enter came to %+v", entered)
	}
	o.Accept()
	if o.IsOpen() {
		t.Error("the prompt is still open")
	}
}

func TestPromptMoves(t *testing.T) {
	var o Overlay
	o.OpenPrompt(Prompt{Purpose: typedFilter})
	for key, want := range map[string]Result{"up": Moved{typedFilter, -1}, "down": Moved{typedFilter, 1}, "pgdown": nil, "x": nil} {
		if got := o.Press(key); got != want {
			t.Errorf("%s came to %+v", key, got)
		}
	}
}

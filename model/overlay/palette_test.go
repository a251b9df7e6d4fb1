package overlay

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"capdeck/model/action"
)

func someRows() []action.Row {
	return []action.Row{
		{ID: "start", Help: "start the capture"},
		{ID: "stop", Help: "stop it"},
		{ID: "pause", Help: "pause it"},
		{ID: "resume", Help: "resume it"},
		{ID: "query", Help: "ask the recorder"},
		{ID: "resync", Help: "ask again"},
		{ID: "mark-all", Help: "mark all that the filter shows"},
		{ID: "sort-reverse", Help: "reverse the order"},
	}
}

// names returns the actions that a palette lists.
func names(p *Palette) string {
	var all []string
	for _, line := range p.Lines {
		all = append(all, string(line.Action.ID))
	}
	return strings.Join(all, " ")
}

func TestPaletteShowsWhatMatches(t *testing.T) {
	line := searchActions(someRows(), "mar fil")[0]
	if !slices.Equal(line.InID, []int{0, 1, 2}) || !slices.Equal(line.InHelp, []int{18, 19, 20}) {
		t.Errorf("%v of the name and %v of the help match", line.InID, line.InHelp)
	}
}

func TestPaletteBeginsWithWhatWasUsedLast(t *testing.T) {
	var o Overlay
	for _, id := range []action.ID{action.Query, action.Pause, action.Query} {
		o.Used(id)
	}
	o.OpenPalette(someRows())
	if got := names(o.Palette()); !strings.HasPrefix(got, "query pause start stop resume ") {
		t.Errorf("the palette begins with %q", got)
	}
}

func TestPaletteSelectionIsAnAction(t *testing.T) {
	var o Overlay
	o.OpenPalette(someRows())
	o.Resize(Size{Palette: 3})
	p := o.Palette()
	for _, step := range []struct {
		what string
		do   func()
		want action.ID
	}{
		{"down", func() { pressAll(&o, "down", "down", "down") }, "resume"},
		{"a text that matches it", func() { o.SetText("re") }, "resume"},
		{"a text that does not", func() { o.SetText("rev") }, "sort-reverse"},
		{"a text that matches nothing", func() { o.SetText("xyzzy"); o.Press("down") }, ""},
		{"no text", func() { o.SetText("") }, "start"},
		{"pages", func() { pressAll(&o, "pgdown", "pgdown") }, "mark-all"},
		{"the wheel", func() { o.Scroll(-3) }, "resume"},
		{"pages back", func() { pressAll(&o, "pgup", "pgup", "up") }, "start"},
		{"a click", func() { o.Select("pause") }, "pause"},
		{"a click on what is not listed", func() { o.Select("none such") }, "pause"},
	} {
		step.do()
		if p.Chosen != step.want {
			t.Errorf("after %s %q is chosen, want %q", step.what, p.Chosen, step.want)
		}
		if at := p.index(p.Chosen); at >= 0 && (at < p.Top || at >= p.Top+3) {
			t.Errorf("after %s line %d is chosen, and 3 are shown from %d", step.what, at, p.Top)
		}
	}
	if p.All() != len(someRows()) {
		t.Errorf("the palette searches %d actions", p.All())
	}
}

// TestPalettePicksNothingUnseen types ahead of the terminal.
func TestPalettePicksNothingUnseen(t *testing.T) {
	var o Overlay
	o.OpenPalette(someRows())
	id := o.Palette().ID
	o.SetText("query")
	unseen := func(what, problem string) {
		t.Helper()
		if got := o.Press("enter"); got != nil || o.Palette() == nil || o.Prompt().Problem != problem {
			t.Errorf("%s: enter came to %v, the problem is %q", what, got, o.Prompt().Problem)
		}
	}
	const early = "enter came before query was shown: press it again"
	unseen("before any frame", early)
	o.Shown(id, "start")
	unseen("the terminal shows another action", early)
	o.Shown(id+1, "query")
	unseen("another palette was shown", early)
	o.Shown(id, "query")
	o.Shown(id, "")
	unseen("it is no longer shown", early)
	o.SetText("xyzzy")
	unseen("nothing matches", "no command matches")
	o.SetText("query")
	o.Shown(id, "query")
	if got := o.Press("enter"); got != (Picked{"query"}) || o.IsOpen() {
		t.Errorf("enter came to %v, open is %v", got, o.IsOpen())
	}
}

func TestSearchTakesAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, line := range searchActions(someRows(), rapid.String().Draw(t, "text")) {
			for what, in := range map[string][]int{string(line.Action.ID): line.InID, line.Action.Help: line.InHelp} {
				for _, at := range in {
					if at >= len(what) {
						t.Fatalf("byte %d of %q matches", at, what)
					}
				}
			}
		}
	})
}

// TestAnyKeysInAnyOrder opens, types and presses anything in any order, and checks that
// a key changes only what is open, and that the selection is always a listed action.
func TestAnyKeysInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var o Overlay
		o.Resize(Size{Dialog: 2, Palette: 3, Help: 5, HelpBeyond: 10})
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			switch rapid.IntRange(0, 9).Draw(t, "step") {
			case 0:
				askToStop(&o)
			case 1:
				o.OpenPrompt(Prompt{Purpose: typedFilter, Remembers: true})
			case 2:
				o.OpenPalette(someRows())
			case 3:
				o.OpenPicker(nil)
			case 4:
				o.ToggleHelp()
			case 5:
				o.SetText(rapid.SampledFrom([]string{"", "st", "xyzzy", "re"}).Draw(t, "text"))
			case 6:
				o.Scroll(rapid.IntRange(-5, 5).Draw(t, "wheel"))
			case 7:
				if p := o.Palette(); p != nil {
					o.Shown(p.ID, p.Chosen)
				} else if d := o.Dialog(); d != nil {
					o.Shown(d.ID, "")
				}
			default:
				o.Press(rapid.SampledFrom([]string{"enter", "esc", "y", "right", "tab", "down", "up", "pgdown", "space", "w", "r", "ctrl+p"}).Draw(t, "key"))
			}
			if p := o.Palette(); p != nil && (p.Chosen != "" || len(p.Lines) > 0) && p.index(p.Chosen) < 0 {
				t.Fatalf("%q is chosen and not listed", p.Chosen)
			}
			if h := o.Help(); h != nil && (h.Top < 0 || h.Top > h.Beyond) {
				t.Fatalf("the help begins at %s", fmt.Sprint(h.Top))
			}
			if o.TakesKeys() != (o.IsOpen() && o.Help() == nil) {
				t.Fatal("something other than the help leaves keys to the actions")
			}
		}
	})
}

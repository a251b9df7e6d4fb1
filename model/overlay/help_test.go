package overlay

import "testing"

func TestHelpScrollsAsFarAsItGoes(t *testing.T) {
	var o Overlay
	o.Resize(Size{Help: 5, HelpBeyond: 7})
	o.ToggleHelp()
	for _, step := range []struct{ steps, top int }{{3, 3}, {100, 7}, {-1, 6}, {-100, 0}, {6, 6}} {
		if o.Scroll(step.steps); o.Help().Top != step.top {
			t.Errorf("after %d lines the help begins at %d, want %d", step.steps, o.Help().Top, step.top)
		}
	}
	if o.Resize(Size{Help: 8, HelpBeyond: 4}); o.Help().Top != 4 {
		t.Errorf("in a larger window it begins at %d", o.Help().Top)
	}
	o.ToggleHelp()
	if o.ShowsHelp() {
		t.Error("the help is still open")
	}
	if o.ToggleHelp(); o.Help().Top != 0 {
		t.Errorf("opened again it begins at %d", o.Help().Top)
	}
}

// TestHelpMakesRoom checks that an overlay that opens closes the help, and that the help
// does not open over an overlay that takes the keys.
func TestHelpMakesRoom(t *testing.T) {
	var o Overlay
	o.ToggleHelp()
	o.OpenPalette(someRows())
	if o.ShowsHelp() || !o.TakesKeys() {
		t.Error("the help is under the palette")
	}
	o.ToggleHelp()
	if o.ShowsHelp() || o.Palette() == nil {
		t.Error("the help opened over the palette")
	}
	o.Press("esc")
	if o.IsOpen() {
		t.Error("the help is open again")
	}
}

package screentest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aymanbagabas/go-osc52/v2"

	"capdeck/ui/internal/screentest"
)

// TestCopiesAndNotes reads what reaches the terminal around the screen, plain and through multiplexers, byte by byte.
func TestCopiesAndNotes(t *testing.T) {
	long := strings.Repeat("7001\n", 1000)
	note := "\x1b]9;capdeck: 7001\a"
	tests := []struct {
		name      string
		inside    screentest.Multiplexer
		text      string
		clipboard []string
		notes     []string
		bells     int
		unwrapped int
		failure   string
	}{
		{name: "plain", text: osc52.New(long).String() + "a" + note + "\a", clipboard: []string{long}, notes: []string{"capdeck: 7001"}, bells: 1},
		{name: "tmux", inside: screentest.Tmux, text: osc52.New(long).Tmux().String() + "a", clipboard: []string{long}, unwrapped: 1},
		{name: "a note through tmux", inside: screentest.Tmux, text: "\x1bPtmux;\x1b" + note + "\x1b\\a", notes: []string{"capdeck: 7001"}, unwrapped: 1},
		{name: "screen", inside: screentest.GNUScreen, text: osc52.New("7001\n7002").Screen().String() + "a", clipboard: []string{"7001\n7002"}, unwrapped: 1},
		{name: "screen in pieces", inside: screentest.GNUScreen, text: osc52.New(long).Screen().String() + "a", clipboard: []string{long}, unwrapped: 88},
		{name: "ordinary sequences inside tmux", inside: screentest.Tmux, text: "\x1b[1;1H\x1b[31m\x1b]2;title\x1b\\a"},
		{name: "tmux's wrapping without tmux", text: osc52.New("7").Tmux().String() + "a", failure: "device control string", clipboard: []string{"7"}},
		{name: "an ESC that is not doubled", inside: screentest.Tmux, text: "\x1bPtmux;" + note + "\x1b\\a", failure: "not doubled"},
		{name: "another string inside tmux", inside: screentest.Tmux, text: "\x1bPq\x1b\\", failure: "does not pass on"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			screen := screentest.New(10, 4)
			screen.Inside(test.inside)
			for i := range len(test.text) {
				write(t, screen, test.text[i:i+1])
			}
			got := fmt.Sprintf("%q %q %d %d", screen.Clipboard(), screen.Notes(), screen.Bells(), screen.Unwrapped())
			want := fmt.Sprintf("%q %q %d %d", test.clipboard, test.notes, test.bells, test.unwrapped)
			switch err := screen.Err(); {
			case test.failure != "":
				if err == nil || !strings.Contains(err.Error(), test.failure) {
					t.Errorf("the failure is %v, want one with %q", err, test.failure)
				}
			case err != nil:
				t.Error(err)
			case got != want:
				t.Errorf("got %s, want %s", got, want)
			case screen.Row(0) != "a":
				t.Errorf("the screen shows %q", screen.Text())
			}
		})
	}
}

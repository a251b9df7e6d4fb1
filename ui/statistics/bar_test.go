package statistics

import (
	"testing"

	"capdeck/themes"
)

// TestBars checks that a number above 0 is visible and that the largest fills the room.
func TestBars(t *testing.T) {
	for i, glyphs := range []themes.Glyphs{themes.UnicodeGlyphs(), themes.ASCIIGlyphs()} {
		for n, want := range map[uint64][2]string{
			0: {"", ""}, 1: {"▏", "#"}, 500: {"█████", "#####"}, 550: {"█████▌", "#####"}, 1000: {"██████████", "##########"},
		} {
			if got := bar(n, 1000, 10, glyphs.Bar[:]); got != want[i] {
				t.Errorf("a bar of %d of 1000 is %q, want %q", n, got, want[i])
			}
		}
	}
}

//go:build unix

package term

import (
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
)

func TestStopsByTheClock(t *testing.T) {
	begun := time.Now()
	for _, test := range []struct {
		name      string
		beats     []time.Duration // since the begin
		continued time.Duration
		want      time.Duration
	}{
		{"no stop", []time.Duration{time.Second, 2 * time.Second}, 2500 * time.Millisecond, 0},
		{"the signal first", []time.Duration{time.Second}, 13 * time.Second, 12 * time.Second},
		{"the beat first", []time.Duration{time.Second, 13 * time.Second}, 13*time.Second + time.Millisecond, 12 * time.Second},
		{"a slow machine long before", []time.Duration{20 * time.Second, 21 * time.Second, 22 * time.Second, 23 * time.Second}, 23 * time.Second, 0},
	} {
		b := beats{last: begun}
		for _, at := range test.beats {
			b.beat(begun.Add(at))
		}
		if got := b.stopped(begun.Add(test.continued)); got != test.want {
			t.Errorf("%s: stopped for %v, want %v", test.name, got, test.want)
		}
	}
}

// TestReset: Reset sets the modes that Bubble Tea has set, and no others.
func TestReset(t *testing.T) {
	p := openTerminal(t)
	w := p.start(Options{})
	p.read()
	w.Reset()
	p.waitFor(resetSequence)
	for _, s := range []string{ansi.SetModeAltScreenSaveCursor, ansi.HideCursor, ansi.SetModeBracketedPaste, ansi.SetModeMouseButtonEvent, ansi.SetModeMouseExtSgr} {
		control(t, w, s)
	}
	w.Reset()
	p.waitFor(resetSequence + alternateScreenOn + mouseOn + bracketedPasteOn + cursorOff)
	w.Mouse(false)
	control(t, w, ansi.ResetModeBracketedPaste)
	w.Reset()
	p.waitFor(resetSequence + alternateScreenOn + cursorOff)
}

package term

import (
	"strings"
	"testing"
)

func TestFlushWaitsForTheTerminal(t *testing.T) {
	p := openTerminal(t)
	w := p.start(Options{})
	large := strings.Repeat("a", 1<<20)
	write(t, w, large)
	if err := w.Flush(); err == nil || !strings.Contains(err.Error(), "took nothing") {
		t.Fatalf("the terminal takes nothing: %v", err)
	}
	p.read()
	write(t, w, "end")
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if got := w.Stats(); got.Queued != 0 || got.FramesWritten != 2 {
		t.Errorf("behind Flush %d bytes wait, %d frames are written", got.Queued, got.FramesWritten)
	}
	if got := p.waitFor("end"); got != large+"end" {
		t.Errorf("the terminal got %d bytes", len(got))
	}
}

func TestMouseKeepsItsPlace(t *testing.T) {
	p := openTerminal(t)
	w := p.start(Options{})
	write(t, w, "frame")
	w.Mouse(false)
	w.Mouse(true)
	p.read()
	if got, want := p.waitFor(mouseOn), "frame"+mouseOff+mouseOn; got != want {
		t.Errorf("the terminal got %q, want %q", got, want)
	}
	if w.Pending() {
		t.Error("the mouse's sequence counts as a frame")
	}
}

// TestSuspensionNeedsTheTerminal has one that takes nothing: stopping would leave
// the screen up.
func TestSuspensionNeedsTheTerminal(t *testing.T) {
	p := openTerminal(t)
	w := p.start(Options{})
	write(t, w, strings.Repeat("a", 1<<20))
	s := &Suspension{Writer: w, Text: "stopped"}
	// Run, which begins with it, would stop the tests where this fails.
	if err := s.leave(); err == nil {
		t.Error("it says that the terminal has taken all")
	}
	if got := s.Stopped(); got != 0 {
		t.Errorf("it was stopped for %v", got)
	}
	p.read()
}

//go:build unix

package ptytest

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/simserver"
	"capdeck/ui/internal/screentest"
)

// TestResizeStorm drags the window through 500 sizes as fast as possible. Few of them are drawn, and the last one is
// shown at the end.
func TestResizeStorm(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001", "7002")
	d := p.sitAt(t, wide, "7001,7002")
	d.waitAll(t, "2 of 2 DNs registered", "○ 2 off")
	before := bytes.Count(d.Raw(), []byte(frameStart))
	began := time.Now()
	for i := range 500 {
		d.Resize(t, 60+i%100, 12+i%30)
	}
	d.Resize(t, 80, 24)
	d.WaitFor(t, func(screen *screentest.Screen) bool {
		last := screen.Row(23)
		return strings.Contains(last, "q quit") && hasAll(screen.Text(), "2/2 DNs", ">  7001", "── Messages")
	}, "the screen of 80 x 24")
	frames, took := bytes.Count(d.Raw(), []byte(frameStart))-before, time.Since(began)
	t.Logf("%d frames in %v", frames, took)
	// One at once, one at the end, and one for each 50 ms of the storm.
	if most := 4 + int(took/(50*time.Millisecond)); frames > most {
		t.Errorf("500 sizes in %v made %d frames, want at most %d", took, frames, most)
	}
	for y := range 24 {
		if row := d.Screen.Row(y); len([]rune(row)) > 80 {
			t.Errorf("line %d is too long: %q", y, row)
		}
	}
	d.Send(t, "s")
	d.waitRow(t, "7001", "● REC", "start confirmed")
	d.quit(t)
}

// frameStart is the sequence that begins a frame of Bubble Tea.
const frameStart = "\x1b[H"

// TestResizeWhileNothingIsTaken resizes a terminal that accepts nothing: the queued output does not grow with the
// number of sizes.
func TestResizeWhileNothingIsTaken(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001")
	d := p.sitAt(t, wide, "7001")
	d.waitAll(t, "1 of 1 DN registered", "○ 1 off")
	d.Pause()
	for i := range 500 {
		d.Resize(t, 60+i%100, 12+i%30)
	}
	d.Resize(t, 100, 30)
	before := len(d.Raw())
	d.Resume()
	d.WaitFor(t, func(screen *screentest.Screen) bool { return strings.Contains(screen.Row(29), "q quit") }, "the screen of 100 x 30")
	if got := len(d.Raw()) - before; got > 100_000 {
		t.Errorf("%d bytes had waited", got)
	}
	d.quit(t)
}

//go:build unix

package term

import (
	"strings"
	"testing"
	"time"
	"unsafe"
)

// setClock returns t as time.Now would have returned it if the clock had been set forward by d before: another time
// of day, the same monotonic reading.
func setClock(t time.Time, d time.Duration) time.Time {
	reading := (*struct {
		wall uint64 // the seconds begin at bit 31
		ext  int64  // the monotonic reading
		loc  *time.Location
	})(unsafe.Pointer(&t))
	reading.wall += uint64(d/time.Second) << 30
	return t
}

func TestPassed(t *testing.T) {
	begun := time.Now()
	minute := begun.Add(time.Minute)
	for _, test := range []struct {
		name string
		to   time.Time
		want time.Duration
	}{
		{"a minute", minute, time.Minute},
		{"the clock was set back by an hour", setClock(minute, -time.Hour), time.Minute},
		{"the machine slept for an hour", setClock(minute, time.Hour), time.Hour + time.Minute},
	} {
		if got := passed(begun, test.to); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}

func TestFlushWaitsForTheTerminal(t *testing.T) {
	p := openTerminal(t)
	w := p.start(Options{})
	large := strings.Repeat("a", 1<<20)
	write(t, w, large)
	if err := w.flush(time.Nanosecond); err == nil || !strings.Contains(err.Error(), "accepted no output") {
		t.Fatalf("with a terminal that accepts nothing: %v", err)
	}
	p.read()
	write(t, w, "end")
	if err := w.flush(hang); err != nil {
		t.Fatal(err)
	}
	if got := w.Stats(); got.Queued != 0 || got.FramesWritten != 2 {
		t.Errorf("after Flush %d bytes wait, %d frames are written", got.Queued, got.FramesWritten)
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

// TestSuspensionNeedsTheTerminal has a terminal that accepts nothing: stopping would leave the screen up.
func TestSuspensionNeedsTheTerminal(t *testing.T) {
	p := openTerminal(t)
	before := p.lineSettings()
	w := p.start(Options{})
	raw(t, w)
	write(t, w, strings.Repeat("a", 1<<20))
	s := (&Stops{options: StopsOptions{Writer: w}}).Suspension("stopped")
	// Run begins with leave. It would stop the tests if this failed.
	if err := s.leave(); err == nil {
		t.Error("it reports that the terminal has accepted everything")
	}
	if got := s.Stopped(); got != 0 {
		t.Errorf("it was stopped for %v", got)
	}
	if p.lineSettings() == before {
		t.Error("raw mode is off, though the program goes on")
	}
	p.read()
}

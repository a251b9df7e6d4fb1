package term

import (
	"fmt"
	"strings"
	"time"
)

// flushTimeout is how long Flush waits for a terminal that takes little.
const flushTimeout = 500 * time.Millisecond

// Mouse asks the terminal to report clicks, the wheel and drags, or to keep the
// mouse to itself. It returns at once, and keeps its place among frames.
func (w *Writer) Mouse(on bool) {
	sequence := mouseOff
	if on {
		sequence = mouseOn
	}
	// An error would say that the Writer has ended, and with it the screen.
	_, _ = w.WriteString(sequence)
}

// Reset undoes what bytes of another program may have done to the terminal, and sets
// the modes anew that Bubble Tea has set. The screen is to be painted anew behind
// it. It returns at once.
func (w *Writer) Reset() {
	w.mu.Lock()
	modes := w.modes.sequence()
	w.mu.Unlock()
	// An error would say that the Writer has ended, and with it the screen.
	_, _ = w.WriteString(resetSequence + modes)
}

// modes are what Bubble Tea has set.
type modes struct{ alternate, mouse, paste, hidden bool }

// note takes a control sequence of Bubble Tea.
func (m *modes) note(sequence string) {
	for _, mode := range []struct {
		is      *bool
		on, off string
	}{
		{&m.alternate, alternateScreenOn, alternateScreenOff},
		{&m.mouse, mouseButtonsOn, mouseButtonsOff},
		{&m.paste, bracketedPasteOn, bracketedPasteOff},
		{&m.hidden, cursorOff, cursorOn},
	} {
		switch on, off := strings.LastIndex(sequence, mode.on), strings.LastIndex(sequence, mode.off); {
		case on > off:
			*mode.is = true
		case off > on:
			*mode.is = false
		}
	}
}

// sequence sets the modes again.
func (m *modes) sequence() string {
	text := ""
	for _, mode := range []struct {
		is       bool
		sequence string
	}{{m.alternate, alternateScreenOn}, {m.mouse, mouseOn}, {m.paste, bracketedPasteOn}, {m.hidden, cursorOff}} {
		if mode.is {
			text += mode.sequence
		}
	}
	return text
}

// Flush waits until the terminal has taken all that was written so far, for half
// a second at most. The error says that it has not, or that it is gone.
func (w *Writer) Flush() error { return w.flush(flushTimeout) }

func (w *Writer) flush(timeout time.Duration) error {
	w.mu.Lock()
	if w.stats.Err != nil || w.end.begun {
		defer w.mu.Unlock()
		return w.stats.Err
	}
	taken := make(chan struct{})
	w.push(unit{kind: flushUnit, taken: taken})
	w.mu.Unlock()
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	select {
	case <-taken:
		return nil
	case <-timer.C:
		return fmt.Errorf("the terminal took nothing for %s", timeout)
	}
}

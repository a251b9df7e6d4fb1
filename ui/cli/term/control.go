package term

import (
	"fmt"
	"strings"
	"time"
)

// flushTimeout is how long Flush waits for a slow terminal.
const flushTimeout = 500 * time.Millisecond

// Mouse asks the terminal to report clicks, the wheel and drags, or to handle the mouse itself. It returns at once.
// The request keeps its place among the frames.
func (w *Writer) Mouse(on bool) {
	sequence := mouseOff
	if on {
		sequence = mouseOn
	}
	// An error means that the Writer has ended, and the screen with it.
	_, _ = w.WriteString(sequence)
}

// Reset undoes what another program's output may have done to the terminal, and sets the modes again that Bubble Tea
// has set. The caller must repaint the screen afterwards. Reset returns at once.
func (w *Writer) Reset() {
	w.mu.Lock()
	modes := w.modes.sequence()
	w.mu.Unlock()
	// An error means that the Writer has ended, and the screen with it.
	_, _ = w.WriteString(resetSequence + modes)
}

// modes records which modes Bubble Tea has set.
type modes struct{ alternate, mouse, paste, hidden bool }

// note records what a control sequence of Bubble Tea sets or resets.
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

// sequence returns the control sequences that set the modes again.
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

// Flush waits until the terminal has accepted everything written so far, for at most half a second. It returns an
// error if the terminal has not accepted it in time or is gone.
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
		return fmt.Errorf("the terminal accepted no output for %s", timeout)
	}
}

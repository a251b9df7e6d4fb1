package term

import (
	"errors"
	"fmt"
	"time"
)

// CloseTimeout is how long Close waits for the terminal. With the 10 ms that Bubble Tea sleeps at its end
// and the session's own end it leaves quitting within a second.
const CloseTimeout = 500 * time.Millisecond

// ErrNotTaken is returned when the terminal did not take what it needs to look as it did before.
var ErrNotTaken = errors.New("the terminal took no more output; if it looks wrong, type reset and press enter")

// Close is CloseWithin(CloseTimeout).
func (w *Writer) Close() error { return w.CloseWithin(CloseTimeout) }

// CloseWithin ends the Writer after Bubble Tea has ended: it writes what is queued, with the sequences by
// which Bubble Tea took the screen down at its end, and restores the terminal's line settings. It returns
// after timeout at the latest, whether the terminal takes anything or not.
//
// When two thirds of the time have passed, what is left of the screen is thrown away, and only the
// sequences that take it down are tried. If these were not taken either, it returns ErrNotTaken; if the
// terminal is gone, Stats.Err. Calling it again, or after Restore, waits for the same end.
func (w *Writer) CloseWithin(timeout time.Duration) error {
	if !w.settings.foreground() {
		return w.abandon()
	}
	w.mu.Lock()
	w.begin()
	w.mu.Unlock()
	if !w.wait(timeout * 2 / 3) {
		w.queueRestore(timeout / 3)
		w.cut()
		w.wait(timeout / 3)
	}
	return w.finish()
}

// Restore takes the screen down from wherever the program is, after a crash or a signal: it throws away
// what waits, lets the unit that is being written end, for half of timeout at most, and writes the
// sequences that switch the mouse, bracketed paste and colours off, leave the alternate screen and show the
// cursor. Then it restores the line settings. From its call on, nothing more reaches the terminal, so that
// Bubble Tea's own end comes too late to disturb anything.
//
// It may be called from any goroutine, also from the one that called FrameWritten and panicked, and as
// often as wanted: the sequences are written once. It returns after timeout at the latest. After Close it
// writes nothing. A process in the background of its terminal writes nothing and changes no settings:
// the screen is another's. Errors are those of CloseWithin.
func (w *Writer) Restore(timeout time.Duration) error {
	if !w.settings.foreground() {
		return w.abandon()
	}
	w.queueRestore(timeout)
	if !w.wait(timeout / 2) {
		w.cut()
		w.wait(timeout / 2)
	}
	return w.finish()
}

// abandon ends the Writer in the background of its terminal.
func (w *Writer) abandon() error {
	w.mu.Lock()
	w.queue = nil
	w.begin()
	w.mu.Unlock()
	return w.settings.end()
}

// begin begins the end: nothing more is taken. w.mu is held.
func (w *Writer) begin() {
	if !w.end.begun {
		w.end.begun = true
		close(w.end.began)
	}
	w.work.Signal()
}

// queueRestore replaces what waits by the sequences that take the screen down, once.
func (w *Writer) queueRestore(timeout time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	finished := isClosed(w.end.done)
	w.begin()
	if w.end.queued || !w.touched || (finished && !w.end.died) {
		return
	}
	w.end.queued = true
	for _, u := range w.queue {
		w.end.gaveUp += len(u.bytes)
		w.stats.Queued -= len(u.bytes)
	}
	w.queue = nil
	w.push(unit{
		kind:  restoreUnit,
		bytes: []byte(restoreSequence(w.modes.alternate)),
		until: time.Now().Add(timeout),
	})
	if w.end.died {
		w.end.died = false
		w.end.done = make(chan struct{})
		w.options.Go(w.run)
	}
}

// cut ends the write of a unit that the terminal does not take. The restore unit has its own deadline.
func (w *Writer) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ownOut && !w.end.restoring && !isClosed(w.end.done) {
		// It cannot fail: the description has a poller, or reopen would have refused it.
		_ = w.out.SetWriteDeadline(time.Unix(1, 0))
	}
}

// finish restores the line settings and says how the end went.
func (w *Writer) finish() error {
	err := w.settings.end()
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.stats.Err != nil:
		return w.stats.Err
	case !isClosed(w.end.done), w.end.queued && !w.end.restored:
		return fmt.Errorf("%w (%d bytes were given up)", ErrNotTaken, w.end.gaveUp+w.stats.Queued)
	default:
		return err
	}
}

// restoreSequence takes down what Bubble Tea may have put up, each mode whether it is on or not.
// The alternate screen is left only if it is on: leaving it moves the cursor, over text of the shell.
func restoreSequence(alternate bool) string {
	leave := ""
	if alternate {
		leave = alternateScreenOff
	}
	return plainStyle + mouseOff + bracketedPasteOff + leave + cursorOn
}

func isClosed(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

package term

import (
	"errors"
	"fmt"
	"time"
)

// CloseTimeout is how long Close waits for the terminal. Together with the 10 ms that Bubble Tea sleeps before it
// returns and with the end of the session, it keeps quitting below one second.
const CloseTimeout = 500 * time.Millisecond

// ErrNotTaken reports that the terminal did not accept the sequences that restore its former look.
var ErrNotTaken = errors.New("the terminal accepted no more output; if it looks wrong, type reset and press enter")

// Close is CloseWithin(CloseTimeout).
func (w *Writer) Close() error { return w.CloseWithin(CloseTimeout) }

// CloseWithin ends the Writer after Bubble Tea has ended. It writes what is queued, including the sequences with
// which Bubble Tea took down the screen, and restores the terminal's line settings. It returns within timeout, even
// if the terminal accepts nothing.
//
// After two thirds of the time, the rest of the screen is discarded, and only the sequences that take it down are
// tried. If the terminal does not accept these either, CloseWithin returns ErrNotTaken. If the terminal is gone, it
// returns Stats.Err. Another call, or a call after Restore, waits for the same end.
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

// Restore takes down the screen from any state of the program, after a crash or a signal. It discards what is
// queued, waits for the unit that is being written, for at most half of timeout, and writes the sequences that
// switch off the mouse, bracketed paste and colours, leave the alternate screen and show the cursor. Then it
// restores the line settings. Nothing else reaches the terminal after the call of Restore, so the sequences that
// Bubble Tea writes at its own end cannot disturb the terminal.
//
// Any goroutine may call Restore, including one that called FrameWritten and panicked, and as often as needed: the
// sequences are written once. It returns within timeout. After Close it writes nothing. A process in the background
// of its terminal writes nothing and changes no settings, because the screen belongs to another program. Errors are
// those of CloseWithin.
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

// begin starts the end of the Writer: it accepts nothing more. w.mu is held.
func (w *Writer) begin() {
	if !w.end.begun {
		w.end.begun = true
		close(w.end.began)
	}
	w.work.Signal()
}

// queueRestore replaces the queued units with the sequences that take down the screen, once.
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

// cut ends the write of a unit that the terminal does not accept. The restore unit has its own deadline.
func (w *Writer) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ownOut && !w.end.restoring && !isClosed(w.end.done) {
		// This cannot fail: the description has a poller, or reopen would have refused it.
		_ = w.out.SetWriteDeadline(time.Unix(1, 0))
	}
}

// finish restores the line settings and returns the error of the end, if any.
func (w *Writer) finish() error {
	err := w.settings.end()
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.stats.Err != nil:
		return w.stats.Err
	case !isClosed(w.end.done), w.end.queued && !w.end.restored:
		return fmt.Errorf("%w (%d bytes discarded)", ErrNotTaken, w.end.gaveUp+w.stats.Queued)
	default:
		return err
	}
}

// restoreSequence returns the sequences that take down everything that Bubble Tea may have set up, whether each mode
// is on or not. Only the alternate screen is left out if it is off, because leaving it moves the cursor over text of
// the shell.
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

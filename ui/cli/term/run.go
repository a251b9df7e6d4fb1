package term

import (
	"errors"
	"fmt"
	"os"
	"time"
)

// run is the writing goroutine. It writes one unit after the other until the queue is empty and the end has begun,
// or the terminal is gone.
func (w *Writer) run() {
	clean := false
	defer func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		// After a panic (in FrameWritten) the screen is still up, and Restore must be able to take it down.
		w.end.died = !clean
		if clean && w.ownOut {
			_ = w.out.Close()
		}
		close(w.end.done)
	}()
	for w.writeNext() {
	}
	clean = true
}

// writeNext waits for a unit and writes it. It returns false after the last one.
func (w *Writer) writeNext() bool {
	u, ok := w.next()
	if !ok {
		return false
	}
	if u.kind == flushUnit {
		close(u.taken)
		return true
	}
	if !w.awaitForeground() {
		return w.drop()
	}
	if u.kind == restoreUnit && w.ownOut {
		if err := w.out.SetWriteDeadline(u.until); err != nil {
			return w.wrote(u, 0, err)
		}
	}
	if reader := w.reader.Load(); reader != nil && u.kind == frameUnit {
		reader.showing(u.frame)
	}
	n, err := w.write(u.bytes)
	return w.wrote(u, n, err)
}

// write writes p. It informs the Reader if the terminal does not accept p at once.
func (w *Writer) write(p []byte) (int, error) {
	reader := w.reader.Load()
	n := 0
	if reader != nil {
		if n = w.writeAtOnce(p); n == len(p) {
			return n, nil
		}
		reader.delayed()
	}
	more, err := w.out.Write(p[n:])
	return n + more, err
}

// writeAtOnce writes as much as the terminal accepts without waiting, and returns the number of bytes.
func (w *Writer) writeAtOnce(p []byte) int {
	if !w.ownOut {
		return 0
	}
	raw, err := w.out.SyscallConn()
	if err != nil {
		return 0
	}
	n := 0
	// An error occurs again when the rest is written.
	_ = raw.Write(func(fd uintptr) bool {
		n = writeNow(fd, p)
		return true
	})
	return max(n, 0)
}

// backgroundPause is how long a process in the background of its terminal waits before it checks again. A shell that
// brings a running process to the foreground need not signal it.
const backgroundPause = 250 * time.Millisecond

// awaitForeground waits while another program has the terminal. It returns false if the end of the Writer came
// first.
func (w *Writer) awaitForeground() bool {
	for !w.settings.foreground() {
		w.tellLost()
		timer := time.NewTimer(backgroundPause)
		select {
		case <-w.end.began:
			timer.Stop()
			return w.settings.foreground()
		case <-timer.C:
		}
	}
	return true
}

// drop discards the queue and returns false, which ends the goroutine.
func (w *Writer) drop() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.queue = nil
	w.stats.Queued = 0
	return false
}

func (w *Writer) next() (unit, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.queue) == 0 && !w.end.begun {
		w.work.Wait()
	}
	if len(w.queue) == 0 {
		return unit{}, false
	}
	u := w.queue[0]
	// Moved, not resliced: otherwise the array would grow by one element for every unit ever written.
	w.queue = w.queue[:copy(w.queue, w.queue[1:])]
	w.end.restoring = u.kind == restoreUnit
	return u, true
}

// wrote records a unit of which n bytes were written, and reports whether to continue.
func (w *Writer) wrote(u unit, n int, err error) bool {
	w.mu.Lock()
	w.stats.Queued -= len(u.bytes)
	if err != nil {
		defer w.mu.Unlock()
		return w.failed(u, n, err)
	}
	if u.kind != frameUnit {
		w.end.restored = w.end.restored || u.kind == restoreUnit
		w.mu.Unlock()
		return true
	}
	if cap(u.bytes) <= spareLimit {
		w.spare = u.bytes
	}
	w.stats.FramesWritten++
	w.lastWritten = max(w.lastWritten, u.frame)
	frame, left := w.lastWritten, w.pending.Add(-1)
	w.mu.Unlock()
	if left == 0 && w.options.FrameWritten != nil {
		w.options.FrameWritten(frame)
	}
	return true
}

// failed records a failed write, and reports whether to continue. w.mu is held.
func (w *Writer) failed(u unit, n int, err error) bool {
	if errors.Is(err, os.ErrDeadlineExceeded) && u.kind != restoreUnit {
		w.end.gaveUp += len(u.bytes) - n
		if n > 0 && len(w.queue) > 0 {
			// The cut may be inside a sequence, which would swallow the first sequence of the next unit.
			w.queue[0].bytes = append([]byte(cancelSequence), w.queue[0].bytes...)
			w.stats.Queued += len(cancelSequence)
		}
		return true
	}
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		w.stats.Err = fmt.Errorf("the terminal can no longer be written to: %w", err)
	}
	for _, left := range w.queue {
		w.stats.Queued -= len(left.bytes)
	}
	w.queue = nil
	// The goroutine ends: a terminal that is gone does not return under the same description.
	w.begin()
	return false
}

// ending is the state of a Writer's end. Writer.mu guards it.
type ending struct {
	// begun: the Writer accepts nothing more. began is closed then.
	begun bool
	began chan struct{}
	// done is closed when the writing goroutine has ended; died is set if it panicked.
	done chan struct{}
	died bool
	// queued: the restore unit was queued, which happens once; restoring: it is or was being written; restored: the
	// terminal has accepted it.
	queued, restoring, restored bool
	// gaveUp counts the bytes that were cut off or discarded.
	gaveUp int
}

// wait waits until the writing goroutine has ended, for at most timeout, and reports whether it has.
func (w *Writer) wait(timeout time.Duration) bool {
	w.mu.Lock()
	done := w.end.done
	w.mu.Unlock()
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	select {
	case <-done:
		return true
	case <-timer.C:
		return false
	}
}

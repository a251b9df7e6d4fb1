package watch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
)

// mostWaiting is how many bytes may wait for the output before the next line waits, too.
const mostWaiting = 1 << 20

// output writes lines in a goroutine of its own, so that a reader that stands still holds up
// nothing until much waits. Whatever waits is one write.
type output struct {
	out io.Writer

	mu      sync.Mutex
	waiting []byte
	closed  bool
	err     error

	work    chan struct{} // holds one: there is something to write, or the end
	room    chan struct{} // holds one: something was taken
	written chan struct{} // closed when nothing more is written
}

// newOutput returns an output that writes to out in a goroutine that start starts. failed is
// called when a write fails; nothing is written after that.
func newOutput(out io.Writer, start func(func()), failed func()) *output {
	o := &output{out: out, work: make(chan struct{}, 1), room: make(chan struct{}, 1), written: make(chan struct{})}
	start(func() {
		defer close(o.written)
		if err := o.write(); err != nil {
			o.mu.Lock()
			o.err = fmt.Errorf("cannot write the lines: %w", err)
			o.mu.Unlock()
			failed()
		}
	})
	return o
}

// add adds lines. It waits while too much waits already, and reports whether it had to. The
// error is that of ctx.
func (o *output) add(ctx context.Context, lines []byte) (waited bool, err error) {
	for !o.take(lines) {
		waited = true
		select {
		case <-o.room:
		case <-ctx.Done():
			return true, context.Cause(ctx)
		}
	}
	return waited, nil
}

// take takes lines if there is room for them.
func (o *output) take(lines []byte) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.waiting) >= mostWaiting {
		return false
	}
	o.waiting = append(o.waiting, lines...)
	wake(o.work)
	return true
}

// close writes what waits, and returns why not all was written. ctx ends the wait for the
// reader.
func (o *output) close(ctx context.Context) error {
	o.mu.Lock()
	o.closed = true
	o.mu.Unlock()
	wake(o.work)
	select {
	case <-o.written:
	case <-ctx.Done():
		return errors.New("the last lines were not written, because their reader takes nothing")
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.err
}

// write writes what waits until the end.
func (o *output) write() error {
	var spare []byte
	for range o.work {
		for {
			o.mu.Lock()
			lines, closed := o.waiting, o.closed
			o.waiting = spare[:0]
			o.mu.Unlock()
			wake(o.room)
			if len(lines) == 0 {
				if closed {
					return nil
				}
				spare = lines
				break
			}
			if _, err := o.out.Write(lines); err != nil {
				return err
			}
			spare = lines
		}
	}
	return errors.New("the output ended")
}

// wake leaves a signal in a channel that holds one.
func wake(channel chan struct{}) {
	select {
	case channel <- struct{}{}:
	default:
	}
}

package recorder

import (
	"context"
	"fmt"
	"io"
	"sync"
)

// mostWaiting is how many bytes may wait for the output. Beyond that, lines are dropped and
// counted: a recorder that waited for its output would answer late.
const mostWaiting = 4 << 20

// output writes lines in a goroutine of its own.
type output struct {
	out io.Writer
	// missing returns the line about lines that were dropped.
	missing func(dropped uint64) string

	mu      sync.Mutex
	waiting []byte
	dropped uint64 // since the last line about it
	total   uint64 // dropped in all
	closed  bool
	err     error

	work    chan struct{} // holds one: there is something to write, or the end
	written chan struct{} // closed when nothing more is written
}

// newOutput returns an output that writes to out in a goroutine that start starts. It calls
// failed when a write fails, and writes nothing after that.
func newOutput(out io.Writer, missing func(uint64) string, start func(func()), failed func()) *output {
	o := &output{out: out, missing: missing, work: make(chan struct{}, 1), written: make(chan struct{})}
	start(func() {
		defer close(o.written)
		for range o.work {
			if o.writeAll() {
				return
			}
			if o.failure() != nil {
				failed()
				return
			}
		}
	})
	return o
}

// add adds lines, or drops them if too much waits.
func (o *output) add(lines string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.waiting) >= mostWaiting || o.closed {
		o.dropped++
		o.total++
		return
	}
	o.admitMissing()
	o.waiting = append(o.waiting, lines...)
	o.wake()
}

// admitMissing adds the line about dropped lines, if there are any.
func (o *output) admitMissing() {
	if o.dropped > 0 {
		o.waiting = append(o.waiting, o.missing(o.dropped)...)
		o.dropped = 0
	}
}

func (o *output) wake() {
	select {
	case o.work <- struct{}{}:
	default:
	}
}

// writeAll writes what waits. It reports whether the output was closed and all is written.
func (o *output) writeAll() (ended bool) {
	for {
		o.mu.Lock()
		lines, closed := o.waiting, o.closed
		o.waiting = nil
		o.mu.Unlock()
		if len(lines) == 0 {
			return closed
		}
		if _, err := o.out.Write(lines); err != nil {
			o.mu.Lock()
			o.err = fmt.Errorf("cannot write the lines: %w", err)
			o.mu.Unlock()
			return false
		}
	}
}

func (o *output) failure() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.err
}

// lost returns how many lines were dropped so far.
func (o *output) lost() uint64 {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.total
}

// close adds the last lines, writes what waits and returns why not all was written. ctx ends
// the wait for a reader that stands still.
func (o *output) close(ctx context.Context, last string) error {
	o.mu.Lock()
	o.admitMissing()
	o.waiting = append(o.waiting, last...)
	o.closed = true
	o.wake()
	o.mu.Unlock()
	select {
	case <-o.written:
	case <-ctx.Done():
	}
	return o.failure()
}

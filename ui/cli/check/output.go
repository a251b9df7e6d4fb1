package check

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

const (
	// lastWrite is how long the end of an interrupted check waits for the reader of its output.
	lastWrite = 300 * time.Millisecond
	// flushLimit is how long a prompt waits for what was printed before it.
	flushLimit = 300 * time.Millisecond
)

// output writes to standard output in a goroutine of its own, so that a reader that takes
// nothing cannot keep a check from going on and from putting the DN back. What waits is part
// of the report, which is held in memory anyway.
type output struct {
	out io.Writer

	mu     sync.Mutex
	items  []item
	closed bool
	err    error

	work  chan struct{} // holds one: there is something to write, or the end
	ended chan struct{} // closed when nothing more is written
}

// item is a text to write, or a channel to close once all before it was written.
type item struct {
	text string
	done chan struct{}
}

// newOutput returns an output that writes in a goroutine that start starts. It calls failed when a
// write fails, for example because the reader has left, and writes nothing after that.
func newOutput(out io.Writer, start func(func()), failed func()) *output {
	o := &output{out: out, work: make(chan struct{}, 1), ended: make(chan struct{})}
	start(func() {
		defer close(o.ended)
		if err := o.writeAll(); err != nil {
			o.mu.Lock()
			o.err = fmt.Errorf("cannot write the report: %w", err)
			o.mu.Unlock()
			failed()
		}
	})
	return o
}

// Write adds a text. It does not wait, and returns no error: close does.
func (o *output) Write(text []byte) (int, error) {
	o.add(item{text: string(text)})
	return len(text), nil
}

func (o *output) add(i item) {
	o.mu.Lock()
	o.items = append(o.items, i)
	o.mu.Unlock()
	o.wake()
}

func (o *output) wake() {
	select {
	case o.work <- struct{}{}:
	default:
	}
}

// writeAll writes what is added until the end.
func (o *output) writeAll() error {
	for range o.work {
		for {
			o.mu.Lock()
			items, closed := o.items, o.closed
			o.items = nil
			o.mu.Unlock()
			if len(items) == 0 {
				if closed {
					return nil
				}
				break
			}
			for _, i := range items {
				if i.done != nil {
					close(i.done)
				} else if _, err := io.WriteString(o.out, i.text); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// flush waits until all that was added is written, but not for long.
func (o *output) flush() {
	done := make(chan struct{})
	o.add(item{done: done})
	select {
	case <-done:
	case <-o.ended:
	case <-time.After(flushLimit):
	}
}

// end writes what is left, but does not wait long, and nobody asks whether all was written.
func (o *output) end() {
	o.flush()
	o.mu.Lock()
	o.closed = true
	o.mu.Unlock()
	o.wake()
}

// close writes what is left, and returns why not all was written. After the end of ctx it does
// not wait long for the reader.
func (o *output) close(ctx context.Context) error {
	o.mu.Lock()
	o.closed = true
	o.mu.Unlock()
	o.wake()
	select {
	case <-o.ended:
	case <-ctx.Done():
		select {
		case <-o.ended:
		case <-time.After(lastWrite):
			return errors.New("the report was not printed, because the reader of standard output takes nothing")
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.err
}

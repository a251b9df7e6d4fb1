package plain

import (
	"fmt"
	"io"
	"sync"

	"capdeck/model/phrase"
)

const (
	// mostWaiting is the number of lines that may wait before changes are folded.
	mostWaiting = 200
	// mostBytes is the number of bytes of answers that may wait: enough to list the greatest
	// number of DNs on a board.
	mostBytes = 16 << 20
)

// Queue holds the lines that wait for the output, so that nothing else waits for a slow
// terminal. It is bounded: it counts the lines that exceed the bound, and writes one line
// with their number. Its methods may be called from any goroutine. The zero value is not
// usable; see NewQueue.
type Queue struct {
	mu     sync.Mutex
	work   *sync.Cond
	lines  []string
	bytes  int
	folded int
	stamp  string // of the newest folded line
	closed bool
}

// NewQueue returns an empty queue.
func NewQueue() *Queue {
	q := &Queue{}
	q.work = sync.NewCond(&q.mu)
	return q
}

// change adds a line that the user did not ask for, after its stamp. It is folded if too
// many lines wait, or if folded ones do: their count is written first.
func (q *Queue) change(stamp, text string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.add(stamp, text, len(q.lines) >= mostWaiting || q.folded > 0)
}

// answer adds a line that the user asked for.
func (q *Queue) answer(stamp, text string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.add(stamp, text, q.bytes >= mostBytes)
}

// add appends a line, or counts it. q.mu is held.
func (q *Queue) add(stamp, text string, fold bool) {
	q.work.Signal()
	if fold {
		q.folded++
		q.stamp = stamp
		return
	}
	line := stamp + text + "\n"
	q.lines = append(q.lines, line)
	q.bytes += len(line)
}

// Close reports that no more lines will be added.
func (q *Queue) Close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.work.Signal()
}

// WriteLines writes the lines to w, each with one call of Write, until the queue is closed
// and empty. The error is that of a Write; it writes nothing more after it.
func (q *Queue) WriteLines(w io.Writer) error {
	for {
		line, ok := q.next()
		if !ok {
			return nil
		}
		if _, err := io.WriteString(w, line); err != nil {
			return fmt.Errorf("cannot write to the output: %w", err)
		}
	}
}

// next waits for a line; false means that there are no more.
func (q *Queue) next() (string, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.lines) == 0 && q.folded == 0 && !q.closed {
		q.work.Wait()
	}
	if len(q.lines) > 0 {
		line := q.lines[0]
		q.lines[0] = ""
		q.lines = q.lines[1:]
		q.bytes -= len(line)
		return line, true
	}
	if q.folded == 0 {
		return "", false
	}
	line := q.stamp + phrase.Number(q.folded) + " more lines were left out because the output was slow: type status or list.\n"
	if q.folded == 1 {
		line = q.stamp + "1 more line was left out because the output was slow: type status or list.\n"
	}
	q.folded = 0
	return line, true
}

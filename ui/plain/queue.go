package plain

import (
	"fmt"
	"io"
	"sync"

	"capdeck/model/phrase"
)

const (
	// mostWaiting is how many lines may wait before changes are folded.
	mostWaiting = 200
	// mostBytes is how many bytes of answers may wait: the list of as many DNs as
	// a board may have.
	mostBytes = 16 << 20
)

// Queue holds the lines that wait for the output, so that nobody waits for a
// terminal that takes nothing. It holds a bounded number: what is too much is
// counted, and a sentence says how many lines there would have been. Its methods
// may be called from any goroutine. The zero value is not usable; see NewQueue.
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

// change adds a line that nobody asked for, after its stamp. It is folded where
// too many wait, and while folded ones do: what is said of them is said first.
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

// Close says that nothing will be added any more.
func (q *Queue) Close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.work.Signal()
}

// WriteLines writes the lines to w, each by one call of Write, until the queue is
// closed and empty. The error is that of a Write, after which nothing is written
// any more.
func (q *Queue) WriteLines(w io.Writer) error {
	for {
		line, ok := q.next()
		if !ok {
			return nil
		}
		if _, err := io.WriteString(w, line); err != nil {
			return fmt.Errorf("the output takes no more lines: %w", err)
		}
	}
}

// next waits for a line; false says that there will be none.
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
	line := q.stamp + phrase.Number(q.folded) + " further lines were left out, because the output was slow: type status or list.\n"
	if q.folded == 1 {
		line = q.stamp + "1 further line was left out, because the output was slow: type status or list.\n"
	}
	q.folded = 0
	return line, true
}

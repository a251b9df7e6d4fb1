package plain

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// slow is an output that accepts a line when it is told to.
type slow struct {
	lines chan string
	err   error
}

func (s *slow) Write(p []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	s.lines <- string(p)
	return len(p), nil
}

// TestSlowOutput adds lines without end while none is written: nothing waits, the queue is
// bounded, and the omitted lines are counted in their place.
func TestSlowOutput(t *testing.T) {
	q := NewQueue()
	const all = 100_000
	for i := range all {
		q.change("14:02:10 ", fmt.Sprint("change ", i))
	}
	q.answer("14:02:11 ", "an answer")
	if held := len(q.lines); held != mostWaiting+1 {
		t.Fatalf("%d lines are held, want %d", held, mostWaiting+1)
	}
	out := &slow{lines: make(chan string)}
	ended := make(chan error, 1)
	go func() { ended <- q.WriteLines(out) }()
	take := func() string {
		t.Helper()
		select {
		case line := <-out.lines:
			return line
		case <-time.After(30 * time.Second):
			t.Fatal("no line is written")
		}
		return ""
	}
	for i := range mostWaiting {
		if got, want := take(), fmt.Sprintf("14:02:10 change %d\n", i); got != want {
			t.Fatalf("line %d is %q, want %q", i, got, want)
		}
	}
	if got := take(); got != "14:02:11 an answer\n" {
		t.Errorf("the answer is %q", got)
	}
	if got, want := take(), fmt.Sprintf("14:02:10 %s more lines were left out because the output was slow: type status or list.\n", "99,800"); got != want {
		t.Errorf("the count is %q, want %q", got, want)
	}
	q.change("14:02:12 ", "a change")
	if got := take(); got != "14:02:12 a change\n" {
		t.Errorf("afterwards it says %q", got)
	}
	q.Close()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestAnswersAreBounded(t *testing.T) {
	q := NewQueue()
	for range 2 * mostBytes / 1000 {
		q.answer("", strings.Repeat("x", 999))
	}
	if q.bytes > mostBytes+1000 || q.folded == 0 {
		t.Errorf("%d bytes are held and %d lines left out, want at most %d bytes", q.bytes, q.folded, mostBytes)
	}
}

func TestOutputThatIsGone(t *testing.T) {
	q := NewQueue()
	q.answer("", "a line")
	gone := errors.New("broken pipe")
	if err := q.WriteLines(&slow{err: gone}); !errors.Is(err, gone) {
		t.Errorf("the error is %v, want %v", err, gone)
	}
}

package recorder

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

func inBackground(f func()) { go f() }

func missing(dropped uint64) string { return fmt.Sprintf("%d are missing\n", dropped) }

// gate is a reader that takes a write only when the test says so.
type gate chan string

func (g gate) Write(p []byte) (int, error) {
	g <- string(p) // that a write has begun
	g <- ""        // that it may end
	return len(p), nil
}

// taken lets a write end, and returns what was written.
func (g gate) taken(t *testing.T) string {
	t.Helper()
	text := g.begun(t)
	g.begun(t)
	return text
}

func (g gate) begun(t *testing.T) string {
	t.Helper()
	select {
	case text := <-g:
		return text
	case <-time.After(30 * time.Second):
		t.Fatal("nothing is written")
		return ""
	}
}

// An output that is not read drops lines, counts them, and says so where they are missing.
func TestOutputNotRead(t *testing.T) {
	out := make(gate)
	o := newOutput(out, missing, inBackground, func() { t.Error("the output failed") })
	o.add("first\n")
	if first := out.begun(t); first != "first\n" {
		t.Errorf("got %q", first)
	}
	line := strings.Repeat("x", 1023) + "\n"
	for range mostWaiting/len(line) + 10 {
		o.add(line)
	}
	if o.lost() != 10 || len(o.waiting) != mostWaiting {
		t.Fatalf("%d lines were dropped, and %d bytes wait", o.lost(), len(o.waiting))
	}
	out.begun(t) // the first write ends
	if got := out.begun(t); len(got) != mostWaiting {
		t.Errorf("%d bytes were written", len(got))
	}
	o.add("later\n")
	out.begun(t)
	if got := out.taken(t); got != "10 are missing\nlater\n" {
		t.Errorf("got %q", got)
	}
	ended := make(chan error, 1)
	go func() { ended <- o.close(t.Context(), "last\n") }()
	if got := out.taken(t); got != "last\n" {
		t.Errorf("got %q", got)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// failing fails to write.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("no space left") }

// An output that cannot be written ends the command once, and says why.
func TestOutputFails(t *testing.T) {
	failed := make(chan struct{}, 10)
	o := newOutput(failing{}, missing, inBackground, func() { failed <- struct{}{} })
	o.add("line\n")
	<-failed
	o.add("line\n")
	if err := o.close(t.Context(), "last\n"); err == nil || err.Error() != "cannot write the lines: no space left" {
		t.Errorf("got %v", err)
	}
	if len(failed) > 0 {
		t.Error("it failed twice")
	}
}

// The end does not wait for a reader that stands still.
func TestOutputEnd(t *testing.T) {
	reader, writer := io.Pipe()
	t.Cleanup(func() { _ = reader.Close() })
	o := newOutput(writer, missing, inBackground, func() {})
	o.add("line\n")
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := o.close(ended, "last\n"); err != nil {
		t.Error(err)
	}
}

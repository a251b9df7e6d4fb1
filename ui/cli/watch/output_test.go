package watch

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// TestOutputIsBounded checks that a reader that stands still holds up add once enough waits,
// and that nothing is lost when it goes on.
func TestOutputIsBounded(t *testing.T) {
	read, write := io.Pipe()
	o := newOutput(write, start, func() { t.Error("the output fails") })
	line := bytes.Repeat([]byte{'x'}, 1000)
	line[999] = '\n'
	ctx, cancel := context.WithCancel(t.Context())
	sent := 0
	for o.take(line) {
		sent++
	}
	// One write may have begun, and as much waits.
	if least, most := mostWaiting/1000, 2*(mostWaiting/1000+2); sent < least || sent > most {
		t.Errorf("%d lines wait, want %d to %d", sent, least, most)
	}
	cancel()
	if waited, err := o.add(ctx, line); !waited || !errors.Is(err, context.Canceled) {
		t.Errorf("add returns %v, %v although nothing is read", waited, err)
	}
	w := &watcher{output: o, chunk: line}
	if err := w.push(ctx, 0); err == nil || !w.late {
		t.Errorf("push returns %v, late %v", err, w.late)
	}
	if said := w.lines.take(); len(said) != 1 || said[0].Type != typeBehind || !said[0].Behind.Behind {
		t.Errorf("the lines are %+v", said)
	}
	if err := o.close(ctx); err == nil {
		t.Error("close does not say that lines were not written")
	}
	start(func() {
		if err := o.close(t.Context()); err != nil {
			t.Error(err)
		}
		_ = write.Close()
	})
	all, err := io.ReadAll(read)
	if err != nil || len(all) != sent*1000 {
		t.Errorf("%d bytes were written, want %d; %v", len(all), sent*1000, err)
	}
}

// TestOutputFails checks that a failed write is reported once and to close.
func TestOutputFails(t *testing.T) {
	read, write := io.Pipe()
	_ = read.Close()
	failed := make(chan struct{})
	o := newOutput(write, start, func() { close(failed) })
	o.take([]byte("a line\n"))
	<-failed
	if err := o.close(t.Context()); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("close returns %v", err)
	}
}

// TestSlowReader checks that a flood of changes for a reader that stands still is held up, and
// that each change has its line when the reader goes on.
func TestSlowReader(t *testing.T) {
	f := newFloor(t)
	w := f.watch("--dn", "7001,7002", "--until", "state:recording dn:7002", "--requery", "0s")
	w.until("the first state", isCapture("disabled"))
	w.until("the state of 7002", func(g *got) bool { return g.Type == typeCapture && g.DN == "7002" })
	// More than what may wait for the output. The states alternate, so that each has a line.
	const changes = 12000
	words := [...]string{"enabled", "paused"}
	for i := range changes {
		f.must(f.server.UserEvent("7001", 0, wire.TextPair(event.CaptureKey, words[i%2])))
	}
	f.must(f.server.UserEvent("7002", 0, wire.TextPair(event.CaptureKey, "enabled")))
	seen, last := 0, "disabled"
	for {
		line, ok := w.next()
		if !ok {
			break
		}
		if line.Type == typeCapture && line.DN == "7001" {
			if line.Capture.Old != last {
				t.Fatalf("after %s comes %s", last, line.raw)
			}
			seen, last = seen+1, line.Capture.New
		}
	}
	f.must(w.end())
	if seen != changes {
		t.Errorf("%d lines for %d changes", seen, changes)
	}
}

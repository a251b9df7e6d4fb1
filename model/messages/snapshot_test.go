package messages

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// TestSnapshotStandsStill reads a snapshot while all messages of the log are replaced
// twice.
func TestSnapshotStandsStill(t *testing.T) {
	l := newLog(MaxMessages, MaxBytes, asIs)
	filler := strings.Repeat("x", 20_000)
	var bodies [][]byte
	for i := range 1000 {
		bodies = append(bodies, logMessage(t, l, fmt.Sprint(i), filler))
	}
	e := event.Event{Kind: event.KindRemark, Problem: "a remark", Time: time.Unix(1, 0)}
	l.apply(&e)
	var batch event.Batch
	e = *batch.AddMessage(event.KindUndecodable, []byte{1}, wire.Limits{})
	e.Problem = "no message"
	l.apply(&e)

	s := l.Snapshot()
	read := make(chan int)
	go func() {
		defer close(read)
		n := 0
		for entry := range s.Entries() {
			if n < len(bodies) && !bytes.Equal(entry.Body, bodies[n]) {
				t.Errorf("entry %d has become another", n)
				return
			}
			n++
		}
		read <- n
	}()
	for i := range 2 * MaxBytes / len(filler) {
		logMessage(t, l, fmt.Sprint(i), filler)
	}
	if n := <-read; n != 1002 || s.Len() != 1002 {
		t.Errorf("read %d of %d entries, want 1002", n, s.Len())
	}
	last := 0
	for entry := range s.Entries() {
		if last++; last == 1002 && entry.Problem != "no message" {
			t.Errorf("the last entry is %+v", entry)
		}
		if last <= len(bodies) && !bytes.Equal(entry.Body, bodies[last-1]) {
			t.Fatalf("entry %d has become another afterwards", last-1)
		}
	}
	for entry := range s.Entries() {
		if entry.Number != 1 {
			t.Errorf("the first is %d", entry.Number)
		}
		break
	}
}

// BenchmarkSnapshot measures what an export of the messages costs Update: the
// log is full.
func BenchmarkSnapshot(b *testing.B) {
	l := newLog(MaxMessages, MaxBytes, asIs)
	for i := range MaxMessages {
		logMessage(b, l, fmt.Sprint(i), strings.Repeat("x", 250))
	}
	for b.Loop() {
		l.Snapshot()
	}
}

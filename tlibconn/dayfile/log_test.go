package dayfile

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

var start = time.Date(2026, 11, 23, 7, 58, 11, 0, time.UTC)

// open opens a log for process 4711; change alters the options.
func open(t *testing.T, dir string, change func(*Options)) *Log {
	t.Helper()
	options := Options{
		Dir: dir, PID: 4711, Now: func() time.Time { return start }, Go: func(f func()) { go f() },
		Begin:   func(dst []byte, _ time.Time) []byte { return append(dst, "begin\n"...) },
		Failure: func(dst []byte, _ time.Time, failed State) []byte { return fmt.Appendf(dst, "lost %d\n", failed.Lost) },
	}
	if change != nil {
		change(&options)
	}
	l, err := Open(options)
	if err != nil {
		t.Fatal(err)
	}
	// A test that checks the error closes the log first.
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func want[T any](t *testing.T, what string, got, wanted T) {
	t.Helper()
	if !reflect.DeepEqual(got, wanted) {
		t.Errorf("%s:\n got %v\nwant %v", what, got, wanted)
	}
}

func text(t *testing.T, path string) string {
	t.Helper()
	all, err := os.ReadFile(path)
	must(t, err)
	return string(all)
}

func TestOptions(t *testing.T) {
	for _, options := range []Options{{Go: func(func()) {}}, {Dir: t.TempDir()}} {
		if _, err := Open(options); err == nil {
			t.Errorf("%+v: no error", options)
		}
	}
}

// Queued lines precede those of the next Write, each file begins with the lines of Begin, and a closed log takes
// no more.
func TestOrder(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, nil)
	l.mu.Lock() // nothing is written meanwhile
	must(t, l.Queue([]byte("1\n2\n"), 2))
	l.mu.Unlock()
	must(t, l.Write([]byte("3\n")))
	must(t, l.Close())
	must(t, l.Close())
	want(t, "the file", text(t, filepath.Join(dir, "2026-11-23-4711.jsonl")), "begin\n1\n2\n3\n")
	if err := l.Write(nil); !errors.Is(err, ErrClosed) {
		t.Errorf("Write returned %v", err)
	}
	if err := l.Queue(nil, 0); !errors.Is(err, ErrClosed) {
		t.Errorf("Queue returned %v", err)
	}
}

// The waiting lines may reach the limit but not exceed it.
func TestRoomForLines(t *testing.T) {
	l := open(t, t.TempDir(), nil)
	l.mu.Lock() // nothing is written meanwhile
	if err := l.Queue(make([]byte, MaxWaiting-1), 1); err != nil {
		t.Errorf("with one byte left: %v", err)
	}
	if err := l.Queue(make([]byte, 2), 3); err == nil {
		t.Error("more was accepted than there is room for")
	}
	if err := l.Queue(make([]byte, 1), 1); err != nil {
		t.Errorf("the last byte: %v", err)
	}
	want(t, "lost", l.State().Lost, 3)
	l.queueMu.Lock()
	l.queue, l.waiting = nil, 0
	l.queueMu.Unlock()
	l.mu.Unlock()
}

// What was lost is told in the file once it can be written.
func TestLossIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "log")
		must(t, os.WriteFile(dir, nil, 0o600))
		l := open(t, dir, nil)
		must(t, l.Queue(append(make([]byte, MaxWaiting-1), '\n'), 1))
		if err := l.Queue([]byte("x\n"), 2); err == nil || !strings.Contains(err.Error(), "part of the path is a file, not a folder") {
			t.Errorf("Queue returned %v", err)
		}
		must(t, os.Remove(dir))
		<-time.After(RetryInterval + time.Millisecond)
		synctest.Wait()
		want(t, "state", l.State(), State{})
		must(t, l.Close())
		if all := text(t, filepath.Join(dir, "2026-11-23-4711.jsonl")); !strings.HasPrefix(all, "begin\nlost 2\n\x00") || len(all) != len("begin\nlost 2\n")+MaxWaiting {
			t.Errorf("the file has %d bytes and begins with %q", len(all), all[:20])
		}
	})
}

// If a half-written line cannot be removed, the next write begins on a new line.
func TestTornLineSpoilsNoOther(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, nil)
	must(t, l.Write([]byte("1\n")))
	l.mu.Lock()
	n, err := l.day.handle.WriteString("tor")
	must(t, err)
	l.day.size += int64(n)
	l.day.torn = true
	l.mu.Unlock()
	must(t, l.Write([]byte("2\n")))
	must(t, l.Write([]byte("3\n")))
	must(t, l.Close())
	want(t, "the file", text(t, filepath.Join(dir, "2026-11-23-4711.jsonl")), "begin\n1\ntor\n2\n3\n")
}

// At midnight in UTC, a new file begins.
func TestMidnight(t *testing.T) {
	dir := t.TempDir()
	now := start
	l := open(t, dir, func(o *Options) { o.Now = func() time.Time { return now } })
	must(t, l.Write([]byte("1\n")))
	l.mu.Lock()
	now = now.AddDate(0, 0, 1)
	l.mu.Unlock()
	must(t, l.Write([]byte("2\n")))
	must(t, l.Close())
	files, err := List(dir)
	must(t, err)
	want(t, "files", files, []Name{
		{Path: filepath.Join(dir, "2026-11-23-4711.jsonl"), Day: start.Truncate(24 * time.Hour), PID: 4711},
		{Path: filepath.Join(dir, "2026-11-24-4711.jsonl"), Day: start.Truncate(24*time.Hour).AddDate(0, 0, 1), PID: 4711},
	})
	want(t, "the second", text(t, files[1].Path), "begin\n2\n")
}

// Only one process has the lock, and a reader sees whether anyone has it.
func TestLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	var handles [2]*os.File
	for i := range handles {
		var err error
		handles[i], err = os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
		must(t, err)
		defer handles[i].Close()
	}
	want(t, "the first has it", lock(handles[0]), true)
	want(t, "the second has it", lock(handles[1]), false)
	want(t, "it lives", Lives(path, os.Getpid()), true)
	must(t, handles[0].Close())
	want(t, "it has ended", Lives(path, os.Getpid()), false)
	want(t, "the second has it when the first is gone", lock(handles[1]), true)
}

func TestBuffersAreKept(t *testing.T) {
	for room, kept := range map[int]bool{0: true, 1 << 20: true, 1<<20 + 1: false} {
		if got := Reuse(make([]byte, 0, room)); (cap(got) == room) != kept || len(got) != 0 {
			t.Errorf("of a buffer of %d bytes, %d are kept", room, cap(got))
		}
	}
}

func TestLongLine(t *testing.T) {
	in := NewReader(strings.NewReader(strings.Repeat("x", 3*MaxLine) + "\nrest"))
	long, whole, err := ReadLine(in, nil)
	must(t, err)
	want(t, "bytes that are kept", len(long), MaxLine+1)
	want(t, "the line has an end", whole, true)
	rest, whole, err := ReadLine(in, long[:0])
	must(t, err)
	want(t, "the last line", string(rest)+fmt.Sprint(whole), "restfalse")
	none, whole, err := ReadLine(bufio.NewReader(strings.NewReader("")), nil)
	must(t, err)
	want(t, "the end", string(none)+fmt.Sprint(whole), "false")
}

package journal

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// What waits may reach the limit, and not pass it.
func TestRoomForOutcomes(t *testing.T) {
	f := open(t, t.TempDir(), nil)
	f.mu.Lock() // nothing is written meanwhile
	if err := f.enqueue(make([]byte, maxWaiting-1), 1); err != nil {
		t.Errorf("with one byte left: %v", err)
	}
	if err := f.enqueue(make([]byte, 2), 1); err == nil {
		t.Error("more than there is room for was taken")
	}
	if err := f.enqueue(make([]byte, 1), 1); err != nil {
		t.Errorf("the last byte: %v", err)
	}
	want(t, "lost", f.State().Lost, 1)
	f.queueMu.Lock()
	f.queue, f.waiting = nil, 0
	f.queueMu.Unlock()
	f.mu.Unlock()
}

// A journal that could not be written tries again by itself, also with nothing
// that waits, and says at its end what it could not say before.
func TestFailureIsToldLater(t *testing.T) {
	broken := func(t *testing.T) (dir string, f *File) {
		dir = filepath.Join(t.TempDir(), "journal")
		must(t, os.WriteFile(dir, nil, 0o600))
		f = open(t, dir, func(o *Options) { o.Now = time.Now })
		if err := f.Intent(intents(1, 1)); err == nil {
			t.Fatal("a file as directory was no failure")
		}
		must(t, os.Remove(dir))
		return dir, f
	}
	told := func(t *testing.T, dir string) {
		t.Helper()
		_, problems := read(t, dir, Filter{})
		if len(problems) != 1 || !strings.Contains(problems[0].Text, "the journal could not be written from ") {
			t.Errorf("problems %q", texts(problems))
		}
	}
	t.Run("after a while", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			dir, f := broken(t)
			time.Sleep(RetryInterval + time.Millisecond)
			synctest.Wait()
			if state := f.State(); state.Err != nil {
				t.Errorf("it was not tried again: %v", state.Err)
			}
			told(t, dir)
			closeFile(t, f)
		})
	})
	t.Run("at the end", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			dir, f := broken(t)
			closeFile(t, f)
			told(t, dir)
		})
	})
}

func TestLineOfAFailure(t *testing.T) {
	e := newEncoder(1, start, "bob", nil)
	for want, failed := range map[string]State{
		`,"since":"2026-11-23T07:58:11.123456Z","text":"full"}`:          {Err: errors.New("full"), Since: start},
		`,"since":"2026-11-23T07:58:11.123456Z","text":"full","lost":1}`: {Err: errors.New("full"), Since: start, Lost: 1},
		`"user":"bob","lost":2}`:                                         {Lost: 2},
	} {
		if got := string(e.appendFailure(nil, start, failed)); !strings.HasSuffix(got, want+"\n") || strings.Contains(want, "lost") != strings.Contains(got, "lost") {
			t.Errorf("%+v is told as %s, want it to end in %s", failed, got, want)
		}
	}
}

// Escapes at the ends of the planes are read as what they were.
func TestEscapesAtTheEnds(t *testing.T) {
	for text, want := range map[string]string{
		"\ufffe": `"\ufffe"`, "\uffff": `"\uffff"`, "\U00010000": `"` + "\U00010000" + `"`, "\U0001fffe": `"\ud83f\udffe"`, "\U0010ffff": `"\udbff\udfff"`,
		"\x1f": `"\u001f"`, "\x7f": `"\u007f"`, "~": `"~"`,
	} {
		if got := string(appendString(nil, "k", text, 100)); got != `,"k":`+want {
			t.Errorf("%q is written as %s, want %s", text, got, want)
		}
	}
}

func TestFirstCommands(t *testing.T) {
	at := func(file int, commands ...uint64) []Entry {
		var entries []Entry
		for _, n := range commands {
			entries = append(entries, Entry{Process: Process{PID: 1}, Intent: Intent{Command: n}, place: place{file: file}})
		}
		return entries
	}
	for _, tt := range []struct {
		entries []Entry
		want    map[int]uint64
	}{
		{at(1, 5, 3, 7), map[int]uint64{1: 3}},
		{at(1, 5, 5), map[int]uint64{1: 5}},
		{at(1, 0, 4, 2), map[int]uint64{1: 2}},
		{at(1, 2, 0), map[int]uint64{1: 2}},
		{at(1, 0), map[int]uint64{1: 0}},
		{append(at(1, 3), at(2, 0)...), map[int]uint64{1: 3, 2: 3}},
		{append(at(2, 3), at(1, 0)...), map[int]uint64{1: 0, 2: 3}},
	} {
		if got := firstCommands(tt.entries); fmt.Sprint(got) != fmt.Sprint(tt.want) {
			t.Errorf("the first commands are %v, want %v", got, tt.want)
		}
	}
}

// The passed lines are told with the first of them.
func TestPassedOver(t *testing.T) {
	var p passedOver
	p.twice(3)
	p.unknown("a", 4)
	first := p.tell(nil, "f")
	p.twice(5)
	p.unknown("b", 6)
	second := p.tell(nil, "f")
	want(t, "one of each", len(first), 2)
	want(t, "two of each", len(second), 2)
	for i, line := range []int{3, 4} {
		want(t, "line", first[i].Line, line)
		want(t, "line", second[i].Line, line)
		want(t, "damage", first[i].Damage || second[i].Damage, false)
	}
	if !strings.Contains(second[0].Text, "the first of 2 lines") || !strings.Contains(second[1].Text, `the first of 2 lines`) || !strings.Contains(second[1].Text, `"a"`) {
		t.Errorf("told as %q and %q", second[0].Text, second[1].Text)
	}
}

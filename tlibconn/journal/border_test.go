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

	"capdeck/tlibconn/dayfile"
)

// A journal that could not be written tries again by itself, even if nothing is waiting, and reports the
// failure at its end if it could not before.
func TestFailureIsToldLater(t *testing.T) {
	broken := func(t *testing.T) (dir string, f *File) {
		dir = filepath.Join(t.TempDir(), "journal")
		must(t, os.WriteFile(dir, nil, 0o600))
		f = open(t, dir, func(o *Options) { o.Now = time.Now })
		if err := f.Intent(intents(1, 1)); err == nil {
			t.Fatal("a file in place of the directory did not cause a failure")
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
			<-time.After(RetryInterval + time.Millisecond)
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
	e := newEncoder(1, start, "bob", "", nil)
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

// Code points at the ends of the planes are escaped correctly.
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

// Ignored lines are reported with the first of them.
func TestPassedOver(t *testing.T) {
	var p passedOver
	p.twice(3)
	p.unknown("a", 4)
	first := p.report(nil, "f")
	p.twice(5)
	p.unknown("b", 6)
	second := p.report(nil, "f")
	want(t, "one of each", len(first), 2)
	want(t, "two of each", len(second), 2)
	for i, line := range []int{3, 4} {
		want(t, "line", first[i].Line, line)
		want(t, "line", second[i].Line, line)
		want(t, "damage", first[i].Damage || second[i].Damage, false)
	}
	if !strings.Contains(second[0].Text, "first of 2 duplicate lines") || !strings.Contains(second[1].Text, `first of 2 ignored lines`) || !strings.Contains(second[1].Text, `"a"`) {
		t.Errorf("told as %q and %q", second[0].Text, second[1].Text)
	}
}

// root may write into another user's directory. Without root, the test cannot create one.
func TestDirectoryOfAnotherUser(t *testing.T) {
	dir := t.TempDir()
	if os.Geteuid() == 0 {
		must(t, os.Chown(dir, 12345, -1))
	}
	closeFile(t, open(t, dir, nil))
	entries, err := os.ReadDir(dir)
	must(t, err)
	want(t, "files", len(entries), 1)
}

func TestMemoryCountsWrites(t *testing.T) {
	var m Memory
	must(t, m.Intent(intents(1, 3)))
	must(t, m.Intent(intents(4, 4)))
	m.Fail(errors.New("full"))
	if m.Intent(intents(5, 5)) == nil {
		t.Error("a failing Memory accepted an intent")
	}
	want(t, "writes", m.Writes(), 2)
	want(t, "intents", len(m.Intents()), 4)
}

func TestFailuresAreWorded(t *testing.T) {
	line := func(more string) string { return `{"kind":"failure",` + lineProcess + more + "}" }
	const since = "the journal could not be written from 2026-11-23T07:30:00Z to 2026-11-23T08:00:00Z, and commands were refused: full"
	for text, want := range map[string]string{
		line(`,"since":"2026-11-23T07:30:00Z","text":"full"`):          since,
		line(`,"since":"2026-11-23T07:30:00Z","text":"full","lost":3`): since + "; outcomes not recorded: 3",
		line(`,"lost":3`): "outcomes not recorded: 3",
	} {
		l, err := parseLine([]byte(text))
		if err != nil || l.failure != want {
			t.Errorf("%s is worded as %q, %v", text, l.failure, err)
		}
	}
}

func TestMilliseconds(t *testing.T) {
	const most = float64(1<<63-1) / float64(time.Millisecond)
	for ms, want := range map[float64]time.Duration{-1: 0, 0: 0, 2.5: 2500 * time.Microsecond, 0.0004: 0, 0.0006: time.Microsecond, most: 0, 2 * most: 0} {
		if got := fromMilliseconds(ms); got != want {
			t.Errorf("%g ms are %s, want %s", ms, got, want)
		}
	}
}

// A file without commands is ordered after the file before it.
func TestFileWithoutCommands(t *testing.T) {
	dir := t.TempDir()
	line := func(kind, at, more string) string {
		return `{"kind":"` + kind + `","time":"` + at + `","pid":12,"start":"2026-11-23T07:00:00Z","user":"bob",` + more + "}\n"
	}
	for day, text := range map[string]string{
		"2026-11-23": line("intent", "2026-11-23T08:00:00Z", `"command":1,"dn":"7001","verb":"start"`),
		"2026-11-24": line("queries", "2026-11-24T08:00:00Z", `"round":2,"verb":"query"`),
		"2026-11-25": line("intent", "2026-11-25T08:00:00Z", `"command":2,"dn":"7001","verb":"stop"`),
	} {
		must(t, os.WriteFile(filepath.Join(dir, day+"-12.jsonl"), []byte(text), 0o600))
	}
	entries, problems := read(t, dir, Filter{})
	want(t, "problems", texts(problems), nil)
	var got []string
	for _, e := range entries {
		got = append(got, e.Intent.Verb)
	}
	want(t, "order", strings.Join(got, " "), "start query stop")
}

// A line may be dayfile.MaxLine bytes long; no more of a longer one is kept.
func TestLongestLine(t *testing.T) {
	dir := t.TempDir()
	padded := lineIntent + strings.Repeat(" ", dayfile.MaxLine-len(lineIntent))
	must(t, os.WriteFile(filepath.Join(dir, "2026-11-23-12.jsonl"), []byte(padded+"\n"+padded+" \n"), 0o600))
	entries, problems := read(t, dir, Filter{})
	want(t, "entries", len(entries), 1)
	if len(problems) != 1 || problems[0].Line != 2 || !strings.Contains(problems[0].Text, "it is longer than 1048576 bytes") {
		t.Errorf("problems %q", texts(problems))
	}
}

// A process that has its newest file open is alive, so the commands that it sent on the day before are
// open too.
func TestProcessLivesInItsNewestFile(t *testing.T) {
	dir := t.TempDir()
	clock := &clock{now: start}
	f := open(t, dir, func(o *Options) { o.Now = clock.Now })
	must(t, f.Intent(intents(1, 2)))
	clock.set(start.AddDate(0, 0, 1))
	must(t, f.Intent(intents(3, 3)))
	entries, _ := read(t, dir, Filter{})
	want(t, "while it lives", commands(entries), []string{"1 open", "2 open", "3 open"})
	closeFile(t, f)
	entries, _ = read(t, dir, Filter{})
	want(t, "when it is gone", commands(entries), []string{"1 outcome unknown", "2 outcome unknown", "3 outcome unknown"})
}

package journal

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"capdeck/tlibconn/dayfile"
)

const password = "s3cr\"et"

var start = time.Date(2026, 11, 23, 7, 58, 11, 123456000, time.UTC)

// open opens a journal for process 4711; change alters the options.
func open(t *testing.T, dir string, change func(*Options)) *File {
	t.Helper()
	options := Options{
		Dir: dir, User: "alice", PID: 4711, Start: start, Now: func() time.Time { return start },
		Secrets: []string{"", password}, Go: func(f func()) { go f() },
	}
	if change != nil {
		change(&options)
	}
	f, err := Open(options)
	if err != nil {
		t.Fatal(err)
	}
	// A test that checks the error closes the journal first.
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func closeFile(t *testing.T, f *File) {
	t.Helper()
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// intents returns intents with the commands first to last.
func intents(first, last uint64) []Intent {
	var all []Intent
	for n := first; n <= last; n++ {
		all = append(all, Intent{
			Time: start.Add(time.Duration(n) * time.Millisecond), Site: "default", Server: "sip-a:5000", Connection: 1,
			Command: n, DN: fmt.Sprint(7000 + n), ConnID: 0x6f01b2c3d4e5f6, Verb: "start", Reference: int32(n),
		})
	}
	return all
}

func read(t *testing.T, dir string, filter Filter) ([]Entry, []Problem) {
	t.Helper()
	entries, problems, err := Read(dir, filter)
	if err != nil {
		t.Fatal(err)
	}
	return entries, problems
}

// commands returns the entries' commands and outcomes, as in "1 confirmed".
func commands(entries []Entry) []string {
	var all []string
	for _, e := range entries {
		all = append(all, fmt.Sprintf("%d %s", e.Intent.Command, e.Outcome.Outcome))
	}
	return all
}

func want[T any](t *testing.T, what string, got, wanted T) {
	t.Helper()
	if !reflect.DeepEqual(got, wanted) {
		t.Errorf("%s:\n got %v\nwant %v", what, got, wanted)
	}
}

func texts(problems []Problem) []string {
	var all []string
	for _, p := range problems {
		all = append(all, fmt.Sprintf("%s:%d: %s", filepath.Base(p.File), p.Line, p.Text))
	}
	return all
}

func TestLines(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state", "journal")
	f := open(t, dir, nil)
	hostile := "\x1b]0;x\a\u202e\u009b\x7f\xff\U000e0041" + password
	must(t, f.Intent([]Intent{
		{
			Time: start, Site: "default", Server: "sip-a:5000", Connection: 2, Command: 7, DN: "北京\u200b-01", ConnID: 0x6f01b2c3d4e5f6,
			Verb: "start", Reference: 118,
		},
		{Time: start, Site: "default", Server: "sip-a:5000", Connection: 2, Automatic: true, Round: 3, Verb: "query", Reference: 4, Last: 23, Count: 19},
		{Time: start, Connection: 2, Command: 8, DN: "\xff\xfe", Verb: "stop", Reference: 119},
	}))
	must(t, f.Outcome([]Outcome{{
		Time: start.Add(84 * time.Millisecond), Site: "default", DN: "北京\u200b-01", Command: 7, Verb: "start", Outcome: "rejected", Code: 53,
		Text: hostile, Why: "why", ToAccepted: 2500 * time.Microsecond, ToIndication: 84 * time.Millisecond,
	}}))
	closeFile(t, f)

	text, err := os.ReadFile(filepath.Join(dir, "2026-11-23-4711.jsonl"))
	must(t, err)
	const process = `"time":"2026-11-23T07:58:11.123456Z","pid":4711,"start":"2026-11-23T07:58:11.123456Z","user":"alice"`
	want(t, "the file", strings.Split(string(text), "\n"), []string{
		`{"kind":"process",` + process + `}`,
		`{"kind":"intent",` + process + `,"session":2,"command":7,"site":"default","server":"sip-a:5000","dn":"北京\u200b-01","connID":"006f01b2c3d4e5f6","verb":"start","reference":118}`,
		`{"kind":"queries",` + process + `,"session":2,"round":3,"site":"default","server":"sip-a:5000","verb":"query","reference":4,"last":23,"count":19}`,
		`{"kind":"intent",` + process + `,"session":2,"command":8,"site":"","server":"","dnHex":"fffe","verb":"stop","reference":119}`,
		`{"kind":"outcome",` + strings.Replace(process, "11.123456", "11.207456", 1) + `,"command":7,"site":"default","dn":"北京\u200b-01","verb":"start","outcome":"rejected","code":53,` +
			`"text":"\u001b]0;x\u0007\u202e\u009b\u007f` + "\ufffd" + `\udb40\udc41[redacted]","why":"why","acceptedMs":2.5,"indicationMs":84}`,
		"",
	})

	entries, problems := read(t, dir, Filter{})
	want(t, "problems", texts(problems), nil)
	want(t, "outcomes", commands(entries), []string{"7 rejected", "0 ", "8 outcome unknown"})
	want(t, "DN", entries[2].Intent.DN, "\xff\xfe")
	want(t, "round", entries[1].Intent, Intent{
		Time: start, Site: "default", Server: "sip-a:5000", Connection: 2, Automatic: true, Round: 3, Verb: "query",
		Reference: 4, Last: 23, Count: 19,
	})
	want(t, "entry", entries[0], Entry{
		Process: Process{PID: 4711, Start: start}, User: "alice", Recorded: true,
		Intent: Intent{
			Time: start, Site: "default", Server: "sip-a:5000", Connection: 2, Command: 7, DN: "北京\u200b-01", ConnID: 0x6f01b2c3d4e5f6,
			Verb: "start", Reference: 118,
		},
		Outcome: Outcome{
			Time: start.Add(84 * time.Millisecond), Site: "default", DN: "北京\u200b-01", Command: 7, Verb: "start", Outcome: "rejected", Code: 53,
			Text: "\x1b]0;x\a\u202e\u009b\x7f\ufffd\U000e0041[redacted]", Why: "why",
			ToAccepted: 2500 * time.Microsecond, ToIndication: 84 * time.Millisecond,
		},
	})
}

func TestOptions(t *testing.T) {
	for _, options := range []Options{{Go: func(func()) {}}, {Dir: t.TempDir()}} {
		if _, err := Open(options); err == nil {
			t.Errorf("%+v: no error", options)
		}
	}
}

func TestLongTextsAreCut(t *testing.T) {
	dir := t.TempDir()
	f := open(t, dir, nil)
	// Each byte becomes six in the file.
	long := strings.Repeat("\x01", 1<<20)
	must(t, f.Intent([]Intent{{Time: start, Site: long, Server: long, Command: 1, DN: long, Verb: long}}))
	must(t, f.Outcome([]Outcome{{Time: start, Site: long, DN: long, Command: 1, Verb: long, Outcome: "lost", Text: long, Why: long}}))
	closeFile(t, f)
	entries, problems := read(t, dir, Filter{})
	want(t, "problems", texts(problems), nil)
	want(t, "outcomes", commands(entries), []string{"1 lost"})
	e := entries[0]
	want(t, "lengths", []int{len(e.Intent.Site), len(e.Intent.DN), len(e.Intent.Verb), len(e.Outcome.Text), len(e.Outcome.Why)}, []int{1027, 65539, 67, 1027, 1027})
}

// clock is a clock that tests set.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
}

func TestNewFileAtMidnight(t *testing.T) {
	dir := t.TempDir()
	// It is already the 24th at the user's place, but the day of a file is in UTC.
	clock := &clock{now: time.Date(2026, 11, 24, 0, 59, 0, 0, time.FixedZone("", 3600))}
	f := open(t, dir, func(o *Options) { o.Now = clock.Now })
	must(t, f.Intent(intents(1, 2)))
	clock.set(time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC))
	must(t, f.Intent(intents(3, 3)))
	must(t, f.Outcome([]Outcome{{Time: clock.Now(), Command: 1, Outcome: "confirmed"}}))
	closeFile(t, f)
	files, err := dayfile.List(dir)
	must(t, err)
	var names []string
	for _, file := range files {
		names = append(names, filepath.Base(file.Path))
	}
	want(t, "files", names, []string{"2026-11-23-4711.jsonl", "2026-11-24-4711.jsonl"})
	entries, problems := read(t, dir, Filter{})
	want(t, "problems", texts(problems), nil)
	want(t, "outcomes", commands(entries), []string{"1 confirmed", "2 outcome unknown", "3 outcome unknown"})
}

// TestFailure blocks the directory with a file, and removes the file again.
func TestFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "journal")
		must(t, os.WriteFile(dir, nil, 0o600))
		states := make(chan State, 10)
		f := open(t, dir, func(o *Options) {
			o.Now = time.Now
			o.Changed = func(s State) { states <- s }
		})
		failed := f.State()
		if failed.Err == nil || !strings.Contains(failed.Err.Error(), "part of the path is a file, not a folder") || !failed.Since.Equal(time.Now()) {
			t.Fatalf("state %+v", failed)
		}
		if err := f.Intent(intents(1, 1)); err == nil || err.Error() != failed.Err.Error() {
			t.Errorf("Intent returned %v", err)
		}
		must(t, f.Outcome([]Outcome{{Time: start, Command: 2, Outcome: "lost"}}))
		synctest.Wait()
		if len(states) != 0 {
			t.Errorf("the state at Open was reported: %+v", <-states)
		}
		must(t, os.Remove(dir))
		// Without any further call, the File retries by itself.
		if s := <-states; s.Err != nil || !s.Since.IsZero() {
			t.Errorf("announced %+v", s)
		}
		want(t, "tried again after", time.Since(failed.Since), RetryInterval)
		must(t, f.Intent(intents(3, 3)))
		entries, problems := read(t, dir, Filter{})
		want(t, "outcomes", commands(entries), []string{"2 lost", "3 open"})
		if len(problems) != 1 || problems[0].Damage || !strings.Contains(problems[0].Text, "the journal could not be written from 2000-01-01T00:00:00Z to 2000-01-01T00:00:01Z, and commands were refused: the folder ") {
			t.Errorf("problems %q", texts(problems))
		}
		closeFile(t, f)
	})
}

func TestTooManyOutcomes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "journal")
		must(t, os.WriteFile(dir, nil, 0o600))
		f := open(t, dir, func(o *Options) { o.Now = time.Now })
		outcome := []Outcome{{Time: start, Outcome: "lost", Text: strings.Repeat("x", maxTextSize)}}
		taken := 0
		for ; ; taken++ {
			outcome[0].Command++
			if err := f.Outcome(outcome); err != nil {
				if !strings.Contains(err.Error(), "part of the path is a file, not a folder") {
					t.Error(err)
				}
				break
			}
		}
		want(t, "lost", f.State().Lost, 1)
		if taken < 10_000 {
			t.Errorf("only %d outcomes were kept", taken)
		}
		must(t, os.Remove(dir))
		closeFile(t, f)
		entries, problems := read(t, dir, Filter{})
		want(t, "entries", len(entries), taken)
		if len(problems) != 1 || !strings.HasSuffix(problems[0].Text, "; outcomes not recorded: 1") {
			t.Errorf("problems %q", texts(problems))
		}
		want(t, "still lost", f.State().Lost, 0)
	})
}

func TestSynchronising(t *testing.T) {
	for _, always := range []bool{false, true} {
		t.Run(fmt.Sprint("always ", always), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				syncs := make(chan time.Time, 10)
				var broken error
				f := open(t, t.TempDir(), func(o *Options) {
					o.Now = time.Now
					if always {
						o.Sync = SyncAlways
					}
					o.fsync = func(handle *os.File) error {
						syncs <- time.Now()
						if broken != nil {
							return broken
						}
						return handle.Sync()
					}
				})
				if always {
					must(t, f.Intent(intents(1, 1)))
					want(t, "fsyncs before Intent returned", len(syncs), 1)
					<-syncs
					broken = errors.New("i/o error")
					if err := f.Intent(intents(2, 2)); !errors.Is(err, broken) || !errors.Is(f.State().Err, broken) {
						t.Errorf("Intent returned %v, the state is %v", err, f.State().Err)
					}
					<-syncs
					broken = nil
				}
				// One second later, one fsync for any number of writes.
				began := time.Now()
				must(t, f.Outcome([]Outcome{{Time: start, Outcome: "lost"}}))
				want(t, "fsync after", (<-syncs).Sub(began), time.Second)
				<-time.After(10 * time.Second)
				want(t, "fsyncs of an idle journal", len(syncs), 0)
				want(t, "state", f.State(), State{})
				closeFile(t, f)
			})
		})
	}
}

// TestSyncFails: lines that the operating system has accepted survive the end of the process, so commands
// continue, but the failure is reported.
func TestSyncFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		states := make(chan State, 10)
		failures := 2
		f := open(t, t.TempDir(), func(o *Options) {
			o.Now = time.Now
			o.Changed = func(s State) { states <- s }
			o.fsync = func(handle *os.File) error {
				if failures > 0 {
					failures--
					return errors.New("i/o error")
				}
				return handle.Sync()
			}
		})
		began := time.Now()
		must(t, f.Intent(intents(1, 1)))
		if s := <-states; s.Err == nil || s.Err.Error() != "written lines may not survive a power failure: i/o error" {
			t.Errorf("announced %+v", s)
		}
		must(t, f.Intent(intents(2, 2)))
		if f.State().Err == nil {
			t.Error("a write alone cleared the error of a failed fsync")
		}
		if s := <-states; s.Err != nil {
			t.Errorf("announced %+v", s)
		}
		want(t, "it is tried again until it works", time.Since(began), 3*time.Second)
		closeFile(t, f)
	})
}

func TestClosed(t *testing.T) {
	f := open(t, t.TempDir(), nil)
	closeFile(t, f)
	closeFile(t, f)
	if err := f.Intent(intents(1, 1)); !errors.Is(err, ErrClosed) {
		t.Errorf("Intent returned %v", err)
	}
	if err := f.Outcome([]Outcome{{}}); !errors.Is(err, ErrClosed) {
		t.Errorf("Outcome returned %v", err)
	}
}

func TestCloseSaysWhatIsLost(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "journal")
	must(t, os.WriteFile(dir, nil, 0o600))
	closeFile(t, open(t, dir, nil)) // nothing is lost
	f := open(t, dir, nil)
	must(t, f.Outcome([]Outcome{{Outcome: "lost"}}))
	if err := f.Close(); err == nil || !strings.Contains(err.Error(), "the last lines of the journal could not be written: the folder ") {
		t.Errorf("Close returned %v", err)
	}
}

// TestSharedFile has several sessions and the board write at once.
func TestSharedFile(t *testing.T) {
	dir := t.TempDir()
	f := open(t, dir, nil)
	const sessions, each = 4, 100
	var group sync.WaitGroup
	for s := range uint64(sessions) {
		group.Go(func() {
			for n := range uint64(each) {
				command := 1 + s*each + n
				if err := f.Intent(intents(command, command)); err != nil {
					t.Error(err)
				}
				if err := f.Outcome([]Outcome{{Time: start, Command: command, Outcome: "confirmed"}}); err != nil {
					t.Error(err)
				}
				_ = f.State()
			}
		})
	}
	group.Wait()
	closeFile(t, f)
	entries, problems := read(t, dir, Filter{Outcome: "confirmed"})
	want(t, "problems", texts(problems), nil)
	want(t, "confirmed", len(entries), sessions*each)
}

// BenchmarkIntent writes 1,000 intents with one call.
func BenchmarkIntent(b *testing.B) {
	f, err := Open(Options{Dir: b.TempDir(), User: "alice", Go: func(f func()) { go f() }})
	if err != nil {
		b.Fatal(err)
	}
	all := intents(1, 1000)
	b.ReportAllocs()
	for b.Loop() {
		if err := f.Intent(all); err != nil {
			b.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
}

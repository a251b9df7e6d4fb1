package evidence

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/model/incidents"
)

const (
	childRole  = "EVIDENCE_TEST_CHILD"
	childState = "EVIDENCE_TEST_STATE"
)

func TestMain(m *testing.M) {
	if os.Getenv(childRole) == "" {
		os.Exit(m.Run())
	}
	if err := child(os.Getenv(childState)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

var (
	noon = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	dn   = board.Key{Site: "default", DN: "7001"}
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func want[T any](t *testing.T, what string, got, wanted T) {
	t.Helper()
	if !reflect.DeepEqual(got, wanted) {
		t.Errorf("%s:\n got %+v\nwant %+v", what, got, wanted)
	}
}

// inWords returns values with blanks between them.
func inWords(values ...any) string { return strings.TrimSuffix(fmt.Sprintln(values...), "\n") }

func open(t *testing.T, state string, change func(*Options)) *Evidence {
	t.Helper()
	options := Options{
		State: state, PID: 4711, Start: noon, User: "alice", Version: "1.2", Site: "default", Server: "sip-a:5000", Policy: []string{"grace 10 s"}, Grace: 10 * time.Second,
		Go: func(f func()) { go f() },
	}
	if change != nil {
		change(&options)
	}
	e, err := Open(options)
	must(t, err)
	t.Cleanup(func() { _ = e.Close(false) })
	return e
}

// whole is a stretch with all that it can have.
func whole(began time.Time) coverage.Stretch {
	return coverage.Stretch{
		Key: board.Key{Site: "default", DN: "\xff7001"}, Label: "A. Ødegård\x1b]0;x\a", Team: "sales\u202e", Agent: "4711", Began: began, Ended: began.Add(100 * time.Second),
		AtLeast: true, EndNotSeen: true, MoreCalls: 1, Captured: 60 * time.Second, Paused: 10 * time.Second, PausedWithin: 5 * time.Second, Off: 20 * time.Second,
		Unverified: 10 * time.Second, UnverifiedStart: 3 * time.Second, MoreGaps: 2, CapturedAfter: 1500 * time.Millisecond, EverCaptured: true, AtMost: true,
		EndedPaused: true, Excluded: coverage.ExcludedTime,
		Calls: []coverage.StretchCall{{ConnID: 0x6f01b2c3d4e5f6, UUID: "U1", Type: 2, Other: "+47 22 33 44 55", Began: began, Ended: began.Add(100 * time.Second)}},
		Gaps:  []coverage.Gap{{Began: began.Add(20 * time.Second), Ended: began.Add(40 * time.Second), Off: 20 * time.Second, Cause: coverage.GapStoppedByOther}},
	}
}

func entry(kind incidents.EntryKind, id string, at time.Time, change func(*incidents.Incident)) incidents.Entry {
	i := incidents.Incident{
		ID: id, Kind: incidents.NotCaptured, Severity: incidents.Major, Key: dn, Team: "sales", Label: "A. Ødegård", Agent: "4711", ConnID: 7, Other: "0123456",
		Began: at, Raised: at.Add(10 * time.Second), Cause: "the capture stopped", Count: 1,
	}
	if change != nil {
		change(&i)
	}
	return incidents.Entry{Kind: kind, At: at.Add(10 * time.Second), Incident: i}
}

// What is written is read again; parties are blanked, and nothing unprintable is in a file.
func TestWrittenIsRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		state := t.TempDir()
		began := time.Now().UTC().Round(0)
		e := open(t, state, func(o *Options) { o.Start = began })
		other := board.Key{Site: "default", DN: "7002"}
		odd := board.Key{Site: "default", DN: "\xff7003"}
		e.Watch([]Watched{{Key: odd, Team: "sales", Label: "third"}, {Key: dn, Team: "sales", Label: "A. Ødegård"}, {Key: other}})
		stretch := whole(began)
		blinds := []coverage.Blind{
			{Key: dn, Began: began, Ended: began.Add(time.Second), Cause: coverage.BlindLink},
			{Key: other, Began: began, Ended: began.Add(time.Second), Cause: coverage.BlindLink},
			{Key: other, Began: began.Add(time.Second), Ended: began.Add(3 * time.Second), Cause: coverage.BlindNotRegistered},
		}
		<-time.After(10 * time.Minute)
		e.Coverage([]coverage.Stretch{stretch}, blinds)
		e.Unwatch([]board.Key{other})
		raised := entry(incidents.EntryRaised, "a-1", began, nil)
		e.Incidents([]incidents.Entry{raised, entry(incidents.EntryRepeated, "a-1", began, func(i *incidents.Incident) { i.Count, i.Latest, i.AtLeast = 3, began.Add(time.Minute), true })})
		<-time.After(time.Minute)
		want(t, "state", e.State(), State{})
		must(t, e.Close(true))
		must(t, e.Close(true))

		runs, problems, err := ReadCoverage(state, began, began.Add(time.Hour), time.Now().Add(time.Hour))
		must(t, err)
		want(t, "problems", problems, nil)
		run := runs[0]
		stretch.Calls[0].Other = "+** ** ** *4 55"
		want(t, "stretches", run.Stretches, []coverage.Stretch{stretch})
		want(t, "blinds", len(run.Blinds), 3)
		want(t, "the run", inWords(run.Process, run.User, run.Version, run.Site, run.Server, run.Policy, run.Grace, run.Ended, run.Running, run.Stood), "4711 alice 1.2 default sip-a:5000 [grace 10 s] 10s true false []")
		want(t, "it lasted", run.To.Sub(run.From), 11*time.Minute)
		for _, w := range run.Watched {
			want(t, w.Key.DN+" was watched for", w.To.Sub(w.From), map[string]time.Duration{"7001": 11 * time.Minute, "7002": 10 * time.Minute, odd.DN: 11 * time.Minute}[w.Key.DN])
			want(t, w.Key.DN+" is called", w.Label, map[string]string{"7001": "A. Ødegård", odd.DN: "third"}[w.Key.DN])
		}
		list, problems, err := ReadIncidents(state, Selection{})
		must(t, err)
		want(t, "problems", problems, nil)
		want(t, "the latest", inWords(list[0].Latest.Sub(began), list[0].AtLeast), "1m0s true")
		if len(list) != 1 || list[0].Count != 3 || list[0].Other != "****456" || !list[0].EndNotSeen || list[0].Cleared.Sub(began) != 10*time.Second {
			t.Errorf("incidents %+v", list)
		}
		safe(t, state)
	})
}

// safe fails if a file has anything unprintable, or a mode that others can use.
func safe(t *testing.T, state string) {
	t.Helper()
	for _, dir := range []string{CoverageDir(state), IncidentDir(state)} {
		files, err := filepath.Glob(filepath.Join(dir, "*"))
		must(t, err)
		for _, file := range files {
			text, err := os.ReadFile(file)
			must(t, err)
			for i, c := range string(text) {
				if c != '\n' && (c < ' ' || c == 0x7f || c == '\u202e' || c == '\u009b') {
					t.Errorf("%s has %q at %d", file, c, i)
				}
			}
			info, err := os.Stat(file)
			must(t, err)
			want(t, "mode of "+file, info.Mode().Perm(), 0o600)
		}
	}
}

// Each file says by itself what is watched, so that it is still known when older ones are
// deleted.
func TestMidnight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		state := t.TempDir()
		began := time.Now() // midnight
		<-time.After(23*time.Hour + 50*time.Minute)
		e := open(t, state, func(o *Options) { o.Start = began })
		e.Watch([]Watched{{Key: dn, Team: "sales"}})
		<-time.After(20 * time.Minute)
		must(t, e.Close(true))
		must(t, os.Remove(filepath.Join(CoverageDir(state), "2000-01-01-4711.jsonl")))
		runs, problems, err := ReadCoverage(state, began, began.AddDate(0, 0, 3), time.Now())
		must(t, err)
		want(t, "problems", problems, nil)
		if run := runs[0]; len(run.Watched) != 1 || run.Watched[0].Team != "sales" || run.To.Sub(run.From) < 9*time.Minute || !run.Ended {
			t.Errorf("%+v", run)
		}
	})
}

// A process that stood still did not watch, and says so.
func TestStood(t *testing.T) {
	at := noon
	c := clock{looked: at, said: at}
	for range 59 {
		at = at.Add(time.Second)
		if line := c.look(at); line != nil {
			t.Fatalf("%s", line)
		}
	}
	want(t, "a minute later", strings.Contains(string(c.look(at.Add(time.Second))), `"kind":"alive"`), true)
	at = at.Add(31 * time.Second)
	want(t, "after 30 s", string(c.look(at)), `{"v":1,"kind":"stood","time":"2026-11-30T12:01:30.000000Z","began":"2026-11-30T12:01:00.000000Z","ended":"2026-11-30T12:01:30.000000Z"}
{"v":1,"kind":"alive","time":"2026-11-30T12:01:30.000000Z"}
`)
}

// A disk that cannot be written is reported, holds nobody up, and what waited is written
// when it works again.
func TestUnwritableDisk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		state := filepath.Join(t.TempDir(), "state")
		must(t, os.WriteFile(state, nil, 0o600))
		changes := make(chan struct{}, 1000)
		e := open(t, state, func(o *Options) { o.Changed = func() { changes <- struct{}{} } })
		if err := e.State().Err; err == nil || !strings.Contains(err.Error(), "cannot be created") {
			t.Errorf("state %v", err)
		}
		e.Watch([]Watched{{Key: dn, Team: ""}})
		e.Incidents([]incidents.Entry{entry(incidents.EntryRaised, "a-1", time.Now(), nil)})
		synctest.Wait()
		must(t, os.Remove(state))
		<-changes
		<-time.After(3 * time.Second)
		want(t, "state", e.State(), State{})
		must(t, e.Close(true))
		list, problems, err := ReadIncidents(state, Selection{})
		must(t, err)
		if len(list) != 1 || len(problems) != 1 || problems[0].Damage || !strings.Contains(problems[0].Text, "the log could not be written from ") {
			t.Errorf("%d incidents, problems %+v", len(list), problems)
		}
	})
}

func TestTooMuchIsCounted(t *testing.T) {
	told := 0
	e := open(t, t.TempDir(), func(o *Options) { o.Changed = func() { told++ } })
	e.mu.Lock()
	e.pending.entries = make([]incidents.Entry, maxPending)
	e.mu.Unlock()
	e.Coverage(make([]coverage.Stretch, 7), nil)
	want(t, "lost", e.State().Lost, 7)
	want(t, "told", told, 1)
	e.mu.Lock()
	e.pending.entries = nil
	e.mu.Unlock()
	must(t, e.Close(true))
}

// When all DNs of a large floor are in trouble at once, the lines are more than may wait for the
// disk, and none is missing.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	state := t.TempDir()
	e := open(t, state, nil)
	const most = 24_000
	cause := strings.Repeat("x", 1000)
	entries := make([]incidents.Entry, 0, most)
	for n := range most {
		entries = append(entries, entry(incidents.EntryRaised, fmt.Sprint(n), noon, func(i *incidents.Incident) { i.Cause, i.ConnID = cause, uint64(n+1) }))
	}
	e.Incidents(entries)
	must(t, e.Close(true))
	want(t, "state", e.State(), State{})
	list, problems, err := ReadIncidents(state, Selection{})
	must(t, err)
	want(t, "incidents that are read", len(list), most)
	want(t, "problems", len(problems), 0)
}

// child writes an incident and a stretch, says so, and waits to be killed.
func child(state string) error {
	e, err := Open(Options{State: state, User: "alice", Site: "default", Go: func(f func()) { go f() }})
	if err != nil {
		return err
	}
	now := time.Now()
	e.Watch([]Watched{{Key: dn, Team: "sales"}})
	e.Coverage([]coverage.Stretch{whole(now.Add(-200 * time.Second))}, nil)
	e.Incidents([]incidents.Entry{entry(incidents.EntryRaised, fmt.Sprint(os.Getpid()), now.Add(-10*time.Second), nil)})
	for {
		files, failed := filepath.Glob(filepath.Join(state, "*", "*"))
		if failed != nil {
			return failed
		}
		whole := 0
		for _, file := range files {
			if text, _ := os.ReadFile(file); strings.Contains(string(text), `"stretch"`) || strings.Contains(string(text), `"raised"`) {
				whole++
			}
		}
		if whole == 2 {
			break
		}
	}
	fmt.Println("written")
	_, err = io.Copy(io.Discard, os.Stdin)
	return errors.Join(err, e.Close(true))
}

// What was raised survives kill -9, is over then, and is acknowledged by the next process.
func TestKill(t *testing.T) {
	state := t.TempDir()
	program, err := os.Executable()
	must(t, err)
	command := exec.CommandContext(t.Context(), program)
	command.Env = append(os.Environ(), childRole+"=yes", childState+"="+state)
	command.Stderr = os.Stderr
	in, err := command.StdinPipe()
	must(t, err)
	defer in.Close()
	out, err := command.StdoutPipe()
	must(t, err)
	must(t, command.Start())
	_, err = io.ReadFull(out, make([]byte, len("written\n")))
	must(t, err)

	period := func() (time.Time, time.Time) { return time.Now().Add(-time.Hour), time.Now().Add(time.Hour) }
	from, to := period()
	runs, _, err := ReadCoverage(state, from, to, time.Now())
	must(t, err)
	want(t, "while it lives", inWords(runs[0].Running, runs[0].Ended, len(runs[0].Stretches)), "true false 1")
	list, _, err := ReadIncidents(state, Selection{})
	must(t, err)
	want(t, "the incident lasts", list[0].IsOpen(), true)

	must(t, command.Process.Kill())
	_ = command.Wait() // it was killed
	runs, problems, err := ReadCoverage(state, from, to, time.Now())
	must(t, err)
	want(t, "problems", problems, nil)
	want(t, "when it is dead", inWords(runs[0].Running, runs[0].Ended, len(runs[0].Stretches)), "false false 1")
	earlier, _, err := Earlier(state, 10)
	must(t, err)
	if len(earlier) != 1 || earlier[0].IsOpen() || !earlier[0].EndNotSeen {
		t.Fatalf("earlier %+v", earlier)
	}
	want(t, "the latest of what happened once", earlier[0].Latest, earlier[0].Began)
	e := open(t, state, nil)
	acknowledged := earlier[0]
	acknowledged.Reason, acknowledged.Note, acknowledged.By, acknowledged.Acknowledged = incidents.ReasonRecorder, "licence", "bob", time.Now()
	e.Incidents([]incidents.Entry{{Kind: incidents.EntryAcknowledged, At: time.Now(), Incident: acknowledged}})
	must(t, e.Close(true))
	list, _, err = ReadIncidents(state, Selection{})
	must(t, err)
	want(t, "acknowledged", inWords(len(list), list[0].By, list[0].Note, list[0].Reason), "1 bob licence recorder")
	earlier, _, err = Earlier(state, 10)
	must(t, err)
	want(t, "earlier ones", len(earlier), 0)
}

// Two processes at once: neither harms the other, and what both raised is one incident.
func TestTwoProcesses(t *testing.T) {
	state := t.TempDir()
	a := open(t, state, func(o *Options) { o.PID, o.User = 1, "alice" })
	b := open(t, state, func(o *Options) { o.PID, o.User = 2, "bob" })
	for _, e := range []*Evidence{a, b} {
		e.Watch([]Watched{{Key: dn, Team: ""}})
		var entries []incidents.Entry
		for n := range 100 {
			entries = append(entries, entry(incidents.EntryRaised, fmt.Sprint(e.options.PID, "-", n), noon.Add(time.Duration(n)*time.Minute), func(i *incidents.Incident) { i.ConnID = uint64(n) }))
		}
		e.Incidents(entries)
	}
	acknowledged := entry(incidents.EntryAcknowledged, "2-7", noon.Add(7*time.Minute), func(i *incidents.Incident) {
		i.ConnID, i.Reason, i.By, i.Acknowledged = 7, incidents.ReasonNetwork, "bob", noon.Add(time.Hour)
	})
	b.Incidents([]incidents.Entry{acknowledged})
	must(t, errors.Join(a.Close(true), b.Close(true)))
	list, problems, err := ReadIncidents(state, Selection{})
	must(t, err)
	want(t, "problems", problems, nil)
	want(t, "incidents", len(list), 100)
	want(t, "the seventh", inWords(list[7].ID, list[7].Also, list[7].By, list[7].Count), "1-7 [2-7] bob 1")
	earlier, _, err := Earlier(state, 50)
	must(t, err)
	want(t, "the newest", fmt.Sprint(len(earlier), " ", earlier[0].ID, " ", earlier[49].ID), "50 1-50 1-99")
}

func TestBlank(t *testing.T) {
	for text, blanked := range map[string]string{
		"": "", "12": "12", "123": "123", "7005": "*005", "+47 22 33 44 55": "+** ** ** *4 55", "sip:alice@example.com": "***:*****@*******.***",
		"sip:7005@host12": "***:**05@****12"[:0] + "***:***5@****12", strings.Repeat("9", 100): strings.Repeat("*", 29) + "999", "Ødegård": "*******",
	} {
		want(t, text, Blank(text), blanked)
	}
}

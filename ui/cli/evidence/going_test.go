package evidence

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"capdeck/model/coverage"
	"capdeck/model/coverage/report"
)

// onCall is a stretch in one call, captured to its end.
func onCall(call uint64, began time.Time, length time.Duration, endNotSeen bool) coverage.Stretch {
	return coverage.Stretch{
		Key: dn, Team: "sales", Began: began, Ended: began.Add(length), EndNotSeen: endNotSeen, Captured: length, EverCaptured: true,
		Calls: []coverage.StretchCall{{ConnID: call, Began: began, Ended: began.Add(length)}},
	}
}

// reported returns the stretches that a report of the logs has, each with its call, its length
// and whether its end was not seen.
func reported(t *testing.T, state string, from, to time.Time) string {
	t.Helper()
	runs, problems, err := ReadCoverage(state, from, to, to)
	must(t, err)
	want(t, "problems", problems, nil)
	var words []string
	for i := range runs {
		for _, s := range runs[i].Stretches {
			words = append(words, fmt.Sprint(s.Calls[0].ConnID, " ", s.Length(), " ", s.EndNotSeen))
		}
	}
	made := report.Make(runs, report.Options{From: from, To: to, Now: to})
	return fmt.Sprint(strings.Join(words, ", "), "; ", made.Total.Sums.Stretches, " in ", made.Total.Sums.Established, ", unseen ", made.Total.EndNotSeen)
}

func snapshots(t *testing.T, state string) string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(CoverageDir(state), "*going*"))
	must(t, err)
	for i := range names {
		names[i] = filepath.Base(names[i])
	}
	return strings.Join(names, " ")
}

// What went on when a process was killed is in the report, as far as it was written last, and
// nothing counts twice: neither what the process saw end after that, nor what another process
// saw.
func TestGoing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		state, began := t.TempDir(), time.Now()
		e := open(t, state, func(o *Options) { o.Start = began })
		e.Watch([]Watched{{Key: dn, Team: "sales"}})
		later := func(d time.Duration) {
			<-time.After(d)
			synctest.Wait()
		}
		later(time.Minute)
		e.Going([]coverage.Stretch{onCall(1, began, time.Minute, true)})
		later(time.Minute)
		e.Going([]coverage.Stretch{onCall(1, began, 2*time.Minute, true), onCall(2, began.Add(90*time.Second), 30*time.Second, true)})
		later(time.Second)
		to := began.Add(time.Hour)
		want(t, "while it runs", reported(t, state, began, began.Add(2*time.Minute)), "; 0 in 0s, unseen 0")
		want(t, "snapshot", snapshots(t, state), "2000-01-01-4711.going.jsonl")
		e.Coverage([]coverage.Stretch{onCall(1, began, 125*time.Second, false)}, nil)
		must(t, e.Close(false))
		want(t, "killed", reported(t, state, began, to), "1 2m5s false, 2 30s true; 2 in 2m35s, unseen 1")
		other := open(t, state, func(o *Options) { o.PID, o.Start = 4712, began })
		other.Watch([]Watched{{Key: dn, Team: "sales"}})
		other.Coverage([]coverage.Stretch{onCall(2, began.Add(90*time.Second), 3*time.Minute, false)}, nil)
		other.Going([]coverage.Stretch{onCall(3, began.Add(time.Hour), 0, true)})
		later(time.Second)
		want(t, "two snapshots", snapshots(t, state), "2000-01-01-4711.going.jsonl 2000-01-01-4712.going.jsonl")
		must(t, other.Close(true))
		want(t, "with another process", reported(t, state, began, to), "1 2m5s false, 2 30s true, 2 3m0s false; 2 in 5m5s, unseen 0")
		want(t, "the other one ended in order", snapshots(t, state), "2000-01-01-4711.going.jsonl")
	})
}

// A snapshot moves to the new day, is not left when nothing goes on, and does not replace that
// of an earlier process with the same ID.
func TestGoingFiles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		state := t.TempDir()
		must(t, os.MkdirAll(CoverageDir(state), 0o700))
		must(t, os.WriteFile(filepath.Join(CoverageDir(state), "2000-01-01-4711.going.jsonl"), nil, 0o600))
		e := open(t, state, nil)
		told := func(stretches ...coverage.Stretch) {
			e.Going(stretches)
			synctest.Wait()
		}
		told(onCall(1, time.Now(), time.Minute, true))
		want(t, "first", snapshots(t, state), "2000-01-01-4711-2.going.jsonl 2000-01-01-4711.going.jsonl")
		<-time.After(24 * time.Hour)
		told(onCall(1, time.Now(), time.Minute, true))
		want(t, "next day", snapshots(t, state), "2000-01-01-4711.going.jsonl 2000-01-02-4711.going.jsonl")
		told()
		want(t, "nothing goes on", snapshots(t, state), "2000-01-01-4711.going.jsonl")
		must(t, os.Chmod(CoverageDir(state), 0o500))
		if os.Geteuid() != 0 {
			told(onCall(2, time.Now(), time.Minute, true))
			want(t, "fails", e.State().Err != nil, true)
		}
		must(t, os.Chmod(CoverageDir(state), 0o700))
		told(onCall(2, time.Now(), time.Minute, true))
		must(t, errors.Join(e.State().Err, e.Close(true)))
		want(t, "closed", snapshots(t, state), "2000-01-01-4711.going.jsonl")
	})
}

// A snapshot that is no snapshot is reported, and its lines are not counted.
func TestHostileSnapshot(t *testing.T) {
	state := t.TempDir()
	must(t, os.MkdirAll(CoverageDir(state), 0o700))
	must(t, os.WriteFile(filepath.Join(CoverageDir(state), "2026-11-30-1.going.jsonl"), []byte(`{"v":1,"kind":"going","time":"2026-11-30T12:00:00Z"}
{"v":1,"kind":"begin","time":"2026-11-30T12:00:00Z","pid":1}
{"v":1,"kind":"going","time":"2026-11-30T12:00:00Z","site":"default","dn":"7001"}
{"v":1,"kind":"alive","time":"2026-11-30T12:00:00Z"}
`), 0o600))
	runs, problems, err := ReadCoverage(state, noon.Add(-time.Hour), noon.Add(time.Hour), noon)
	must(t, err)
	var texts []string
	for _, p := range problems {
		texts = append(texts, fmt.Sprint(p.Line, " ", p.Text))
	}
	want(t, "problems", strings.Join(texts, "\n"), `1 the line is skipped: the file does not begin with its process
3 the line is skipped: its begin and end are not those of a stretch
4 the line is skipped: its kind "alive" is not known here`)
	want(t, "stretches", len(runs[0].Stretches), 0)
}

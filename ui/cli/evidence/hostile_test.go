package evidence

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"capdeck/model/coverage/report"
	"capdeck/tlibconn/dayfile"
)

const begin = `{"v":1,"kind":"begin","time":"2026-11-30T08:00:00Z","pid":12,"start":"2026-11-30T08:00:00Z","site":"default"}` + "\n"

// logOf writes a file of the coverage log and reads it.
func logOf(t *testing.T, write func(*bufio.Writer)) (report.Run, []string) {
	t.Helper()
	state := t.TempDir()
	must(t, os.Mkdir(CoverageDir(state), 0o700))
	file, err := os.Create(filepath.Join(CoverageDir(state), "2026-11-30-12.jsonl"))
	must(t, err)
	out := bufio.NewWriter(file)
	write(out)
	must(t, out.Flush())
	must(t, file.Close())
	runs, problems, err := ReadCoverage(state, noon.Add(-12*time.Hour), noon.Add(12*time.Hour), noon)
	must(t, err)
	var texts []string
	for _, p := range problems {
		text := p.Text
		if p.Damage {
			text = "damage: " + text
		}
		for _, r := range text {
			if r < ' ' || r > '~' {
				t.Errorf("%q is not safe to print", text)
			}
		}
		texts = append(texts, text)
	}
	if len(runs) == 0 {
		return report.Run{}, texts
	}
	return runs[0], texts
}

// A line that cannot be read is said, and the others count.
func TestHostileLines(t *testing.T) {
	const good = `{"v":1,"kind":"stretch","time":"2026-11-30T09:00:00Z","site":"default","dn":"7001","began":"2026-11-30T08:59:00Z","ended":"2026-11-30T09:00:00Z","capturedMs":60000,"pausedMs":0,"pausedWithinMs":0,"offMs":0,"unverifiedMs":0,"everCaptured":true}` + "\n"
	bad := func(old, replaced string) string { return strings.Replace(good, old, replaced, 1) }
	for line, want := range map[string]string{
		"nonsense\n":                        "damage: the line is skipped: it is not a JSON object of a log: invalid character",
		"[1,2]\n":                           "damage: the line is skipped: it is not a JSON object of a log",
		"{}\n":                              "damage: the line is skipped: it has no version and kind of a log",
		"\x00\x1b[31m\xff\n":                "damage: the line is skipped: it is not a JSON object of a log",
		bad(`"v":1`, `"v":2,"x":[]`):        "the line is skipped: a later version of capdeck wrote it (format 2; this one reads 1)",
		bad(`"v":1`, `"v":-1`):              "damage: the line is skipped: it has no version and kind of a log",
		bad(`"v":1`, `"v":"1"`):             "damage: the line is skipped: its v cannot be a string",
		bad(`"v":1,`, `"v":2,"time":7,`):    "the line is skipped: a later version of capdeck wrote it",
		bad(`"stretch"`, `"stretch\u001b"`): `the line is skipped: its kind "stretch\x1b" is not known here`,
		bad(`"time":"2026-11-30T09:00:00Z"`, `"time":"noon"`):                   `damage: the line is skipped: "noon" is not a time`,
		bad(`"time":"2026-11-30T09:00:00Z",`, ``):                               "damage: the line is skipped: its time is missing",
		bad(`"dn":"7001"`, `"dn":7001`):                                         "damage: the line is skipped: its dn cannot be a number",
		bad(`"dn":"7001"`, `"dnHex":"zz"`):                                      `damage: the line is skipped: "zz" is not hexadecimal`,
		bad(`"dn":"7001",`, ``):                                                 "damage: the line is skipped: its DN is missing",
		bad(`"capturedMs":60000`, `"capturedMs":-1`):                            `damage: the line is skipped: "-1" is not a number of milliseconds within a year`,
		bad(`"capturedMs":60000`, `"capturedMs":1e300`):                         `damage: the line is skipped: "1e300" is not a number of milliseconds within a year`,
		bad(`"capturedMs":60000`, `"capturedMs":60002`):                         "damage: the line is skipped: its parts do not add up to its length",
		bad(`"pausedWithinMs":0`, `"pausedWithinMs":5`):                         "damage: the line is skipped: its parts do not add up to its length",
		bad(`"ended":"2026-11-30T09`, `"ended":"2026-11-29T09`):                 "damage: the line is skipped: its begin and end are not those of a stretch",
		bad(`"began":"2026-11-30T08:59:00Z"`, `"began":"0001-01-01T00:00:00Z"`): "damage: the line is skipped: its begin and end are not those of a stretch",
		bad(`"everCaptured":true`, `"excluded":"because"`):                      `damage: the line is skipped: its exclusion "because" is not known`,
		bad(`"everCaptured":true`, `"gaps":[{"began":"2026-11-30T08:58:00Z","ended":"2026-11-30T08:59:30Z","offMs":0,"cause":"stopped"}]`): "damage: the line is skipped: a gap of it has no cause or is outside of it",
		bad(`"everCaptured":true`, `"gaps":[{"began":"2026-11-30T08:59:00Z","ended":"2026-11-30T08:59:30Z","offMs":0,"cause":"x"}]`):       "damage: the line is skipped: a gap of it has no cause or is outside of it",
		`{"v":1,"kind":"blind","time":"2026-11-30T09:00:00Z","site":"default","dns":["7001"]}` + "\n":                                      "damage: the line is skipped: it is no time without watch",
		`{"v":1,"kind":"stood","time":"2026-11-30T09:00:00Z","began":"2026-11-30T09:00:00Z","ended":"2026-11-30T08:00:00Z"}` + "\n":        "damage: the line is skipped: its end is before its begin",
		good[:100]: "the last line is torn: its process ended, or the disk was full, during a write",
	} {
		run, problems := logOf(t, func(out *bufio.Writer) {
			for _, text := range []string{begin, good, line} {
				if _, err := out.WriteString(text); err != nil {
					t.Fatal(err)
				}
			}
		})
		if len(run.Stretches) != 1 {
			t.Errorf("%q: %d stretches", line, len(run.Stretches))
		}
		if len(problems) != 1 || !strings.HasPrefix(problems[0], want) {
			t.Errorf("%q:\n got %q\nwant %q", line, problems, want)
		}
	}
}

// A line of 100 MB is passed over without being kept, and what follows is read.
func TestHugeLine(t *testing.T) {
	piece := strings.Repeat("x", 1<<20)
	run, problems := logOf(t, func(out *bufio.Writer) {
		write := func(text string) {
			if _, err := out.WriteString(text); err != nil {
				t.Fatal(err)
			}
		}
		write(begin + `{"v":1,"kind":"`)
		for range 100 {
			write(piece)
		}
		write("\n" + `{"v":1,"kind":"end","time":"2026-11-30T09:00:00Z"}` + "\n")
	})
	want(t, "ended", run.Ended, true)
	want(t, "problems", problems, []string{"damage: the line is skipped: it is longer than 1048576 bytes"})
}

// A file of nothing but bad lines does not fill the memory or the screen.
func TestManyProblems(t *testing.T) {
	_, problems := logOf(t, func(out *bufio.Writer) {
		for range 10_000 {
			if _, err := out.WriteString("x\n" + `{"v":9,"kind":"a"}` + "\n"); err != nil {
				t.Fatal(err)
			}
		}
	})
	if len(problems) != maxProblems {
		t.Errorf("%d problems", len(problems))
	}
}

// Times of a process that stood still, and of a log with a hole, are times without watch.
func TestHoles(t *testing.T) {
	line := func(at string) string { return `{"v":1,"kind":"alive","time":"2026-11-30T` + at + `Z"}` + "\n" }
	run, problems := logOf(t, func(out *bufio.Writer) {
		if _, err := out.WriteString(begin + line("08:01:00") + line("08:03:00") + line("09:00:00")); err != nil {
			t.Fatal(err)
		}
	})
	want(t, "problems", problems, nil)
	want(t, "stood", run.Stood, []report.Span{{From: noon.Add(-4*time.Hour + 3*time.Minute), To: noon.Add(-3 * time.Hour)}})
	want(t, "killed", run.Ended || run.Running, false)
}

// FuzzRead: no file makes the readers fail.
func FuzzRead(f *testing.F) {
	f.Add([]byte(begin))
	f.Add([]byte(`{"v":1,"kind":"raised","time":"2026-11-30T08:00:00Z","id":"a","incident":"gap","severity":"major","began":"2026-11-30T08:00:00Z"}`))
	f.Add([]byte(`{"v":1,"kind":"blind","time":"2026-11-30T08:00:00Z","site":"a","cause":"link-down","began":"2026-11-30T08:00:00Z","ended":"2026-11-30T08:00:00Z","dns":["7001"],"dnsHex":["ff"]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		state := t.TempDir()
		for _, dir := range []string{CoverageDir(state), IncidentDir(state)} {
			must(t, os.Mkdir(dir, 0o700))
			must(t, os.WriteFile(filepath.Join(dir, "2026-11-30-12.jsonl"), text, 0o600))
		}
		runs, problems, err := ReadCoverage(state, noon.Add(-12*time.Hour), noon.Add(12*time.Hour), noon)
		must(t, err)
		r := report.Make(runs, report.Options{From: noon.Add(-12 * time.Hour), To: noon.Add(12 * time.Hour), Now: noon})
		if s := r.Total.Sums; s.Captured+s.Paused+s.Off+s.Unverified != s.Established {
			t.Errorf("the parts of %+v do not add up", s)
		}
		_, more, err := ReadIncidents(state, Selection{})
		must(t, err)
		for _, p := range append(problems, more...) {
			if strings.ContainsFunc(p.Text, func(r rune) bool { return r < ' ' || r > '~' }) {
				t.Errorf("%q", p.Text)
			}
		}
	})
}

func TestPrune(t *testing.T) {
	state := t.TempDir()
	must(t, os.Mkdir(CoverageDir(state), 0o700))
	must(t, os.Mkdir(IncidentDir(state), 0o700))
	outside := filepath.Join(t.TempDir(), "outside")
	must(t, os.WriteFile(outside, []byte("theirs"), 0o600))
	coverage := func(name string) string { return filepath.Join(CoverageDir(state), name) }
	for _, path := range []string{
		coverage("2026-08-30-1.jsonl"), coverage("2026-09-01-1.jsonl"), coverage("2026-11-29-1.jsonl"), coverage("2026-11-30-1.jsonl"), coverage("2026-08-01.jsonl"),
		coverage("2026-08-01-1.jsonl.gz"), coverage("notes.jsonl"), filepath.Join(IncidentDir(state), "2026-08-30-1-2.jsonl"),
	} {
		must(t, os.WriteFile(path, make([]byte, 100), 0o600))
	}
	must(t, os.Symlink(outside, coverage("2026-08-02-1.jsonl")))
	left := func() string {
		var names []string
		for _, dir := range []string{CoverageDir(state), IncidentDir(state)} {
			entries, err := os.ReadDir(dir)
			must(t, err)
			for _, entry := range entries {
				names = append(names, entry.Name())
			}
		}
		return strings.Join(names, " ")
	}
	const others = "2026-08-01-1.jsonl.gz 2026-08-01.jsonl 2026-08-02-1.jsonl "
	want(t, "no limits", Prune(state, 0, 0, noon), "")
	want(t, "by age", Prune(state, 90*24*time.Hour, 0, noon), "deleted 2 files of evidence, beyond --evidence-keep or --evidence-size: coverage/2026-08-30-1.jsonl, incidents/2026-08-30-1-2.jsonl")
	want(t, "left", left(), others+"2026-09-01-1.jsonl 2026-11-29-1.jsonl 2026-11-30-1.jsonl notes.jsonl")
	want(t, "again", Prune(state, 90*24*time.Hour, 1000, noon), "")
	want(t, "by size", Prune(state, 0, 200, noon), "deleted 1 file of evidence, beyond --evidence-keep or --evidence-size: coverage/2026-09-01-1.jsonl")
	want(t, "today stays", Prune(state, 0, 1, noon), "deleted 1 file of evidence, beyond --evidence-keep or --evidence-size: coverage/2026-11-29-1.jsonl; "+
		"the evidence has 100 bytes, more than --evidence-size, because the files of today and of running processes are not deleted")
	want(t, "left", left(), others+"2026-11-30-1.jsonl notes.jsonl")
	text, err := os.ReadFile(outside)
	must(t, err)
	want(t, "the link's target", string(text), "theirs")
}

// A clock that jumps months ahead deletes nothing that the retention keeps, although its process
// begins a file of that day. Files that are too old are deleted on the next day of use.
func TestPruneAfterJump(t *testing.T) {
	state := t.TempDir()
	must(t, os.Mkdir(CoverageDir(state), 0o700))
	write := func(day string) {
		must(t, os.WriteFile(filepath.Join(CoverageDir(state), day+"-1.jsonl"), nil, 0o600))
	}
	for _, day := range []string{"2026-08-30", "2026-09-02", "2026-11-29", "2026-11-30"} {
		write(day)
	}
	const keep = 90 * 24 * time.Hour
	jumped := noon.AddDate(1, 0, 0)
	write("2027-11-30")
	want(t, "after the jump", Prune(state, keep, 0, jumped), "deleted 1 file of evidence, beyond --evidence-keep or --evidence-size: coverage/2026-08-30-1.jsonl")
	want(t, "at the right time again", Prune(state, keep, 0, noon), "")
	write("2027-12-01")
	want(t, "a year later indeed", Prune(state, keep, 0, jumped.AddDate(0, 0, 1)),
		"deleted 3 files of evidence, beyond --evidence-keep or --evidence-size: coverage/2026-09-02-1.jsonl, coverage/2026-11-29-1.jsonl, coverage/2026-11-30-1.jsonl")
	want(t, "only today's", Prune(t.TempDir(), keep, 0, noon), "")
}

// Several processes prune at the same time, and none of them finds anything wrong with that.
func TestPruneTogether(t *testing.T) {
	t.Parallel()
	state := t.TempDir()
	must(t, os.MkdirAll(CoverageDir(state), 0o700))
	const files = 300
	for n := range files {
		must(t, os.WriteFile(filepath.Join(CoverageDir(state), fmt.Sprintf("2026-01-01-%d.jsonl", n+1)), []byte("{}\n"), 0o600))
	}
	said := make([]string, 8)
	var all sync.WaitGroup
	for n := range said {
		all.Go(func() { said[n] = Prune(state, 24*time.Hour, 1, noon) })
	}
	all.Wait()
	for _, sentence := range said {
		if strings.Contains(sentence, "cannot") || strings.Contains(sentence, "more than --evidence-size") {
			t.Errorf("it is said that %s", sentence)
		}
	}
	left, err := os.ReadDir(CoverageDir(state))
	must(t, err)
	want(t, "files that are left", len(left), 0)
	var r reader
	r.read(dayfile.Name{Path: filepath.Join(CoverageDir(state), "2026-01-01-1.jsonl"), PID: 1}, nil, nil)
	want(t, "problems of a file that was deleted after it was listed", len(r.problems), 0)
}

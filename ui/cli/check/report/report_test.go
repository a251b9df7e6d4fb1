package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/contract"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
	"capdeck/tlibconn/wire/tlog"
)

var update = flag.Bool("update", false, "write the files of testdata that end in .golden; review each before you commit it")

// golden compares a text with its file in testdata.
func golden(t *testing.T, text string) {
	t.Helper()
	path := filepath.Join("testdata", t.Name()+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if text != string(want) {
		t.Errorf("it differs from %s:\n%s", path, text)
	}
}

// hostile is text as a recorder or T-Server may send it.
const hostile = "evil\x1b]52;c;aGk=\a\u202e<script>alert(1)</script>\n& \"quoted\" ]]> \x00\xff"

func began() time.Time { return time.Date(2026, 11, 30, 10, 21, 16, 439_000_000, time.UTC) }

// entry is a message with personal data in it.
func entry(t *testing.T, sent bool, kind wire.MessageType, value string) contract.LogEntry {
	t.Helper()
	userData, err := wire.ListAttribute(wire.AttributeUserData, []wire.KeyValue{wire.TextPair(event.CaptureKey, value), wire.TextPair("customer", "Jane Secret")})
	if err != nil {
		t.Fatal(err)
	}
	m := wire.Message{Type: kind, Attributes: []wire.Attribute{wire.TextAttribute(wire.AttributeThisDN, "7001"), wire.TextAttribute(wire.AttributeANI, "+33123456789"), userData}}
	body, err := m.AppendBody(nil)
	if err != nil {
		t.Fatal(err)
	}
	return contract.LogEntry{At: began(), Session: "desktop", Sent: sent, Text: string(tlog.Append(nil, began(), sent, &m)), Frame: wire.AppendFrames(nil, body)}
}

// sample is a report with a result of each verdict.
func sample(t *testing.T) *contract.Report {
	t.Helper()
	passed := contract.Run{Verdict: contract.Passed, Outcome: "enabled", Began: began(), Took: 41 * time.Millisecond, Latencies: []contract.Latency{{Verb: "start", Took: 41 * time.Millisecond}}}
	failed := contract.Run{
		Verdict: contract.Failed, Outcome: "disabled", Reason: "after pause a query was answered with disabled", Began: began(), Took: 1500 * time.Millisecond,
		Sent: []string{"pause 7001", "query 7001"}, Expected: []string{"paused for 7001"}, Seen: []string{"disabled for 7001 after 12 ms", hostile},
		Aspects: []contract.Aspect{{Name: "second-indication", Text: "a second indication came 300 ms after the first"}, {Name: "key", OK: true, Text: "the key is screen-capture"}},
		Log:     []contract.LogEntry{entry(t, true, wire.RequestSendEvent, "pause"), entry(t, false, wire.EventUserEvent, hostile)}, LogCut: 2,
	}
	one := func(id string, class contract.Class, subject contract.Subject, verdict contract.Verdict, runs ...contract.Run) contract.Result {
		return contract.Result{Case: id, Title: "This is what " + id + " checks.", Clause: "query changes nothing", Class: class, Subject: subject, Verdict: verdict, Runs: runs}
	}
	with := func(verdict contract.Verdict, outcome, reason string) contract.Run {
		return contract.Run{Verdict: verdict, Outcome: outcome, Reason: reason, Began: began()}
	}
	r := &contract.Report{
		Schema: contract.ReportSchema, Program: "capdeck 0.1.0", Name: "recorder 5.2", Server: "127.0.0.1:7000", ServerVersion: hostile, DN: "7001", SecondDN: "7002", Began: began(), Ended: began().Add(9 * time.Second),
		Results: []contract.Result{
			one("rec/start/told-by-query", contract.Required, contract.SubjectRecorder, contract.Passed, passed),
			one("rec/pause/told-by-query", contract.Required, contract.SubjectRecorder, contract.Failed, failed),
			one("rec/query/answered", contract.Required, contract.SubjectRecorder, contract.Flaky, passed, failed, passed),
			one("rec/form/conn-id", contract.Required, contract.SubjectRecorder, contract.Skipped, with(contract.Skipped, "", "it needs a call: use --wait-for or --control")),
			one("rec/stop/told-by-query", contract.Required, contract.SubjectRecorder, contract.Blocked, with(contract.Blocked, "", "the capture could not be started")),
			one("srv/unknown-dn", contract.Required, contract.SubjectTServer, contract.Failed, with(contract.Failed, "registered", "an unknown DN was registered")),
			one("rec/observed/start-twice", contract.Observed, contract.SubjectRecorder, contract.Noted, with(contract.Noted, "enabled", "")),
		},
		Latencies: []contract.LatencySummary{{Verb: "start", Count: 3, P50: 4100 * time.Microsecond, P95: 41 * time.Millisecond, Max: 2 * time.Second}},
		Left:      []string{"DN 7001 was left paused: its state at the beginning was not known"},
	}
	r.Results[1].Expectation = []string{"paused"}
	return r
}

// text is the report as a terminal shows it.
func text(report *contract.Report) string {
	var out strings.Builder
	for i := range report.Results {
		out.WriteString(Line(&report.Results[i]) + "\n")
	}
	for i := range report.Results {
		out.WriteString(Details(&report.Results[i]))
	}
	return out.String() + Summary(report)
}

func TestText(t *testing.T) {
	got := text(sample(t))
	golden(t, got)
	checkHarmless(t, got)
}

// checkHarmless fails if a text has a byte that a terminal would obey.
func checkHarmless(t *testing.T, text string) {
	t.Helper()
	for _, r := range text {
		if r != '\n' && r != '\t' && (r < 0x20 || r == 0x7f || r >= 0x80 && r < 0xa0 || r == '\u202e') {
			t.Errorf("%U is in the text", r)
		}
	}
}

// What personal data there is goes, and the frames stay readable.
func TestRedact(t *testing.T) {
	report := sample(t)
	got := Redact(report)
	log := got.Results[1].Runs[0].Log
	for i := range log {
		if all := log[i].Text + string(log[i].Frame); strings.Contains(all, "Secret") || strings.Contains(all, "331234") {
			t.Errorf("personal data is left in %s", log[i].Text)
		}
	}
	if !strings.Contains(log[0].Text, "'pause'") || !strings.Contains(log[0].Text, "@10:21:16.4390") || !strings.Contains(log[0].Text, "*********789") {
		t.Errorf("the message reads\n%s", log[0].Text)
	}
	if _, ok := decode(log[0].Frame); !ok {
		t.Error("the frame cannot be decoded any more")
	}
	if !strings.Contains(report.Results[1].Runs[0].Log[0].Text, "Secret") {
		t.Error("the report itself was changed")
	}
	report.Results[1].Runs[0].Log[0].Frame = []byte("garbage of Jane Secret")
	if bad := Redact(report).Results[1].Runs[0].Log[0]; strings.Contains(bad.Text, "Secret") || bad.Frame != nil {
		t.Errorf("of a message that cannot be decoded %q is left", bad.Text)
	}
}

func TestHTML(t *testing.T) {
	var out bytes.Buffer
	report := sample(t)
	if err := WriteHTML(&out, report, always, nil); err != nil {
		t.Fatal(err)
	}
	page := out.String()
	for _, want := range []string{"3 cases failed", "&lt;script&gt;", "rec/pause/told-by-query", "Run 2 of 3: FAIL", "default-src &#39;none&#39;", "message RequestSendEvent"} {
		if !strings.Contains(page, want) && !strings.Contains(page, strings.ReplaceAll(want, "&#39;", "'")) {
			t.Errorf("%q is missing", want)
		}
	}
	for _, never := range []string{"<script", "http:", "https:", "src=", "href="} {
		if strings.Contains(page, never) {
			t.Errorf("%q is in the page", never)
		}
	}
	checkHarmless(t, page)
}

func TestArtifacts(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "artifacts")
	report := sample(t)
	report.Results[0].Case = "../../etc/passwd"
	report.Results[0].Runs[0].Reason = "T-Server said \u009b2J\u202e"
	if err := PrepareArtifacts(folder); err != nil {
		t.Fatal(err)
	}
	if err := WriteArtifacts(t.Context(), folder, report); err != nil {
		t.Fatal(err)
	}
	var names []string
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if text, _ := os.ReadFile(path); strings.ContainsAny(string(text), "\u009b\u202e\x1b") {
			t.Errorf("%s has control characters", path)
		}
		info, err := entry.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has the mode %v", path, info.Mode())
		}
		name, _ := filepath.Rel(folder, path)
		names = append(names, filepath.ToSlash(name))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"report.json", ".._.._etc_passwd/case.json", "rec_pause_told-by-query/run-1.log", "rec_query_answered/run-3.hex"} {
		if !slices.Contains(names, want) {
			t.Errorf("%s is missing in %q", want, names)
		}
	}
	again, err := Read(filepath.Join(folder, "report.json"))
	if err != nil || len(again.Results) != len(report.Results) {
		t.Errorf("the report reads as %v, %v", again, err)
	}
	if err := PrepareArtifacts(folder); err == nil || !strings.Contains(err.Error(), "not empty") {
		t.Errorf("a folder that is used already: %v", err)
	}
	if got := folderName(".."); got != "_" {
		t.Errorf("the case .. is the folder %q", got)
	}
}

func TestReadRefuses(t *testing.T) {
	valid, err := json.Marshal(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	for want, text := range map[string]string{
		"not a report of capdeck check --json": "[]",
		"it has no schema":                     "{}",
		"schema 99":                            `{"schema":99}`,
		"more than one report":                 string(valid) + string(valid),
		"no case ID, or the ID":                `{"schema":1,"results":[{"case":"a","verdict":"passed"},{"case":"a","verdict":"passed"}]}`,
		"unknown verdict":                      `{"schema":1,"results":[{"case":"a","verdict":"great"}]}`,
	} {
		path := filepath.Join(t.TempDir(), "report.json")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(path); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestCompare(t *testing.T) {
	a, b := sample(t), sample(t)
	b.Name = "recorder 5.3"
	b.Results[1].Verdict, b.Results[1].Runs = contract.Passed, a.Results[0].Runs
	b.Results[6].Case = "rec/observed/new"
	b.Latencies = append(b.Latencies, contract.LatencySummary{Verb: "stop", Count: 1})
	c := Compare("a.json", a, "b.json", b)
	var out bytes.Buffer
	w := bufio.NewWriter(&out)
	c.Write(w)
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	golden(t, out.String())
	checkHarmless(t, out.String())
	if same := Compare("a.json", a, "a.json", a); len(same.Differences) != 0 || same.Same != 7 {
		t.Errorf("a report compared with itself: %+v", same)
	}
}

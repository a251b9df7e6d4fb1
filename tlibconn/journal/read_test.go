package journal

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"capdeck/tlibconn/dayfile"
)

const (
	lineProcess = `"time":"2026-11-23T08:00:00Z","pid":12,"start":"2026-11-23T07:00:00Z","user":"bob"`
	lineIntent  = `{"kind":"intent",` + lineProcess + `,"session":1,"command":1,"dn":"7001","verb":"stop","reference":5}`
	lineQueries = `{"kind":"queries",` + lineProcess + `,"session":1,"round":2,"verb":"query"}`
	lineOther   = `{"kind":"outcome",` + lineProcess + `,"command":1,"dn":"7001","verb":"stop","outcome":"rejected","code":59}`
	lineOutcome = `{"kind":"outcome",` + lineProcess + `,"command":1,"dn":"7001","verb":"stop","outcome":"confirmed"}`
)

func TestReadLines(t *testing.T) {
	skipped := "the line is skipped: "
	many := strings.Repeat("x\n", 3*maxProblems)
	var told []string
	for n := 1; n < maxProblems; n++ {
		told = append(told, fmt.Sprintf("%d: %sit is not a JSON object of the journal: invalid character 'x' looking for beginning of value", n, skipped))
	}
	told = append(told, fmt.Sprintf("%d: this line and others after it also have problems, which are not listed", maxProblems))
	tests := []struct {
		name, text string
		commands   []string
		problems   []string
		damage     bool
	}{
		{"nothing", "", nil, nil, false},
		{"one of each", lineIntent + "\n" + lineOutcome + "\n", []string{"1 confirmed"}, nil, false},
		{"the outcome first", lineOutcome + "\n" + lineIntent + "\n", []string{"1 confirmed"}, nil, false},
		{"empty lines", "\n\n" + lineIntent + "\n\n" + lineOutcome + "\n", []string{"1 confirmed"}, nil, false},
		{"no end, but whole", lineIntent + "\n" + lineOutcome, []string{"1 confirmed"}, nil, false},
		{
			"torn last line", lineIntent + "\n" + lineOutcome[:80],
			[]string{"1 outcome unknown"},
			[]string{"2: the last line is torn: its process ended, or the disk was full, during a write"},
			false,
		},
		{"only an outcome", lineOutcome + "\n", []string{"1 confirmed"}, nil, false},
		{
			"an intent twice", lineIntent + "\n" + lineIntent + "\n" + lineOutcome + "\n",
			[]string{"1 confirmed"},
			[]string{"2: duplicate line; it counts once"},
			false,
		},
		{
			"an outcome twice", lineIntent + "\n" + lineOutcome + "\n" + lineOutcome + "\n",
			[]string{"1 confirmed"},
			[]string{"3: duplicate line; it counts once"},
			false,
		},
		{
			"an outcome twice, before its intent", lineOutcome + "\n" + lineOutcome + "\n" + lineIntent + "\n",
			[]string{"1 confirmed"},
			[]string{"2: duplicate line; it counts once"},
			false,
		},
		{
			"an outcome twice, without its intent", lineOutcome + "\n" + lineOutcome + "\n",
			[]string{"1 confirmed"},
			[]string{"2: duplicate line; it counts once"},
			false,
		},
		{
			"everything three times", strings.Repeat(lineIntent+"\n"+lineOutcome+"\n"+lineQueries+"\n", 3),
			[]string{"1 confirmed", "0 "},
			[]string{"4: first of 6 duplicate lines; each counts once"},
			false,
		},
		{
			"twice, and the end is torn", lineIntent + "\n" + lineIntent + "\n" + lineIntent[:50],
			[]string{"1 outcome unknown"},
			[]string{"3: the last line is torn: its process ended, or the disk was full, during a write", "2: duplicate line; it counts once"},
			false,
		},
		{
			"two outcomes that differ", lineIntent + "\n" + lineOutcome + "\n" + lineOther + "\n",
			[]string{"1 confirmed"},
			[]string{"3: " + skipped + "command 1 already has another outcome"},
			true,
		},
		{
			"two outcomes that differ, without an intent", lineOutcome + "\n" + lineOther + "\n",
			[]string{"1 confirmed"},
			[]string{"2: " + skipped + "command 1 already has another outcome"},
			true,
		},
		{
			"two intents that differ", lineIntent + "\n" + strings.Replace(lineIntent, "7001", "7002", 1) + "\n" + lineOutcome + "\n",
			[]string{"1 confirmed", "1 outcome unknown"},
			[]string{"2: command 1 has two different intents"},
			true,
		},
		{
			"two intents that differ, the outcome between", lineIntent + "\n" + lineOutcome + "\n" + strings.Replace(lineIntent, "7001", "7002", 1) + "\n",
			[]string{"1 confirmed", "1 outcome unknown"},
			[]string{"3: command 1 has two different intents"},
			true,
		},
		{
			"not JSON", "\x1b[2J\n" + lineIntent + "\n",
			[]string{"1 outcome unknown"},
			[]string{`1: ` + skipped + `it is not a JSON object of the journal: invalid character '\x1b' looking for beginning of value`},
			true,
		},
		{
			"zeros after a power failure", lineIntent + "\n" + strings.Repeat("\x00", 1000) + "\n",
			[]string{"1 outcome unknown"},
			[]string{`2: ` + skipped + `it is not a JSON object of the journal: invalid character '\x00' looking for beginning of value`},
			true,
		},
		{
			"too long", lineIntent + "\n" + strings.Repeat("a", 3*dayfile.MaxLine) + "\n" + lineOutcome + "\n",
			[]string{"1 confirmed"},
			[]string{"2: " + skipped + "it is longer than 1048576 bytes"},
			true,
		},
		{
			"of a later version", `{"kind":"\u001b",` + lineProcess + "}\n", nil,
			[]string{`1: the line is ignored: this version does not know its kind "\x1b"`},
			false,
		},
		{
			"of a later version, with members of other types", lineIntent + "\n" + `{"kind":"incident","time":5,"pid":"x","dn":["7001"],"start":null}` + "\n" + `{"kind":"ack"}` + "\n" + lineOutcome + "\n",
			[]string{"1 confirmed"},
			[]string{`2: first of 2 ignored lines, whose kinds this version does not know; its kind is "incident"`},
			false,
		},
		{"no kind", `{` + lineProcess + "}\n", nil, []string{`1: ` + skipped + `its kind is missing`}, true},
		{
			"a kind that is not text", `{"kind":5,` + lineProcess + "}\n", nil,
			[]string{`1: ` + skipped + `its kind cannot be a number`},
			true,
		},
		{
			"a known kind with a member of another type", strings.Replace(lineIntent, `"7001"`, `7001`, 1) + "\n", nil,
			[]string{`1: ` + skipped + `its dn cannot be a number`},
			true,
		},
		{"no time", `{"kind":"intent","pid":1,"start":"2026-11-23T07:00:00Z"}` + "\n", nil, []string{`1: ` + skipped + `its time "" is not a time`}, true},
		{"no process", `{"kind":"intent","time":"2026-11-23T07:00:00Z"}` + "\n", nil, []string{`1: ` + skipped + `its pid must be 1 or more, not 0`}, true},
		{
			"bad ConnID", strings.Replace(lineIntent, `"dn"`, `"connID":"xyz","dn"`, 1) + "\n", nil,
			[]string{`1: ` + skipped + `its connID "xyz" is not 16 hex digits`},
			true,
		},
		{"bad dnHex", strings.Replace(lineIntent, `"dn"`, `"dnHex":"f","dn"`, 1) + "\n", nil, []string{`1: ` + skipped + `its dnHex "f" is not hexadecimal`}, true},
		{"no outcome", `{"kind":"outcome",` + lineProcess + "}\n", nil, []string{`1: ` + skipped + `its outcome is missing`}, true},
		{"many", many, nil, told, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			must(t, os.WriteFile(filepath.Join(dir, "2026-11-23-12.jsonl"), []byte(test.text), 0o600))
			entries, problems := read(t, dir, Filter{})
			want(t, "commands", commands(entries), test.commands)
			var got []string
			damage := false
			for _, p := range problems {
				got = append(got, fmt.Sprintf("%d: %s", p.Line, p.Text))
				damage = damage || p.Damage
			}
			want(t, "problems", got, test.problems)
			want(t, "damage", damage, test.damage)
		})
	}
}

// TestReadMerges reads three processes, two of which had the same id.
func TestReadMerges(t *testing.T) {
	dir := t.TempDir()
	at := func(minute int) time.Time { return start.Add(time.Duration(minute) * time.Minute) }
	write := func(pid int, user string, begin int, verb string, minutes ...int) {
		f := open(t, dir, func(o *Options) { o.PID, o.User, o.Start = pid, user, at(begin) })
		for n, minute := range minutes {
			command := uint64(n + 1)
			must(t, f.Intent([]Intent{{Time: at(minute), Command: command, DN: fmt.Sprint(7000 + n), Verb: verb}}))
			if n > 0 {
				must(t, f.Outcome([]Outcome{{Time: at(minute + 1), Command: command, Outcome: "confirmed"}}))
			}
		}
		closeFile(t, f)
	}
	write(100, "alice", 0, "start", 1, 5, 9)
	write(100, "alice", 20, "stop", 21, 22)
	write(200, "bob", 0, "pause", 3, 6, 1500)
	tests := []struct {
		name   string
		filter Filter
		want   []string // minutes
	}{
		{"all", Filter{}, []string{"1 start outcome unknown", "3 pause outcome unknown", "5 start confirmed", "6 pause confirmed", "9 start confirmed", "21 stop outcome unknown", "22 stop confirmed", "1500 pause confirmed"}},
		{"verb", Filter{Verb: "stop"}, []string{"21 stop outcome unknown", "22 stop confirmed"}},
		{"user", Filter{User: "bob", To: at(100)}, []string{"3 pause outcome unknown", "6 pause confirmed"}},
		{"DNs", Filter{DNs: []string{"7002", "7003"}}, []string{"9 start confirmed", "1500 pause confirmed"}},
		{"unknown", Filter{Outcome: "unknown"}, []string{"1 start outcome unknown", "3 pause outcome unknown", "21 stop outcome unknown"}},
		{"from is in, to is not", Filter{From: at(5), To: at(9)}, []string{"5 start confirmed", "6 pause confirmed"}},
		{"later than all files' day", Filter{From: at(1000)}, []string{"1500 pause confirmed"}},
		{"nothing", Filter{From: at(20000)}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			entries, problems := read(t, dir, test.filter)
			want(t, "problems", texts(problems), nil)
			var got []string
			for _, e := range entries {
				got = append(got, fmt.Sprintf("%.0f %s %s", e.Intent.Time.Sub(start).Minutes(), e.Intent.Verb, e.Outcome.Outcome))
			}
			want(t, "entries", got, test.want)
		})
	}
}

// TestOutcomeDaysLater: a day's entries have their outcomes even if these are in a later file, and files of other
// days are not read.
func TestOutcomeDaysLater(t *testing.T) {
	dir := t.TempDir()
	clock := &clock{now: start}
	f := open(t, dir, func(o *Options) { o.Now = clock.Now })
	must(t, f.Intent(intents(1, 1)))
	clock.set(start.AddDate(0, 0, 9))
	must(t, f.Outcome([]Outcome{{Time: clock.Now(), Command: 1, Outcome: "confirmed"}}))
	closeFile(t, f)
	must(t, os.WriteFile(filepath.Join(dir, "2026-11-01-1.jsonl"), []byte("of another day\n"), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "2026-12-24-1.jsonl"), []byte("of another day\n"), 0o600))
	day := start.Truncate(24 * time.Hour)
	entries, problems := read(t, dir, Filter{From: day, To: day.AddDate(0, 0, 1)})
	want(t, "problems", texts(problems), nil)
	want(t, "outcomes", commands(entries), []string{"1 confirmed"})
}

func TestUnknown(t *testing.T) {
	dir := t.TempDir()
	count := func(wanted int) Lost {
		t.Helper()
		lost, err := Unknown(dir, start.Add(time.Hour))
		must(t, err)
		want(t, "unknown", lost.Commands, wanted)
		return lost
	}
	count(0)
	first := open(t, dir, nil)
	must(t, first.Intent(intents(1, 3)))
	must(t, first.Intent([]Intent{{Time: start, Automatic: true, Round: 1}}))
	must(t, first.Outcome([]Outcome{{Time: start, Command: 2, Outcome: "confirmed"}}))
	count(0) // it is running
	closeFile(t, first)
	lost := count(2)
	want(t, "processes", lost.Processes, []Process{{PID: 4711, Start: start}})

	second := open(t, dir, func(o *Options) { o.PID, o.Start = 4712, start.Add(time.Minute) })
	must(t, second.Tell(lost.Processes))
	must(t, second.Intent(intents(1, 1)))
	closeFile(t, second)
	count(1) // of the second
	entries, _ := read(t, dir, Filter{Outcome: "unknown"})
	want(t, "entries are still returned", len(entries), 3)
	later, err := Unknown(dir, start.AddDate(0, 2, 0))
	must(t, err)
	want(t, "two months later", later.Commands, 0)
}

func TestEntryJSON(t *testing.T) {
	const process = `"time":"2026-11-23T07:58:11.123456Z","pid":7,"start":"2026-11-23T07:58:11.123456Z","user":"al\u001bice"`
	tests := []struct {
		name  string
		entry Entry
		want  string
	}{
		{
			"command",
			Entry{
				Recorded: true, Intent: Intent{Connection: 1, Command: 2, Site: "a", Server: "h:1", DN: "7001", ConnID: 0xabc, Verb: "start", Reference: 3},
				Outcome: Outcome{Time: start, Outcome: "confirmed", ToAccepted: time.Millisecond},
			},
			`{"kind":"intent",` + process + `,"session":1,"command":2,"site":"a","server":"h:1","dn":"7001","connID":"0000000000000abc","verb":"start","reference":3,"outcome":"confirmed","acceptedMs":1,"ended":"2026-11-23T07:58:11.123456Z"}`,
		},
		{
			"queries",
			Entry{Recorded: true, Intent: Intent{Connection: 1, Automatic: true, Round: 4, Verb: "query", Reference: 7, Last: 9, Count: 2}},
			`{"kind":"queries",` + process + `,"session":1,"round":4,"site":"","verb":"query","reference":7,"last":9,"count":2}`,
		},
		{
			"queries of an older version",
			Entry{Recorded: true, Intent: Intent{Connection: 1, Automatic: true, Round: 4, Verb: "query"}},
			`{"kind":"queries",` + process + `,"session":1,"round":4,"site":"","verb":"query"}`,
		},
		{
			"only an outcome",
			Entry{Intent: Intent{Command: 2, DN: "\xff", Verb: "stop"}, Outcome: Outcome{Outcome: "cancelled", Why: "quit"}},
			`{"kind":"outcome",` + process + `,"command":2,"site":"","dnHex":"ff","verb":"stop","outcome":"cancelled","why":"quit"}`,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.entry.Process, test.entry.User, test.entry.Intent.Time = Process{PID: 7, Start: start}, "al\x1bice", start
			want(t, "JSON", string(test.entry.AppendJSON(nil)), test.want)
		})
	}
}

// FuzzLine: a line with any text is one line, is safe to print, and has the same content when it is read.
func FuzzLine(f *testing.F) {
	f.Add("7001", "start", "text", uint64(0x6f01b2c3d4e5f6))
	f.Add("\xff\x00", "\n\"\\", "\u2028\x1b[31m\U0001f600\U000e0001", uint64(1))
	f.Fuzz(func(t *testing.T, dn, verb, text string, connID uint64) {
		e := newEncoder(1, start, text, text, nil)
		intent := Intent{Time: start, DN: dn, Verb: verb, ConnID: connID, Command: connID}
		outcome := Outcome{Time: start, DN: dn, Verb: verb, Outcome: "lost", Text: text, Command: connID}
		for _, line := range []string{string(e.appendIntent(nil, &intent)), string(e.appendOutcome(nil, &outcome))} {
			body, ok := strings.CutSuffix(line, "\n")
			if !ok || len(body) > dayfile.MaxLine || strings.ContainsFunc(body, func(r rune) bool { return r != unicode.ReplacementChar && !unicode.IsPrint(r) }) {
				t.Fatalf("%q", line)
			}
			l, err := parseLine([]byte(body))
			if err != nil {
				t.Fatal(err)
			}
			if got := l.intent.DN + l.outcome.DN; len(dn) <= maxDNBytes && got != dn {
				t.Fatalf("the DN %q is read as %q", dn, got)
			}
			if got := l.intent.ConnID; l.kind == kindIntent && got != connID {
				t.Fatalf("the ConnID %x is read as %x", connID, got)
			}
			if valid := strings.ToValidUTF8(text, ""); valid == text && len(text) <= maxTextSize && l.kind == kindOutcome && l.outcome.Text != text {
				t.Fatalf("the text %q is read as %q", text, l.outcome.Text)
			}
		}
	})
}

// FuzzRead: no file makes the reader fail or its output unsafe to print.
func FuzzRead(f *testing.F) {
	f.Add([]byte(lineIntent + "\n" + lineOutcome + "\n"))
	f.Add([]byte(lineIntent[:50]))
	f.Add([]byte(`{"kind":"failure",` + lineProcess + `,"since":"2026-11-23T08:00:00Z","text":"\u001b","lost":3}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		r := newReader(func(e *Entry) {
			line := string(e.AppendJSON(nil))
			if strings.ContainsFunc(line, func(r rune) bool { return r != unicode.ReplacementChar && !unicode.IsPrint(r) }) {
				t.Errorf("%q", line)
			}
		})
		path := filepath.Join(t.TempDir(), "2026-11-23-12.jsonl")
		must(t, os.WriteFile(path, text, 0o600))
		r.readAll([]dayfile.Name{{Path: path, PID: 12}})
		for _, p := range r.problems {
			if strings.ContainsFunc(p.Text, func(r rune) bool { return !unicode.IsPrint(r) }) {
				t.Errorf("%q", p.Text)
			}
		}
	})
}

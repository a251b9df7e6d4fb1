package plain

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"capdeck/model"
	"capdeck/tlibconn/event"
)

func scriptWorld(t *testing.T, keepGoing bool) *listener {
	t.Helper()
	return upListener(t, func(o *Options, _ *model.Options) { o.Script, o.KeepGoing = true, keepGoing }, dns(3)...)
}

// TestAScriptThatFailsStops: whatever line fails, the lines after it are not carried out.
func TestAScriptThatFailsStops(t *testing.T) {
	for _, line := range []string{
		"filter tem:night", "filter state:x", "list xx:", "mark 9999", "unmark 9999", "show 9999", "messages many",
		"fliter team:night", "quit now", "start 9999", "start", "failures", "start 7001,9999", "start sales west",
	} {
		t.Run(line, func(t *testing.T) {
			l := scriptWorld(t, false)
			l.line(line)
			if !l.app.Stopped() || !l.app.Failed() {
				t.Errorf("stopped is %v, failed %v", l.app.Stopped(), l.app.Failed())
			}
			l.tells("The script ends here: line 1, " + line + ", was not carried out. See --keep-going.")
			l.line("")
			l.line("stop shown")
			l.line("yes")
			l.says(
				"14:02:10 Line 3 is not carried out, because line 1 was not: stop shown",
				"14:02:10 Line 4 is not carried out, because line 1 was not: yes",
			)
			if l.app.model.Overlay().Dialog() != nil {
				t.Error("a question is open")
			}
			l.sends()
		})
	}
}

// TestAScriptGoesOnBehindWhatWasDone: these lines do nothing, which is not a failure.
func TestAScriptGoesOnBehindWhatWasDone(t *testing.T) {
	l := scriptWorld(t, false)
	for _, line := range []string{"", "unmark", "cancel", "filter", "follow", "unlock", "stop 7001", "no", "filter dn:7001", "list", "start shown"} {
		l.line(line)
	}
	if l.app.Failed() || l.app.Stopped() {
		t.Errorf("failed is %v", l.app.Failed())
	}
	l.sends("start 7001")
}

// TestAScriptThatFailsAsksNothing: a yes no longer confirms an open question.
func TestAScriptThatFailsAsksNothing(t *testing.T) {
	l := scriptWorld(t, false)
	l.line("stop 7001")
	l.line("perhaps")
	if l.app.model.Overlay().Dialog() != nil {
		t.Error("the question is open")
	}
	l.line("yes")
	l.sends()
}

// TestAScriptWhoseYesIsRefused: the requested command is refused after the answer.
func TestAScriptWhoseYesIsRefused(t *testing.T) {
	l := scriptWorld(t, false)
	l.line("stop 7001")
	l.update(model.JournalState{Now: l.now, Failed: true, Why: "the disk is full"})
	l.link(event.Link{State: event.LinkDown, Round: l.feed.Round})
	l.flush()
	l.line("yes")
	if !l.app.Failed() || !l.app.Stopped() {
		t.Errorf("it does not count: %q", l.said())
	}
	l.sends()
}

// TestKeepGoing carries out the following lines, except those that rely on a refused line.
func TestKeepGoing(t *testing.T) {
	l := scriptWorld(t, true)
	l.line("filter tem:night")
	l.line("start 7001")
	l.sends("start 7001")
	l.said()
	l.line("stop shown")
	l.tells(`stop is not sent: "filter tem:night" was refused earlier, so other DNs may be shown than you mean`)
	l.line("filter dn:7002")
	l.line("start shown")
	l.sends("start 7002")
	if !l.app.Failed() {
		t.Error("it did not fail")
	}
}

// TestKeepGoingWithdrawsAQuestion: a yes answers only the question of the line before it,
// and lines between the two are carried out.
func TestKeepGoingWithdrawsAQuestion(t *testing.T) {
	l := scriptWorld(t, true)
	l.line("stop 7001")
	l.line("list")
	l.tells(
		`"list" is not an answer; the question is withdrawn and nothing is done: Stop the capture of 1 DN (7001)?`,
		"3 DNs of 3.",
	)
	l.line("yes")
	l.tells(`"yes" has no effect: no question is open.`)
	l.sends()
	l.line("stop 7001")
	l.line("stop 7002")
	l.line("yes")
	l.sends("stop 7002")
	l.line("stop 7003")
	l.line("")
	l.line("yes")
	l.tells("An empty line is not an answer; the question is withdrawn")
	l.line("stop 7003")
	l.did(l.app.Refused(l.now, "li\x00st", "it contains a NUL byte"))
	l.line("yes")
	l.sends()
	if !l.app.Failed() {
		t.Error("it does not count")
	}
}

// TestARangeBeyondTheBoard is carried out for the DNs on the board, whatever the line is.
// The others are reported and count as a failure; a script continues.
func TestARangeBeyondTheBoard(t *testing.T) {
	for _, word := range []string{"query", "start", "mark", "unmark", "acknowledge", "resync"} {
		l := scriptWorld(t, false)
		line := word + " 7001-7999"
		if word == "acknowledge" {
			line += " as test"
		}
		l.line(line)
		l.tells("996 DNs that you named are not on the board.")
		if !l.app.Failed() || l.app.Stopped() {
			t.Errorf("%s: failed is %v, stopped %v", word, l.app.Failed(), l.app.Stopped())
		}
	}
}

// TestAnAnswerWithoutAQuestion counts as a line that failed.
func TestAnAnswerWithoutAQuestion(t *testing.T) {
	for _, line := range []string{"yes", "No"} {
		l := scriptWorld(t, false)
		l.line(line)
		l.tells(`"` + line + `" has no effect: no question is open.`)
		if !l.app.Failed() || !l.app.Stopped() {
			t.Errorf("%s: failed is %v, stopped %v", line, l.app.Failed(), l.app.Stopped())
		}
	}
}

// TestAQuestionStandsAtATerminal: a person who reads it can answer it after another line.
func TestAQuestionStandsAtATerminal(t *testing.T) {
	l := upListener(t, nil, dns(3)...)
	l.line("stop 7001")
	l.line("list")
	l.tells(`"list" is not an answer; the question is still open: Stop the capture of 1 DN (7001)? It is off already. Type yes or no.`)
	l.line("yes")
	l.sends("stop 7001")
}

// TestShownAndMarkedAfterARefusedLine concerns people at a terminal, too: a person who
// listens to the board may miss a refusal.
func TestShownAndMarkedAfterARefusedLine(t *testing.T) {
	const shown, marked = "other DNs may be shown than you mean", "other DNs may be marked than you mean"
	const tooMany = "more DNs may be marked than you mean: type unmark"
	for _, test := range []struct {
		lines []string
		then  string
		want  string // "" if it is carried out
	}{
		{[]string{"filter xx:y"}, "start shown", shown},
		{[]string{"filter xx:y"}, "mark shown", shown},
		{[]string{"filter xx:y", "mark shown"}, "start marked", marked},
		{[]string{"filter xx:y", "filter"}, "start shown", ""},
		{[]string{"filter xx:y", "list xx:y"}, "start 7001", ""},
		{[]string{"failures"}, "start shown", shown},
		{[]string{"fliter dn:7001"}, "start shown", shown},
		{[]string{"mark 7001", "amrk 7002"}, "start marked", tooMany},
		{[]string{"mark 7001", "mark 7009"}, "start marked", marked},
		{[]string{"mark 7001", "mark 7009", "mark 7002"}, "start marked", ""},
		{[]string{"mark 7001-7003", "unmark 7009"}, "start marked", tooMany},
		{[]string{"mark 7001-7003", "unmark 7009", "mark 7002"}, "start marked", tooMany},
		{[]string{"mark 7001-7003", "unmark 7009", "unmark 7002"}, "start marked", tooMany},
		{[]string{"mark 7001-7003", "unmark 7009", "unmark", "mark 7001"}, "start marked", ""},
		{[]string{"mark 7001", "unmark 7001 7009"}, "start marked", tooMany},
		{[]string{"mark 7001-7002", "unmrk", "mark 7003"}, "start marked", tooMany},
		{[]string{"mark 7001-7002", "unmrk", "unmark", "mark 7003"}, "start marked", ""},
		{[]string{"mark 7001-7002", "unmark 9999", "mark zz", "mark 7003"}, "start marked", tooMany},
		{[]string{"mark 7001-7002", "mark zz", "unmark 9999", "mark 7003"}, "start marked", tooMany},
		{[]string{"mark 7001-7002", "mark zz", "unmark 7002"}, "start marked", marked},
		{[]string{"mark 7001-7002", "mark zz", "unmark 9999", "unmark", "mark 7003"}, "start marked", ""},
		{[]string{"mark 7001-7002", "unmrk", "unmark marked", "mark 7003"}, "start marked", tooMany},
	} {
		t.Run(test.lines[0]+", "+test.then, func(t *testing.T) {
			l := upListener(t, nil, dns(3)...)
			for _, line := range test.lines {
				l.line(line)
			}
			l.said()
			l.line(test.then)
			if test.want != "" {
				l.tells(test.want)
				l.sends()
				return
			}
			if l.app.model.Overlay().Dialog() != nil {
				l.line("yes")
			}
			if len(l.leave()) == 0 {
				t.Errorf("nothing was sent: %q", l.said())
			}
		})
	}
}

// TestRefusedLine: a line that the front cannot read.
func TestRefusedLine(t *testing.T) {
	l := scriptWorld(t, false)
	l.did(l.app.Refused(l.now, "stop 70", "it has no line end"))
	l.tells("Line 1 is not carried out, because it has no line end: stop 70")
	if !l.app.Failed() || !l.app.Stopped() {
		t.Error("it does not count")
	}
	l.later(time.Second)
	l.sends()
	l = upListener(t, nil, dns(3)...)
	l.did(l.app.Refused(l.now, "mark 70", "it has no line end"))
	l.line("start 7001")
	l.sends("start 7001")
}

// TestWordsBehindAListOfDNs: they are read as texts. A blank ends the list, and an error
// reports that if they look like DNs.
func TestWordsBehindAListOfDNs(t *testing.T) {
	const says = `%q is read as a text to find in the row; separate the DNs of a list by commas: %s.`
	for _, test := range []struct{ line, word, list string }{
		{"filter dn:7041 7042", "7042", "dn:7041,7042"},
		{"list dn:7041 7042", "7042", "dn:7041,7042"},
		{"filter dn:7041, 7042", "7042", "dn:7041,7042"},
		{"filter lee !dn:7041-7043 7045-7047 7049 lee", "7045-7047", "!dn:7041-7043,7045-7047,7049"},
		{"filter dn:sales; support", "support", "dn:sales,support"},
		{"filter dn:7041,7042", "", ""},
		{"filter dn:7041 lee state:off", "", ""},
		{"filter dn: 7041", "", ""},
		{"filter team:7041 7042", "", ""},
		{`filter dn:7041 ""`, "", ""},
	} {
		l := upListener(t, nil, dns(3)...)
		l.line(test.line)
		said := l.said()
		if test.word == "" {
			if strings.Contains(said, "is read as") {
				t.Errorf("%s: said %q", test.line, said)
			}
		} else if want := fmt.Sprintf(says, test.word, test.list); !strings.Contains(said, want) {
			t.Errorf("%s: said %q, want %q", test.line, said, want)
		}
	}
}

// TestAFilterWithoutAValue matches everything, which no one intends: it is refused and
// counts as a failure, and the word shown is not trusted after it.
func TestAFilterWithoutAValue(t *testing.T) {
	for _, line := range []string{`filter ""`, "filter dn:", `filter dn:""`, "filter !dn:", "filter team:", "filter agent:", "filter label:", "filter fault:", "filter state:", "filter team:=", `filter 7001 ""`} {
		l := scriptWorld(t, true)
		l.line("filter dn:7001")
		l.said()
		l.line(line)
		l.tells("The filter is not changed: ")
		if !l.app.Failed() {
			t.Errorf("%s counts for nothing", line)
		}
		l.line("start shown")
		l.tells("was refused earlier, so other DNs may be shown than you mean")
		l.line("filter")
		l.tells("All 3 DNs are shown.")
		l = scriptWorld(t, false)
		l.line("list" + strings.TrimPrefix(line, "filter"))
		l.tells("Nothing is listed: ", "The script ends here")
	}
}

// TestAScriptsFilterIsExact: a DN or a team that only contains the text does not match.
func TestAScriptsFilterIsExact(t *testing.T) {
	entries := dns(3)
	for i, e := range []struct{ dn, team string }{{"7001", "day"}, {"17001", "holiday"}, {"70010", "Day"}} {
		entries[i].DN, entries[i].Team = e.dn, e.team
	}
	for line, want := range map[string][]string{
		"filter dn:7001":     {"start 7001"},
		"filter team:day":    {"start 7001", "start 70010"},
		"filter team:=day":   {"start 7001", "start 70010"},
		`filter team:="day"`: {"start 7001", "start 70010"},
		"filter team:oli":    {"start 17001"},
	} {
		l := upListener(t, nil, entries...)
		l.line(line)
		l.line("start shown")
		if l.app.model.Overlay().Dialog() != nil {
			l.line("yes")
		}
		l.sends(want...)
	}
}

// TestLinesBehindQuit count as a failure, and are reported.
func TestLinesBehindQuit(t *testing.T) {
	l := scriptWorld(t, false)
	l.app.Dropped(l.now, 0)
	l.says()
	if l.app.Failed() {
		t.Error("nothing was dropped")
	}
	l.app.Dropped(l.now, 1)
	l.app.Dropped(l.now, 2)
	l.says("14:02:10 1 line after quit was not carried out.", "14:02:10 2 lines after quit were not carried out.")
	if !l.app.Failed() {
		t.Error("it does not count")
	}
}

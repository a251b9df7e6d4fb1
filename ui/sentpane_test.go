package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"capdeck/model"
	"capdeck/model/action"
	"capdeck/tlibconn/journal"
)

// intent returns the intent of a command.
func (w *window) intent(command uint64, dn, verb string, connID uint64) journal.Intent {
	return journal.Intent{Time: w.now, Site: site, Server: "sip-a:5000", Connection: 1, Command: command, DN: dn, Verb: verb, ConnID: connID, Reference: int32(command)}
}

// journal records commands with several outcomes, a round of automatic queries and a time
// in which the journal could not be written.
func (w *window) journal() {
	const call = 0x006f01b2c3d4e5f6
	outcome := func(command uint64, dn, verb, word string) journal.Outcome {
		return journal.Outcome{Time: w.now, Site: site, Command: command, DN: dn, Verb: verb, Outcome: word}
	}
	confirmed := outcome(1, "7001", "start", "confirmed")
	confirmed.ToAccepted, confirmed.ToIndication = 2*time.Millisecond, 84*time.Millisecond
	rejected := outcome(2, "7008", "start", "rejected")
	rejected.Code, rejected.Text, rejected.ToAccepted = 1161, "incorrect object state", 0
	unanswered := outcome(3, "7005", "stop", "unanswered")
	unanswered.Why, unanswered.ToAccepted = "connection lost", 3*time.Millisecond
	cancelled := outcome(5, "7009", "pause", "cancelled")
	cancelled.Why = "the connection was lost before it left"
	w.update(model.Recorded{Now: w.now, Intents: []journal.Intent{
		{Time: w.now, Site: site, Server: "sip-a:5000", Connection: 1, Automatic: true, Round: 1, Verb: "query", Reference: 13, Last: 22, Count: 10},
		w.intent(1, "7001", "start", call), w.intent(2, "7008", "start", 0), w.intent(3, "7005", "stop", call+3),
	}, Outcomes: []journal.Outcome{confirmed, rejected, unanswered}})
	w.update(model.JournalState{Now: w.now, Failed: true, Why: "write /var/lib/capdeck/2026-11-23-4711.jsonl: no space left on device"})
	w.update(model.JournalState{Now: w.now.Add(time.Second)})
	w.now = w.now.Add(2 * time.Second)
	w.update(model.Recorded{Now: w.now, Intents: []journal.Intent{w.intent(4, "7004", "resume", call+170)}, Outcomes: []journal.Outcome{cancelled}})
}

// many records count commands, numbered from first.
func (w *window) many(first, count int) {
	msg := model.Recorded{Now: w.now}
	for i := range count {
		msg.Intents = append(msg.Intents, w.intent(uint64(first+i), fmt.Sprint(7000+first+i), "start", 0))
	}
	w.update(msg)
}

// pane returns the lines of the text pane, without its title.
func (w *window) pane() []string {
	w.t.Helper()
	lines := w.lines()
	for y := range lines {
		if w.app.frames.shown.Lines[y].Pane == action.PaneDetail {
			return lines[y+1 : y+1+w.app.layout.text]
		}
	}
	w.t.Fatalf("no text pane is open:\n%s", strings.Join(lines, "\n"))
	return nil
}

// TestSentPaneStandsStill checks that the pane, scrolled up, keeps its lines while others
// are added and dropped, and that it follows at its end.
func TestSentPaneStandsStill(t *testing.T) {
	w := running(t, 120, 40, 4, nil)
	w.many(1, 900)
	w.keys("h<tab><up><up>")
	before := w.pane()
	w.many(901, 500)
	w.shows("502 newer below")
	if got := w.pane(); strings.Join(got, "\n") != strings.Join(before, "\n") {
		t.Errorf("the pane shows\n%s\nand showed\n%s", strings.Join(got, "\n"), strings.Join(before, "\n"))
	}
	shown := strings.Fields(before[0])[2]
	w.update(model.Recorded{Now: w.now, Outcomes: []journal.Outcome{{Time: w.now, DN: shown, Command: 870, Verb: "start", Outcome: "rejected", Code: 59}}})
	w.many(2000, 1000) // all visible lines are dropped
	w.shows("1,502 newer below")
	if got := w.pane(); !strings.Contains(got[len(got)-1], "7898 ") {
		t.Errorf("the pane ends with %q", got[len(got)-1])
	}
	w.keys("<end>")
	w.shows("following")
	w.shows("1,400 older in capdeck journal")
	if got := w.pane(); !strings.Contains(got[len(got)-1], "9999 ") {
		t.Errorf("the pane follows, and ends with %q", got[len(got)-1])
	}
	w.keys("<home>")
	if got := w.pane(); !strings.Contains(got[0], "9000 ") {
		t.Errorf("the pane begins with %q", got[0])
	}
	w.keys("h")
	w.showsNot("following   h closes")
}

// TestSentPaneCleans checks that hostile texts of the network and of journal errors are
// shown as plain text.
func TestSentPaneCleans(t *testing.T) {
	w := running(t, 120, 40, 4, nil)
	evil := "\x1b]52;c;QQ==\x07\x1b[2J\u202e\n\t" + strings.Repeat("x", 5000)
	w.update(model.Recorded{Now: w.now, Intents: []journal.Intent{w.intent(1, evil, evil, 1)}, Outcomes: []journal.Outcome{
		{Command: 1, DN: evil, Verb: evil, Outcome: "rejected", Code: 7, Text: evil, Why: evil}, {Command: 9, DN: evil, Verb: evil, Outcome: evil},
	}})
	w.update(model.JournalState{Now: w.now, Failed: true, Why: evil})
	w.keys("h")
	w.shows("JOURNAL FAILED")
	for _, line := range w.lines() {
		if strings.ContainsAny(line, "\x1b\x07\t\u202e") {
			t.Errorf("a line reads %q", line)
		}
	}
}

// TestSentPaneWithoutAJournal checks that the pane tells that nothing is recorded.
func TestSentPaneWithoutAJournal(t *testing.T) {
	w := running(t, 80, 24, 4, func(_ *Options, m *model.Options) { m.NotRecorded = true })
	w.keys("h")
	w.shows("Commands are not recorded.")
	w.many(1, 2)
	w.shows("NOT RECORDED (no journal)")
	w.shows("7002       open")
}

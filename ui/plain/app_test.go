package plain

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/model/say"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// TestStart says the connection and counts, and not a line for each DN.
func TestStart(t *testing.T) {
	w := newWorld(t, func(o *Options, _ *model.Options) {
		o.Opening, o.Warning = "This comes first.", "TLS NOT VERIFIED"
	}, dns(12)...)
	w.says(
		"14:02:10 This comes first.",
		"14:02:10 TLS NOT VERIFIED.",
		"14:02:10 Not connected to sip-a:5000 yet.",
		"14:02:10 12 DNs, 0 registered: 0 recording, 0 paused, 0 off, 12 unknown.",
		"14:02:10 Type help for what can be typed.",
	)
	w.feed.Round, w.feed.Connection = 1, 1
	w.link(event.Link{State: event.LinkConnecting, Attempt: 1})
	w.flush()
	w.link(event.Link{State: event.LinkLoggingIn})
	w.flush()
	w.link(event.Link{State: event.LinkUp, Version: "8.1.104.12", Round: 1})
	w.flush()
	for _, entry := range dns(10) {
		w.register(entry.DN)
		w.indicate(entry.DN, "enabled")
		w.flush()
	}
	w.refuse("7011", 59, "DN is not configured in CME")
	w.flush()
	w.register("7012")
	w.flush()
	w.says(
		"14:02:10 Connecting to sip-a:5000.",
		"14:02:10 Link up: sip-a:5000 is primary, version 8.1.104.12.",
		"14:02:10 7011: registration refused 59 DN is not configured in CME",
		"14:02:10 12 DNs, 11 registered: 10 recording, 0 paused, 0 off, 2 unknown; 1 with a fault.",
	)
}

func TestStartWithoutAnEnd(t *testing.T) {
	w := newWorld(t, nil, dns(2)...)
	w.feed.Round, w.feed.Connection = 1, 1
	w.link(event.Link{State: event.LinkUp, Round: 1})
	w.register("7001")
	w.flush()
	w.said()
	w.later(settleTime)
	w.tells("2 DNs, 1 registered")
}

// TestCommandLife announces each step of a command, and its outcome with the
// state.
func TestCommandLife(t *testing.T) {
	w := upWorld(t, nil, dns(2)...)
	w.line("start 7001")
	start := w.sends("start 7001")
	w.now = w.now.Add(2 * time.Millisecond)
	w.accept(start[0])
	w.flush()
	w.now = w.now.Add(82 * time.Millisecond)
	w.indicate("7001", "enabled")
	w.flush()
	w.says(
		"14:02:10 7001 A. Ødegård: start sent",
		"14:02:10 7001 A. Ødegård: start accepted",
		"14:02:10 7001 A. Ødegård: recording, was off, start confirmed in 84 ms",
	)
	w.line("query 7002")
	query := w.sends("query 7002")
	w.accept(query[0])
	w.flush()
	w.said()
	w.later(5 * time.Second)
	w.says("14:02:15 7002: not vouched for: a query went unanswered, query got no answer in 5 s")
	w.indicate("7002", "disabled")
	w.flush()
	w.says("14:02:15 7002: off, vouched for again, query got no answer in 5 s, late: off after 5 s")
	w.message(event.KindMessage, wire.EventUserEvent, thisDN("7002"), w.capture("start"))
	w.flush()
	w.says("14:02:15 7002: start by another client")
}

// TestCommandThatIsTypedTwice is refused while the first has no outcome, in words and for the exit code.
func TestCommandThatIsTypedTwice(t *testing.T) {
	w := upWorld(t, nil, dns(2)...)
	w.line("start 7001")
	w.sends("start 7001")
	w.said()
	w.line("start 7001")
	w.sends()
	w.says("14:02:10 Start for DN 7001 was not sent: the same command still waits for its outcome.")
	if !w.app.Failed() {
		t.Error("a command that was refused is no failure")
	}
	w.line("start 7001-7002")
	w.line("yes")
	w.sends("start 7002")
}

func TestRejected(t *testing.T) {
	w := upWorld(t, nil, dns(1)...)
	w.line("start 7001")
	start := w.leave()
	w.message(event.KindMessage, wire.EventError, wire.IntAttribute(wire.AttributeReferenceID, w.feed.Reference),
		wire.IntAttribute(wire.AttributeErrorCode, 53), wire.TextAttribute(wire.AttributeErrorMessage, "no\r\nway\x1b[31m")).Request = w.feed.RequestOf(start[0])
	w.flush()
	w.says("14:02:10 7001 A. Ødegård: start sent", "14:02:10 7001 A. Ødegård: start rejected 53 no␍␊way␛[31m")
}

// TestQuestion has only the whole word yes do what a question asks.
func TestQuestion(t *testing.T) {
	w := upWorld(t, nil, dns(12)...)
	const question = "Stop the capture of 1 DN (7001)? Type yes or no."
	w.line("stop 7001")
	w.says("14:02:10 " + question)
	for _, line := range []string{"y", "ye", "", "yes please", "stop 7001", "quit"} {
		w.line(line)
		w.tells("is no answer; the question still stands: " + question)
	}
	w.sends()
	w.line("no")
	w.says("14:02:10 Nothing was done.")
	w.line("yes")
	w.tells(`"yes" answers nothing: no question is open.`)
	w.sends()
	w.line("  stop   7001 ")
	w.said()
	w.line(" yes ")
	w.sends("stop 7001")
	w.said()

	w.line("filter dn:7012")
	w.said()
	w.line("start 7001-7012")
	w.says("14:02:10 Start the capture of 12 DNs (7001, 7002, 7003, 7004, 7005, 7006, 7007, 7008, 7009, 7010 and 2 more; the filter hides 11 of them)? Type yes or no.")
	w.did(w.app.EndOfInput(w.now))
	w.tells("Not done: the input has ended without a yes.")
	w.sends()
}

// TestRefused has the model's own rules hold for typed lines.
func TestRefused(t *testing.T) {
	t.Run("read-only", func(t *testing.T) {
		w := upWorld(t, func(_ *Options, o *model.Options) { o.ReadOnly = true }, dns(1)...)
		for range 2 {
			w.line("stop 7001")
			w.says("14:02:10 This session is read-only: stop is not sent.")
		}
		w.sends()
		w.line("query 7001")
		w.sends("query 7001")
	})
	t.Run("journal", func(t *testing.T) {
		w := upWorld(t, nil, dns(1)...)
		w.update(model.JournalState{Now: w.now, Failed: true, Why: "the disk is full"})
		w.says("14:02:10 The journal cannot be written: the disk is full. No command is sent; it is tried again.")
		w.line("start 7001")
		w.says("14:02:10 Start is not sent, because the journal cannot be written: the disk is full.")
		w.update(model.JournalState{Now: w.now})
		w.says("14:02:10 The journal can be written again.")
		w.line("start 7001")
		w.sends("start 7001")
	})
	t.Run("not connected", func(t *testing.T) {
		w := newWorld(t, nil, dns(1)...)
		w.said()
		w.line("start 7001")
		w.says("14:02:10 Start for DN 7001 was not sent: there is no login at T-Server; wait for the connection.")
		w.sends()
	})
}

// TestReconnect tells a loss, each new reason once, and counts at the end.
func TestReconnect(t *testing.T) {
	w := upWorld(t, nil, dns(2)...)
	w.indicate("7002", "enabled")
	w.flush()
	w.says("14:02:10 7002: recording, was off")
	w.link(event.Link{State: event.LinkWaiting, Lost: true, Reason: "the connection to sip-a:5000 was lost", Attempt: 0, Retry: w.now.Add(time.Second)})
	w.flush()
	w.says(
		"14:02:10 Not connected to sip-a:5000. The connection to sip-a:5000 was lost. It is tried again by itself; to try now, type reconnect.",
		"14:02:10 7001 A. Ødegård: not vouched for: the link was lost meanwhile",
		"14:02:10 7002: not vouched for: the link was lost meanwhile",
	)
	for attempt := 1; attempt < 5; attempt++ {
		w.link(event.Link{State: event.LinkConnecting, Attempt: attempt})
		w.flush()
		w.link(event.Link{State: event.LinkWaiting, Attempt: attempt, Reason: "connection refused", Retry: w.now.Add(time.Second)})
		w.flush()
	}
	w.says(
		"14:02:10 Connecting to sip-a:5000.",
		"14:02:10 Not connected to sip-a:5000. Connection refused. It is tried again by itself; to try now, type reconnect.",
	)
	w.up(dns(2)...)
	w.says(
		"14:02:10 Link up: sip-a:5000 is primary, version 8.1.104.12.",
		"14:02:10 7002: off, was recording",
		"14:02:10 2 DNs, 2 registered: 0 recording, 0 paused, 2 off, 0 unknown.",
	)
}

// TestMany folds many changes at once into counts, and says them every two
// seconds at most.
func TestMany(t *testing.T) {
	all := dns(50)
	w := upWorld(t, nil, all...)
	for _, entry := range all[:mostLines+1] {
		w.indicate(entry.DN, "enabled")
	}
	w.flush()
	w.says("14:02:10 21 changes: 21 DNs now recording.")
	w.later(paceTime - time.Nanosecond)
	for _, entry := range all[:mostLines+1] {
		w.indicate(entry.DN, "paused") // against what was said a moment ago
	}
	w.flush()
	w.says()
	w.later(time.Nanosecond)
	w.says("14:02:12 21 changes: 21 DNs now paused, 21 new faults. Type list state:fault to hear which.")

	// One by one they are no fewer.
	w.later(3 * time.Second)
	for _, entry := range all {
		w.indicate(entry.DN, "enabled")
		w.flush()
	}
	if lines := strings.Count(w.said(), "\n"); lines != mostLines {
		t.Errorf("%d lines were said at once, want %d", lines, mostLines)
	}
	w.update(model.Ending{Now: w.now, Why: "the end"})
	w.says("14:02:15 30 changes: 30 DNs now recording.")
}

// TestBulk counts the outcomes of many commands.
func TestBulk(t *testing.T) {
	w := upWorld(t, nil, dns(30)...)
	w.line("start shown")
	w.line("yes")
	commands := w.leave()
	if len(commands) != 30 {
		t.Fatalf("%d commands are sent, want 30", len(commands))
	}
	w.tells("14:02:10 30 DNs: start sent\n")
	for _, c := range commands[:2] {
		w.accept(c)
	}
	w.flush()
	w.says("14:02:10 2 DNs: start accepted")
	w.confirm(commands[:25]...)
	w.later(5 * time.Second)
	w.later(10 * time.Second)
	w.tells("25 changes: 25 DNs now recording, 25 commands confirmed.", "7026: not vouched for: a command went unanswered, start lost",
		"Start for 30 DNs: 25 confirmed, 5 lost. Type failures to show only where it failed.")
	w.line("failures")
	w.tells("5 of 30 DNs are shown, by the filter start not confirmed.")
}

func TestQuiet(t *testing.T) {
	w := upWorld(t, nil, dns(2)...)
	w.line("quiet")
	w.said()
	w.indicate("7001", "enabled")
	w.flush()
	w.indicate("7002", "paused")
	w.flush()
	w.says()
	w.later(3 * time.Second)
	w.line("start 7002")
	w.confirm(w.leave()...)
	w.says("14:02:13 7002: start sent", "14:02:13 7002: recording, was paused, start confirmed in 0 ms")
	w.link(event.Link{State: event.LinkDown})
	w.flush()
	w.tells("sip-a:5000 has no link to the switch")
	w.line("follow")
	w.tells("Following again; 4 changes were not announced.")
	w.line("follow")
	w.says("14:02:13 Changes are announced already.")
}

func TestSilence(t *testing.T) {
	w := upWorld(t, nil, dns(board.SilenceCount+1)...)
	w.line("query shown")
	w.line("yes")
	for _, c := range w.leave() {
		w.accept(c)
	}
	w.flush()
	w.said()
	w.later(5 * time.Second)
	w.tells("The recorder is silent: no DN that was asked has an answer since 14:02:10.")
	w.indicate("7001", "enabled")
	w.flush()
	w.tells("The recorder answers again.")
}

// TestSilentTeams tells which team's recorder is silent, and that it is no more. A
// silence of the site covers its teams.
func TestSilentTeams(t *testing.T) {
	entries := dns(12)
	for i := range entries {
		entries[i].Team = []string{"day", "night", ""}[i/4]
	}
	w := upWorld(t, nil, entries...)
	ask := func(answers ...string) {
		w.line("query shown")
		w.line("yes")
		for _, c := range w.leave() {
			w.accept(c)
		}
		w.later(time.Second)
		for _, dn := range answers {
			w.indicate(dn, "enabled")
		}
		w.flush()
		w.said()
		w.later(5 * time.Second)
	}
	const silent = " is silent: no queries of those DNs have been answered since "
	ask("7001", "7009")
	w.tells("The recorder of team night" + silent + "14:02:10.")
	w.line("status")
	w.tells("The recorder of team night" + silent + "14:02:10.")
	w.indicate("7005", "enabled")
	w.flush()
	w.tells("The recorder of team night is no longer silent.")
	ask("7001", "7005")
	w.tells("The recorder of the DNs without a team" + silent)
	ask()
	said := w.said()
	if !strings.Contains(said, "The recorder is silent: no DN that was asked has an answer since") || strings.Contains(said, "team") {
		t.Errorf("a silent site tells of its teams:\n%s", said)
	}
	w.indicate("7001", "enabled")
	w.flush()
	said = w.said()
	for _, name := range []string{"team night", "the DNs without a team"} {
		if !strings.Contains(said, "The recorder answers again.") || !strings.Contains(said, "The recorder of "+name+silent) || strings.Contains(said, "no longer") {
			t.Errorf("at the end of the site's silence it says nothing of %s:\n%s", name, said)
		}
	}
}

// TestManySilentTeams counts where naming each would be too much.
func TestManySilentTeams(t *testing.T) {
	for teams, want := range map[int]string{
		say.MostTeams:     "The recorder of team n1 is silent",
		say.MostTeams + 1: "The recorders of 6 teams are silent, the first since 14:02:10: no queries of those DNs have been answered.",
	} {
		entries := dns(teams + 1)
		for i := range entries {
			entries[i].Team = fmt.Sprint("n", i)
		}
		w := upWorld(t, nil, entries...)
		w.line("query shown")
		w.line("yes")
		for _, c := range w.leave() {
			w.accept(c)
		}
		w.later(time.Second)
		w.indicate("7001", "enabled")
		w.flush()
		w.said()
		w.later(5 * time.Second)
		w.tells(want)
		for i := 1; i <= teams; i++ {
			w.indicate(entries[i].DN, "enabled")
		}
		w.flush()
		if teams > say.MostTeams {
			w.tells("The recorders of 6 teams are no longer silent.")
		} else {
			w.tells("The recorder of team n5 is no longer silent.")
		}
	}
}

// TestEndOfInput quits at once, or when the last command has ended.
func TestEndOfInput(t *testing.T) {
	w := upWorld(t, nil, dns(1)...)
	w.line("start 7001")
	start := w.leave()
	w.did(w.app.EndOfInput(w.now))
	if hasQuit(w.effects) {
		t.Fatal("it quits while a command waits for its answer")
	}
	w.confirm(start...)
	if !hasQuit(w.effects) {
		t.Error("it does not quit when the command has ended")
	}
	w.tells("start confirmed")
}

func TestQuit(t *testing.T) {
	w := upWorld(t, nil, dns(1)...)
	w.line("start 7001")
	w.leave()
	w.said()
	w.line("quit")
	w.says("14:02:10 1 command waits for an answer. Quit? Type yes or no.")
	w.line("yes")
	if !hasQuit(w.effects) {
		t.Error("it does not quit")
	}
	w.tells("7001 A. Ødegård: start lost, capdeck was quit")
}

func hasQuit(effects []effect.Effect) bool {
	for _, e := range effects {
		if _, ok := e.(effect.Quit); ok {
			return true
		}
	}
	return false
}

// TestScript has a line of a script wait for the registrations, and for the
// commands before it.
func TestScript(t *testing.T) {
	w := newWorld(t, func(o *Options, _ *model.Options) { o.Script = true }, dns(2)...)
	takes := func(want bool, when string) {
		t.Helper()
		if got := w.app.TakesLine(); got != want {
			t.Errorf("%s: a line is taken: %v, want %v", when, got, want)
		}
	}
	takes(false, "not connected")
	w.up(dns(2)...)
	takes(true, "registered")
	w.line("start 7001")
	start := w.leave()
	takes(false, "a command is open")
	w.confirm(start...)
	takes(true, "it has ended")

	w = newWorld(t, func(o *Options, _ *model.Options) { o.Script = true }, dns(1)...)
	w.later(29 * time.Second)
	takes(false, "not connected for long")
	w.later(time.Second)
	takes(true, "patience has ended")

	w = newWorld(t, func(o *Options, _ *model.Options) { o.Script, o.Patience = true, 5*time.Second }, dns(1)...)
	w.later(4 * time.Second)
	takes(false, "not connected for less than its patience")
	w.link(event.Link{State: event.LinkUp, Round: 1})
	w.flush()
	w.later(2 * time.Second)
	takes(false, "the DN is not registered, and has its own time")
	w.later(settleTime)
	takes(true, "that has ended, too")

	w = newWorld(t, func(o *Options, _ *model.Options) { o.Script = true }, dns(1)...)
	w.link(event.Link{State: event.LinkRefused, Reason: "119 wrong password"})
	w.flush()
	takes(true, "the login was refused")
	w.tells("sip-a:5000 refused the login. 119 wrong password. Check the application name")
}

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

// TestStart writes the connection and the counts, and not a line for each DN.
func TestStart(t *testing.T) {
	l := newListener(t, func(o *Options, _ *model.Options) {
		o.Opening, o.Warning = "This comes first.", "TLS NOT VERIFIED"
	}, dns(12)...)
	l.says(
		"14:02:10 This comes first.",
		"14:02:10 TLS NOT VERIFIED.",
		"14:02:10 Not connected to sip-a:5000 yet.",
		"14:02:10 12 DNs, 0 registered: 0 recording, 0 paused, 0 off, 12 unknown.",
		"14:02:10 Type help to see what you can type.",
	)
	l.feed.Round, l.feed.Connection = 1, 1
	l.link(event.Link{State: event.LinkConnecting, Attempt: 1})
	l.flush()
	l.link(event.Link{State: event.LinkLoggingIn})
	l.flush()
	l.link(event.Link{State: event.LinkUp, Version: "8.1.104.12", Round: 1})
	l.flush()
	for _, entry := range dns(10) {
		l.register(entry.DN)
		l.indicate(entry.DN, "enabled")
		l.flush()
	}
	l.refuse("7011", 59, "DN is not configured in CME")
	l.flush()
	l.register("7012")
	l.flush()
	l.says(
		"14:02:10 Connecting to sip-a:5000.",
		"14:02:10 Link up: sip-a:5000 is primary, version 8.1.104.12.",
		"14:02:10 7011: registration refused 59 DN is not configured in CME",
		"14:02:10 12 DNs, 11 registered: 10 recording, 0 paused, 0 off, 2 unknown; 1 with a fault.",
	)
}

func TestStartWithoutAnEnd(t *testing.T) {
	l := newListener(t, nil, dns(2)...)
	l.feed.Round, l.feed.Connection = 1, 1
	l.link(event.Link{State: event.LinkUp, Round: 1})
	l.register("7001")
	l.flush()
	l.said()
	l.later(settleTime)
	l.tells("2 DNs, 1 registered")
}

// TestCommandLife announces each step of a command, and its outcome with the state.
func TestCommandLife(t *testing.T) {
	l := upListener(t, nil, dns(2)...)
	l.line("start 7001")
	start := l.sends("start 7001")
	l.now = l.now.Add(2 * time.Millisecond)
	l.accept(start[0])
	l.flush()
	l.now = l.now.Add(82 * time.Millisecond)
	l.indicate("7001", "enabled")
	l.flush()
	l.says(
		"14:02:10 7001 A. Ødegård: start sent",
		"14:02:10 7001 A. Ødegård: start accepted",
		"14:02:10 7001 A. Ødegård: recording, was off, start confirmed in 84 ms",
	)
	l.line("query 7002")
	query := l.sends("query 7002")
	l.accept(query[0])
	l.flush()
	l.said()
	l.later(5 * time.Second)
	l.says("14:02:15 7002: not vouched for: a query went unanswered, query got no answer in 5 s")
	l.indicate("7002", "disabled")
	l.flush()
	l.says("14:02:15 7002: off, vouched for again, query got no answer in 5 s, late: off after 5 s")
	l.message(wire.EventUserEvent, thisDN("7002"), l.capture("start"))
	l.flush()
	l.says("14:02:15 7002: start by another client")
}

// TestCommandThatIsTypedTwice: it is refused while the first is open, in words and in the
// exit code.
func TestCommandThatIsTypedTwice(t *testing.T) {
	l := upListener(t, nil, dns(2)...)
	l.line("start 7001")
	l.sends("start 7001")
	l.said()
	l.line("start 7001")
	l.sends()
	l.says("14:02:10 Start for DN 7001 was not sent: the same command is still waiting for its outcome.")
	if !l.app.Failed() {
		t.Error("a refused command does not count as a failure")
	}
	l.line("start 7001-7002")
	l.line("yes")
	l.sends("start 7002")
}

func TestRejected(t *testing.T) {
	l := upListener(t, nil, dns(1)...)
	l.line("start 7001")
	start := l.leave()
	l.message(wire.EventError, wire.IntAttribute(wire.AttributeReferenceID, l.feed.Reference),
		wire.IntAttribute(wire.AttributeErrorCode, 53), wire.TextAttribute(wire.AttributeErrorMessage, "no\r\nway\x1b[31m")).Request = l.feed.RequestOf(start[0])
	l.flush()
	l.says("14:02:10 7001 A. Ødegård: start sent", "14:02:10 7001 A. Ødegård: start rejected 53 no␍␊way␛[31m")
}

// TestQuestion: only the whole word yes confirms a question.
func TestQuestion(t *testing.T) {
	l := upListener(t, nil, dns(12)...)
	const question = "Stop the capture of 1 DN (7001)? It is off already. Type yes or no."
	l.line("stop 7001")
	l.says("14:02:10 " + question)
	for _, line := range []string{"y", "ye", "", "yes please", "stop 7001", "quit"} {
		l.line(line)
		l.tells("is not an answer; the question is still open: " + question)
	}
	l.sends()
	l.line("no")
	l.says("14:02:10 Nothing was done.")
	l.line("yes")
	l.tells(`"yes" has no effect: no question is open.`)
	l.sends()
	l.line("  stop   7001 ")
	l.said()
	l.line(" yes ")
	l.sends("stop 7001")
	l.said()

	l.line("filter dn:7012")
	l.said()
	l.line("start 7001-7012")
	l.says("14:02:10 Start the capture of 12 DNs (7001, 7002, 7003, 7004, 7005, 7006, 7007, 7008, 7009, 7010 and 2 more; the filter hides 11 of them)? Type yes or no.")
	l.did(l.app.EndOfInput(l.now))
	l.tells("Nothing was done: the input ended without a yes.")
	l.sends()
}

// TestRefused: the model's own rules apply to typed lines.
func TestRefused(t *testing.T) {
	t.Run("read-only", func(t *testing.T) {
		l := upListener(t, func(_ *Options, o *model.Options) { o.ReadOnly = true }, dns(1)...)
		for range 2 {
			l.line("stop 7001")
			l.says("14:02:10 This session is read-only: stop is not sent.")
		}
		l.sends()
		l.line("query 7001")
		l.sends("query 7001")
	})
	t.Run("journal", func(t *testing.T) {
		l := upListener(t, nil, dns(1)...)
		l.update(model.JournalState{Now: l.now, Failed: true, Why: "the disk is full"})
		l.says("14:02:10 The journal cannot be written: the disk is full. No commands are sent; capdeck keeps trying.")
		l.line("start 7001")
		l.says("14:02:10 Start is not sent, because the journal cannot be written: the disk is full.")
		l.update(model.JournalState{Now: l.now})
		l.says("14:02:10 The journal can be written again.")
		l.line("start 7001")
		l.sends("start 7001")
	})
	t.Run("not connected", func(t *testing.T) {
		l := newListener(t, nil, dns(1)...)
		l.said()
		l.line("start 7001")
		l.says("14:02:10 Start for DN 7001 was not sent: capdeck is not logged in; wait for the connection.")
		l.sends()
	})
}

// TestReconnect announces a loss, each new reason once, and the counts at the end.
func TestReconnect(t *testing.T) {
	l := upListener(t, nil, dns(2)...)
	l.indicate("7002", "enabled")
	l.flush()
	l.says("14:02:10 7002: recording, was off")
	l.link(event.Link{State: event.LinkWaiting, Lost: true, Reason: "the connection to sip-a:5000 was lost", Attempt: 0, Retry: l.now.Add(time.Second)})
	l.flush()
	l.says(
		"14:02:10 Not connected to sip-a:5000. The connection to sip-a:5000 was lost. capdeck reconnects by itself; to reconnect now, type reconnect.",
		"14:02:10 7001 A. Ødegård: not vouched for: the link was lost",
		"14:02:10 7002: not vouched for: the link was lost",
	)
	for attempt := 1; attempt < 5; attempt++ {
		l.link(event.Link{State: event.LinkConnecting, Attempt: attempt})
		l.flush()
		l.link(event.Link{State: event.LinkWaiting, Attempt: attempt, Reason: "connection refused", Retry: l.now.Add(time.Second)})
		l.flush()
	}
	l.says(
		"14:02:10 Connecting to sip-a:5000.",
		"14:02:10 Not connected to sip-a:5000. Connection refused. capdeck reconnects by itself; to reconnect now, type reconnect.",
	)
	l.up(dns(2)...)
	l.says(
		"14:02:10 Link up: sip-a:5000 is primary, version 8.1.104.12.",
		"14:02:10 7002: off, was recording",
		"14:02:10 2 DNs, 2 registered: 0 recording, 0 paused, 2 off, 0 unknown.",
	)
}

// TestMany folds many changes at once into counts, and writes them every two seconds at
// most.
func TestMany(t *testing.T) {
	all := dns(50)
	l := upListener(t, nil, all...)
	for _, entry := range all[:mostLines+1] {
		l.indicate(entry.DN, "enabled")
	}
	l.flush()
	l.says("14:02:10 21 changes: 21 DNs now recording.")
	l.later(paceTime - time.Nanosecond)
	for _, entry := range all[:mostLines+1] {
		l.indicate(entry.DN, "paused") // contradicts what was indicated a moment ago
	}
	l.flush()
	l.says()
	l.later(time.Nanosecond)
	l.says("14:02:12 21 changes: 21 DNs now paused, 21 new faults. Type list state:fault to see which.")

	// One by one, the limit is the same.
	l.later(3 * time.Second)
	for _, entry := range all {
		l.indicate(entry.DN, "enabled")
		l.flush()
	}
	if lines := strings.Count(l.said(), "\n"); lines != mostLines {
		t.Errorf("%d lines were said at once, want %d", lines, mostLines)
	}
	l.update(model.Ending{Now: l.now, Why: "the end"})
	l.says("14:02:15 30 changes: 30 DNs now recording.")
}

// TestBulk counts the outcomes of many commands.
func TestBulk(t *testing.T) {
	l := upListener(t, nil, dns(30)...)
	l.line("start shown")
	l.line("yes")
	commands := l.leave()
	if len(commands) != 30 {
		t.Fatalf("%d commands are sent, want 30", len(commands))
	}
	l.tells("14:02:10 30 DNs: start sent\n")
	for _, c := range commands[:2] {
		l.accept(c)
	}
	l.flush()
	l.says("14:02:10 2 DNs: start accepted")
	l.confirm(commands[:25]...)
	l.later(5 * time.Second)
	l.later(10 * time.Second)
	l.tells("25 changes: 25 DNs now recording, 25 commands confirmed.", "7026: not vouched for: a command went unanswered, start lost",
		"Start for 30 DNs: 25 confirmed, 5 lost. Type failures to show only the DNs where it failed.")
	l.line("failures")
	l.tells("5 of 30 DNs are shown; the filter is start not confirmed.")
}

func TestQuiet(t *testing.T) {
	l := upListener(t, nil, dns(2)...)
	l.line("quiet")
	l.said()
	l.indicate("7001", "enabled")
	l.flush()
	l.indicate("7002", "paused")
	l.flush()
	l.says()
	l.later(3 * time.Second)
	l.line("start 7002")
	l.confirm(l.leave()...)
	l.says("14:02:13 7002: start sent", "14:02:13 7002: recording, was paused, start confirmed in 0 ms")
	l.link(event.Link{State: event.LinkDown})
	l.flush()
	l.tells("sip-a:5000 has no link to the switch")
	l.line("follow")
	l.tells("Following again; 4 changes were not announced.")
	l.line("follow")
	l.says("14:02:13 Changes are already announced.")
}

func TestSilence(t *testing.T) {
	l := upListener(t, nil, dns(board.SilenceCount+1)...)
	l.line("query shown")
	l.line("yes")
	for _, c := range l.leave() {
		l.accept(c)
	}
	l.flush()
	l.said()
	l.later(5 * time.Second)
	l.tells("The recorder is silent: no query has been answered since 14:02:10.")
	l.indicate("7001", "enabled")
	l.flush()
	l.tells("The recorder answers again.")
}

// TestSilentTeams announces which team's recorder is silent, and the end of the silence. A
// silence of the site covers its teams.
func TestSilentTeams(t *testing.T) {
	entries := dns(12)
	for i := range entries {
		entries[i].Team = []string{"day", "night", ""}[i/4]
	}
	l := upListener(t, nil, entries...)
	ask := func(answers ...string) {
		l.line("query shown")
		l.line("yes")
		for _, c := range l.leave() {
			l.accept(c)
		}
		l.later(time.Second)
		for _, dn := range answers {
			l.indicate(dn, "enabled")
		}
		l.flush()
		l.said()
		l.later(5 * time.Second)
	}
	const silent = " is silent: no query for these DNs has been answered since "
	ask("7001", "7009")
	l.tells("The recorder of team night" + silent + "14:02:10.")
	l.line("status")
	l.tells("The recorder of team night" + silent + "14:02:10.")
	l.indicate("7005", "enabled")
	l.flush()
	l.tells("The recorder of team night is no longer silent.")
	ask("7001", "7005")
	l.tells("The recorder of the DNs without a team" + silent)
	ask()
	said := l.said()
	if !strings.Contains(said, "The recorder is silent: no query has been answered since") || strings.Contains(said, "team") {
		t.Errorf("a silent site tells of its teams:\n%s", said)
	}
	l.indicate("7001", "enabled")
	l.flush()
	said = l.said()
	for _, name := range []string{"team night", "the DNs without a team"} {
		if !strings.Contains(said, "The recorder answers again.") || !strings.Contains(said, "The recorder of "+name+silent) || strings.Contains(said, "no longer") {
			t.Errorf("at the end of the site's silence it says nothing of %s:\n%s", name, said)
		}
	}
}

// TestManySilentTeams counts the teams if there are too many to name.
func TestManySilentTeams(t *testing.T) {
	for teams, want := range map[int]string{
		say.MostTeams:     "The recorder of team n1 is silent",
		say.MostTeams + 1: "The recorders of 6 teams are silent, the first since 14:02:10: no query for their DNs has been answered.",
	} {
		entries := dns(teams + 1)
		for i := range entries {
			entries[i].Team = fmt.Sprint("n", i)
		}
		l := upListener(t, nil, entries...)
		l.line("query shown")
		l.line("yes")
		for _, c := range l.leave() {
			l.accept(c)
		}
		l.later(time.Second)
		l.indicate("7001", "enabled")
		l.flush()
		l.said()
		l.later(5 * time.Second)
		l.tells(want)
		for i := 1; i <= teams; i++ {
			l.indicate(entries[i].DN, "enabled")
		}
		l.flush()
		if teams > say.MostTeams {
			l.tells("The recorders of 6 teams are no longer silent.")
		} else {
			l.tells("The recorder of team n5 is no longer silent.")
		}
	}
}

// TestEndOfInput quits at once, or when the last command has ended.
func TestEndOfInput(t *testing.T) {
	l := upListener(t, nil, dns(1)...)
	l.line("start 7001")
	start := l.leave()
	l.did(l.app.EndOfInput(l.now))
	if hasQuit(l.effects) {
		t.Fatal("it quits while a command waits for its answer")
	}
	l.confirm(start...)
	if !hasQuit(l.effects) {
		t.Error("it does not quit when the command has ended")
	}
	l.tells("start confirmed")
}

func TestQuit(t *testing.T) {
	l := upListener(t, nil, dns(1)...)
	l.line("start 7001")
	l.leave()
	l.said()
	l.line("quit")
	l.says("14:02:10 1 command waits for an answer. Quit? Type yes or no.")
	l.line("yes")
	if !hasQuit(l.effects) {
		t.Error("it does not quit")
	}
	l.tells("7001 A. Ødegård: start lost, capdeck was quit")
}

func hasQuit(effects []effect.Effect) bool {
	for _, e := range effects {
		if _, ok := e.(effect.Quit); ok {
			return true
		}
	}
	return false
}

// TestScript: a line of a script waits for the registrations, and for the commands before
// it.
func TestScript(t *testing.T) {
	l := newListener(t, func(o *Options, _ *model.Options) { o.Script = true }, dns(2)...)
	takes := func(want bool, when string) {
		t.Helper()
		if got := l.app.TakesLine(); got != want {
			t.Errorf("%s: a line is taken: %v, want %v", when, got, want)
		}
	}
	takes(false, "not connected")
	l.up(dns(2)...)
	takes(true, "registered")
	l.line("start 7001")
	start := l.leave()
	takes(false, "a command is open")
	l.confirm(start...)
	takes(true, "it has ended")

	l = newListener(t, func(o *Options, _ *model.Options) { o.Script = true }, dns(1)...)
	l.later(29 * time.Second)
	takes(false, "not connected for long")
	l.later(time.Second)
	takes(true, "patience has ended")

	l = newListener(t, func(o *Options, _ *model.Options) { o.Script, o.Patience = true, 5*time.Second }, dns(1)...)
	l.later(4 * time.Second)
	takes(false, "not connected for less than its patience")
	l.link(event.Link{State: event.LinkUp, Round: 1})
	l.flush()
	l.later(2 * time.Second)
	takes(false, "the DN is not registered, and has its own time")
	l.later(settleTime)
	takes(true, "that has ended, too")

	l = newListener(t, func(o *Options, _ *model.Options) { o.Script = true }, dns(1)...)
	l.link(event.Link{State: event.LinkRefused, Reason: "119 wrong password"})
	l.flush()
	takes(true, "the login was refused")
	l.tells("sip-a:5000 refused the login. 119 wrong password. Check the application name")
}

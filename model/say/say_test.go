package say

import (
	"testing"
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn/event"
)

func TestConnID(t *testing.T) {
	for id, want := range map[uint64]string{0: "0000000000000000", 0x6f01b2c3d4e5f6: "006f01b2c3d4e5f6", 1<<64 - 1: "ffffffffffffffff"} {
		if got := ConnID(id); got != want {
			t.Errorf("%d reads %q, want %q", id, got, want)
		}
	}
}

func TestDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-1: "0 ms", 0: "0 ms", 84 * time.Millisecond: "84 ms", 999 * time.Millisecond: "999 ms", time.Second: "1 s",
		7200 * time.Millisecond: "7.2 s", 5 * time.Second: "5 s", 9990 * time.Millisecond: "10 s", 12400 * time.Millisecond: "12 s",
	} {
		if got := Duration(d); got != want {
			t.Errorf("%v reads %q, want %q", d, got, want)
		}
	}
}

func TestDurationAtMost(t *testing.T) {
	for d, want := range map[time.Duration]string{
		time.Millisecond: "1 ms", 83*time.Millisecond + 1: "84 ms", 2030 * time.Millisecond: "2.1 s", 2100 * time.Millisecond: "2.1 s",
		9990 * time.Millisecond: "10 s", 10001 * time.Millisecond: "11 s",
	} {
		if got := DurationAtMost(d); got != want {
			t.Errorf("at most %v reads %q, want %q", d, got, want)
		}
	}
}

// TestCommandInBothForms has every state of a command in the shown and the spoken form.
func TestCommandInBothForms(t *testing.T) {
	sent := time.Date(2026, 11, 30, 14, 2, 10, 0, time.UTC)
	now := sent.Add(3 * time.Second)
	for _, c := range []struct {
		command       board.Command
		shown, spoken string
		role          Role
	}{
		{board.Command{Life: board.LifeQueued}, "start queued", "start queued", Pending},
		{board.Command{Life: board.LifeSent}, "start sent, waiting 3 s", "start sent", Pending},
		{board.Command{Life: board.LifeSent, Indicated: sent, Indication: event.Enabled}, "start enabled, no ACK yet, waiting 3 s", "start sent, recording indicated, not accepted yet", Pending},
		{board.Command{Life: board.LifeAccepted, Accepted: sent.Add(time.Second)}, "start accepted, waiting 2 s", "start accepted", Pending},
		{board.Command{Life: board.LifeCancelled, Why: "write-lock"}, "start cancelled, write-lock", "start cancelled, write-lock", Warning},
		{board.Command{Life: board.LifeRejected, Code: 59, Text: "unknown DN"}, "start ! REJECTED 59 unknown DN", "start rejected 59 unknown DN", Fault},
		{board.Command{Life: board.LifeRejected}, "start ! REJECTED", "start rejected", Fault},
		{board.Command{Life: board.LifeConfirmed, Indicated: sent.Add(84 * time.Millisecond)}, "start confirmed 84 ms", "start confirmed in 84 ms", Done},
		{board.Command{Life: board.LifeConfirmed, NoACK: true}, "start confirmed, no ACK", "start confirmed, not accepted", Done},
		{board.Command{Life: board.LifeSuperseded}, "start superseded", "start superseded by a newer command", Warning},
		{board.Command{Life: board.LifeContradicted, Indication: event.Disabled}, "start ! CONTRADICTED by disabled", "start contradicted by off", Fault},
		{board.Command{Life: board.LifeUnanswered, Timeout: 5 * time.Second}, "start ! NO ANSWER in 5 s", "start got no answer in 5 s", Fault},
		{board.Command{Life: board.LifeUnanswered, Why: "connection lost"}, "start ! NO ANSWER, connection lost", "start got no answer, connection lost", Fault},
		{board.Command{Life: board.LifeLost, Why: "connection lost"}, "start ! LOST, connection lost", "start lost, connection lost", Fault},
		{board.Command{Who: board.WhoOther, Life: board.LifeSeen}, "start by another client", "start by another client", Faint},
		{board.Command{Who: board.WhoUsOrOther, Life: board.LifeSent}, "start sent, waiting 3 s (ours or other)", "start sent (T-Server does not say whose)", Pending},
		{board.Command{Life: board.LifeLost, Late: event.Enabled, LateAfter: 7200 * time.Millisecond}, "start ! LOST, late: enabled after 7.2 s", "start lost, late: recording after 7.2 s", Fault},
	} {
		command := c.command
		command.Verb, command.Sent = event.VerbStart, sent
		shown, spoken := CommandAsWas(Shown, &command, now), CommandAsWas(Spoken, &command, now)
		if shown.Text != c.shown || spoken.Text != c.spoken || shown.Role != c.role || spoken.Role != c.role {
			t.Errorf("%v: shown %+v, spoken %+v; want %q, %q, role %d", c.command.Life, shown, spoken, c.shown, c.spoken, c.role)
		}
	}
}

// TestShort: a text that is too wide loses words, but not its meaning.
func TestShort(t *testing.T) {
	for _, test := range []struct {
		text string
		room int
		want string
	}{
		{"the link was lost", 40, "the link was lost"},
		{"the link was lost", 14, "link lost"},
		{"! REJECTED 1161 incorrect object", 14, "! ERROR 1161 incorrect object"},
		{"! REJECTED 59", 14, "! REJECTED 59"},
		{"! STOPPED UNASKED 31s ago", 18, "! STOPPED 31s"},
		{"! STOPPED UNASKED 31s ago", 21, "! STOPPED UNASKED 31s"},
		{"", 0, ""},
		{"a query went unanswered", 14, "not answered"},
	} {
		if got := Short(test.text, func(text string) bool { return len(text) <= test.room }); got != test.want {
			t.Errorf("%q in %d cells: %q, want %q", test.text, test.room, got, test.want)
		}
	}
}

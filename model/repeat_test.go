package model

import (
	"strings"
	"testing"
	"time"

	"capdeck/model/action"
	"capdeck/model/effect"
	"capdeck/tlibconn/event"
)

const repeated = "start for DN 7001 was not sent: the same command is still waiting for its outcome"

// TestKeyThatIsHeldDown presses start many times, as a key that repeats does, and checks that only one command is
// sent until it has its outcome.
func TestKeyThatIsHeldDown(t *testing.T) {
	f := newFloor(t, 2, Options{Confirm: ConfirmNever})
	for range 40 {
		f.do(action.Start)
	}
	f.want("one start", f.sent(), "start 7001")
	f.want("the others are refused", f.m.Note().Text, repeated)
	f.do(action.Start)
	f.want("queued", f.sent()+f.m.Note().Text, repeated)
	if c, _ := f.m.board.Row(keyOf("7001")).LastCommand(); c.ID != 1 {
		t.Errorf("the command that was refused is number %d on the board", c.ID)
	}

	f.effects = []effect.Effect{effect.Send{Commands: []event.Command{{ID: 1, DN: "7001"}}}}
	f.leave()
	f.do(action.Start)
	f.want("sent", f.sent()+f.m.Note().Text, repeated)
	f.accept("7001")
	f.do(action.Start)
	f.want("accepted", f.sent()+f.m.Note().Text, repeated)
	f.indicate("7001", "enabled")
	f.flush()
	f.do(action.Start)
	f.want("its outcome is known", f.sent(), "start 7001")
	f.later(time.Hour)
}

// TestAnotherVerbIsSentAtOnce checks that only the verb of the last command is refused.
func TestAnotherVerbIsSentAtOnce(t *testing.T) {
	f := newFloor(t, 2, Options{Confirm: ConfirmNever})
	f.do(action.Start, action.Pause, action.Pause, action.Resume, action.Query, action.Query, action.Resume, action.Stop, action.Start, action.Start)
	f.want("every change", f.sent(), "start 7001, pause 7001, resume 7001, query 7001, resume 7001, stop 7001, start 7001")
	f.update(ClickedDN{Now: f.now, Key: keyOf("7002")})
	f.do(action.Start)
	f.want("another DN", f.sent(), "start 7002")
}

// TestRepeatBehindAnotherClient checks that a command after one of another client is not a repetition, unless both
// have the same verb.
func TestRepeatBehindAnotherClient(t *testing.T) {
	for word, want := range map[string]string{"stop": "start 7001", "start": ""} {
		f := newFloor(t, 1, Options{Confirm: ConfirmNever})
		f.do(action.Start)
		f.leave()
		f.accept("7001")
		f.later(3 * time.Second) // behind what may be our own echo
		f.indicate("7001", word)
		f.flush()
		if c, _ := f.m.board.Row(keyOf("7001")).LastCommand(); c.Verb.String() != word {
			t.Fatalf("the last command is %s", c.Verb)
		}
		f.do(action.Start)
		f.want("behind their "+word, f.sent(), want)
	}
	f := newFloor(t, 1, Options{Confirm: ConfirmNever})
	f.indicate("7001", "start")
	f.flush()
	f.do(action.Start)
	f.want("theirs alone refuses nothing", f.sent(), "start 7001")
}

// TestRepeatForSeveral checks that the DNs that wait are left out, and that a note says so.
func TestRepeatForSeveral(t *testing.T) {
	f := newFloor(t, 3, Options{Confirm: ConfirmNever})
	f.do(action.Start, action.MarkAll, action.Start)
	f.want("the others", f.sent(), "start 7001, start 7002, start 7003")
	f.want("who was left out", f.m.Note().Text, "start was not sent to 1 of 3 DNs: the same command is still waiting for its outcome")
	if view := f.only1(); view.Total != 2 || view.Failed() != 0 {
		t.Errorf("the bulk is %+v", view)
	}
	f.do(action.Start)
	f.want("none is left", f.sent()+f.m.Note().Text, "start was not sent to 3 of 3 DNs: the same command is still waiting for its outcome")
	if bulk := f.only1(); bulk.Total != 2 {
		t.Errorf("a bulk of nothing began: %+v", bulk)
	}
	f.do(action.Stop)
	f.want("another verb", f.sent(), "stop 7001, stop 7002, stop 7003")

	f = newFloor(t, 3, Options{Confirm: ConfirmNever})
	f.do(action.Start)
	f.refuse("7003")
	f.flush()
	f.do(action.MarkAll, action.Start)
	f.want("one more is refused for another reason", f.m.Note().Text, "start was not sent to 1 of 3 DNs: the same command is still waiting for its outcome; "+
		"start was not sent to 1 of 2 DNs; the first: start for DN 7003 was not sent: the DN is not registered")
	f.effects = nil
	f.commands(event.VerbStart, "7001", "7003")
	f.want("nothing is left", f.sent()+f.m.Note().Text, "start was not sent to 1 of 2 DNs: the same command is still waiting for its outcome; "+
		"start for DN 7003 was not sent: the DN is not registered")
}

// TestRepeatInABulkThatWaits checks that a repetition neither sends a queued command twice nor cancels it.
func TestRepeatInABulkThatWaits(t *testing.T) {
	f := newFloor(t, 4, Options{Confirm: ConfirmNever, CommandRate: 10})
	f.do(action.MarkAll, action.Start, action.Start)
	f.want("the first", f.sent(), "start 7001")
	for range 5 {
		f.later(100 * time.Millisecond)
	}
	f.want("the others, once", f.sent(), "start 7002, start 7003, start 7004")
	if bulk := f.only1(); bulk.Cancelled != 0 || bulk.Total != 4 {
		t.Errorf("the bulk is %+v", bulk)
	}
}

// TestRepeatAsksNothing checks that a repetition is refused before the question, and that one that arises while the
// dialog is open is refused after the answer.
func TestRepeatAsksNothing(t *testing.T) {
	f := newFloor(t, 2, Options{})
	f.do(action.Stop)
	f.shown()
	f.press("y")
	f.want("after the question", f.sent(), "stop 7001")
	f.do(action.Stop)
	if f.m.Overlay().Dialog() != nil || !strings.Contains(f.m.Note().Text, "the same command is still waiting for its outcome") {
		t.Errorf("dialog %+v, note %q", f.m.Overlay().Dialog(), f.m.Note().Text)
	}
	f.commands(event.VerbStop, "7001")
	f.want("typed", f.sent()+f.m.Note().Text, "stop for DN 7001 was not sent: the same command is still waiting for its outcome")

	f = newFloor(t, 2, Options{Confirm: ConfirmDangerous})
	f.do(action.MarkAll, action.Start)
	f.shown()
	if _, err := f.m.board.Queue(f.now, keyOf("7001"), event.VerbStart, ""); err != nil {
		t.Fatal(err)
	}
	f.press("y")
	f.want("a command that came while the dialog was open", f.m.Note().Text, "start was not sent to 1 of 2 DNs: the same command is still waiting for its outcome")
}

// TestRefusedCommandCancelsNothing checks that a command which the board refuses does not cancel queued ones.
func TestRefusedCommandCancelsNothing(t *testing.T) {
	f := newFloor(t, 3, Options{Confirm: ConfirmNever, CommandRate: 10})
	f.do(action.MarkAll, action.Start)
	f.want("the first", f.sent(), "start 7001")
	for range 40 {
		// Queries fill the DN's room for commands without an outcome.
		if _, err := f.m.board.Queue(f.now, keyOf("7003"), event.VerbQuery, ""); err != nil {
			break
		}
	}
	f.commands(event.VerbStop, "7003")
	if note := f.m.Note().Text; !strings.Contains(note, "too many") {
		t.Errorf("the note is %q", note)
	}
	if waiting := f.m.board.Row(keyOf("7003")).OpenCommands()[0]; waiting.Verb != event.VerbStart {
		t.Errorf("the first that waits is %s", waiting.Verb)
	}
}

package say

import (
	"testing"
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn/event"
)

// TestConfirmedCommandIsDoneWhileItHolds checks that a confirmed command of a row in another
// state is never shown as done, and that no command is a minute after its end.
func TestConfirmedCommandIsDoneWhileItHolds(t *testing.T) {
	truth := board.New(board.Options{})
	truth.Add(board.Entry{Key: board.Key{Site: "a", DN: "7001"}})
	row, ended := truth.Rows()[0], time.Date(2026, 11, 23, 14, 2, 10, 0, time.UTC)
	for _, test := range []struct {
		verb  event.Verb
		after time.Duration
		want  Role
		text  string
	}{
		{event.VerbStart, time.Second, Faint, "start confirmed 84 ms"}, // the row is unknown
		{event.VerbStop, time.Second, Faint, "stop confirmed 84 ms"},
		{event.VerbQuery, time.Second, Done, "query confirmed 84 ms"},
		{event.VerbQuery, time.Minute, Faint, "query confirmed 84 ms, 1m ago"},
	} {
		command := board.Command{
			Verb: test.verb, Life: board.LifeConfirmed, Sent: ended.Add(-84 * time.Millisecond), Accepted: ended, Indicated: ended, Ended: ended,
		}
		if got := Command(Shown, row, &command, ended.Add(test.after)); got.Role != test.want || got.Text != test.text {
			t.Errorf("%v after a %s it is %+v, want %q", test.after, test.verb, got, test.text)
		}
	}
}

// TestCommandOfAnotherClientFades checks that a command of another client is never shown as
// done, not even in the state that it asked for, that its age follows after a minute, and that
// it is gone after ten.
func TestCommandOfAnotherClientFades(t *testing.T) {
	truth := board.New(board.Options{})
	truth.Add(board.Entry{Key: board.Key{Site: "a", DN: "7001"}})
	row, sent := truth.Rows()[0], time.Date(2026, 11, 23, 14, 2, 10, 0, time.UTC)
	command := board.Command{Verb: event.VerbResume, Who: board.WhoOther, Life: board.LifeSeen, Sent: sent}
	for after, want := range map[time.Duration]string{
		0: "resume by another client", time.Minute - 1: "resume by another client", 7 * time.Minute: "resume by another client, 7m ago",
		10*time.Minute - 1: "resume by another client, 9m ago", 10 * time.Minute: "", 3 * time.Hour: "",
	} {
		got := LastCommand(Shown, row, &command, sent.Add(after))
		if got.Text != want || want != "" && got.Role != Faint {
			t.Errorf("after %v it is %+v, want %q", after, got, want)
		}
	}
	if got := Command(Shown, row, &command, sent.Add(time.Hour)); got.Text != "resume by another client, 1h ago" {
		t.Errorf("the detail has %q", got.Text)
	}
}

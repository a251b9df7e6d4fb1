package occurrence

import (
	"testing"

	"pgregory.net/rapid"

	"capdeck/model/board"
	"capdeck/tlibconn/event"
)

func drawn(t *rapid.T) Occurrence {
	small := rapid.Uint8()
	return Occurrence{
		Nanoseconds: rapid.Int64().Draw(t, "time"), Milliseconds: rapid.Uint32().Draw(t, "length"), Code: rapid.Int32().Draw(t, "code"),
		Kind: board.ChangeKind(small.Draw(t, "kind")), State: board.State(small.Draw(t, "state")), Before: board.State(small.Draw(t, "before")),
		Cause: board.Cause(small.Draw(t, "cause")), Verb: event.Verb(small.Draw(t, "verb")), Life: board.Life(small.Draw(t, "life")),
		Fault: board.FaultKind(small.Draw(t, "fault")), Flags: Flags(small.Draw(t, "flags")),
	}
}

// What was appended is parsed, and nothing that was cut or extended is.
func TestParse(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		o, text := drawn(t), rapid.StringN(0, 300, -1)
		key, about := board.Key{Site: text.Draw(t, "site"), DN: text.Draw(t, "dn")}, text.Draw(t, "about")
		body := o.Append(nil, key, about)
		got, gotKey, gotAbout, ok := Parse(body)
		if !ok || got != o || gotKey != key || gotAbout != about || string(DN(body)) != key.DN {
			t.Fatalf("%+v became %+v %v %q %v", o, got, gotKey, gotAbout, ok)
		}
		cut := rapid.IntRange(0, len(body)-1).Draw(t, "cut")
		if _, _, _, ok := Parse(body[:cut]); ok {
			t.Fatalf("the first %d of %d bytes are an occurrence", cut, len(body))
		}
		if _, _, _, ok := Parse(append(body, 0)); ok {
			t.Fatal("a longer one is an occurrence")
		}
		DN(body[:cut]) // does not panic
	})
}

// What says nothing new, and what another change says, is not kept.
func TestWhatIsKept(t *testing.T) {
	t.Parallel()
	b := board.New(board.Options{})
	key := board.Key{Site: "sip", DN: "7001"}
	b.Add(board.Entry{Key: key})
	row := b.Row(key)
	ended := func(verb event.Verb, life board.Life) board.Change {
		return board.Change{Kind: board.ChangeEnded, Row: row, Command: &board.Command{Verb: verb, Life: life}}
	}
	for _, test := range []struct {
		name   string
		change board.Change
		kept   bool
	}{
		{"a new state", board.Change{Kind: board.ChangeIndication, Row: row, State: board.StateOff, Before: board.StateRec}, true},
		{"the same state", board.Change{Kind: board.ChangeIndication, Row: row, State: board.StateRec, Before: board.StateRec}, false},
		{"a confirmed start, whose indication is kept", ended(event.VerbStart, board.LifeConfirmed), false},
		{"a confirmed query", ended(event.VerbQuery, board.LifeConfirmed), true},
		{"a lost start", ended(event.VerbStart, board.LifeLost), true},
		{"stopped unasked", board.Change{Kind: board.ChangeStopped, Row: row}, true},
		{"stopped by another client, whose indication is kept", board.Change{Kind: board.ChangeStopped, Row: row, Stopped: board.Stopped{ByOther: true}}, false},
		{"a fault", board.Change{Kind: board.ChangeFault, Row: row, Fault: board.Fault{Kind: board.FaultConflict}}, true},
		{"no fault any more", board.Change{Kind: board.ChangeFault, Row: row}, false},
		{"a call", board.Change{Kind: board.ChangeCall, Row: row, Call: &board.Call{}}, false},
		{"the link", board.Change{Kind: board.ChangeLink, Up: true}, true},
	} {
		if _, ok := Of(&test.change); ok != test.kept {
			t.Errorf("%s: kept is %v", test.name, ok)
		}
	}
}

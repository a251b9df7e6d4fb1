package history

import (
	"testing"
	"time"

	"capdeck/model/board"
	"capdeck/model/occurrence"
	"capdeck/tlibconn/event"
)

// fixture is a history of a board with some DNs.
type fixture struct {
	History
	t     *testing.T
	board *board.Board
	now   time.Time
}

func newFixture(t *testing.T, dns ...string) *fixture {
	f := &fixture{t: t, board: board.New(board.Options{}), now: time.Unix(1_800_000_000, 0)}
	for _, dn := range dns {
		f.board.Add(board.Entry{Key: board.Key{Site: "sip", DN: dn}})
	}
	return f
}

func (f *fixture) row(dn string) *board.Row { return f.board.Row(board.Key{Site: "sip", DN: dn}) }

// change reports a change of a DN, a minute after the last one.
func (f *fixture) change(dn string, change board.Change) {
	f.now = f.now.Add(time.Minute)
	change.Row, change.At = f.row(dn), f.now
	f.record(&change)
}

func (f *fixture) record(change *board.Change) {
	if o, ok := occurrence.Of(change); ok {
		f.Changed(change, &o)
	} else {
		f.Changed(change, nil)
	}
}

// call reports a call of 7001.
func (f *fixture) call(connID uint64, state board.CallState) {
	f.change("7001", board.Change{Kind: board.ChangeCall, ConnID: connID, Call: &board.Call{ConnID: connID, State: state}})
}

// last returns the newest occurrence of 7001.
func (f *fixture) last() occurrence.Occurrence {
	f.t.Helper()
	known := f.Of(f.row("7001"))
	if len(known) == 0 {
		f.t.Fatal("nothing happened to 7001")
	}
	return known[len(known)-1]
}

// A DN to which nothing happened costs nothing, and the first answer of a recorder is nothing. So is the loss of a link.
func TestNothingHappened(t *testing.T) {
	t.Parallel()
	f := newFixture(t, "7001", "7002")
	for _, dn := range []string{"7001", "7002"} {
		f.change(dn, board.Change{Kind: board.ChangeWatched})
		f.change(dn, board.Change{Kind: board.ChangeIndication, State: board.StateOff, Cause: board.CauseQuery})
		f.change(dn, board.Change{Kind: board.ChangeUnwatched})
	}
	for _, known := range f.dns {
		if known != nil {
			t.Error("a DN to which nothing happened has a history")
		}
	}
	f.change("7002", board.Change{Kind: board.ChangeIndication, State: board.StateRec, Before: board.StateOff})
	f.change("7002", board.Change{Kind: board.ChangeUnwatched})
	if known := f.Of(f.row("7002")); len(known) != 2 || f.Of(f.row("7001")) != nil {
		t.Errorf("the histories are %v and %v", known, f.Of(f.row("7001")))
	}
}

// The length of a call counts from its answer, through hold and changes of ConnID.
func TestLengthOfACall(t *testing.T) {
	t.Parallel()
	f := newFixture(t, "7001")
	f.call(1, board.CallRinging)
	if _, _, ok := f.Since(f.row("7001"), 1); ok {
		t.Error("a ringing call lasts")
	}
	f.change("7001", board.Change{Kind: board.ChangeCallEnded, ConnID: 9}) // not answered
	f.call(1, board.CallTalking)
	begin := f.now
	f.call(1, board.CallHeld)
	f.call(2, board.CallTalking)
	f.change("7001", board.Change{Kind: board.ChangeCallRenamed, From: 1, ConnID: 3, Call: &board.Call{ConnID: 3}})
	f.change("7001", board.Change{Kind: board.ChangeCallRenamed, From: 2, ConnID: 3, Call: &board.Call{ConnID: 3}})
	if since, atLeast, ok := f.Since(f.row("7001"), 3); !ok || atLeast || !since.Equal(begin) {
		t.Errorf("the call lasts since %s, %v %v, want %s", since, atLeast, ok, begin)
	}
	f.change("7001", board.Change{Kind: board.ChangeCallEnded, ConnID: 3})
	if got := f.last(); got.Kind != board.ChangeCallEnded || got.Length() != f.now.Sub(begin) || got.Has(occurrence.AtLeast) || len(f.Of(f.row("7001"))) != 1 {
		t.Errorf("the call ended: %+v", got)
	}
	f.change("7001", board.Change{Kind: board.ChangeCall, ConnID: 4, Found: true, Call: &board.Call{ConnID: 4, State: board.CallTalking}})
	f.change("7001", board.Change{Kind: board.ChangeCallEnded, ConnID: 4})
	if got := f.last(); !got.Has(occurrence.AtLeast) || got.Length() != time.Minute {
		t.Errorf("the call that was found ended: %+v", got)
	}
}

// The newest 16 are kept. The end of a query adds nothing to its answer. A DN that is removed leaves nothing to the
// row that has its number next.
func TestNewest(t *testing.T) {
	t.Parallel()
	f := newFixture(t, "7001")
	states := []board.State{board.StateRec, board.StateOff}
	for i := range 40 {
		f.change("7001", board.Change{Kind: board.ChangeIndication, State: states[i%2], Before: states[1-i%2], Cause: board.Cause(i % 4)})
	}
	known := f.Of(f.row("7001"))
	if len(known) != Newest || known[0].Nanoseconds != f.now.Add(-15*time.Minute).UnixNano() {
		t.Errorf("%d are kept, the first from %s", len(known), known[0].At())
	}
	answer := board.Change{Kind: board.ChangeIndication, State: board.StateOff, Before: board.StateRec, Cause: board.CauseQuery}
	f.change("7001", answer)
	ended := board.Change{
		Kind: board.ChangeEnded, Row: f.row("7001"), At: f.now.Add(time.Millisecond),
		Command: &board.Command{Verb: event.VerbQuery, Life: board.LifeConfirmed},
	}
	known7001 := f.dns[f.row("7001").Number()]
	known7001.occurrences[(known7001.oldest+Newest-1)%Newest].State = f.row("7001").Capture().State
	f.record(&ended)
	if got := f.last(); got.Kind != board.ChangeIndication {
		t.Errorf("the query is there twice: %+v", got)
	}
	ended.At = f.now.Add(time.Minute)
	f.record(&ended)
	if got := f.last(); got.Kind != board.ChangeEnded {
		t.Errorf("a later query is missing: %+v", got)
	}
	f.change("7001", board.Change{Kind: board.ChangeRemoved})
	if f.Of(f.row("7001")) != nil {
		t.Error("a removed DN has a history")
	}
}

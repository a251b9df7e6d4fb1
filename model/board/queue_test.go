package board

import (
	"errors"
	"testing"

	"capdeck/tlibconn/event"
)

// queued queues a command and leaves it in the queue.
func (d *desk) queued(dn string, verb event.Verb) CommandID {
	d.t.Helper()
	id, err := d.b.Queue(d.now, key(dn), verb, "test")
	if err != nil {
		d.t.Fatal(err)
	}
	return id
}

// TestReleaseOne: one command leaves ahead of the others, once.
func TestReleaseOne(t *testing.T) {
	d := newDesk(t, Options{}, numbers(3)...)
	first, second, third := d.queued("7001", event.VerbStart), d.queued("7002", event.VerbPause), d.queued("7003", event.VerbStop)
	c, ok := d.b.ReleaseOne(d.now, second)
	if !ok || c.ID != uint64(second) || c.DN != "7002" || c.Verb != event.VerbPause || d.b.Waiting() != 2 {
		t.Fatalf("%+v was released (%v), %d wait", c, ok, d.b.Waiting())
	}
	if _, ok := d.b.ReleaseOne(d.now, second); ok {
		t.Error("one command was released twice")
	}
	if _, ok := d.b.ReleaseOne(d.now, third+1); ok {
		t.Error("a command that was not queued was released")
	}
	got := d.b.Release(d.now, 0)
	if len(got) != 2 || got[0].ID != uint64(first) || got[1].ID != uint64(third) || d.b.Waiting() != 0 {
		t.Errorf("then %+v were released, %d wait", got, d.b.Waiting())
	}
}

// TestWhatIsRefusedFirst: an invalid verb is reported if the DN is known, otherwise the
// DN.
func TestWhatIsRefusedFirst(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	for dn, want := range map[string]RefusalReason{dn: RefusedNoVerb, "9999": RefusedUnknownDN} {
		_, err := d.b.Queue(d.now, key(dn), event.VerbNone, "test")
		var refusal *Refusal
		if !errors.As(err, &refusal) || refusal.Reason != want {
			t.Errorf("DN %s: the refusal is %v", dn, err)
		}
	}
}

// TestLifeFollowsACommand while it is open.
func TestLifeFollowsACommand(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	id := d.queued(dn, event.VerbStart)
	if got := d.b.Life(id); got != LifeQueued {
		t.Errorf("a queued command is %v", got)
	}
	d.leave(d.b.Release(d.now, 0)[0])
	if got := d.b.Life(id); got != LifeSent {
		t.Errorf("a sent command is %v", got)
	}
	if d.ack(id); d.b.Life(id) != LifeAccepted {
		t.Errorf("an accepted command is %v", d.b.Life(id))
	}
	if d.user(dn, "enabled", 0); d.b.Life(id) != 0 {
		t.Errorf("a confirmed command is %v", d.b.Life(id))
	}
}

// TestALeavingCommandWaitsNoMore: the session reports that a command has left which the
// board had not released; it no longer waits.
func TestALeavingCommandWaitsNoMore(t *testing.T) {
	d := newDesk(t, Options{}, numbers(2)...)
	id := d.queued("7001", event.VerbStart)
	d.queued("7002", event.VerbStart)
	d.leave(event.Command{ID: uint64(id), DN: "7001", Verb: event.VerbStart})
	if d.b.Waiting() != 1 || d.b.Life(id) != LifeSent {
		t.Errorf("%d commands wait, and the one that left is %v", d.b.Waiting(), d.b.Life(id))
	}
}

// TestCancelWrites: queries stay.
func TestCancelWrites(t *testing.T) {
	d := newDesk(t, Options{}, numbers(3)...)
	d.queued("7001", event.VerbStart)
	query := d.queued("7002", event.VerbQuery)
	d.queued("7003", event.VerbStop)
	if n := d.b.CancelWrites(d.now, "the board is locked"); n != 2 {
		t.Errorf("%d commands were cancelled, want 2", n)
	}
	if got := d.b.Release(d.now, 0); len(got) != 1 || got[0].ID != uint64(query) {
		t.Errorf("what is left is %+v", got)
	}
}

// TestEndAllCounts what ended: waiting commands, those that have left, and automatic
// queries.
func TestEndAllCounts(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, numbers(3)...)
	d.send("7001", event.VerbStart)
	d.queued("7002", event.VerbStart)
	if n := len(d.b.NextQueries(d.now, nil)); n != 3 {
		t.Fatalf("%d automatic queries left", n)
	}
	if n := d.b.EndAll(d.now, "the session has ended"); n != 5 {
		t.Errorf("%d commands ended, want 5", n)
	}
}

// TestCancelledCommandsLeaveTheQueue: at most twice the number of waiting ones, and 64,
// are kept.
func TestCancelledCommandsLeaveTheQueue(t *testing.T) {
	dns := numbers(80)
	d := newDesk(t, Options{}, dns...)
	ids := make([]CommandID, 0, len(dns))
	for _, dn := range dns {
		ids = append(ids, d.queued(dn, event.VerbStart))
	}
	for i, id := range ids {
		d.b.Cancel(d.now, id, "test")
		waiting := len(ids) - i - 1
		want := 80
		if waiting < 8 {
			want = 7 // dropped when 7 waited: 80 is more than 2*7 + 64
		}
		if len(d.b.queue) != want || d.b.Waiting() != waiting {
			t.Fatalf("with %d waiting the queue holds %d, want %d", d.b.Waiting(), len(d.b.queue), want)
		}
	}
}

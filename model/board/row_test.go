package board

import (
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// TestLengthsOfDNs: a DN is found whether it fits into the front of its row, just fits, or
// does not fit.
func TestLengthsOfDNs(t *testing.T) {
	for n := shortDN - 1; n <= shortDN+1; n++ {
		dn := strings.Repeat("7", n)
		d := newDesk(t, Options{}, dn)
		d.user(dn, "enabled", 0)
		if got := d.row(dn).State(); got != StateRec {
			t.Errorf("a DN of %d bytes is %v", n, got)
		}
	}
}

// TestTheCurrentCallOfTwo: of two that talk, it is the one that changed last, whatever its
// index.
func TestTheCurrentCallOfTwo(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	for _, e := range []struct {
		typ wire.MessageType
		id  uint64
	}{{wire.EventEstablished, 0xc1}, {wire.EventEstablished, 0xc2}, {wire.EventHeld, 0xc1}, {wire.EventRetrieved, 0xc1}} {
		d.after(time.Second)
		d.call(e.typ, dn, e.id)
	}
	if got := callsText(d.row(dn)); got != "talking c1, talking c2; current c1" {
		t.Errorf("the calls are %q", got)
	}
}

// TestTheLastCommandFails until the indication that it asked for arrives; the fault of
// another command is not its own.
func TestTheLastCommandFails(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, dn)
	r := d.row(dn)
	if _, ok := r.Foreign(); ok || r.LastCommandFails() || r.WaitsFor(event.VerbStart) {
		t.Fatal("there was no command and no foreign value yet")
	}
	start := d.send(dn, event.VerbStart)
	if r.LastCommandFails() || !r.WaitsFor(event.VerbStart) || r.WaitsFor(event.VerbStop) {
		t.Fatal("start waits for its answer")
	}
	d.ack(start)
	if d.wait(DefaultIndicationTimeout); !r.LastCommandFails() || r.WaitsFor(event.VerbStart) {
		t.Fatal("start went unanswered")
	}
	if d.user(dn, "enabled", 0); r.LastCommandFails() {
		t.Fatal("the indication that start asked for arrived")
	}
	d.b.wantQuery(r, d.now.Add(time.Second), false)
	for _, c := range d.b.NextQueries(d.now, nil) {
		d.leave(c)
		d.ack(CommandID(c.ID))
	}
	d.wait(DefaultIndicationTimeout)
	if r.Fault().Kind != FaultNoAnswer || r.LastCommandFails() {
		t.Errorf("the fault is %v, and it is the query's, not start's", r.Fault())
	}
}

// TestTheFaultOfTheNewerCommandStands when an older command fails after it.
func TestTheFaultOfTheNewerCommandStands(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	start, pause := d.send(dn, event.VerbStart), d.send(dn, event.VerbPause)
	d.reject(pause, 59)
	d.reject(start, 50)
	if got := d.row(dn).Fault(); got != (Fault{FaultRejected, 59}) {
		t.Errorf("the fault is %v", got)
	}
}

// TestARemovedRowIsSkipped by the round in which its query was due.
func TestARemovedRowIsSkipped(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, numbers(3)...)
	d.b.Remove(d.now, key("7002"))
	if got := d.b.QueryRound("sip"); got != (QueryRound{Round: 1, Wanted: 3, Skipped: 1}) {
		t.Errorf("the round is %+v", got)
	}
}

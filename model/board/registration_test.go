package board

import (
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// TestUnregistered: the answer to our own request ends the registration, an error does
// not, and an answer for a DN that was removed from the board is normal.
func TestUnregistered(t *testing.T) {
	d := newDesk(t, Options{}, "7001", "7002")
	for dn, typ := range map[string]wire.MessageType{"7001": wire.EventUnregistered, "7002": wire.EventError, "7003": wire.EventUnregistered} {
		d.ref++
		request := event.Request{Kind: event.RequestUnregister, Reference: d.ref, SentAt: d.now}
		d.b.Apply(d.encoded(event.KindSent, request, wire.RequestUnregisterAddress, reference(d.ref), thisDN(dn)))
		d.b.Apply(d.encoded(event.KindMessage, request, typ, reference(d.ref), thisDN(dn)))
	}
	if got := d.row("7001").Registration().State; got != RegistrationNone {
		t.Errorf("after EventUnregistered the registration is %v", got)
	}
	if got := d.row("7002").Registration().State; got != RegistrationHeld {
		t.Errorf("after EventError the registration is %v", got)
	}
}

// TestUnmatched: an answer that no request is waiting for is counted; an EventUnregistered
// without a ReferenceID is news, not an answer.
func TestUnmatched(t *testing.T) {
	d := newDesk(t, Options{}, numbers(2)...)
	for _, c := range []struct {
		what string
		play func()
		want uint64
	}{
		{"EventUnregistered without ReferenceID", func() { d.message(wire.EventUnregistered, thisDN("7001")) }, 0},
		{"EventUnregistered with ReferenceID", func() { d.message(wire.EventUnregistered, thisDN("7002"), reference(99)) }, 1},
		{"EventACK with ReferenceID", func() { d.message(wire.EventACK, reference(98)) }, 2},
		{"EventACK without ReferenceID", func() { d.message(wire.EventACK) }, 3},
	} {
		if c.play(); d.b.Diagnostics().Unmatched != c.want {
			t.Errorf("after %s %d are unmatched, want %d", c.what, d.b.Diagnostics().Unmatched, c.want)
		}
	}
	for _, dn := range numbers(2) {
		if got := d.row(dn).Registration().State; got != RegistrationLost {
			t.Errorf("DN %s: the registration is %v", dn, got)
		}
	}
}

// TestWhoseAnswerItIs: if no request with that reference was seen to leave, the answer
// concerns the DN that the session names, else that of the message.
func TestWhoseAnswerItIs(t *testing.T) {
	for _, named := range []bool{true, false} {
		d := newDesk(t, Options{}, "7001", "7002")
		request := event.Request{Kind: event.RequestRegister, Reference: 999, Round: d.round}
		e := d.encoded(event.KindMessage, request, wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 59), thisDN("7002"))
		refused := "7002"
		if named {
			e.DN, refused = "7001", "7001"
		}
		d.b.Apply(e)
		for _, dn := range numbers(2) {
			if got := d.row(dn).Registration().State; (got == RegistrationRefused) != (dn == refused) {
				t.Errorf("DN %s is %v, DN %s was refused", dn, got, refused)
			}
		}
	}
}

// TestLostRegistrationAndCommands: commands that have left wait for their answers, those
// after them in the queue are cancelled.
func TestLostRegistrationAndCommands(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	sent := d.send(dn, event.VerbStart)
	waits := d.queued(dn, event.VerbPause)
	d.message(wire.EventUnregistered, thisDN(dn))
	if d.b.Life(sent) != LifeSent || d.outcomes()[waits].Life != LifeCancelled {
		t.Errorf("the command that left is %v, %d wait", d.b.Life(sent), d.b.Waiting())
	}
}

// TestLossOfTheConnection: DNs that were registered, or whose registration was lost, must
// be registered again; a refused one stays refused until the next round.
func TestLossOfTheConnection(t *testing.T) {
	d := newDesk(t, Options{}, numbers(3)...)
	d.register("7002", wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 59))
	d.message(wire.EventUnregistered, thisDN("7003"))
	d.lose()
	for dn, want := range map[string]RegistrationState{
		"7001": RegistrationPending, "7002": RegistrationRefused, "7003": RegistrationPending,
	} {
		if got := d.row(dn).Registration().State; got != want {
			t.Errorf("DN %s is %v, want %v", dn, got, want)
		}
	}
}

package board

import (
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// TestVersionsGrow: a caller that keeps a version finds that something changed, however
// many changes there were. So a version never goes back.
func TestVersionsGrow(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true, Requery: time.Minute, QueryRate: 1}, numbers(100)...)
	grows := func(what string, version func() uint64, change func()) {
		t.Helper()
		before := version()
		change()
		if after := version(); after <= before {
			t.Errorf("%s: the version was %d and is %d", what, before, after)
		}
	}
	grows("a message that cannot be decoded", d.b.Version, func() {
		d.b.Apply(&event.Event{Kind: event.KindUndecodable, Time: d.now, Site: "sip", Connection: d.conn})
	})
	grows("an answer of nobody's", d.b.Version, func() { d.message(wire.EventACK, reference(99)) })
	grows("a longer interval", d.b.Version, func() {
		for _, dn := range numbers(100) {
			d.user(dn, "enabled", 0)
		}
		before := d.b.Version()
		d.b.Expire(d.now)
		if after := d.b.Version(); after <= before {
			t.Errorf("a longer interval alone: the version was %d and is %d", before, after)
		}
	})
	grows("what is known of the echo", d.b.Version, func() {
		before := d.b.Version()
		d.b.learnEcho(d.b.siteOf("sip"), EchoYes)
		if after := d.b.Version(); after <= before {
			t.Errorf("the echo alone: the version was %d and is %d", before, after)
		}
	})
	grows("a DN more", d.b.MembersVersion, func() { d.b.Add(Entry{Key: key("7999")}) })
	grows("a DN less", d.b.MembersVersion, func() { d.b.Remove(d.now, key("7999")) })
}

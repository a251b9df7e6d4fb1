package board

import (
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/wire"
)

// TestRepetitions checks that an indication which repeats the one before is not reported
// unless something else was, and that the next change has the time of the last one.
func TestRepetitions(t *testing.T) {
	const c1, c2 uint64 = 0xc1, 0xc2
	d := newDesk(t, Options{}, dn)
	d.b.Expire(d.now)
	d.call(wire.EventEstablished, dn, c1)
	log, start := listen(d), d.now
	say := func(word string, call uint64) {
		d.after(time.Second)
		d.user(dn, word, call)
	}
	say("enabled", c1)
	say("enabled", c1)
	d.call(wire.EventHeld, dn, c1)
	for range 3 {
		say("enabled", c1)
	}
	if got := d.row(dn).Repeated().Sub(start); got != 5*time.Second {
		t.Errorf("last repeated after %v, not after 5s", got)
	}
	say("paused", c1)
	say("paused", c1)
	say("paused", c2)
	say("paused", c1)
	d.call(wire.EventPartyChanged, dn, c2, wire.LongAttribute(wire.AttributePreviousConnID, c1))
	if got := d.row(dn).Repeated(); !got.IsZero() {
		t.Errorf("last repeated at %v, although that was reported", got)
	}
	want := []string{
		"1s indication enabled after unknown, cause call c1",
		"2s call held c1, repeated at 2s",
		"3s indication enabled after enabled, cause none c1",
		"6s indication paused after enabled, cause call c1, repeated at 5s",
		"8s indication paused after paused, cause none c2, repeated at 7s",
		"9s indication paused after paused, cause none c1",
		"9s call renamed held from c1 c2",
	}
	if got := strings.Join(*log, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("the changes are\n%s\n\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

package board

import (
	"slices"
	"testing"
	"time"

	"capdeck/tlibconn/event"
)

// TestSilenceIsRemembered: what was silent is counted when it is over, and the
// longest one stays.
func TestSilenceIsRemembered(t *testing.T) {
	dns := numbers(40)
	d := newDesk(t, Options{}, dns...)
	silent := func(more time.Duration) {
		since := d.now
		for _, dn := range dns[:21] {
			d.ack(d.send(dn, event.VerbQuery))
		}
		d.wait(DefaultIndicationTimeout)
		if got := d.b.Unanswered("sip", d.now); got != 21 {
			t.Fatalf("%d DNs are unanswered, want 21", got)
		}
		if s := d.b.Silence("sip"); !s.Silent || !s.Since.Equal(since) {
			t.Fatalf("the silence is %+v, want one since %s", s, since)
		}
		d.wait(more)
		d.user("7040", "disabled", 0)
	}
	silent(time.Minute)
	longest := time.Minute + DefaultIndicationTimeout
	if s := d.b.Silence("sip"); s != (Silence{Count: 1, Longest: longest, Heard: d.now}) {
		t.Fatalf("after the first silence: %+v", s)
	}
	d.after(time.Hour)
	silent(time.Second)
	if s := d.b.Silence("sip"); s != (Silence{Count: 2, Longest: longest, Heard: d.now}) {
		t.Fatalf("after a shorter one: %+v", s)
	}
	if got := d.b.Unanswered("sip", d.now); got != 0 {
		t.Errorf("%d DNs are unanswered after an indication", got)
	}
}

// TestUnansweredLeaveTheWindow: a DN that went unanswered long ago counts no
// more, though nothing has happened since.
func TestUnansweredLeaveTheWindow(t *testing.T) {
	d := newDesk(t, Options{}, "7001", "7002")
	d.ack(d.send("7001", event.VerbQuery))
	d.wait(DefaultIndicationTimeout)
	if got := d.b.Unanswered("sip", d.now); got != 1 {
		t.Errorf("%d DNs are unanswered, want 1", got)
	}
	d.wait(SilenceWindow + time.Millisecond)
	if got := d.b.Unanswered("sip", d.now); got != 0 {
		t.Errorf("%d DNs are unanswered in an empty window", got)
	}
	if got := d.b.Unanswered("elsewhere", d.now); got != 0 || d.b.Silence("elsewhere") != (Silence{}) {
		t.Errorf("a site that is not there has %d", got)
	}
	if got := d.b.Sites(); !slices.Equal(got, []string{"sip"}) {
		t.Errorf("the sites are %q", got)
	}
}

// TestOnEnd: each command is told of once, with its times, automatic queries as
// such.
func TestOnEnd(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, "7001")
	var told []Command
	var automatic []bool
	d.b.OnEnd(func(c *Command, byItself bool) {
		told, automatic = append(told, *c), append(automatic, byItself)
	})
	for _, c := range d.b.NextQueries(d.now, nil) {
		d.leave(c)
		d.ack(CommandID(c.ID))
	}
	d.after(40 * time.Millisecond)
	d.user("7001", "disabled", 0)
	d.ack(d.send("7001", event.VerbStart))
	d.user("7001", "enabled", 0)
	if len(told) != 2 || !automatic[0] || automatic[1] || told[0].Verb != event.VerbQuery || told[1].Verb != event.VerbStart {
		t.Fatalf("told of %+v, automatic: %v", told, automatic)
	}
	if got := told[0].Indicated.Sub(told[0].Sent); got != 40*time.Millisecond || told[0].Life != LifeConfirmed {
		t.Errorf("the query was %s after %s", told[0].Life, got)
	}
	d.b.OnEnd(nil)
	d.ack(d.send("7001", event.VerbStop))
	d.user("7001", "disabled", 0)
	if len(told) != 2 {
		t.Errorf("told of %d commands after the end of it", len(told))
	}
}

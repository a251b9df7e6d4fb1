package board

import (
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// TestWhatBelongsToAnAutomaticQuery: its echo, and an answer that brings no news and
// answers nothing else.
func TestWhatBelongsToAnAutomaticQuery(t *testing.T) {
	said := func(d *desk, word string, id uint64, more ...wire.KeyValue) bool {
		pairs := append([]wire.KeyValue{textPair(event.CaptureKey, word)}, more...)
		e := d.encoded(event.KindMessage, event.Request{}, wire.EventUserEvent, thisDN("1"), connID(id), d.list(wire.AttributeUserData, pairs...))
		d.b.Apply(e)
		return e.Automatic
	}
	for name, c := range map[string]struct {
		play func(d *desk) // before the answer
		word string
		more []wire.KeyValue
		want bool
	}{
		"the same state":       {func(*desk) {}, "enabled", nil, true},
		"another state":        {func(*desk) {}, "disabled", nil, false},
		"vouched for again":    {func(d *desk) { d.row("1").unvouched = StaleQuery; d.b.changed(d.row("1")) }, "enabled", nil, false},
		"a person asks, too":   {func(d *desk) { d.send("1", event.VerbQuery) }, "enabled", nil, false},
		"a start waits for it": {func(d *desk) { d.send("1", event.VerbStart) }, "enabled", nil, false},
		"a stop waits":         {func(d *desk) { d.send("1", event.VerbStop) }, "enabled", nil, true},
		"more than one pair":   {func(*desk) {}, "enabled", []wire.KeyValue{textPair(event.CaptureKey, "paused")}, false},
	} {
		t.Run(name, func(t *testing.T) {
			d := settled(t, again(), map[string]string{"1": "enabled"})
			if said(d, "enabled", 0) {
				t.Error("an indication that no one asked for belongs to a query")
			}
			d.wait(DefaultRequery)
			for _, q := range d.b.NextQueries(d.now, nil) {
				d.leave(q)
				d.ack(CommandID(q.ID))
			}
			c.play(d)
			if got := said(d, c.word, 0, c.more...); got != c.want {
				t.Errorf("the answer belongs to the query alone: %v", got)
			}
		})
	}
	// The echo, followed by another client's query.
	d := settled(t, again(), map[string]string{"1": "enabled"})
	d.wait(DefaultRequery)
	d.b.sites["sip"].echo = EchoUnknown
	d.leave(d.b.NextQueries(d.now, nil)[0])
	if !said(d, "query", 0) {
		t.Error("the echo does not belong to the query")
	}
	if said(d, "query", 0) {
		t.Error("another client's query belongs to ours")
	}
	d.b.sites["sip"].echo = EchoNo
	d.wait(DefaultRequestTimeout)
	d.wait(DefaultRequery)
	for _, q := range d.b.NextQueries(d.now, nil) {
		d.leave(q)
		if said(d, "query", 0) {
			t.Error("a server that does not echo has echoed")
		}
	}
	if d.send("1", event.VerbStart); said(d, "start", 0) {
		t.Error("the echo of a start belongs to a query")
	}
}

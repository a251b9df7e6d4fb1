package model

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// query lets an automatic query of a DN leave and be accepted, echoed and answered, as a
// session tells it.
func (f *floor) automaticQuery(command event.Command, word string) {
	f.reference++
	request := event.Request{Kind: event.RequestCapture, Reference: f.reference, Command: command.ID, SentAt: f.now, Automatic: true}
	this := wire.TextAttribute(wire.AttributeThisDN, command.DN)
	data := func(word string) wire.Attribute {
		list, err := wire.ListAttribute(wire.AttributeUserData, []wire.KeyValue{wire.TextPair(event.CaptureKey, word)})
		if err != nil {
			f.t.Fatal(err)
		}
		return list
	}
	for _, e := range []*event.Event{
		f.message(event.KindSent, wire.RequestSendEvent, this, data("query")),
		f.message(event.KindMessage, wire.EventACK),
	} {
		e.Request, e.DN, e.Automatic = request, command.DN, true
	}
	f.batch.Events[len(f.batch.Events)-2].Request, f.batch.Events[len(f.batch.Events)-2].Automatic = request, true
	f.message(event.KindMessage, wire.EventUserEvent, this, data("query"))
	f.message(event.KindMessage, wire.EventUserEvent, this, data(word))
	f.flush()
}

// TestAutomaticMessagesStandApart: the messages of automatic queries push nothing out of
// the log; an answer that changes what the row shows is in the log itself.
func TestAutomaticMessagesStandApart(t *testing.T) {
	f := newFloorOn(t, 2, Options{}, board.Options{AutomaticQueries: true, Requery: time.Minute})
	f.effects = nil
	queries := 0
	ask := func(word string) {
		t.Helper()
		for range 100 {
			f.later(2 * time.Second)
			for _, e := range f.effects {
				send, ok := e.(effect.Send)
				if !ok {
					continue
				}
				f.effects = nil
				for _, command := range send.Commands {
					queries++
					f.automaticQuery(command, word)
				}
				return
			}
		}
		t.Fatal("no DN is asked again")
	}
	f.later(board.DefaultRequestTimeout) // the queries after the registration never left
	for _, dn := range []string{"7001", "7002"} {
		f.indicate(dn, "enabled")
	}
	f.flush()
	before := f.m.Log().End()
	ask("enabled")
	asked := f.m.logs[1].End() - 1
	if got := f.m.Log().End() - before; got != 0 || asked < 4 {
		t.Fatalf("%d messages of an automatic query are in the log, %d in its own", got, asked)
	}
	ask("disabled") // the state changes: that is news
	news := f.m.Log().End() - before
	entry, _ := f.m.Log().At(f.m.Log().End() - 1)
	if news == 0 || entry.Automatic {
		t.Fatalf("%d messages tell that a capture has ended, the last %+v", news, entry)
	}

	f.do(action.Automatic)
	if !f.m.ShowsAutomatic() || f.m.Log() != f.m.logs[1] || !f.m.Messages().Following {
		t.Fatal("the messages of automatic queries are not shown")
	}
	view := f.m.Messages()
	for _, entry := range view.Entries {
		if !entry.Automatic {
			t.Errorf("a message is not marked: %+v", entry)
		}
	}
	f.do(action.NextPane, action.Up, action.Automatic)
	if f.m.ShowsAutomatic() || !f.m.Messages().Following {
		t.Error("the others are not shown again")
	}
}

// TestASmallLogIsARing: what has left is gone, and the memory is bounded.
func TestASmallLogIsARing(t *testing.T) {
	l := newLog(5, 2*logChunk, asIs)
	texts := func() string {
		var all []string
		for n := l.First(); n < l.End(); n++ {
			entry, _ := l.At(n)
			all = append(all, string(entry.Body))
		}
		return strings.Join(all, " ")
	}
	for i := range 12 {
		l.append(fmt.Append(nil, i))
	}
	if got := texts(); got != "7 8 9 10 11" || l.Left() != 7 {
		t.Errorf("the ring holds %q, %d have left", got, l.Left())
	}
	big := make([]byte, MaxLogBody)
	for range 5 {
		l.append(big)
	}
	if got := l.End() - l.First(); got != 4 {
		t.Errorf("%d messages of 64 KiB are in two chunks of twice that", got)
	}
	snapshot := l.Snapshot()
	l.append([]byte("later"))
	if snapshot.Len() != 4 {
		t.Errorf("a snapshot holds %d", snapshot.Len())
	}
	for entry := range snapshot.Entries() {
		if len(entry.Body) != MaxLogBody {
			t.Errorf("an entry of the snapshot has %d bytes", len(entry.Body))
		}
	}
}

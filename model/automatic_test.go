package model

import (
	"testing"
	"time"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// query reports an automatic query of a DN as a session does: sent, accepted, echoed and
// answered.
func (f *floor) automaticQuery(command event.Command, word string) {
	f.feed.Reference++
	request := event.Request{Kind: event.RequestCapture, Reference: f.feed.Reference, Command: command.ID, SentAt: f.now, Automatic: true}
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
	f.feed.Batch.Events[len(f.feed.Batch.Events)-2].Request, f.feed.Batch.Events[len(f.feed.Batch.Events)-2].Automatic = request, true
	f.message(event.KindMessage, wire.EventUserEvent, this, data("query"))
	f.message(event.KindMessage, wire.EventUserEvent, this, data(word))
	f.flush()
}

// TestAutomaticMessagesStandApart checks that the messages of automatic queries do not
// displace others in the log, and that an answer which changes the row is in the main log.
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
	log := f.m.Messages().Log()
	before := log.End()
	ask("enabled")
	if got := log.End() - before; got != 0 {
		t.Fatalf("%d messages of an automatic query are in the log", got)
	}
	ask("disabled") // the state changes: that is news
	news := log.End() - before
	entry, _ := log.At(log.End() - 1)
	if news == 0 || entry.Automatic {
		t.Fatalf("%d messages tell that a capture has ended, the last %+v", news, entry)
	}

	f.do(action.Automatic)
	if asked := f.m.Messages().Log().End() - 1; !f.m.Messages().ShowsAutomatic() || asked < 4 {
		t.Fatalf("of the messages of automatic queries %d are shown", asked)
	}
	f.do(action.NextPane, action.Up, action.Detail, action.Automatic)
	if f.m.Messages().ShowsAutomatic() || !f.m.Messages().View().Following || f.m.Panes().Text().IsOpen() {
		t.Error("the others are not shown again, with the text of the message closed")
	}
}

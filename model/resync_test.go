package model

import (
	"testing"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// asked takes the DNs about which T-Server is asked out of the effects.
func (f *floor) asked() string {
	text := ""
	for _, e := range f.effects {
		if ask, ok := e.(effect.QueryAddresses); ok {
			for _, key := range ask.Keys {
				text += key.DN + " "
			}
		}
	}
	f.effects = nil
	return text
}

// TestResync checks that the key asks about the DN under the cursor or the marked ones, even
// in a read-only session, and reports failures.
func TestResync(t *testing.T) {
	f := newFloor(t, 4, Options{ReadOnly: true})
	f.asked()
	f.do(action.Resync)
	f.want("one", f.asked(), "7001 ")
	f.want("one", f.m.Note().Text, "resynchronising DN 7001")
	for _, c := range []struct {
		typ  wire.MessageType
		more []wire.Attribute
		note string
	}{
		{wire.EventAddressInfo, nil, "resynchronising DN 7001"},
		{wire.EventError, []wire.Attribute{wire.IntAttribute(wire.AttributeErrorCode, 53)}, "DN 7001 was not resynchronised: 53 " + board.ErrorText(53)},
	} {
		e := f.message(event.KindMessage, c.typ, c.more...)
		e.Request, e.DN = event.Request{Kind: event.RequestAddress}, "7001"
		f.flush()
		f.want(c.typ.String(), f.m.Note().Text, c.note)
		f.later(board.ResyncPause)
		f.do(action.Resync)
		f.want("again", f.asked(), "7001 ")
	}
	f.update(AddressesUnsent{Now: f.now, Keys: []board.Key{keyOf("7001")}, Why: "no DN was queried: the session is closed"})
	f.want("unsent", f.m.Note().Text, "DN 7001 was not resynchronised: no DN was queried: the session is closed")
	f.later(board.ResyncPause)
	f.do(action.MarkAll, action.Resync)
	f.want("marked", f.asked(), "7001 7002 7003 7004 ")
	f.want("marked", f.m.Note().Text, "resynchronising 4 DNs")
	f.link(event.Link{State: event.LinkDown})
	f.flush()
	f.do(action.Resync)
	f.want("without a link", f.m.Note().Text, "the command for DN 7001 was not sent: T-Server has no link to the switch (error 54); wait for LINK UP")
	f.want("without a link", f.asked(), "")
	f.update(Resynchronise{Now: f.now})
}

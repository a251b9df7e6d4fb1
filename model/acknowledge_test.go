package model

import (
	"testing"
	"time"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// stopped makes the captures of DNs stop during a call.
func (f *floor) stopped(dns ...string) {
	for _, dn := range dns {
		f.message(event.KindMessage, wire.EventEstablished, wire.TextAttribute(wire.AttributeThisDN, dn), wire.LongAttribute(wire.AttributeConnID, 0xc1))
		f.indicate(dn, "enabled")
	}
	f.flush()
	f.later(board.ConflictWindow + time.Second)
	for _, dn := range dns {
		f.indicate(dn, "disabled")
	}
	f.flush()
	f.later(board.StopTime)
}

// TestAcknowledge checks that the key acknowledges the marked DNs, or the one under the
// cursor, and reports what it did, without sending or asking anything.
func TestAcknowledge(t *testing.T) {
	f := newFloor(t, 4, Options{ReadOnly: true})
	faults := func(when string, want string) {
		t.Helper()
		f.do(action.ShowFaults)
		f.want(when, f.visible(), want)
		f.do(action.ShowAll)
	}
	f.do(action.Acknowledge)
	f.want("nothing stopped", f.m.Note().Text, "there is nothing to acknowledge for DN 7001: no capture stopped unasked")
	f.stopped("7001", "7002", "7003")
	f.later(time.Hour)
	faults("stopped", "7001 7002 7003")
	f.do(action.Acknowledge)
	f.want("one", f.m.Note().Text, "acknowledged that the capture of DN 7001 stopped")
	faults("one", "7002 7003")
	f.do(action.MarkAll)
	f.update(SetFilter{Now: f.now, Text: "dn:7003"})
	f.do(action.Acknowledge)
	f.want("marked", f.m.Note().Text, "acknowledged 2 of 4 DNs; the filter hides 3 of them")
	f.update(SetFilter{Now: f.now})
	faults("marked", "")
	f.do(action.Acknowledge)
	f.want("again", f.m.Note().Text, "there is nothing to acknowledge: no capture stopped unasked at these 4 DNs")
	f.want("sent", f.sent(), "")
}

// TestAcknowledgeTyped checks the same for a typed line.
func TestAcknowledgeTyped(t *testing.T) {
	f := newFloor(t, 2, Options{})
	f.stopped("7001", "7002")
	f.update(Acknowledge{Now: f.now})
	if n := f.m.Board().Counters().Faults; n != 2 {
		t.Errorf("for no keys it leaves %d faults, want 2", n)
	}
	f.update(Acknowledge{Now: f.now, Keys: []board.Key{keyOf("7001"), keyOf("7002")}})
	f.want("typed", f.m.Note().Text, "acknowledged 2 of 2 DNs")
	f.stopped("7001")
	f.do(action.Stop)
	f.update(Acknowledge{Now: f.now, Keys: []board.Key{keyOf("7001")}})
	if n := f.m.Board().Counters().Faults; n != 1 {
		t.Errorf("under a dialog it leaves %d faults, want 1", n)
	}
}

package plain

import (
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

func (w *world) call(typ wire.MessageType, dn string, connID uint64) {
	w.message(event.KindMessage, typ, thisDN(dn), wire.LongAttribute(wire.AttributeConnID, connID), wire.TextAttribute(wire.AttributeOtherDN, "7090"))
}

func (w *world) indicateCall(dn, word string, connID uint64) {
	w.message(event.KindMessage, wire.EventUserEvent, thisDN(dn), w.capture(word), wire.LongAttribute(wire.AttributeConnID, connID))
}

// TestCaptureOfAnotherCall says whose call a capture is of, where that is not the
// call that is said beside it.
func TestCaptureOfAnotherCall(t *testing.T) {
	w := upWorld(t, nil, dns(1)...)
	w.call(wire.EventEstablished, "7001", 0xc1)
	w.indicateCall("7001", "enabled", 0xc1)
	w.flush()
	w.said()
	w.call(wire.EventHeld, "7001", 0xc1)
	w.call(wire.EventEstablished, "7001", 0xc2)
	w.indicateCall("7001", "paused", 0xc1)
	w.flush()
	w.says("14:02:10 7001 A. Ødegård: paused for another call, was recording")
	w.line("list")
	w.tells("7001 A. Ødegård: paused for another call, call talking 7090 and 1 held\n")
	w.line("show 7001")
	w.tells("7001 capture by call: ConnID 00000000000000c1, paused, heard at 14:02:10\n")
	w.call(wire.EventReleased, "7001", 0xc2)
	w.call(wire.EventReleased, "7001", 0xc1)
	w.flush()
	w.said()
	w.indicateCall("7001", "enabled", 0xc1)
	w.flush()
	w.says("14:02:10 7001 A. Ødegård: recording after the call, was paused")
	w.line("show 7001")
	w.tells("7001 capture by call: ConnID 00000000000000c1, recording, heard at 14:02:10, the call has ended\n")
}

// TestCaptureGoesOnAfterItsCall: it is news that a recorder still records.
func TestCaptureGoesOnAfterItsCall(t *testing.T) {
	w := upWorld(t, nil, dns(1)...)
	w.call(wire.EventEstablished, "7001", 0xc1)
	w.indicateCall("7001", "enabled", 0xc1)
	w.call(wire.EventReleased, "7001", 0xc1)
	w.flush()
	w.said()
	w.indicateCall("7001", "enabled", 0xc1)
	w.flush()
	w.says("14:02:10 7001 A. Ødegård: recording after the call")
}

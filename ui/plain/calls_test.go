package plain

import (
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

func (w *world) call(typ wire.MessageType, dn string, connID uint64) {
	w.message(event.KindMessage, typ, thisDN(dn), wire.LongAttribute(wire.AttributeConnID, connID), wire.TextAttribute(wire.AttributeOtherDN, "7090"))
}

// indicateCall is an indication for call 0xc1.
func (w *world) indicateCall(dn, word string) {
	w.message(event.KindMessage, wire.EventUserEvent, thisDN(dn), w.capture(word), wire.LongAttribute(wire.AttributeConnID, 0xc1))
}

// TestCaptureOfAnotherCall says whose call a capture is of, where that is not the
// call that is said beside it.
func TestCaptureOfAnotherCall(t *testing.T) {
	w := upWorld(t, nil, dns(1)...)
	w.call(wire.EventEstablished, "7001", 0xc1)
	w.indicateCall("7001", "enabled")
	w.flush()
	w.said()
	w.call(wire.EventHeld, "7001", 0xc1)
	w.call(wire.EventEstablished, "7001", 0xc2)
	w.indicateCall("7001", "paused")
	w.flush()
	w.says("14:02:10 7001 A. Ødegård: paused for another call, was recording")
	w.line("list")
	w.tells("7001 A. Ødegård: paused for another call, call talking 7090 and 1 held\n")
	w.line("show 7001")
	w.tells("7001 by call: ConnID 00000000000000c1, paused, heard at 14:02:10\n")
	w.call(wire.EventReleased, "7001", 0xc2)
	w.call(wire.EventReleased, "7001", 0xc1)
	w.flush()
	w.said()
	w.indicateCall("7001", "enabled")
	w.flush()
	w.says("14:02:10 7001 A. Ødegård: recording after the call, was paused")
	w.line("show 7001")
	w.tells("7001 by call: ConnID 00000000000000c1, recording, heard at 14:02:10, the call has ended\n")
}

// TestCaptureGoesOnAfterItsCall: it is news that a recorder still records.
func TestCaptureGoesOnAfterItsCall(t *testing.T) {
	w := upWorld(t, nil, dns(1)...)
	w.call(wire.EventEstablished, "7001", 0xc1)
	w.indicateCall("7001", "enabled")
	w.call(wire.EventReleased, "7001", 0xc1)
	w.flush()
	w.said()
	w.indicateCall("7001", "enabled")
	w.flush()
	w.says("14:02:10 7001 A. Ødegård: recording after the call")
}

// TestStoppedUnasked announces a capture that stops during a call, and takes the
// word that acknowledges it.
func TestStoppedUnasked(t *testing.T) {
	w := upWorld(t, nil, dns(2)...)
	for _, dn := range []string{"7001", "7002"} {
		w.call(wire.EventEstablished, dn, 0xc1)
		w.indicateCall(dn, "enabled")
	}
	w.flush()
	w.later(3 * time.Second)
	w.said()
	w.line("acknowledge 7001")
	w.says("14:02:13 There is nothing to acknowledge for DN 7001: no capture stopped unasked.")
	w.indicateCall("7001", "disabled")
	w.message(event.KindMessage, wire.EventUserEvent, thisDN("7002"), w.capture("stop"))
	w.indicateCall("7002", "disabled")
	w.flush()
	w.says("14:02:13 7001 A. Ødegård: off, was recording", "14:02:13 7002: off, was recording, stop by another client")
	w.later(2 * time.Second)
	w.says("14:02:15 7001 A. Ødegård: fault: stopped unasked")
	w.line("list")
	w.tells("7001 A. Ødegård: off, call talking 7090, fault: stopped unasked\n", "7002: off, call talking 7090, stop by another client\n")
	w.line("list fault:stopped")
	w.tells("1 DN of 2.")
	w.line("show 7001")
	w.tells("7001 fault: stopped unasked\n", "7001 stopped: unasked, at 14:02:13, ConnID 00000000000000c1; type acknowledge 7001\n")
	w.line("acknowledge 7001-7002")
	w.says("14:02:15 Acknowledged 2 of 2 DNs.", "14:02:15 7001 A. Ødegård: stopped unasked, acknowledged")
	w.line("acknowledge 9999")
	w.tells(`Nothing is acknowledged: the DN "9999" is not on the board.`)
	if !w.app.Failed() {
		t.Error("a line that names no DN counts as carried out")
	}
}

// TestCallsInWords says all that is known of a call and of an agent.
func TestCallsInWords(t *testing.T) {
	w := upWorld(t, nil, dns(1)...)
	w.call(wire.EventHeld, "7001", 0xc1)
	w.message(event.KindMessage, wire.EventDestinationBusy, thisDN("7001"), wire.LongAttribute(wire.AttributeConnID, 0xc2),
		wire.LongAttribute(wire.AttributePreviousConnID, 0xc1), wire.TextAttribute(wire.AttributeCallUUID, "00A8"))
	w.flush()
	w.later(time.Minute)
	w.said()
	w.line("show 7001")
	w.tells("7001 call: ConnID 00000000000000c1, held 7090, since 14:02:10 (1m)\n",
		"7001 call: ConnID 00000000000000c2 busy, not vouched for: no release came, since 14:02:10 (1m), the current one, consults about 00000000000000c1, CallUUID 00A8\n")
}

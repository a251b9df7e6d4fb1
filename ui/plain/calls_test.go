package plain

import (
	"testing"
	"time"

	"capdeck/model"

	"capdeck/model/incidents"

	"capdeck/tlibconn/wire"
)

func (l *listener) call(typ wire.MessageType, dn string, connID uint64) {
	l.message(typ, thisDN(dn), wire.LongAttribute(wire.AttributeConnID, connID), wire.TextAttribute(wire.AttributeOtherDN, "7090"))
}

// indicateCall is an indication for call 0xc1.
func (l *listener) indicateCall(dn, word string) {
	l.message(wire.EventUserEvent, thisDN(dn), l.capture(word), wire.LongAttribute(wire.AttributeConnID, 0xc1))
}

// TestCaptureOfAnotherCall: the line names the call of a capture that is not the current
// one.
func TestCaptureOfAnotherCall(t *testing.T) {
	l := upListener(t, nil, dns(1)...)
	l.call(wire.EventEstablished, "7001", 0xc1)
	l.indicateCall("7001", "enabled")
	l.flush()
	l.said()
	l.call(wire.EventHeld, "7001", 0xc1)
	l.call(wire.EventEstablished, "7001", 0xc2)
	l.indicateCall("7001", "paused")
	l.flush()
	l.says("14:02:10 7001 A. Ødegård: paused for another call, was recording")
	l.line("list")
	l.tells("7001 A. Ødegård: paused for another call, call talking 7090 and 1 held\n")
	l.line("show 7001")
	l.tells("7001 by call: ConnID 00000000000000c1, paused, heard at 14:02:10\n")
	l.call(wire.EventReleased, "7001", 0xc2)
	l.call(wire.EventReleased, "7001", 0xc1)
	l.flush()
	l.said()
	l.indicateCall("7001", "enabled")
	l.flush()
	l.says("14:02:10 7001 A. Ødegård: recording after the call, was paused")
	l.line("show 7001")
	l.tells("7001 by call: ConnID 00000000000000c1, recording, heard at 14:02:10, the call has ended\n")
}

// TestCaptureGoesOnAfterItsCall: a recorder that still records is news.
func TestCaptureGoesOnAfterItsCall(t *testing.T) {
	l := upListener(t, nil, dns(1)...)
	l.call(wire.EventEstablished, "7001", 0xc1)
	l.indicateCall("7001", "enabled")
	l.call(wire.EventReleased, "7001", 0xc1)
	l.flush()
	l.said()
	l.indicateCall("7001", "enabled")
	l.flush()
	l.says("14:02:10 7001 A. Ødegård: recording after the call")
}

// TestStoppedUnasked announces a capture that stops during a call, and accepts the line
// that acknowledges it.
func TestStoppedUnasked(t *testing.T) {
	l := upListener(t, nil, dns(2)...)
	for _, dn := range []string{"7001", "7002"} {
		l.call(wire.EventEstablished, dn, 0xc1)
		l.indicateCall(dn, "enabled")
	}
	l.flush()
	l.later(3 * time.Second)
	l.said()
	l.line("acknowledge 7001 as test")
	l.says("14:02:13 There is nothing to acknowledge for DN 7001: it has no incident that is not acknowledged.")
	l.indicateCall("7001", "disabled")
	l.message(wire.EventUserEvent, thisDN("7002"), l.capture("stop"))
	l.indicateCall("7002", "disabled")
	l.flush()
	l.says("14:02:13 7001 A. Ødegård: off, was recording", "14:02:13 7002: off, was recording, stop by another client")
	l.later(2 * time.Second)
	l.says("14:02:15 7001 A. Ødegård: incident: stopped unasked", "14:02:15 7002: incident: stopped by another client")
	l.line("list")
	l.tells("7001 A. Ødegård: off, call talking 7090, fault: stopped unasked\n", "7002: off, call talking 7090, stop by another client\n")
	l.line("list fault:stopped")
	l.tells("1 DN of 2.")
	l.line("show 7001")
	l.tells("7001 fault: stopped unasked\n", "7001 stopped: unasked, at 14:02:13, ConnID 00000000000000c1\n",
		"7001 incidents: stopped unasked, at 14:02:13, open, 2s; type acknowledge 7001 as REASON\n")
	l.line("acknowledge 7001-7002")
	l.tells("Nothing is acknowledged: add the reason, as in acknowledge 7001 as network: a note.")
	l.line("acknowledge 7001-7002 as false alarm: a new desktop")
	l.says("14:02:15 Acknowledged 2 incidents: false alarm.", "14:02:15 7001 A. Ødegård: stopped unasked, acknowledged")
	for _, incident := range l.app.model.Incidents().All() {
		if incident.Reason != incidents.ReasonFalseAlarm || incident.Note != "a new desktop" {
			t.Errorf("acknowledged as %+v", incident)
		}
	}
	l.indicateCall("7001", "enabled")
	l.flush()
	l.tells("7001 A. Ødegård: incident over after 2s: stopped unasked\n")
	l.line("acknowledge 9999 as test")
	l.tells(`Nothing is acknowledged: the DN "9999" is not on the board.`)
	if !l.app.Failed() {
		t.Error("a line that names no DN counts as carried out")
	}
}

// TestCallsInWords: show reports all that is known about a call and an agent.
func TestCallsInWords(t *testing.T) {
	l := upListener(t, nil, dns(1)...)
	l.call(wire.EventHeld, "7001", 0xc1)
	l.message(wire.EventDestinationBusy, thisDN("7001"), wire.LongAttribute(wire.AttributeConnID, 0xc2),
		wire.LongAttribute(wire.AttributePreviousConnID, 0xc1), wire.TextAttribute(wire.AttributeCallUUID, "00A8"))
	l.flush()
	l.later(time.Minute)
	l.said()
	l.line("show 7001")
	l.tells("7001 call: ConnID 00000000000000c1, held 7090, since 14:02:10 (1m)\n",
		"7001 call: ConnID 00000000000000c2 busy, not vouched for: no release came, since 14:02:10 (1m), the current one, consult call about 00000000000000c1, CallUUID 00A8\n")
}

// TestEvidenceFails announces that the logs of coverage and incidents cannot be written.
func TestEvidenceFails(t *testing.T) {
	l := upListener(t, nil, dns(1)...)
	for range 2 {
		l.update(model.EvidenceState{Now: l.now, Failed: true, Why: "no space left on device"})
	}
	l.says("14:02:10 The evidence (coverage and incidents) is not recorded: no space left on device.")
	l.update(model.EvidenceState{Now: l.now})
	l.says("14:02:10 The evidence can be recorded again.")
}

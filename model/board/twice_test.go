package board

import (
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// Of a repeated attribute the last one counts (WIRE.md, Malformed input).
func TestTheLastOfAnAttributeCounts(t *testing.T) {
	d := newDesk(t, Options{}, "7001", "7002")
	list := func(word string) wire.Attribute {
		return d.list(wire.AttributeUserData, textPair(event.CaptureKey, word))
	}
	d.message(wire.EventUserEvent, thisDN("7001"), connID(connA), list("enabled"), thisDN("7002"), connID(connB), list("paused"))
	if first, second := d.row("7001"), d.row("7002"); first.State() != StateUnknown ||
		second.State() != StatePaused || second.Capture().ConnID != connB {
		t.Errorf("the captures are %+v and %+v", first.Capture(), second.Capture())
	}
	d.call(wire.EventRinging, "7001", connA, connID(connB))
	if calls := d.row("7001").Calls(); len(calls) != 1 || calls[0].ConnID != connB {
		t.Errorf("the calls are %+v", calls)
	}
	d.message(wire.EventAgentLogin, thisDN("7001"), wire.TextAttribute(wire.AttributeAgentID, "1"), wire.TextAttribute(wire.AttributeAgentID, "2"))
	if agent := d.row("7001").Agent(); agent.ID != "2" {
		t.Errorf("the agent is %+v", agent)
	}
	id := d.send("7002", event.VerbStart)
	d.reject(id, 50, wire.IntAttribute(wire.AttributeErrorCode, 59), wire.TextAttribute(wire.AttributeErrorMessage, "first"), wire.TextAttribute(wire.AttributeErrorMessage, "last"))
	if command := d.outcomes()[id]; command.Code != 59 || command.Text != "last" {
		t.Errorf("the command is %+v", command)
	}
}

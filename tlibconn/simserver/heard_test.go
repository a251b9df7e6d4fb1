package simserver_test

import (
	"fmt"

	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/wire"
)

// heardCalls are a DN's calls according to its events, by the table of SEMANTICS.md,
// Calls.
type heardCalls map[uint64]*heardCall

type heardCall struct {
	state         simserver.PartyState
	added, joined bool // EventPartyAdded arrived; the consult call became part of it
}

func (h heardCalls) follow(m wire.Message) {
	number, isCall := m.Long(wire.AttributeConnID)
	if !isCall {
		return
	}
	connID := number
	state, isState := map[wire.MessageType]simserver.PartyState{
		wire.EventRinging: simserver.PartyRinging, wire.EventDialing: simserver.PartyDialing,
		wire.EventEstablished: simserver.PartyConnected, wire.EventRetrieved: simserver.PartyConnected, wire.EventHeld: simserver.PartyHeld,
	}[m.Type]
	switch {
	case isState:
		h.call(connID).state = state
	case m.Type == wire.EventReleased, m.Type == wire.EventAbandoned, m.Type == wire.EventDiverted:
		delete(h, connID)
		original, _ := m.Long(wire.AttributeTransferConnID)
		if callState, _ := m.Int(wire.AttributeCallState); callState == 2 {
			h.call(original).joined = true
		}
	case m.Type == wire.EventPartyChanged:
		previous, given := m.Long(wire.AttributePreviousConnID)
		if !given {
			previous, given = m.Long(wire.AttributeTransferConnID)
		}
		if given {
			delete(h, previous)
			h.call(connID).joined = true
		}
	case m.Type == wire.EventPartyAdded:
		h.call(connID).added = true
	}
	for _, c := range h {
		c.settle()
	}
}

// settle marks a held call as connected when its conference is complete, whatever the
// order of the events.
func (c *heardCall) settle() {
	if c.added && c.joined {
		c.state, c.added, c.joined = simserver.PartyConnected, false, false
	}
}

func (h heardCalls) call(connID uint64) *heardCall {
	if h[connID] == nil {
		h[connID] = &heardCall{state: simserver.PartyConnected}
	}
	return h[connID]
}

// differsFrom describes how the events differ from the server's calls, or returns "".
func (h heardCalls) differsFrom(calls []simserver.Call) string {
	for _, c := range calls {
		if h[c.ConnID] == nil || h[c.ConnID].state != c.State {
			return fmt.Sprintf("it has %+v, its events tell of %+v", c, h[c.ConnID])
		}
	}
	if len(h) != len(calls) {
		return fmt.Sprintf("it has %d calls, its events tell of %d", len(calls), len(h))
	}
	return ""
}

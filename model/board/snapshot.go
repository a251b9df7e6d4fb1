package board

import (
	"bytes"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// The party states of a snapshot: the low four bits of ps-n (SEMANTICS.md, Calls).
// partyDialing is the vendor's PtStateMod_Dialing, a modifier above them: together with
// connected it means a party whose call has not been answered.
const (
	partyDialing   = 0x10000
	partyMask      = 0xf
	partyNone      = 0
	partyInitiated = 1
	partyQueued    = 9
	partyAlerting  = 10
	partyBusy      = 11
	partyConnected = 12
	partyHeld      = 14
)

// statusIdle is the status of a DN that has no call (SEMANTICS.md, Sessions and
// registration).
const statusIdle = 0

// snapshotCall is the nth call of a snapshot.
type snapshotCall struct {
	n        string
	connID   uint64
	party    int64
	hasParty bool
	callType int32
	uuid     string
}

// takeSnapshot replaces what is known about the DN's calls and agent with the content of
// an EventRegistered. Nothing is merged.
func (b *Board) takeSnapshot(r *Row, e *event.Event) {
	before := r.calls
	r.calls = nil
	r.aliases = r.aliases[:0]
	r.agent = Agent{}
	r.status, r.hasStatus = 0, false
	if id, _ := e.Message.Text(wire.AttributeAgentID); len(id) > 0 {
		r.agent.ID = b.text(id)
	}
	toldCalls := false
	if list, ok := e.Message.List(wire.AttributeExtensions); ok {
		calls := b.readExtensions(r, list)
		toldCalls = len(calls) > 0 || r.hasStatus && r.status == statusIdle
		for _, c := range calls {
			if c.connID == 0 || c.hasParty && c.party&partyMask == partyNone || r.hasCall(c.connID) {
				continue
			}
			call := Call{ConnID: c.connID, State: partyState(&c), Type: c.callType, UUID: c.uuid, Changed: e.Time, ChangedIsLowerBound: true, Began: e.Time, BeganIsLowerBound: true}
			if i := indexOfCall(before, call.ConnID); i >= 0 {
				call.Began, call.BeganIsLowerBound, call.verifyAt = before[i].Began, before[i].BeganIsLowerBound, before[i].verifyAt
				if before[i].State == call.State {
					// The board saw it enter this state, and no event has changed it since.
					call.Changed, call.ChangedIsLowerBound = before[i].Changed, before[i].ChangedIsLowerBound
				}
			}
			r.addCall(call)
		}
	}
	r.noteCalls(e.Time)
	r.turn++
	for i := range before {
		if !r.hasCall(before[i].ConnID) {
			r.callGone(before[i].ConnID, e.Time)
		}
	}
	// A capture may have been indicated for a call that the board never saw. The absence of
	// that call means nothing if the server does not report calls.
	if id := r.capture.ConnID; toldCalls && id != 0 && !r.hasCall(id) && !r.hasLeft(id) {
		r.callGone(id, e.Time)
	}
}

// readExtensions reads the agent and the status into the row, and returns the calls, at
// most MaxCalls.
func (b *Board) readExtensions(r *Row, list wire.List) []snapshotCall {
	var room [MaxCalls]snapshotCall
	calls := room[:0]
	for pairs := list.Pairs(); pairs.Next(); {
		key := pairs.Pair.Key
		switch {
		case string(key) == "AgentStatus":
			b.readAgentStatus(r, &pairs.Pair)
		case string(key) == "status":
			if n, ok := event.PairNumber(&pairs.Pair); ok {
				r.status, r.hasStatus = int32(n), true
			}
		default:
			calls = b.readCall(calls, key, &pairs.Pair)
		}
	}
	return calls
}

// readCall reads one of conn-n, ps-n, ct-n, call-uuid-n, which may arrive in any order. Of
// a repeated key the last one counts.
func (b *Board) readCall(calls []snapshotCall, key []byte, p *wire.Pair) []snapshotCall {
	dash := bytes.LastIndexByte(key, '-')
	if dash < 0 || dash == len(key)-1 || len(key)-dash > 5 {
		return calls
	}
	kind, n := string(key[:dash]), key[dash+1:]
	switch kind {
	case "conn", "ps", "ct", "call-uuid":
	default:
		return calls
	}
	i := 0
	for i < len(calls) && calls[i].n != string(n) {
		i++
	}
	if i == len(calls) {
		if i == MaxCalls {
			return calls
		}
		calls = append(calls, snapshotCall{n: string(n)})
	}
	c := &calls[i]
	switch kind {
	case "conn":
		c.connID = event.PairConnID(p)
	case "ps":
		c.party, c.hasParty = event.PairNumber(p)
	case "ct":
		if t, isNumber := event.PairNumber(p); isNumber {
			c.callType = int32(t)
		}
	case "call-uuid":
		if text, isText := event.PairText(p); isText {
			c.uuid = b.text(text)
		}
	}
	return calls
}

func partyState(c *snapshotCall) CallState {
	if !c.hasParty {
		return CallPresent
	}
	state := c.party & partyMask
	switch dials := c.party&partyDialing != 0; {
	case dials && (state == partyQueued || state == partyAlerting || state == partyConnected):
		return CallDialing
	case state == partyBusy:
		return CallBusy
	}
	switch state {
	case partyInitiated:
		return CallDialing
	case partyQueued, partyAlerting:
		return CallRinging
	case partyConnected:
		return CallTalking
	case partyHeld:
		return CallHeld
	}
	return CallPresent
}

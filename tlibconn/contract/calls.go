package contract

import (
	"slices"
	"strconv"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// maxCalls is how many calls of the DN are followed. Beyond that the oldest is forgotten.
const maxCalls = 16

// partyState is what a DN's party of a call does.
type partyState uint8

const (
	ringing partyState = iota + 1 // or dialing
	talking
	held
)

type call struct {
	connID uint64
	state  partyState
}

// calls are the calls of one DN, oldest first (SEMANTICS.md, Calls).
type calls struct {
	list []call
	// told reports that T-Server has said whether there is a call: a snapshot with a call or
	// a status, or an event of a call.
	told bool
	// making reports that a step is being made: a call that begins meanwhile belongs to it.
	// made has the ConnIDs of those calls, also under their later names.
	making bool
	made   []uint64
}

// maxMade is how many ConnIDs of calls that steps made are remembered, the newest ones.
const maxMade = 256

// foreign returns a call that no step made; ok is false if there is none.
func (c *calls) foreign() (call, bool) {
	for _, one := range c.list {
		if !c.isMade(one.connID) {
			return one, true
		}
	}
	return call{}, false
}

func (c *calls) isMade(connID uint64) bool { return slices.Contains(c.made, connID) }

func (c *calls) make(connID uint64) {
	if !c.isMade(connID) {
		c.made = append(c.made[max(len(c.made)-maxMade+1, 0):], connID)
	}
}

// current returns the DN's current call: the one that is talked on, else one that rings,
// else one that is held. ok is false if there is none.
func (c *calls) current() (call, bool) {
	for _, state := range [...]partyState{talking, ringing, held} {
		for _, one := range slices.Backward(c.list) {
			if one.state == state {
				return one, true
			}
		}
	}
	return call{}, false
}

// follow applies a message for the DN.
func (c *calls) follow(m *wire.RawMessage, connID uint64) {
	switch m.Type {
	case wire.EventRinging, wire.EventDialing:
		c.set(connID, ringing)
	case wire.EventEstablished, wire.EventRetrieved, wire.EventPartyAdded:
		c.set(connID, talking)
	case wire.EventHeld:
		c.set(connID, held)
	case wire.EventReleased, wire.EventAbandoned, wire.EventDiverted, wire.EventBridged:
		c.remove(connID)
	case wire.EventPartyChanged:
		previous, given := m.Long(wire.AttributePreviousConnID)
		if !given {
			previous, _ = m.Long(wire.AttributeTransferConnID)
		}
		if previous != connID {
			if c.isMade(previous) {
				c.make(connID)
			}
			c.remove(previous)
			c.set(connID, talking)
		}
	case wire.EventRegistered, wire.EventAddressInfo:
		if list, given := m.List(wire.AttributeExtensions); given {
			c.snapshot(list)
		}
	}
}

func (c *calls) set(connID uint64, state partyState) {
	if connID == 0 {
		return
	}
	c.told = true
	for i := range c.list {
		if c.list[i].connID == connID {
			c.list[i].state = state
			return
		}
	}
	if c.making {
		c.make(connID)
	}
	c.list = append(c.list, call{connID: connID, state: state})
	if len(c.list) > maxCalls {
		c.list = slices.Delete(c.list, 0, 1)
	}
}

func (c *calls) remove(connID uint64) {
	c.list = slices.DeleteFunc(c.list, func(one call) bool { return one.connID == connID })
}

// snapshot reads conn-1, ps-1, …, and status (SEMANTICS.md, Sessions and registration).
func (c *calls) snapshot(list wire.List) {
	if pair, found := list.Find("status"); found {
		if status, ok := event.PairNumber(&pair); ok && status == 0 {
			c.told = true
		}
	}
	for i := 1; i <= maxCalls; i++ {
		pair, found := list.Find("conn-" + strconv.Itoa(i))
		if !found {
			return
		}
		state := talking
		if party, given := list.Find("ps-" + strconv.Itoa(i)); given {
			state = stateOf(&party)
		}
		c.set(event.PairConnID(&pair), state)
	}
}

// stateOf returns the state in a ps-n: its low four bits.
func stateOf(pair *wire.Pair) partyState {
	const alerting, holding = 10, 14
	number, ok := event.PairNumber(pair)
	if !ok {
		return talking
	}
	switch number & 0xf {
	case alerting:
		return ringing
	case holding:
		return held
	}
	return talking
}

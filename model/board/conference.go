package board

import (
	"time"

	"capdeck/tlibconn/wire"
)

// callStateConferenced is the CallState of a consult call that ended because it became a
// conference (SEMANTICS.md, Call sequences on an agent's DN).
const callStateConferenced = 2

// originalOf returns the held call that a consult call is about: the one that its events
// named, or else the only other held one; 0 if there is none.
func (r *Row) originalOf(consult uint64) uint64 {
	if i := r.findCall(consult); i >= 0 && r.calls[i].Original != 0 {
		return r.calls[i].Original
	}
	held := uint64(0)
	for i := range r.calls {
		if c := &r.calls[i]; c.State == CallHeld && c.ConnID != consult {
			if held != 0 {
				return 0
			}
			held = c.ConnID
		}
	}
	return held
}

// consultJoined records that the consult call about a call became part of it.
func (r *Row) consultJoined(connID uint64, at time.Time) {
	if connID == 0 {
		return
	}
	c := &r.rarely().conferenced
	if c.joined = connID; c.added == connID {
		r.talksAgain(connID, at)
	}
}

// partyAdded applies EventPartyAdded, which by itself changes nothing.
func (r *Row) partyAdded(connID uint64, at time.Time) {
	if !r.hasCall(connID) {
		return
	}
	c := &r.rarely().conferenced
	if c.added = connID; c.joined == connID {
		r.talksAgain(connID, at)
	}
}

// talksAgain changes a held call to talking.
func (r *Row) talksAgain(connID uint64, at time.Time) {
	r.rare.conferenced = conferenced{}
	if i := r.findCall(connID); i >= 0 && r.calls[i].State == CallHeld {
		r.setCall(connID, CallTalking, at)
	}
}

// noteHeld forgets what was seen before a call is put on hold: that was about an earlier
// conference.
func (r *Row) noteHeld(connID uint64, t wire.MessageType) {
	if r.rare == nil || t != wire.EventHeld {
		return
	}
	c := &r.rare.conferenced
	if c.added == connID {
		c.added = 0
	}
	if c.joined == connID {
		c.joined = 0
	}
}

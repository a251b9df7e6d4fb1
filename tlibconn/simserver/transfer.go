package simserver

import (
	"fmt"
	"slices"

	"capdeck/tlibconn/wire"
)

// Consult lets dn dial a colleague about a call, which is held first: EventHeld,
// EventDialing with CallType 4 and PreviousConnID; the colleague rings.
func (s *Server) Consult(dn string, connID uint64, colleague string) (consultID uint64, err error) {
	err = s.withParty(dn, connID, func(w *world, p *party) error {
		if dn == colleague || w.linkDown {
			return fmt.Errorf("DN %s cannot consult %q about the call %s", dn, colleague, connIDText(connID))
		}
		if p.state == PartyConnected {
			w.change(p, PartyHeld, wire.EventHeld)
		}
		c, failed := w.place(dn, colleague, callConsult, connID)
		if failed == nil {
			consultID = c.id
		}
		return failed
	}, PartyConnected, PartyHeld)
	return consultID, err
}

// CompleteTransfer joins the other parties of a call and of its consult call
// without dn (SEMANTICS.md, Call sequences on an agent's DN): EventReleased of
// both with CallState 1 to dn, EventPartyChanged to the others.
func (s *Server) CompleteTransfer(dn string, connID, consultID uint64) error {
	return s.joinCalls(dn, connID, consultID, func(w *world, p, consulting *party) {
		w.tellParty(p, wire.EventReleased, callStateTransferred)
		w.tellParty(consulting, wire.EventReleased, callStateTransferred)
		w.leave(p)
		w.leave(consulting)
		moved := w.merge(consulting.call, p.call)
		by := wire.TextAttribute(wire.AttributeThirdPartyDN, dn)
		for _, each := range p.call.parties {
			if slices.Contains(moved, each) {
				w.tellParty(each, wire.EventPartyChanged, callStateOK, wire.LongAttribute(wire.AttributePreviousConnID, consultID), by)
			} else {
				w.tellParty(each, wire.EventPartyChanged, callStateOK, by)
			}
		}
		w.dropIfForeign(p.call)
	})
}

// Conference joins the parties of a call and of its consult call, dn included
// (SEMANTICS.md, Call sequences on an agent's DN): EventReleased of the consult
// call with CallState 2 and EventRetrieved to dn, EventPartyChanged to the
// colleague, EventPartyAdded to all.
func (s *Server) Conference(dn string, connID, consultID uint64) error {
	return s.joinCalls(dn, connID, consultID, func(w *world, p, consulting *party) {
		w.tellParty(consulting, wire.EventReleased, callStateConferenced)
		w.leave(consulting)
		if p.state == PartyHeld {
			w.change(p, PartyConnected, wire.EventRetrieved)
		}
		moved := w.merge(consulting.call, p.call)
		by := wire.TextAttribute(wire.AttributeThirdPartyDN, dn)
		for _, each := range moved {
			w.tellParty(each, wire.EventPartyChanged, callStateOK, wire.LongAttribute(wire.AttributePreviousConnID, consultID), by)
		}
		for _, each := range p.call.parties {
			w.tellParty(each, wire.EventPartyAdded, callStateOK, by)
		}
	})
}

// SingleStepTransfer hands a call to a colleague without asking: EventReleased
// with CallState 1 to dn, EventRinging of the same call to the colleague.
func (s *Server) SingleStepTransfer(dn string, connID uint64, colleague string) error {
	return s.withParty(dn, connID, func(w *world, p *party) error {
		if slices.ContainsFunc(p.call.parties, func(other *party) bool { return other.number == colleague }) {
			return fmt.Errorf("the call %s of DN %s cannot be transferred to %s, which is in it", connIDText(connID), dn, colleague)
		}
		w.tellParty(p, wire.EventReleased, callStateTransferred)
		w.leave(p)
		w.tellParty(w.join(p.call, colleague, PartyRinging), wire.EventRinging, callStateOK)
		w.dropIfForeign(p.call)
		return nil
	}, PartyConnected, PartyHeld)
}

// joinCalls finds dn's parts of a call and of the call that consults about it.
func (s *Server) joinCalls(dn string, connID, consultID uint64, join func(w *world, p, consulting *party)) error {
	return s.withParty(dn, connID, func(w *world, p *party) error {
		consulting, err := w.partyOf(dn, consultID)
		if err != nil {
			return err
		}
		if consulting.call.originalID != connID {
			return fmt.Errorf("the call %s of DN %s does not consult about the call %s", connIDText(consultID), dn, connIDText(connID))
		}
		join(w, p, consulting)
		return nil
	})
}

// merge moves the parties of one call to another and returns those that moved.
func (w *world) merge(from, to *call) []*party {
	moved := from.parties
	from.parties = nil
	for _, p := range moved {
		p.call = to
	}
	to.parties = append(to.parties, moved...)
	delete(w.calls, from.id)
	return moved
}

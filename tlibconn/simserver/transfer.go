package simserver

import (
	"fmt"
	"slices"

	"capdeck/tlibconn/wire"
)

// Consult makes a consult call from dn to a colleague about a call, which is first put
// on hold: EventHeld, then EventDialing with CallType 4 and PreviousConnID. The
// colleague gets EventRinging.
func (s *Server) Consult(dn string, connID uint64, colleague string) (consultID uint64, err error) {
	err = s.withParty(dn, connID, func(st *state, p *party) error {
		if dn == colleague || st.linkDown {
			return fmt.Errorf("DN %s cannot consult %q about call %s", dn, colleague, connIDText(connID))
		}
		if p.state == PartyConnected {
			st.change(p, PartyHeld, wire.EventHeld)
		}
		c, failed := st.place(dn, colleague, callConsult, connID)
		if failed == nil {
			consultID = c.id
		}
		return failed
	}, PartyConnected, PartyHeld)
	return consultID, err
}

// CompleteTransfer connects the other parties of a call and of its consult call without
// dn (SEMANTICS.md, Call sequences on an agent's DN). dn gets EventReleased with
// CallState 1 for both calls, and the others get EventPartyChanged. The fault word
// transfer or the seed chooses the order.
func (s *Server) CompleteTransfer(dn string, connID, consultID uint64) error {
	return s.joinCalls(dn, connID, consultID, func(st *state, p, consulting *party) {
		released := []partyEvent{p.event(wire.EventReleased, callStateTransferred), consulting.event(wire.EventReleased, callStateTransferred)}
		st.leave(p)
		st.leave(consulting)
		moved := st.merge(consulting.call, p.call)
		changed := st.partiesChanged(p.call.parties, moved, consultID, dn)
		if st.chooses(&st.sequences.transfer) == changedReleased {
			st.tellAll(changed, released)
		} else {
			st.tellAll(released, changed)
		}
		st.dropIfForeign(p.call)
	})
}

// Conference connects the parties of a call and of its consult call, including dn
// (SEMANTICS.md, Call sequences on an agent's DN). dn gets EventPartyChanged, or
// EventReleased with CallState 2 for the consult call. The colleague gets
// EventPartyChanged, and all get EventPartyAdded. The fault word conference or the
// seed chooses the order.
func (s *Server) Conference(dn string, connID, consultID uint64) error {
	return s.joinCalls(dn, connID, consultID, func(st *state, p, consulting *party) {
		sequence := st.chooses(&st.sequences.conference)
		ended := []partyEvent{consulting.event(wire.EventReleased, callStateConferenced)}
		if held := p.state == PartyHeld; held && sequence == releasedRetrievedAdded {
			ended = append(ended, p.event(wire.EventRetrieved, callStateOK))
		}
		p.state = PartyConnected
		st.leave(consulting)
		moved := st.merge(consulting.call, p.call)
		if sequence == changedAdded || sequence == addedChanged {
			ended = st.partiesChanged([]*party{p}, []*party{p}, consultID, dn)
		}
		ended = append(ended, st.partiesChanged(moved, moved, consultID, dn)...)
		var added []partyEvent
		for _, each := range p.call.parties {
			added = append(added, each.event(wire.EventPartyAdded, callStateOK, wire.TextAttribute(wire.AttributeThirdPartyDN, dn)))
		}
		if sequence == addedReleased || sequence == addedChanged {
			st.tellAll(added, ended)
		} else {
			st.tellAll(ended, added)
		}
	})
}

// partiesChanged returns EventPartyChanged for the parties of a call. For parties that
// moved from another call, the event has the old ConnID.
func (st *state) partiesChanged(parties, moved []*party, from uint64, by string) []partyEvent {
	events := make([]partyEvent, 0, len(parties))
	for _, each := range parties {
		var more []wire.Attribute
		if slices.Contains(moved, each) {
			id := wire.AttributePreviousConnID
			if st.chooses(&st.sequences.partyChanged) == namesTransferConnID {
				id = wire.AttributeTransferConnID
			}
			more = append(more, wire.LongAttribute(id, from))
		}
		more = append(more, wire.TextAttribute(wire.AttributeThirdPartyDN, by))
		events = append(events, each.event(wire.EventPartyChanged, callStateOK, more...))
	}
	return events
}

// SingleStepTransfer transfers a call to a colleague without consultation. dn gets
// EventReleased with CallState 1, and the colleague gets EventRinging for the same
// call.
func (s *Server) SingleStepTransfer(dn string, connID uint64, colleague string) error {
	return s.withParty(dn, connID, func(st *state, p *party) error {
		if slices.ContainsFunc(p.call.parties, func(other *party) bool { return other.number == colleague }) {
			return fmt.Errorf("call %s of DN %s cannot be transferred to %s, which is already a party", connIDText(connID), dn, colleague)
		}
		st.tellParty(p, wire.EventReleased, callStateTransferred)
		st.leave(p)
		st.tellParty(st.join(p.call, colleague, PartyRinging), wire.EventRinging, callStateOK)
		st.dropIfForeign(p.call)
		return nil
	}, PartyConnected, PartyHeld)
}

// joinCalls calls join with dn's parts in a call and in its consult call.
func (s *Server) joinCalls(dn string, connID, consultID uint64, join func(st *state, p, consulting *party)) error {
	return s.withParty(dn, connID, func(st *state, p *party) error {
		consulting, err := st.partyOf(dn, consultID)
		if err != nil {
			return err
		}
		if consulting.call.originalID != connID {
			return fmt.Errorf("call %s of DN %s is not a consult call about call %s", connIDText(consultID), dn, connIDText(connID))
		}
		join(st, p, consulting)
		return nil
	})
}

// merge moves the parties of one call to another and returns the moved parties.
func (st *state) merge(from, to *call) []*party {
	moved := from.parties
	from.parties = nil
	for _, p := range moved {
		p.call = to
	}
	to.parties = append(to.parties, moved...)
	delete(st.calls, from.id)
	st.counts.calls.Ended++
	return moved
}

// chooses returns the sequence in force.
func (st *state) chooses(s *sequence) string {
	if s.word != "" {
		return s.word
	}
	return s.of[st.sequences.random.IntN(len(s.of))]
}

// partyEvent is an event of a call, with the state of the call when it was made.
type partyEvent struct {
	at         *address // nil for a number that is not a DN of the server
	kind       wire.MessageType
	attributes []wire.Attribute
}

func (p *party) event(kind wire.MessageType, state int32, more ...wire.Attribute) partyEvent {
	e := partyEvent{at: p.at, kind: kind}
	if p.at != nil {
		e.attributes = p.eventAttributes(kind, state, more...)
	}
	return e
}

func (st *state) tellAll(groups ...[]partyEvent) {
	for _, e := range slices.Concat(groups...) {
		if e.at != nil {
			st.tell(e.at, e.kind, e.attributes...)
		}
	}
}

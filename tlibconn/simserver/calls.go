package simserver

import (
	"fmt"
	"slices"

	"capdeck/tlibconn/wire"
)

// PartyState is the state of a DN in a call, on the scale of ps-n's low four
// bits (SEMANTICS.md, Calls).
type PartyState int32

// The states that the server uses.
const (
	PartyDialing   PartyState = 1  // initiated; a snapshot has connected with the dialing modifier
	PartyRinging   PartyState = 10 // alerting
	PartyConnected PartyState = 12
	PartyHeld      PartyState = 14
)

// String names the state in a sentence.
func (s PartyState) String() string {
	switch s {
	case PartyDialing:
		return "dialing"
	case PartyRinging:
		return "ringing"
	case PartyConnected:
		return "connected"
	case PartyHeld:
		return "held"
	}
	return fmt.Sprintf("in state %d", int32(s))
}

// The values of CallType (54) and CallState (13) (SEMANTICS.md, Calls and Call
// sequences on an agent's DN).
const (
	callInternal = 1
	callInbound  = 2
	callOutbound = 3
	callConsult  = 4

	callStateOK          = 0
	callStateTransferred = 1
	callStateConferenced = 2
)

// Call is a call as one DN takes part in it.
type Call struct {
	// ConnID is the call's number, never 0.
	ConnID uint64
	// State is the DN's own part.
	State PartyState
	// OtherDN is the other party's number, "" where there is none any more.
	OtherDN string
	// Original is the call that this one consults about, 0 if it is no
	// consult call.
	Original uint64
}

type call struct {
	id         uint64
	uuid       string
	kind       int32
	from, to   string // the numbers that it was made from and to
	originalID uint64 // of a consult call
	parties    []*party
}

// party is one end of a call. at is nil for a number that is no DN of the
// server: it gets no events.
type party struct {
	call   *call
	at     *address
	number string
	state  PartyState
}

// Ring lets a call from caller ring at dn: EventRinging; a caller that is a DN
// of the server itself dials: EventDialing, CallType 1, else CallType 2.
func (s *Server) Ring(dn, caller string) (connID uint64, err error) {
	err = s.try(func(w *world) error {
		if _, unknown := w.known(dn); unknown != nil {
			return unknown
		}
		c, failed := w.place(caller, dn, callInbound, 0)
		if failed == nil {
			connID = c.id
		}
		return failed
	})
	return connID, err
}

// Dial lets dn make a call: EventDialing; it rings if called is a DN of the
// server itself: EventRinging, CallType 1, else CallType 3.
func (s *Server) Dial(dn, called string) (connID uint64, err error) {
	err = s.try(func(w *world) error {
		if _, unknown := w.known(dn); unknown != nil {
			return unknown
		}
		c, failed := w.place(dn, called, callOutbound, 0)
		if failed == nil {
			connID = c.id
		}
		return failed
	})
	return connID, err
}

// Answer establishes a call that rings or dials at dn: EventEstablished to
// every DN in it that was not connected.
func (s *Server) Answer(dn string, connID uint64) error {
	return s.withParty(dn, connID, func(w *world, p *party) error {
		w.answer(p)
		return nil
	}, PartyRinging, PartyDialing)
}

// Hold puts dn's part of a call on hold: EventHeld.
func (s *Server) Hold(dn string, connID uint64) error {
	return s.withParty(dn, connID, func(w *world, p *party) error {
		w.change(p, PartyHeld, wire.EventHeld)
		return nil
	}, PartyConnected)
}

// Retrieve takes dn's part of a call from hold: EventRetrieved.
func (s *Server) Retrieve(dn string, connID uint64) error {
	return s.withParty(dn, connID, func(w *world, p *party) error {
		w.change(p, PartyConnected, wire.EventRetrieved)
		return nil
	}, PartyHeld)
}

// Release ends dn's part in a call: EventReleased. Of two parties the other one
// is released too, or gets EventAbandoned where it still rings; of more, the
// others get EventPartyDeleted.
func (s *Server) Release(dn string, connID uint64) error {
	return s.withParty(dn, connID, func(w *world, p *party) error {
		w.release(p)
		return nil
	})
}

// Abandon ends a call that rings at dn because its caller gave up:
// EventAbandoned.
func (s *Server) Abandon(dn string, connID uint64) error {
	return s.withParty(dn, connID, func(w *world, p *party) error {
		w.tellParty(p, wire.EventAbandoned, callStateOK)
		w.leave(p)
		for _, other := range slices.Clone(p.call.parties) {
			w.tellParty(other, wire.EventReleased, callStateOK)
		}
		w.drop(p.call)
		return nil
	}, PartyRinging)
}

// Divert takes a call that rings at dn away from it: EventDiverted.
func (s *Server) Divert(dn string, connID uint64) error {
	return s.withParty(dn, connID, func(w *world, p *party) error {
		w.tellParty(p, wire.EventDiverted, callStateOK)
		w.leave(p)
		w.dropIfForeign(p.call)
		return nil
	}, PartyRinging)
}

// Calls returns dn's calls, oldest first; none for an unknown DN.
func (s *Server) Calls(dn string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.world.addresses[dn]
	if a == nil {
		return nil
	}
	calls := make([]Call, 0, len(a.parties))
	for _, p := range a.parties {
		calls = append(calls, Call{ConnID: p.call.id, State: p.state, OtherDN: p.other(), Original: p.call.originalID})
	}
	return calls
}

// withParty changes dn's part of a call, which must be in one of the states.
func (s *Server) withParty(dn string, connID uint64, change func(*world, *party) error, states ...PartyState) error {
	return s.try(func(w *world) error {
		p, err := w.partyOf(dn, connID, states...)
		if err != nil {
			return err
		}
		return change(w, p)
	})
}

func (w *world) partyOf(dn string, connID uint64, states ...PartyState) (*party, error) {
	a, err := w.known(dn)
	if err != nil {
		return nil, err
	}
	for _, p := range a.parties {
		if p.call.id != connID {
			continue
		}
		if len(states) > 0 && !slices.Contains(states, p.state) {
			return nil, fmt.Errorf("the call %s of DN %s is %s", connIDText(connID), dn, p.state)
		}
		return p, nil
	}
	return nil, fmt.Errorf("DN %s has no call %s", dn, connIDText(connID))
}

// place makes a call between two numbers of which one at least is a DN.
func (w *world) place(from, to string, kind int32, originalID uint64) (*call, error) {
	switch {
	case w.linkDown:
		return nil, fmt.Errorf("no call from %s to %s: the link to the switch is down", from, to)
	case from == "" || to == "":
		return nil, fmt.Errorf("no call from %q to %q: a party has no number", from, to)
	case from == to:
		return nil, fmt.Errorf("the DN %s cannot call itself", from)
	}
	if kind != callConsult && w.addresses[from] != nil && w.addresses[to] != nil {
		kind = callInternal
	}
	c := w.newCall(from, to, kind, originalID)
	caller := w.join(c, from, PartyDialing)
	called := w.join(c, to, PartyRinging)
	w.tellParty(caller, wire.EventDialing, callStateOK)
	w.tellParty(called, wire.EventRinging, callStateOK)
	return c, nil
}

func (w *world) newCall(from, to string, kind int32, originalID uint64) *call {
	w.callCount++
	c := &call{id: w.connPrefix | uint64(w.callCount), kind: kind, from: from, to: to, originalID: originalID}
	c.uuid = fmt.Sprintf("%s%08X", w.uuidPrefix, w.callCount)
	w.calls[c.id] = c
	return c
}

func (w *world) join(c *call, number string, state PartyState) *party {
	p := &party{call: c, at: w.addresses[number], number: number, state: state}
	c.parties = append(c.parties, p)
	if p.at != nil {
		p.at.parties = append(p.at.parties, p)
	}
	return p
}

func (w *world) answer(p *party) {
	parties := []*party{p}
	for _, other := range p.call.parties {
		if other != p {
			parties = append(parties, other)
		}
	}
	for _, each := range parties {
		if each.state == PartyRinging || each.state == PartyDialing {
			w.change(each, PartyConnected, wire.EventEstablished)
		}
	}
}

func (w *world) change(p *party, state PartyState, kind wire.MessageType) {
	p.state = state
	w.tellParty(p, kind, callStateOK)
}

func (w *world) release(p *party) {
	c := p.call
	w.tellParty(p, wire.EventReleased, callStateOK)
	w.leave(p)
	others := slices.Clone(c.parties)
	if len(others) > 1 {
		for _, other := range others {
			w.tellParty(other, wire.EventPartyDeleted, callStateOK, wire.TextAttribute(wire.AttributeThirdPartyDN, p.number))
		}
		w.dropIfForeign(c)
		return
	}
	for _, other := range others {
		kind := wire.EventReleased
		if other.state == PartyRinging {
			kind = wire.EventAbandoned
		}
		w.tellParty(other, kind, callStateOK)
	}
	w.drop(c)
}

// leave takes a party out of its call and its DN.
func (w *world) leave(p *party) {
	isParty := func(other *party) bool { return other == p }
	p.call.parties = slices.DeleteFunc(p.call.parties, isParty)
	if p.at != nil {
		p.at.parties = slices.DeleteFunc(p.at.parties, isParty)
	}
}

func (w *world) drop(c *call) {
	for _, p := range slices.Clone(c.parties) {
		w.leave(p)
	}
	delete(w.calls, c.id)
}

// dropIfForeign forgets a call that no DN of the server takes part in.
func (w *world) dropIfForeign(c *call) {
	if !slices.ContainsFunc(c.parties, func(p *party) bool { return p.at != nil }) {
		w.drop(c)
	}
}

func (p *party) other() string {
	for _, other := range p.call.parties {
		if other != p {
			return other.number
		}
	}
	return ""
}

// tellParty sends an event of a call to the clients of one party's DN.
func (w *world) tellParty(p *party, kind wire.MessageType, state int32, more ...wire.Attribute) {
	if p.at == nil {
		return
	}
	w.tell(p.at, kind, p.eventAttributes(kind, state, more...)...)
}

// eventAttributes are those of an event of a call as it is now. Of a consult call
// the original one is TransferConnID, which clients read, and PreviousConnID,
// which a document names; in EventPartyChanged these would be a rename
// (SEMANTICS.md, Calls).
func (p *party) eventAttributes(kind wire.MessageType, state int32, more ...wire.Attribute) []wire.Attribute {
	c := p.call
	attributes := []wire.Attribute{wire.LongAttribute(wire.AttributeConnID, c.id)}
	if c.originalID != 0 && kind != wire.EventPartyChanged {
		attributes = append(attributes,
			wire.LongAttribute(wire.AttributePreviousConnID, c.originalID),
			wire.LongAttribute(wire.AttributeTransferConnID, c.originalID))
	}
	attributes = append(attributes,
		wire.IntAttribute(wire.AttributeCallType, c.kind),
		wire.IntAttribute(wire.AttributeCallState, state),
		wire.TextAttribute(wire.AttributeThisDN, p.number))
	if other := p.other(); other != "" {
		attributes = append(attributes, wire.TextAttribute(wire.AttributeOtherDN, other))
	}
	attributes = append(attributes, wire.TextAttribute(wire.AttributeANI, c.from), wire.TextAttribute(wire.AttributeDNIS, c.to),
		wire.TextAttribute(wire.AttributeCallUUID, c.uuid))
	attributes = append(attributes, p.at.agentAttributes()...)
	return append(attributes, more...)
}

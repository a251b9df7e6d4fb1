package simserver

import (
	"fmt"
	"slices"

	"capdeck/tlibconn/wire"
)

// PartyState is the state of a DN in a call: the values of the low four bits of ps-n
// (SEMANTICS.md, Calls).
type PartyState int32

// The states that the server uses.
const (
	PartyDialing   PartyState = 1  // initiated; a snapshot shows connected with the dialing modifier
	PartyRinging   PartyState = 10 // alerting
	PartyConnected PartyState = 12
	PartyHeld      PartyState = 14
)

// String returns a word for the state that fits in a sentence.
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

// Call is a call from the point of view of one DN.
type Call struct {
	// ConnID is the call's identifier, never 0.
	ConnID uint64
	// State is the state of the DN in the call.
	State PartyState
	// OtherDN is the other party's number, "" if there is no other party any more.
	OtherDN string
	// Original is the ConnID of the call that a consult call is about, 0 for other
	// calls.
	Original uint64
}

type call struct {
	id         uint64
	uuid       string
	kind       int32
	from, to   string // the calling and the called number
	originalID uint64 // ConnID of the original call if this is a consult call
	answered   bool
	attached   []wire.KeyValue // user data
	parties    []*party
}

// party is one end of a call. at is nil for a number that is not a DN of the server,
// which gets no events.
type party struct {
	call   *call
	at     *address
	number string
	state  PartyState
}

// Ring makes a call from caller ring at dn, with EventRinging. If caller is a DN of
// the server, it gets EventDialing and the CallType is 1, otherwise 2. Ring returns
// an error if dn is unknown, if the link is down, or if the numbers cannot make a
// call. The other methods for calls also return errors for a DN without that call and
// for a call in another state.
func (s *Server) Ring(dn, caller string) (connID uint64, err error) {
	err = s.tryUpdate(func(st *state) error {
		if _, unknown := st.known(dn); unknown != nil {
			return unknown
		}
		c, failed := st.place(caller, dn, callInbound, 0)
		if failed == nil {
			connID = c.id
		}
		return failed
	})
	return connID, err
}

// Dial makes a call from dn, with EventDialing. If called is a DN of the server, it
// gets EventRinging and the CallType is 1, otherwise 3.
func (s *Server) Dial(dn, called string) (connID uint64, err error) {
	err = s.tryUpdate(func(st *state) error {
		if _, unknown := st.known(dn); unknown != nil {
			return unknown
		}
		c, failed := st.place(dn, called, callOutbound, 0)
		if failed == nil {
			connID = c.id
		}
		return failed
	})
	return connID, err
}

// Answer answers a call that rings at dn or that dn dials. Every DN in the call that
// was not connected gets EventEstablished.
func (s *Server) Answer(dn string, connID uint64) error {
	return s.withParty(dn, connID, func(st *state, p *party) error {
		st.answer(p)
		return nil
	}, PartyRinging, PartyDialing)
}

// Hold puts dn's part of a call on hold, with EventHeld.
func (s *Server) Hold(dn string, connID uint64) error {
	return s.withParty(dn, connID, func(st *state, p *party) error {
		st.change(p, PartyHeld, wire.EventHeld)
		return nil
	}, PartyConnected)
}

// Retrieve retrieves dn's part of a call from hold, with EventRetrieved.
func (s *Server) Retrieve(dn string, connID uint64) error {
	return s.withParty(dn, connID, func(st *state, p *party) error {
		st.change(p, PartyConnected, wire.EventRetrieved)
		return nil
	}, PartyHeld)
}

// Release ends dn's part in a call, with EventReleased. If there is one other party,
// it is released too, or gets EventAbandoned if its phone still rings. If there are
// more, they get EventPartyDeleted.
func (s *Server) Release(dn string, connID uint64) error {
	return s.withParty(dn, connID, func(st *state, p *party) error {
		st.release(p)
		return nil
	})
}

// Abandon ends a call that rings at dn as if its caller had hung up, with
// EventAbandoned.
func (s *Server) Abandon(dn string, connID uint64) error {
	return s.withParty(dn, connID, func(st *state, p *party) error {
		st.tellParty(p, wire.EventAbandoned, callStateOK)
		st.leave(p)
		for _, other := range slices.Clone(p.call.parties) {
			st.tellParty(other, wire.EventReleased, callStateOK)
		}
		st.drop(p.call)
		return nil
	}, PartyRinging)
}

// Divert diverts a call that rings at dn to elsewhere, with EventDiverted.
func (s *Server) Divert(dn string, connID uint64) error {
	return s.withParty(dn, connID, func(st *state, p *party) error {
		st.tellParty(p, wire.EventDiverted, callStateOK)
		st.leave(p)
		st.dropIfForeign(p.call)
		return nil
	}, PartyRinging)
}

// Calls returns dn's calls, oldest first. An unknown DN has none.
func (s *Server) Calls(dn string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.state.addresses[dn]
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
func (s *Server) withParty(dn string, connID uint64, change func(*state, *party) error, states ...PartyState) error {
	return s.tryUpdate(func(st *state) error {
		p, err := st.partyOf(dn, connID, states...)
		if err != nil {
			return err
		}
		return change(st, p)
	})
}

func (st *state) partyOf(dn string, connID uint64, states ...PartyState) (*party, error) {
	a, err := st.known(dn)
	if err != nil {
		return nil, err
	}
	for _, p := range a.parties {
		if p.call.id != connID {
			continue
		}
		if len(states) > 0 && !slices.Contains(states, p.state) {
			return nil, fmt.Errorf("call %s of DN %s is %s", connIDText(connID), dn, p.state)
		}
		return p, nil
	}
	return nil, fmt.Errorf("DN %s has no call %s", dn, connIDText(connID))
}

// place makes a call between two numbers. At least one of them is a DN.
func (st *state) place(from, to string, kind int32, originalID uint64) (*call, error) {
	switch {
	case st.linkDown:
		return nil, fmt.Errorf("%s cannot call %s: the link to the switch is down", from, to)
	case from == "" || to == "":
		return nil, fmt.Errorf("%q cannot call %q: both parties must have a number", from, to)
	case from == to:
		return nil, fmt.Errorf("DN %s cannot call itself", from)
	}
	if kind != callConsult && st.addresses[from] != nil && st.addresses[to] != nil {
		kind = callInternal
	}
	c := st.newCall(from, to, kind, originalID)
	caller := st.join(c, from, PartyDialing)
	called := st.join(c, to, PartyRinging)
	st.tellParty(caller, wire.EventDialing, callStateOK)
	st.tellParty(called, wire.EventRinging, callStateOK)
	return c, nil
}

func (st *state) newCall(from, to string, kind int32, originalID uint64) *call {
	st.callCount++
	c := &call{id: st.connPrefix | uint64(st.callCount), kind: kind, from: from, to: to, originalID: originalID}
	c.uuid = fmt.Sprintf("%s%08X", st.uuidPrefix, st.callCount)
	st.calls[c.id] = c
	st.counts.calls.Made++
	return c
}

func (st *state) join(c *call, number string, state PartyState) *party {
	p := &party{call: c, at: st.addresses[number], number: number, state: state}
	c.parties = append(c.parties, p)
	if p.at != nil {
		p.at.parties = append(p.at.parties, p)
	}
	return p
}

func (st *state) answer(p *party) {
	if !p.call.answered {
		p.call.answered = true
		st.counts.calls.Answered++
	}
	parties := []*party{p}
	for _, other := range p.call.parties {
		if other != p {
			parties = append(parties, other)
		}
	}
	for _, each := range parties {
		if each.state == PartyRinging || each.state == PartyDialing {
			st.change(each, PartyConnected, wire.EventEstablished)
		}
	}
}

func (st *state) change(p *party, state PartyState, kind wire.MessageType) {
	p.state = state
	st.tellParty(p, kind, callStateOK)
}

func (st *state) release(p *party) {
	c := p.call
	st.tellParty(p, wire.EventReleased, callStateOK)
	st.leave(p)
	others := slices.Clone(c.parties)
	if len(others) > 1 {
		for _, other := range others {
			st.tellParty(other, wire.EventPartyDeleted, callStateOK, wire.TextAttribute(wire.AttributeThirdPartyDN, p.number))
		}
		st.dropIfForeign(c)
		return
	}
	for _, other := range others {
		kind := wire.EventReleased
		if other.state == PartyRinging {
			kind = wire.EventAbandoned
		}
		st.tellParty(other, kind, callStateOK)
	}
	st.drop(c)
}

// leave removes a party from its call and its DN.
func (st *state) leave(p *party) {
	isParty := func(other *party) bool { return other == p }
	p.call.parties = slices.DeleteFunc(p.call.parties, isParty)
	if p.at != nil {
		p.at.parties = slices.DeleteFunc(p.at.parties, isParty)
	}
}

func (st *state) drop(c *call) {
	for _, p := range slices.Clone(c.parties) {
		st.leave(p)
	}
	if st.calls[c.id] == c {
		st.counts.calls.Ended++
	}
	delete(st.calls, c.id)
}

// dropIfForeign removes a call that has no DN of the server as a party.
func (st *state) dropIfForeign(c *call) {
	if !slices.ContainsFunc(c.parties, func(p *party) bool { return p.at != nil }) {
		st.drop(c)
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
func (st *state) tellParty(p *party, kind wire.MessageType, state int32, more ...wire.Attribute) {
	if p.at == nil {
		return
	}
	st.tell(p.at, kind, p.eventAttributes(kind, state, more...)...)
}

// eventAttributes returns the attributes of an event of the call in its present
// state. The event of a consult call names the original call in TransferConnID, which
// clients read, and in PreviousConnID, which a document names. EventPartyChanged has
// neither, because there they would mean a rename (SEMANTICS.md, Calls).
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

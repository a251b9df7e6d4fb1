package simserver

import "capdeck/tlibconn/wire"

// request is a client's request about a call or an agent. Its answer is the first
// event that it causes at its DN: in that event the requesting client, and no other,
// gets the request's ReferenceID (WIRE.md, Session 3).
type request struct {
	client    *client
	address   *address
	reference []wire.Attribute
	answered  bool
}

// isCallRequest reports whether the request changes a call.
func isCallRequest(kind wire.MessageType) bool {
	switch kind {
	case wire.RequestMakeCall, wire.RequestAnswerCall, wire.RequestReleaseCall, wire.RequestHoldCall, wire.RequestRetrieveCall:
		return true
	}
	return false
}

// isAgentRequest reports whether the request changes an agent's state.
func isAgentRequest(kind wire.MessageType) bool {
	switch kind {
	case wire.RequestAgentLogin, wire.RequestAgentLogout, wire.RequestAgentReady, wire.RequestAgentNotReady:
		return true
	}
	return false
}

// operate carries out a request about a call or an agent of a DN that the client has
// registered, or rejects it with EventError (SEMANTICS.md, Calls; Agents; Error codes
// most likely here).
func (st *state) operate(c *client, m *wire.Message) {
	a := st.addressed(c, m)
	if a == nil {
		return
	}
	switch {
	case !st.mayAct(c, m, a):
		return
	case a.outOfService && m.Type != wire.RequestAgentLogin:
		st.refuse(c, m, errorOutOfService)
		return
	}
	st.asked = &request{client: c, address: a, reference: reference(m)}
	var code int32
	if isAgentRequest(m.Type) {
		code = st.changeAgentAsAsked(a, m)
	} else {
		code = st.changeCallAsAsked(a, m)
	}
	st.asked = nil
	if code != 0 {
		st.refuse(c, m, code)
	}
}

// changeCallAsAsked returns the ErrorCode of a request that cannot be carried out, or
// 0.
func (st *state) changeCallAsAsked(a *address, m *wire.Message) int32 {
	if m.Type == wire.RequestMakeCall {
		return st.makeCall(a, m)
	}
	connID, _ := m.Long(wire.AttributeConnID)
	if connID == 0 {
		return errorInvalid
	}
	p := a.partyIn(connID)
	if p == nil {
		return errorConnection
	}
	switch {
	case m.Type == wire.RequestAnswerCall && p.state == PartyRinging:
		st.answer(p)
	case m.Type == wire.RequestHoldCall && p.state == PartyConnected:
		st.change(p, PartyHeld, wire.EventHeld)
	case m.Type == wire.RequestRetrieveCall && p.state == PartyHeld:
		st.change(p, PartyConnected, wire.EventRetrieved)
	case m.Type == wire.RequestReleaseCall:
		st.release(p)
	default:
		return errorState
	}
	return 0
}

// makeCall dials OtherDN, which can be any number. A DN can make a call only if its
// other calls are on hold.
func (st *state) makeCall(a *address, m *wire.Message) int32 {
	called, given := m.Text(wire.AttributeOtherDN)
	switch {
	case !given || len(called) == 0 || len(called) > maxNumber:
		return errorInvalid
	case string(called) == a.number:
		return errorCalledDN
	}
	for _, p := range a.parties {
		if p.state != PartyHeld {
			return errorState
		}
	}
	if _, err := st.place(a.number, string(called), callOutbound, 0); err != nil {
		return errorUnknown
	}
	return 0
}

func (a *address) partyIn(connID uint64) *party {
	for _, p := range a.parties {
		if p.call.id == connID {
			return p
		}
	}
	return nil
}

// changeAgentAsAsked returns the ErrorCode of a request that cannot be carried out,
// or 0.
func (st *state) changeAgentAsAsked(a *address, m *wire.Message) int32 {
	loggedIn := a.agent.id != ""
	switch {
	case m.Type == wire.RequestAgentLogin:
		return st.loginAgent(a, m)
	case !loggedIn:
		return errorState
	case m.Type == wire.RequestAgentLogout:
		st.logoutAgent(a)
	case m.Type == wire.RequestAgentReady:
		st.setAgent(a, agentReady, wire.EventAgentReady, reasonAttributes(m)...)
	default:
		status := agentNotReady
		if mode, _ := m.Int(wire.AttributeAgentWorkMode); mode == workModeAfterCall {
			status = agentAfterCallWork
		}
		st.setAgent(a, status, wire.EventAgentNotReady, reasonAttributes(m)...)
	}
	return 0
}

func (st *state) loginAgent(a *address, m *wire.Message) int32 {
	id, given := m.Text(wire.AttributeAgentID)
	switch {
	case !given || len(id) == 0 || len(id) > maxNumber:
		return errorInvalid
	case a.agent.id == string(id):
		return errorInState
	case a.agent.id != "":
		return errorSeized
	}
	a.agent = agent{id: string(id), status: agentLoggedIn}
	st.tellAgent(a, wire.EventAgentLogin)
	return 0
}

// reasonAttributes returns the attributes of a request that its event repeats: the
// work mode and the reason (SEMANTICS.md, Agents).
func reasonAttributes(m *wire.Message) []wire.Attribute {
	var attributes []wire.Attribute
	for _, id := range []wire.AttributeID{wire.AttributeAgentWorkMode, wire.AttributeReason, wire.AttributeExtensions} {
		if a := m.Find(id); a != nil {
			attributes = append(attributes, *a)
		}
	}
	return attributes
}

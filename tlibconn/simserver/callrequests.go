package simserver

import "capdeck/tlibconn/wire"

// request is a request of a client about a call or an agent. The first event of
// its DN that it causes is its answer: there the asking client, and no other,
// finds the request's ReferenceID (WIRE.md, Session 3).
type request struct {
	client    *client
	address   *address
	reference []wire.Attribute
	answered  bool
}

// isCallRequest reports whether the request asks for a change of a call.
func isCallRequest(kind wire.MessageType) bool {
	switch kind {
	case wire.RequestMakeCall, wire.RequestAnswerCall, wire.RequestReleaseCall, wire.RequestHoldCall, wire.RequestRetrieveCall:
		return true
	}
	return false
}

// isAgentRequest reports whether the request asks for a change of an agent's state.
func isAgentRequest(kind wire.MessageType) bool {
	switch kind {
	case wire.RequestAgentLogin, wire.RequestAgentLogout, wire.RequestAgentReady, wire.RequestAgentNotReady:
		return true
	}
	return false
}

// operate carries out a request about a call or an agent of a DN that the client
// has registered, or answers it by EventError (SEMANTICS.md, Calls; Agents; Error
// codes most likely here).
func (w *world) operate(c *client, m *wire.Message) {
	a := w.addressed(c, m)
	if a == nil {
		return
	}
	own := a.registrationOf(c)
	switch {
	case w.backup:
		w.refuseAsBackup(c, m)
		return
	case own == nil:
		w.refuse(c, m, errorUnregistered)
		return
	case own.mode == modeMonitor:
		w.refuse(c, m, errorIncompatible)
		return
	case a.outOfService && m.Type != wire.RequestAgentLogin:
		w.refuse(c, m, errorOutOfService)
		return
	}
	w.asked = &request{client: c, address: a, reference: reference(m)}
	code := int32(0)
	if isAgentRequest(m.Type) {
		code = w.changeAgentAsAsked(a, m)
	} else {
		code = w.changeCallAsAsked(a, m)
	}
	w.asked = nil
	if code != 0 {
		w.refuse(c, m, code)
	}
}

// changeCallAsAsked returns the ErrorCode of a request that cannot be carried out,
// else 0.
func (w *world) changeCallAsAsked(a *address, m *wire.Message) int32 {
	if m.Type == wire.RequestMakeCall {
		return w.makeCall(a, m)
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
		w.answer(p)
	case m.Type == wire.RequestHoldCall && p.state == PartyConnected:
		w.change(p, PartyHeld, wire.EventHeld)
	case m.Type == wire.RequestRetrieveCall && p.state == PartyHeld:
		w.change(p, PartyConnected, wire.EventRetrieved)
	case m.Type == wire.RequestReleaseCall:
		w.release(p)
	default:
		return errorState
	}
	return 0
}

// makeCall dials OtherDN, which can be any number. A DN makes a call only if its
// other calls are on hold.
func (w *world) makeCall(a *address, m *wire.Message) int32 {
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
	if _, err := w.place(a.number, string(called), callOutbound, 0); err != nil {
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

// changeAgentAsAsked returns the ErrorCode of a request that cannot be carried
// out, else 0.
func (w *world) changeAgentAsAsked(a *address, m *wire.Message) int32 {
	loggedIn := a.agent.id != ""
	switch {
	case m.Type == wire.RequestAgentLogin:
		return w.loginAgent(a, m)
	case !loggedIn:
		return errorState
	case m.Type == wire.RequestAgentLogout:
		w.logoutAgent(a)
	case m.Type == wire.RequestAgentReady:
		w.setAgent(a, agentReady, wire.EventAgentReady, sayWhy(m)...)
	default:
		status := agentNotReady
		if mode, _ := m.Int(wire.AttributeAgentWorkMode); mode == workModeAfterCall {
			status = agentAfterCallWork
		}
		w.setAgent(a, status, wire.EventAgentNotReady, sayWhy(m)...)
	}
	return 0
}

func (w *world) loginAgent(a *address, m *wire.Message) int32 {
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
	w.tellAgent(a, wire.EventAgentLogin)
	return 0
}

// sayWhy returns the attributes of a request that its event repeats: the work mode
// and the reason (SEMANTICS.md, Agents).
func sayWhy(m *wire.Message) []wire.Attribute {
	var attributes []wire.Attribute
	for _, id := range []wire.AttributeID{wire.AttributeAgentWorkMode, wire.AttributeReason, wire.AttributeExtensions} {
		if a := m.Find(id); a != nil {
			attributes = append(attributes, *a)
		}
	}
	return attributes
}

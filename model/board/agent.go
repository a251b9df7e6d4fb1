package board

import (
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// The AgentWorkModes that mean more than not ready (SEMANTICS.md, Agents).
const (
	workModeAfterCall = 3
	workModeWalked    = 6
)

// agentEvent applies an event of an agent (SEMANTICS.md, Agents).
func (b *Board) agentEvent(s *site, e *event.Event) {
	r := s.rowOf(e)
	if r == nil {
		return
	}
	next := Agent{ID: r.agent.ID, Reason: b.reasonOf(&e.Message)}
	if id, _ := e.Message.Text(wire.AttributeAgentID); len(id) > 0 {
		next.ID = b.text(id)
	}
	mode, _ := e.Message.Int(wire.AttributeAgentWorkMode)
	switch e.Message.Type {
	case wire.EventAgentLogin:
		// It arrives once per queue: a repeated one does not undo that the agent is ready.
		if r.agent.State > AgentLoggedOut && (r.agent.ID == "" || r.agent.ID == next.ID) {
			next.State, next.Reason = r.agent.State, r.agent.Reason
			break
		}
		next.State = AgentLoggedIn
	case wire.EventAgentReady:
		next.State = AgentReady
	case wire.EventAgentNotReady:
		next.State = AgentNotReady
		switch mode {
		case workModeAfterCall:
			next.State = AgentAfterCallWork
		case workModeWalked:
			next.State = AgentWalkedAway
		}
	case wire.EventAgentAfterCallWork:
		next.State = AgentAfterCallWork
	case wire.EventAgentLogout:
		next.State = AgentLoggedOut
	}
	before := r.agent
	r.agent = next
	b.changed(r)
	b.reportAgent(r, e.Time, &before)
}

// reasonOf returns the ReasonCode in Reasons or Extensions. If an agent who is not ready
// has none, it returns the first pair of either with its key; "" if there is none
// (SEMANTICS.md, Agents).
func (b *Board) reasonOf(m *wire.RawMessage) string {
	attributes := [...]wire.AttributeID{wire.AttributeReason, wire.AttributeExtensions}
	for _, id := range attributes {
		if list, ok := m.List(id); ok {
			if pair, found := list.Find("ReasonCode"); found {
				return b.pairText(&pair)
			}
		}
	}
	if m.Type != wire.EventAgentNotReady && m.Type != wire.EventAgentAfterCallWork {
		return ""
	}
	for _, id := range attributes {
		if list, ok := m.List(id); ok {
			if pairs := list.Pairs(); pairs.Next() {
				return b.text(pairs.Pair.Key) + ": " + b.pairText(&pairs.Pair)
			}
		}
	}
	return ""
}

// pairText returns the value of a pair as short text.
func (b *Board) pairText(p *wire.Pair) string {
	if text, isText := event.PairText(p); isText {
		return b.text(text)
	}
	return event.PairValue(p, nil, maxPartyText)
}

// readAgentStatus reads the AgentStatus of a snapshot. An unknown value is kept as it
// arrived; -1 means that the server does not know the status.
func (b *Board) readAgentStatus(r *Row, p *wire.Pair) {
	n, ok := event.PairNumber(p)
	if ok {
		r.agent.State, r.agent.Status = agentStateOf(n), ""
	}
	if !ok || r.agent.State == AgentUnknown && n != agentStatusUnknown {
		r.agent.State, r.agent.Status = AgentUnknown, b.pairText(p)
	}
}

// agentStatusUnknown is the AgentStatus of a server that does not know the status.
const agentStatusUnknown = -1

// agentStateOf reads the AgentStatus of a snapshot; the scale is unverified
// (SEMANTICS.md, Sessions and registration).
func agentStateOf(status int64) AgentState {
	switch status {
	case 0:
		return AgentLoggedOut
	case 1:
		return AgentLoggedIn
	case 2:
		return AgentReady
	case 3:
		return AgentNotReady
	case 4:
		return AgentAfterCallWork
	case 5:
		return AgentWalkedAway
	}
	return AgentUnknown
}

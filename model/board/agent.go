package board

import (
	"strconv"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// The AgentWorkModes that say more than not ready (SEMANTICS.md, Agents).
const (
	workModeAfterCall = 3
	workModeWalked    = 6
)

// agentEvent takes an event of an agent (SEMANTICS.md, Agents).
func (b *Board) agentEvent(s *site, e *event.Event) {
	r := s.rows.of(e)
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
		// It comes once per queue: a repeated one does not take back that the
		// agent is ready.
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
	r.agent = next
	b.changed(r)
}

// reasonOf returns the ReasonCode in Reasons or Extensions, "" if there is none.
func (b *Board) reasonOf(m *wire.RawMessage) string {
	for _, id := range [...]wire.AttributeID{wire.AttributeReason, wire.AttributeExtensions} {
		list, ok := m.List(id)
		if !ok {
			continue
		}
		if pair, found := list.Find("ReasonCode"); found {
			if n, isInt := pair.Int(); isInt {
				return strconv.Itoa(int(n))
			}
			if text, isText := event.PairText(&pair); isText {
				return b.text(text)
			}
			return event.PairValue(&pair, nil, maxPartyText)
		}
	}
	return ""
}

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

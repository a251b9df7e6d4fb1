package simserver

import (
	"fmt"

	"capdeck/tlibconn/wire"
)

// agentStatus is an agent's state: the values of AgentStatus (SEMANTICS.md, Sessions
// and registration).
type agentStatus int32

const (
	agentLoggedOut     agentStatus = 0
	agentLoggedIn      agentStatus = 1
	agentReady         agentStatus = 2
	agentNotReady      agentStatus = 3
	agentAfterCallWork agentStatus = 4
)

// The values of AgentWorkMode (16) (SEMANTICS.md, Agents).
const (
	workModeAfterCall = 3
	workModeAux       = 4
)

type agent struct {
	id     string
	status agentStatus
}

// AgentLogin logs an agent in at dn, with EventAgentLogin. The agent is not ready
// yet.
func (s *Server) AgentLogin(dn, agentID string) error {
	return s.tryUpdate(func(st *state) error {
		a, err := st.known(dn)
		if err != nil {
			return err
		}
		if agentID == "" {
			return fmt.Errorf("the agent ID for DN %s must not be empty", dn)
		}
		a.agent = agent{id: agentID, status: agentLoggedIn}
		st.tellAgent(a, wire.EventAgentLogin)
		return nil
	})
}

// AgentLogout logs dn's agent out, with EventAgentLogout.
func (s *Server) AgentLogout(dn string) error {
	return s.tryUpdate(func(st *state) error {
		a, err := st.agentAt(dn)
		if err != nil {
			return err
		}
		st.logoutAgent(a)
		return nil
	})
}

// AgentReady makes dn's agent ready, with EventAgentReady.
func (s *Server) AgentReady(dn string) error {
	return s.changeAgent(dn, agentReady, wire.EventAgentReady)
}

// AgentNotReady makes dn's agent not ready, with EventAgentNotReady, work mode 4 and
// the reason as ReasonCode in Reasons. "" means no reason.
func (s *Server) AgentNotReady(dn, reason string) error {
	attributes := []wire.Attribute{wire.IntAttribute(wire.AttributeAgentWorkMode, workModeAux)}
	if reason != "" {
		list, err := wire.ListAttribute(wire.AttributeReason, []wire.KeyValue{wire.TextPair("ReasonCode", reason)})
		if err != nil {
			return fmt.Errorf("the reason for DN %s cannot be sent: %w", dn, err)
		}
		attributes = append(attributes, list)
	}
	return s.changeAgent(dn, agentNotReady, wire.EventAgentNotReady, attributes...)
}

// AfterCallWork makes dn's agent not ready, with EventAgentNotReady and work mode 3.
func (s *Server) AfterCallWork(dn string) error {
	return s.changeAgent(dn, agentAfterCallWork, wire.EventAgentNotReady,
		wire.IntAttribute(wire.AttributeAgentWorkMode, workModeAfterCall))
}

func (s *Server) changeAgent(dn string, status agentStatus, kind wire.MessageType, attributes ...wire.Attribute) error {
	return s.tryUpdate(func(st *state) error {
		a, err := st.agentAt(dn)
		if err != nil {
			return err
		}
		st.setAgent(a, status, kind, attributes...)
		return nil
	})
}

func (st *state) setAgent(a *address, status agentStatus, kind wire.MessageType, attributes ...wire.Attribute) {
	a.agent.status = status
	st.tellAgent(a, kind, attributes...)
}

func (st *state) logoutAgent(a *address) {
	st.tellAgent(a, wire.EventAgentLogout)
	a.agent = agent{}
}

func (st *state) agentAt(dn string) (*address, error) {
	a, err := st.known(dn)
	if err == nil && a.agent.id == "" {
		err = fmt.Errorf("no agent is logged in at DN %s", dn)
	}
	return a, err
}

func (st *state) tellAgent(a *address, kind wire.MessageType, more ...wire.Attribute) {
	attributes := []wire.Attribute{wire.TextAttribute(wire.AttributeThisDN, a.number)}
	attributes = append(attributes, a.agentAttributes()...)
	st.tell(a, kind, append(attributes, more...)...)
}

func (a *address) agentAttributes() []wire.Attribute {
	if a.agent.id == "" {
		return nil
	}
	return []wire.Attribute{wire.TextAttribute(wire.AttributeAgentID, a.agent.id)}
}

package board

import "time"

// CallState is a party's state in a call, as far as the board tells them
// apart (SEMANTICS.md, Calls).
type CallState uint8

// The states of a call on a DN. The zero value says that the call is there and
// its state was not told.
const (
	CallPresent CallState = iota
	CallRinging
	CallDialing
	CallTalking
	CallHeld
)

var callWords = [...]string{CallPresent: "call", CallRinging: "ringing", CallDialing: "dialing", CallTalking: "talking", CallHeld: "held"}

// String returns the state in words: call, ringing, dialing, talking, held.
func (s CallState) String() string {
	if int(s) < len(callWords) {
		return callWords[s]
	}
	return ""
}

// Call is one call of a DN.
type Call struct {
	// ConnID is the call's present name, never 0.
	ConnID uint64
	// State is the DN's state in the call.
	State CallState
	// Other is the other party's number, "" if it was not told. It comes from
	// the network and is not sanitised.
	Other string
	// Type is the CallType (1 internal, 2 inbound, 3 outbound, 4 consult), 0
	// if it was not told.
	Type int32
	// Changed is when the state last changed.
	Changed time.Time
}

// AgentState is an agent's state at a DN.
type AgentState uint8

// The states of an agent (SEMANTICS.md, Agents). The zero value is AgentUnknown.
const (
	AgentUnknown AgentState = iota
	AgentLoggedOut
	AgentLoggedIn
	AgentReady
	AgentNotReady
	AgentAfterCallWork
	AgentWalkedAway
)

var agentWords = [...]string{
	AgentUnknown: "", AgentLoggedOut: "logged out", AgentLoggedIn: "logged in", AgentReady: "ready",
	AgentNotReady: "not ready", AgentAfterCallWork: "after-call work", AgentWalkedAway: "walked away",
}

// String returns the state in words, "" for AgentUnknown.
func (s AgentState) String() string {
	if int(s) < len(agentWords) {
		return agentWords[s]
	}
	return ""
}

// Agent is the agent at a DN. The zero value says that nothing is known.
type Agent struct {
	// ID is the AgentID, "" if it was not told. It comes from the network and
	// is not sanitised.
	ID string
	// State is the agent's state.
	State AgentState
	// Reason is the ReasonCode that came with the state, "" for none; not
	// sanitised.
	Reason string
}

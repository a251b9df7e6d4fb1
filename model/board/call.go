package board

import "time"

// CallState is a party's state in a call, as far as the board distinguishes them
// (SEMANTICS.md, Calls).
type CallState uint8

// The states of a call on a DN. The zero value means that the call is there and its state
// is unknown.
const (
	CallPresent CallState = iota
	CallRinging
	CallDialing
	CallTalking
	CallHeld
	// CallBusy: dialing, and the other party is busy. The release usually follows. If none
	// arrives, the entry is stale after BusyTime.
	CallBusy
	// CallBridged: the call rang here too, and was answered elsewhere. The DN is not a party
	// of it, and no command names it.
	CallBridged
)

// BusyTime is the time after EventDestinationBusy in which the release of the call must
// arrive before the entry is shown as stale.
const BusyTime = 30 * time.Second

var callWords = [...]string{
	CallPresent: "call", CallRinging: "ringing", CallDialing: "dialing", CallTalking: "talking", CallHeld: "held",
	CallBusy: "busy", CallBridged: "bridged",
}

// String returns the state in words: call, ringing, dialing, talking, held,
// busy, bridged.
func (s CallState) String() string {
	if int(s) < len(callWords) {
		return callWords[s]
	}
	return ""
}

// Call is one call of a DN.
type Call struct {
	// ConnID is the call's present ConnID, never 0.
	ConnID uint64
	// State is the DN's state in the call.
	State CallState
	// Other is the other party's number, "" if it is unknown. It comes from the network and is
	// not sanitised.
	Other string
	// Type is the CallType (1 internal, 2 inbound, 3 outbound, 4 consult), 0 if it is unknown.
	Type int32
	// Queue is the queue or routing point that the call came through, the ThisQueue of its
	// events; "" if none named one. It comes from the network and is not sanitised.
	Queue string
	// Changed is when the state last changed.
	Changed time.Time
	// ChangedIsLowerBound reports that a snapshot or a rename found the call: it has been in
	// its state since Changed or longer.
	ChangedIsLowerBound bool
	// Began is when the call came to the DN. If BeganIsLowerBound, a snapshot or a rename found
	// it, or its first events were missed: it began then or earlier.
	Began             time.Time
	BeganIsLowerBound bool
	// UUID is the CallUUID, which unlike ConnIDs is unique across sites; "" if it is unknown.
	// It comes from the network and is not sanitised.
	UUID string
	// Original is the call that this consult call was made about; 0 if it is not a consult
	// call, or if that is unknown.
	Original uint64

	verifyAt time.Time // when the DN is queried if nothing was heard for the call, zero for never
}

// IsStale reports whether the entry cannot be trusted at time now.
func (c *Call) IsStale(now time.Time) bool {
	return c.State == CallBusy && now.Sub(c.Changed) >= BusyTime
}

// counts reports whether the DN is a party of the call at time now: the call is not
// bridged, and the entry can be trusted.
func (c *Call) counts(now time.Time) bool { return c.State != CallBridged && !c.IsStale(now) }

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

// Agent is the agent at a DN. The zero value means that nothing is known.
type Agent struct {
	// ID is the AgentID, "" if it is unknown. It comes from the network and is not sanitised.
	ID string
	// State is the agent's state.
	State AgentState
	// Reason is the ReasonCode that arrived with the state. If an agent who is not ready has
	// none, it is the first pair of Reasons or Extensions as "key: value"; "" if there is
	// none. It is not sanitised.
	Reason string
	// Status is an unknown AgentStatus as it arrived; "" if State is complete. It is not
	// sanitised.
	Status string
}

// StateText returns the agent's state in words, or the unknown AgentStatus; "" if nothing
// is known. It is not sanitised.
func (a *Agent) StateText() string {
	if a.State == AgentUnknown && a.Status != "" {
		return "AgentStatus " + a.Status
	}
	return a.State.String()
}

// conferenced is what a row has seen of a held call that becomes a conference.
// EventPartyAdded for it, and the end of its consult call or a rename of that call into
// it, arrive in either order. After both, the DN talks.
type conferenced struct {
	added  uint64 // the held call to which a party was added
	joined uint64 // the held call whose consult call has ended
}

// alias is a ConnID that EventPartyChanged renamed.
type alias struct {
	from, to uint64
	until    time.Time
}

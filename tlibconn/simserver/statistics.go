package simserver

import (
	"maps"
	"strconv"

	"capdeck/tlibconn/wire"
)

// Statistics counts what happened at a Server since New. A restart of the server, which
// its clients see as one of its process, does not reset it.
type Statistics struct {
	Clients ClientCounts `json:"clients"`
	// Requests counts what clients sent, by the message's name. A message that the
	// server cannot decode counts as "malformed", and one whose number has no name as
	// "unknown".
	Requests map[string]uint64 `json:"requests"`
	// Events counts the messages that were sent to clients, once for each client, by
	// name. It does not include those of the fault words flood, endless and garbage.
	Events map[string]uint64 `json:"events"`
	// Commands counts the requests to send an event by their verb: start, stop, pause,
	// resume or query. Indications counts those of recorders: enabled, disabled or
	// paused. Other events count as "other" in Commands. All include rejected requests.
	Commands    map[string]uint64 `json:"commands"`
	Indications map[string]uint64 `json:"indications"`
	// Errors counts the EventErrors by ErrorCode.
	Errors map[string]uint64 `json:"errors"`
	Calls  CallCounts        `json:"calls"`
}

// ClientCounts counts connections of clients.
type ClientCounts struct {
	// Now is the number of clients that are connected.
	Now int `json:"now"`
	// Connected, LoggedIn and Refused count connections, accepted logins and rejected
	// logins.
	Connected uint64 `json:"connected"`
	LoggedIn  uint64 `json:"logins"`
	Refused   uint64 `json:"refusedLogins"`
	// TooSlow counts the clients that were disconnected because they did not read.
	TooSlow uint64 `json:"tooSlow"`
}

// CallCounts counts calls. A call that another server of a Pair took over counts at both.
type CallCounts struct {
	// Now is the number of calls that exist.
	Now int `json:"now"`
	// Made, Answered and Ended count calls that began, were established for the first
	// time, and ended, consult calls included.
	Made     uint64 `json:"made"`
	Answered uint64 `json:"answered"`
	Ended    uint64 `json:"ended"`
}

// counters are the counts of Statistics as the server keeps them.
type counters struct {
	clients                       ClientCounts
	calls                         CallCounts
	requests, events              map[wire.MessageType]uint64
	malformed, unknown            uint64
	commands, indications, errors map[string]uint64
}

func newCounters() counters {
	return counters{
		requests: make(map[wire.MessageType]uint64), events: make(map[wire.MessageType]uint64),
		commands: make(map[string]uint64), indications: make(map[string]uint64), errors: make(map[string]uint64),
	}
}

// Statistics returns the counts up to now. The caller may keep and change them.
func (s *Server) Statistics() Statistics {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := &s.state
	c := &st.counts
	all := Statistics{
		Clients: c.clients, Calls: c.calls, Requests: byName(c.requests), Events: byName(c.events),
		Commands: maps.Clone(c.commands), Indications: maps.Clone(c.indications), Errors: maps.Clone(c.errors),
	}
	all.Clients.Now, all.Calls.Now = len(st.clients), len(st.calls)
	if c.malformed > 0 {
		all.Requests["malformed"] = c.malformed
	}
	if c.unknown > 0 {
		all.Requests["unknown"] = c.unknown
	}
	return all
}

func byName(counts map[wire.MessageType]uint64) map[string]uint64 {
	named := make(map[string]uint64, len(counts))
	for kind, count := range counts {
		named[kind.String()] = count
	}
	return named
}

// countRequest counts a message of a client. Clients choose the numbers, so those without
// a name count together.
func (c *counters) countRequest(kind wire.MessageType, problem error) {
	switch {
	case problem != nil:
		c.malformed++
	case !kind.IsKnown():
		c.unknown++
	default:
		c.requests[kind]++
	}
}

// countCommand counts a request to send an event by its verb.
func (c *counters) countCommand(m *wire.Message) {
	switch verb := verbOf(m); verb {
	case "start", "stop", "pause", "resume", "query":
		c.commands[verb]++
	case "enabled", "disabled", "paused":
		c.indications[verb]++
	default:
		c.commands["other"]++
	}
}

// verbOf returns the word of a command or an indication (SEMANTICS.md, The screen-capture
// contract), or "" if the event is neither.
func verbOf(m *wire.Message) string {
	list, given := m.List(wire.AttributeUserData)
	if !given {
		return ""
	}
	for _, key := range []string{"screen-capture", "screen-capture-indication"} {
		if pair, found := list.Find(key); found {
			return string(pair.Value)
		}
	}
	return ""
}

func (c *counters) countError(code int32) { c.errors[strconv.Itoa(int(code))]++ }

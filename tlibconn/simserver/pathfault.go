package simserver

import (
	"slices"
	"strconv"
	"time"
)

// pathWords returns the words of an order about connections. They are for all clients,
// those of an application (app=) or those that have registered a DN (dn=).
func pathWords() []faultWord {
	return []faultWord{
		{FaultWord{"drop", "fin or rst", "closes the connections in order, or breaks them at once"}, func(value string) (step, bool) {
			return clientStep(func(st *state, t Target) { st.dropClients(t, value == "rst") }), value == "fin" || value == "rst"
		}},
		{FaultWord{"half-open", "now, on or off", "keeps the sockets open but reads and answers nothing, for present clients (now) or also for later ones (on)"}, parseHalfOpen},
		{FaultWord{"byte-wise", "on or off", "whether every byte is written separately"}, func(value string) (step, bool) {
			return step{path: func(p *Path) { p.ByteWise = value == "on" }}, value == "on" || value == "off"
		}},
		{FaultWord{"delay", "off or a time", "the time before each write, such as 50ms; with byte-wise=on, before each byte"}, parseDelay},
		{FaultWord{"addp", "on, off, silent or close", "answers ADDP, ignores it, accepts it without answering polls, or closes the connection when it starts"}, parseADDPMode},
		{FaultWord{"garbage", "a kind of garbage", "sends bytes that are not a message"}, parseGarbage},
		{FaultWord{"flood", "a number", "sends that number of meaningless events"}, parseFlood},
		{FaultWord{"endless", "nothing", "sends only messages of 16 MiB; with byte-wise=on,delay=1s one byte a second"}, func(value string) (step, bool) {
			return clientStep(func(st *state, t Target) { st.endless(t) }), value == ""
		}},
		{FaultWord{"connect", "on, refuse or close", "accepts new connections, refuses them, or closes them at once"}, parseConnect},
		{FaultWord{"restart", "nothing or a time", "disconnects all clients, forgets registrations and calls, and listens again after the time"}, parseRestart},
	}
}

func clientStep(do func(*state, Target)) step { return step{clients: do} }

func parseHalfOpen(value string) (step, bool) {
	return step{
		path:    func(p *Path) { p.HalfOpen = value != "off" },
		present: value == "now",
	}, value == "now" || value == "on" || value == "off"
}

func parseDelay(value string) (step, bool) {
	delay, ok := parsePause(value)
	if value == "off" {
		delay, ok = 0, true
	}
	return step{path: func(p *Path) { p.Delay = delay }}, ok
}

// parsePause parses the time of a delay or a restart.
func parsePause(value string) (time.Duration, bool) {
	pause, err := time.ParseDuration(value)
	return pause, err == nil && pause >= 0 && pause <= maxPause
}

func parseADDPMode(value string) (step, bool) {
	mode := slices.Index([]string{"on", "off", "silent", "close"}, value)
	return step{path: func(p *Path) { p.ADDP = ADDPMode(mode) }}, mode >= 0
}

func parseGarbage(value string) (step, bool) {
	kinds := garbageKinds()
	at := slices.IndexFunc(kinds, func(k garbageKind) bool { return k.Word == value })
	if at < 0 {
		return step{}, false
	}
	return clientStep(func(st *state, t Target) {
		for _, c := range st.targets(t) {
			dn := ""
			if numbers := st.registeredBy(c, 1); len(numbers) > 0 {
				dn = numbers[0]
			}
			st.logf("sending garbage to %s as ordered: %s", c.info, kinds[at].Meaning)
			st.deliver(c, kinds[at].make(dn))
			if kinds[at].ends {
				st.finish(c)
			}
		}
	}), true
}

func parseFlood(value string) (step, bool) {
	count, err := strconv.Atoi(value)
	return clientStep(func(st *state, t Target) { st.flood(t, count) }), err == nil && count > 0 && count <= maxFlood
}

func parseConnect(value string) (step, bool) {
	switch value {
	case "on":
		return step{server: func(s *Server, st *state) error {
			st.turnAway = false
			return s.unshut(st)
		}}, true
	case "refuse":
		return serverStep(func(s *Server, st *state) { s.refuse(st) }), true
	case "close":
		return step{server: func(s *Server, st *state) error {
			st.turnAway = true
			return s.unshut(st)
		}}, true
	}
	return step{}, false
}

func parseRestart(value string) (step, bool) {
	var down time.Duration
	ok := value == ""
	if !ok {
		down, ok = parsePause(value)
	}
	return serverStep(func(s *Server, st *state) { s.restart(st, down) }), ok
}

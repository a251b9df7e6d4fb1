package simserver

import (
	"slices"
	"strconv"
	"time"
)

// pathWords are the words of an order about connections. They concern all
// clients, those of an application (app=) or those that have registered a DN
// (dn=).
func pathWords() []faultWord {
	return []faultWord{
		{FaultWord{"drop", "fin or rst", "ends the connections, in order or at once"}, func(value string) (step, bool) {
			return clientStep(func(w *world, t Target) { w.dropClients(t, value == "rst") }), value == "fin" || value == "rst"
		}},
		{FaultWord{"half-open", "now, on or off", "the sockets stay, but nothing is read or answered: of clients that are there (now), of those that come too (on)"}, parseHalfOpen},
		{FaultWord{"byte-wise", "on or off", "every byte is a write of its own"}, func(value string) (step, bool) {
			return step{path: func(p *Path) { p.ByteWise = value == "on" }}, value == "on" || value == "off"
		}},
		{FaultWord{"delay", "off or a time", "what passes before each write, as in 50ms; with byte-wise=on before each byte"}, parseDelay},
		{FaultWord{"addp", "on, off, silent or close", "answers ADDP, ignores it, accepts it and answers no poll, or closes the connection on its start"}, parseADDPMode},
		{FaultWord{"garbage", "a kind of garbage", "sends bytes that are no message"}, parseGarbage},
		{FaultWord{"flood", "a number", "sends so many events that mean nothing"}, parseFlood},
		{FaultWord{"endless", "nothing", "sends messages of 16 MiB and nothing else; with byte-wise=on,delay=1s a byte a second"}, func(value string) (step, bool) {
			return clientStep(func(w *world, t Target) { w.endless(t) }), value == ""
		}},
		{FaultWord{"connect", "on, refuse or close", "takes new connections, refuses them, or closes them at once"}, parseConnect},
		{FaultWord{"restart", "nothing or a time", "disconnects all, forgets registrations and calls, and listens again after the time"}, parseRestart},
	}
}

func clientStep(do func(*world, Target)) step { return step{clients: do} }

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

// parsePause reads a time that an order makes somebody wait.
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
	return clientStep(func(w *world, t Target) {
		for _, c := range w.targets(t) {
			dn := ""
			if numbers := w.registeredBy(c, 1); len(numbers) > 0 {
				dn = numbers[0]
			}
			w.logf("%s gets garbage as ordered: %s", c.info, kinds[at].Meaning)
			w.deliver(c, kinds[at].make(dn))
			if kinds[at].ends {
				w.finish(c)
			}
		}
	}), true
}

func parseFlood(value string) (step, bool) {
	count, err := strconv.Atoi(value)
	return clientStep(func(w *world, t Target) { w.flood(t, count) }), err == nil && count > 0 && count <= maxFlood
}

func parseConnect(value string) (step, bool) {
	switch value {
	case "on":
		return step{server: func(s *Server, w *world) error {
			w.turnAway = false
			return s.unshut(w)
		}}, true
	case "refuse":
		return serverStep(func(s *Server, w *world) { s.refuse(w) }), true
	case "close":
		return step{server: func(s *Server, w *world) error {
			w.turnAway = true
			return s.unshut(w)
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
	return serverStep(func(s *Server, w *world) { s.restart(w, down) }), ok
}

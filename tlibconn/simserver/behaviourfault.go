package simserver

import (
	"slices"
	"strconv"
	"strings"
)

// behaviourWords are the words of an order about DNs and the server itself.
func behaviourWords() []faultWord {
	return []faultWord{
		{FaultWord{"normal", "nothing", "ends every fault of a DN's behaviour"}, func(value string) (step, bool) {
			return step{change: func(b *Behaviour) { *b = Behaviour{} }}, value == ""
		}},
		choice("echo", "whether the sender gets its own event back", option{"on", func(b *Behaviour) { b.EchoOff = false }}, option{"off", func(b *Behaviour) { b.EchoOff = true }}),
		choice("event", "whether the event follows or overtakes the EventACK", option{"after-ack", func(b *Behaviour) { b.EventFirst = false }}, option{"before-ack", func(b *Behaviour) { b.EventFirst = true }}),
		choice("ack", "EventACK as usual, never, after another client's event, or with UserEvent 49",
			option{"on", func(b *Behaviour) { b.ACKLost, b.ACKHeld, b.ACKUserEvent = false, false, false }},
			option{"lost", func(b *Behaviour) { b.ACKLost, b.ACKHeld, b.ACKUserEvent = true, false, false }},
			option{"after-indication", func(b *Behaviour) { b.ACKLost, b.ACKHeld, b.ACKUserEvent = false, true, false }},
			option{"user-event", func(b *Behaviour) { b.ACKLost, b.ACKHeld, b.ACKUserEvent = false, false, true }}),
		code("error", "off", "the ErrorCode that answers every request to send an event", func(b *Behaviour, value int32) { b.Error = value }),
		{FaultWord{"error-text", "on, off or a text", "the ErrorMessage of such an answer"}, parseErrorText},
		choice("error-reference", "whether such an answer carries the ReferenceID", option{"on", func(b *Behaviour) { b.ErrorNoReference = false }}, option{"off", func(b *Behaviour) { b.ErrorNoReference = true }}),
		{FaultWord{"register", "on, silent or an error code", "accepts registrations, answers none, or refuses them; 125 and 43 say that the client has the DN: it keeps it, without a snapshot"}, parseRegister},
		code("register-again", "on", "the ErrorCode that answers a second registration, 125", func(b *Behaviour, value int32) { b.Again = value }),
		choice("stamps", "what is added to events", option{"sequence", func(b *Behaviour) { b.Stamps = StampsSequence }}, option{"time", func(b *Behaviour) { b.Stamps = StampsTime }}, option{"off", func(b *Behaviour) { b.Stamps = StampsOff }}),
		choice("snapshot", "the form of EventRegistered's Extensions", option{"ints", func(b *Behaviour) { b.Snapshot = SnapshotInts }}, option{"text", func(b *Behaviour) { b.Snapshot = SnapshotText }}, option{"off", func(b *Behaviour) { b.Snapshot = SnapshotOff }}),
		{FaultWord{"service", "out or back", "EventDNOutOfService or EventDNBackInService"}, func(value string) (step, bool) {
			return step{at: func(w *world, a *address) { w.setService(a, value == "out") }}, value == "out" || value == "back"
		}},
		{FaultWord{"unregister", "an error code", "EventUnregistered unasked"}, parseUnregister},
		{FaultWord{"hardware-error", "an error code", "EventHardwareError"}, parseHardwareError},
		{FaultWord{"link", "up or down", "EventLinkConnected or EventLinkDisconnected, 54 meanwhile"}, func(value string) (step, bool) {
			if value == "down" {
				return serverStep(func(_ *Server, w *world) { w.takeLinkDown() }), true
			}
			return serverStep(func(_ *Server, w *world) { w.bringLinkUp() }), value == "up"
		}},
		{FaultWord{"role", "primary or backup", "the server's role, with EventPrimaryChanged"}, func(value string) (step, bool) {
			return serverStep(func(s *Server, w *world) { s.setRole(w, value == "backup") }), value == "primary" || value == "backup"
		}},
	}
}

type option struct {
	value  string
	change func(*Behaviour)
}

func choice(word, meaning string, options ...option) faultWord {
	values := make([]string, len(options))
	for i, o := range options {
		values[i] = o.value
	}
	list := strings.Join(values[:len(values)-1], ", ") + " or " + values[len(values)-1]
	return faultWord{FaultWord{word, list, meaning}, func(value string) (step, bool) {
		at := slices.Index(values, value)
		if at < 0 {
			return step{}, false
		}
		return step{change: options[at].change}, true
	}}
}

func code(word, none, meaning string, set func(*Behaviour, int32)) faultWord {
	return faultWord{FaultWord{word, none + " or an error code", meaning}, func(value string) (step, bool) {
		number, ok := errorCode(value)
		if value == none {
			number, ok = 0, true
		}
		return step{change: func(b *Behaviour) { set(b, number) }}, ok
	}}
}

func errorCode(value string) (int32, bool) {
	number, err := strconv.ParseInt(value, 10, 32)
	return int32(number), err == nil && number > 0
}

func parseErrorText(value string) (step, bool) {
	return step{change: func(b *Behaviour) {
		b.ErrorNoText = value == "off"
		b.ErrorText = ""
		if value != "off" && value != "on" {
			b.ErrorText = value
		}
	}}, value != ""
}

func parseRegister(value string) (step, bool) {
	number, ok := errorCode(value)
	return step{change: func(b *Behaviour) {
		b.Silent = value == "silent"
		b.Refuse = number
	}}, ok || value == "on" || value == "silent"
}

func parseHardwareError(value string) (step, bool) {
	number, ok := errorCode(value)
	return step{at: func(w *world, a *address) { w.tellHardwareError(a, number) }, tells: true}, ok
}

func parseUnregister(value string) (step, bool) {
	number, ok := errorCode(value)
	return step{at: func(w *world, a *address) { w.takeAway(a, nil, number) }, tells: true}, ok
}

// sequenceWords are the words of an order about the sequence of events.
func sequenceWords() []faultWord {
	known := newSequences(0)
	word := func(word, meaning string, of []string, choose func(*sequences) *sequence) faultWord {
		values := append([]string{seedChooses}, of...)
		list := strings.Join(values[:len(values)-1], ", ") + " or " + values[len(values)-1]
		return faultWord{FaultWord{word, list, meaning}, func(value string) (step, bool) {
			return serverStep(func(_ *Server, w *world) {
				chosen := choose(&w.sequences)
				chosen.word = value
				if value == seedChooses {
					chosen.word = ""
				}
			}), slices.Contains(values, value)
		}}
	}
	return []faultWord{
		word("transfer", "the order of the events of a two-step transfer", known.transfer.of, func(s *sequences) *sequence { return &s.transfer }),
		word("conference", "the order of the events of a conference, at the DN that makes it", known.conference.of, func(s *sequences) *sequence { return &s.conference }),
		word("party-changed", "the attribute of EventPartyChanged that names the call's old ConnID", known.partyChanged.of, func(s *sequences) *sequence { return &s.partyChanged }),
	}
}

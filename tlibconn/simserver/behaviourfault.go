package simserver

import (
	"slices"
	"strconv"
	"strings"
)

// behaviourWords returns the words of an order about DNs and about the whole server.
func behaviourWords() []faultWord {
	return []faultWord{
		{FaultWord{"normal", "nothing", "ends all faults of DNs; without dn= those of connections too: half-open, byte-wise, delay and addp"}, func(value string) (step, bool) {
			return step{change: func(b *Behaviour) { *b = Behaviour{} }, resets: func(p *Path) { *p = Path{} }}, value == ""
		}},
		choice("echo", "whether the sender of an event also receives it", option{"on", func(b *Behaviour) { b.EchoOff = false }}, option{"off", func(b *Behaviour) { b.EchoOff = true }}),
		choice("event", "whether the event is sent after or before the EventACK", option{"after-ack", func(b *Behaviour) { b.EventFirst = false }}, option{"before-ack", func(b *Behaviour) { b.EventFirst = true }}),
		choice("ack", "whether EventACK is sent as usual, never, after another client's event, or with UserEvent 49",
			option{"on", func(b *Behaviour) { b.ACKLost, b.ACKHeld, b.ACKUserEvent = false, false, false }},
			option{"lost", func(b *Behaviour) { b.ACKLost, b.ACKHeld, b.ACKUserEvent = true, false, false }},
			option{"after-indication", func(b *Behaviour) { b.ACKLost, b.ACKHeld, b.ACKUserEvent = false, true, false }},
			option{"user-event", func(b *Behaviour) { b.ACKLost, b.ACKHeld, b.ACKUserEvent = false, false, true }}),
		code("error", "off", "rejects every request to send an event with the ErrorCode", func(b *Behaviour, value int32) { b.Error = value }),
		{FaultWord{"error-text", "on, off or a text", "the ErrorMessage of the answer that error= sets"}, parseErrorText},
		choice("error-reference", "whether the answer that error= sets has a ReferenceID", option{"on", func(b *Behaviour) { b.ErrorNoReference = false }}, option{"off", func(b *Behaviour) { b.ErrorNoReference = true }}),
		{FaultWord{"register", "on, silent or an error code", "accepts registrations, leaves them without an answer, or rejects them; with 125 and 43 the client is registered nevertheless, without a snapshot"}, parseRegister},
		code("register-again", "on", "rejects a second registration with the ErrorCode, for example 125", func(b *Behaviour, value int32) { b.Again = value }),
		choice("stamps", "the stamps of events: EventSequenceNumber, also the time, or nothing", option{"sequence", func(b *Behaviour) { b.Stamps = StampsSequence }}, option{"time", func(b *Behaviour) { b.Stamps = StampsTime }}, option{"off", func(b *Behaviour) { b.Stamps = StampsOff }}),
		choice("snapshot", "the form of EventRegistered's Extensions", option{"ints", func(b *Behaviour) { b.Snapshot = SnapshotInts }}, option{"text", func(b *Behaviour) { b.Snapshot = SnapshotText }}, option{"off", func(b *Behaviour) { b.Snapshot = SnapshotOff }}),
		choice("user-data-filter", "whether the filter that a client sets on user data (private service 8200) touches all events but EventUserEvent, EventUserEvent too, or none", option{"events", func(b *Behaviour) { b.Filter = FilterEvents }}, option{"user-events", func(b *Behaviour) { b.Filter = FilterUserEvents }}, option{"off", func(b *Behaviour) { b.Filter = FilterOff }}),
		{FaultWord{"service", "out or back", "takes the DN out of service (EventDNOutOfService) or back in service (EventDNBackInService)"}, func(value string) (step, bool) {
			return step{at: func(st *state, a *address) { st.setService(a, value == "out") }}, value == "out" || value == "back"
		}},
		{FaultWord{"unregister", "an error code", "ends the clients' registrations with EventUnregistered and the ErrorCode"}, parseUnregister},
		{FaultWord{"hardware-error", "an error code", "sends EventHardwareError with the ErrorCode"}, parseHardwareError},
		{FaultWord{"link", "up or down", "the link to the switch (EventLinkConnected, EventLinkDisconnected); requests are rejected with 54 while it is down"}, func(value string) (step, bool) {
			if value == "down" {
				return serverStep(func(_ *Server, st *state) { st.takeLinkDown() }), true
			}
			return serverStep(func(_ *Server, st *state) { st.bringLinkUp() }), value == "up"
		}},
		{FaultWord{"role", "primary or backup", "changes the server's role, with EventPrimaryChanged"}, func(value string) (step, bool) {
			return serverStep(func(s *Server, st *state) { s.setRole(st, value == "backup") }), value == "primary" || value == "backup"
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
	return step{at: func(st *state, a *address) { st.tellHardwareError(a, number) }, tells: true}, ok
}

func parseUnregister(value string) (step, bool) {
	number, ok := errorCode(value)
	return step{at: func(st *state, a *address) { st.endRegistrations(a, nil, number) }, tells: true}, ok
}

// sequenceWords returns the words of an order about the sequence of events.
func sequenceWords() []faultWord {
	known := newSequences(0)
	word := func(word, meaning string, of []string, choose func(*sequences) *sequence) faultWord {
		values := append([]string{seedChooses}, of...)
		list := strings.Join(values[:len(values)-1], ", ") + " or " + values[len(values)-1]
		return faultWord{FaultWord{word, list, meaning}, func(value string) (step, bool) {
			return serverStep(func(_ *Server, st *state) {
				chosen := choose(&st.sequences)
				chosen.word = value
				if value == seedChooses {
					chosen.word = ""
				}
			}), slices.Contains(values, value)
		}}
	}
	return []faultWord{
		word("transfer", "the order of the events of a two-step transfer", known.transfer.of, func(s *sequences) *sequence { return &s.transfer }),
		word("conference", "the order of the events of a conference at the DN that makes it", known.conference.of, func(s *sequences) *sequence { return &s.conference }),
		word("party-changed", "the attribute of EventPartyChanged that holds the call's old ConnID", known.partyChanged.of, func(s *sequences) *sequence { return &s.partyChanged }),
	}
}

package mutants

import (
	"time"

	"capdeck/tlibconn/wire"
)

// mutant breaks one part of what the contract asks for.
type mutant struct {
	name   string
	mutate mutation
	// unseen is why no required case can find it, "" if one must.
	unseen string
}

// tolerable is the reason for what only a robust case finds.
const tolerable = "the contract does not ask for it, and a robust case notes it"

// mutants are grouped by the part that they break.
func mutants() []mutant {
	var all []mutant
	for _, group := range [][]mutant{queryMutants(), keptMutants(), placeMutants(), formMutants(), connIDMutants(), silentMutants(), tolerated()} {
		all = append(all, group...)
	}
	return all
}

// queryMutants break the query.
func queryMutants() []mutant {
	return []mutant{
		{name: "query is not answered", mutate: func(m *moment) { drop(m, m.verb == "query") }},
		{name: "only every second query is answered", mutate: func(m *moment) { drop(m, m.verb == "query" && m.n%2 == 0) }},
		{name: "query is answered only for a capture that runs", mutate: func(m *moment) { drop(m, m.verb == "query" && m.after == disabled) }},
		{name: "query is answered only while disabled", mutate: func(m *moment) { drop(m, m.verb == "query" && m.after != disabled) }},
		{name: "query stops the capture after its answer", mutate: func(m *moment) { change(m, m.verb == "query", disabled) }},
		{name: "query starts the capture after its answer", mutate: func(m *moment) { change(m, m.verb == "query", enabled) }},
		{name: "query ends a pause after its answer", mutate: func(m *moment) { change(m, m.verb == "query" && m.before == paused, enabled) }},
		{name: "query is answered with enabled whatever the state is", mutate: func(m *moment) { claim(m, m.verb == "query", enabled) }},
		{name: "query tells the state before the last command", mutate: func(m *moment) {
			last, _ := m.memory["last"+m.dn].(string)
			switch m.verb {
			case "query":
				claim(m, last != "", last)
			case "start", "stop", "pause", "resume":
				m.memory["last"+m.dn] = m.before
			}
		}},
		{name: "query is answered with paused as enabled", mutate: func(m *moment) { claim(m, m.verb == "query" && m.after == paused, enabled) }},
	}
}

// keptMutants answer rightly and do not keep what they said, or change the wrong way.
func keptMutants() []mutant {
	keeps := func(verb string) mutation {
		return func(m *moment) { change(m, m.verb == verb, m.before) }
	}
	return []mutant{
		{name: "start is answered but not kept", mutate: keeps("start")},
		{name: "stop is answered but not kept", mutate: keeps("stop")},
		{name: "pause is answered but not kept", mutate: keeps("pause")},
		{name: "resume is answered but not kept", mutate: keeps("resume")},
		{name: "pause stops the capture, and says paused", mutate: func(m *moment) { change(m, m.verb == "pause" && m.before == enabled, disabled) }},
		{name: "resume stops the capture, and says enabled", mutate: func(m *moment) { change(m, m.verb == "resume" && m.before == paused, disabled) }},
		{name: "stop works only while enabled", mutate: func(m *moment) {
			if m.verb == "stop" && m.before == paused {
				m.after = paused
				m.value(paused)
			}
		}},
		{name: "stop pauses the capture", mutate: func(m *moment) {
			if m.verb == "stop" {
				m.after = paused
				m.value(paused)
			}
		}},
		{name: "only the first start is kept", mutate: func(m *moment) { change(m, m.verb == "start" && m.n > 1, m.before) }},
		{name: "a capture ends by itself 10 ms after it was started", mutate: func(m *moment) {
			started, _ := m.memory["started"+m.dn].(time.Time)
			if m.verb == "start" {
				m.memory["started"+m.dn] = m.now
			} else if m.before == enabled && m.verb == "query" && m.now.Sub(started) > 10*time.Millisecond {
				m.after = disabled
				m.value(disabled)
			}
		}},
	}
}

// placeMutants do the right thing to the wrong DN.
func placeMutants() []mutant {
	other := func(m *moment) string {
		for dn := range m.states {
			if dn != m.dn {
				return dn
			}
		}
		return m.dn
	}
	return []mutant{
		{name: "the right word goes to another DN", mutate: func(m *moment) {
			for i := range m.say {
				m.say[i].dn = other(m)
			}
		}},
		{name: "each word goes to another DN too", mutate: func(m *moment) {
			if len(m.say) > 0 {
				more := m.say[0]
				more.dn, more.connID = other(m), 0
				m.say = append(m.say, more)
			}
		}},
		{name: "a command changes another DN too, without a word", mutate: func(m *moment) {
			if m.verb == "start" || m.verb == "pause" {
				m.states[other(m)] = m.after
			}
		}},
		{name: "stop stops all DNs", mutate: func(m *moment) {
			// Seen only if another DN is enabled.
			if m.verb == "stop" {
				m.states[other(m)] = disabled
			}
		}, unseen: "the second DN is only watched and queried; a capture that runs there would be destroyed by a check that needs it"},
	}
}

// formMutants break the form of an indication.
func formMutants() []mutant {
	pair := func(change func(value string) wire.KeyValue) mutation {
		return func(m *moment) {
			for i := range m.say {
				m.say[i].pairs = []wire.KeyValue{change(string(m.say[i].pairs[0].Bytes))}
			}
		}
	}
	return []mutant{
		{name: "the words have a capital letter", mutate: pair(func(v string) wire.KeyValue { return wire.TextPair(key, string(v[0]-32)+v[1:]) })},
		{name: "the words end in a blank", mutate: pair(func(v string) wire.KeyValue { return wire.TextPair(key, v+" ") })},
		{name: "the words end in a zero byte", mutate: pair(func(v string) wire.KeyValue { return wire.TextPair(key, v+"\x00") })},
		{name: "the word is a number", mutate: pair(func(string) wire.KeyValue { return wire.IntPair(key, 1) })},
		{name: "the word is binary", mutate: pair(func(v string) wire.KeyValue { return wire.BinaryPair(key, []byte(v)) })},
		{name: "the word is in a list", mutate: pair(func(v string) wire.KeyValue { return wire.ListPair(key, wire.TextPair(key, v)) })},
		{name: "the key has a capital letter", mutate: pair(func(v string) wire.KeyValue { return wire.TextPair("Screen-Capture", v) })},
		{name: "the key has an underscore", mutate: pair(func(v string) wire.KeyValue { return wire.TextPair("screen_capture", v) })},
		{name: "the word is recording for enabled", mutate: func(m *moment) {
			if m.after == enabled {
				m.value("recording")
			}
		}},
		{name: "the word is the verb", mutate: func(m *moment) { m.value(m.verb) }},
		{name: "the messageType is another", mutate: func(m *moment) {
			for i := range m.say {
				m.say[i].kind = wire.EventAttachedDataChanged
			}
		}},
	}
}

// connIDMutants name the wrong call.
func connIDMutants() []mutant {
	names := func(of func(m *moment) uint64) mutation {
		return func(m *moment) {
			for i := range m.say {
				m.say[i].connID = of(m)
			}
		}
	}
	return []mutant{
		{name: "the ConnID of the command is left out", mutate: names(func(*moment) uint64 { return 0 })},
		{name: "the ConnID is one that the recorder invented", mutate: names(func(*moment) uint64 { return 0x1234 })},
		{name: "the ConnID is that of the first command with one", mutate: names(func(m *moment) uint64 {
			first, _ := m.memory["first"].(uint64)
			if first == 0 && m.connID != 0 {
				m.memory["first"] = m.connID
				return m.connID
			}
			return first
		}), unseen: "a check makes one call after the other only where it can make calls; a stale ConnID of the same call is the right one"},
		{name: "the ConnID is off by one", mutate: names(func(m *moment) uint64 {
			if m.connID == 0 {
				return 0
			}
			return m.connID + 1
		})},
		{name: "query alone leaves the ConnID out", mutate: func(m *moment) {
			for i := range m.say {
				if m.verb == "query" {
					m.say[i].connID = 0
				}
			}
		}},
	}
}

// silentMutants do not hear.
func silentMutants() []mutant {
	deaf := func(verb string) mutation {
		return func(m *moment) {
			if m.verb == verb {
				m.after, m.say = m.before, nil
			}
		}
	}
	return []mutant{
		{name: "the recorder hears nothing", mutate: func(m *moment) { m.after, m.say = m.before, nil }},
		{name: "start is ignored", mutate: deaf("start")},
		{name: "stop is ignored", mutate: deaf("stop")},
		{name: "pause is ignored", mutate: deaf("pause")},
		{name: "resume is ignored", mutate: deaf("resume")},
		{name: "every third command is ignored", mutate: func(m *moment) {
			if m.verb != "" && m.verb != enabled && m.any%3 == 0 {
				m.after, m.say = m.before, nil
			}
		}},
		{name: "an indication comes after a minute", mutate: func(m *moment) {
			for i := range m.say {
				m.say[i].after = time.Minute
			}
		}},
	}
}

// tolerated are deviations that the contract does not forbid: the required cases must pass.
func tolerated() []mutant {
	return []mutant{
		{name: "only query is answered", mutate: func(m *moment) { drop(m, m.verb != "query") }, unseen: tolerable},
		{name: "each indication comes twice", mutate: func(m *moment) { m.say = append(m.say, m.say...) }, unseen: tolerable},
		{name: "the key is screen-capture-indication", mutate: func(m *moment) {
			for i := range m.say {
				m.say[i].pairs[0].Key = "screen-capture-indication"
			}
		}, unseen: "the documentation's prose calls it so, and both keys are accepted on receipt"},
	}
}

// drop sends nothing if it holds.
func drop(m *moment, holds bool) {
	if holds {
		m.say = nil
	}
}

// change changes the state without a word if it holds.
func change(m *moment, holds bool, state string) {
	if holds {
		m.after = state
	}
}

// claim says another word than the state if it holds.
func claim(m *moment, holds bool, word string) {
	if holds {
		m.value(word)
	}
}

package recorder

import (
	"hash/fnv"
	"math/rand/v2"
	"time"

	"capdeck/tlibconn/event"
)

// ConnIDChoice selects the call that an indication names.
type ConnIDChoice uint8

// The choices.
const (
	// ConnIDSame: the call that the command named, if any.
	ConnIDSame ConnIDChoice = iota
	// ConnIDNone: no call.
	ConnIDNone
	// ConnIDEnded: the DN's call that ended last, or an unknown ConnID if none has ended.
	ConnIDEnded
	// ConnIDForeign: a ConnID that belongs to no call.
	ConnIDForeign
)

// CallEnd selects what happens when the call of a running capture ends.
type CallEnd uint8

// The choices.
const (
	// CallEndKeep: the capture continues.
	CallEndKeep CallEnd = iota
	// CallEndStop: the capture stops, and an indication reports it.
	CallEndStop
	// CallEndSilentStop: the capture stops without an indication.
	CallEndSilentStop
)

// Behaviour is how the recorder treats one DN. The zero value is a recorder without a fault.
type Behaviour struct {
	// Silent ignores commands: the recorder neither obeys nor answers them.
	Silent bool
	// Delay is how long each indication waits before it is sent.
	Delay time.Duration
	// Jitter is the longest time that an indication waits in addition. Each time is random, and all times
	// from 0 to Jitter are equally likely.
	Jitter time.Duration
	// Late is how long an indication waits in addition to Delay and Jitter; 0 means no longer than those.
	// Unlike Delay it is a fault, which Shares can restrict to some of the commands.
	Late time.Duration
	// IndicationKey sends screen-capture-indication as the key.
	IndicationKey bool
	// Unicode sends the value as UTF-16.
	Unicode bool
	// ConnID selects the call that an indication names.
	ConnID ConnIDChoice
	// Twice sends each indication twice.
	Twice bool
	// Wrong sends an indication that differs from the state: disabled for enabled and
	// paused, enabled for disabled.
	Wrong bool
	// Shares says how often the faults occur.
	Shares Shares
	// StartAfter makes the recorder start the capture without a command, this long after the DN's first
	// call was established, as one does that records by rule. It does nothing if the call has ended by then
	// or the DN is recorded already. 0 means that only commands start a capture.
	StartAfter time.Duration
	// CallEnd selects what happens when a call ends.
	CallEnd CallEnd
}

// Percent is a share of the commands of a DN, from more than 0 to 100. 0 means all of them, as 100 does.
type Percent float64

// Shares holds how often each fault of a Behaviour occurs: the percentage of the commands, and of the
// indications that no command asked for. Which ones these are depends only on Options.Seed, on the DN, and on
// how many commands of the DN came before.
type Shares struct {
	Silent, Late, ConnID, Twice, Wrong Percent
}

// behaviours holds a DN's Behaviour for each verb, and for indications that no command asked for under
// event.VerbNone. The DNs share it, so it is replaced and never changed.
type behaviours [event.VerbQuery + 1]Behaviour

// everywhere returns behaviours that are alike for each verb.
func everywhere(behaviour Behaviour) *behaviours {
	var all behaviours
	for verb := range all {
		all[verb] = behaviour
	}
	return &all
}

// changed returns behaviours with a change for the verbs, or for everything if there are none.
func (b *behaviours) changed(verbs []event.Verb, change func(*Behaviour)) *behaviours {
	after := *b
	if len(verbs) == 0 {
		for verb := range after {
			change(&after[verb])
		}
	}
	for _, verb := range verbs {
		change(&after[verb])
	}
	return &after
}

// chances are the random numbers of one command or indication, each at least 0 and less than 1.
type chances struct{ silent, late, connID, twice, wrong, jitter float64 }

// source returns the random numbers of a DN: the same ones for the same seed.
func source(seed uint64, dn string) rand.PCG {
	hash := fnv.New64a()
	hash.Write([]byte(dn))
	return *rand.NewPCG(seed, hash.Sum64())
}

// chances draws the numbers of the next command. It draws all of them, so that a command's fate does not depend
// on the faults that were in force for those before it.
func (l *line) chances() chances {
	draw := func() float64 { return float64(l.random.Uint64()>>11) / (1 << 53) }
	return chances{silent: draw(), late: draw(), connID: draw(), twice: draw(), wrong: draw(), jitter: draw()}
}

// occurs reports whether a fault of this share occurs.
func (p Percent) occurs(chance float64) bool { return p == 0 || chance*100 < float64(p) }

package simserver

import (
	"math/rand/v2"
	"slices"
	"strings"

	"capdeck/tlibconn/wire"
)

// sequences are the orders in which the events of a transfer and of a conference
// come: T-Servers differ (SEMANTICS.md, Calls).
type sequences struct {
	transfer, conference, partyChanged sequence
	random                             *rand.Rand
}

// sequence is one choice of the fault words transfer, conference and
// party-changed. The zero value lets the seed choose each time.
type sequence struct {
	word string
	of   []string
}

// The values of the fault words.
const (
	seedChooses = "seed"

	releasedChanged = "released-changed"
	changedReleased = "changed-released"

	releasedRetrievedAdded = "released-retrieved-added"
	releasedAdded          = "released-added"
	addedReleased          = "added-released"
	changedAdded           = "changed-added"
	addedChanged           = "added-changed"

	namesPreviousConnID = "previous"
	namesTransferConnID = "transfer"
)

func newSequences(seed uint64) sequences {
	return sequences{
		transfer:     sequence{of: []string{releasedChanged, changedReleased}},
		conference:   sequence{of: []string{releasedRetrievedAdded, releasedAdded, addedReleased, changedAdded, addedChanged}},
		partyChanged: sequence{of: []string{namesPreviousConnID, namesTransferConnID}},
		random:       rand.New(rand.NewPCG(seed, 2)),
	}
}

// chooses returns the sequence in force.
func (w *world) chooses(s *sequence) string {
	if s.word != "" {
		return s.word
	}
	return s.of[w.sequences.random.IntN(len(s.of))]
}

// partyEvent is an event of a call, made when the call was as it tells.
type partyEvent struct {
	at         *address // nil for a number that is no DN of the server
	kind       wire.MessageType
	attributes []wire.Attribute
}

func (p *party) event(kind wire.MessageType, state int32, more ...wire.Attribute) partyEvent {
	e := partyEvent{at: p.at, kind: kind}
	if p.at != nil {
		e.attributes = p.eventAttributes(kind, state, more...)
	}
	return e
}

func (w *world) tellAll(groups ...[]partyEvent) {
	for _, e := range slices.Concat(groups...) {
		if e.at != nil {
			w.tell(e.at, e.kind, e.attributes...)
		}
	}
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

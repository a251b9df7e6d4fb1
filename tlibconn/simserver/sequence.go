package simserver

import (
	"math/rand/v2"
)

// sequences holds the order of the events of a transfer and of a conference, which
// differs among T-Servers (SEMANTICS.md, Calls).
type sequences struct {
	transfer, conference, partyChanged sequence
	random                             *rand.Rand
}

// sequence is the choice for one of the fault words transfer, conference and
// party-changed. If word is "", the seed chooses each time.
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

package recorder

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// maxCalls is how many calls of one DN the recorder remembers. Beyond that, it forgets the oldest.
const maxCalls = 16

// line is what the recorder knows about one DN.
type line struct {
	dn         string
	behaviours *behaviours
	random     rand.PCG
	state      event.Indication
	capture    uint64   // the call of the running capture, 0 for none
	calls      []uint64 // oldest first
	ended      uint64   // the call that ended last
	starting   starting
	refused    string // why T-Server refused its registration, "" if it did not
	announced  bool   // its state was indicated because of Options.Announce
}

// behaviour returns the DN's behaviour apart from commands.
func (l *line) behaviour() *Behaviour { return &l.behaviours[event.VerbNone] }

// silent reports whether the recorder does nothing at all.
func (b *Behaviour) silent() bool {
	return b.Silent && (b.Shares.Silent == 0 || b.Shares.Silent == 100)
}

// starting is a capture that the recorder is about to start by itself (Behaviour.StartAfter).
type starting struct {
	call uint64 // 0 for none
	due  time.Time
}

func (l *line) change(state event.Indication, connID uint64) {
	if state == event.Disabled {
		connID = 0
	} else if connID == 0 {
		connID = l.capture
	}
	l.state, l.capture = state, connID
}

func (l *line) forget() {
	l.state, l.capture, l.calls, l.ended, l.starting, l.announced = event.Disabled, 0, nil, 0, starting{}, false
}

func (l *line) newestCall() uint64 {
	if len(l.calls) == 0 {
		return 0
	}
	return l.calls[len(l.calls)-1]
}

func (l *line) addCall(id uint64) {
	if id == 0 || slices.Contains(l.calls, id) {
		return
	}
	l.calls = append(l.calls, id)
	if len(l.calls) > maxCalls {
		l.calls = slices.Delete(l.calls, 0, 1)
	}
}

// follow tracks the DN's calls according to the table of SEMANTICS.md, Calls. ended is the call that
// the event ended, 0 for none.
func (l *line) follow(m *wire.RawMessage, connID uint64) (ended uint64) {
	switch m.Type {
	case wire.EventRinging, wire.EventDialing, wire.EventNetworkReached, wire.EventEstablished, wire.EventHeld, wire.EventRetrieved:
		l.addCall(connID)
	case wire.EventReleased, wire.EventAbandoned, wire.EventDiverted:
		l.calls = slices.DeleteFunc(l.calls, func(id uint64) bool { return id == connID })
		l.ended = connID
		if l.starting.call == connID {
			l.starting = starting{}
		}
		return connID
	case wire.EventPartyChanged:
		previous, given := m.Long(wire.AttributePreviousConnID)
		if !given {
			previous, _ = m.Long(wire.AttributeTransferConnID)
		}
		if previous != 0 && previous != connID {
			l.rename(previous, connID)
		}
	case wire.EventRegistered:
		l.calls = l.calls[:0]
		if list, given := m.List(wire.AttributeExtensions); given {
			l.readSnapshot(list)
		}
	}
	return 0
}

func (l *line) rename(from, to uint64) {
	l.calls = slices.DeleteFunc(l.calls, func(id uint64) bool { return id == from })
	l.addCall(to)
	if l.capture == from {
		l.capture = to
	}
	if l.starting.call == from {
		l.starting.call = to
	}
}

// readSnapshot reads conn-1, conn-2, … (SEMANTICS.md, Sessions and registration).
func (l *line) readSnapshot(list wire.List) {
	for i := 1; i <= maxCalls; i++ {
		pair, found := list.Find("conn-" + strconv.Itoa(i))
		if !found {
			return
		}
		if id := event.PairConnID(&pair); id != 0 {
			l.addCall(id)
		}
	}
}

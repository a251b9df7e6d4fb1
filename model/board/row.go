package board

import (
	"slices"
	"time"

	"capdeck/tlibconn/event"
)

// Row is one DN of the board. The pointer stays the same as long as the DN is
// on the board; what its methods return is the truth at the moment of the
// call. Slices that they return belong to the board: they are to be read before
// the board is told anything further, and never changed.
type Row struct {
	// What an indication touches stands here, in the order of cache lines: with
	// many DNs in shuffled order the time goes into fetching it. Board.fetch
	// touches each line, TestFrontOfARow holds them.

	*rowBack
	short     [shortDN + 1]byte // the DN, if it is so short, and its length
	site      *site
	turn      uint32 // counts commands and call changes: what lies between two indications
	heapIndex int32
	callLeft  time.Time // when the capture's call left and nothing was heard since

	capture Capture

	registration Registration
	fault        commandFault
	shown        shown
	conflict     [2]State
	unvouched    Stale // reasons that hold until the next indication
	outOfService bool
	wantsQuery   bool
	queryInRound bool // the query that it wants belongs to a registration round
	onCall       bool // OnCall
	isNotAsked   bool // notAsked says why
	asksLater    bool // notAsked says when
	placed       bool // its place in the heap is not later than its deadlines by age

	stopPending    bool   // stops.pending waits
	stoppedUnasked bool   // stops.last is a fault
	explains       reason // the words for which rare.reasons has a reason, a bit each

	byCall  []CallCapture
	oneCall [1]CallCapture // what byCall lies in as long as it is no longer

	lastCommand *command // not nil if there ever was one, but for automatic queries
	left        []uint64
	aliases     []alias
	version     uint64

	open   []*command // not ended: sent ones in the order of sending, then the others
	echoes []*command // sent less than an echo window ago

	group *group // its team's DNs, or those without a team
}

// rowBack is what an indication does not touch.
type rowBack struct {
	ended       []*command
	due         time.Time // meant while heapIndex is not -1
	calls       []Call
	rare        *rare // nil until the first call, or the first command of another client
	status      int32
	hasStatus   bool
	reference   int32 // of the registration that waits for its answer, 0 for none
	key         Key
	wire        string // the DN as it stands on the wire
	label, team string
	index       int    // in Board.rows
	place       int    // in group.members
	setAside    bool   // it wants a query, and its team's recorder is silent: it stands in group.aside
	lossTurn    uint32 // Row.turn when link or registration were last lost
	agent       Agent
	foreign     Foreign
	more        time.Time
	leftAt      time.Time // when a call last left
	faultOf     *command  // whose outcome fault is, meant while it is one
	watched     Fault     // the present fault, of which whoever watches has been told
	wantedAt    time.Time // when an automatic query was last wanted or left
	notAsked    notAsked
	resync      resync
	busyEnds    time.Time // when the first of its busy calls is not to be trusted any more, zero for never
	enteredAt   time.Time // when it last came on a call and did not age before
}

// rare is what a row keeps of calls and of other clients.
type rare struct {
	stops   *stops // nil until the first capture that stops during a call
	reasons [event.Disabled + 1]time.Time

	conferenced conferenced
}

// rarely returns the row's rare, and makes it where there is none.
func (r *Row) rarely() *rare {
	if r.rare == nil {
		r.rare = new(rare)
	}
	return r.rare
}

// stops returns what the row keeps of captures that stopped, nil for nothing.
func (r *Row) stops() *stops {
	if r.rare == nil {
		return nil
	}
	return r.rare.stops
}

// makeStops is stops, and makes it where there is none.
func (r *Row) makeStops() *stops {
	kept := r.rarely()
	if kept.stops == nil {
		kept.stops = new(stops)
	}
	return kept.stops
}

const (
	shortDN = 15  // how long a DN may be to stand in front of its row
	longDN  = 255 // in the place of the length of a longer one
)

func newRow(s *site, key Key, wire string, place int) *Row {
	r := &Row{rowBack: &rowBack{key: key, wire: wire, index: place}, site: s, heapIndex: -1}
	r.short[shortDN] = longDN
	if len(wire) <= shortDN {
		r.short[shortDN] = byte(copy(r.short[:], wire))
	}
	r.byCall = r.oneCall[:0]
	return r
}

// isDN reports whether the row is the DN's, whose bytes are those on the wire.
func (r *Row) isDN(dn []byte) bool {
	if len(dn) > shortDN {
		return r.wire == string(dn)
	}
	return int(r.short[shortDN]) == len(dn) && string(r.short[:len(dn)]) == string(dn)
}

// CallCapture is the last indication that named a call, or that named none.
type CallCapture struct {
	// ConnID is the call's present name, 0 for indications that named none.
	ConnID uint64
	// Heard is when it came.
	Heard time.Time

	turn uint32 // Row.turn when it came

	// State is the indication's.
	State State
}

// Key returns the row's identity.
func (r *Row) Key() Key { return r.key }

// Index returns the row's place in Board.Rows, which changes only when rows are
// removed.
func (r *Row) Index() int { return r.index }

// Label returns the label that the entry had, "" for none.
func (r *Row) Label() string { return r.label }

// Team returns the team that the entry had, "" for none.
func (r *Row) Team() string { return r.team }

// Version changes whenever something that the row shows changed; the passing
// of time alone does not change it.
func (r *Row) Version() uint64 { return r.version }

// State returns the capture state that the row counts as.
func (r *Row) State() State { return r.shown.state() }

// Stale returns why the state is not vouched for, 0 if it is. A stale state is
// never to be shown plain.
func (r *Row) Stale() Stale { return r.shown.stale() }

// Fault returns what is wrong with the DN.
func (r *Row) Fault() Fault { return r.shown.fault() }

// HiddenFault returns the fault that FaultStopped hides: what is wrong at present,
// where Fault says that a capture has stopped. It is none where Fault is another.
func (r *Row) HiddenFault() Fault {
	if r.Fault().Kind != FaultStopped {
		return Fault{}
	}
	return r.presentFault()
}

// Conflict returns the two states that were indicated against each other; ok
// is false where there is no conflict.
func (r *Row) Conflict() (first, second State, ok bool) {
	return r.conflict[0], r.conflict[1], r.conflict[0] != r.conflict[1]
}

// Registration returns the DN's registration.
func (r *Row) Registration() Registration {
	reg := r.registration
	if r.outOfService && reg.State == RegistrationHeld {
		reg.State = RegistrationOutOfService
	}
	return reg
}

// Capture returns the state of the capture with its times.
func (r *Row) Capture() Capture { return r.capture }

// CapturesByCall returns the last indication of each ConnID, the newest last,
// at most MaxCaptures.
func (r *Row) CapturesByCall() []CallCapture { return r.byCall }

// OnCall reports whether the DN is on a call: one of its calls is not bridged and is
// not stale.
func (r *Row) OnCall() bool { return r.onCall }

// Calls returns the DN's calls, at most MaxCalls.
func (r *Row) Calls() []Call { return r.calls }

// CurrentCall returns the talking call, else the ringing or dialing one, else
// the held one, of several the one that changed last; ok is false where the DN
// has no call of its own (SEMANTICS.md, Calls).
func (r *Row) CurrentCall() (call Call, ok bool) {
	best := -1
	for i := range r.calls {
		if r.calls[i].State == CallBridged {
			continue
		}
		if best < 0 || callRank(r.calls[i].State) > callRank(r.calls[best].State) ||
			callRank(r.calls[i].State) == callRank(r.calls[best].State) && !r.calls[i].Changed.Before(r.calls[best].Changed) {
			best = i
		}
	}
	if best < 0 {
		return Call{}, false
	}
	return r.calls[best], true
}

// FurtherCalls returns how many calls the DN has beside the current one, and the
// state that they share; CallPresent where they have several.
func (r *Row) FurtherCalls() (count int, state CallState) {
	current, _ := r.CurrentCall()
	for i := range r.calls {
		if r.calls[i].ConnID == current.ConnID {
			continue
		}
		if count++; count == 1 {
			state = r.calls[i].State
		} else if state != r.calls[i].State {
			state = CallPresent
		}
	}
	return count, state
}

func callRank(s CallState) int {
	switch s {
	case CallTalking:
		return 3
	case CallRinging, CallDialing:
		return 2
	case CallHeld, CallBusy:
		return 1
	}
	return 0
}

// Agent returns the agent at the DN.
func (r *Row) Agent() Agent { return r.agent }

// Status returns the number under the key status in the DN's last snapshot; its
// meaning is unverified (SEMANTICS.md, Sessions and registration).
func (r *Row) Status() (status int32, ok bool) { return r.status, r.hasStatus }

// LastCommand returns the newest command for the DN, ours or another client's;
// ok is false if there was none. Automatic queries are no commands.
func (r *Row) LastCommand() (c Command, ok bool) {
	if r.lastCommand == nil {
		return Command{}, false
	}
	return r.lastCommand.Command, true
}

// LastCommandFails reports whether the failure of the last command is a fault of the
// row: it is none any more once the indication has come that it asked for.
func (r *Row) LastCommandFails() bool {
	return r.lastCommand != nil && r.fault.Kind != FaultNone && r.faultOf == r.lastCommand
}

// WaitsFor reports whether the last command for the DN has this verb and a
// command of ours with it is the newest that has no outcome yet: to send it again
// would tell the recorder nothing new.
func (r *Row) WaitsFor(verb event.Verb) bool {
	if r.lastCommand == nil || r.lastCommand.Verb != verb {
		return false
	}
	for _, c := range slices.Backward(r.open) {
		if !c.automatic {
			return c.Verb == verb
		}
	}
	return false
}

// OpenCommands returns the DN's commands that have no outcome yet, oldest
// first. It makes a new slice.
func (r *Row) OpenCommands() []Command {
	var open []Command
	for _, c := range r.open {
		if !c.automatic {
			open = append(open, c.Command)
		}
	}
	return open
}

// EndedCommands returns the DN's last ended commands, oldest first, at most
// Options.History. It makes a new slice.
func (r *Row) EndedCommands() []Command {
	var ended []Command
	for _, c := range r.ended {
		ended = append(ended, c.Command)
	}
	return ended
}

// Foreign returns the last value under a capture key that is no word of the
// contract; ok is false if none came.
func (r *Row) Foreign() (f Foreign, ok bool) { return r.foreign, r.foreign.Count > 0 }

// MorePairs returns when a message last held more than one capture pair, of
// which only the first counts; zero if none did.
func (r *Row) MorePairs() time.Time { return r.more }

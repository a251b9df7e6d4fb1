package board

import (
	"slices"
	"time"

	"capdeck/tlibconn/event"
)

// Row is one DN of the board. The pointer stays the same as long as the DN is on the
// board, and its methods return the present state. Slices that they return belong to the
// board: read them before the next call that changes the board, and never change them.
type Row struct {
	// The fields that an indication touches come first, in the order of cache lines: with many
	// DNs in shuffled order, fetching them takes most of the time. Board.fetch touches each
	// line; TestFrontOfARow checks them.

	*rowBack
	short     [shortDN + 1]byte // the DN, if it is short enough, and its length
	site      *site
	turn      uint32 // counts commands and call changes, to find those between two indications
	heapIndex int32
	callLeft  time.Time // when the capture's call ended, if no indication arrived since

	capture Capture

	registration Registration
	fault        commandFault
	shown        shown
	conflict     [2]State
	unvouched    Stale // reasons that last until the next indication
	outOfService bool
	wantsQuery   bool
	queryInRound bool // the wanted query belongs to a registration round
	onCall       bool // OnCall
	established  bool // Established
	isNotAsked   bool // notAsked has the reason
	asksLater    bool // notAsked has the time
	placed       bool // its place in the heap is not later than its deadlines by age

	stopPending bool   // stops.pending is waiting
	hasLasting  bool   // rare.lasting is set
	explains    reason // the indications for which rare.reasons has a reason, a bit each
	spokeLast   bool   // the last change that was reported is an indication
	repeated    bool   // Repeated

	byCall  []CallCapture
	oneCall [1]CallCapture // the backing array of byCall as long as it has one element

	lastCommand *command // nil until the first command; automatic queries do not count
	left        []uint64
	aliases     []alias
	version     uint64

	open   []*command // not ended: sent ones in the order of sending, then the others
	echoes []*command // sent less than an echo window ago

	group *group // the DNs of its team, or those without a team
}

// rowBack holds the fields that an indication does not touch.
type rowBack struct {
	// What a report needs is in the first cache line: Board.fetch touches it, too.
	key    Key
	number int // Number
	calls  []Call

	ended       []*command
	due         time.Time // valid unless heapIndex is -1
	rare        *rare     // nil until the first call, or the first command of another client
	status      int32
	hasStatus   bool
	reference   int32  // the registration that waits for its answer, 0 for none
	wire        string // the DN in the bytes of the wire
	label, team string
	index       int    // in Board.rows
	place       int    // in group.members
	setAside    bool   // it wants a query, and its team's recorder is silent: it is in group.aside
	lossTurn    uint32 // Row.turn when the link or the registration was last lost
	agent       Agent
	foreign     Foreign
	more        time.Time
	leftAt      time.Time // when a call last ended
	faultOf     *command  // the command whose outcome fault is, valid while it is one
	watched     Fault     // the present fault that was last reported to Options.Watch
	reported    shown     // what was last reported to OnChange
	faultSaid   Fault     // the present fault that was last reported to OnChange
	wantedAt    time.Time // when an automatic query was last wanted or left
	notAsked    notAsked
	resync      resync
	busyEnds    time.Time // when the first of its busy calls can no longer be trusted, zero for never
	enteredAt   time.Time // when it last began to age because of a call
}

// rare holds what a row keeps about calls and other clients.
type rare struct {
	stops   *stops // nil until a capture first stops during a call
	lasting Lasting
	reasons [event.Disabled + 1]time.Time

	conferenced conferenced
}

// rarely returns the row's rare, and creates it if there is none.
func (r *Row) rarely() *rare {
	if r.rare == nil {
		r.rare = new(rare)
	}
	return r.rare
}

// stops returns what the row keeps about stopped captures, nil for nothing.
func (r *Row) stops() *stops {
	if r.rare == nil {
		return nil
	}
	return r.rare.stops
}

// makeStops is stops, and creates it if there is none.
func (r *Row) makeStops() *stops {
	kept := r.rarely()
	if kept.stops == nil {
		kept.stops = new(stops)
	}
	return kept.stops
}

const (
	shortDN = 15  // the longest DN that is stored at the front of its row
	longDN  = 255 // stored instead of the length of a longer one
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

// isDN reports whether the row is that of the DN with these bytes on the wire.
func (r *Row) isDN(dn []byte) bool {
	if len(dn) > shortDN {
		return r.wire == string(dn)
	}
	return int(r.short[shortDN]) == len(dn) && string(r.short[:len(dn)]) == string(dn)
}

// CallCapture is the last indication that named one call, or that named none.
type CallCapture struct {
	// ConnID is the call's present ConnID, 0 for indications that named none.
	ConnID uint64
	// Heard is when it arrived.
	Heard time.Time

	turn uint32 // Row.turn when it arrived

	// State is the state that was indicated.
	State State
}

// Key returns the row's identity.
func (r *Row) Key() Key { return r.key }

// Index returns the row's index in Board.Rows. It changes only when rows are removed.
func (r *Row) Index() int { return r.index }

// Number returns a small number that no other row on the board has, from 0. It stays the
// same as long as the DN is on the board, and another row may have it after that. What
// belongs to rows can be kept in a slice by it.
func (r *Row) Number() int { return r.number }

// Label returns the label of the entry, "" for none.
func (r *Row) Label() string { return r.label }

// Team returns the team of the entry, "" for none.
func (r *Row) Team() string { return r.team }

// Version changes whenever something that the row shows changes. The passing of time alone
// does not change it.
func (r *Row) Version() uint64 { return r.version }

// State returns the capture state under which the row is counted.
func (r *Row) State() State { return r.shown.state() }

// Stale returns why the state is not vouched for, 0 if it is. Never show a stale state as
// a plain one.
func (r *Row) Stale() Stale { return r.shown.stale() }

// Fault returns what is wrong with the DN.
func (r *Row) Fault() Fault { return r.shown.fault() }

// HiddenFault returns the present fault while Fault returns a lasting one, which hides it. It
// is none while Fault returns another fault.
func (r *Row) HiddenFault() Fault {
	if !r.Fault().Kind.Lasts() {
		return Fault{}
	}
	return r.presentFault()
}

// Conflict returns the two states that contradicted each other; ok is false if there is no
// conflict.
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

// CapturesByCall returns the last indication for each ConnID, the newest last, at most
// MaxCaptures.
func (r *Row) CapturesByCall() []CallCapture { return r.byCall }

// Repeated returns when the newest indication was last repeated without a report to
// Board.OnChange; zero if it was not since the last change that was reported.
func (r *Row) Repeated() time.Time {
	if !r.repeated {
		return time.Time{}
	}
	return r.byCall[len(r.byCall)-1].Heard
}

// OnCall reports whether the DN is on a call: one of its calls is neither bridged nor
// stale.
func (r *Row) OnCall() bool { return r.onCall }

// Established reports whether the DN is on a call that was answered: one of its calls is
// talking or held. A call whose state is unknown does not count.
func (r *Row) Established() bool { return r.established }

// Calls returns the DN's calls, at most MaxCalls.
func (r *Row) Calls() []Call { return r.calls }

// CurrentCall returns the talking call, else the ringing or dialing one, else the held
// one; of several, the one that changed last. ok is false if the DN has no call of its own
// (SEMANTICS.md, Calls).
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

// FurtherCalls returns the number of the DN's calls other than the current one, and the
// state that they share; CallPresent if they have several states.
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

// Status returns the number under the key status in the DN's last snapshot. Its meaning is
// unverified (SEMANTICS.md, Sessions and registration).
func (r *Row) Status() (status int32, ok bool) { return r.status, r.hasStatus }

// LastCommand returns the newest command for the DN, ours or another client's; ok is false
// if there was none. Automatic queries are not commands.
func (r *Row) LastCommand() (c Command, ok bool) {
	if r.lastCommand == nil {
		return Command{}, false
	}
	return r.lastCommand.Command, true
}

// LastCommandFails reports whether the failure of the last command is a fault of the row.
// It no longer is once the indication that the command asked for has arrived.
func (r *Row) LastCommandFails() bool {
	return r.lastCommand != nil && r.fault.Kind != FaultNone && r.faultOf == r.lastCommand
}

// WaitsFor reports whether the last command for the DN has this verb, and the newest open
// command is one of ours with this verb: to send it again would change nothing.
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

// OpenCommands returns the DN's commands that have no outcome yet, oldest first. It
// allocates a new slice.
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
// Options.History. It allocates a new slice.
func (r *Row) EndedCommands() []Command {
	var ended []Command
	for _, c := range r.ended {
		ended = append(ended, c.Command)
	}
	return ended
}

// Foreign returns the last value under a capture key that is outside the contract; ok is
// false if there was none.
func (r *Row) Foreign() (f Foreign, ok bool) { return r.foreign, r.foreign.Count > 0 }

// MorePairs returns when a message last held more than one capture pair, of which only the
// first is used; zero if none did.
func (r *Row) MorePairs() time.Time { return r.more }

package board

import (
	"strconv"
	"time"

	"capdeck/tlibconn/event"
)

// State is what is known of a DN's capture. It is what the counters count and
// what the screen draws first; staleness and faults stand beside it.
type State uint8

// The capture states. The zero value is StateUnknown.
const (
	StateUnknown State = iota
	StateRec           // enabled
	StatePaused        // paused
	StateOff           // disabled
)

var stateWords = [...]string{StateUnknown: "unknown", StateRec: "enabled", StatePaused: "paused", StateOff: "disabled"}

// String returns the state in the words of the contract: unknown, enabled,
// paused, disabled (SEMANTICS.md, The screen-capture contract).
func (s State) String() string {
	if int(s) < len(stateWords) {
		return stateWords[s]
	}
	return ""
}

func stateOf(i event.Indication) State {
	switch i {
	case event.Enabled:
		return StateRec
	case event.Paused:
		return StatePaused
	case event.Disabled:
		return StateOff
	}
	return StateUnknown
}

// Stale is a set of reasons why a capture state is not vouched for. Zero means
// that it is.
type Stale uint8

// The reasons of staleness (docs/ARCHITECTURE.md, the board).
const (
	// StaleLink: the link was lost since the last indication.
	StaleLink Stale = 1 << iota
	// StaleRegistration: the DN's registration was lost since, or is not held.
	StaleRegistration
	// StaleQuery: a query went unanswered.
	StaleQuery
	// StaleCallLeft: the call that it was indicated for left the DN, and no
	// indication came.
	StaleCallLeft
	// StaleAge: nothing was heard for too long (Options.StaleAfter), of a row that
	// is asked again.
	StaleAge
	// StaleCommand: a start, stop, pause or resume went unanswered: whether it was
	// done, nobody has said.
	StaleCommand
)

// String returns the reasons as words for people, "" for none.
func (s Stale) String() string {
	text := ""
	for bit, words := range [...]string{
		"the link was lost", "the DN is not registered", "a query went unanswered",
		"the call ended", "not heard from for too long",
		"a command went unanswered",
	} {
		if s&(1<<bit) != 0 {
			if text != "" {
				text += ", "
			}
			text += words
		}
	}
	return text
}

// FaultKind says what is wrong with a DN.
type FaultKind uint8

// The faults, in the order in which they hide each other: of several a row
// shows the first. The zero value is no fault.
const (
	FaultNone FaultKind = iota
	// FaultStopped: a capture stopped during a call and nobody asked for it, see
	// Row.Stopped. It stays until Board.Acknowledge, and no other fault hides it;
	// Row.HiddenFault is the next one.
	FaultStopped
	// FaultRefused: the registration was refused, Fault.Code says why.
	FaultRefused
	// FaultRegistrationLost: the registration was lost, Fault.Code says why.
	FaultRegistrationLost
	// FaultNotRegistered: the registration got no answer.
	FaultNotRegistered
	// FaultOutOfService: T-Server says that the DN is out of service.
	FaultOutOfService
	// FaultConflict: two different indications came, see Row.Conflict. It lasts until
	// the next consistent one, or until a newer command leaves.
	FaultConflict
	// FaultNotAsked: the DN was to be asked by an automatic query and was not, see
	// Row.NotAsked.
	FaultNotAsked
	// FaultRejected: the last command was rejected, Fault.Code says why.
	FaultRejected
	// FaultContradicted: another indication came than the last command asked
	// for.
	FaultContradicted
	// FaultNoAnswer: no indication came for the last command or query.
	FaultNoAnswer
	// FaultLost: the last command got no answer at all.
	FaultLost
)

var faultWords = [...]string{
	FaultRefused: "REFUSED", FaultRegistrationLost: "REGISTRATION LOST", FaultNotRegistered: "NOT REGISTERED",
	FaultOutOfService: "OUT OF SERVICE", FaultConflict: "CONFLICT", FaultStopped: "STOPPED UNASKED", FaultNotAsked: "NOT ASKED",
	FaultRejected: "REJECTED", FaultContradicted: "CONTRADICTED", FaultNoAnswer: "NO ANSWER", FaultLost: "LOST",
}

// Fault is what a row shows as wrong. The zero value is no fault.
type Fault struct {
	// Kind says what is wrong.
	Kind FaultKind
	// Code is the server's error code where the fault has one, else 0.
	Code int32
}

// String returns the fault as the screen shows it behind its mark: NO ANSWER,
// REJECTED 59; "" for no fault. A conflict's two states are Row.Conflict's.
func (f Fault) String() string {
	if int(f.Kind) >= len(faultWords) {
		return ""
	}
	if f.Code != 0 {
		return faultWords[f.Kind] + " " + strconv.Itoa(int(f.Code))
	}
	return faultWords[f.Kind]
}

// RegistrationState says how a DN stands at T-Server.
type RegistrationState uint8

// The states of a DN's registration. The zero value is RegistrationNone.
const (
	RegistrationNone         RegistrationState = iota // nothing was asked yet
	RegistrationPending                               // asked, no answer yet
	RegistrationHeld                                  // registered
	RegistrationOutOfService                          // registered, and the DN is out of service
	RegistrationRefused                               // Code and Text say why
	RegistrationLost                                  // was held; Code and Text say why not any more
	RegistrationNoAnswer                              // no answer in time; it is tried again
)

var registrationWords = [...]string{
	RegistrationNone: "not asked", RegistrationPending: "pending", RegistrationHeld: "registered",
	RegistrationOutOfService: "out of service", RegistrationRefused: "refused", RegistrationLost: "lost",
	RegistrationNoAnswer: "no answer",
}

// String returns the state in words.
func (s RegistrationState) String() string {
	if int(s) < len(registrationWords) {
		return registrationWords[s]
	}
	return ""
}

// Held reports whether events of the DN come, and commands for it may be sent.
func (s RegistrationState) Held() bool {
	return s == RegistrationHeld || s == RegistrationOutOfService
}

// Registration is a DN's registration at T-Server.
type Registration struct {
	// State says how it stands.
	State RegistrationState
	// Code is the server's error code: why it was refused or lost, or the
	// warning (43, 125) with which it is held; 0 for none.
	Code int32
	// Text is the server's error text, else the code's; "" without a code. It
	// comes from the network and is not sanitised.
	Text string
}

// Capture is the state of a DN's capture as the recorder's indications say.
type Capture struct {
	// Since is when the state last changed, zero while it is unknown.
	Since time.Time
	// Heard is when the last indication came, zero if none did.
	Heard time.Time
	// ConnID is the call that the indication named, by its present name; 0 for
	// none.
	ConnID uint64
	// State is the last indication's.
	State State
	// SinceIsLowerBound says that no change to the state was seen: it has
	// lasted at least since Since.
	SinceIsLowerBound bool
}

// EchoKnowledge is what a session has learned of whether its T-Server hands a
// client's own events back to it.
type EchoKnowledge uint8

// What is known of echoes. The zero value is EchoUnknown.
const (
	EchoUnknown EchoKnowledge = iota
	EchoYes
	EchoNo
)

// Foreign is a value under a capture key that is no word of the contract. It
// changes nothing and is the sender's fault (SEMANTICS.md, The screen-capture
// contract).
type Foreign struct {
	// Raw shows the value as [event.PairValue] does: text in quotes. It is cut at
	// 256 bytes and not sanitised.
	Raw string
	// At is when it came.
	At time.Time
	// Count counts such values since the DN is on the board.
	Count int
}

func live(s State) bool { return s == StateRec || s == StatePaused }

// Stopped is a capture that stopped during a call, and no command of ours stopped
// it. The zero value is none.
type Stopped struct {
	// At is when the recorder said so, of several times the last.
	At time.Time
	// AtLeast says that a query found it: the capture has been off since At or
	// longer.
	AtLeast bool
	// ConnID is the call that was recorded, by its present name.
	ConnID uint64
	// ByOther says that another client sent a stop. Then it is a remark about the
	// row, else a fault.
	ByOther bool
	// Count is how often it happened since it was last acknowledged.
	Count int
}

// StopCounts counts captures that stopped during a call, over the board's life.
type StopCounts struct {
	// Unasked is how many stopped and no client asked for it, ByOther how many
	// another client stopped.
	Unasked, ByOther uint64
}

// stops is what a row keeps about captures that stopped.
type stops struct {
	pending Stopped   // waits to be decided; meant while Row.stopPending, or held
	due     time.Time // when it is decided, while Row.stopPending
	held    bool      // it waits for the retrieve of its call
	wasHeld bool      // it has waited for that: it counts only if the capture is still off
	last    Stopped   // not acknowledged; a fault while Row.stoppedUnasked
	other   time.Time // when another client sent a stop that explains none yet
	otherID uint64    // and the call that it named
}

// commandFault is what the last command's outcome says is wrong.
type commandFault struct {
	Fault
	asks event.Indication // the indication that clears it; IndicationNone: any
}

// NotAsked says why a DN that was to be asked by an automatic query was not.
type NotAsked struct {
	// Code is the server's error code where T-Server rejected the query, else 0.
	Code int32
	// Why is the reason: the server's text, else the code's, or a sentence of our
	// own. It can come from the network and is not sanitised.
	Why string
	// Retry is when the DN is asked again, zero for as soon as that is possible.
	Retry time.Time
}

// notAsked is what a row keeps of it, and of a query that was asked and not answered.
type notAsked struct {
	NotAsked
	tries int
	held  bool // it waits for what keeps all back
}

// Resync is what became of the last RequestQueryAddress for a DN, which asks
// T-Server for its calls and agent.
type Resync struct {
	// Asked is when it was handed out, zero if none was. Ended is when its answer
	// came, or none in time; zero while it is waited for.
	Asked, Ended time.Time
	// Code and Why say why it failed: the server's error code, and its text, else
	// the code's, or a sentence of our own. Both are zero if it did not fail. Why
	// can come from the network and is not sanitised.
	Code int32
	Why  string
}

// Failed reports whether the request was answered by an error, or not at all.
func (r *Resync) Failed() bool { return r.Code != 0 || r.Why != "" }

// resync is what a row keeps of it.
type resync struct {
	Resync
	wanted bool      // it stands in site.resyncs
	due    time.Time // when it is to stand there, zero for never
	open   bool      // its answer is waited for
	person bool      // who asked for it is told of an error
}

// ResyncFailure is a resynchronisation that a person asked for and that failed.
type ResyncFailure struct {
	Key Key
	Resync
}

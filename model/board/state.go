package board

import (
	"strconv"
	"time"

	"capdeck/tlibconn/event"
)

// State is the known state of a DN's capture. The counters count it, and the screen shows
// it first; staleness and faults are separate.
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

// StateAskedBy returns the state that a command with the verb asks for, StateUnknown for a query.
func StateAskedBy(verb event.Verb) State { return stateOf(verb.Asks()) }

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

// Stale is a set of reasons why a capture state is not vouched for. Zero means that it is
// vouched for.
type Stale uint8

// The reasons of staleness (docs/ARCHITECTURE.md, the board).
const (
	// StaleLink: the link was lost since the last indication.
	StaleLink Stale = 1 << iota
	// StaleRegistration: the DN's registration was lost since, or is not held.
	StaleRegistration
	// StaleQuery: a query went unanswered.
	StaleQuery
	// StaleCallLeft: the call that it was indicated for ended, and no indication followed.
	StaleCallLeft
	// StaleAge: the DN was not heard from for too long (Options.StaleAfter), although it is
	// queried regularly.
	StaleAge
	// StaleCommand: a start, stop, pause or resume went unanswered, so it is unknown whether
	// the recorder carried it out.
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

// FaultKind is a kind of fault of a DN.
type FaultKind uint8

// The faults, in the order in which they hide each other: of several, a row shows the
// first. The zero value is no fault.
const (
	FaultNone FaultKind = iota
	// FaultStopped: a capture stopped during a call although no client asked for it, see
	// Row.Stopped. It is the first of the lasting faults: see Row.Lasting.
	FaultStopped
	// FaultNotCaptured: the DN was on a call and not captured for longer than allowed.
	FaultNotCaptured
	// FaultPausedLong: the capture was paused for longer than allowed.
	FaultPausedLong
	// FaultHadConflict: there was a FaultConflict.
	FaultHadConflict
	// FaultWasRejected: there was a FaultRejected. It is the last of the lasting faults.
	FaultWasRejected
	// FaultRefused: the registration was refused; Fault.Code has the reason.
	FaultRefused
	// FaultRegistrationLost: the registration was lost; Fault.Code has the reason.
	FaultRegistrationLost
	// FaultNotRegistered: the registration got no answer.
	FaultNotRegistered
	// FaultOutOfService: T-Server reports that the DN is out of service.
	FaultOutOfService
	// FaultConflict: two different indications arrived, see Row.Conflict. It lasts until the
	// next consistent one, or until a newer command leaves.
	FaultConflict
	// FaultNotAsked: an automatic query was due and was not sent, see Row.NotAsked.
	FaultNotAsked
	// FaultRejected: the last command was rejected; Fault.Code has the reason.
	FaultRejected
	// FaultContradicted: the indication that arrived is not the one that the last command
	// asked for.
	FaultContradicted
	// FaultNoAnswer: no indication arrived for the last command or query.
	FaultNoAnswer
	// FaultLost: the last command got no answer.
	FaultLost
)

var faultWords = [...]string{
	FaultRefused: "REFUSED", FaultRegistrationLost: "REGISTRATION LOST", FaultNotRegistered: "NOT REGISTERED",
	FaultOutOfService: "OUT OF SERVICE", FaultConflict: "CONFLICT", FaultStopped: "STOPPED UNASKED", FaultNotCaptured: "NOT CAPTURED",
	FaultPausedLong: "PAUSED TOO LONG", FaultHadConflict: "HAD CONFLICT", FaultWasRejected: "WAS REJECTED", FaultNotAsked: "NOT ASKED",
	FaultRejected: "REJECTED", FaultContradicted: "CONTRADICTED", FaultNoAnswer: "NO ANSWER", FaultLost: "LOST",
}

// Fault is the fault that a row shows. The zero value is no fault.
type Fault struct {
	// Kind is the kind of fault.
	Kind FaultKind
	// Code is the server's error code, 0 if the fault has none.
	Code int32
}

// String returns the fault as the screen shows it after its mark: NO ANSWER, REJECTED 59;
// "" for no fault. Row.Conflict has the two states of a conflict.
func (f Fault) String() string {
	if int(f.Kind) >= len(faultWords) {
		return ""
	}
	if f.Code != 0 {
		return faultWords[f.Kind] + " " + strconv.Itoa(int(f.Code))
	}
	return faultWords[f.Kind]
}

// RegistrationState is the state of a DN's registration at T-Server.
type RegistrationState uint8

// The states of a DN's registration. The zero value is RegistrationNone.
const (
	RegistrationNone         RegistrationState = iota // not requested yet
	RegistrationPending                               // requested, no answer yet
	RegistrationHeld                                  // registered
	RegistrationOutOfService                          // registered, and the DN is out of service
	RegistrationRefused                               // Code and Text have the reason
	RegistrationLost                                  // it was held; Code and Text have the reason for the loss
	RegistrationNoAnswer                              // no answer in time; capdeck tries again
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

// Held reports whether events of the DN arrive, and commands for it may be sent.
func (s RegistrationState) Held() bool {
	return s == RegistrationHeld || s == RegistrationOutOfService
}

// Registration is a DN's registration at T-Server.
type Registration struct {
	// State is the state of the registration.
	State RegistrationState
	// Code is the server's error code: why it was refused or lost, or the warning (43, 125)
	// with which it is held; 0 for none.
	Code int32
	// Text is the server's error text, or that of the code if it has none; "" without a code.
	// It comes from the network and is not sanitised.
	Text string
}

// Capture is the state of a DN's capture as the recorder indicated it.
type Capture struct {
	// Since is when the state last changed, zero while it is unknown.
	Since time.Time
	// Heard is when the last indication arrived, zero if none did.
	Heard time.Time
	// ConnID is the present ConnID of the call that the indication named; 0 for none.
	ConnID uint64
	// State is the state that was last indicated.
	State State
	// SinceIsLowerBound reports that no change to the state was seen: it has lasted since
	// Since or longer.
	SinceIsLowerBound bool
}

// EchoKnowledge is what a session has learned about whether its T-Server echoes a client's
// own events.
type EchoKnowledge uint8

// What is known about echoes. The zero value is EchoUnknown.
const (
	EchoUnknown EchoKnowledge = iota
	EchoYes
	EchoNo
)

// Foreign is a value under a capture key that is outside the contract. It changes nothing
// and is the sender's fault (SEMANTICS.md, The screen-capture contract).
type Foreign struct {
	// Raw is the value in the form of [event.PairValue]: text in quotes. It is cut at 256
	// bytes and not sanitised.
	Raw string
	// At is when it arrived.
	At time.Time
	// Count is the number of such values since the DN was added to the board.
	Count int
}

func live(s State) bool { return s == StateRec || s == StatePaused }

// Stopped is a capture that stopped during a call without a command of ours. The zero
// value is none.
type Stopped struct {
	// At is when the recorder indicated it; of several times, the last.
	At time.Time
	// AtLeast reports that a query found it: the capture has been off since At or longer.
	AtLeast bool
	// ConnID is the present ConnID of the call that was recorded.
	ConnID uint64
	// ByOther reports that another client sent a stop. Then it is a remark about the row,
	// otherwise a fault.
	ByOther bool
	// Count is how often it has happened since it was last acknowledged.
	Count int
}

// StopCounts counts captures that stopped during a call, over the board's life.
type StopCounts struct {
	// Unasked is the number that stopped although no client asked for it, ByOther the number
	// that another client stopped.
	Unasked, ByOther uint64
}

// stops is what a row keeps about stopped captures.
type stops struct {
	pending Stopped   // not decided yet; valid while Row.stopPending, or held
	due     time.Time // when it is decided, while Row.stopPending
	held    bool      // it waits until its call is retrieved
	wasHeld bool      // it has waited for that: it counts only if the capture is still off
	last    Stopped   // not acknowledged; a fault unless ByOther
	other   time.Time // when another client sent a stop that has not explained one yet
	otherID uint64    // and the call that it named
}

// commandFault is the fault that the last command's outcome is.
type commandFault struct {
	Fault
	asks event.Indication // the indication that clears it; IndicationNone: any
}

// NotAsked is why an automatic query of a DN was due and was not sent.
type NotAsked struct {
	// Code is the server's error code if T-Server rejected the query, else 0.
	Code int32
	// Why is the reason: the server's text, or that of the code, or a sentence of capdeck. It
	// can come from the network and is not sanitised.
	Why string
	// Retry is when the DN is queried again, zero for as soon as possible.
	Retry time.Time
}

// notAsked is what a row keeps about it, and about a query that went unanswered.
type notAsked struct {
	NotAsked
	tries int
	held  bool // it waits for what blocks all queries
}

// Resync is the result of the last RequestQueryAddress for a DN, which asks T-Server for
// its calls and agent.
type Resync struct {
	// Asked is when it was handed out, zero if none was. Ended is when its answer arrived, or
	// when the time for it was over; zero while it waits.
	Asked, Ended time.Time
	// Code and Why are the reason of a failure: the server's error code, and its text, or that
	// of the code, or a sentence of capdeck. Both are zero if it did not fail. Why can come
	// from the network and is not sanitised.
	Code int32
	Why  string
}

// Failed reports whether the request was answered with an error, or not answered.
func (r *Resync) Failed() bool { return r.Code != 0 || r.Why != "" }

// resync is what a row keeps about it.
type resync struct {
	Resync
	wanted bool      // it is in site.resyncs
	due    time.Time // when to add it there, zero for never
	open   bool      // it waits for its answer
	person bool      // a person asked for it and gets a report of an error
}

// ResyncFailure is a resynchronisation that a person asked for and that failed.
type ResyncFailure struct {
	Key Key
	Resync
}

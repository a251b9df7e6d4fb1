package recorder

import "time"

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
	// StartAfter makes the recorder start the capture without a command, this long after the DN's first
	// call was established, as one does that records by rule. It does nothing if the call has ended by then
	// or the DN is recorded already. 0 means that only commands start a capture.
	StartAfter time.Duration
	// CallEnd selects what happens when a call ends.
	CallEnd CallEnd
}

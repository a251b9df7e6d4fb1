package recorder

import "time"

// ConnIDChoice says which call an indication names.
type ConnIDChoice uint8

// The choices.
const (
	// ConnIDSame: the one that the command named, if any.
	ConnIDSame ConnIDChoice = iota
	// ConnIDNone: none.
	ConnIDNone
	// ConnIDEnded: the DN's last call that has ended; a foreign one where none
	// has.
	ConnIDEnded
	// ConnIDForeign: one that belongs to no call.
	ConnIDForeign
)

// CallEnd says what happens when the call of a running capture ends.
type CallEnd uint8

// What can happen.
const (
	// CallEndKeep: nothing.
	CallEndKeep CallEnd = iota
	// CallEndStop: the capture stops, and an indication says so.
	CallEndStop
	// CallEndSilentStop: the capture stops, and nothing says so.
	CallEndSilentStop
)

// Behaviour says how the recorder treats one DN. The zero value is a recorder
// without a fault.
type Behaviour struct {
	// Silent does nothing that a command asks and answers none.
	Silent bool
	// Delay is how long each indication waits before it leaves.
	Delay time.Duration
	// IndicationKey sends screen-capture-indication as the key.
	IndicationKey bool
	// Unicode sends the value as UTF-16.
	Unicode bool
	// ConnID says which call an indication names.
	ConnID ConnIDChoice
	// Twice sends each indication two times.
	Twice bool
	// Wrong sends another indication than the state: disabled for enabled and
	// for paused, enabled for disabled.
	Wrong bool
	// CallEnd says what happens when a call ends.
	CallEnd CallEnd
}

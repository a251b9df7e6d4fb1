// Package effect has what the model wants done outside itself, as values: to send
// commands, to write a file, to end the program. It is a leaf: the model returns
// effects, and whatever shows the model carries them out, each kind explicitly. It
// knows neither how an effect is carried out nor why it was wanted.
package effect

import (
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn/event"
)

// Effect is one thing to be done outside the model. The types of this package are
// all that there are.
type Effect interface{ effect() }

// Send asks the session to send commands, in this order. If it takes none of them,
// a model.Unsent is due.
type Send struct{ Commands []event.Command }

// QueryAddresses asks the session to ask T-Server for the calls and the agents of
// DNs. If it takes none of them, a model.AddressesUnsent is due.
type QueryAddresses struct{ Keys []board.Key }

// Outcomes hands over commands that have ended, each exactly once, for the journal.
type Outcomes struct{ Commands []board.Command }

// Wake asks for a model.Tick at a time. Several can be due at once.
type Wake struct{ At time.Time }

// Reconnect asks the session to drop its connection, if it has one, and to make the
// next attempt at once.
type Reconnect struct{}

// WriteLock takes the sender of start, stop, pause and resume out of the session, or
// puts it back. It comes before every Send that it concerns.
type WriteLock struct{ Locked bool }

// Register asks the session to register DNs, and to keep them registered.
type Register struct{ DNs []string }

// Unregister asks the session to unregister DNs.
type Unregister struct{ DNs []string }

// SaveColumns asks for the names of the shown columns to be written to the
// configuration file. A model.Say is due with the result.
type SaveColumns struct{ Names []string }

// Notify asks for the user's attention, by a bell or a note outside the screen. The
// text is not sanitised.
type Notify struct{ Text string }

// Mouse asks the terminal to report the mouse, or to stop doing so.
type Mouse struct{ On bool }

// Redraw asks for the whole screen to be painted again, whatever another program
// has written to the terminal.
type Redraw struct{}

// Suspend asks for the program to be stopped as a shell expects of ctrl+z, with
// Text left on the terminal. A model.Resumed is due when it continues.
type Suspend struct{ Text string }

// Quit asks for the program's end. It follows the Outcomes of all commands.
type Quit struct{}

func (Send) effect()           {}
func (QueryAddresses) effect() {}
func (Outcomes) effect()       {}
func (Wake) effect()           {}
func (Reconnect) effect()      {}
func (WriteLock) effect()      {}
func (Register) effect()       {}
func (Unregister) effect()     {}
func (SaveColumns) effect()    {}
func (Notify) effect()         {}
func (Mouse) effect()          {}
func (Redraw) effect()         {}
func (Suspend) effect()        {}
func (Quit) effect()           {}
func (Copy) effect()           {}
func (Export) effect()         {}

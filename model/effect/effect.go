// Package effect has what the model wants done outside itself, as values: to send
// commands, to write a file, to end the program. It is a leaf: the model returns
// effects, and a Front carries them out. It knows neither how an effect is carried
// out nor why it was wanted.
package effect

import (
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn/event"
)

// Effect is one thing to be done outside the model. The types of this package are
// all that there are.
type Effect interface{ carryOut(front Front) }

// Front carries out effects. It has one method for each kind, so that a front which
// forgets one does not compile. A method does not wait for what it begins.
type Front interface {
	Send(effect Send)
	QueryAddresses(effect QueryAddresses)
	Outcomes(effect Outcomes)
	Wake(effect Wake)
	Reconnect(effect Reconnect)
	WriteLock(effect WriteLock)
	Register(effect Register)
	Unregister(effect Unregister)
	SaveColumns(effect SaveColumns)
	Copy(effect Copy)
	Export(effect Export)
	Notify(effect Notify)
	Mouse(effect Mouse)
	Redraw(effect Redraw)
	Suspend(effect Suspend)
	Quit(effect Quit)
}

// CarryOut hands effects to a front, in their order.
func CarryOut(front Front, effects []Effect) {
	for _, e := range effects {
		e.carryOut(front)
	}
}

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

func (e Send) carryOut(f Front)           { f.Send(e) }
func (e QueryAddresses) carryOut(f Front) { f.QueryAddresses(e) }
func (e Outcomes) carryOut(f Front)       { f.Outcomes(e) }
func (e Wake) carryOut(f Front)           { f.Wake(e) }
func (e Reconnect) carryOut(f Front)      { f.Reconnect(e) }
func (e WriteLock) carryOut(f Front)      { f.WriteLock(e) }
func (e Register) carryOut(f Front)       { f.Register(e) }
func (e Unregister) carryOut(f Front)     { f.Unregister(e) }
func (e SaveColumns) carryOut(f Front)    { f.SaveColumns(e) }
func (e Copy) carryOut(f Front)           { f.Copy(e) }
func (e Export) carryOut(f Front)         { f.Export(e) }
func (e Notify) carryOut(f Front)         { f.Notify(e) }
func (e Mouse) carryOut(f Front)          { f.Mouse(e) }
func (e Redraw) carryOut(f Front)         { f.Redraw(e) }
func (e Suspend) carryOut(f Front)        { f.Suspend(e) }
func (e Quit) carryOut(f Front)           { f.Quit(e) }

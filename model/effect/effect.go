// Package effect defines what the model wants done outside itself, as values: sending
// commands, writing a file, ending the program. It is a leaf: the model returns
// effects, and a Front carries them out. It must not know how an effect is carried out
// or why the model wants it.
package effect

import (
	"time"

	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/model/figures"
	"capdeck/model/incidents"
	"capdeck/tlibconn/event"
)

// Effect is one thing to do outside the model. Only the types of this package implement
// it.
type Effect interface{ carryOut(front Front) }

// Front carries out effects. It has one method for each kind, so that a front without
// one of them does not compile. A method starts its work and does not wait for it to
// finish.
type Front interface {
	Send(effect Send)
	QueryAddresses(effect QueryAddresses)
	Outcomes(effect Outcomes)
	Incidents(effect Incidents)
	Evidence(effect Evidence)
	Publish(effect Publish)
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

// CarryOut passes effects to a front in order.
func CarryOut(front Front, effects []Effect) {
	for _, e := range effects {
		e.carryOut(front)
	}
}

// Send makes the session send commands, in this order. If the session accepts none of
// them, the front must answer with a model.Unsent.
type Send struct{ Commands []event.Command }

// QueryAddresses makes the session ask T-Server for the calls and the agents of DNs. If
// the session accepts none of them, the front must answer with a model.AddressesUnsent.
type QueryAddresses struct{ Keys []board.Key }

// Outcomes carries commands that have ended, each exactly once, to the journal.
type Outcomes struct{ Commands []board.Command }

// Incidents carries what happened to incidents, each entry exactly once and in order, to
// the log on disk. If that cannot be written, the front must answer with a
// model.EvidenceState.
type Incidents struct{ Entries []incidents.Entry }

// Evidence carries stretches on calls that have ended, and times in which DNs were not
// watched, each exactly once and in order, to the log on disk. If that cannot be written,
// the front must answer with a model.EvidenceState. Going are the stretches that go on, as
// they would end now, told once a minute: nil if they are not told this time, empty if none
// goes on.
type Evidence struct {
	Stretches []coverage.Stretch
	Blinds    []coverage.Blind
	Going     []coverage.Stretch
}

// Publish carries the figures of the board to those who watch capdeck from outside.
type Publish struct{ Figures *figures.Figures }

// Wake requests a model.Tick at a time. Several Wakes can be due at the same time.
type Wake struct{ At time.Time }

// Reconnect makes the session drop its connection, if it has one, and start the next
// attempt at once.
type Reconnect struct{}

// WriteLock removes the sender of start, stop, pause and resume from the session, or
// restores it. It precedes every Send that it affects.
type WriteLock struct{ Locked bool }

// Register makes the session register DNs, and keep them registered.
type Register struct{ DNs []string }

// Unregister makes the session unregister DNs.
type Unregister struct{ DNs []string }

// SaveColumns requests to write the names of the shown columns to the configuration
// file. The front must answer with a model.Say.
type SaveColumns struct{ Names []string }

// Notify requests the user's attention, by a bell or a notification outside the screen.
// The text is not sanitised.
type Notify struct{ Text string }

// Mouse makes the terminal report the mouse, or stop doing so.
type Mouse struct{ On bool }

// Redraw requests to draw the whole screen again, over anything that another program
// has written to the terminal.
type Redraw struct{}

// Suspend requests to suspend the program as a shell expects of ctrl+z, with Text left
// on the terminal. The front must answer with a model.Resumed when it continues.
type Suspend struct{ Text string }

// Quit requests to exit the program. It follows the Outcomes of all commands.
type Quit struct{}

func (e Send) carryOut(f Front)           { f.Send(e) }
func (e QueryAddresses) carryOut(f Front) { f.QueryAddresses(e) }
func (e Outcomes) carryOut(f Front)       { f.Outcomes(e) }
func (e Incidents) carryOut(f Front)      { f.Incidents(e) }
func (e Evidence) carryOut(f Front)       { f.Evidence(e) }
func (e Publish) carryOut(f Front)        { f.Publish(e) }
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

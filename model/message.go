package model

import (
	"time"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/journal"
)

// Msg is a message to Update. Each carries the time at which it was made, since the
// model reads no clock.
type Msg interface{ at() time.Time }

// Events is one batch of a session's events. Update reads the batch and keeps
// nothing of it.
type Events struct {
	Now   time.Time
	Batch *event.Batch
}

// Tick tells the time. It answers an effect.Wake.
type Tick struct{ Now time.Time }

// Do asks for an action, as a key, the palette or the mouse does.
type Do struct {
	Now time.Time
	ID  action.ID
}

// ClickedDN reports a click of the mouse on a row of the board.
type ClickedDN struct {
	Now time.Time
	Key board.Key
}

// ClickedMessage reports a click on a line of the messages pane.
type ClickedMessage struct {
	Now    time.Time
	Number uint64
}

// ClickedAction reports a click on a line of the palette.
type ClickedAction struct {
	Now time.Time
	ID  action.ID
}

// Scrolled reports that the wheel was turned over a pane: down by Steps, or up if
// Steps is negative. It does not move the focus.
type Scrolled struct {
	Now   time.Time
	Pane  action.Pane
	Steps int
}

// Visible tells the model how many rows of the board, lines of messages, targets of a
// dialog, lines of the palette, and lines of the open text pane or help the screen has
// room for. Beyond is how many more lines that text has, which is how far it scrolls.
// Alone means that the messages are seen only while they have the focus.
type Visible struct {
	Now                    time.Time
	Rows, Messages, Dialog int
	Palette                int
	Text, Beyond           int
	Alone                  bool
}

// OverlayKey reports a key that was pressed while something takes every key
// (overlay.Overlay.TakesKeys), by the names of ui/keymsg. A key that edits the text of
// a prompt is not among them: OverlayText reports it.
type OverlayKey struct {
	Now time.Time
	Key string
}

// OverlayText reports what the input of the open prompt holds now.
type OverlayText struct {
	Now  time.Time
	Text string
}

// OverlayRefused reports that the input of the open prompt took nothing of what was
// typed or pasted. Why is a sentence.
type OverlayRefused struct {
	Now time.Time
	Why string
}

// OverlayShown reports that a frame was written to the terminal that shows the dialog
// or the palette with this ID: a dialog takes answers from now on. Chosen is the
// action that the palette shows as selected, or "" if it shows none.
type OverlayShown struct {
	Now    time.Time
	ID     uint64
	Chosen action.ID
}

// ThemesChanged gives new names to Options.Themes, because the user's files have
// changed. The chosen theme stays in force by its name; while there is none of that
// name, the first one is in force.
type ThemesChanged struct {
	Now   time.Time
	Names []string
}

// Stop reports that the program is asked from outside to stop (SIGTSTP). It stops as by
// ctrl+z, but the user is not asked.
type Stop struct{ Now time.Time }

// Resumed reports that the program continues after an effect.Suspend or another stop.
// Stopped is how long it was stopped; Problem is a sentence on why it was not, "" if it
// was.
type Resumed struct {
	Now     time.Time
	Stopped time.Duration
	Problem string
}

// Say puts a sentence into the line of notes. It leaves after a few seconds or with the
// next action; if it Stays, with the next action only.
type Say struct {
	Now     time.Time
	Text    string
	IsError bool
	Stays   bool
}

// JournalState reports whether what is sent can be recorded. While it has Failed, no
// command is sent. Why is a sentence.
type JournalState struct {
	Now    time.Time
	Failed bool
	Why    string
}

// Ending reports that the program ends, for the reason Why. Every open command ends
// now, and the effect.Outcomes that Update returns are the last. It may come more than
// once, and after an effect.Quit.
type Ending struct {
	Now time.Time
	Why string
}

// Recorded hands over what this program's journal has recorded since the last Recorded,
// in order; without a journal, what it would have recorded. Update keeps nothing of the
// slices.
type Recorded struct {
	Now      time.Time
	Intents  []journal.Intent
	Outcomes []journal.Outcome
}

// Acknowledge asks, as a typed line does, to acknowledge that the capture of the rows
// with these keys stopped unasked or was stopped by another client. It does nothing
// while a dialog is open, or without keys.
type Acknowledge struct {
	Now  time.Time
	Keys []board.Key
}

// AddressesUnsent reports that the session took none of the DNs of an
// effect.QueryAddresses.
type AddressesUnsent struct {
	Now  time.Time
	Keys []board.Key
	Why  string
	// Obstacle is what was in the way, if that passes by itself.
	Obstacle event.Obstacle
}

// Resynchronise asks, as a typed line does, for the calls, the agents and the captures
// of the rows with these keys. It does nothing while a dialog is open, or without keys.
type Resynchronise struct {
	Now  time.Time
	Keys []board.Key
}

// Command asks, as a typed line does, for a command for the rows with these keys. It
// goes the way of a capture key, so that a dialog is open afterwards if the confirm
// policy asks. It does nothing while a dialog is open already, or without keys or verb.
type Command struct {
	Now  time.Time
	Verb event.Verb
	// Keys are the targets, each once, in the order of sending. The model keeps
	// them.
	Keys []board.Key
}

// Mark marks the rows with these keys, or unmarks them if Off. Keys that are not on the
// board are left out.
type Mark struct {
	Now  time.Time
	Keys []board.Key
	Off  bool
}

// SetFilter filters the board by a text, as a typed line does. It does nothing while
// the filter is edited in its prompt. Parts that are not understood are left out (see
// filter.Reader.ParseLine).
type SetFilter struct {
	Now  time.Time
	Text string
}

// Unsent reports that the session took none of the commands of an effect.Send.
type Unsent struct {
	Now      time.Time
	Commands []event.Command
	Why      string
	// Obstacle is what was in the way, if that passes by itself.
	Obstacle event.Obstacle
}

// Exported reports the result of an effect.Export.
type Exported struct {
	Now time.Time
	// Export is the effect.
	Export effect.Export
	// Path is the full path of the file; Written is the number of rows or messages
	// in it.
	Path    string
	Written int
	// Exists says that nothing was written because the file exists already.
	Exists bool
	// Problem is a sentence that says why nothing was written, or "" if the file was
	// written.
	Problem string
}

func (m Events) at() time.Time         { return m.Now }
func (m Tick) at() time.Time           { return m.Now }
func (m Do) at() time.Time             { return m.Now }
func (m ClickedDN) at() time.Time      { return m.Now }
func (m ClickedMessage) at() time.Time { return m.Now }
func (m ClickedAction) at() time.Time  { return m.Now }
func (m OverlayShown) at() time.Time   { return m.Now }
func (m Scrolled) at() time.Time       { return m.Now }
func (m Visible) at() time.Time        { return m.Now }
func (m OverlayRefused) at() time.Time { return m.Now }
func (m OverlayText) at() time.Time    { return m.Now }
func (m OverlayKey) at() time.Time     { return m.Now }
func (m ThemesChanged) at() time.Time  { return m.Now }
func (m Stop) at() time.Time           { return m.Now }
func (m Resumed) at() time.Time        { return m.Now }
func (m Say) at() time.Time            { return m.Now }
func (m JournalState) at() time.Time   { return m.Now }
func (m Ending) at() time.Time         { return m.Now }
func (m Unsent) at() time.Time         { return m.Now }
func (m Recorded) at() time.Time       { return m.Now }
func (m Exported) at() time.Time       { return m.Now }

func (m Acknowledge) at() time.Time     { return m.Now }
func (m AddressesUnsent) at() time.Time { return m.Now }
func (m Resynchronise) at() time.Time   { return m.Now }
func (m Command) at() time.Time         { return m.Now }
func (m Mark) at() time.Time            { return m.Now }
func (m SetFilter) at() time.Time       { return m.Now }

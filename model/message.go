package model

import (
	"time"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/journal"
)

// Msg is what Update takes. Each carries the time at which it was made: the
// model has no clock.
type Msg interface{ at() time.Time }

// Events is one batch of a session's events. Update reads the batch and keeps
// nothing of it.
type Events struct {
	Now   time.Time
	Batch *event.Batch
}

// Tick says what time it is: see Wake.
type Tick struct{ Now time.Time }

// Do asks for an action, as a key, the palette or the mouse does.
type Do struct {
	Now time.Time
	ID  action.ID
}

// ClickedDN says that the mouse clicked on a row of the board.
type ClickedDN struct {
	Now time.Time
	Key board.Key
}

// ClickedMessage says that the mouse clicked on a line of the messages pane.
type ClickedMessage struct {
	Now    time.Time
	Number uint64
}

// ClickedAction says that the mouse clicked on a line of the palette.
type ClickedAction struct {
	Now time.Time
	ID  action.ID
}

// Scrolled says that the wheel was turned over a pane: down by Steps, or up
// where it is negative. It does not move the focus.
type Scrolled struct {
	Now   time.Time
	Pane  action.Pane
	Steps int
}

// Visible says how many rows of the board, lines of messages, targets of a
// dialog, and lines of the palette the screen has room for, and how many lines of
// the text pane or the help that is open: Beyond is how many more that has, which
// is how far it scrolls. Alone says that the messages are seen only while they
// have the focus.
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

// Stop says that somebody outside the program asks it to stop (SIGTSTP): it is
// stopped as by ctrl+z, and nobody is asked.
type Stop struct{ Now time.Time }

// Resumed says that the program goes on after a Suspend or another stop: how long it stood
// still, or why it did not, as a sentence.
type Resumed struct {
	Now     time.Time
	Stopped time.Duration
	Problem string
}

// Say puts a sentence into the line of notes, for a few seconds or until the
// next action; one that Stays leaves with the next action only.
type Say struct {
	Now     time.Time
	Text    string
	IsError bool
	Stays   bool
}

// JournalState says whether what is sent can be recorded: while it Failed, no
// command is sent. Why is a sentence.
type JournalState struct {
	Now    time.Time
	Failed bool
	Why    string
}

// Ending says that the program ends, for the reason Why: every command that is
// open ends now, and the Outcomes that Update returns are the last. It may come
// more than once, and behind a Quit, which has said the same.
type Ending struct {
	Now time.Time
	Why string
}

// Recorded hands over what the journal of this program has recorded since the
// last one, in order; with no journal, what it would have recorded. Update keeps
// nothing of the slices.
type Recorded struct {
	Now      time.Time
	Intents  []journal.Intent
	Outcomes []journal.Outcome
}

// Acknowledge acknowledges for the rows with these keys that the capture stopped
// unasked, or was stopped by another client, as a typed line does. While a dialog is
// open, and for no keys, it does nothing.
type Acknowledge struct {
	Now  time.Time
	Keys []board.Key
}

// AddressesUnsent says that the session took none of the DNs of a QueryAddresses.
type AddressesUnsent struct {
	Now  time.Time
	Keys []board.Key
	Why  string
	// Obstacle is what was in the way, if that passes by itself.
	Obstacle event.Obstacle
}

// Resynchronise asks for the calls, the agents and the captures of the rows with these
// keys, as a typed line does. While a dialog is open, and for no keys, it does
// nothing.
type Resynchronise struct {
	Now  time.Time
	Keys []board.Key
}

// Command asks for a command for the rows with these keys, as a typed line does:
// it goes the way of a capture key, whose targets are the marks or the cursor's
// row. Where the policy asks, a Dialog is open afterwards. While one is open
// already, and for no keys or no verb, it does nothing.
type Command struct {
	Now  time.Time
	Verb event.Verb
	// Keys are the targets, each once, in the order of sending. The model keeps
	// them.
	Keys []board.Key
}

// Mark marks the rows with these keys, or with Off takes their marks away; keys
// that are not on the board are left out.
type Mark struct {
	Now  time.Time
	Keys []board.Key
	Off  bool
}

// SetFilter filters the board by a text, as a typed line does. While the filter
// is edited in its prompt it does nothing. What is not understood of it is left
// out: see filter.Reader.ParseLine.
type SetFilter struct {
	Now  time.Time
	Text string
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

// Unsent says that the session took none of the commands of a Send.
type Unsent struct {
	Now      time.Time
	Commands []event.Command
	Why      string
	// Obstacle is what was in the way, if that passes by itself.
	Obstacle event.Obstacle
}

func (m Acknowledge) at() time.Time     { return m.Now }
func (m AddressesUnsent) at() time.Time { return m.Now }
func (m Resynchronise) at() time.Time   { return m.Now }
func (m Command) at() time.Time         { return m.Now }
func (m Mark) at() time.Time            { return m.Now }
func (m SetFilter) at() time.Time       { return m.Now }

package model

import (
	"time"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/column"
	"capdeck/model/effect"
	"capdeck/model/incidents"
	"capdeck/model/teams"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/journal"
)

// Msg is a message to Update. Each carries the time at which it was created, since the
// model reads no clock.
type Msg interface{ at() time.Time }

// Events is one batch of a session's events. Update retains nothing of the batch.
type Events struct {
	Now   time.Time
	Batch *event.Batch
}

// Tick reports that time has passed. It answers an effect.Wake.
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

// ClickedHead reports a click on the head of a column.
type ClickedHead struct {
	Now    time.Time
	Column column.ID
}

// ClickedBar reports a click on the scroll bar of the board: on the line Line, counted from
// 0, of a bar of Of lines.
type ClickedBar struct {
	Now      time.Time
	Line, Of int
}

// ClickedMessage reports a click on a line of the messages pane.
type ClickedMessage struct {
	Now    time.Time
	Number uint64
}

// ClickedTeam reports a click on a line of the list of teams.
type ClickedTeam struct {
	Now time.Time
	Key teams.Key
}

// ClickedIncident reports a click on a line of the list of incidents.
type ClickedIncident struct {
	Now time.Time
	ID  string
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

// Visible reports how many rows of the board, lines of messages, targets of a dialog,
// lines of the palette, and lines of the open text pane or help the screen has room
// for. Beyond is how many more lines that text has, which is how far it scrolls. Alone
// means that the messages are visible only while they have the focus.
type Visible struct {
	Now                    time.Time
	Rows, Messages, Dialog int
	Palette                int
	Text, Beyond           int
	Incidents              int
	Alone                  bool
}

// OverlayKey reports a key that was pressed while an overlay takes every key
// (overlay.Overlay.TakesKeys). Key is its name in ui/keymsg. Keys that edit the text of
// a prompt are reported by OverlayText instead.
type OverlayKey struct {
	Now time.Time
	Key string
}

// OverlayText reports the text that the input of the open prompt now holds.
type OverlayText struct {
	Now  time.Time
	Text string
}

// OverlayRefused reports that the input of the open prompt rejected the whole text that
// was typed or pasted. Why is a sentence.
type OverlayRefused struct {
	Now time.Time
	Why string
}

// OverlayShown reports that a frame with the dialog or the palette with this ID was
// written to the terminal: a dialog accepts answers from now on. Chosen is the action
// that the palette shows as selected, or "" if it shows none.
type OverlayShown struct {
	Now    time.Time
	ID     uint64
	Chosen action.ID
}

// CursorShown reports whether a frame with the cursor on this row was written to the
// terminal, before the key that follows was pressed. The cursor lands on a row by itself
// after a filter; a command affects that row only after this message.
type CursorShown struct {
	Now  time.Time
	Key  board.Key
	Seen bool
}

// ThemesChanged replaces Options.Themes after the user's files have changed. The chosen
// theme stays in force by its name; while no theme has that name, the first one is in
// force.
type ThemesChanged struct {
	Now   time.Time
	Names []string
}

// Stop reports that the program received SIGTSTP. It is then suspended as by ctrl+z,
// but without a question.
type Stop struct{ Now time.Time }

// Resumed reports that the program continues after an effect.Suspend or another stop.
// Stopped is how long it was stopped. Problem is a sentence on why it could not be
// stopped, or "" if it was.
type Resumed struct {
	Now     time.Time
	Stopped time.Duration
	Problem string
}

// Say shows a sentence in the line of notes until a few seconds have passed or the next
// action is carried out; if Stays is set, until the next action.
type Say struct {
	Now     time.Time
	Text    string
	IsError bool
	Stays   bool
}

// JournalState reports whether the journal can be written. While it has Failed, no
// command is sent. Why is a sentence.
type JournalState struct {
	Now    time.Time
	Failed bool
	Why    string
}

// EvidenceState reports whether the logs of coverage and incidents can be written. Why is a
// sentence. The board works either way.
type EvidenceState struct {
	Now    time.Time
	Failed bool
	Why    string
}

// EarlierIncidents brings the incidents that earlier runs have left: those that nobody has
// acknowledged. Update does not retain the slice.
type EarlierIncidents struct {
	Now       time.Time
	Incidents []incidents.Incident
}

// AcknowledgedElsewhere brings the incidents that other processes have acknowledged, such as
// capdeck incidents acknowledge. Update does not retain the slice.
type AcknowledgedElsewhere struct {
	Now       time.Time
	Incidents []incidents.Incident
}

// Ending reports that the program is about to exit, for the reason Why. Every open
// command ends now, and the effect.Outcomes that Update returns are the last. Ending
// may arrive more than once, and after an effect.Quit.
type Ending struct {
	Now time.Time
	Why string
}

// Recorded carries the entries that this program's journal has recorded since the last
// Recorded, in order; without a journal, those that it would have recorded. Update does
// not retain the slices.
type Recorded struct {
	Now      time.Time
	Intents  []journal.Intent
	Outcomes []journal.Outcome
}

// Acknowledge requests, as a typed line does, to acknowledge the incidents of the rows
// with these keys. It does nothing while a dialog is open, or without keys or reason.
type Acknowledge struct {
	Now    time.Time
	Keys   []board.Key
	Reason incidents.Reason
	Note   string
}

// AddressesUnsent reports that the session accepted none of the DNs of an
// effect.QueryAddresses.
type AddressesUnsent struct {
	Now  time.Time
	Keys []board.Key
	Why  string
	// Obstacle is the reason if it is temporary.
	Obstacle event.Obstacle
}

// Resynchronise requests, as a typed line does, the calls, the agents and the captures
// of the rows with these keys. It does nothing while a dialog is open, or without keys.
type Resynchronise struct {
	Now  time.Time
	Keys []board.Key
}

// Command requests, as a typed line does, a command for the rows with these keys. It is
// handled as a capture key is: a dialog is open afterwards if the confirm policy
// requires it. It does nothing while a dialog is open already, or without keys or verb.
type Command struct {
	Now  time.Time
	Verb event.Verb
	// Keys are the targets, each once, in the order of sending. The model retains the
	// slice.
	Keys []board.Key
}

// Mark marks the rows with these keys, or unmarks them if Off is set. Keys that are not
// on the board are ignored.
type Mark struct {
	Now  time.Time
	Keys []board.Key
	Off  bool
}

// SetFilter filters the board by a text, as a typed line does. It does nothing while
// the filter is edited in its prompt. Invalid parts are ignored (see
// filter.Reader.ParseLine).
type SetFilter struct {
	Now  time.Time
	Text string
}

// Unsent reports that the session accepted none of the commands of an effect.Send.
type Unsent struct {
	Now      time.Time
	Commands []event.Command
	Why      string
	// Obstacle is the reason if it is temporary.
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
	// Exists reports that nothing was written because the file already exists.
	Exists bool
	// Problem is a sentence on why nothing was written, or "" if the file was written.
	Problem string
}

func (m Events) at() time.Time          { return m.Now }
func (m Tick) at() time.Time            { return m.Now }
func (m Do) at() time.Time              { return m.Now }
func (m ClickedDN) at() time.Time       { return m.Now }
func (m CursorShown) at() time.Time     { return m.Now }
func (m ClickedHead) at() time.Time     { return m.Now }
func (m ClickedBar) at() time.Time      { return m.Now }
func (m ClickedMessage) at() time.Time  { return m.Now }
func (m ClickedTeam) at() time.Time     { return m.Now }
func (m ClickedAction) at() time.Time   { return m.Now }
func (m OverlayShown) at() time.Time    { return m.Now }
func (m Scrolled) at() time.Time        { return m.Now }
func (m Visible) at() time.Time         { return m.Now }
func (m OverlayRefused) at() time.Time  { return m.Now }
func (m OverlayText) at() time.Time     { return m.Now }
func (m OverlayKey) at() time.Time      { return m.Now }
func (m ThemesChanged) at() time.Time   { return m.Now }
func (m Stop) at() time.Time            { return m.Now }
func (m Resumed) at() time.Time         { return m.Now }
func (m Say) at() time.Time             { return m.Now }
func (m JournalState) at() time.Time    { return m.Now }
func (m Ending) at() time.Time          { return m.Now }
func (m Unsent) at() time.Time          { return m.Now }
func (m Recorded) at() time.Time        { return m.Now }
func (m Exported) at() time.Time        { return m.Now }
func (m ClickedIncident) at() time.Time { return m.Now }

func (m EvidenceState) at() time.Time    { return m.Now }
func (m EarlierIncidents) at() time.Time { return m.Now }

func (m AcknowledgedElsewhere) at() time.Time { return m.Now }

func (m Acknowledge) at() time.Time     { return m.Now }
func (m AddressesUnsent) at() time.Time { return m.Now }
func (m Resynchronise) at() time.Time   { return m.Now }
func (m Command) at() time.Time         { return m.Now }
func (m Mark) at() time.Time            { return m.Now }
func (m SetFilter) at() time.Time       { return m.Now }

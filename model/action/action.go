// Package action names what a user can ask the board to do, and describes each
// action in a row: its default keys, its help, and where and when it is allowed. It is
// a leaf: the screen, the configuration and the documentation read it. It must not know
// what an action does or whether it is possible now; package model knows that.
package action

import "capdeck/tlibconn/event"

// ID names an action. Users bind keys to it in the configuration file, so an ID that
// changes remains known there; see Current.
type ID string

// The actions that a key, the palette or the mouse can request.
const (
	Start    ID = "start"
	Stop     ID = "stop"
	Pause    ID = "pause"
	Resume   ID = "resume"
	Query    ID = "query"
	Resync   ID = "resync"
	Cancel   ID = "cancel-queued"
	Failures ID = "failures"

	Acknowledge ID = "acknowledge"

	Lock     ID = "write-lock"
	Up       ID = "up"
	Down     ID = "down"
	PageUp   ID = "page-up"
	PageDown ID = "page-down"
	First    ID = "first"
	Last     ID = "last"
	Mark     ID = "mark"
	MarkTo   ID = "mark-range"
	MarkAll  ID = "mark-all"
	Clear    ID = "clear"
	Filter   ID = "filter"
	Palette  ID = "palette"

	ShowAll       ID = "show-all"
	ShowRecording ID = "show-recording"
	ShowPaused    ID = "show-paused"
	ShowOff       ID = "show-capture-off"
	ShowUnknown   ID = "show-unknown"
	ShowFaults    ID = "show-faults"

	ShowNotRecorded ID = "show-not-recorded"
	ShowOnCalls     ID = "show-on-calls"

	SortNext    ID = "sort-next"
	SortReverse ID = "sort-reverse"
	SortLeft    ID = "sort-left"
	SortRight   ID = "sort-right"
	Freeze      ID = "freeze"

	Detail      ID = "detail"
	Statistics  ID = "statistics"
	Teams       ID = "teams"
	Sent        ID = "sent"
	Incidents   ID = "incidents"
	Listed      ID = "incidents-listed"
	NextPane    ID = "next-pane"
	Messages    ID = "messages"
	Theme       ID = "next-theme"
	SearchOlder ID = "search-older"
	SearchNewer ID = "search-newer"
	MessagesDN  ID = "messages-dn"
	Bytes       ID = "bytes"
	Automatic   ID = "automatic"
	RawMessages ID = "raw-messages"
	Copy        ID = "copy"
	Export      ID = "export"
	Register    ID = "register"
	Unregister  ID = "unregister"
	Columns     ID = "columns"
	Mouse       ID = "mouse"
	Redraw      ID = "redraw"
	Suspend     ID = "suspend"
	Reconnect   ID = "reconnect"
	Help        ID = "help"
	Quit        ID = "quit"
)

// Current returns the present name of an action that had another one in an earlier version,
// and any other ID as it is.
func Current(id ID) ID {
	if id == "show-off" {
		return ShowOff
	}
	return id
}

// Pane is a part of the screen that can have the focus.
type Pane uint8

// The panes. The zero value is PaneBoard.
const (
	// PaneBoard is the board: one row for each DN.
	PaneBoard Pane = iota
	// PaneMessages is the message log.
	PaneMessages
	// PaneDetail is the text pane beside the board: a DN, a message, the statistics, or
	// the commands sent.
	PaneDetail
)

// The groups of actions, which are the headings of the help.
const (
	GroupCapture  = "Capture"
	GroupMove     = "Move"
	GroupMark     = "Mark and find"
	GroupOrder    = "Order of the rows"
	GroupBoard    = "DNs on the board"
	GroupMessages = "Messages"
	GroupScreen   = "Screen"
)

// Row describes one action. The keys, the help, the key line, the palette, the
// dialogs and the documentation all read it (docs/ARCHITECTURE.md, Actions and
// acting safely).
type Row struct {
	// ID names the action.
	ID ID
	// Keys are the names of the default keys, as ui/keymsg spells them. The key line
	// shows the first one.
	Keys []string
	// Word is one or two words for the key line. An action without a word is left out
	// of the key line.
	Word string
	// Help is one sentence for the help, without a full stop.
	Help string
	// Keywords are further words, separated by blanks, by which the palette finds the action.
	Keywords string
	// Group is the heading above the action in the help.
	Group string
	// In has the panes to which the action belongs: the help of such a pane begins
	// with these actions. The value is what the action does in that pane, or "" if
	// Help describes that already.
	In map[Pane]string
	// Verb is the command that the action sends; event.VerbNone if it sends none.
	Verb event.Verb
	// Dangerous actions need a confirmation under the default confirm policy.
	Dangerous bool
	// ReadOnly actions are allowed in a read-only session.
	ReadOnly bool
	// Asks marks an action that can open a dialog which the yes key answers. The yes key
	// must not be bound to the action: holding it down would answer the question that
	// it has just opened.
	Asks bool
	// InHelp actions are allowed while the help hides the board. They touch no row.
	InHelp bool
}

package model

import (
	"slices"

	"capdeck/tlibconn/event"
)

// ActionID names an action. Users bind keys to it in the configuration, so it
// never changes.
type ActionID string

// The actions that a key, the palette or the mouse can ask for.
const (
	ActionStart    ActionID = "start"
	ActionStop     ActionID = "stop"
	ActionPause    ActionID = "pause"
	ActionResume   ActionID = "resume"
	ActionQuery    ActionID = "query"
	ActionUp       ActionID = "up"
	ActionDown     ActionID = "down"
	ActionPageUp   ActionID = "page-up"
	ActionPageDown ActionID = "page-down"
	ActionFirst    ActionID = "first"
	ActionLast     ActionID = "last"
	ActionMark     ActionID = "mark"
	ActionMarkTo   ActionID = "mark-range"
	ActionMarkAll  ActionID = "mark-all"
	ActionClear    ActionID = "clear"
	ActionFilter   ActionID = "filter"

	ActionShowAll       ActionID = "show-all"
	ActionShowRecording ActionID = "show-recording"
	ActionShowPaused    ActionID = "show-paused"
	ActionShowOff       ActionID = "show-off"
	ActionShowUnknown   ActionID = "show-unknown"
	ActionShowFaults    ActionID = "show-faults"

	ActionSortNext    ActionID = "sort-next"
	ActionSortReverse ActionID = "sort-reverse"
	ActionSortLeft    ActionID = "sort-left"
	ActionSortRight   ActionID = "sort-right"
	ActionFreeze      ActionID = "freeze"

	ActionRegister   ActionID = "register"
	ActionUnregister ActionID = "unregister"

	ActionColumns   ActionID = "columns"
	ActionMouse     ActionID = "mouse"
	ActionSuspend   ActionID = "suspend"
	ActionDetail    ActionID = "detail"
	ActionNextPane  ActionID = "next-pane"
	ActionMessages  ActionID = "messages"
	ActionTheme     ActionID = "next-theme"
	ActionReconnect ActionID = "reconnect"
	ActionHelp      ActionID = "help"
	ActionQuit      ActionID = "quit"
)

// Action is one row of the table that feeds key handling, help, the key line
// and the confirm dialog (docs/ARCHITECTURE.md, Actions).
type Action struct {
	// ID names the action.
	ID ActionID
	// Keys are the default keys, by the names of ui/keymsg. The first is the
	// one that the key line shows.
	Keys []string
	// Word is one or two words for the key line, "" to keep it out of it.
	Word string
	// Help is one sentence for the help overlay.
	Help string
	// Group is the heading in the help overlay.
	Group string
	// Verb is the command that the action sends, VerbNone for other actions.
	Verb event.Verb
	// Dangerous actions ask first under the default confirm policy.
	Dangerous bool
	// ReadOnly says that the action is allowed in a read-only session.
	ReadOnly bool
}

const (
	groupCapture = "Capture"
	groupMove    = "Move"
	groupMark    = "Mark and find"
	groupOrder   = "Order of the rows"
	groupBoard   = "DNs on the board"
	groupScreen  = "Screen"
)

// Actions returns the table in the order of the help overlay. The caller owns
// it.
func Actions() []Action {
	return slices.Concat(captureActions(), moveActions(), markActions(), orderActions(), boardActions(), screenActions())
}

func captureActions() []Action {
	return []Action{
		{ID: ActionStart, Keys: []string{"s"}, Word: "start", Group: groupCapture, Verb: event.VerbStart, Help: "start the screen capture of the marked DNs, or of the one under the cursor"},
		{ID: ActionStop, Keys: []string{"x"}, Word: "stop", Group: groupCapture, Verb: event.VerbStop, Dangerous: true, Help: "stop it"},
		{ID: ActionPause, Keys: []string{"p"}, Word: "pause", Group: groupCapture, Verb: event.VerbPause, Dangerous: true, Help: "pause it"},
		{ID: ActionResume, Keys: []string{"r"}, Word: "resume", Group: groupCapture, Verb: event.VerbResume, Help: "resume it"},
		{ID: ActionQuery, Keys: []string{"u"}, Word: "query", Group: groupCapture, Verb: event.VerbQuery, ReadOnly: true, Help: "ask the recorder for its state; changes nothing"},
	}
}

func moveActions() []Action {
	return []Action{
		{ID: ActionUp, Keys: []string{"up", "k"}, Group: groupMove, ReadOnly: true, Help: "one row up"},
		{ID: ActionDown, Keys: []string{"down", "j"}, Group: groupMove, ReadOnly: true, Help: "one row down"},
		{ID: ActionPageUp, Keys: []string{"pgup"}, Group: groupMove, ReadOnly: true, Help: "one page up"},
		{ID: ActionPageDown, Keys: []string{"pgdown"}, Group: groupMove, ReadOnly: true, Help: "one page down"},
		{ID: ActionFirst, Keys: []string{"home", "g"}, Group: groupMove, ReadOnly: true, Help: "first row"},
		{ID: ActionLast, Keys: []string{"end", "G"}, Group: groupMove, ReadOnly: true, Help: "last row; in the messages, follow new ones again"},
	}
}

func markActions() []Action {
	return []Action{
		{ID: ActionMark, Keys: []string{"space"}, Word: "mark", Group: groupMark, ReadOnly: true, Help: "mark or unmark the DN under the cursor"},
		{ID: ActionMarkTo, Keys: []string{"v"}, Group: groupMark, ReadOnly: true, Help: "mark from the last mark to the cursor"},
		{ID: ActionMarkAll, Keys: []string{"a"}, Group: groupMark, ReadOnly: true, Help: "mark all that the filter shows"},
		{ID: ActionClear, Keys: []string{"esc"}, Group: groupMark, ReadOnly: true, Help: "close what is open, else clear the marks, the filter, the state that is shown"},
		{ID: ActionFilter, Keys: []string{"/"}, Word: "filter", Group: groupMark, ReadOnly: true, Help: "filter as you type: text, state:paused, team:night, agent:, fault:, ! negates"},
		{ID: ActionShowAll, Keys: []string{"1"}, Group: groupMark, ReadOnly: true, Help: "show DNs in every state, as far as the filter lets them through"},
		{ID: ActionShowRecording, Keys: []string{"2"}, Group: groupMark, ReadOnly: true, Help: "of these, only those that are recorded"},
		{ID: ActionShowPaused, Keys: []string{"3"}, Group: groupMark, ReadOnly: true, Help: "only those whose capture is paused"},
		{ID: ActionShowOff, Keys: []string{"4"}, Group: groupMark, ReadOnly: true, Help: "only those that are not recorded"},
		{ID: ActionShowUnknown, Keys: []string{"5"}, Group: groupMark, ReadOnly: true, Help: "only those of which nothing is known"},
		{ID: ActionShowFaults, Keys: []string{"6"}, Group: groupMark, ReadOnly: true, Help: "only those with a fault"},
	}
}

func orderActions() []Action {
	return []Action{
		{ID: ActionSortNext, Keys: []string{"o"}, Group: groupOrder, ReadOnly: true, Help: "sort by the next column; the one before is the second key"},
		{ID: ActionSortReverse, Keys: []string{"O"}, Group: groupOrder, ReadOnly: true, Help: "reverse the order"},
		{ID: ActionSortLeft, Keys: []string{"<"}, Group: groupOrder, ReadOnly: true, Help: "sort by the column to the left; the second key is where you began"},
		{ID: ActionSortRight, Keys: []string{">"}, Group: groupOrder, ReadOnly: true, Help: "sort by the column to the right, likewise"},
		{ID: ActionFreeze, Keys: []string{"f"}, Group: groupOrder, ReadOnly: true, Help: "let the rows stand still, with live values, until you press it again"},
	}
}

func boardActions() []Action {
	return []Action{
		{ID: ActionRegister, Keys: []string{"+"}, Group: groupBoard, ReadOnly: true, Help: "register DNs and put them on the board: 7001,7005-7050"},
		{ID: ActionUnregister, Keys: []string{"-"}, Group: groupBoard, ReadOnly: true, Help: "unregister the marked DNs, or the one under the cursor, and take them off; asks first"},
	}
}

func screenActions() []Action {
	return []Action{
		{ID: ActionDetail, Keys: []string{"enter"}, Word: "detail", Group: groupScreen, ReadOnly: true, Help: "all that is known of the DN, or the whole of the selected message"},
		{ID: ActionNextPane, Keys: []string{"tab"}, Group: groupScreen, ReadOnly: true, Help: "move the focus between board and messages"},
		{ID: ActionMessages, Keys: []string{"l"}, Word: "messages", Group: groupScreen, ReadOnly: true, Help: "show or hide the messages"},
		{ID: ActionColumns, Keys: []string{"c"}, Group: groupScreen, ReadOnly: true, Help: "choose the columns and their order"},
		{ID: ActionTheme, Keys: []string{"t"}, Group: groupScreen, ReadOnly: true, Help: "next theme"},
		{ID: ActionMouse, Keys: []string{"m"}, Group: groupScreen, ReadOnly: true, Help: "leave the mouse to the terminal, to select text with it, or take it back"},
		{ID: ActionReconnect, Keys: []string{"ctrl+r"}, Group: groupScreen, ReadOnly: true, Help: "connect anew without waiting; asks first while the link is up"},
		{ID: ActionSuspend, Keys: []string{"ctrl+z"}, Group: groupScreen, ReadOnly: true, Help: "stop capdeck and give the shell the terminal; asks when commands wait for an answer"},
		{ID: ActionHelp, Keys: []string{"?"}, Word: "help", Group: groupScreen, ReadOnly: true, Help: "this help"},
		{ID: ActionQuit, Keys: []string{"q", "ctrl+c"}, Word: "quit", Group: groupScreen, ReadOnly: true, Help: "quit; asks when commands wait for an answer"},
	}
}

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
	ActionResync   ActionID = "resync"
	ActionCancel   ActionID = "cancel-queued"
	ActionFailures ActionID = "failures"

	ActionAcknowledge ActionID = "acknowledge"

	ActionLock     ActionID = "write-lock"
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
	ActionPalette  ActionID = "palette"

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

	ActionDetail      ActionID = "detail"
	ActionStatistics  ActionID = "statistics"
	ActionSent        ActionID = "sent"
	ActionNextPane    ActionID = "next-pane"
	ActionMessages    ActionID = "messages"
	ActionTheme       ActionID = "next-theme"
	ActionSearchOlder ActionID = "search-older"
	ActionSearchNewer ActionID = "search-newer"
	ActionMessagesDN  ActionID = "messages-dn"
	ActionBytes       ActionID = "bytes"
	ActionAutomatic   ActionID = "automatic"
	ActionCopy        ActionID = "copy"
	ActionExport      ActionID = "export"
	ActionRegister    ActionID = "register"
	ActionUnregister  ActionID = "unregister"
	ActionColumns     ActionID = "columns"
	ActionMouse       ActionID = "mouse"
	ActionRedraw      ActionID = "redraw"
	ActionSuspend     ActionID = "suspend"
	ActionReconnect   ActionID = "reconnect"
	ActionHelp        ActionID = "help"
	ActionQuit        ActionID = "quit"
)

// Action is one row of the table that feeds key handling, help, the key line,
// the palette and the confirm dialog (docs/ARCHITECTURE.md, Actions and acting
// safely).
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
	// In names the panes whose own key it is: help that is asked for there begins
	// with it. What it does there is a sentence where Help says less, else "".
	In map[Pane]string
	// Verb is the command that the action sends, VerbNone for other actions.
	Verb event.Verb
	// Dangerous actions ask first under the default confirm policy.
	Dangerous bool
	// ReadOnly says that the action is allowed in a read-only session.
	ReadOnly bool
}

// Asks reports whether the action can open a dialog that yes answers: its key must
// then be no yes, or a key that is held down would answer its own question.
func (a *Action) Asks() bool {
	switch a.ID {
	case ActionUnregister, ActionReconnect, ActionSuspend, ActionQuit:
		return true
	}
	return a.Verb != event.VerbNone
}

const (
	groupCapture = "Capture"
	groupMove    = "Move"
	groupMark    = "Mark and find"
	groupOrder   = "Order of the rows"
	groupBoard   = "DNs on the board"
	// GroupMessages are the actions of the messages pane.
	GroupMessages = "Messages"
	groupScreen   = "Screen"
)

// Actions returns the table in the order of the help overlay. The caller owns
// it.
func Actions() []Action {
	return slices.Concat(captureActions(), moveActions(), markActions(), orderActions(), boardActions(), messagesActions(), screenActions())
}

// inBoard is for what only the board has, inMessages for what only the messages
// have, inEach for what each pane has in its own way.
func inBoard() map[Pane]string { return map[Pane]string{PaneBoard: ""} }

func inMessages() map[Pane]string { return map[Pane]string{PaneMessages: ""} }

func inEach(board, messages, detail string) map[Pane]string {
	return map[Pane]string{PaneBoard: board, PaneMessages: messages, PaneDetail: detail}
}

func captureActions() []Action {
	return []Action{
		{ID: ActionStart, Keys: []string{"s"}, Word: "start", Group: groupCapture, In: inBoard(), Verb: event.VerbStart, Help: "start the screen capture of the marked DNs, or of the one under the cursor"},
		{ID: ActionStop, Keys: []string{"x"}, Word: "stop", Group: groupCapture, In: inBoard(), Verb: event.VerbStop, Dangerous: true, Help: "stop it"},
		{ID: ActionPause, Keys: []string{"p"}, Word: "pause", Group: groupCapture, In: inBoard(), Verb: event.VerbPause, Dangerous: true, Help: "pause it"},
		{ID: ActionResume, Keys: []string{"r"}, Word: "resume", Group: groupCapture, In: inBoard(), Verb: event.VerbResume, Help: "resume it"},
		{ID: ActionQuery, Keys: []string{"u"}, Word: "query", Group: groupCapture, In: inBoard(), Verb: event.VerbQuery, ReadOnly: true, Help: "ask the recorder for its state; changes nothing"},
		{ID: ActionResync, Keys: []string{"U"}, Group: groupCapture, In: inBoard(), ReadOnly: true, Help: "resynchronise the marked DNs, or the one under the cursor: ask for calls, agent and capture again"},
		{ID: ActionCancel, Keys: []string{"ctrl+x"}, Group: groupCapture, ReadOnly: true, Help: "cancel the commands that have not been sent yet"},
		{ID: ActionFailures, Keys: []string{"F"}, Group: groupCapture, ReadOnly: true, Help: "show only the DNs at which the last command for several DNs was not confirmed, or all again"},
		{ID: ActionAcknowledge, Keys: []string{"K"}, Group: groupCapture, ReadOnly: true, Help: "acknowledge STOPPED UNASKED for the marked DNs, or for the one under the cursor; sends nothing"},
		{ID: ActionLock, Keys: []string{"w"}, Group: groupCapture, ReadOnly: true, Help: "write-lock: refuse start, stop, pause and resume until it is pressed again"},
	}
}

func moveActions() []Action {
	return []Action{
		{ID: ActionUp, Keys: []string{"up", "k"}, Group: groupMove, In: inEach("", "the message above", "one line up"), ReadOnly: true, Help: "one row up"},
		{ID: ActionDown, Keys: []string{"down", "j"}, Group: groupMove, In: inEach("", "the message below", "one line down"), ReadOnly: true, Help: "one row down"},
		{ID: ActionPageUp, Keys: []string{"pgup"}, Group: groupMove, In: inEach("", "", ""), ReadOnly: true, Help: "one page up"},
		{ID: ActionPageDown, Keys: []string{"pgdown"}, Group: groupMove, In: inEach("", "", ""), ReadOnly: true, Help: "one page down"},
		{ID: ActionFirst, Keys: []string{"home", "g"}, Group: groupMove, In: inEach("", "the oldest message", "the beginning"), ReadOnly: true, Help: "first row"},
		{ID: ActionLast, Keys: []string{"end", "G"}, Group: groupMove, In: inEach("last row", "follow new messages again", "the end"), ReadOnly: true, Help: "last row; in the messages, follow new ones again"},
	}
}

func markActions() []Action {
	return []Action{
		{ID: ActionMark, Keys: []string{"space"}, Word: "mark", Group: groupMark, In: inBoard(), ReadOnly: true, Help: "mark or unmark the DN under the cursor"},
		{ID: ActionMarkTo, Keys: []string{"v"}, Group: groupMark, ReadOnly: true, Help: "mark from the last mark to the cursor"},
		{ID: ActionMarkAll, Keys: []string{"a"}, Group: groupMark, ReadOnly: true, Help: "mark all that the filter shows"},
		{ID: ActionClear, Keys: []string{"esc"}, Group: groupMark, In: map[Pane]string{PaneMessages: "back to the board; an open detail closes first", PaneDetail: "close it"}, ReadOnly: true, Help: "close what is open, else clear the marks, the filter, the state that is shown"},
		{ID: ActionFilter, Keys: []string{"/"}, Word: "filter", Group: groupMark, In: map[Pane]string{PaneMessages: "search as you type: names, DNs, values, in any case"}, ReadOnly: true, Help: "filter: text, state:paused, team:day contains, team:=day is, agent:, fault:, ! negates"},
		{ID: ActionShowAll, Keys: []string{"1"}, Group: groupMark, ReadOnly: true, Help: "show DNs in every state that the filter lets through"},
		{ID: ActionShowRecording, Keys: []string{"2"}, Group: groupMark, ReadOnly: true, Help: "show only DNs that are being recorded"},
		{ID: ActionShowPaused, Keys: []string{"3"}, Group: groupMark, ReadOnly: true, Help: "show only DNs whose capture is paused"},
		{ID: ActionShowOff, Keys: []string{"4"}, Group: groupMark, ReadOnly: true, Help: "show only DNs whose capture is off, as the recorder said; not those that are unknown"},
		{ID: ActionShowUnknown, Keys: []string{"5"}, Group: groupMark, ReadOnly: true, Help: "show only DNs whose capture is unknown"},
		{ID: ActionShowFaults, Keys: []string{"6"}, Group: groupMark, ReadOnly: true, Help: "show only DNs with a fault"},
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

func messagesActions() []Action {
	return []Action{
		{ID: ActionSearchOlder, Keys: []string{"n"}, Word: "older hit", Group: GroupMessages, In: inMessages(), ReadOnly: true, Help: "in the messages, / searches as you type: the next older message that holds it"},
		{ID: ActionSearchNewer, Keys: []string{"N"}, Word: "newer hit", Group: GroupMessages, In: inMessages(), ReadOnly: true, Help: "the next newer one"},
		{ID: ActionMessagesDN, Keys: []string{"d"}, Word: "only this DN", Group: GroupMessages, In: inMessages(), ReadOnly: true, Help: "only the messages of the DN under the cursor, and what is remarked about the link; again for all"},
		{ID: ActionBytes, Keys: []string{"b"}, Word: "bytes", Group: GroupMessages, In: inMessages(), ReadOnly: true, Help: "the bytes of the message whose text is open (enter on it); again for its text"},
		{ID: ActionAutomatic, Keys: []string{"A"}, Group: GroupMessages, In: inMessages(), ReadOnly: true, Help: "the messages of automatic queries, which have a log of their own; again for the others"},
	}
}

func screenActions() []Action {
	return []Action{
		{ID: ActionDetail, Keys: []string{"enter"}, Word: "detail", Group: groupScreen, In: inEach("all that is known of the DN under the cursor", "the whole of the selected message", "close it"), ReadOnly: true, Help: "all that is known of the DN, or the whole of the selected message"},
		{ID: ActionStatistics, Keys: []string{"S"}, Group: groupScreen, ReadOnly: true, Help: "how commands ended, how long their answers took, silent recorders"},
		{ID: ActionSent, Keys: []string{"h"}, Group: groupScreen, ReadOnly: true, Help: "what was sent from here, as the journal has it, and what became of it"},
		{ID: ActionNextPane, Keys: []string{"tab"}, Group: groupScreen, In: inEach("", "", ""), ReadOnly: true, Help: "move the focus between board, text and messages"},
		{ID: ActionMessages, Keys: []string{"l"}, Word: "messages", Group: groupScreen, In: map[Pane]string{PaneMessages: "hide them"}, ReadOnly: true, Help: "show or hide the messages"},
		{ID: ActionColumns, Keys: []string{"c"}, Group: groupScreen, ReadOnly: true, Help: "choose the columns and their order"},
		{ID: ActionTheme, Keys: []string{"t"}, Group: groupScreen, ReadOnly: true, Help: "next theme"},
		{ID: ActionMouse, Keys: []string{"m"}, Group: groupScreen, ReadOnly: true, Help: "leave the mouse to the terminal, to select text with it, or take it back"},
		{ID: ActionCopy, Keys: []string{"y"}, Group: groupScreen, ReadOnly: true, Help: "copy the marked DNs or the one under the cursor; in a message or a detail, its text"},
		{ID: ActionExport, Keys: []string{"e"}, Group: groupScreen, ReadOnly: true, Help: "write the board or the messages to a CSV or JSONL file; asks what and where"},
		{ID: ActionReconnect, Keys: []string{"ctrl+r"}, Group: groupScreen, ReadOnly: true, Help: "connect anew without waiting; asks first while the link is up"},
		{ID: ActionRedraw, Keys: []string{"ctrl+l"}, Group: groupScreen, ReadOnly: true, Help: "paint the whole screen anew, whatever else was written to the terminal"},
		{ID: ActionSuspend, Keys: []string{"ctrl+z"}, Group: groupScreen, ReadOnly: true, Help: "stop capdeck and give the shell the terminal; asks when commands wait for an answer"},
		{ID: ActionPalette, Keys: []string{":"}, Word: "commands", Group: groupScreen, ReadOnly: true, Help: "search all commands by name, and carry one out"},
		{ID: ActionHelp, Keys: []string{"?"}, Word: "help", Group: groupScreen, ReadOnly: true, Help: "this help"},
		{ID: ActionQuit, Keys: []string{"q", "ctrl+c"}, Word: "quit", Group: groupScreen, ReadOnly: true, Help: "quit; asks when commands wait for an answer"},
	}
}

package model

import (
	"slices"

	"capdeck/model/action"
	"capdeck/tlibconn/event"
)

// Actions returns the table in the order of the help overlay. The caller owns
// it.
func Actions() []action.Row {
	return slices.Concat(captureActions(), moveActions(), markActions(), orderActions(), boardActions(), messagesActions(), screenActions())
}

// inBoard is for what only the board has, inMessages for what only the messages
// have, inEach for what each pane has in its own way.
func inBoard() map[action.Pane]string { return map[action.Pane]string{action.PaneBoard: ""} }

func inMessages() map[action.Pane]string { return map[action.Pane]string{action.PaneMessages: ""} }

func inEach(board, messages, detail string) map[action.Pane]string {
	return map[action.Pane]string{action.PaneBoard: board, action.PaneMessages: messages, action.PaneDetail: detail}
}

func captureActions() []action.Row {
	return []action.Row{
		{ID: action.Start, Keys: []string{"s"}, Word: "start", Group: action.GroupCapture, In: inBoard(), Verb: event.VerbStart, Asks: true, Help: "start the screen capture of the marked DNs, or of the one under the cursor"},
		{ID: action.Stop, Keys: []string{"x"}, Word: "stop", Group: action.GroupCapture, In: inBoard(), Verb: event.VerbStop, Asks: true, Dangerous: true, Help: "stop it"},
		{ID: action.Pause, Keys: []string{"p"}, Word: "pause", Group: action.GroupCapture, In: inBoard(), Verb: event.VerbPause, Asks: true, Dangerous: true, Help: "pause it"},
		{ID: action.Resume, Keys: []string{"r"}, Word: "resume", Group: action.GroupCapture, In: inBoard(), Verb: event.VerbResume, Asks: true, Help: "resume it"},
		{ID: action.Query, Keys: []string{"u"}, Word: "query", Group: action.GroupCapture, In: inBoard(), Verb: event.VerbQuery, Asks: true, ReadOnly: true, Help: "ask the recorder for its state; changes nothing"},
		{ID: action.Resync, Keys: []string{"U"}, Group: action.GroupCapture, In: inBoard(), ReadOnly: true, Help: "resynchronise the marked DNs, or the one under the cursor: ask for calls, agent and capture again"},
		{ID: action.Cancel, Keys: []string{"ctrl+x"}, Group: action.GroupCapture, ReadOnly: true, Help: "cancel the commands that have not been sent yet"},
		{ID: action.Failures, Keys: []string{"F"}, Group: action.GroupCapture, ReadOnly: true, Help: "show only the DNs at which the last command for several DNs was not confirmed, or all again"},
		{ID: action.Acknowledge, Keys: []string{"K"}, Group: action.GroupCapture, ReadOnly: true, Help: "acknowledge STOPPED UNASKED for the marked DNs, or for the one under the cursor; sends nothing"},
		{ID: action.Lock, Keys: []string{"w"}, Group: action.GroupCapture, ReadOnly: true, Help: "write-lock: refuse start, stop, pause and resume until it is pressed again"},
	}
}

func moveActions() []action.Row {
	return []action.Row{
		{ID: action.Up, Keys: []string{"up", "k"}, Group: action.GroupMove, In: inEach("", "the message above", "one line up"), ReadOnly: true, InHelp: true, Help: "one row up"},
		{ID: action.Down, Keys: []string{"down", "j"}, Group: action.GroupMove, In: inEach("", "the message below", "one line down"), ReadOnly: true, InHelp: true, Help: "one row down"},
		{ID: action.PageUp, Keys: []string{"pgup"}, Group: action.GroupMove, In: inEach("", "", ""), ReadOnly: true, InHelp: true, Help: "one page up"},
		{ID: action.PageDown, Keys: []string{"pgdown"}, Group: action.GroupMove, In: inEach("", "", ""), ReadOnly: true, InHelp: true, Help: "one page down"},
		{ID: action.First, Keys: []string{"home", "g"}, Group: action.GroupMove, In: inEach("", "the oldest message", "the beginning"), ReadOnly: true, InHelp: true, Help: "first row"},
		{ID: action.Last, Keys: []string{"end", "G"}, Group: action.GroupMove, In: inEach("last row", "follow new messages again", "the end"), ReadOnly: true, InHelp: true, Help: "last row; in the messages, follow new ones again"},
	}
}

func markActions() []action.Row {
	return []action.Row{
		{ID: action.Mark, Keys: []string{"space"}, Word: "mark", Group: action.GroupMark, In: inBoard(), ReadOnly: true, Help: "mark or unmark the DN under the cursor"},
		{ID: action.MarkTo, Keys: []string{"v"}, Group: action.GroupMark, ReadOnly: true, Help: "mark from the last mark to the cursor"},
		{ID: action.MarkAll, Keys: []string{"a"}, Group: action.GroupMark, ReadOnly: true, Help: "mark all that the filter shows"},
		{ID: action.Clear, Keys: []string{"esc"}, Group: action.GroupMark, In: map[action.Pane]string{action.PaneMessages: "back to the board; an open detail closes first", action.PaneDetail: "close it"}, ReadOnly: true, InHelp: true, Help: "close what is open, else clear the marks, the filter, the state that is shown"},
		{ID: action.Filter, Keys: []string{"/"}, Word: "filter", Group: action.GroupMark, In: map[action.Pane]string{action.PaneMessages: "search as you type: names, DNs, values, in any case"}, ReadOnly: true, Help: "filter: text, state:paused, team:day contains, team:=day is, agent:, fault:, ! negates"},
		{ID: action.ShowAll, Keys: []string{"1"}, Group: action.GroupMark, ReadOnly: true, Help: "show DNs in every state that the filter lets through"},
		{ID: action.ShowRecording, Keys: []string{"2"}, Group: action.GroupMark, ReadOnly: true, Help: "show only DNs that are being recorded"},
		{ID: action.ShowPaused, Keys: []string{"3"}, Group: action.GroupMark, ReadOnly: true, Help: "show only DNs whose capture is paused"},
		{ID: action.ShowOff, Keys: []string{"4"}, Group: action.GroupMark, ReadOnly: true, Help: "show only DNs whose capture is off, as the recorder said; not those that are unknown"},
		{ID: action.ShowUnknown, Keys: []string{"5"}, Group: action.GroupMark, ReadOnly: true, Help: "show only DNs whose capture is unknown"},
		{ID: action.ShowFaults, Keys: []string{"6"}, Group: action.GroupMark, ReadOnly: true, Help: "show only DNs with a fault"},
	}
}

func orderActions() []action.Row {
	return []action.Row{
		{ID: action.SortNext, Keys: []string{"o"}, Group: action.GroupOrder, ReadOnly: true, Help: "sort by the next column; the one before is the second key"},
		{ID: action.SortReverse, Keys: []string{"O"}, Group: action.GroupOrder, ReadOnly: true, Help: "reverse the order"},
		{ID: action.SortLeft, Keys: []string{"<"}, Group: action.GroupOrder, ReadOnly: true, Help: "sort by the column to the left; the second key is where you began"},
		{ID: action.SortRight, Keys: []string{">"}, Group: action.GroupOrder, ReadOnly: true, Help: "sort by the column to the right, likewise"},
		{ID: action.Freeze, Keys: []string{"f"}, Group: action.GroupOrder, ReadOnly: true, Help: "let the rows stand still, with live values, until you press it again"},
	}
}

func boardActions() []action.Row {
	return []action.Row{
		{ID: action.Register, Keys: []string{"+"}, Group: action.GroupBoard, ReadOnly: true, Help: "register DNs and put them on the board: 7001,7005-7050"},
		{ID: action.Unregister, Keys: []string{"-"}, Group: action.GroupBoard, ReadOnly: true, Asks: true, Help: "unregister the marked DNs, or the one under the cursor, and take them off; asks first"},
	}
}

func messagesActions() []action.Row {
	return []action.Row{
		{ID: action.SearchOlder, Keys: []string{"n"}, Word: "older hit", Group: action.GroupMessages, In: inMessages(), ReadOnly: true, Help: "in the messages, / searches as you type: the next older message that holds it"},
		{ID: action.SearchNewer, Keys: []string{"N"}, Word: "newer hit", Group: action.GroupMessages, In: inMessages(), ReadOnly: true, Help: "the next newer one"},
		{ID: action.MessagesDN, Keys: []string{"d"}, Word: "only this DN", Group: action.GroupMessages, In: inMessages(), ReadOnly: true, Help: "only the messages of the DN under the cursor, and what is remarked about the link; again for all"},
		{ID: action.Bytes, Keys: []string{"b"}, Word: "bytes", Group: action.GroupMessages, In: inMessages(), ReadOnly: true, Help: "the bytes of the message whose text is open (enter on it); again for its text"},
		{ID: action.Automatic, Keys: []string{"A"}, Group: action.GroupMessages, In: inMessages(), ReadOnly: true, Help: "the messages of automatic queries, which have a log of their own; again for the others"},
	}
}

func screenActions() []action.Row {
	return []action.Row{
		{ID: action.Detail, Keys: []string{"enter"}, Word: "detail", Group: action.GroupScreen, In: inEach("all that is known of the DN under the cursor", "the whole of the selected message", "close it"), ReadOnly: true, Help: "all that is known of the DN, or the whole of the selected message"},
		{ID: action.Statistics, Keys: []string{"S"}, Group: action.GroupScreen, ReadOnly: true, Help: "how commands ended, how long their answers took, silent recorders"},
		{ID: action.Sent, Keys: []string{"h"}, Group: action.GroupScreen, ReadOnly: true, Help: "what was sent from here, as the journal has it, and what became of it"},
		{ID: action.NextPane, Keys: []string{"tab"}, Group: action.GroupScreen, In: inEach("", "", ""), ReadOnly: true, Help: "move the focus between board, text and messages"},
		{ID: action.Messages, Keys: []string{"l"}, Word: "messages", Group: action.GroupScreen, In: map[action.Pane]string{action.PaneMessages: "hide them"}, ReadOnly: true, Help: "show or hide the messages"},
		{ID: action.Columns, Keys: []string{"c"}, Group: action.GroupScreen, ReadOnly: true, Help: "choose the columns and their order"},
		{ID: action.Theme, Keys: []string{"t"}, Group: action.GroupScreen, ReadOnly: true, InHelp: true, Help: "next theme"},
		{ID: action.Mouse, Keys: []string{"m"}, Group: action.GroupScreen, ReadOnly: true, InHelp: true, Help: "leave the mouse to the terminal, to select text with it, or take it back"},
		{ID: action.Copy, Keys: []string{"y"}, Group: action.GroupScreen, ReadOnly: true, Help: "copy the marked DNs or the one under the cursor; in a message or a detail, its text"},
		{ID: action.Export, Keys: []string{"e"}, Group: action.GroupScreen, ReadOnly: true, Help: "write the board or the messages to a CSV or JSONL file; asks what and where"},
		{ID: action.Reconnect, Keys: []string{"ctrl+r"}, Group: action.GroupScreen, ReadOnly: true, InHelp: true, Asks: true, Help: "connect anew without waiting; asks first while the link is up"},
		{ID: action.Redraw, Keys: []string{"ctrl+l"}, Group: action.GroupScreen, ReadOnly: true, InHelp: true, Help: "paint the whole screen anew, whatever else was written to the terminal"},
		{ID: action.Suspend, Keys: []string{"ctrl+z"}, Group: action.GroupScreen, ReadOnly: true, InHelp: true, Asks: true, Help: "stop capdeck and give the shell the terminal; asks when commands wait for an answer"},
		{ID: action.Palette, Keys: []string{":"}, Word: "commands", Group: action.GroupScreen, ReadOnly: true, InHelp: true, Help: "search all commands by name, and carry one out"},
		{ID: action.Help, Keys: []string{"?"}, Word: "help", Group: action.GroupScreen, ReadOnly: true, InHelp: true, Help: "this help"},
		{ID: action.Quit, Keys: []string{"q", "ctrl+c"}, Word: "quit", Group: action.GroupScreen, ReadOnly: true, InHelp: true, Asks: true, Help: "quit; asks when commands wait for an answer"},
	}
}

package model

import (
	"capdeck/model/action"
	"capdeck/model/effect"
	"capdeck/model/filter"
	"capdeck/model/panes"
	"capdeck/tlibconn/event"
)

// actionRow is one row of the table of actions: what everyone may read of the
// action, and what only the model needs.
type actionRow struct {
	action.Row
	// handle carries out the action.
	handle handler
	// refused returns a sentence that says why the action does nothing now, "" if it
	// does something. Without it the action always does something.
	refused func(*Model) string
	// unranked actions are so frequent that they do not change the order of the
	// palette.
	unranked bool
	// keepsSearch actions leave a search of the messages running.
	keepsSearch bool
	// keepsChoosing actions leave the choice of the sort column unfinished.
	keepsChoosing bool
}

// handler carries out the action of a row and returns the effects.
type handler func(m *Model, row *action.Row) []effect.Effect

// actionTable returns all actions in the order of the help. To add an action, add
// its ID to package action and its row here.
func actionTable() []actionRow {
	var table []actionRow
	for _, group := range [...]struct {
		name string
		rows []actionRow
	}{
		{action.GroupCapture, captureActions()},
		{action.GroupMove, moveActions()},
		{action.GroupMark, markActions()},
		{action.GroupOrder, orderActions()},
		{action.GroupBoard, boardActions()},
		{action.GroupMessages, messagesActions()},
		{action.GroupScreen, screenActions()},
		{action.GroupScreen, programActions()},
	} {
		for _, row := range group.rows {
			row.Group = group.name
			table = append(table, row)
		}
	}
	return table
}

// Actions returns the rows of all actions in the order of the help. The caller owns
// them.
func Actions() []action.Row {
	var rows []action.Row
	for _, row := range actionTable() {
		rows = append(rows, row.Row)
	}
	return rows
}

// does makes a handler of a method that has no effects outside the model.
func does(method func(*Model)) handler {
	return func(m *Model, _ *action.Row) []effect.Effect {
		method(m)
		return nil
	}
}

// yields makes a handler of a method that returns effects.
func yields(method func(*Model) []effect.Effect) handler {
	return func(m *Model, _ *action.Row) []effect.Effect { return method(m) }
}

// inBoard, inMessages and inEach fill in action.Row.In: for what only the board has,
// for what only the messages have, and for what each pane has in its own way.
func inBoard() map[action.Pane]string { return map[action.Pane]string{action.PaneBoard: ""} }

func inMessages() map[action.Pane]string { return map[action.Pane]string{action.PaneMessages: ""} }

func inEach(board, messages, detail string) map[action.Pane]string {
	return map[action.Pane]string{action.PaneBoard: board, action.PaneMessages: messages, action.PaneDetail: detail}
}

func captureActions() []actionRow {
	return []actionRow{
		{
			Row:    action.Row{ID: action.Start, Keys: []string{"s"}, Word: "start", In: inBoard(), Verb: event.VerbStart, Asks: true, Help: "start the screen capture of the marked DNs, or of the one under the cursor"},
			handle: (*Model).command, refused: (*Model).noTarget,
		},
		{
			Row:    action.Row{ID: action.Stop, Keys: []string{"x"}, Word: "stop", In: inBoard(), Verb: event.VerbStop, Asks: true, Dangerous: true, Help: "stop it"},
			handle: (*Model).command, refused: (*Model).noTarget,
		},
		{
			Row:    action.Row{ID: action.Pause, Keys: []string{"p"}, Word: "pause", In: inBoard(), Verb: event.VerbPause, Asks: true, Dangerous: true, Help: "pause it"},
			handle: (*Model).command, refused: (*Model).noTarget,
		},
		{
			Row:    action.Row{ID: action.Resume, Keys: []string{"r"}, Word: "resume", In: inBoard(), Verb: event.VerbResume, Asks: true, Help: "resume it"},
			handle: (*Model).command, refused: (*Model).noTarget,
		},
		{
			Row:    action.Row{ID: action.Query, Keys: []string{"u"}, Word: "query", In: inBoard(), Verb: event.VerbQuery, Asks: true, ReadOnly: true, Help: "ask the recorder for its state; changes nothing"},
			handle: (*Model).command, refused: (*Model).noTarget,
		},
		{
			Row:    action.Row{ID: action.Resync, Keys: []string{"U"}, In: inBoard(), ReadOnly: true, Help: "resynchronise the marked DNs, or the one under the cursor: ask for calls, agent and capture again"},
			handle: does((*Model).resyncTargets), refused: (*Model).noTarget,
		},
		{
			Row:    action.Row{ID: action.Cancel, Keys: []string{"ctrl+x"}, ReadOnly: true, Help: "cancel the commands that have not been sent yet"},
			handle: does((*Model).cancelQueued),
		},
		{
			Row:    action.Row{ID: action.Failures, Keys: []string{"F"}, ReadOnly: true, Help: "show only the DNs at which the last command for several DNs was not confirmed, or all again"},
			handle: does((*Model).showFailures),
		},
		{
			Row:    action.Row{ID: action.Acknowledge, Keys: []string{"K"}, ReadOnly: true, Help: "acknowledge STOPPED UNASKED for the marked DNs, or for the one under the cursor; sends nothing"},
			handle: does((*Model).acknowledgeTargets), refused: (*Model).noTarget,
		},
		{
			Row:    action.Row{ID: action.Lock, Keys: []string{"w"}, ReadOnly: true, Help: "write-lock: refuse start, stop, pause and resume until it is pressed again"},
			handle: does((*Model).toggleLock),
		},
	}
}

func moveActions() []actionRow {
	return []actionRow{
		{
			Row:    action.Row{ID: action.Up, Keys: []string{"up", "k"}, In: inEach("", "the message above", "one line up"), ReadOnly: true, InHelp: true, Help: "one row up"},
			handle: scrolls(oneLine, -1), unranked: true,
		},
		{
			Row:    action.Row{ID: action.Down, Keys: []string{"down", "j"}, In: inEach("", "the message below", "one line down"), ReadOnly: true, InHelp: true, Help: "one row down"},
			handle: scrolls(oneLine, 1), unranked: true,
		},
		{
			Row:    action.Row{ID: action.PageUp, Keys: []string{"pgup"}, In: inEach("", "", ""), ReadOnly: true, InHelp: true, Help: "one page up"},
			handle: scrolls(onePage, -1), unranked: true,
		},
		{
			Row:    action.Row{ID: action.PageDown, Keys: []string{"pgdown"}, In: inEach("", "", ""), ReadOnly: true, InHelp: true, Help: "one page down"},
			handle: scrolls(onePage, 1), unranked: true,
		},
		{
			Row:    action.Row{ID: action.First, Keys: []string{"home", "g"}, In: inEach("", "the oldest message", "the beginning"), ReadOnly: true, InHelp: true, Help: "first row"},
			handle: scrolls(toTheEnd, -1), unranked: true,
		},
		{
			Row:    action.Row{ID: action.Last, Keys: []string{"end", "G"}, In: inEach("last row", "follow new messages again", "the end"), ReadOnly: true, InHelp: true, Help: "last row; in the messages, follow new ones again"},
			handle: scrolls(toTheEnd, 1), unranked: true,
		},
	}
}

func markActions() []actionRow {
	return []actionRow{
		{
			Row:    action.Row{ID: action.Mark, Keys: []string{"space"}, Word: "mark", In: inBoard(), ReadOnly: true, Help: "mark or unmark the DN under the cursor"},
			handle: does(func(m *Model) { m.rows.ToggleMark() }), refused: (*Model).noCursor,
		},
		{
			Row:    action.Row{ID: action.MarkTo, Keys: []string{"v"}, ReadOnly: true, Help: "mark from the last mark to the cursor"},
			handle: does(func(m *Model) { m.rows.MarkRange() }), refused: (*Model).noRange,
		},
		{
			Row:    action.Row{ID: action.MarkAll, Keys: []string{"a"}, ReadOnly: true, Help: "mark all that the filter shows"},
			handle: does(func(m *Model) { m.rows.MarkShown() }),
		},
		{
			Row:    action.Row{ID: action.Clear, Keys: []string{"esc"}, In: map[action.Pane]string{action.PaneMessages: "back to the board; an open detail closes first", action.PaneDetail: "close it"}, ReadOnly: true, InHelp: true, Help: "close what is open, else clear the marks, the filter, the state that is shown"},
			handle: does((*Model).clear), unranked: true, keepsSearch: true,
		},
		{
			Row:    action.Row{ID: action.Filter, Keys: []string{"/"}, Word: "filter", In: map[action.Pane]string{action.PaneMessages: "search as you type: names, DNs, values, in any case"}, ReadOnly: true, Help: "filter: text, state:paused, team:day contains, team:=day is, agent:, fault:, ! negates"},
			handle: does((*Model).find),
		},
		{
			Row:    action.Row{ID: action.ShowAll, Keys: []string{"1"}, ReadOnly: true, Help: "show DNs in every state that the filter lets through"},
			handle: shows(0),
		},
		{
			Row:    action.Row{ID: action.ShowRecording, Keys: []string{"2"}, ReadOnly: true, Help: "show only DNs that are being recorded"},
			handle: shows(filter.Recording),
		},
		{
			Row:    action.Row{ID: action.ShowPaused, Keys: []string{"3"}, ReadOnly: true, Help: "show only DNs whose capture is paused"},
			handle: shows(filter.Paused),
		},
		{
			Row:    action.Row{ID: action.ShowOff, Keys: []string{"4"}, ReadOnly: true, Help: "show only DNs whose capture is off, as the recorder said; not those that are unknown"},
			handle: shows(filter.Off),
		},
		{
			Row:    action.Row{ID: action.ShowUnknown, Keys: []string{"5"}, ReadOnly: true, Help: "show only DNs whose capture is unknown"},
			handle: shows(filter.Unknown),
		},
		{
			Row:    action.Row{ID: action.ShowFaults, Keys: []string{"6"}, ReadOnly: true, Help: "show only DNs with a fault"},
			handle: shows(filter.Fault),
		},
	}
}

func orderActions() []actionRow {
	return []actionRow{
		{
			Row:    action.Row{ID: action.SortNext, Keys: []string{"o"}, ReadOnly: true, Help: "sort by the next column; the one before is the second key"},
			handle: does((*Model).sortNext),
		},
		{
			Row:    action.Row{ID: action.SortReverse, Keys: []string{"O"}, ReadOnly: true, Help: "reverse the order"},
			handle: does((*Model).reverseSort),
		},
		{
			Row:    action.Row{ID: action.SortLeft, Keys: []string{"<"}, ReadOnly: true, Help: "sort by the column to the left; the second key is where you began"},
			handle: does(func(m *Model) { m.sortBeside(-1) }), keepsChoosing: true,
		},
		{
			Row:    action.Row{ID: action.SortRight, Keys: []string{">"}, ReadOnly: true, Help: "sort by the column to the right, likewise"},
			handle: does(func(m *Model) { m.sortBeside(1) }), keepsChoosing: true,
		},
		{
			Row:    action.Row{ID: action.Freeze, Keys: []string{"f"}, ReadOnly: true, Help: "let the rows stand still, with live values, until you press it again"},
			handle: does((*Model).toggleFreeze),
		},
	}
}

func boardActions() []actionRow {
	return []actionRow{
		{
			Row:    action.Row{ID: action.Register, Keys: []string{"+"}, ReadOnly: true, Help: "register DNs and put them on the board: 7001,7005-7050"},
			handle: does((*Model).editRegister),
		},
		{
			Row:    action.Row{ID: action.Unregister, Keys: []string{"-"}, ReadOnly: true, Asks: true, Help: "unregister the marked DNs, or the one under the cursor, and take them off; asks first"},
			handle: does((*Model).unregister),
		},
	}
}

func messagesActions() []actionRow {
	return []actionRow{
		{
			Row:    action.Row{ID: action.SearchOlder, Keys: []string{"n"}, Word: "older hit", In: inMessages(), ReadOnly: true, Help: "in the messages, / searches as you type: the next older message that holds it"},
			handle: does(func(m *Model) { m.searchOn(false) }), keepsSearch: true,
		},
		{
			Row:    action.Row{ID: action.SearchNewer, Keys: []string{"N"}, Word: "newer hit", In: inMessages(), ReadOnly: true, Help: "the next newer one"},
			handle: does(func(m *Model) { m.searchOn(true) }), keepsSearch: true,
		},
		{
			Row:    action.Row{ID: action.MessagesDN, Keys: []string{"d"}, Word: "only this DN", In: inMessages(), ReadOnly: true, Help: "only the messages of the DN under the cursor, and what is remarked about the link; again for all"},
			handle: does((*Model).toggleOnly),
		},
		{
			Row:    action.Row{ID: action.Bytes, Keys: []string{"b"}, Word: "bytes", In: inMessages(), ReadOnly: true, Help: "the bytes of the message whose text is open (enter on it); again for its text"},
			handle: does((*Model).toggleBytes),
		},
		{
			Row:    action.Row{ID: action.Automatic, Keys: []string{"A"}, In: inMessages(), ReadOnly: true, Help: "the messages of automatic queries, which have a log of their own; again for the others"},
			handle: does((*Model).toggleAutomatic),
		},
	}
}

func screenActions() []actionRow {
	return []actionRow{
		{
			Row:    action.Row{ID: action.Detail, Keys: []string{"enter"}, Word: "detail", In: inEach("all that is known of the DN under the cursor", "the whole of the selected message", "close it"), ReadOnly: true, Help: "all that is known of the DN, or the whole of the selected message"},
			handle: changes((*panes.Panes).ToggleDetail),
		},
		{
			Row:    action.Row{ID: action.Statistics, Keys: []string{"S"}, ReadOnly: true, Help: "how commands ended, how long their answers took, silent recorders"},
			handle: togglesText(panes.Statistics),
		},
		{
			Row:    action.Row{ID: action.Sent, Keys: []string{"h"}, ReadOnly: true, Help: "what was sent from here, as the journal has it, and what became of it"},
			handle: togglesText(panes.Sent),
		},
		{
			Row:    action.Row{ID: action.NextPane, Keys: []string{"tab"}, In: inEach("", "", ""), ReadOnly: true, Help: "move the focus between board, text and messages"},
			handle: changes((*panes.Panes).Next),
		},
		{
			Row:    action.Row{ID: action.Messages, Keys: []string{"l"}, Word: "messages", In: map[action.Pane]string{action.PaneMessages: "hide them"}, ReadOnly: true, Help: "show or hide the messages"},
			handle: changes((*panes.Panes).ToggleMessages),
		},
		{
			Row:    action.Row{ID: action.Columns, Keys: []string{"c"}, ReadOnly: true, Help: "choose the columns and their order"},
			handle: does(func(m *Model) { m.overlay.OpenPicker(m.rows.Columns()) }),
		},
		{
			Row:    action.Row{ID: action.Theme, Keys: []string{"t"}, ReadOnly: true, InHelp: true, Help: "next theme"},
			handle: does((*Model).nextTheme),
		},
		{
			Row:    action.Row{ID: action.Mouse, Keys: []string{"m"}, ReadOnly: true, InHelp: true, Help: "leave the mouse to the terminal, to select text with it, or take it back"},
			handle: yields((*Model).toggleMouse),
		},
		{
			Row:    action.Row{ID: action.Copy, Keys: []string{"y"}, ReadOnly: true, Help: "copy the marked DNs or the one under the cursor; in a message or a detail, its text"},
			handle: yields((*Model).copy),
		},
		{
			Row:    action.Row{ID: action.Export, Keys: []string{"e"}, ReadOnly: true, Help: "write the board or the messages to a CSV or JSONL file; asks what and where"},
			handle: does((*Model).export),
		},
	}
}

// programActions concern the session, the terminal and the program.
func programActions() []actionRow {
	return []actionRow{
		{
			Row:    action.Row{ID: action.Reconnect, Keys: []string{"ctrl+r"}, ReadOnly: true, InHelp: true, Asks: true, Help: "connect anew without waiting; asks first while the link is up"},
			handle: yields((*Model).reconnect),
		},
		{
			Row:    action.Row{ID: action.Redraw, Keys: []string{"ctrl+l"}, ReadOnly: true, InHelp: true, Help: "paint the whole screen anew, whatever else was written to the terminal"},
			handle: yields((*Model).redraw),
		},
		{
			Row:    action.Row{ID: action.Suspend, Keys: []string{"ctrl+z"}, ReadOnly: true, InHelp: true, Asks: true, Help: "stop capdeck and give the shell the terminal; asks when commands wait for an answer"},
			handle: yields((*Model).suspend),
		},
		{
			Row:    action.Row{ID: action.Palette, Keys: []string{":"}, Word: "commands", ReadOnly: true, InHelp: true, Help: "search all commands by name, and carry one out"},
			handle: does((*Model).openPalette), unranked: true, keepsChoosing: true,
		},
		{
			Row:    action.Row{ID: action.Help, Keys: []string{"?"}, Word: "help", ReadOnly: true, InHelp: true, Help: "this help"},
			handle: does(func(m *Model) { m.overlay.ToggleHelp() }),
		},
		{
			Row:    action.Row{ID: action.Quit, Keys: []string{"q", "ctrl+c"}, Word: "quit", ReadOnly: true, InHelp: true, Asks: true, Help: "quit; asks when commands wait for an answer"},
			handle: does((*Model).quit),
		},
	}
}

package model

import (
	"capdeck/model/action"
	"capdeck/model/effect"
	"capdeck/model/filter"
	"capdeck/model/panes"
	"capdeck/tlibconn/event"
)

// actionRow is one row of the table of actions: the public description of the action,
// and the fields that only the model needs.
type actionRow struct {
	action.Row
	// handle carries out the action.
	handle handler
	// refused returns a sentence on why the action does nothing now, or "" if it does
	// something. If it is nil, the action always does something.
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

// does wraps a method that has no effects outside the model.
func does(method func(*Model)) handler {
	return func(m *Model, _ *action.Row) []effect.Effect {
		method(m)
		return nil
	}
}

// yields wraps a method that returns effects.
func yields(method func(*Model) []effect.Effect) handler {
	return func(m *Model, _ *action.Row) []effect.Effect { return method(m) }
}

// inBoard, inMessages, inDetail and inEach fill in action.Row.In: for actions of the board
// only, of the messages only, for what they do in a list in the text pane, and for those
// that differ from pane to pane.
func inBoard() map[action.Pane]string { return map[action.Pane]string{action.PaneBoard: ""} }

func inMessages() map[action.Pane]string { return map[action.Pane]string{action.PaneMessages: ""} }

func inDetail(help string) map[action.Pane]string {
	return map[action.Pane]string{action.PaneDetail: help}
}

func inEach(board, messages, detail string) map[action.Pane]string {
	return map[action.Pane]string{action.PaneBoard: board, action.PaneMessages: messages, action.PaneDetail: detail}
}

func captureActions() []actionRow {
	return []actionRow{
		{
			Row:    action.Row{ID: action.Start, Keys: []string{"s"}, Word: "start", In: inBoard(), Verb: event.VerbStart, Asks: true, Help: "Start the capture of the marked DNs, or of the DN under the cursor"},
			handle: (*Model).command, refused: (*Model).noTarget,
		},
		{
			Row:    action.Row{ID: action.Stop, Keys: []string{"x"}, Word: "stop", In: inBoard(), Verb: event.VerbStop, Asks: true, Dangerous: true, Help: "Stop the capture of the marked DNs, or of the DN under the cursor"},
			handle: (*Model).command, refused: (*Model).noTarget,
		},
		{
			Row:    action.Row{ID: action.Pause, Keys: []string{"p"}, Word: "pause", In: inBoard(), Verb: event.VerbPause, Asks: true, Dangerous: true, Help: "Pause the capture of the marked DNs, or of the DN under the cursor"},
			handle: (*Model).command, refused: (*Model).noTarget,
		},
		{
			Row:    action.Row{ID: action.Resume, Keys: []string{"r"}, Word: "resume", In: inBoard(), Verb: event.VerbResume, Asks: true, Help: "Resume the capture of the marked DNs, or of the DN under the cursor"},
			handle: (*Model).command, refused: (*Model).noTarget,
		},
		{
			Row:    action.Row{ID: action.Query, Keys: []string{"u"}, Word: "query", In: inBoard(), Verb: event.VerbQuery, Asks: true, ReadOnly: true, Help: "Ask the recorder for the state of the marked DNs, or of the DN under the cursor; changes nothing"},
			handle: (*Model).command, refused: (*Model).noTarget,
		},
		{
			Row:    action.Row{ID: action.Resync, Keys: []string{"U"}, In: inBoard(), ReadOnly: true, Help: "Resynchronise the marked DNs, or the DN under the cursor: ask for calls, agent and capture again"},
			handle: does((*Model).resyncTargets), refused: (*Model).noTarget,
		},
		{
			Row:    action.Row{ID: action.Cancel, Keys: []string{"ctrl+x"}, ReadOnly: true, Help: "Cancel the commands that have not been sent yet"},
			handle: does((*Model).cancelQueued),
		},
		{
			Row:    action.Row{ID: action.Failures, Keys: []string{"F"}, ReadOnly: true, Help: "Show and mark only the DNs where the last command for several DNs was not confirmed, or show all DNs again"},
			handle: does((*Model).showFailures),
		},
		{
			Row:    action.Row{ID: action.Acknowledge, Keys: []string{"K"}, In: inDetail("Acknowledge the marked incidents, or the one under the cursor, with a reason and a note"), ReadOnly: true, Help: "Acknowledge the incidents of the marked DNs, or of the DN under the cursor, with a reason and a note; sends nothing"},
			handle: does((*Model).acknowledgeTargets), refused: (*Model).noneToAcknowledge,
		},
		{
			Row:    action.Row{ID: action.Lock, Keys: []string{"w"}, ReadOnly: true, Help: "Lock or unlock commands: while locked, start, stop, pause and resume are refused"},
			handle: does((*Model).toggleLock),
		},
	}
}

func moveActions() []actionRow {
	return []actionRow{
		{
			Row:    action.Row{ID: action.Up, Keys: []string{"up", "k"}, In: inEach("", "Select the message above", "Scroll up one line"), ReadOnly: true, InHelp: true, Help: "Move up one row"},
			handle: scrolls(oneLine, -1), unranked: true,
		},
		{
			Row:    action.Row{ID: action.Down, Keys: []string{"down", "j"}, In: inEach("", "Select the message below", "Scroll down one line"), ReadOnly: true, InHelp: true, Help: "Move down one row"},
			handle: scrolls(oneLine, 1), unranked: true,
		},
		{
			Row:    action.Row{ID: action.PageUp, Keys: []string{"pgup"}, In: inEach("", "", ""), ReadOnly: true, InHelp: true, Help: "Move up one page"},
			handle: scrolls(onePage, -1), unranked: true,
		},
		{
			Row:    action.Row{ID: action.PageDown, Keys: []string{"pgdown"}, In: inEach("", "", ""), ReadOnly: true, InHelp: true, Help: "Move down one page"},
			handle: scrolls(onePage, 1), unranked: true,
		},
		{
			Row:    action.Row{ID: action.First, Keys: []string{"home", "g"}, In: inEach("", "Select the oldest message", "Go to the beginning"), ReadOnly: true, InHelp: true, Help: "Go to the first row"},
			handle: scrolls(toTheEnd, -1), unranked: true,
		},
		{
			Row:    action.Row{ID: action.Last, Keys: []string{"end", "G"}, In: inEach("Go to the last row", "Follow new messages again", "Go to the end"), ReadOnly: true, InHelp: true, Help: "Go to the last row; in the messages, follow new messages again"},
			handle: scrolls(toTheEnd, 1), unranked: true,
		},
	}
}

func markActions() []actionRow {
	return []actionRow{
		{
			Row:    action.Row{ID: action.Mark, Keys: []string{"space"}, Word: "mark", In: map[action.Pane]string{action.PaneBoard: "", action.PaneDetail: "In the list of incidents, mark or unmark the one under the cursor"}, ReadOnly: true, Help: "Mark or unmark the DN under the cursor"},
			handle: does((*Model).toggleMark), refused: (*Model).noCursor,
		},
		{
			Row:    action.Row{ID: action.MarkTo, Keys: []string{"v"}, ReadOnly: true, Help: "Mark the rows from the last mark to the cursor"},
			handle: does(func(m *Model) { m.rows.MarkRange() }), refused: (*Model).noRange,
		},
		{
			Row:    action.Row{ID: action.MarkAll, Keys: []string{"a"}, ReadOnly: true, Help: "Mark all DNs that the filter shows"},
			handle: does(func(m *Model) { m.rows.MarkShown() }),
		},
		{
			Row:    action.Row{ID: action.Clear, Keys: []string{"esc"}, In: map[action.Pane]string{action.PaneMessages: "Close an open detail, or go back to the board", action.PaneDetail: "Close the text pane"}, ReadOnly: true, InHelp: true, Help: "Close what is open; else clear the marks, the filter or the quick view"},
			handle: does((*Model).clear), unranked: true, keepsSearch: true,
		},
		{
			Row:    action.Row{ID: action.Filter, Keys: []string{"/"}, Word: "filter", In: map[action.Pane]string{action.PaneMessages: "Search the messages as you type: names, DNs and values, in upper or lower case"}, ReadOnly: true, Help: "Filter the board: text, state:paused,off, team:day (contains), team:=day (is), call:talking, gap:>30s, ! negates"},
			handle: does((*Model).find),
		},
		{
			Row:    action.Row{ID: action.ShowAll, Keys: []string{"1"}, ReadOnly: true, Help: "Show the DNs in all capture states again, as far as the filter allows"},
			handle: shows(0),
		},
		{
			Row:    action.Row{ID: action.ShowRecording, Keys: []string{"2"}, ReadOnly: true, Help: "Show only DNs that are being recorded"},
			handle: shows(filter.Recording),
		},
		{
			Row:    action.Row{ID: action.ShowPaused, Keys: []string{"3"}, ReadOnly: true, Help: "Show only DNs whose capture is paused"},
			handle: shows(filter.Paused),
		},
		{
			Row:    action.Row{ID: action.ShowOff, Keys: []string{"4"}, ReadOnly: true, Help: "Show only DNs whose capture is off according to the recorder; leaves out unknown ones"},
			handle: shows(filter.Off),
		},
		{
			Row:    action.Row{ID: action.ShowUnknown, Keys: []string{"5"}, ReadOnly: true, Help: "Show only DNs whose capture is unknown"},
			handle: shows(filter.Unknown),
		},
		{
			Row:    action.Row{ID: action.ShowFaults, Keys: []string{"6"}, ReadOnly: true, Help: "Show only DNs with a fault"},
			handle: shows(filter.Fault),
		},
		{
			Row:    action.Row{ID: action.ShowNotRecorded, Keys: []string{"7"}, ReadOnly: true, Keywords: "coverage gap captured", Help: "Show only DNs that are on a call and not recorded (off, paused, unknown or stale), the longest first"},
			handle: shows(filter.NotRecorded),
		},
		{
			Row:    action.Row{ID: action.ShowOnCalls, Keys: []string{"8"}, ReadOnly: true, Keywords: "coverage", Help: "Show only DNs that are on a call"},
			handle: shows(filter.OnCall),
		},
	}
}

func orderActions() []actionRow {
	return []actionRow{
		{
			Row:    action.Row{ID: action.SortNext, Keys: []string{"o"}, In: inDetail("Sort by the next column: the teams in the list of teams, otherwise the rows"), ReadOnly: true, Help: "Sort by the next column; the previous sort column becomes the second key"},
			handle: does((*Model).sortNext),
		},
		{
			Row:    action.Row{ID: action.SortReverse, Keys: []string{"O"}, In: inDetail("Reverse the order: of the teams in the list of teams, otherwise of the rows"), ReadOnly: true, Help: "Reverse the sort order"},
			handle: does((*Model).reverseSort),
		},
		{
			Row:    action.Row{ID: action.SortLeft, Keys: []string{"<"}, ReadOnly: true, Help: "Sort by the column to the left; the column where you began becomes the second key"},
			handle: does(func(m *Model) { m.sortBeside(-1) }), keepsChoosing: true,
		},
		{
			Row:    action.Row{ID: action.SortRight, Keys: []string{">"}, ReadOnly: true, Help: "Sort by the column to the right; the column where you began becomes the second key"},
			handle: does(func(m *Model) { m.sortBeside(1) }), keepsChoosing: true,
		},
		{
			Row:    action.Row{ID: action.Freeze, Keys: []string{"f"}, ReadOnly: true, Help: "Freeze the order of the rows, or release it; values stay live"},
			handle: does((*Model).toggleFreeze),
		},
	}
}

func boardActions() []actionRow {
	return []actionRow{
		{
			Row:    action.Row{ID: action.Register, Keys: []string{"+"}, ReadOnly: true, Help: "Register DNs and add them to the board, such as 7001,7005-7050"},
			handle: does((*Model).editRegister),
		},
		{
			Row:    action.Row{ID: action.Unregister, Keys: []string{"-"}, ReadOnly: true, Asks: true, Help: "Unregister the marked DNs, or the DN under the cursor, and remove them from the board; asks first"},
			handle: does((*Model).unregister),
		},
	}
}

func messagesActions() []actionRow {
	return []actionRow{
		{
			Row:    action.Row{ID: action.SearchOlder, Keys: []string{"n"}, Word: "older hit", In: inMessages(), ReadOnly: true, Help: "Find the next older message that matches the search"},
			handle: does(func(m *Model) { m.searchOn(false) }), keepsSearch: true,
		},
		{
			Row:    action.Row{ID: action.SearchNewer, Keys: []string{"N"}, Word: "newer hit", In: inMessages(), ReadOnly: true, Help: "Find the next newer message that matches the search"},
			handle: does(func(m *Model) { m.searchOn(true) }), keepsSearch: true,
		},
		{
			Row:    action.Row{ID: action.MessagesDN, Keys: []string{"d"}, Word: "only this DN", In: inMessages(), ReadOnly: true, Help: "Show only the messages of the DN under the cursor and those about the link, or all messages again"},
			handle: does((*Model).toggleOnly),
		},
		{
			Row:    action.Row{ID: action.Bytes, Keys: []string{"b"}, Word: "bytes", In: inMessages(), ReadOnly: true, Help: "Show the bytes of the message that is open in the text pane, or its text again"},
			handle: does((*Model).toggleBytes),
		},
		{
			Row:    action.Row{ID: action.Automatic, Keys: []string{"A"}, In: inMessages(), ReadOnly: true, Help: "Show the messages of automatic queries, which have their own log, or the other messages again"},
			handle: does((*Model).toggleAutomatic),
		},
		{
			Row:    action.Row{ID: action.RawMessages, Keys: []string{"M"}, Word: "raw", In: inMessages(), ReadOnly: true, Help: "Show the messages as they were sent and received instead of the event feed, or the event feed again"},
			handle: does((*Model).toggleFeed),
		},
	}
}

func screenActions() []actionRow {
	return []actionRow{
		{
			Row:    action.Row{ID: action.Detail, Keys: []string{"enter"}, Word: "detail", In: inEach("Show everything known about the DN under the cursor", "Show the whole selected message", "Close the text pane; in the list of teams, filter the board by the team; in that of incidents, go to the DN"), ReadOnly: true, Help: "Show everything known about the DN under the cursor, or the whole selected message"},
			handle: does((*Model).toggleDetail),
		},
		{
			Row:    action.Row{ID: action.Statistics, Keys: []string{"S"}, ReadOnly: true, Help: "Show how commands ended, how long answers took, and which recorders are silent"},
			handle: togglesText(panes.Statistics),
		},
		{
			Row:    action.Row{ID: action.Teams, Keys: []string{"T"}, ReadOnly: true, Keywords: "coverage share", Help: "List the teams: their DNs, calls, captures and faults; enter shows only the DNs of a team"},
			handle: does((*Model).toggleTeams),
		},
		{
			Row:    action.Row{ID: action.Sent, Keys: []string{"h"}, ReadOnly: true, Help: "Show the commands sent from here, as the journal records them, with their outcomes"},
			handle: togglesText(panes.Sent),
		},
		{
			Row:    action.Row{ID: action.Incidents, Keys: []string{"i"}, Word: "incidents", Keywords: "coverage evidence gap", In: map[action.Pane]string{action.PaneDetail: "Close the list of incidents, or open it"}, ReadOnly: true, Help: "Show what went wrong: the incidents that were not acknowledged, with agent, call, duration and cause"},
			handle: does((*Model).toggleIncidents),
		},
		{
			Row:    action.Row{ID: action.Listed, Keys: []string{"I"}, In: inDetail("List those that last, all incidents, or the unacknowledged ones"), ReadOnly: true, Help: "In the list of incidents, show those that last, all of them, or the unacknowledged ones"},
			handle: does((*Model).nextIncidents),
		},
		{
			Row:    action.Row{ID: action.NextPane, Keys: []string{"tab"}, In: inEach("", "", ""), ReadOnly: true, Help: "Move the focus between the board, the text pane and the messages"},
			handle: changes((*panes.Panes).Next),
		},
		{
			Row:    action.Row{ID: action.Messages, Keys: []string{"l"}, Word: "messages", In: map[action.Pane]string{action.PaneMessages: "Hide the messages"}, ReadOnly: true, Help: "Show or hide the messages"},
			handle: changes((*panes.Panes).ToggleMessages),
		},
		{
			Row:    action.Row{ID: action.Columns, Keys: []string{"c"}, ReadOnly: true, Help: "Choose the columns and their order"},
			handle: does(func(m *Model) { m.overlay.OpenPicker(m.rows.Columns()) }),
		},
		{
			Row:    action.Row{ID: action.Theme, Keys: []string{"t"}, ReadOnly: true, InHelp: true, Help: "Switch to the next theme"},
			handle: does((*Model).nextTheme),
		},
		{
			Row:    action.Row{ID: action.Mouse, Keys: []string{"m"}, ReadOnly: true, InHelp: true, Help: "Turn the mouse off so that the terminal can select text, or on again"},
			handle: yields((*Model).toggleMouse),
		},
		{
			Row:    action.Row{ID: action.Copy, Keys: []string{"y"}, ReadOnly: true, Help: "Copy the marked DNs, or the DN under the cursor; in a message or a detail, copy its text"},
			handle: yields((*Model).copy),
		},
		{
			Row:    action.Row{ID: action.Export, Keys: []string{"e"}, ReadOnly: true, Help: "Export the board or the messages to a CSV or JSONL file; asks what and where"},
			handle: does((*Model).export),
		},
	}
}

// programActions concern the session, the terminal and the program.
func programActions() []actionRow {
	return []actionRow{
		{
			Row:    action.Row{ID: action.Reconnect, Keys: []string{"ctrl+r"}, ReadOnly: true, InHelp: true, Asks: true, Help: "Reconnect without waiting; asks first while the link is up"},
			handle: yields((*Model).reconnect),
		},
		{
			Row:    action.Row{ID: action.Redraw, Keys: []string{"ctrl+l"}, ReadOnly: true, InHelp: true, Help: "Redraw the whole screen, whatever else was written to the terminal"},
			handle: yields((*Model).redraw),
		},
		{
			Row:    action.Row{ID: action.Suspend, Keys: []string{"ctrl+z"}, ReadOnly: true, InHelp: true, Asks: true, Help: "Suspend capdeck and return to the shell; asks first if commands wait for an answer"},
			handle: yields((*Model).suspend),
		},
		{
			Row:    action.Row{ID: action.Palette, Keys: []string{":"}, Word: "commands", ReadOnly: true, InHelp: true, Help: "Search all commands by name and run one"},
			handle: does((*Model).openPalette), unranked: true, keepsChoosing: true,
		},
		{
			Row:    action.Row{ID: action.Help, Keys: []string{"?"}, Word: "help", ReadOnly: true, InHelp: true, Help: "Show this help"},
			handle: does(func(m *Model) { m.overlay.ToggleHelp() }),
		},
		{
			Row:    action.Row{ID: action.Quit, Keys: []string{"q", "ctrl+c"}, Word: "quit", ReadOnly: true, InHelp: true, Asks: true, Help: "Quit capdeck; asks first if commands wait for an answer"},
			handle: does((*Model).quit),
		},
	}
}

package model

import (
	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/column"
	"capdeck/model/effect"
	"capdeck/model/filter"
	"capdeck/model/messages"
	"capdeck/model/panes"
	"capdeck/model/say"
	"capdeck/model/sent"
	"capdeck/tlibconn/event"
)

// do carries out an action. While an overlay takes the keys, the screen sends
// OverlayKey and OverlayText instead.
func (m *Model) do(id action.ID) []effect.Effect {
	if id == action.Cancel && m.overlay.TakesKeys() {
		// The line that offers the key is still on the screen.
		m.cancelQueued()
	}
	row := m.action(id)
	if row == nil || m.overlay.TakesKeys() {
		return nil
	}
	m.notes.note = Note{}
	if !row.keepsSearch {
		m.messages.StopSearch()
	}
	if !row.keepsChoosing {
		m.rows.EndSortBeside()
	}
	if m.overlay.ShowsHelp() && !row.InHelp {
		m.say("close the help first", true)
		return nil
	}
	if !row.unranked {
		m.overlay.Used(id)
	}
	if why := m.Refusal(&row.Row); why != "" {
		m.say(why, true)
		return nil
	}
	return row.handle(m, &row.Row)
}

// action returns the row of an action, or nil if there is none.
func (m *Model) action(id action.ID) *actionRow {
	for i := range m.actions {
		if m.actions[i].ID == id {
			return &m.actions[i]
		}
	}
	return nil
}

// actionOf returns the row of the action that sends a command, or nil if there is none.
func (m *Model) actionOf(verb event.Verb) *actionRow {
	for i := range m.actions {
		if verb != event.VerbNone && m.actions[i].Verb == verb {
			return &m.actions[i]
		}
	}
	return nil
}

// pane returns the number of lines that a pane shows, an upper bound of the lines that
// it has, and the function that scrolls it.
func (m *Model) pane(p action.Pane) (height, all int, scroll func(steps int)) {
	if help := m.overlay.Help(); help != nil {
		return help.Height, help.Beyond, m.overlay.Scroll
	}
	text := m.panes.Text()
	switch {
	case p == action.PaneDetail && text.Content() == panes.Teams:
		return m.teams.Height(), m.teams.Len(), m.teams.MoveBy
	case p == action.PaneDetail && text.Content() == panes.Incidents:
		return m.listed.Height(), len(m.listed.Shown()), m.listed.MoveBy
	case p == action.PaneDetail && text.Content() == panes.Sent:
		return text.Height(), 2 * sent.MaxLines, m.sent.Scroll
	case p == action.PaneDetail:
		return text.Height(), text.Beyond(), text.Scroll
	case p == action.PaneMessages:
		return m.messages.Height(), messages.MaxMessages, m.scrollMessages
	}
	return m.rows.Height(), len(m.rows.Shown()), m.rows.MoveBy
}

// wheel scrolls the pane under the mouse.
func (m *Model) wheel(msg Scrolled) {
	if m.overlay.IsOpen() {
		m.overlay.Scroll(msg.Steps)
		return
	}
	_, _, scroll := m.pane(msg.Pane)
	scroll(msg.Steps)
}

// distance returns how far an action moves in a pane that shows height lines of all.
type distance func(height, all int) int

func oneLine(_, _ int) int      { return 1 }
func onePage(height, _ int) int { return max(height, 1) }
func toTheEnd(_, all int) int   { return all }

// scrolls returns a handler that moves in the pane that has the focus: down, or up if
// direction is -1.
func scrolls(far distance, direction int) handler {
	return does(func(m *Model) {
		height, all, scroll := m.pane(m.panes.Focus())
		scroll(direction * far(height, all))
	})
}

// clear closes one open thing each time it is called. It never does anything that the
// same keys cannot undo.
func (m *Model) clear() {
	switch {
	case m.messages.Search().Running:
		m.messages.StopSearch()
	case m.overlay.ShowsHelp():
		m.overlay.ToggleHelp()
	case m.panes.Text().Content() == panes.Incidents && m.listed.ClearMarks():
	case m.panes.Text().IsOpen():
		m.changePanes((*panes.Panes).CloseText)
	case m.panes.Focus() == action.PaneMessages && m.messages.Search().Text != "":
		m.messages.ClearSearch()
	case m.panes.Focus() == action.PaneMessages:
		m.panes.SetFocus(action.PaneBoard)
	case m.bulks.Close():
	case m.rows.HasMarks():
		m.rows.ClearMarks()
	case m.rows.Filter().Text != "":
		m.rows.SetFilter(m.clock.now, "")
	case m.rows.Filter().Quick != "":
		m.rows.SetQuick(m.clock.now, filter.AnyState)
	case m.rows.Filter().Only != "":
		m.rows.SetOnly(m.clock.now, nil)
	}
}

// clickDN moves the focus and the cursor to a row, unless an overlay hides the board.
func (m *Model) clickDN(key board.Key) {
	if m.overlay.IsOpen() {
		return
	}
	m.panes.SetFocus(action.PaneBoard)
	m.rows.MoveToKey(key)
}

// clickHead sorts by a column, or reverses the order if it is the first sort column
// already, unless an overlay hides the board.
func (m *Model) clickHead(c column.ID) {
	if m.overlay.IsOpen() {
		return
	}
	m.rows.EndSortBeside()
	m.rows.SortByHead(m.clock.now, c)
	m.say(m.rows.Order().String(), false)
}

// clickBar moves the focus to the board, and the window and the cursor to the rows that a
// line of the scroll bar stands for, unless an overlay hides the board.
func (m *Model) clickBar(msg ClickedBar) {
	if m.overlay.IsOpen() {
		return
	}
	m.panes.SetFocus(action.PaneBoard)
	m.rows.JumpTo(msg.Line, msg.Of)
}

// clickMessage moves the focus and the selection to a message, unless an overlay hides
// the messages.
func (m *Model) clickMessage(number uint64) {
	if m.overlay.IsOpen() || !m.panes.ShowsMessages() {
		return
	}
	m.panes.SetFocus(action.PaneMessages)
	m.showReply(m.messages.Select(number))
}

const noRow = "no row is under the cursor: move to one first"

// pressKey returns a part of a sentence that asks to press the key of an action.
func (m *Model) pressKey(id action.ID) string {
	keys, replaced := m.options.Keys[id]
	if row := m.action(id); row != nil && !replaced {
		keys = row.Keys
	}
	if len(keys) == 0 {
		return "bind a key to the action " + string(id) + " and press it"
	}
	return "press " + keys[0]
}

// Refusal returns a sentence on why an action does nothing now, or "" if it does
// something. The help and the palette show it, and so does a note if the key is
// pressed.
func (m *Model) Refusal(row *action.Row) string {
	if why := m.Forbids(row); why != "" {
		return why
	}
	if own := m.action(row.ID); own != nil && own.refused != nil {
		return own.refused(m)
	}
	return ""
}

// Forbids returns a sentence on why the session refuses a command now, whatever its
// targets. It returns "" if the command is allowed, and for all other actions.
func (m *Model) Forbids(row *action.Row) string {
	switch {
	case row.Verb == event.VerbNone:
		return ""
	case m.options.ReadOnly && !row.ReadOnly:
		return say.RefusedReadOnly(row.Verb)
	case m.lock.locked && !row.ReadOnly:
		return say.RefusedLocked(row.Verb)
	case m.sent.Journal().Failed:
		return say.RefusedUnrecorded(row.Verb, m.sent.Journal().Why)
	}
	return ""
}

// forbidsVerb returns Forbids of the action that sends a command.
func (m *Model) forbidsVerb(verb event.Verb) string {
	if row := m.actionOf(verb); row != nil {
		return m.Forbids(&row.Row)
	}
	return ""
}

// noCursor returns a sentence if no row is under the cursor, or "" if one is.
func (m *Model) noCursor() string {
	switch {
	case m.inIncidents():
		return ""
	case m.rows.HasCursor():
		return m.unseenCursor()
	}
	return noRow
}

// unseenCursor returns a sentence if the cursor has moved to a row by itself and the screen
// did not show it there when the key was pressed, "" otherwise.
func (m *Model) unseenCursor() string {
	dn := m.rows.Unseen()
	if dn == "" {
		return ""
	}
	return "the cursor has just moved to " + dn + ": press the key again"
}

// noRange returns a sentence if there is no range to mark, or "" if there is one.
func (m *Model) noRange() string {
	if m.rows.CanMarkRange() {
		return ""
	}
	return "mark a row first: a range goes from the last mark to the cursor"
}

// noTarget returns a sentence on why a command would have no target, or "" if it has
// one.
func (m *Model) noTarget() string {
	switch dn, marked := m.rows.Aim(); {
	case marked > 0:
		return ""
	case dn != "":
		return m.unseenCursor()
	case m.rows.MarksLost():
		return "the marked DNs were removed from the board: move the cursor to choose another"
	}
	return noRow
}

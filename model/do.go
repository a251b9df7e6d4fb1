package model

import "capdeck/model/board"

// do carries out an action. While a prompt, a dialog or the columns are open the
// screen sends PromptText, PromptKey, DialogKey and PickerKey instead.
func (m *Model) do(id ActionID) []Effect {
	if m.dialog != nil || m.prompt != nil || m.picker != nil {
		return nil
	}
	m.note = Note{}
	m.list.choosing = m.list.choosing && (id == ActionSortLeft || id == ActionSortRight)
	if m.showHelp && !staysInHelp(id) {
		m.say("close the help first", true)
		return nil
	}
	for _, action := range captureActions() {
		if action.ID == id {
			m.command(action)
			return nil
		}
	}
	switch id {
	case ActionQuit:
		return m.quit()
	case ActionClear:
		m.clear()
	case ActionMark:
		m.toggleMark()
	case ActionMarkTo:
		m.markRange()
	case ActionMarkAll:
		m.markAll()
	case ActionFilter:
		m.editFilter()
	case ActionDetail:
		m.toggleDetail()
	case ActionNextPane:
		m.nextPane()
	case ActionMessages:
		m.toggleMessages()
	case ActionTheme:
		if len(m.options.Themes) > 0 {
			m.theme = (m.theme + 1) % len(m.options.Themes)
		}
	case ActionReconnect:
		return m.reconnect()
	case ActionSuspend:
		return m.suspend()
	case ActionMouse:
		return m.toggleMouse()
	case ActionColumns:
		m.pickColumns()
	case ActionRegister:
		m.editRegister()
	case ActionUnregister:
		m.unregister()
	case ActionHelp:
		m.showHelp = !m.showHelp
		m.scroll = 0
	case ActionShowAll, ActionShowRecording, ActionShowPaused, ActionShowOff, ActionShowUnknown, ActionShowFaults:
		m.setQuick(quickState(id))
	case ActionFreeze:
		m.toggleFreeze()
	case ActionSortNext, ActionSortReverse, ActionSortLeft, ActionSortRight:
		m.sortAction(id)
	default:
		m.move(id)
	}
	return nil
}

// staysInHelp says which actions have a meaning while the help hides the
// board: none that acts on a row.
func staysInHelp(id ActionID) bool {
	switch id {
	case ActionHelp, ActionClear, ActionQuit, ActionTheme, ActionReconnect, ActionSuspend, ActionMouse,
		ActionUp, ActionDown, ActionPageUp, ActionPageDown, ActionFirst, ActionLast:
		return true
	}
	return false
}

// pane returns how many lines a pane shows, how many there are at most, and
// what scrolls it.
func (m *Model) pane(p Pane) (height, all int, scroll func(steps int)) {
	switch {
	case m.showHelp || p == PaneDetail:
		return m.textHeight, m.beyond, m.scrollText
	case p == PaneMessages:
		return m.messages.height, MaxLogMessages, m.scrollMessages
	}
	return m.list.height, len(m.list.rows), m.moveBy
}

// scrollText moves the help or the detail.
func (m *Model) scrollText(steps int) {
	m.scroll = max(min(m.scroll+steps, m.beyond), 0)
}

// wheel scrolls the pane under the mouse.
func (m *Model) wheel(msg Scrolled) {
	if m.dialog != nil {
		m.dialog.scroll(msg.Steps, m.dialogHeight)
		return
	}
	if m.picker != nil {
		m.picker.move(msg.Steps)
		return
	}
	_, _, scroll := m.pane(msg.Pane)
	scroll(msg.Steps)
}

// move carries out a moving action in the pane that has the focus.
func (m *Model) move(id ActionID) {
	height, all, scroll := m.pane(m.focus)
	switch id {
	case ActionUp:
		scroll(-1)
	case ActionDown:
		scroll(1)
	case ActionPageUp:
		scroll(-max(height, 1))
	case ActionPageDown:
		scroll(max(height, 1))
	case ActionFirst:
		scroll(-all)
	case ActionLast:
		scroll(all)
	}
}

// clear closes what is open, one thing a press; it never does anything that
// cannot be taken back by the same keys.
func (m *Model) clear() {
	switch {
	case m.showHelp:
		m.showHelp = false
	case m.showDetail:
		m.toggleDetail()
	case m.focus == PaneMessages:
		m.focus = PaneBoard
	case len(m.marks.keys) > 0:
		clear(m.marks.keys)
	case m.filter.current.Text != "":
		m.setFilter("")
	case m.filter.quick != 0:
		m.setQuick(0)
	}
}

// nextPane moves the focus on: board, detail, messages, as far as they are
// open.
func (m *Model) nextPane() {
	switch {
	case m.focus == PaneBoard && m.showDetail:
		m.focus = PaneDetail
	case m.focus != PaneMessages && m.showMessages:
		m.focus = PaneMessages
	default:
		m.focus = PaneBoard
	}
}

// toggleDetail opens the detail of what has the focus, or closes it and gives
// the focus back to what it is about.
func (m *Model) toggleDetail() {
	m.showDetail = !m.showDetail
	m.scroll = 0
	if m.showDetail {
		m.detailOf = m.focus
	} else if m.focus == PaneDetail {
		m.focus = m.detailOf
	}
}

func (m *Model) toggleMessages() {
	m.showMessages = !m.showMessages
	if m.showMessages {
		return
	}
	if m.focus == PaneMessages {
		m.focus = PaneBoard
	}
	if m.detailOf == PaneMessages {
		m.showDetail, m.detailOf = false, PaneBoard
		m.focus = PaneBoard
	}
}

// clickDN moves focus and cursor to a row, unless something hides the board.
func (m *Model) clickDN(key board.Key) {
	if m.dialog != nil || m.picker != nil || m.showHelp {
		return
	}
	m.focus = PaneBoard
	m.moveToKey(key)
}

// clickMessage moves focus and selection to a message, unless something hides
// the messages.
func (m *Model) clickMessage(number uint64) {
	if m.dialog != nil || m.picker != nil || m.showHelp || !m.showMessages {
		return
	}
	m.focus = PaneMessages
	m.selectMessage(number)
}

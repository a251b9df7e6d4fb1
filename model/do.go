package model

import (
	"capdeck/model/board"
	"capdeck/tlibconn/event"
)

// do carries out an action. While a prompt, a dialog or the columns are open the
// screen sends PromptText, PromptKey, DialogKey and PickerKey instead.
func (m *Model) do(id ActionID) []Effect {
	if id == ActionCancel && (m.dialog != nil || m.prompt != nil || m.picker != nil) {
		// The line that offers it is on the screen meanwhile.
		m.cancelQueued()
	}
	if m.dialog != nil || m.prompt != nil || m.picker != nil {
		return nil
	}
	m.note = Note{}
	if m.stopsSearch(id) {
		return nil
	}
	m.list.choosing = m.list.choosing && (id == ActionSortLeft || id == ActionSortRight || id == ActionPalette)
	if m.showHelp && !staysInHelp(id) {
		m.say("close the help first", true)
		return nil
	}
	m.used(id)
	for _, action := range captureActions() {
		if action.ID == id && action.Verb != event.VerbNone {
			m.command(action)
			return nil
		}
	}
	if effects, done := m.doOnScreen(id); done {
		return effects
	}
	m.doOnRows(id)
	return nil
}

// doOnScreen carries out what concerns panes, dialogs, files and the session;
// done is false for other actions.
func (m *Model) doOnScreen(id ActionID) (effects []Effect, done bool) {
	switch id {
	case ActionQuit:
		effects = m.quit()
	case ActionClear:
		m.clear()
	case ActionPalette:
		m.askPalette()
	case ActionDetail, ActionStatistics, ActionSent:
		m.toggleText(id)
	case ActionNextPane:
		m.nextPane()
	case ActionMessages:
		m.toggleMessages()
	case ActionSearchOlder, ActionSearchNewer, ActionMessagesDN, ActionBytes, ActionAutomatic:
		m.messagesAction(id)
	case ActionTheme:
		m.nextTheme()
	case ActionCopy:
		effects = m.copy()
	case ActionExport:
		m.export()
	case ActionReconnect:
		effects = m.reconnect()
	case ActionRedraw:
		effects = []Effect{Redraw{}}
	case ActionSuspend:
		effects = m.suspend()
	case ActionMouse:
		effects = m.toggleMouse()
	case ActionColumns:
		m.pickColumns()
	case ActionHelp:
		m.showHelp = !m.showHelp
		m.scroll = 0
	case ActionCancel:
		m.cancelQueued()
	case ActionLock:
		m.toggleLock()
	default:
		return nil, false
	}
	return effects, true
}

// doOnRows carries out what concerns which rows are shown, marked and chosen.
func (m *Model) doOnRows(id ActionID) {
	switch id {
	case ActionMark:
		m.toggleMark()
	case ActionMarkTo:
		m.markRange()
	case ActionMarkAll:
		m.markAll()
	case ActionFilter:
		m.find()
	case ActionRegister:
		m.editRegister()
	case ActionUnregister:
		m.unregister()
	case ActionShowAll, ActionShowRecording, ActionShowPaused, ActionShowOff, ActionShowUnknown, ActionShowFaults:
		m.setQuick(quickState(id))
	case ActionResync:
		m.resyncTargets()
	case ActionFailures:
		m.showFailures()
	case ActionAcknowledge:
		m.acknowledgeTargets()
	case ActionFreeze:
		m.toggleFreeze()
	case ActionSortNext, ActionSortReverse, ActionSortLeft, ActionSortRight:
		m.sortAction(id)
	default:
		m.move(id)
	}
}

// staysInHelp says which actions have a meaning while the help hides the
// board: none that acts on a row.
func staysInHelp(id ActionID) bool {
	switch id {
	case ActionHelp, ActionPalette, ActionClear, ActionQuit, ActionTheme, ActionReconnect, ActionRedraw, ActionSuspend, ActionMouse,
		ActionUp, ActionDown, ActionPageUp, ActionPageDown, ActionFirst, ActionLast:
		return true
	}
	return false
}

// pane returns how many lines a pane shows, how many there are at most, and
// what scrolls it.
func (m *Model) pane(p Pane) (height, all int, scroll func(steps int)) {
	switch {
	case m.showHelp:
		return m.textHeight, m.beyond, m.scrollText
	case p == PaneDetail && m.subject == SubjectSent:
		return m.textHeight, 2 * MaxSent, m.scrollSent
	case p == PaneDetail:
		return m.textHeight, m.beyond, m.scrollText
	case p == PaneMessages:
		return m.messages.height, MaxLogMessages, m.scrollMessages
	}
	return m.list.height, len(m.list.rows), m.moveBy
}

// scrollText moves the help or the text pane.
func (m *Model) scrollText(steps int) {
	m.scroll = max(min(m.scroll+steps, m.beyond), 0)
}

// wheel scrolls the pane under the mouse.
func (m *Model) wheel(msg Scrolled) {
	if m.dialog != nil {
		m.dialog.scroll(msg.Steps, m.dialogHeight)
		return
	}
	if m.prompt != nil {
		if m.openPalette() != nil {
			m.prompt.move(msg.Steps)
		}
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
	case m.subject != SubjectNone:
		m.closeText()
	case m.focus == PaneMessages && m.search.text != "":
		m.search.clear()
	case m.focus == PaneMessages:
		m.focus = PaneBoard
	case m.closeBulks():
	case len(m.marks.keys) > 0:
		clear(m.marks.keys)
	case m.filter.current.Text != "":
		m.setFilter("")
	case m.filter.quick != 0:
		m.setQuick(0)
	case m.filter.only != nil:
		m.setOnly(nil)
	}
}

// nextPane moves the focus on: board, text pane, messages, as far as they are
// open.
func (m *Model) nextPane() {
	switch {
	case m.focus == PaneBoard && m.subject != SubjectNone:
		m.focus = PaneDetail
	case m.focus != PaneMessages && m.showMessages:
		m.focus = PaneMessages
	default:
		m.focus = PaneBoard
	}
}

// toggleMessages opens or closes the messages pane. Where it is seen only with the
// focus, as in a small window, it gets that too.
func (m *Model) toggleMessages() {
	if m.alone && m.focus != PaneMessages {
		m.showMessages, m.focus = true, PaneMessages
		return
	}
	m.showMessages = !m.showMessages
	if m.showMessages {
		return
	}
	if m.focus == PaneMessages {
		m.focus = PaneBoard
	}
	m.openedFrom = PaneBoard
	if m.subject == SubjectMessage {
		m.closeText()
		m.focus = PaneBoard
		m.peek()
	}
}

// clickDN moves focus and cursor to a row, unless something hides the board.
func (m *Model) clickDN(key board.Key) {
	if m.dialog != nil || m.prompt != nil || m.picker != nil || m.showHelp {
		return
	}
	m.focus = PaneBoard
	m.moveToKey(key)
}

// clickMessage moves focus and selection to a message, unless something hides
// the messages.
func (m *Model) clickMessage(number uint64) {
	if m.dialog != nil || m.prompt != nil || m.picker != nil || m.showHelp || !m.showMessages {
		return
	}
	m.focus = PaneMessages
	m.selectMessage(number)
}

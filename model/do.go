package model

import (
	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/model/messages"
	"capdeck/tlibconn/event"
)

// do carries out an action. While a prompt, a dialog or the columns are open the
// screen sends PromptText, PromptKey, DialogKey and PickerKey instead.
func (m *Model) do(id action.ID) []effect.Effect {
	if id == action.Cancel && (m.dialog != nil || m.prompt != nil || m.picker != nil) {
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
	m.list.choosing = m.list.choosing && (id == action.SortLeft || id == action.SortRight || id == action.Palette)
	if m.showHelp && !staysInHelp(id) {
		m.say("close the help first", true)
		return nil
	}
	m.used(id)
	for _, row := range captureActions() {
		if row.ID == id && row.Verb != event.VerbNone {
			m.command(row)
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
func (m *Model) doOnScreen(id action.ID) (effects []effect.Effect, done bool) {
	switch id {
	case action.Quit:
		effects = m.quit()
	case action.Clear:
		m.clear()
	case action.Palette:
		m.askPalette()
	case action.Detail, action.Statistics, action.Sent:
		m.toggleText(id)
	case action.NextPane:
		m.nextPane()
	case action.Messages:
		m.toggleMessages()
	case action.SearchOlder, action.SearchNewer, action.MessagesDN, action.Bytes, action.Automatic:
		m.messagesAction(id)
	case action.Theme:
		m.nextTheme()
	case action.Copy:
		effects = m.copy()
	case action.Export:
		m.export()
	case action.Reconnect:
		effects = m.reconnect()
	case action.Redraw:
		effects = []effect.Effect{effect.Redraw{}}
	case action.Suspend:
		effects = m.suspend()
	case action.Mouse:
		effects = m.toggleMouse()
	case action.Columns:
		m.pickColumns()
	case action.Help:
		m.showHelp = !m.showHelp
		m.scroll = 0
	case action.Cancel:
		m.cancelQueued()
	case action.Lock:
		m.toggleLock()
	default:
		return nil, false
	}
	return effects, true
}

// doOnRows carries out what concerns which rows are shown, marked and chosen.
func (m *Model) doOnRows(id action.ID) {
	switch id {
	case action.Mark:
		m.toggleMark()
	case action.MarkTo:
		m.markRange()
	case action.MarkAll:
		m.markAll()
	case action.Filter:
		m.find()
	case action.Register:
		m.editRegister()
	case action.Unregister:
		m.unregister()
	case action.ShowAll, action.ShowRecording, action.ShowPaused, action.ShowOff, action.ShowUnknown, action.ShowFaults:
		m.setQuick(quickState(id))
	case action.Resync:
		m.resyncTargets()
	case action.Failures:
		m.showFailures()
	case action.Acknowledge:
		m.acknowledgeTargets()
	case action.Freeze:
		m.toggleFreeze()
	case action.SortNext, action.SortReverse, action.SortLeft, action.SortRight:
		m.sortAction(id)
	default:
		m.move(id)
	}
}

// staysInHelp says which actions have a meaning while the help hides the
// board: none that acts on a row.
func staysInHelp(id action.ID) bool {
	switch id {
	case action.Help, action.Palette, action.Clear, action.Quit, action.Theme, action.Reconnect, action.Redraw, action.Suspend, action.Mouse,
		action.Up, action.Down, action.PageUp, action.PageDown, action.First, action.Last:
		return true
	}
	return false
}

// pane returns how many lines a pane shows, how many there are at most, and
// what scrolls it.
func (m *Model) pane(p action.Pane) (height, all int, scroll func(steps int)) {
	switch {
	case m.showHelp:
		return m.textHeight, m.beyond, m.scrollText
	case p == action.PaneDetail && m.subject == SubjectSent:
		return m.textHeight, 2 * MaxSent, m.scrollSent
	case p == action.PaneDetail:
		return m.textHeight, m.beyond, m.scrollText
	case p == action.PaneMessages:
		return m.messages.Height(), messages.MaxMessages, m.scrollMessages
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
func (m *Model) move(id action.ID) {
	height, all, scroll := m.pane(m.focus)
	switch id {
	case action.Up:
		scroll(-1)
	case action.Down:
		scroll(1)
	case action.PageUp:
		scroll(-max(height, 1))
	case action.PageDown:
		scroll(max(height, 1))
	case action.First:
		scroll(-all)
	case action.Last:
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
	case m.focus == action.PaneMessages && m.messages.Search().Text != "":
		m.messages.ClearSearch()
	case m.focus == action.PaneMessages:
		m.focus = action.PaneBoard
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
	case m.focus == action.PaneBoard && m.subject != SubjectNone:
		m.focus = action.PaneDetail
	case m.focus != action.PaneMessages && m.showMessages:
		m.focus = action.PaneMessages
	default:
		m.focus = action.PaneBoard
	}
}

// toggleMessages opens or closes the messages pane. Where it is seen only with the
// focus, as in a small window, it gets that too.
func (m *Model) toggleMessages() {
	if m.alone && m.focus != action.PaneMessages {
		m.showMessages, m.focus = true, action.PaneMessages
		return
	}
	m.showMessages = !m.showMessages
	if m.showMessages {
		return
	}
	if m.focus == action.PaneMessages {
		m.focus = action.PaneBoard
	}
	m.openedFrom = action.PaneBoard
	if m.subject == SubjectMessage {
		m.closeText()
		m.focus = action.PaneBoard
		m.peek()
	}
}

// clickDN moves focus and cursor to a row, unless something hides the board.
func (m *Model) clickDN(key board.Key) {
	if m.dialog != nil || m.prompt != nil || m.picker != nil || m.showHelp {
		return
	}
	m.focus = action.PaneBoard
	m.moveToKey(key)
}

// clickMessage moves focus and selection to a message, unless something hides
// the messages.
func (m *Model) clickMessage(number uint64) {
	if m.dialog != nil || m.prompt != nil || m.picker != nil || m.showHelp || !m.showMessages {
		return
	}
	m.focus = action.PaneMessages
	m.showReply(m.messages.Select(number))
}

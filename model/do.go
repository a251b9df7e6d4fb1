package model

// do carries out an action. While the filter is edited or a dialog is open the
// screen sends FilterText and DialogKey instead.
func (m *Model) do(id ActionID) []Effect {
	if m.dialog != nil {
		return nil
	}
	m.note = Note{}
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
		m.showDetail = !m.showDetail
	case ActionNextPane:
		m.nextPane()
	case ActionMessages:
		m.toggleMessages()
	case ActionTheme:
		if len(m.options.Themes) > 0 {
			m.theme = (m.theme + 1) % len(m.options.Themes)
		}
	case ActionHelp:
		m.showHelp = !m.showHelp
	default:
		m.move(id)
	}
	return nil
}

// move carries out a moving action in the pane that has the focus.
func (m *Model) move(id ActionID) {
	height, scroll := m.list.height, m.moveBy
	all := len(m.list.rows)
	if m.focus == PaneMessages {
		height, scroll = m.messages.height, m.scrollMessages
		all = MaxLogMessages
	}
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
		m.showDetail = false
	case m.focus == PaneMessages:
		m.focus = PaneBoard
	case len(m.marks.keys) > 0:
		clear(m.marks.keys)
	case !m.filter.current.Empty():
		m.setFilter("")
	}
}

func (m *Model) nextPane() {
	if m.focus == PaneBoard && m.showMessages {
		m.focus = PaneMessages
	} else {
		m.focus = PaneBoard
	}
}

func (m *Model) toggleMessages() {
	m.showMessages = !m.showMessages
	if !m.showMessages {
		m.focus = PaneBoard
	}
}

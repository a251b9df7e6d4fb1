package model

import (
	"capdeck/model/action"
	"capdeck/model/panes"
)

// Panes says which panes are open, which has the focus, and what the text pane
// shows, for reading.
func (m *Model) Panes() *panes.Panes { return m.panes }

// changePanes changes the panes, and does what follows if the text pane shows
// something else now: an open message is kept from being replaced by newer ones, and
// the messages follow again when it is closed.
func (m *Model) changePanes(change func(*panes.Panes)) {
	before := m.panes.Text().Content()
	change(m.panes)
	content := m.panes.Text().Content()
	if content == before {
		return
	}
	m.sent.Follow()
	if content == panes.Message {
		m.messages.Peek()
	} else {
		m.messages.EndPeek()
	}
}

// changes makes a handler of a change of the panes.
func changes(change func(*panes.Panes)) handler {
	return does(func(m *Model) { m.changePanes(change) })
}

// togglesText opens the text pane with a content, or closes it.
func togglesText(content panes.Content) handler {
	return changes(func(p *panes.Panes) { p.Toggle(content) })
}

// toggleBytes shows the message whose text is open as bytes, or as text again.
func (m *Model) toggleBytes() {
	if m.panes.Text().Content() != panes.Message {
		m.say("no message is open: select one in the messages and "+m.pressKey(action.Detail)+" first", true)
		return
	}
	m.panes.Text().ToggleBytes()
}

// resizeText says how many lines there are of the text pane, unless the help is in
// its place.
func (m *Model) resizeText(msg Visible) {
	if m.overlay.ShowsHelp() {
		m.panes.Text().Resize(0, 0)
		return
	}
	m.panes.Text().Resize(msg.Text, msg.Beyond)
	m.sent.SetHeight(msg.Text)
}

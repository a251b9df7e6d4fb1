package model

import "capdeck/model/action"

// ShowsBytes reports whether the text of a message that is open is shown as
// bytes.
func (m *Model) ShowsBytes() bool { return m.showBytes }

// toggleBytes shows the message whose text is open as bytes, or as text again.
func (m *Model) toggleBytes() {
	if m.subject != SubjectMessage {
		m.say("no message is open: select one in the messages and "+m.pressKey(action.Detail)+" first", true)
		return
	}
	m.showBytes = !m.showBytes
	m.scroll = 0
}

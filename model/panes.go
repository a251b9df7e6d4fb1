package model

import (
	"fmt"

	"capdeck/model/action"
	"capdeck/model/messages"
	"capdeck/model/overlay"
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

// Messages is the messages pane with its logs, for reading.
func (m *Model) Messages() *messages.Pane { return m.messages }

// find searches the messages while they have the focus, and else filters the
// board.
func (m *Model) find() {
	if m.panes.Focus() == action.PaneMessages {
		m.editSearch()
		return
	}
	m.editFilter()
}

// editSearch opens the prompt of the search, which goes from the selected
// message to older ones as the text is typed.
func (m *Model) editSearch() {
	m.messages.OpenSearch()
	m.overlay.OpenPrompt(overlay.Prompt{
		Purpose: promptSearch, Label: "search", Remembers: true,
		Advice: overlay.Advice{Hint: "enter keep  esc undo  up older  down newer"},
	})
}

// enterSearch keeps the search that was typed.
func (m *Model) enterSearch(e overlay.Entered) {
	m.overlay.Accept()
	m.messages.CloseSearch()
	if e.Problem != "" {
		m.say(e.Problem, true)
	}
}

// showReply shows what an operation on the messages pane has changed.
func (m *Model) showReply(reply messages.Reply) {
	if reply.Moved && m.panes.Text().Content() == panes.Message {
		m.panes.Text().Rewind()
	}
	if reply.Note != "" {
		m.say(reply.Note, false)
	}
	if reply.NoMatch == "" {
		return
	}
	if m.messages.SearchOpen() {
		m.overlay.SetProblem(reply.NoMatch)
		return
	}
	m.say(fmt.Sprintf("%s: %s", reply.NoMatch, m.messages.Search().Text), true)
}

// searchOn is what the keys for the next match do.
func (m *Model) searchOn(newer bool) {
	if m.messages.Search().Text == "" {
		m.say("nothing is searched for: "+m.pressKey(action.Filter)+" in the messages first", true)
		return
	}
	m.reveal()
	if m.panes.Focus() == action.PaneBoard {
		m.panes.SetFocus(action.PaneMessages)
	}
	m.searchNext(newer)
}

func (m *Model) searchNext(newer bool) {
	reply, started := m.messages.SearchNext(newer)
	if started && m.messages.SearchOpen() {
		m.overlay.SetProblem("")
	}
	m.showReply(reply)
}

// toggleOnly shows the messages of the DN under the board's cursor alone, or those
// of all DNs again.
func (m *Model) toggleOnly() {
	dn := ""
	if m.messages.DN() == "" {
		key, chosen := m.rows.Cursor()
		if !chosen {
			m.say("no row is under the cursor: move to one first", true)
			return
		}
		dn = key.DN
	}
	m.reveal()
	m.showReply(m.messages.ShowOnly(dn))
}

// toggleAutomatic shows the messages of automatic queries, or the others again.
func (m *Model) toggleAutomatic() {
	if m.panes.Text().Content() == panes.Message {
		m.changePanes((*panes.Panes).CloseText)
	}
	m.messages.ToggleAutomatic()
	m.reveal()
}

// reveal opens the messages pane, and gives it the focus if it would not be seen
// otherwise.
func (m *Model) reveal() {
	m.panes.OpenMessages(m.messages.Height() == 0)
}

// scrollMessages moves the selection in the messages.
func (m *Model) scrollMessages(steps int) { m.showReply(m.messages.Scroll(steps)) }

package model

import (
	"fmt"

	"capdeck/model/action"
	"capdeck/model/messages"
	"capdeck/model/overlay"
	"capdeck/model/panes"
)

// Panes returns which panes are open, which one has the focus, and what the text pane
// shows. The caller must not change it.
func (m *Model) Panes() *panes.Panes { return m.panes }

// changePanes changes the panes. If the text pane then shows something else, it adapts
// the messages: newer ones do not replace an open message, and the pane follows new
// messages again when the message is closed.
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

// changes returns a handler that changes the panes.
func changes(change func(*panes.Panes)) handler {
	return does(func(m *Model) { m.changePanes(change) })
}

// togglesText returns a handler that opens the text pane with a content, or closes it.
func togglesText(content panes.Content) handler {
	return changes(func(p *panes.Panes) { p.Toggle(content) })
}

// toggleDetail shows what is under the cursor of the pane with the focus, or closes it. In
// the list of teams it filters the board, and in that of incidents it goes to the DN.
func (m *Model) toggleDetail() {
	switch {
	case m.inTeams():
		m.filterTeam()
	case m.inIncidents():
		m.goToIncident()
	default:
		m.changePanes((*panes.Panes).ToggleDetail)
	}
}

// toggleBytes shows the open message as bytes, or as text again.
func (m *Model) toggleBytes() {
	if m.panes.Text().Content() != panes.Message {
		m.say("no message is open: select one in the messages and "+m.pressKey(action.Detail)+" first", true)
		return
	}
	m.panes.Text().ToggleBytes()
}

// resizeText passes on how many lines the text pane has, unless the help is in its
// place.
func (m *Model) resizeText(msg Visible) {
	if m.overlay.ShowsHelp() {
		m.panes.Text().Resize(0, 0)
		return
	}
	m.panes.Text().Resize(msg.Text, msg.Beyond)
	m.sent.SetHeight(msg.Text)
	m.teams.SetHeight(msg.Text - 1) // below the heads
	m.listed.SetHeight(msg.Incidents)
}

// Messages returns the messages pane with its logs. The caller must not change it.
func (m *Model) Messages() *messages.Pane { return m.messages }

// find searches the messages if they have the focus, and otherwise filters the board.
func (m *Model) find() {
	if m.panes.Focus() == action.PaneMessages {
		m.editSearch()
		return
	}
	m.editFilter()
}

// editSearch opens the prompt of the search, which looks for older messages from the
// selected one while the text is typed.
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

// searchOn handles the keys for the next match.
func (m *Model) searchOn(newer bool) {
	if m.messages.Search().Text == "" {
		m.say("nothing to search for: "+m.pressKey(action.Filter)+" in the messages first", true)
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

// toggleOnly shows only the messages of the DN under the board's cursor, or those of
// all DNs again.
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

// reveal opens the messages pane, and moves the focus to it if it would not be visible
// otherwise.
func (m *Model) reveal() {
	m.panes.OpenMessages(m.messages.Height() == 0)
}

// scrollMessages moves the selection in the messages.
func (m *Model) scrollMessages(steps int) { m.showReply(m.messages.Scroll(steps)) }

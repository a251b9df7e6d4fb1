package model

import "capdeck/model/action"

// messagesAction carries out an action of the messages pane's own.
func (m *Model) messagesAction(id action.ID) {
	switch id {
	case action.SearchOlder, action.SearchNewer:
		m.searchOn(id == action.SearchNewer)
	case action.MessagesDN:
		m.toggleOnly()
	case action.Bytes:
		m.toggleBytes()
	case action.Automatic:
		m.toggleAutomatic()
	}
}

// find searches the messages while they have the focus, and else filters the
// board.
func (m *Model) find() {
	if m.focus == action.PaneMessages {
		m.editSearch()
		return
	}
	m.editFilter()
}

// stand lets the pane stand still at the newest message, which becomes the
// selected one; false if there is none.
func (m *Model) stand() bool {
	p := &m.messages
	if !p.follow {
		return true
	}
	newest := p.only.before(m.log, m.log.End())
	if newest == 0 {
		return false
	}
	m.hold(newest, max(p.height-1, 0))
	return true
}

// choose selects a message that the pane can show, and moves what is shown by
// no more than it must.
func (m *Model) choose(number uint64) {
	p := &m.messages
	m.rewindText()
	switch i := p.index(number); {
	case i >= 0:
		m.chooseHeld(i)
	case number < p.selected:
		m.hold(number, 0)
	default:
		m.hold(number, max(p.height-1, 0))
	}
}

// chooseHeld selects the held entry i.
func (m *Model) chooseHeld(i int) {
	p := &m.messages
	from, to := p.span()
	p.bottom = to
	if i < from {
		p.bottom = min(i+max(p.height, 1), len(p.held))
	} else if i >= to {
		p.bottom = i + 1
	}
	p.selected = p.held[i].Number
	m.fill()
}

// selectMessage selects a message that was clicked.
func (m *Model) selectMessage(number uint64) {
	_, inLog := m.log.At(number)
	inLog = inLog && m.messages.only.holds(m.log, number)
	if !inLog && m.messages.index(number) < 0 || !m.stand() {
		return
	}
	m.settled()
	m.choose(number)
}

// scrollMessages moves the selection. Below the newest message the pane
// follows again.
func (m *Model) scrollMessages(steps int) {
	p := &m.messages
	if p.follow && (steps >= 0 || !m.stand()) {
		return
	}
	m.settled()
	if steps >= MaxLogMessages {
		m.followMessages()
		return
	}
	number := p.selected
	for ; steps < 0; steps++ {
		n := m.older(number)
		if n == 0 {
			if m.log.Left() > 0 {
				m.say("older messages have left the log", false)
			}
			break
		}
		number = n
	}
	for ; steps > 0; steps-- {
		n, gone := m.newer(number)
		if n == 0 {
			m.followMessages()
			return
		}
		number = n
		if gone {
			// Who reads on must be told that something is missing.
			m.say("the messages between have left the log: this is the oldest that is there", false)
			break
		}
	}
	m.choose(number)
}

// settled takes note that the user moved in the pane by hand: a search ends,
// and the pane stays where it is when the message's text is closed.
func (m *Model) settled() {
	m.search.running = false
	m.messages.peeking = false
}

func (m *Model) followMessages() {
	p := &m.messages
	*p = messages{height: p.height, follow: true, only: p.only}
	m.rewindText()
}

// rewindText shows the text of another message from its first line.
func (m *Model) rewindText() {
	if m.subject == SubjectMessage {
		m.scroll = 0
	}
}

// peek keeps the message whose text is opened from giving way to newer ones,
// and lets the pane follow again when it is closed.
func (m *Model) peek() {
	p := &m.messages
	switch open := m.subject == SubjectMessage; {
	case open && p.follow:
		p.peeking = m.stand()
	case !open && p.peeking:
		m.followMessages()
	}
}

package model

import "slices"

// messages is the state of the messages pane. It follows the log while it is
// at its end; scrolled up it holds copies of what it shows, so that it stands
// still also when the log drops them.
type messages struct {
	height   int
	follow   bool
	held     []Entry // what is shown while not following, oldest first
	selected uint64  // number of the selected entry while not following
}

// MessagesView is what the messages pane shows.
type MessagesView struct {
	// Entries are the visible messages, oldest first. Their bodies are valid
	// until the next Update.
	Entries []Entry
	// Following says that the pane shows the newest messages.
	Following bool
	// Selected is the number of the selected message, 0 for none.
	Selected uint64
	// Newer is how many messages have come behind the last one that is shown.
	Newer uint64
}

// Messages is what the messages pane shows.
func (m *Model) Messages() MessagesView {
	if !m.messages.follow {
		view := MessagesView{Entries: m.messages.held, Selected: m.messages.selected}
		if n := len(view.Entries); n > 0 {
			view.Newer = m.log.End() - 1 - view.Entries[n-1].Number
		}
		return view
	}
	return MessagesView{Entries: window(m.log, m.log.End(), m.messages.height), Following: true}
}

// SelectedMessage is the message whose full text the detail shows, false if
// none is selected.
func (m *Model) SelectedMessage() (Entry, bool) {
	if m.messages.follow {
		return m.log.At(m.log.End() - 1)
	}
	for _, entry := range m.messages.held {
		if entry.Number == m.messages.selected {
			return entry, true
		}
	}
	return Entry{}, false
}

// window returns up to height entries that end before the number end.
func window(log *Log, end uint64, height int) []Entry {
	var entries []Entry
	first := log.First()
	if uint64(height) < end-first {
		first = end - uint64(height)
	}
	for n := first; n < end; n++ {
		if entry, ok := log.At(n); ok {
			entries = append(entries, entry)
		}
	}
	return entries
}

// hold copies the window that ends with the entry last.
func (p *messages) holdUpTo(log *Log, last uint64) {
	p.held = p.held[:0]
	for _, entry := range window(log, last+1, max(p.height, 1)) {
		entry.Body = slices.Clone(entry.Body)
		p.held = append(p.held, entry)
	}
}

// hold adapts what is held to a new height.
func (p *messages) hold(log *Log) {
	if p.follow || len(p.held) == 0 {
		return
	}
	last := p.held[len(p.held)-1].Number
	if last < log.First() {
		// All of it has left the log: keep what there is.
		p.held = p.held[max(len(p.held)-max(p.height, 1), 0):]
		return
	}
	p.holdUpTo(log, last)
}

func (m *Model) selectMessage(number uint64) {
	if _, ok := m.log.At(number); !ok && m.messages.follow {
		return
	}
	if m.messages.follow {
		m.messages.follow = false
		m.messages.holdUpTo(m.log, m.log.End()-1)
	}
	m.messages.selected = number
}

// scrollMessages moves the selection. Below the newest message the pane
// follows again.
func (m *Model) scrollMessages(steps int) {
	p := &m.messages
	newest := m.log.End() - 1
	if newest < m.log.First() {
		return
	}
	if p.follow {
		if steps >= 0 {
			return
		}
		m.selectMessage(newest)
	}
	target := int64(p.selected) + int64(steps)
	if target > int64(newest) {
		m.followMessages()
		return
	}
	p.selected = max(uint64(max(target, 0)), m.log.First())
	m.showSelected()
}

// showSelected moves the held window so that the selection is in it.
func (m *Model) showSelected() {
	p := &m.messages
	first, last := uint64(0), uint64(0)
	if n := len(p.held); n > 0 {
		first, last = p.held[0].Number, p.held[n-1].Number
	}
	switch {
	case p.selected > last:
		p.holdUpTo(m.log, p.selected)
	case p.selected < first:
		p.holdUpTo(m.log, min(p.selected+uint64(max(p.height, 1))-1, m.log.End()-1))
	}
}

func (m *Model) followMessages() {
	m.messages.follow = true
	m.messages.held = m.messages.held[:0]
	m.messages.selected = 0
}

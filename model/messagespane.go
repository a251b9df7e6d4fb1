package model

import "slices"

// messages is the state of the messages pane. It follows the log while it is
// at its end; scrolled up it holds copies of what it shows, so that it stands
// still also when the log drops them.
type messages struct {
	height int
	follow bool
	only   subset
	// held are copies of what is shown while not following, oldest first and
	// without a gap; a pane that became lower holds more than it shows. It is
	// replaced and never written into, so that it can be gone back to.
	held     []Entry
	bottom   int    // behind the last one that is shown, in held
	selected uint64 // number of the selected entry, one of held
	newer    uint64 // how many have come behind held
	counted  uint64 // number of the entry behind which they were counted
	// peeking says that only the message whose text is open keeps the pane
	// from following.
	peeking bool
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
	p := &m.messages
	view := MessagesView{Following: p.follow}
	if p.follow {
		for n := p.only.before(m.log, m.log.End()); n != 0 && len(view.Entries) < p.height; n = p.only.before(m.log, n) {
			entry, _ := m.log.At(n)
			view.Entries = append(view.Entries, entry)
		}
		slices.Reverse(view.Entries)
		return view
	}
	from, to := p.span()
	view.Entries, view.Selected = p.held[from:to], p.selected
	view.Newer = p.newer + uint64(len(p.held)-to)
	return view
}

// MessagesOf is the DN whose messages alone the pane shows, "" for those of all.
func (m *Model) MessagesOf() string { return m.messages.only.dn }

// SelectedMessage is the message whose full text the detail shows, false if
// none is selected.
func (m *Model) SelectedMessage() (Entry, bool) {
	if m.messages.follow {
		return m.log.At(m.messages.only.before(m.log, m.log.End()))
	}
	return m.messages.at(m.messages.selected)
}

// at returns a held entry by its number.
func (p *messages) at(number uint64) (Entry, bool) {
	if i := p.index(number); i >= 0 {
		return p.held[i], true
	}
	return Entry{}, false
}

func (p *messages) index(number uint64) int {
	return slices.IndexFunc(p.held, func(e Entry) bool { return e.Number == number })
}

// span says which of the held entries are shown. In a pane that became lower
// they end earlier where the selection would be lost otherwise; nothing of that
// is kept, so that the lines come back with the height.
func (p *messages) span() (from, to int) {
	to = min(p.bottom, p.index(p.selected)+p.height)
	to = max(to, min(p.height, len(p.held)))
	return max(to-p.height, 0), to
}

// older returns the number of the next older message that the pane can show, 0
// for none. Held copies of what has left the log count, as long as nothing
// that is not held has left between.
func (m *Model) older(number uint64) uint64 {
	p := &m.messages
	if n := p.only.before(m.log, number); n != 0 {
		return n
	}
	last := len(p.held) - 1
	if last < 0 || number > p.held[last].Number && p.held[last].Number+1 < m.log.First() {
		return 0
	}
	for ; last >= 0; last-- {
		if p.held[last].Number < number {
			return p.held[last].Number
		}
	}
	return 0
}

// newer returns the number of the next newer message that the pane can show, 0
// for none; gone says that others were between, which have left the log.
func (m *Model) newer(number uint64) (next uint64, gone bool) {
	next = m.messages.only.after(m.log, number)
	for i := range m.messages.held {
		if n := m.messages.held[i].Number; n > number {
			if next == 0 || n < next {
				return n, false
			}
			break
		}
	}
	return next, number+1 < m.log.First()
}

// copyOf returns a message that outlives its place in the log.
func (m *Model) copyOf(number uint64) Entry {
	if entry, ok := m.messages.at(number); ok {
		return entry
	}
	entry, _ := m.log.At(number)
	entry.Body = slices.Clone(entry.Body)
	return entry
}

// hold selects a message and holds a window around it, with above messages
// above it where there are so many.
func (m *Model) hold(number uint64, above int) {
	p := &m.messages
	held := []Entry{m.copyOf(number)}
	for n := m.older(number); n != 0 && above > 0; n = m.older(n) {
		held = append(held, m.copyOf(n))
		above--
	}
	slices.Reverse(held)
	for len(held) < p.height {
		n, gone := m.newer(held[len(held)-1].Number)
		if n == 0 || gone {
			break
		}
		held = append(held, m.copyOf(n))
	}
	p.follow, p.held, p.bottom, p.selected = false, held, len(held), number
	m.fill()
}

// fill holds as many entries as the pane has lines, those above first: what is
// shown keeps its distance from the pane's end.
func (m *Model) fill() {
	p := &m.messages
	if p.follow {
		return
	}
	for p.bottom < p.height {
		n := m.older(p.held[0].Number)
		if n == 0 {
			break
		}
		p.held = slices.Concat([]Entry{m.copyOf(n)}, p.held)
		p.bottom++
	}
	for len(p.held) < p.height {
		n, gone := m.newer(p.held[len(p.held)-1].Number)
		if n == 0 || gone {
			break
		}
		p.held = slices.Concat(p.held, []Entry{m.copyOf(n)})
	}
	m.recount()
}

// recount counts what has come behind what is held, where that has changed.
func (m *Model) recount() {
	p := &m.messages
	if last := p.held[len(p.held)-1].Number; p.counted != last {
		p.counted, p.newer = last, m.countNewer(last+1)
	}
}

// resize gives the pane another height.
func (m *Model) resize(height int) {
	if m.messages.height != height {
		m.messages.height = height
		m.fill()
	}
}

// countNewer returns how many messages have come for the pane since the number
// from.
func (m *Model) countNewer(from uint64) uint64 {
	if m.messages.only.dn == "" {
		return m.log.End() - from
	}
	count := uint64(0)
	for n := m.messages.only.after(m.log, from-1); n != 0; n = m.messages.only.after(m.log, n) {
		count++
	}
	return count
}

// ShowsAutomatic reports whether the pane shows the messages of automatic queries. They
// have a log of their own, so that they push nothing out of the other.
func (m *Model) ShowsAutomatic() bool { return m.log == m.logs[1] }

// Message returns a message by its number; automatic means that it is in the log of
// automatic queries. ok is false if the log no longer holds it.
func (m *Model) Message(number uint64, automatic bool) (entry Entry, ok bool) {
	if automatic {
		return m.logs[1].At(number)
	}
	return m.logs[0].At(number)
}

// toggleAutomatic shows the messages of automatic queries, or the others again. The
// pane follows the newest then.
func (m *Model) toggleAutomatic() {
	if m.subject == SubjectMessage {
		m.closeText()
	}
	m.search.clear()
	if m.ShowsAutomatic() {
		m.log = m.logs[0]
	} else {
		m.log = m.logs[1]
	}
	m.reveal()
	m.followMessages()
}

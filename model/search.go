package model

import (
	"bytes"
	"fmt"

	"capdeck/model/action"
	"capdeck/model/casefold"
	"capdeck/model/effect"
	"capdeck/tlibconn/wire"
	"capdeck/tlibconn/wire/tlog"
)

const (
	// searchMessages and searchBytes are how many messages one Update looks
	// at, and how much text it makes for that: what is in the log can be two
	// hundred megabytes of text, and Update never takes long.
	searchMessages = 1000
	searchBytes    = 256 << 10
)

// search is what was searched for in the messages, and the search that goes on.
type search struct {
	text   string // as typed, "" for none
	needle []byte // folded
	typed  history

	running bool
	newer   bool   // the direction
	from    uint64 // number of the entry where it began
	at      uint64 // number of the one that it has looked at last
	prompt  uint64 // ID of the prompt that asked, 0 for none

	message  wire.Message // room for one entry's
	scratch  []byte       // likewise for its text
	haystack []byte       // likewise, folded
}

// SearchView is what the screen shows of a search in the messages.
type SearchView struct {
	// Text is what was searched for, "" for nothing.
	Text string
	// Running says that the search goes on; Done of All messages were looked
	// at.
	Running   bool
	Done, All uint64
}

// Search is the search in the messages, as the screen shows it.
func (m *Model) Search() SearchView {
	s := &m.search
	view := SearchView{Text: s.text, Running: s.running}
	if s.running && s.newer {
		view.Done, view.All = s.at-s.from, m.log.End()-1-min(s.from, m.log.End()-1)
	} else if s.running {
		view.Done, view.All = s.from-s.at, s.from-min(m.log.First(), s.from)
	}
	view.All = max(view.All, view.Done)
	return view
}

func (s *search) clear() { s.text, s.needle, s.running = "", nil, false }

func (s *search) set(text string) {
	s.text, s.needle, s.running = text, casefold.Append(nil, []byte(text)), false
}

// editSearch opens the prompt of the search, which goes from the selected
// message to older ones as it is typed.
func (m *Model) editSearch() {
	place, before := m.messages, m.search.text
	back := func() {
		m.search.running = false
		m.goBack(place)
	}
	m.search.clear()
	m.ask(Prompt{
		Label: "search", Hint: "enter keep  esc undo  up older  down newer", history: &m.search.typed,
		changed: func(p *Prompt) {
			back()
			m.search.set(p.Text)
			if p.Text == "" {
				return
			}
			from := m.log.End()
			if !m.messages.follow {
				from = m.messages.selected + 1
			}
			m.searchFrom(from, false)
		},
		cancel: func() {
			back()
			m.search.set(before)
		},
		step: func(steps int) { m.searchNext(steps > 0) },
		accept: func(p *Prompt) ([]effect.Effect, bool) {
			if p.Problem != "" {
				m.say(p.Problem, true)
			}
			return nil, true
		},
	})
}

// goBack shows what the pane showed before.
func (m *Model) goBack(place messages) {
	height := m.messages.height
	m.messages = place
	m.rewindText()
	if !place.follow {
		m.messages.counted = 0
		m.recount()
	}
	m.resize(height)
}

// searchOn is what the keys for the next hit do.
func (m *Model) searchOn(newer bool) {
	if m.search.text == "" {
		m.say("nothing is searched for: "+m.pressKey(action.Filter)+" in the messages first", true)
		return
	}
	m.reveal()
	if m.focus == action.PaneBoard {
		m.focus = action.PaneMessages
	}
	m.searchNext(newer)
}

// searchNext goes from the selected message to the next one that holds the
// text. A search that goes there already goes on.
func (m *Model) searchNext(newer bool) {
	if s := &m.search; s.text == "" || s.running && s.newer == newer {
		return
	}
	from := m.messages.selected
	if m.messages.follow {
		from = m.log.End()
	}
	m.searchFrom(from, newer)
}

// searchFrom searches beyond the entry with the number from.
func (m *Model) searchFrom(from uint64, newer bool) {
	s := &m.search
	s.running, s.newer, s.from, s.at, s.prompt = true, newer, from, from, 0
	if m.prompt != nil {
		s.prompt, m.prompt.Problem = m.prompt.ID, ""
	}
	m.goOnSearching()
}

// goOnSearching looks at some more messages.
func (m *Model) goOnSearching() {
	s := &m.search
	made, form := 0, tlog.Form{Decode: m.options.Text}
	for looked := 0; s.running && looked < searchMessages && made < searchBytes; looked++ {
		next := m.beside(s.at, s.newer)
		if next == 0 {
			m.searchFailed()
			return
		}
		s.at = next
		entry, ok := m.messages.at(next)
		if !ok {
			entry, _ = m.log.At(next)
		}
		s.haystack = casefold.Append(s.haystack[:0], s.searchText(&entry, form))
		made += len(s.haystack)
		if bytes.Contains(s.haystack, s.needle) {
			m.found(next)
		}
	}
}

// beside returns the number of the next newer or older message, 0 for none.
func (m *Model) beside(number uint64, newer bool) uint64 {
	if !newer {
		return m.older(number)
	}
	next, _ := m.newer(number)
	return next
}

// found shows a hit, with what is around it.
func (m *Model) found(number uint64) {
	m.settled()
	p := &m.messages
	from, to := p.span()
	if i := p.index(number); !p.follow && i >= from && i < to {
		m.choose(number)
		return
	}
	m.rewindText()
	m.hold(number, p.height/2)
}

// searchFailed says that the search has come to the log's end. It does not
// begin anew at the other one: what is found there would be taken for older.
func (m *Model) searchFailed() {
	s := &m.search
	s.running = false
	text := "no older match"
	if s.newer {
		text = "no newer match"
	} else if m.log.Left() > 0 {
		text += " in the log"
	}
	if m.prompt != nil && m.prompt.ID == s.prompt {
		m.prompt.Problem = text
		return
	}
	m.say(fmt.Sprintf("%s: %s", text, s.text), true)
}

// stopsSearch ends a search that goes on before an action, and reports whether
// that is all that the action is to do.
func (m *Model) stopsSearch(id action.ID) bool {
	if !m.search.running || id == action.SearchOlder || id == action.SearchNewer {
		return false
	}
	m.search.running = false
	return id == action.Clear
}

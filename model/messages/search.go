package messages

import (
	"bytes"

	"capdeck/model/casefold"
	"capdeck/tlibconn/wire"
	"capdeck/tlibconn/wire/tlog"
)

// One step of a search examines at most stepMessages messages, and formats at most about
// stepBytes of text: a full log is about two hundred megabytes of text, and an update of
// the model must not take long.
const (
	stepMessages = 1000
	stepBytes    = 256 << 10
)

// search is the text of a search and its progress.
type search struct {
	text   string // as typed; "" if there is none
	needle []byte // folded
	opened *opened

	running bool
	newer   bool   // the direction
	from    uint64 // number of the entry where it began
	at      uint64 // number of the last entry that was compared

	words func(*Entry) string // Options.Words

	message  wire.Message // reused for each entry
	scratch  []byte       // reused for the text of each entry
	haystack []byte       // reused for the folded text of each entry
}

// opened is the state to restore if a search that is being typed is cancelled.
type opened struct {
	window window
	text   string
}

// SearchState is what the screen shows of a search.
type SearchState struct {
	// Text is the text of the search, or "" if there is none.
	Text string
	// Running means that the search has not ended. Done of All messages were compared
	// so far.
	Running   bool
	Done, All uint64
}

// Search returns the state of the search.
func (p *Pane) Search() SearchState {
	s := &p.search
	state := SearchState{Text: s.text, Running: s.running}
	if s.running && s.newer {
		state.Done, state.All = s.at-s.from, p.log.End()-1-min(s.from, p.log.End()-1)
	} else if s.running {
		state.Done, state.All = s.from-s.at, s.from-min(p.log.First(), s.from)
	}
	state.All = max(state.All, state.Done)
	return state
}

// OpenSearch begins a search that the user types: the caller calls SearchFor for each
// change of the text, and then CloseSearch or CancelSearch. OpenSearch clears the text of
// the previous search.
func (p *Pane) OpenSearch() {
	p.search.opened = &opened{p.window, p.search.text}
	p.search.clear()
}

// SearchOpen reports whether the text of a search is being typed.
func (p *Pane) SearchOpen() bool { return p.search.opened != nil }

// SearchFor returns to the position where the search was opened and searches for text
// from there, towards older messages. If text is "", it only returns to that position. It
// does nothing if no search is open.
func (p *Pane) SearchFor(text string) Reply {
	if p.search.opened == nil {
		return Reply{}
	}
	reply := p.restore(p.search.opened.window)
	p.setSearch(text)
	if text == "" {
		return reply
	}
	from := p.log.End()
	if !p.window.follow {
		from = p.window.selected + 1
	}
	found := p.searchFrom(from, false)
	found.Moved = true
	return found
}

// CloseSearch ends the typing of a search. The pane stays where it is, and a running
// search continues.
func (p *Pane) CloseSearch() { p.search.opened = nil }

// CancelSearch ends the typing of a search and restores the previous search and the
// position of the pane.
func (p *Pane) CancelSearch() Reply {
	opened := p.search.opened
	if opened == nil {
		return Reply{}
	}
	p.search.opened = nil
	p.setSearch(opened.text)
	return p.restore(opened.window)
}

// ClearSearch forgets the text of the search.
func (p *Pane) ClearSearch() { p.search.clear() }

// StopSearch ends a running search; its text is kept.
func (p *Pane) StopSearch() { p.search.running = false }

// SearchNext searches for the next match from the selected message, in the direction of
// newer or older messages. started is false if that search is already running, or if
// there is no text to search for.
func (p *Pane) SearchNext(newer bool) (reply Reply, started bool) {
	if s := &p.search; s.text == "" || s.running && s.newer == newer {
		return Reply{}, false
	}
	from := p.window.selected
	if p.window.follow {
		from = p.log.End()
	}
	return p.searchFrom(from, newer), true
}

// ContinueSearch carries out the next step of a search that is running.
func (p *Pane) ContinueSearch() Reply {
	s := &p.search
	made, form := 0, tlog.Form{Decode: p.options.Text}
	for compared := 0; s.running && compared < stepMessages && made < stepBytes; compared++ {
		next := p.beside(s.at, s.newer)
		if next == 0 {
			s.running = false
			return Reply{NoMatch: p.noMatch()}
		}
		s.at = next
		entry, ok := p.window.at(next)
		if !ok {
			entry, _ = p.log.At(next)
		}
		s.haystack = casefold.Append(s.haystack[:0], s.searchText(&entry, form))
		made += len(s.haystack)
		if bytes.Contains(s.haystack, s.needle) {
			return p.found(next)
		}
	}
	return Reply{}
}

// searchFrom begins a search beyond the entry with the number from.
func (p *Pane) searchFrom(from uint64, newer bool) Reply {
	s := &p.search
	s.running, s.newer, s.from, s.at = true, newer, from, from
	return p.ContinueSearch()
}

// beside returns the number of the next newer or older message, or 0 if there is
// none.
func (p *Pane) beside(number uint64, newer bool) uint64 {
	if !newer {
		return p.older(number)
	}
	next, _ := p.newer(number)
	return next
}

// found ends the search at a match and shows it with the messages around it.
func (p *Pane) found(number uint64) Reply {
	p.movedByHand()
	w := &p.window
	from, to := w.span()
	if i := w.index(number); !w.follow && i >= from && i < to {
		p.choose(number)
	} else {
		p.hold(number, w.height/2)
	}
	return Reply{Moved: true}
}

// noMatch returns the sentence for a search that has reached the end of the log. A search
// does not wrap around: a match at the other end would look like an older one.
func (p *Pane) noMatch() string {
	switch {
	case p.search.newer:
		return "no newer match"
	case p.log.Left() > 0:
		return "no older match in the log"
	}
	return "no older match"
}

// restore returns the pane to the state of a copied window.
func (p *Pane) restore(copied window) Reply {
	height := p.window.height
	p.window = copied
	if !copied.follow {
		p.window.counted = 0
		p.recount()
	}
	p.SetHeight(height)
	return Reply{Moved: true}
}

func (p *Pane) setSearch(text string) {
	s := &p.search
	s.text, s.needle, s.running = text, casefold.Append(nil, []byte(text)), false
}

func (s *search) clear() { s.text, s.needle, s.running = "", nil, false }

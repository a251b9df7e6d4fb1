package messages

import "slices"

// window is the part of the log that the pane shows. At the end of the log it follows
// new messages. Scrolled up, it holds copies of the messages that it shows, so that it
// does not change even if the log drops them.
type window struct {
	height int
	follow bool
	only   subset
	// held are copies of the messages that are shown while not following, oldest first
	// and without a gap. They are more than the pane shows after its height has
	// decreased. The slice is replaced and never written to, so that a copy of the
	// window can be restored.
	held     []Entry
	bottom   int    // index in held after the last one that is shown
	selected uint64 // number of the selected entry, one of held
	newer    uint64 // how many arrived after held
	counted  uint64 // number of the entry after which newer was counted
	// peeking means that the pane would follow if the text of a message were not
	// open.
	peeking bool
}

// at returns a held entry by its number.
func (w *window) at(number uint64) (Entry, bool) {
	if i := w.index(number); i >= 0 {
		return w.held[i], true
	}
	return Entry{}, false
}

func (w *window) index(number uint64) int {
	return slices.IndexFunc(w.held, func(e Entry) bool { return e.Number == number })
}

// span returns which of the held entries are shown. After the height of the pane has
// decreased they end earlier if the selected entry would be out of sight otherwise. The
// result is not stored, so that the lines reappear with the height.
func (w *window) span() (from, to int) {
	to = min(w.bottom, w.index(w.selected)+w.height)
	to = max(to, min(w.height, len(w.held)))
	return max(to-w.height, 0), to
}

// older returns the number of the next older message that the pane can show, or 0 if
// there is none. Held copies of dropped messages count, unless messages between them and
// number were dropped that are not held.
func (p *Pane) older(number uint64) uint64 {
	w := &p.window
	if n := w.only.before(p.log, number); n != 0 {
		return n
	}
	last := len(w.held) - 1
	if last < 0 || number > w.held[last].Number && w.held[last].Number+1 < p.log.First() {
		return 0
	}
	for ; last >= 0; last-- {
		if w.held[last].Number < number {
			return w.held[last].Number
		}
	}
	return 0
}

// newer returns the number of the next newer message that the pane can show, or 0 if
// there is none. gap reports that messages between the two were dropped from the log.
func (p *Pane) newer(number uint64) (next uint64, gap bool) {
	next = p.window.only.after(p.log, number)
	for i := range p.window.held {
		if n := p.window.held[i].Number; n > number {
			if next == 0 || n < next {
				return n, false
			}
			break
		}
	}
	return next, number+1 < p.log.First()
}

// copyOf returns a copy of a message that stays valid when the log drops the message.
func (p *Pane) copyOf(number uint64) Entry {
	if entry, ok := p.window.at(number); ok {
		return entry
	}
	entry, _ := p.log.At(number)
	entry.Body = slices.Clone(entry.Body)
	return entry
}

// hold selects a message and holds a window around it, with up to above messages above
// it.
func (p *Pane) hold(number uint64, above int) {
	w := &p.window
	held := []Entry{p.copyOf(number)}
	for n := p.older(number); n != 0 && above > 0; n = p.older(n) {
		held = append(held, p.copyOf(n))
		above--
	}
	slices.Reverse(held)
	for len(held) < w.height {
		n, gap := p.newer(held[len(held)-1].Number)
		if n == 0 || gap {
			break
		}
		held = append(held, p.copyOf(n))
	}
	w.follow, w.held, w.bottom, w.selected = false, held, len(held), number
	p.fill()
}

// fill holds as many entries as the pane has lines. It adds older ones first, so that the
// lines that are shown keep their distance from the end of the pane.
func (p *Pane) fill() {
	w := &p.window
	if w.follow {
		return
	}
	for w.bottom < w.height {
		n := p.older(w.held[0].Number)
		if n == 0 {
			break
		}
		w.held = slices.Concat([]Entry{p.copyOf(n)}, w.held)
		w.bottom++
	}
	for len(w.held) < w.height {
		n, gap := p.newer(w.held[len(w.held)-1].Number)
		if n == 0 || gap {
			break
		}
		w.held = slices.Concat(w.held, []Entry{p.copyOf(n)})
	}
	p.recount()
}

// recount counts the messages after the held ones if the last held one has changed.
func (p *Pane) recount() {
	w := &p.window
	if last := w.held[len(w.held)-1].Number; w.counted != last {
		w.counted, w.newer = last, p.countNewer(last+1)
	}
}

// countNewer returns how many messages of the pane have the number from or a higher one.
func (p *Pane) countNewer(from uint64) uint64 {
	if p.window.only.dn == "" {
		return p.log.End() - from
	}
	count := uint64(0)
	for n := p.window.only.after(p.log, from-1); n != 0; n = p.window.only.after(p.log, n) {
		count++
	}
	return count
}

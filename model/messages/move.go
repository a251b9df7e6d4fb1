package messages

// Scroll moves the selection by steps messages, towards older ones if steps is negative.
// After a step below the newest message, or MaxMessages steps, the pane follows again.
func (p *Pane) Scroll(steps int) Reply {
	if p.window.follow && (steps >= 0 || !p.stopFollowing()) {
		return Reply{}
	}
	p.movedByHand()
	if steps >= MaxMessages {
		return p.follow()
	}
	number, note := p.window.selected, ""
	for ; steps < 0; steps++ {
		n := p.older(number)
		if n == 0 {
			if p.log.Left() > 0 {
				note = "older messages are no longer in the log"
			}
			break
		}
		number = n
	}
	for ; steps > 0; steps-- {
		n, gap := p.newer(number)
		if n == 0 {
			return p.follow()
		}
		number = n
		if gap {
			// Without a note the user would think that no message was between the two.
			note = "the messages in between are no longer in the log; this is the oldest one left"
			break
		}
	}
	p.choose(number)
	return Reply{Moved: true, Note: note}
}

// Select selects the message with a number. It does nothing if the pane cannot show the
// message.
func (p *Pane) Select(number uint64) Reply {
	_, inLog := p.log.At(number)
	inLog = inLog && p.window.only.has(p.log, number)
	if !inLog && p.window.index(number) < 0 || !p.stopFollowing() {
		return Reply{}
	}
	p.movedByHand()
	p.choose(number)
	return Reply{Moved: true}
}

// ShowOnly shows only the messages of one DN, or those of all DNs if dn is "". The pane
// stays as close as possible to its position.
func (p *Pane) ShowOnly(dn string) Reply {
	only := subset{}
	if dn != "" {
		only = p.log.subsetOf(dn)
	}
	p.movedByHand()
	w := &p.window
	above := 0
	if !w.follow {
		from, _ := w.span()
		above = w.index(w.selected) - from
	}
	w.only, w.counted = only, 0
	if w.follow {
		return Reply{}
	}
	return p.holdOnly(above)
}

// holdOnly holds the selected message, or the nearest one of the subset, and a
// window around it. Held messages that do not belong to the subset are dropped.
func (p *Pane) holdOnly(above int) Reply {
	w := &p.window
	wanted, held := w.selected, w.held
	w.held = nil
	for i := range held {
		// When all messages are shown again, those between the held ones are not
		// held, so that only the selected one can stay.
		if w.only.dn != "" && w.only.hasCopy(&held[i]) || held[i].Number == wanted && w.only.dn == "" {
			w.held = append(w.held, held[i])
		}
	}
	if w.index(wanted) < 0 {
		nearest := p.older(wanted)
		if nearest == 0 {
			nearest, _ = p.newer(wanted)
		}
		wanted = nearest
	}
	if wanted == 0 {
		return p.follow()
	}
	p.hold(wanted, above)
	return Reply{Moved: true}
}

// Peek keeps a message whose text was opened from being replaced by newer ones.
func (p *Pane) Peek() {
	if p.window.follow {
		p.window.peeking = p.stopFollowing()
	}
}

// EndPeek makes the pane follow again if it had stopped only because of Peek and the
// user has not moved in it since.
func (p *Pane) EndPeek() {
	if p.window.peeking {
		p.follow()
	}
}

// stopFollowing stops the pane at the newest message, which becomes the selected one. It
// returns false if there is none.
func (p *Pane) stopFollowing() bool {
	w := &p.window
	if !w.follow {
		return true
	}
	newest := w.only.before(p.log, p.log.End())
	if newest == 0 {
		return false
	}
	p.hold(newest, max(w.height-1, 0))
	return true
}

// follow makes the pane show the newest messages again.
func (p *Pane) follow() Reply {
	p.window = window{height: p.window.height, follow: true, only: p.window.only}
	return Reply{Moved: true}
}

// choose selects a message that the pane can show, and scrolls as little as possible.
func (p *Pane) choose(number uint64) {
	w := &p.window
	switch i := w.index(number); {
	case i >= 0:
		p.chooseHeld(i)
	case number < w.selected:
		p.hold(number, 0)
	default:
		p.hold(number, max(w.height-1, 0))
	}
}

// chooseHeld selects the held entry i.
func (p *Pane) chooseHeld(i int) {
	w := &p.window
	from, to := w.span()
	w.bottom = to
	if i < from {
		w.bottom = min(i+max(w.height, 1), len(w.held))
	} else if i >= to {
		w.bottom = i + 1
	}
	w.selected = w.held[i].Number
	p.fill()
}

// movedByHand records that the user moved in the pane: a search ends, and the pane does
// not follow again when the text of a message is closed.
func (p *Pane) movedByHand() {
	p.search.running = false
	p.window.peeking = false
}

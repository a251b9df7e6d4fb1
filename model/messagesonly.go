package model

import (
	"capdeck/model/action"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// subset is the messages of one DN, or with no dn all of them. The remarks about
// the connection belong to each DN's: they say why nothing came.
type subset struct {
	dn   string
	wire string // the DN as it stands on the wire
	hash uint64 // of wire
}

func (l *Log) subsetOf(dn string) subset {
	wire := l.wireDN(dn)
	return subset{dn: dn, wire: wire, hash: event.HashDN(wire)}
}

// holds reports whether an entry that is in the log belongs to the subset.
func (s *subset) holds(log *Log, number uint64) bool {
	if s.dn == "" {
		return true
	}
	e := log.entry(number)
	return e.direction == Remark || e.dn == s.hash && s.isNamed(log, number)
}

// holdsCopy is holds for an entry that may have left the log.
func (s *subset) holdsCopy(entry *Entry) bool {
	return s.dn == "" || entry.Direction == Remark || entry.hash == s.hash && s.isNamedBy(entry)
}

// before returns the number of the subset's newest entry below number, 0 for
// none.
func (s *subset) before(log *Log, number uint64) uint64 {
	for n := min(number, log.End()) - 1; n >= log.First(); n-- {
		if s.holds(log, n) {
			return n
		}
	}
	return 0
}

// after returns the number of the subset's oldest entry above number, 0 for
// none.
func (s *subset) after(log *Log, number uint64) uint64 {
	for n := max(number+1, log.First()); n < log.End(); n++ {
		if s.holds(log, n) {
			return n
		}
	}
	return 0
}

// isNamed reports whether an entry of the log, whose hash is that of the DN,
// names it.
func (s *subset) isNamed(log *Log, number uint64) bool {
	entry, ok := log.At(number)
	return ok && s.isNamedBy(&entry)
}

// isNamedBy reports whether the entry, whose hash is that of the DN, names it: two
// DNs can have one hash.
func (s *subset) isNamedBy(e *Entry) bool {
	if e.DN != "" {
		return e.DN == s.dn
	}
	message := wire.NewRawMessage(e.Body)
	this, ok := message.Text(wire.AttributeThisDN)
	// Where it stood in what the log has cut, the hash is all that is left.
	return string(this) == s.wire || !ok && e.Length > len(e.Body)
}

// toggleOnly shows the messages of the DN under the board's cursor alone, or
// those of all again. The pane stays as near as it can to where it was.
func (m *Model) toggleOnly() {
	p := &m.messages
	only := subset{}
	if p.only.dn == "" {
		key, chosen := m.Cursor()
		if !chosen {
			m.say("no row is under the cursor: move to one first", true)
			return
		}
		only = m.log.subsetOf(key.DN)
	}
	m.reveal()
	m.settled()
	above := 0
	if !p.follow {
		from, _ := p.span()
		above = p.index(p.selected) - from
	}
	p.only, p.counted = only, 0
	if p.follow {
		return
	}
	m.holdOnly(above)
}

// holdOnly holds the selected message, or the next one of the subset, and a
// window around it. What was held and belongs there no more is let go.
func (m *Model) holdOnly(above int) {
	p := &m.messages
	wanted, was := p.selected, p.held
	p.held = nil
	for i := range was {
		// Of all messages those between the held ones are not held, so that only
		// the selected one can stay.
		if p.only.dn != "" && p.only.holdsCopy(&was[i]) || was[i].Number == wanted && p.only.dn == "" {
			p.held = append(p.held, was[i])
		}
	}
	if p.index(wanted) < 0 {
		older := m.older(wanted)
		if older == 0 {
			older, _ = m.newer(wanted)
		}
		wanted = older
	}
	if wanted == 0 {
		m.followMessages()
		return
	}
	m.rewindText()
	m.hold(wanted, above)
}

// reveal opens the messages pane, and gives it the focus where it would not be
// seen otherwise.
func (m *Model) reveal() {
	m.showMessages = true
	if m.messages.height == 0 {
		m.focus = action.PaneMessages
	}
}

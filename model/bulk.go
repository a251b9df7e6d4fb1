package model

import (
	"fmt"
	"slices"
	"strings"

	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/tlibconn/event"
)

// bulk is a command that was given for more than one DN.
type bulk struct {
	id      uint64
	verb    event.Verb
	total   int
	open    []board.CommandID // in the order of the board
	ended   [board.LifeSeen + 1]int
	refused int // never queued
	failed  int
	undone  []board.Key // at which it was not confirmed: failed, or never sent
	closed  bool        // the user has put its summary away
}

// BulkView is how far a command for many DNs has come. Its numbers, Total left
// out, add up to Total.
type BulkView struct {
	// ID tells them apart, from 1.
	ID uint64
	// Verb is the command.
	Verb event.Verb
	// Total is how many DNs it was for.
	Total int
	// Queued commands have not left, Sent ones wait for T-Server's answer,
	// Accepted ones for the recorder's indication.
	Queued, Sent, Accepted int
	// Confirmed and Cancelled are commands that have ended so; Failed are all
	// others that have ended, and those that were refused before they were
	// queued.
	Confirmed, Cancelled, Failed int
	// Summary says in words how it has ended, "" while it runs.
	Summary string
}

// Done reports whether every command has its outcome.
func (v BulkView) Done() bool { return v.Queued+v.Sent+v.Accepted == 0 }

// Bulks are the commands for more than one DN that run, in the order in which
// they were given, and those that have ended since the last one was given
// without being confirmed everywhere, until the user closes their summaries.
func (m *Model) Bulks() []BulkView {
	var views []BulkView
	for _, b := range m.bulks {
		if !b.closed {
			views = append(views, b.view(m.board))
		}
	}
	return views
}

func (b *bulk) view(truth *board.Board) BulkView {
	v := BulkView{
		ID: b.id, Verb: b.verb, Total: b.total, Confirmed: b.ended[board.LifeConfirmed],
		Cancelled: b.ended[board.LifeCancelled], Failed: b.failed,
	}
	for _, id := range b.open {
		switch truth.Life(id) {
		case board.LifeAccepted:
			v.Accepted++
		case board.LifeSent:
			v.Sent++
		default:
			v.Queued++
		}
	}
	if v.Done() {
		v.Summary = b.summary()
	}
	return v
}

// end takes the outcomes of commands, some of which may be of this bulk.
func (b *bulk) end(outcomes []board.Command) {
	for i := range outcomes {
		c := &outcomes[i]
		at, ours := slices.BinarySearch(b.open, c.ID)
		if !ours {
			continue
		}
		if at == 0 {
			// Most end in the order of the board: nothing is to be moved then.
			b.open = b.open[1:]
		} else {
			b.open = slices.Delete(b.open, at, at+1)
		}
		b.ended[c.Life]++
		if c.Life == board.LifeConfirmed {
			continue
		}
		b.undone = append(b.undone, c.Key)
		if c.Life != board.LifeCancelled {
			b.failed++
		}
	}
}

// summary says in words how the bulk has ended.
func (b *bulk) summary() string {
	text := fmt.Sprintf("%s for %s: %s confirmed", b.verb, phrase.Count(b.total, "DN", "DNs"), phrase.Number(b.ended[board.LifeConfirmed]))
	for _, life := range [...]board.Life{board.LifeRejected, board.LifeUnanswered, board.LifeContradicted, board.LifeSuperseded, board.LifeLost, board.LifeCancelled} {
		if n := b.ended[life]; n > 0 {
			text += fmt.Sprintf(", %s %s", phrase.Number(n), life)
		}
	}
	if b.refused > 0 {
		text += ", " + phrase.Number(b.refused) + " refused"
	}
	return text
}

// beginBulk takes a new bulk in; those that have ended make room.
func (m *Model) beginBulk(b *bulk) {
	m.bulks = slices.DeleteFunc(m.bulks, func(b *bulk) bool { return len(b.open) == 0 })
	m.bulkCount++
	b.id = m.bulkCount
	m.bulks = append(m.bulks, b)
}

// closeBulks puts the summaries of the bulks that have ended away, and reports
// whether there were any. Where they were not confirmed can still be shown.
func (m *Model) closeBulks() bool {
	closed := false
	for _, b := range m.bulks {
		if len(b.open) == 0 && !b.closed {
			b.closed, closed = true, true
		}
	}
	return closed
}

// endBulks takes outcomes, and says so when they were the last of a bulk. The
// summary of one that was confirmed everywhere is a note; another one's stays
// until the user puts it away.
func (m *Model) endBulks(outcomes []board.Command) {
	m.bulks = slices.DeleteFunc(m.bulks, func(b *bulk) bool {
		if len(b.open) == 0 {
			return false
		}
		b.end(outcomes)
		if len(b.open) > 0 || len(b.undone) > 0 {
			return false
		}
		m.say(b.summary(), false)
		return true
	})
}

// cancelQueued ends all commands that have not left.
func (m *Model) cancelQueued() {
	cancelled := m.board.CancelAll(m.now, "the user cancelled it")
	if cancelled == 0 {
		m.say("no command waits to be sent: what has left cannot be taken back", true)
		return
	}
	m.say(phrase.Count(cancelled, "command", "commands")+" cancelled before being sent", false)
}

// only shows the rows of a set, on top of what else filters.
type only struct {
	keys  map[board.Key]struct{}
	words string
}

func (o *only) holds(key board.Key) bool {
	if o == nil {
		return true
	}
	_, ok := o.keys[key]
	return ok
}

// showFailures filters the board to the DNs at which the last bulk was not
// confirmed, or takes that filter away.
func (m *Model) showFailures() {
	switch {
	case m.filter.only != nil:
		m.setOnly(nil)
	case m.failures() == nil:
		m.say("the last command for several DNs was confirmed at all of them, or there was none", true)
	default:
		m.setOnly(m.failures())
	}
}

// failures are the DNs at which a bulk was not confirmed, nil if there are none.
func (m *Model) failures() *only {
	set := only{keys: map[board.Key]struct{}{}}
	for _, b := range m.bulks {
		if verb := b.verb.String(); len(b.undone) > 0 && !strings.Contains(set.words, verb) {
			set.words += verb + " "
		}
		for _, key := range b.undone {
			set.keys[key] = struct{}{}
		}
	}
	if len(set.keys) == 0 {
		return nil
	}
	set.words += "not confirmed"
	return &set
}

func (m *Model) setOnly(set *only) {
	m.filter.only = set
	m.refilter()
}

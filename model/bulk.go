package model

import (
	"fmt"
	"slices"

	"capdeck/model/board"
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
	failed  []board.Key
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
// they were given, and those that have ended with failures since the last one
// was given.
func (m *Model) Bulks() []BulkView {
	views := make([]BulkView, len(m.bulks))
	for i := range m.bulks {
		views[i] = m.bulks[i].view(m.board)
	}
	return views
}

func (b *bulk) view(truth *board.Board) BulkView {
	v := BulkView{
		ID: b.id, Verb: b.verb, Total: b.total, Confirmed: b.ended[board.LifeConfirmed],
		Cancelled: b.ended[board.LifeCancelled], Failed: len(b.failed),
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
		if c.Life != board.LifeConfirmed && c.Life != board.LifeCancelled {
			b.failed = append(b.failed, c.Key)
		}
	}
}

// summary says in words how the bulk has ended.
func (b *bulk) summary() string {
	text := fmt.Sprintf("%s for %s: %d confirmed", b.verb, count(b.total, "DN", "DNs"), b.ended[board.LifeConfirmed])
	for _, life := range [...]board.Life{board.LifeRejected, board.LifeUnanswered, board.LifeContradicted, board.LifeSuperseded, board.LifeLost, board.LifeCancelled} {
		if n := b.ended[life]; n > 0 {
			text += fmt.Sprintf(", %d %s", n, life)
		}
	}
	if b.refused > 0 {
		text += fmt.Sprintf(", %d refused", b.refused)
	}
	return text
}

// beginBulk takes a new bulk in; what the user knows of those that have ended
// makes room.
func (m *Model) beginBulk(b *bulk) {
	m.dropBulks()
	m.bulkCount++
	b.id = m.bulkCount
	m.bulks = append(m.bulks, b)
}

// dropBulks forgets the bulks that have ended, and reports whether there were
// any.
func (m *Model) dropBulks() bool {
	before := len(m.bulks)
	m.bulks = slices.DeleteFunc(m.bulks, func(b *bulk) bool { return len(b.open) == 0 })
	return len(m.bulks) < before
}

// endBulks takes outcomes, and says so when they were the last of a bulk. The
// summary of one without a failure is a note; one with failures stays until the
// user puts it away.
func (m *Model) endBulks(outcomes []board.Command) {
	m.bulks = slices.DeleteFunc(m.bulks, func(b *bulk) bool {
		if len(b.open) == 0 {
			return false
		}
		b.end(outcomes)
		if len(b.open) > 0 || len(b.failed) > 0 {
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
	m.say(count(cancelled, "command", "commands")+" cancelled before being sent", false)
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

// showFailures filters the board to the DNs at which the last bulk failed, or
// takes that filter away.
func (m *Model) showFailures() {
	switch {
	case m.filter.only != nil:
		m.setOnly(nil)
	case m.failures() == nil:
		m.say("no command for several DNs has failed at any of them", true)
	default:
		m.setOnly(m.failures())
	}
}

// failures are the DNs at which a bulk has failed, nil if none did.
func (m *Model) failures() *only {
	set := only{keys: map[board.Key]struct{}{}, words: "failures of"}
	for _, b := range m.bulks {
		if len(b.failed) > 0 {
			set.words += " " + b.verb.String()
		}
		for _, key := range b.failed {
			set.keys[key] = struct{}{}
		}
	}
	if len(set.keys) == 0 {
		return nil
	}
	return &set
}

func (m *Model) setOnly(set *only) {
	m.filter.only = set
	m.refilter()
}

// Package bulk tracks commands that are sent to several DNs: how fast they are sent,
// their progress, and the DNs where they were not confirmed. It knows the commands by
// their IDs on the board and asks the board for their state. It must not know what the
// user sees or presses, and has no sentences and no clock.
package bulk

import (
	"slices"

	"golang.org/x/time/rate"

	"capdeck/model/board"
	"capdeck/tlibconn/event"
)

// Bulks tracks the commands for several DNs that were given so far, and the rate at
// which they are sent. It must be used by one goroutine only.
type Bulks struct {
	list   []*progress
	count  uint64
	single []board.CommandID // each for a single DN: they are sent at once
	limit  *rate.Limiter     // nil if there is no limit
}

// New returns an empty set. commandRate is how many commands of a bulk are sent per
// second; 0 means no limit.
func New(commandRate int) *Bulks {
	b := &Bulks{}
	if commandRate > 0 {
		b.limit = rate.NewLimiter(rate.Limit(commandRate), max(1, commandRate/burst))
	}
	return b
}

// Command is one command for several DNs, as it was given.
type Command struct {
	// Verb is the command.
	Verb event.Verb
	// Queued are the commands that wait on the board, in its order. Bulks retains the
	// slice.
	Queued []board.CommandID
	// Refused are the DNs for which the board refused the command. Bulks retains the
	// slice.
	Refused []board.Key
}

// Add adds a command that was just queued. It forgets those that have ended.
func (b *Bulks) Add(command Command) {
	b.list = slices.DeleteFunc(b.list, func(p *progress) bool { return p.hasEnded() })
	b.count++
	b.list = append(b.list, &progress{
		id: b.count, verb: command.Verb, open: command.Queued, undone: command.Refused,
		total: len(command.Queued) + len(command.Refused), refused: len(command.Refused),
	})
}

// AddSingle adds a command for a single DN, which is sent at once even if others wait.
func (b *Bulks) AddSingle(id board.CommandID) { b.single = append(b.single, id) }

// End records the outcomes of commands, in any order and of any origin. It returns the
// commands for several DNs that are now confirmed everywhere, and forgets them. Others
// that have ended stay until Close or the next Add.
func (b *Bulks) End(outcomes []board.Command) (confirmed []View) {
	b.list = slices.DeleteFunc(b.list, func(p *progress) bool {
		if p.hasEnded() {
			return false
		}
		p.end(outcomes)
		if !p.hasEnded() || len(p.undone) > 0 {
			return false
		}
		confirmed = append(confirmed, p.view(nil))
		return true
	})
	return confirmed
}

// Close removes the commands that have ended from Views, and reports whether there were
// any. Failures still includes them.
func (b *Bulks) Close() bool {
	closed := false
	for _, p := range b.list {
		if p.hasEnded() && !p.closed {
			p.closed, closed = true, true
		}
	}
	return closed
}

// Failures returns the DNs where a command was not confirmed, and the verbs of those
// commands, each once. Both are empty if every command was confirmed everywhere.
func (b *Bulks) Failures() (keys map[board.Key]struct{}, verbs []event.Verb) {
	keys = map[board.Key]struct{}{}
	for _, p := range b.list {
		if len(p.undone) > 0 && !slices.Contains(verbs, p.verb) {
			verbs = append(verbs, p.verb)
		}
		for _, key := range p.undone {
			keys[key] = struct{}{}
		}
	}
	return keys, verbs
}

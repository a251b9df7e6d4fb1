package bulk

import (
	"slices"

	"capdeck/model/board"
	"capdeck/tlibconn/event"
)

// progress is the progress of one command for several DNs.
type progress struct {
	id      uint64
	verb    event.Verb
	total   int
	open    []board.CommandID // in the order of the board
	ended   [board.LifeSeen + 1]int
	refused int         // never queued
	undone  []board.Key // where it was not confirmed: failed, or never sent
	closed  bool        // see Bulks.Close
}

// View is the progress of a command for several DNs. Its other numbers add up to Total.
type View struct {
	// ID identifies the command. IDs are counted from 1.
	ID uint64
	// Verb is the command.
	Verb event.Verb
	// Total is how many DNs it was for.
	Total int
	// Queued commands have not been sent; Sent ones wait for T-Server's answer,
	// Accepted ones for the recorder's indication.
	Queued, Sent, Accepted int
	// Confirmed to Cancelled are the commands that ended in that way (board.Life).
	Confirmed, Rejected, Unanswered, Contradicted, Superseded, Lost, Cancelled int
	// Refused is how many were never queued.
	Refused int
}

// Done reports whether every command has its outcome.
func (v *View) Done() bool { return v.Queued+v.Sent+v.Accepted == 0 }

// Failed returns how many were refused, or ended neither confirmed nor cancelled.
func (v *View) Failed() int {
	return v.Rejected + v.Unanswered + v.Contradicted + v.Superseded + v.Lost + v.Refused
}

// Views returns the commands for several DNs in the order in which they were given:
// those that are running, and, until Close, those that ended without being confirmed
// everywhere. truth is the board on which they are queued. The caller owns the slice.
func (b *Bulks) Views(truth *board.Board) []View {
	var views []View
	for _, p := range b.list {
		if !p.closed {
			views = append(views, p.view(truth))
		}
	}
	return views
}

// view needs the board only while commands are open.
func (p *progress) view(truth *board.Board) View {
	v := View{
		ID: p.id, Verb: p.verb, Total: p.total, Refused: p.refused,
		Confirmed: p.ended[board.LifeConfirmed], Rejected: p.ended[board.LifeRejected],
		Unanswered: p.ended[board.LifeUnanswered], Contradicted: p.ended[board.LifeContradicted],
		Superseded: p.ended[board.LifeSuperseded], Lost: p.ended[board.LifeLost], Cancelled: p.ended[board.LifeCancelled],
	}
	for _, id := range p.open {
		switch truth.Life(id) {
		case board.LifeAccepted:
			v.Accepted++
		case board.LifeSent:
			v.Sent++
		default:
			v.Queued++
		}
	}
	return v
}

func (p *progress) hasEnded() bool { return len(p.open) == 0 }

// end records those of the outcomes that belong to this command.
func (p *progress) end(outcomes []board.Command) {
	for i := range outcomes {
		c := &outcomes[i]
		at, ours := slices.BinarySearch(p.open, c.ID)
		if !ours {
			continue
		}
		if at == 0 {
			// Most end in the order of the board, so that nothing has to be moved.
			p.open = p.open[1:]
		} else {
			p.open = slices.Delete(p.open, at, at+1)
		}
		p.ended[c.Life]++
		if c.Life != board.LifeConfirmed {
			p.undone = append(p.undone, c.Key)
		}
	}
}

// Package history keeps what happened last to each DN: its newest occurrences, and since when
// it has been in its calls. A DN to which nothing happened costs nothing. The package knows
// the changes of the board, reads no clock, and has no words (model/say has them).
package history

import (
	"slices"
	"time"

	"capdeck/model/board"
	"capdeck/model/occurrence"
)

// Newest is how many occurrences of a DN are kept.
const Newest = 16

// again is how long after a query's indication its own end says nothing new.
const again = 5 * time.Second

// History is what happened to the DNs of a board. The zero value is empty. It must be used by
// one goroutine only.
type History struct {
	dns []*dn // by board.Row.Number, nil for DNs to which nothing happened
}

// dn is what happened to one DN.
type dn struct {
	occurrences []occurrence.Occurrence // a ring once there are Newest
	oldest      int                     // index of the oldest one
	calls       []call
}

// call is an answered call of a DN.
type call struct {
	connID  uint64
	since   time.Time
	atLeast bool // a snapshot found it
}

// Changed records a change, of which it retains nothing. o is what is kept of it, nil for
// nothing (occurrence.Of).
func (h *History) Changed(change *board.Change, o *occurrence.Occurrence) {
	switch change.Kind {
	case board.ChangeCall:
		h.called(change)
		return
	case board.ChangeCallRenamed:
		h.renamed(change)
		return
	case board.ChangeRemoved:
		if n := change.Row.Number(); n < len(h.dns) {
			h.dns[n] = nil
		}
		return
	}
	if o == nil || change.Row == nil {
		return
	}
	known := h.at(change.Row)
	switch change.Kind {
	case board.ChangeCallEnded:
		if known == nil || !known.ended(change, o) {
			return
		}
	case board.ChangeWatched, board.ChangeUnwatched:
		// The loss of a link concerns every DN. It is worth a line only next to others.
		if known == nil || len(known.occurrences) == 0 {
			return
		}
		if change.Kind == board.ChangeUnwatched {
			known.calls = known.calls[:0]
		}
	case board.ChangeIndication:
		// The answer to the first query of each DN only tells what the row shows.
		if o.Before == board.StateUnknown && o.Cause == board.CauseQuery && (known == nil || len(known.occurrences) == 0) {
			return
		}
	}
	h.make(change.Row).add(o)
}

// Of returns the newest occurrences of a row, oldest first. The caller owns the slice.
func (h *History) Of(row *board.Row) []occurrence.Occurrence {
	if known := h.at(row); known != nil {
		return slices.Concat(known.occurrences[known.oldest:], known.occurrences[:known.oldest])
	}
	return nil
}

// Since returns since when a row has been in an answered call; atLeast means since then or
// longer. ok is false if the call was not answered, or is not known.
func (h *History) Since(row *board.Row, connID uint64) (since time.Time, atLeast, ok bool) {
	if known := h.at(row); known != nil {
		if i := known.find(connID); i >= 0 {
			return known.calls[i].since, known.calls[i].atLeast, true
		}
	}
	return time.Time{}, false, false
}

func (h *History) at(row *board.Row) *dn {
	if n := row.Number(); n < len(h.dns) {
		return h.dns[n]
	}
	return nil
}

func (h *History) make(row *board.Row) *dn {
	n := row.Number()
	if n >= len(h.dns) {
		h.dns = append(h.dns, make([]*dn, n+1-len(h.dns))...)
	}
	if h.dns[n] == nil {
		h.dns[n] = &dn{}
	}
	return h.dns[n]
}

// called notes when a call was answered.
func (h *History) called(change *board.Change) {
	if state := change.Call.State; state != board.CallTalking && state != board.CallHeld {
		return
	}
	known := h.make(change.Row)
	if known.find(change.ConnID) >= 0 {
		return
	}
	if len(known.calls) == board.MaxCalls {
		known.calls = slices.Delete(known.calls, 0, 1)
	}
	known.calls = append(known.calls, call{
		connID: change.ConnID, since: change.At, atLeast: change.Found || change.Call.ChangedIsLowerBound || change.Call.State == board.CallHeld,
	})
}

// renamed gives a call its new ConnID. If both were answered, the call began with the earlier one.
func (h *History) renamed(change *board.Change) {
	known := h.at(change.Row)
	if known == nil {
		return
	}
	from := known.find(change.From)
	if from < 0 {
		return
	}
	if to := known.find(change.ConnID); to >= 0 && to != from {
		if known.calls[to].since.Before(known.calls[from].since) {
			known.calls[from].since, known.calls[from].atLeast = known.calls[to].since, known.calls[to].atLeast
		}
		known.calls[from].connID = change.ConnID
		known.calls = slices.Delete(known.calls, to, to+1)
		return
	}
	known.calls[from].connID = change.ConnID
}

// ended takes the length of a call that ended, and reports whether the call was answered.
func (d *dn) ended(change *board.Change, o *occurrence.Occurrence) bool {
	i := d.find(change.ConnID)
	if i < 0 {
		return false
	}
	o.SetLength(change.At.Sub(d.calls[i].since))
	if d.calls[i].atLeast || change.Found {
		o.Flags |= occurrence.AtLeast
	}
	d.calls = slices.Delete(d.calls, i, i+1)
	return true
}

func (d *dn) find(connID uint64) int {
	return slices.IndexFunc(d.calls, func(c call) bool { return c.connID == connID })
}

// add appends an occurrence and drops the oldest one of too many. The end of a query whose
// indication is the newest occurrence adds nothing.
func (d *dn) add(o *occurrence.Occurrence) {
	if kept := len(d.occurrences); kept > 0 && o.Kind == board.ChangeEnded && o.Life == board.LifeConfirmed {
		newest := &d.occurrences[(d.oldest+kept-1)%kept]
		if newest.Kind == board.ChangeIndication && newest.Cause == board.CauseQuery && newest.State == o.State && time.Duration(o.Nanoseconds-newest.Nanoseconds) < again {
			return
		}
	}
	if len(d.occurrences) == Newest {
		d.occurrences[d.oldest] = *o
		d.oldest = (d.oldest + 1) % Newest
		return
	}
	d.occurrences = append(d.occurrences, *o)
}

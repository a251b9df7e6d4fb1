package coverage

import (
	"capdeck/model/board"
)

// again applies an indication that changes nothing: of a DN on a call, one that says what
// its stretch is already; most do, because these DNs are queried again and again. It
// returns false if the indication must be applied as any other change.
func (c *Coverage) again(change *board.Change) bool {
	n := change.Row.Number()
	if n >= len(c.dns) || c.dns[n] == nil {
		return false
	}
	d := c.dns[n]
	o := d.open
	if o == nil {
		runs := change.State == board.StateRec && change.ConnID != 0
		return runs != d.after.IsZero() // whether a capture goes on without a call does not change
	}
	if change.State != change.Before {
		return false
	}
	switch {
	case o.part == PartCaptured && change.State == board.StateRec && change.ConnID == o.word:
		o.vouched, o.heard = d.notBefore(change.At), change.At
	case o.part == PartPaused && change.State == board.StatePaused, o.part == PartOff && change.State == board.StateOff:
		if !o.undecidedFrom.IsZero() {
			return false
		}
		d.notBefore(change.At)
	default:
		return false
	}
	return true
}

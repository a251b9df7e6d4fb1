package coverage

import (
	"time"

	"capdeck/model/board"
)

// isIdle reports whether an indication changes nothing because its DN is on no call, and no
// capture goes on without one, or still does.
func (c *Coverage) isIdle(change *board.Change) bool {
	n := change.Row.Number()
	if n >= len(c.dns) || c.dns[n] == nil || c.dns[n].open != nil {
		return false
	}
	runs := change.State == board.StateRec && change.ConnID != 0
	return runs != c.dns[n].after.IsZero()
}

// repeated applies that the newest indication of a DN was repeated until a time: an enabled
// that counts vouches for the capture until then. Nearly all indications repeat the one
// before, so the board only keeps when the last one did.
func (d *dn) repeated(until time.Time) {
	until = d.notBefore(until)
	if o := d.open; o != nil && o.part == PartCaptured && o.isNewest && until.After(o.since) {
		o.stretch.Captured += until.Sub(o.since)
		o.since, o.heard = until, until
	}
}

package coverage

import "time"

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

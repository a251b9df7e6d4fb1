package board

import "time"

// Lasting is what a row shows of something that went wrong, also after it is over, until a
// person has acknowledged it. The zero value is nothing.
type Lasting struct {
	// Fault is what went wrong: one of the faults from FaultStopped to FaultWasRejected.
	Fault Fault
	// At is when it began; of several times, the last. AtLeast reports that it may have begun
	// before.
	At      time.Time
	AtLeast bool
	// Count is how often it has happened since it was last acknowledged.
	Count int
}

// Lasts reports whether a fault of this kind stays until it is acknowledged, whatever
// happens. No other fault hides it; Row.HiddenFault is the next one.
func (k FaultKind) Lasts() bool { return k >= FaultStopped && k <= FaultWasRejected }

// Lasting returns the lasting fault; ok is false if the row has none.
func (r *Row) Lasting() (l Lasting, ok bool) {
	if !r.hasLasting {
		return Lasting{}, false
	}
	return r.rare.lasting, true
}

func (r *Row) setLasting(l Lasting) {
	r.hasLasting = l.Fault.Kind != FaultNone
	if r.hasLasting || r.rare != nil {
		r.rarely().lasting = l
	}
}

// SetLasting sets the lasting fault of a row, or removes it if l is zero. The board itself
// only sets FaultStopped: it does not know what is expected of a capture during a call, and
// what has been acknowledged.
func (b *Board) SetLasting(key Key, l Lasting) {
	r := b.Row(key)
	if r == nil {
		return
	}
	if was, _ := r.Lasting(); was == l {
		return
	}
	r.setLasting(l)
	if s := r.stops(); s != nil && l.Fault.Kind != FaultStopped && !s.last.ByOther {
		s.last = Stopped{}
	}
	b.changed(r)
}

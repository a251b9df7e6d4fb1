package board

import "capdeck/tlibconn/event"

// index finds the rows of a site by DN: a table with open addressing, at most
// half full, whose slots hold the DN's hash beside the row. A lookup touches the
// slot and the front of the row, where short DNs stand: with 10,000 DNs in
// shuffled order it is memory that costs, and a map would fetch twice as much.
// DNs are compared by their bytes on the wire. The zero value is empty.
type index struct {
	slots  []slot // as many as a power of two, or none
	count  int
	encode func(dn string) string // Options.Encode, or nil
}

type slot struct {
	hash uint64
	row  *Row // nil in a free slot
}

const leastSlots = 16

func (x *index) len() int { return x.count }

// find returns the row of the DN with that hash (event.HashDN), or nil.
func (x *index) find(hash uint64, dn []byte) *Row {
	mask := uint64(len(x.slots)) - 1
	for at := hash; len(x.slots) > 0; at++ {
		s := &x.slots[at&mask]
		if s.row == nil {
			return nil
		}
		if s.hash == hash && s.row.isDN(dn) {
			return s.row
		}
	}
	return nil
}

// guess returns the row that find most likely returns, without looking at it.
func (x *index) guess(hash uint64) *Row {
	mask := uint64(len(x.slots)) - 1
	for at := hash; len(x.slots) > 0; at++ {
		if s := &x.slots[at&mask]; s.hash == hash || s.row == nil {
			return s.row
		}
	}
	return nil
}

// of returns the row of an event's ThisDN, or nil.
func (x *index) of(e *event.Event) *Row { return x.find(e.DNHash(), e.ThisDN()) }

// named returns the row of a DN, or nil.
func (x *index) named(dn string) *Row {
	if x.encode != nil {
		dn = x.encode(dn)
	}
	return x.find(event.HashDN(dn), []byte(dn))
}

// add takes in a row whose DN is not there yet.
func (x *index) add(r *Row) {
	if 2*(x.count+1) > len(x.slots) {
		old := x.slots
		x.slots = make([]slot, max(leastSlots, 2*len(old)))
		for _, s := range old {
			if s.row != nil {
				x.put(s)
			}
		}
	}
	x.put(slot{event.HashDN(r.wire), r})
	x.count++
}

func (x *index) put(s slot) {
	mask := uint64(len(x.slots)) - 1
	at := s.hash & mask
	for x.slots[at].row != nil {
		at = (at + 1) & mask
	}
	x.slots[at] = s
}

// remove takes out a row. What stands behind it moves up, so that no lookup
// ends at the gap too early.
func (x *index) remove(r *Row) {
	mask := uint64(len(x.slots)) - 1
	at := event.HashDN(r.wire) & mask
	for x.slots[at].row != r {
		if x.slots[at].row == nil {
			return
		}
		at = (at + 1) & mask
	}
	x.slots[at] = slot{}
	x.count--
	for at = (at + 1) & mask; x.slots[at].row != nil; at = (at + 1) & mask {
		s := x.slots[at]
		x.slots[at] = slot{}
		x.put(s)
	}
}

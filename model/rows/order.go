package rows

import (
	"slices"
	"time"

	"capdeck/model/column"
)

// SortKey is a column by which rows are sorted, in ascending order unless Descending.
type SortKey struct {
	Column     column.ID
	Descending bool
}

// String returns the column's heading, with a note if the order is descending.
func (k SortKey) String() string {
	if k.Descending {
		return k.Column.String() + " (reversed)"
	}
	return k.Column.String()
}

// Order is the order of the rows: by First, then by Second, then by the order of the DN
// list. The zero value is the order of the DN list.
type Order struct {
	// First is column.None if the rows are in the order of the DN list. Second is
	// column.None if there is no second key; it is the column that was First before.
	First, Second SortKey
}

// String describes the order, as in "sorted by Capture, then by DN".
func (o Order) String() string {
	if o.First.Column == column.None {
		return "in the order of the DN list"
	}
	text := "sorted by " + o.First.String()
	if o.Second.Column != column.None {
		text += ", then by " + o.Second.String()
	}
	return text
}

// by returns the order with a column as first key; the first key becomes the second. For
// column.None it returns the order of the DN list.
func (o Order) by(c column.ID) Order {
	switch c {
	case column.None:
		return Order{}
	case o.First.Column:
		return o
	}
	return Order{First: SortKey{Column: c}, Second: o.First}
}

// orderState is the order in force.
type orderState struct {
	current Order
	// choosing means that the user is moving from column to column; chosenFrom is the
	// order before the first of these moves.
	choosing   bool
	chosenFrom Order
	sorter     sorter
}

// Order returns the order that was chosen.
func (r *Rows) Order() Order { return r.order.current }

// InForce returns the order that the rows have: Order, or the longest gap first in the quick
// view of the DNs that are on a call and not recorded, if no other order was chosen.
func (r *Rows) InForce() Order {
	if r.order.current == (Order{}) && r.Keeps() == column.Gap {
		return Order{First: SortKey{Column: column.Gap}}
	}
	return r.order.current
}

// SortNext sorts by the next column, with the column before it as second key.
func (r *Rows) SortNext(now time.Time) {
	r.SortBy(now, r.order.current.by(r.neighbour(r.order.current.First.Column, 1)))
}

// SortBeside sorts by the column to the right, or to the left if step is -1. While it is
// called repeatedly, the second key is the column at which the user started, not one of
// those between. EndSortBeside ends the repetition.
func (r *Rows) SortBeside(now time.Time, step int) {
	if !r.order.choosing {
		r.order.choosing, r.order.chosenFrom = true, r.order.current
	}
	r.SortBy(now, r.order.chosenFrom.by(r.neighbour(r.order.current.First.Column, step)))
}

// EndSortBeside must be called when the user does anything other than SortBeside.
func (r *Rows) EndSortBeside() { r.order.choosing = false }

// ReverseSort reverses the order of the first key. It reports false and does nothing if
// the rows are in the order of the DN list.
func (r *Rows) ReverseSort(now time.Time) bool {
	if r.order.current.First.Column == column.None {
		return false
	}
	order := r.order.current
	order.First.Descending = !order.First.Descending
	r.SortBy(now, order)
	return true
}

// SortByHead sorts by a column, with the column before it as second key. If the rows are
// sorted by that column already, it reverses their order.
func (r *Rows) SortByHead(now time.Time, c column.ID) {
	if c != r.order.current.First.Column {
		r.SortBy(now, r.order.current.by(c))
		return
	}
	r.ReverseSort(now)
}

// neighbour returns the shown column that is step columns to the right of another one;
// column.None is to the left of the first. A hidden column counts as column.None.
func (r *Rows) neighbour(c column.ID, step int) column.ID {
	places := len(r.drawn) + 1
	at := (slices.Index(r.drawn, c) + 1 + step + places) % places
	if at == 0 {
		return column.None
	}
	return r.drawn[at-1]
}

// SortBy sorts by an order.
func (r *Rows) SortBy(now time.Time, order Order) {
	r.order.current = order
	r.update(now)
}

package rows

import (
	"slices"
	"time"

	"capdeck/model/board"
	"capdeck/model/column"
)

// sortable is a row with the values by which it is compared. They are read once so that
// comparing is cheap.
type sortable struct {
	row           *board.Row
	first, second sortValue
}

// sorter keeps the space that sorting needs.
type sorter struct {
	now    time.Time // ages are as of this time
	calls  *Calls    // knows the gaps
	rows   []sortable
	places []int32 // indices of rows
	texts  []byte  // of all values
}

// sort sorts rows.
func (s *sorter) sort(rows []*board.Row, order Order, now time.Time, calls *Calls) {
	if order.First.Column == column.None {
		return
	}
	s.now, s.calls = now, calls
	s.rows, s.places, s.texts = s.rows[:0], s.places[:0], s.texts[:0]
	for _, row := range rows {
		s.rows = append(s.rows, sortable{row: row, first: s.value(row, order.First.Column), second: s.value(row, order.Second.Column)})
	}
	for i := range rows {
		s.places = append(s.places, int32(i))
	}
	// Places are moved rather than rows, because they are smaller.
	slices.SortFunc(s.places, func(a, b int32) int { return order.compare(&s.rows[a], &s.rows[b]) })
	for i, place := range s.places {
		rows[i] = s.rows[place].row
	}
	clear(s.rows) // so that a removed row is not kept
}

// compare never returns 0 for two rows, so that equal rows do not change places.
func (o *Order) compare(a, b *sortable) int {
	if c := a.first.compare(&b.first, o.First.Descending); c != 0 {
		return c
	}
	if c := a.second.compare(&b.second, o.Second.Descending); c != 0 {
		return c
	}
	return a.row.Index() - b.row.Index()
}

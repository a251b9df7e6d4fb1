package model

import (
	"slices"
	"time"

	"capdeck/model/board"
	"capdeck/model/column"
)

// SortKey is a column by which rows are sorted, rising unless Descending.
type SortKey struct {
	Column     column.ID
	Descending bool
}

// ordering is what the rows are sorted by: first, then second, then the order
// of the DN list.
type ordering struct {
	first, second SortKey
}

// by returns the ordering with a column in front: what was first becomes
// second. No column is the order of the DN list alone.
func (o ordering) by(c column.ID) ordering {
	switch c {
	case column.None:
		return ordering{}
	case o.first.Column:
		return o
	}
	return ordering{first: SortKey{Column: c}, second: o.first}
}

// Sort returns the columns by which the rows are sorted; with column.None first
// they stand in the order of the DN list, and with column.None second what is
// alike by the first stands in that order. The second key is the column that
// was the first one before.
func (m *Model) Sort() (first, second SortKey) {
	return m.list.order.first, m.list.order.second
}

// sortNext sorts by the next column, and by the one before as second key.
func (m *Model) sortNext() {
	m.sortBy(m.list.order.by(m.neighbour(m.list.order.first.Column, 1)))
}

// chooseColumn sorts by the column beside. Columns that are only passed on the
// way do not become the second key: that remains the one from which the user
// went off.
func (m *Model) chooseColumn(step int) {
	if !m.list.choosing {
		m.list.choosing, m.list.chosenFrom = true, m.list.order
	}
	m.sortBy(m.list.chosenFrom.by(m.neighbour(m.list.order.first.Column, step)))
}

func (m *Model) reverseSort() {
	if m.list.order.first.Column == column.None {
		m.say("the rows stand in the order of the DN list: choose a column to sort by first", true)
		return
	}
	order := m.list.order
	order.first.Descending = !order.first.Descending
	m.sortBy(order)
}

// neighbour returns the shown column so many steps from another, with the order
// of the DN list before the first of them. From a hidden one it goes as from
// there.
func (m *Model) neighbour(c column.ID, step int) column.ID {
	places := len(m.columns) + 1
	at := (slices.Index(m.columns, c) + 1 + step + places) % places
	if at == 0 {
		return column.None
	}
	return m.columns[at-1]
}

// sortBy puts the rows into another order and shows the cursor's.
func (m *Model) sortBy(order ordering) {
	m.list.order = order
	m.refilter()
	m.say(order.String(), false)
}

// String says in words how the rows are sorted.
func (o ordering) String() string {
	if o.first.Column == column.None {
		return "in the order of the DN list"
	}
	text := "sorted by " + o.first.String()
	if o.second.Column != column.None {
		text += ", then by " + o.second.String()
	}
	return text
}

// String returns the column, with the direction where it is not the usual one.
func (k SortKey) String() string {
	if k.Descending {
		return k.Column.String() + " (reversed)"
	}
	return k.Column.String()
}

// sortable is a row with what its columns hold, read once: comparing is then
// cheap.
type sortable struct {
	row           *board.Row
	first, second sortValue
}

// sorter is the room that sorting needs.
type sorter struct {
	now    time.Time // ages are as of then
	rows   []sortable
	places []int32 // in rows
	texts  []byte  // of all values
}

// sort puts rows into an order.
func (s *sorter) sort(rows []*board.Row, order ordering, now time.Time) {
	if order.first.Column == column.None {
		return
	}
	s.now = now
	s.rows, s.places, s.texts = s.rows[:0], s.places[:0], s.texts[:0]
	for i, row := range rows {
		s.rows = append(s.rows, sortable{row: row, first: s.value(row, order.first.Column), second: s.value(row, order.second.Column)})
		s.places = append(s.places, int32(i))
	}
	// Places rather than rows are moved about: they are smaller.
	slices.SortFunc(s.places, func(a, b int32) int { return order.compare(&s.rows[a], &s.rows[b]) })
	for i, place := range s.places {
		rows[i] = s.rows[place].row
	}
	clear(s.rows) // it is no reason to keep a row that leaves the board
}

// compare is never 0 for two rows, so that equal rows never change places.
func (o *ordering) compare(a, b *sortable) int {
	if c := a.first.compare(&b.first, o.first.Descending); c != 0 {
		return c
	}
	if c := a.second.compare(&b.second, o.second.Descending); c != 0 {
		return c
	}
	return a.row.Index() - b.row.Index()
}

// Package rows decides what the board pane shows: which rows pass the filter, in which
// order they are, whether they are frozen, where the cursor and the window are, and which
// rows are marked. It reads the board and changes nothing there; cursor, marks and targets
// are keys, so that no event moves them to another row. It must not know the model,
// prompts, notes or effects: what a user is to be told is returned as a value.
package rows

import (
	"time"

	"capdeck/model/board"
	"capdeck/model/column"
	"capdeck/model/filter"
)

// Rows is the state of the board pane. Use [New]; a Rows must not be used by two
// goroutines at a time.
//
// Methods that select or order rows take the time, by which ages are compared.
type Rows struct {
	board   *board.Board
	columns []column.ID // that are shown; never empty

	shown     []*board.Row
	version   uint64 // of the board when shown was made
	members   uint64 // the board's MembersVersion at that time
	following bool   // shown is being updated because the board changed, and not because of the user

	filter filterState
	order  orderState
	cursor cursorState
	marks  marks
	frozen frozen
}

// New returns the rows of a board, all of them in the order of the DN list, with the
// cursor on the first one. Filters that name a DN mean one of the given site. If there
// are no columns, the rows have the default ones. The board and the columns are retained,
// and not changed.
func New(truth *board.Board, site string, columns []column.ID) *Rows {
	if len(columns) == 0 {
		columns = column.Default()
	}
	r := &Rows{board: truth, columns: columns}
	r.filter.reader = newReader(truth, site)
	r.marks.keys = map[board.Key]struct{}{}
	r.update(time.Time{})
	r.MoveTo(0)
	return r
}

// Shown returns the rows that pass the filter, in their order. The slice is valid until
// the rows change, and must not be modified.
func (r *Rows) Shown() []*board.Row { return r.shown }

// Visible returns those of Shown that are in the window. The slice is valid until the
// rows change, and must not be modified.
func (r *Rows) Visible() []*board.Row {
	end := min(r.cursor.top+r.cursor.height, len(r.shown))
	return r.shown[min(r.cursor.top, end):end]
}

// VisibleKeys returns the keys of Visible. The slice is valid until the next call.
func (r *Rows) VisibleKeys() []board.Key {
	r.cursor.keys = r.cursor.keys[:0]
	for _, row := range r.Visible() {
		r.cursor.keys = append(r.cursor.keys, row.Key())
	}
	return r.cursor.keys
}

// Shows reports whether the row is among Shown. It is false for a DN that is not on the
// board.
func (r *Rows) Shows(key board.Key) bool {
	row := r.board.Row(key)
	if row == nil {
		return false
	}
	if r.isFrozen() {
		return r.isShown(row)
	}
	return r.passes(row)
}

// Hidden returns those of the keys that are not among Shown. The caller owns the map.
func (r *Rows) Hidden(keys []board.Key) map[board.Key]struct{} {
	hidden := map[board.Key]struct{}{}
	if len(keys) == 0 || !r.canHide() {
		return hidden
	}
	for _, key := range keys {
		hidden[key] = struct{}{}
	}
	for _, row := range r.shown {
		delete(hidden, row.Key())
	}
	return hidden
}

// Select returns the rows of the board that match a filter, in the order of the board,
// whatever filter is in force. The caller owns the slice.
func (r *Rows) Select(f filter.Filter) []*board.Row {
	var matching []*board.Row
	for _, row := range r.board.Rows() {
		if f.Matches(values{row}) {
			matching = append(matching, row)
		}
	}
	return matching
}

// Columns returns the columns that the board shows, from left to right, as far as the
// window has room. The slice must not be modified.
func (r *Rows) Columns() []column.ID { return r.columns }

// SetColumns changes the columns, which must contain those that are fixed. They are
// retained. The order of the rows does not change, even if the rows are sorted by a column
// that is now hidden.
func (r *Rows) SetColumns(columns []column.ID) { r.columns = columns }

// Follow updates the rows if the board has changed. It is to be called once after each
// message to the model, however many events the message brought.
func (r *Rows) Follow(now time.Time) {
	switch {
	case r.version == r.board.Version():
		return
	case r.isWholeBoard():
		r.version = r.board.Version()
		return
	}
	r.following = true
	if r.isFrozen() {
		r.keepOrder()
	} else {
		r.update(now)
	}
	r.following = false
	r.dropMarks()
}

// isWholeBoard reports whether the rows are those of the board in its own order, so that
// no event can change them.
func (r *Rows) isWholeBoard() bool {
	return !r.canHide() && r.order.current == (Order{}) && r.members == r.board.MembersVersion()
}

// canHide reports whether a row of the board may be missing among those shown.
func (r *Rows) canHide() bool { return r.IsFiltered() || r.isFrozen() }

// update selects and sorts the rows. The cursor remains on its key, and in the window.
func (r *Rows) update(now time.Time) {
	r.version, r.members, r.frozen.appended = r.board.Version(), r.board.MembersVersion(), 0
	r.shown = r.shown[:0]
	for _, row := range r.board.Rows() {
		if r.passes(row) {
			r.shown = append(r.shown, row)
		}
	}
	r.order.sorter.sort(r.shown, r.order.current, now)
	r.keepCursor()
}

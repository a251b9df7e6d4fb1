// Package rows decides what the board pane shows: which rows pass the filter, in which
// order they are, whether they are frozen, where the cursor and the window are, and which
// rows are marked. It reads the board and does not change it. The cursor, marks and
// targets are keys, so that no event moves them to another row. The package must not know
// the model, prompts, notes or effects: it returns sentences for the user as values.
package rows

import (
	"slices"
	"time"

	"capdeck/model/board"
	"capdeck/model/column"
	"capdeck/model/filter"
)

// Rows is the state of the board pane. Use [New] to create one. A Rows must not be used by
// several goroutines at a time.
//
// Methods that select or order rows have the current time as a parameter, to compare
// ages.
type Rows struct {
	board   *board.Board
	columns []column.ID // the chosen ones; never empty
	drawn   []column.ID // and Gap, while the quick view needs it

	shown     []*board.Row
	version   uint64    // of the board when shown was last updated
	members   uint64    // the board's MembersVersion at that time
	following bool      // shown is being updated because the board changed, not because of the user
	choice    uint64    // counts the choices of the user
	at        time.Time // when shown was last updated, and by what time a filter saw it

	counts     Counts
	selections uint64 // how often shown was selected anew

	filter filterState
	order  orderState
	cursor cursorState
	marks  marks
	frozen frozen
	calls  Calls
	seen   values // what a filter sees, reused: a new one for each row would be allocated
}

// New returns the rows of a board, all of them in the order of the DN list, with the
// cursor on the first one. Filters that name a DN mean one of the given site. If columns is
// empty, the default columns are used. The board and the columns are retained, and not
// changed.
func New(truth *board.Board, site string, columns []column.ID) *Rows {
	if len(columns) == 0 {
		columns = column.Default()
	}
	r := &Rows{board: truth, columns: columns, drawn: columns}
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

// Counts counts rows by their state, as board.Counters does for the whole board.
type Counts struct {
	Rec, Paused, Off, Unknown int
	Faults, Stale             int
}

// Counts counts the rows of Shown. It is valid while IsFiltered; otherwise Shown is the
// whole board, which has counters.
func (r *Rows) Counts() Counts { return r.counts }

// count counts one more row.
func (c *Counts) count(row *board.Row) {
	switch row.State() {
	case board.StateRec:
		c.Rec++
	case board.StatePaused:
		c.Paused++
	case board.StateOff:
		c.Off++
	default:
		c.Unknown++
	}
	if row.Fault().Kind != board.FaultNone {
		c.Faults++
	}
	if row.Stale() != 0 {
		c.Stale++
	}
}

// Selections changes whenever the rows of Shown were selected anew: because of the board, the
// user, or the time.
func (r *Rows) Selections() uint64 { return r.selections }

// countShown counts the rows of Shown anew. It runs only when they were selected anew.
func (r *Rows) countShown() {
	r.selections++
	r.counts = Counts{}
	if !r.IsFiltered() {
		return
	}
	for _, row := range r.shown {
		r.counts.count(row)
	}
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

// Select returns the rows of the board that match a filter, in the order of the board. It
// does not depend on the filter in force. The caller owns the slice.
func (r *Rows) Select(f filter.Filter) []*board.Row {
	var matching []*board.Row
	for _, row := range r.board.Rows() {
		if f.Matches(r.valuesOf(row)) {
			matching = append(matching, row)
		}
	}
	return matching
}

// Choice changes whenever the user changes the filter, the order, or whether the rows
// move. It does not change because of the board.
func (r *Rows) Choice() uint64 { return r.choice }

// Top returns the index among Shown of the first row in the window.
func (r *Rows) Top() int { return min(r.cursor.top, len(r.shown)) }

// Columns returns the columns that are chosen, from left to right. The slice must not be
// modified.
func (r *Rows) Columns() []column.ID { return r.columns }

// Drawn returns the columns to draw: those of Columns, and Gap while Keeps is Gap. The
// window may have no room for all of them. The slice must not be modified.
func (r *Rows) Drawn() []column.ID { return r.drawn }

// Keeps returns the column that stays however narrow the window is: Gap in the quick view of
// the DNs that are on a call and not recorded, which has its order; otherwise None.
func (r *Rows) Keeps() column.ID {
	if r.filter.quick == filter.NotRecorded {
		return column.Gap
	}
	return column.None
}

// draw sets the columns to draw.
func (r *Rows) draw() {
	r.drawn = r.columns
	if r.Keeps() == column.None || slices.Contains(r.columns, column.Gap) {
		return
	}
	behind := max(slices.Index(r.columns, column.Capture), slices.Index(r.columns, column.Since)) + 1
	r.drawn = slices.Insert(slices.Clone(r.columns), behind, column.Gap)
}

// SetColumns changes the columns, which must contain those that are fixed. They are
// retained. The order of the rows does not change, even if the rows are sorted by a column
// that is now hidden.
func (r *Rows) SetColumns(columns []column.ID) {
	r.columns = columns
	r.draw()
}

// timeStep is how often the rows are selected again while only time passes, if the filter
// depends on it.
const timeStep = time.Second

// Follow updates the rows if the board has changed. The caller must call it once after each
// message to the model, regardless of the number of events in the message. If the filter
// depends on the time, as gap:>30s does, Follow also updates them once a second: no event
// costs more because of it, and a row appears at most a second late.
func (r *Rows) Follow(now time.Time) {
	due := r.filter.current.DependsOnTime() && now.Sub(r.at) >= timeStep
	switch {
	case r.version == r.board.Version() && !due:
		return
	case r.isWholeBoard():
		r.version = r.board.Version()
		return
	}
	r.following, r.at = true, now
	if r.isFrozen() {
		r.keepOrder()
	} else {
		r.update(now)
	}
	r.following = false
	r.dropMarks()
}

// isWholeBoard reports whether the rows are all those of the board in its own order, so
// that no event can change them.
func (r *Rows) isWholeBoard() bool {
	return !r.canHide() && r.order.current == (Order{}) && r.members == r.board.MembersVersion()
}

// canHide reports whether a row of the board can be hidden.
func (r *Rows) canHide() bool { return r.IsFiltered() || r.isFrozen() }

// update selects and sorts the rows. The cursor remains on its key, and in the window.
func (r *Rows) update(now time.Time) {
	r.version, r.members, r.frozen.appended = r.board.Version(), r.board.MembersVersion(), 0
	if r.at = now; !r.following {
		r.choice++
	}
	r.shown = r.shown[:0]
	for _, row := range r.board.Rows() {
		if r.passes(row) {
			r.shown = append(r.shown, row)
		}
	}
	r.countShown()
	r.order.sorter.sort(r.shown, r.InForce(), now, &r.calls)
	r.keepCursor()
}

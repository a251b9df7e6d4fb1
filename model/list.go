package model

import (
	"time"

	"capdeck/model/board"
	"capdeck/model/column"
	"capdeck/model/filter"
	"capdeck/model/overlay"
)

// list is what the board pane shows: the rows that the filter lets through, in
// their order, a cursor that is a key, and a window of them.
type list struct {
	rows    []*board.Row
	version uint64 // of the board when rows were made
	members uint64 // likewise its MembersVersion
	cursor  board.Key
	placed  bool // the user has put the cursor on a row: cursor names it
	chosen  bool // that row is shown, and has been since the user chose it
	index   int  // of the cursor in rows, or where it was when its row left
	top     int
	height  int
	keys    []board.Key // room for visibleKeys
	// following says that the rows are made anew because the board has changed,
	// and not because the user asked for others.
	following bool
	left      bool // the cursor's row left in that way

	order      ordering
	choosing   bool     // the last action chose the column beside
	chosenFrom ordering // what was in force before the first of these
	sorter     sorter

	frozenAt time.Time // zero while the rows move
	appended int       // rows that have come since, at the end
	known    []bool    // room for keepOrder, by board.Row.Index
}

// Rows are the rows that the filter shows, in their order. The slice is the
// model's and valid until the next Update.
func (m *Model) Rows() []*board.Row { return m.list.rows }

// VisibleRows are those of Rows that the screen has room for.
func (m *Model) VisibleRows() []*board.Row {
	end := min(m.list.top+m.list.height, len(m.list.rows))
	return m.list.rows[min(m.list.top, end):end]
}

// Top is the index in Rows of the first visible row.
func (m *Model) Top() int { return m.list.top }

// Cursor is the row that a command would hit if none is marked; false while
// the filter hides it, and when it has left the board. Only the user moves the
// cursor to another row.
func (m *Model) Cursor() (board.Key, bool) { return m.list.cursor, m.list.chosen }

// Columns returns the columns that the board shows, from left to right, as far as
// the window has room. The slice belongs to the model.
func (m *Model) Columns() []column.ID { return m.columns }

func (m *Model) visibleKeys() []board.Key {
	m.list.keys = m.list.keys[:0]
	for _, row := range m.VisibleRows() {
		m.list.keys = append(m.list.keys, row.Key())
	}
	return m.list.keys
}

// refilter makes the rows anew: which are shown and in which order. The cursor
// stays on its key, and in the window.
func (m *Model) refilter() {
	m.list.version, m.list.members, m.list.appended = m.board.Version(), m.board.MembersVersion(), 0
	m.list.rows = m.list.rows[:0]
	for _, row := range m.board.Rows() {
		if m.passes(row) {
			m.list.rows = append(m.list.rows, row)
		}
	}
	m.list.sorter.sort(m.list.rows, m.list.order, m.now)
	m.keepCursor()
}

// showsAll reports whether the rows are those of the board in its own order, so
// that no event can change them.
func (m *Model) showsAll() bool {
	return !m.isFiltered() && m.list.order == (ordering{}) && !m.isFrozen() && m.list.members == m.board.MembersVersion()
}

// keepCursor finds the cursor's row again and keeps it in the window.
func (m *Model) keepCursor() {
	m.findCursor()
	if m.list.chosen {
		m.showCursor()
	}
	m.clampWindow()
}

// passes reports whether the filter shows the row.
func (m *Model) passes(row *board.Row) bool {
	if !m.isFiltered() {
		return true
	}
	if !m.filter.only.holds(row.Key()) {
		return false
	}
	r := filterRow{row}
	return (m.filter.quick == filter.AnyState || r.Is(m.filter.quick)) && m.filter.current.Matches(r)
}

// findCursor finds the cursor's row again. While it is hidden nothing is
// chosen: a key press must not hit another row.
func (m *Model) findCursor() {
	if !m.list.placed {
		return
	}
	if !m.list.chosen && (m.list.following || m.list.left) {
		// Its row left, or comes back, without the user's doing: only a move
		// chooses it again.
		return
	}
	m.list.left = m.list.following
	m.list.chosen = true
	if m.list.index < len(m.list.rows) && m.list.rows[m.list.index].Key() == m.list.cursor {
		m.list.left = false
		return
	}
	for i, row := range m.list.rows {
		if row.Key() == m.list.cursor {
			m.list.index, m.list.left = i, false
			return
		}
	}
	m.list.chosen = false
}

func (m *Model) clampWindow() {
	last := max(len(m.list.rows)-m.list.height, 0)
	m.list.top = max(min(m.list.top, last), 0)
}

// moveTo puts the cursor on a row and the row into the window.
func (m *Model) moveTo(index int) {
	if len(m.list.rows) == 0 {
		m.list.chosen = false
		return
	}
	index = max(min(index, len(m.list.rows)-1), 0)
	m.list.index, m.list.cursor = index, m.list.rows[index].Key()
	m.list.placed, m.list.chosen, m.list.left, m.marks.lost = true, true, false, false
	m.showCursor()
}

// showCursor moves the window so that the cursor is in it.
func (m *Model) showCursor() {
	m.list.top = max(min(m.list.top, m.list.index), m.list.index-m.list.height+1)
	m.clampWindow()
}

func (m *Model) moveToKey(key board.Key) {
	for i, row := range m.list.rows {
		if row.Key() == key {
			m.moveTo(i)
			return
		}
	}
}

// moveBy moves the cursor; where its row has left, the first step chooses the
// row that took its place.
func (m *Model) moveBy(steps int) {
	if !m.list.chosen {
		steps = 0
	}
	m.moveTo(m.list.index + steps)
}

func (m *Model) setVisible(msg Visible) {
	m.list.height = max(msg.Rows, 0)
	m.resizeText(msg)
	m.panes.SetAlone(msg.Alone)
	m.overlay.Resize(overlay.Size{Dialog: msg.Dialog, Palette: msg.Palette, Help: msg.Text, HelpBeyond: msg.Beyond})
	if m.list.chosen {
		m.showCursor()
	}
	m.clampWindow()
	m.messages.SetHeight(max(msg.Messages, 0))
}

package rows

import (
	"slices"
	"time"

	"capdeck/model/board"
)

// frozen is the state of rows that keep their places.
type frozen struct {
	at       time.Time // zero while the rows move
	appended int       // rows that were added at the end since
	known    []bool    // scratch space for keepOrder, by board.Row.Index
}

// Frozen returns since when the rows have kept their places, and how many rows have been
// added at their end since; ok is false while the rows move. Only the user ends this. Rows
// that are removed from the board disappear nevertheless, and a change of filter or order
// by the user takes effect once, immediately.
func (r *Rows) Frozen() (since time.Time, appended int, ok bool) {
	return r.frozen.at, r.frozen.appended, r.isFrozen()
}

func (r *Rows) isFrozen() bool { return !r.frozen.at.IsZero() }

// ToggleFreeze makes the rows keep their places, or move again.
func (r *Rows) ToggleFreeze(now time.Time) {
	if !r.isFrozen() {
		r.frozen.at = now
		r.choice++
		return
	}
	r.frozen.at = time.Time{}
	r.update(now)
}

// keepOrder follows the board while the rows are frozen: rows that are shown remain even if
// they no longer pass the filter, and rows that now pass it are added at the end.
func (r *Rows) keepOrder() {
	all := r.board.Rows()
	r.version = r.board.Version()
	known := slices.Grow(r.frozen.known[:0], len(all))[:len(all)]
	clear(known)
	kept := r.shown[:0]
	for _, row := range r.shown {
		if isOn(all, row) {
			known[row.Index()] = true
			kept = append(kept, row)
		}
	}
	for i, row := range all {
		if !known[i] && r.passes(row) {
			kept = append(kept, row)
			r.frozen.appended++
		}
	}
	r.frozen.known, r.shown = known, kept
	r.countShown()
	r.keepCursor()
}

// isShown reports whether the row is among those shown. It searches for the row.
func (r *Rows) isShown(row *board.Row) bool { return slices.Contains(r.shown, row) }

func isOn(all []*board.Row, row *board.Row) bool {
	return row.Index() < len(all) && all[row.Index()] == row
}

package model

import (
	"testing"

	"capdeck/model/action"
	"capdeck/model/board"
)

// TestEnterOnAnExactFilter checks that enter on a filter which refers to one row moves the
// cursor to it, so that the next key acts on the row that the user sees, and that a filter
// which refers to several rows does not move the cursor.
func TestEnterOnAnExactFilter(t *testing.T) {
	for _, c := range []struct {
		name, text, cursor string
	}{
		{"a DN", "7013", "7013"},
		{"a DN with a blank behind it", "7013 ", "7013"},
		{"a part of one DN", "013", "7013"},
		{"a field", "dn:7013", "7013"},
		{"a DN that is a part of others", "701", "none"},
		{"the row under the cursor among others", "7001", "7001"},
		{"nothing", "", "7001"},
		{"no row", "x", "none"},
		{"a state", "state:off", "none"},
		{"a state of a DN", "dn:7013 state:unknown", "none"},
		{"all but a part of the others", "!70", "none"},
		{"several rows", "701", "none"},
		{"several rows, and the cursor's", "team:day", "7001"},
		{"the cursor's row", "dn:7001", "7001"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFloor(t, 20, Options{})
			f.do(action.Filter)
			f.update(OverlayText{Now: f.now, Text: c.text})
			f.press("enter")
			cursor := "none"
			if key, ok := f.m.rows.Cursor(); ok {
				cursor = key.DN
			}
			f.want("the cursor", cursor, c.cursor)
			if c.cursor != "none" {
				f.do(action.Query)
				f.want("sent", f.sent(), "query "+c.cursor)
			}
		})
	}
}

// TestExactFilterGoesBeforeThePart moves to the DN that equals the text, even if the cursor
// is on another row that the filter shows.
func TestExactFilterGoesBeforeThePart(t *testing.T) {
	f := newFloor(t, 3, Options{})
	f.m.Board().Add(board.Entry{Key: keyOf("70011")}, board.Entry{Key: keyOf("70012")})
	f.register("70011")
	f.register("70012")
	f.flush()
	f.do(action.Last)
	f.do(action.Filter)
	f.update(OverlayText{Now: f.now, Text: "7001"})
	f.want("while it is typed", f.cursor(), "70012")
	f.press("enter")
	f.want("taken", f.cursor(), "7001")
}

// TestEscOnAFilterChoosesNothing checks that a cancelled filter does not move the cursor.
func TestEscOnAFilterChoosesNothing(t *testing.T) {
	f := newFloor(t, 3, Options{})
	f.do(action.Filter)
	f.update(OverlayText{Now: f.now, Text: "7003"})
	f.press("esc")
	f.want("the cursor", f.cursor(), "7001")
}

package model

import (
	"testing"

	"capdeck/model/action"
	"capdeck/model/board"
)

// TestEnterOnAFilter checks that enter on a filter moves the cursor to the first row that
// matches, or to the DN that is spelled out, and that a command for that row is refused until
// the screen has shown the cursor there.
func TestEnterOnAFilter(t *testing.T) {
	for _, c := range []struct {
		name, text, cursor string
	}{
		{"a DN", "7013", "7013"},
		{"a DN with a blank behind it", "7013 ", "7013"},
		{"a part of one DN", "013", "7013"},
		{"a field", "dn:7013", "7013"},
		{"a DN that is a part of others", "701", "7010"},
		{"the row under the cursor among others", "7001", "7001"},
		{"nothing", "", "7001"},
		{"no row", "x", "none"},
		{"a state", "state:off", "none"},
		{"a state of a DN", "dn:7013 state:unknown", "7013"},
		{"all but a part of the others", "!70", "none"},
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
			if c.cursor == "none" {
				return
			}
			if c.cursor != "7001" {
				f.do(action.Query, action.Mark)
				f.want("sent before it was shown", f.sent(), "")
				f.want("the note", f.m.Note().Text, "the cursor has just moved to "+c.cursor+": press the key again")
				if marked, _ := f.m.rows.Marks(); marked > 0 {
					t.Error("a row was marked that the screen did not show")
				}
				f.update(CursorShown{Now: f.now, Key: keyOf(c.cursor), Seen: true})
			}
			f.do(action.Query)
			f.want("sent", f.sent(), "query "+c.cursor)
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

package model

import (
	"testing"
	"time"

	"capdeck/model/action"
)

func TestCursorIsAKey(t *testing.T) {
	f := newFloor(t, 12, Options{})
	f.do(action.Down, action.Down)
	f.do(action.Filter)
	f.update(OverlayText{Now: f.now, Text: "team:day"})
	f.want("among those that are shown", f.cursor(), "7003")
	f.update(OverlayText{Now: f.now, Text: "team:night"})
	f.want("while its row is hidden", f.cursor(), "")
	f.press("esc")
	f.want("when the filter is given up", f.cursor(), "7003")
	f.update(ClickedDN{Now: f.now, Key: keyOf("7009")})
	f.want("after a click", f.cursor(), "7009")
	f.m.Board().Remove(f.now, keyOf("7001"), keyOf("7002"))
	f.later(time.Second)
	f.want("with rows above gone", f.cursor(), "7009")
	f.update(ClickedDN{Now: f.now, Key: keyOf("no such DN")})
	f.want("after a click on a row that has left", f.cursor(), "7009")
	f.m.Board().Remove(f.now, keyOf("7009"))
	f.later(time.Second)
	f.want("with its DN gone", f.cursor(), "")
	f.do(action.Start)
	f.want("a command without a row", f.sent(), "")
	f.do(action.Down)
	f.want("the first step takes the row that is there now", f.cursor(), "7010")
}

func TestMarks(t *testing.T) {
	f := newFloor(t, 12, Options{Confirm: ConfirmNever})
	f.do(action.MarkTo)
	if note := f.m.Note(); !note.IsError {
		t.Errorf("a range without a mark says %q", note.Text)
	}
	f.do(action.Mark, action.Down, action.Mark) // 7001, 7003
	f.want("the cursor moves on", f.cursor(), "7004")
	f.do(action.Down, action.MarkTo) // 7003 to 7005
	if marked, hidden := f.m.Rows().Marks(); marked != 4 || hidden != 0 {
		t.Errorf("%d marked, %d hidden", marked, hidden)
	}
	f.do(action.Filter)
	f.update(OverlayText{Now: f.now, Text: "team:night"})
	f.press("enter")
	if marked, hidden := f.m.Rows().Marks(); marked != 4 || hidden != 3 {
		t.Errorf("filtered: %d marked, %d hidden", marked, hidden)
	}
	f.do(action.Start)
	f.want("hidden marks are targets too, in the board's order", f.sent(), "start 7001, start 7003, start 7004, start 7005")
	f.do(action.MarkAll)
	if marked, _ := f.m.Rows().Marks(); marked != 9 {
		t.Errorf("all that the filter shows: %d marked", marked)
	}
	f.m.Board().Remove(f.now, keyOf("7001"), keyOf("7002"))
	f.later(time.Second)
	if marked, _ := f.m.Rows().Marks(); marked != 7 || f.m.Rows().Marked(keyOf("7001")) {
		t.Errorf("after two have left the board: %d marked", marked)
	}
	f.do(action.Clear)
	if marked, _ := f.m.Rows().Marks(); marked != 0 || f.m.Rows().Filter().Text == "" {
		t.Errorf("esc left %d marks and the filter %q", marked, f.m.Rows().Filter().Text)
	}
	f.do(action.Clear)
	if f.m.Rows().Filter().Text != "" {
		t.Error("a second esc left the filter")
	}
}

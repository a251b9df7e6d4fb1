package model

import (
	"testing"
	"time"

	"capdeck/model/action"
	"capdeck/model/board"
)

func TestFreezeKeepsTheOrder(t *testing.T) {
	f := newFloor(t, 6, Options{})
	f.update(Visible{Now: f.now, Rows: 20})
	f.indicate("7002", "enabled")
	f.indicate("7004", "enabled")
	f.indicate("7005", "paused")
	f.flush()
	f.do(action.ShowRecording, action.SortRight, action.SortReverse, action.Freeze)
	f.want("at first", f.visible(), "7004 7002")
	f.indicate("7004", "disabled")
	f.indicate("7006", "enabled")
	f.flush()
	f.want("what does not pass any more stays, what is new comes last", f.visible(), "7004 7002 7006")
	if !f.m.Shows(keyOf("7004")) || f.m.Shows(keyOf("7005")) {
		t.Error("Shows disagrees with the rows")
	}
	since, appended, ok := f.m.Frozen()
	if !ok || appended != 1 || !since.Equal(f.now) {
		t.Errorf("frozen is %v since %v, with %d new rows", ok, since, appended)
	}
	f.later(24 * time.Hour)
	if _, _, ok := f.m.Frozen(); !ok {
		t.Error("time alone has let the rows move")
	}
	f.m.Board().Remove(f.now, keyOf("7002"))
	f.m.Board().Add(board.Entry{Key: keyOf("7999")})
	f.indicate("7999", "enabled")
	f.flush()
	f.want("a DN that leaves the board leaves", f.visible(), "7004 7006 7999")
	f.do(action.ShowAll)
	f.want("another filter is the user's doing", f.visible(), "7999 7006 7005 7004 7003 7001")
	f.do(action.SortReverse)
	f.want("as another order is", f.visible(), "7001 7003 7004 7005 7006 7999")
	f.do(action.ShowRecording)
	f.indicate("7001", "enabled")
	f.flush()
	f.want("and they stand still again", f.visible(), "7006 7999 7001")
	f.do(action.Freeze)
	f.want("at last", f.visible(), "7001 7006 7999")
	if _, appended, ok := f.m.Frozen(); ok || appended != 0 {
		t.Error("they are still frozen")
	}
}

// TestFreezeCountsHiddenMarks marks what the filter hides while the rows stand
// still.
func TestFreezeCountsHiddenMarks(t *testing.T) {
	f := newFloor(t, 4, Options{})
	f.indicate("7001", "enabled")
	f.flush()
	f.do(action.Mark, action.Mark, action.ShowRecording, action.Freeze)
	f.indicate("7001", "disabled")
	f.flush()
	if marked, hidden := f.m.Marks(); marked != 2 || hidden != 1 {
		t.Errorf("%d marked, %d hidden", marked, hidden)
	}
	f.do(action.Freeze)
	if marked, hidden := f.m.Marks(); marked != 2 || hidden != 2 {
		t.Errorf("moving again: %d marked, %d hidden", marked, hidden)
	}
}

package rows

import (
	"testing"
	"time"

	"capdeck/model/board"
	"capdeck/model/filter"
)

func TestFreezeKeepsTheOrder(t *testing.T) {
	f := newFloor(t, 6)
	f.r.SetHeight(20)
	f.indicate("7002", "enabled")
	f.indicate("7004", "enabled")
	f.indicate("7005", "paused")
	f.flush()
	f.r.SetQuick(f.now, filter.Recording)
	f.r.SortBeside(f.now, 1)
	f.r.ReverseSort(f.now)
	f.r.ToggleFreeze(f.now)
	f.want("at first", f.visible(), "7004 7002")
	f.indicate("7004", "disabled")
	f.indicate("7006", "enabled")
	f.flush()
	f.want("what does not pass any more stays, what is new comes last", f.visible(), "7004 7002 7006")
	if !f.r.Shows(keyOf("7004")) || f.r.Shows(keyOf("7005")) {
		t.Error("Shows disagrees with the rows")
	}
	since, appended, ok := f.r.Frozen()
	if !ok || appended != 1 || !since.Equal(f.now) {
		t.Errorf("frozen is %v since %v, with %d new rows", ok, since, appended)
	}
	f.later(24 * time.Hour)
	if _, _, ok := f.r.Frozen(); !ok {
		t.Error("the rows have moved because time passed")
	}
	f.truth.Remove(f.now, keyOf("7002"))
	f.truth.Add(board.Entry{Key: keyOf("7999")})
	f.indicate("7999", "enabled")
	f.flush()
	f.want("a DN that leaves the board leaves", f.visible(), "7004 7006 7999")
	f.r.SetQuick(f.now, filter.AnyState)
	f.want("another filter is the user's doing", f.visible(), "7999 7006 7005 7004 7003 7001")
	f.r.ReverseSort(f.now)
	f.want("as another order is", f.visible(), "7001 7003 7004 7005 7006 7999")
	f.r.SetQuick(f.now, filter.Recording)
	f.indicate("7001", "enabled")
	f.flush()
	f.want("and they stand still again", f.visible(), "7006 7999 7001")
	f.r.ToggleFreeze(f.now)
	f.want("at last", f.visible(), "7001 7006 7999")
	if _, appended, ok := f.r.Frozen(); ok || appended != 0 {
		t.Error("they are still frozen")
	}
}

// TestFreezeCountsHiddenMarks marks rows that the filter hides while the rows are frozen.
func TestFreezeCountsHiddenMarks(t *testing.T) {
	f := newFloor(t, 4)
	f.indicate("7001", "enabled")
	f.flush()
	f.r.ToggleMark()
	f.r.ToggleMark()
	f.r.SetQuick(f.now, filter.Recording)
	f.r.ToggleFreeze(f.now)
	f.indicate("7001", "disabled")
	f.flush()
	if marked, hidden := f.r.Marks(); marked != 2 || hidden != 1 {
		t.Errorf("%d marked, %d hidden", marked, hidden)
	}
	f.r.ToggleFreeze(f.now)
	if marked, hidden := f.r.Marks(); marked != 2 || hidden != 2 {
		t.Errorf("moving again: %d marked, %d hidden", marked, hidden)
	}
}

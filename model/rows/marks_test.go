package rows

import (
	"testing"
	"time"
)

// BenchmarkMarks counts 10,000 marks, of which the filter hides half.
func BenchmarkMarks(b *testing.B) {
	f := newFloor(b, benchDNs)
	f.r.MarkShown()
	f.r.SetLineFilter(f.now, "team:day")
	for b.Loop() {
		f.r.Marks()
	}
}

func TestMarks(t *testing.T) {
	f := newFloor(t, 12)
	if f.r.MarkRange() || f.r.CanMarkRange() {
		t.Error("a range without a mark was marked")
	}
	f.r.ToggleMark()
	f.r.MoveBy(1)
	f.r.ToggleMark() // 7001 and 7003
	f.want("the cursor moves on", f.cursor(), "7004")
	f.r.MoveBy(1)
	if !f.r.CanMarkRange() || !f.r.MarkRange() { // 7003 to 7005
		t.Error("the range was not marked")
	}
	f.r.SetFilter(f.now, "team:night")
	if marked, hidden := f.r.Marks(); marked != 4 || hidden != 3 {
		t.Errorf("filtered: %d marked, %d hidden", marked, hidden)
	}
	if f.r.CanMarkRange() || f.r.MarkRange() {
		t.Error("a range from a hidden mark was marked")
	}
	f.want("hidden marks are targets too, in the board's order", f.targets(), "7001 7003 7004 7005")
	f.r.MarkShown()
	if marked, _ := f.r.Marks(); marked != 9 {
		t.Errorf("all that are shown: %d marked", marked)
	}
	f.truth.Remove(f.now, keyOf("7001"), keyOf("7002"))
	f.later(time.Second)
	if marked, _ := f.r.Marks(); marked != 7 || f.r.Marked(keyOf("7001")) {
		t.Errorf("after two have left the board: %d marked", marked)
	}
	f.r.ClearMarks()
	if f.r.HasMarks() {
		t.Error("marks remain")
	}
}

// TestLostMarks checks that a command affects no row after all marked rows were removed from
// the board, until the user chooses again.
func TestLostMarks(t *testing.T) {
	f := newFloor(t, 3)
	f.r.Mark(keyOf("7002"), keyOf("no such DN"))
	f.want("a mark", f.targets(), "7002")
	if dn, marked := f.r.Aim(); dn != "" || marked != 1 {
		t.Errorf("a command aims at %q and %d marks", dn, marked)
	}
	f.truth.Remove(f.now, keyOf("7002"))
	f.later(time.Second)
	if dn, marked := f.r.Aim(); f.targets() != "" || !f.r.MarksLost() || dn != "" || marked != 0 {
		t.Errorf("a command would affect %q", f.targets())
	}
	f.r.MoveBy(0)
	f.want("a move chooses", f.targets(), "7001")
	f.r.Mark(keyOf("7001"), keyOf("7003"))
	f.r.Unmark(keyOf("7001"))
	f.want("the other mark", f.targets(), "7003")
}

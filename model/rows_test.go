package model

import (
	"testing"
	"time"

	"capdeck/model/action"
)

func TestCursorMovesAndScrolls(t *testing.T) {
	steps := []struct {
		id              action.ID
		cursor, visible string
	}{
		{action.Up, "7001", "7001 7002 7003 7004 7005"},
		{action.Down, "7002", "7001 7002 7003 7004 7005"},
		{action.PageDown, "7007", "7003 7004 7005 7006 7007"},
		{action.Down, "7008", "7004 7005 7006 7007 7008"},
		{action.Up, "7007", "7004 7005 7006 7007 7008"},
		{action.Last, "7012", "7008 7009 7010 7011 7012"},
		{action.PageDown, "7012", "7008 7009 7010 7011 7012"},
		{action.PageUp, "7007", "7007 7008 7009 7010 7011"},
		{action.First, "7001", "7001 7002 7003 7004 7005"},
	}
	f := newFloor(t, 12, Options{})
	for _, step := range steps {
		f.do(step.id)
		f.want(string(step.id)+", cursor", f.cursor(), step.cursor)
		f.want(string(step.id)+", rows", f.visible(), step.visible)
	}
	f.do(action.Last)
	f.update(Visible{Now: f.now, Rows: 2})
	f.want("in a lower window", f.visible(), "7011 7012")
	f.update(Visible{Now: f.now, Rows: 100})
	f.want("in a higher window", f.visible()[:9], "7001 7002")
	f.update(Visible{Now: f.now, Rows: -1})
	f.want("without a row", f.visible(), "")
}

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
	if marked, hidden := f.m.Marks(); marked != 4 || hidden != 0 {
		t.Errorf("%d marked, %d hidden", marked, hidden)
	}
	f.do(action.Filter)
	f.update(OverlayText{Now: f.now, Text: "team:night"})
	f.press("enter")
	if marked, hidden := f.m.Marks(); marked != 4 || hidden != 3 {
		t.Errorf("filtered: %d marked, %d hidden", marked, hidden)
	}
	f.do(action.Start)
	f.want("hidden marks are targets too, in the board's order", f.sent(), "start 7001, start 7003, start 7004, start 7005")
	f.do(action.MarkAll)
	if marked, _ := f.m.Marks(); marked != 9 {
		t.Errorf("all that the filter shows: %d marked", marked)
	}
	f.m.Board().Remove(f.now, keyOf("7001"), keyOf("7002"))
	f.later(time.Second)
	if marked, _ := f.m.Marks(); marked != 7 || f.m.Marked(keyOf("7001")) {
		t.Errorf("after two have left the board: %d marked", marked)
	}
	f.do(action.Clear)
	if marked, _ := f.m.Marks(); marked != 0 || f.m.Filter().Text == "" {
		t.Errorf("esc left %d marks and the filter %q", marked, f.m.Filter().Text)
	}
	f.do(action.Clear)
	if f.m.Filter().Text != "" {
		t.Error("a second esc left the filter")
	}
}

func TestFilterFollowsTheBoard(t *testing.T) {
	f := newFloor(t, 5, Options{})
	f.do(action.Filter)
	f.update(OverlayText{Now: f.now, Text: "state:rec"})
	f.want("nothing is recorded", f.visible(), "")
	f.indicate("7002", "enabled")
	f.indicate("7004", "enabled")
	f.flush()
	f.want("two are", f.visible(), "7002 7004")
	f.indicate("7002", "disabled")
	f.refuse("7005")
	f.flush()
	f.want("one is", f.visible(), "7004")
	f.update(OverlayText{Now: f.now, Text: "fault: !team:night"})
	f.want("a fault", f.visible(), "7005")
	f.update(OverlayText{Now: f.now, Text: "colour:red 7003"})
	f.want("what was understood counts", f.visible(), "7003")
	if problem := f.m.Filter().Problem; problem == "" {
		t.Error("nothing says what was not understood")
	}
}

// TestCursorThatLeftComesBackByAMoveOnly: its row left the filter by an event; that
// it passes again chooses it no more than another row.
func TestCursorThatLeftComesBackByAMoveOnly(t *testing.T) {
	f := newFloor(t, 5, Options{})
	f.indicate("7003", "enabled")
	f.indicate("7004", "enabled")
	f.flush()
	f.do(action.ShowRecording)
	f.update(ClickedDN{Now: f.now, Key: keyOf("7003")})
	f.indicate("7003", "disabled")
	f.flush()
	f.want("its row has left", f.cursor(), "")
	f.indicate("7003", "enabled")
	f.flush()
	f.want("it comes back", f.cursor(), "")
	f.do(action.SortNext)
	f.want("sorted", f.cursor(), "")
	f.do(action.Start)
	f.want("a key hits nothing", f.sent(), "")
	f.do(action.Down)
	f.want("a move chooses", f.cursor(), "7003")
	f.filterPrompt("7001")
	f.want("the user's own filter hides it", f.cursor(), "")
	f.press("esc")
	f.want("and gives it back", f.cursor(), "7003")
}

// TestFilterClaimsNoMoreThanIsInForce: the header says what was understood only.
func TestFilterClaimsNoMoreThanIsInForce(t *testing.T) {
	f := newFloor(t, 2, Options{})
	for _, test := range [][2]string{
		{"state:xyz", ""}, {"foo:bar", ""}, {"7001 state:x", "7001"}, {`team:"Late Shift" foo:`, `"team:Late Shift"`}, {"7001", "7001"},
	} {
		f.filterPrompt(test[0])
		f.want(test[0], f.m.Filter().String(), test[1])
		f.press("esc")
	}
}

package rows

import (
	"testing"

	"capdeck/model/board"
	"capdeck/model/filter"
)

func TestCursorMovesAndScrolls(t *testing.T) {
	f := newFloor(t, 12)
	by := func(steps int) func() { return func() { f.r.MoveBy(steps) } }
	to := func(index int) func() { return func() { f.r.MoveTo(index) } }
	for _, step := range []struct {
		name            string
		move            func()
		cursor, visible string
	}{
		{"up", by(-1), "7001", "7001 7002 7003 7004 7005"},
		{"down", by(1), "7002", "7001 7002 7003 7004 7005"},
		{"page down", by(5), "7007", "7003 7004 7005 7006 7007"},
		{"down again", by(1), "7008", "7004 7005 7006 7007 7008"},
		{"up again", by(-1), "7007", "7004 7005 7006 7007 7008"},
		{"last", to(11), "7012", "7008 7009 7010 7011 7012"},
		{"beyond the last", by(5), "7012", "7008 7009 7010 7011 7012"},
		{"page up", by(-5), "7007", "7007 7008 7009 7010 7011"},
		{"before the first", to(-1), "7001", "7001 7002 7003 7004 7005"},
	} {
		step.move()
		f.want(step.name+", cursor", f.cursor(), step.cursor)
		f.want(step.name+", rows", f.visible(), step.visible)
	}
	f.r.MoveTo(len(f.r.Shown()))
	f.r.SetHeight(2)
	f.want("in a lower window", f.visible(), "7011 7012")
	f.r.SetHeight(100)
	f.want("in a higher window", f.visible()[:9], "7001 7002")
	f.r.SetHeight(-1)
	f.want("without a row", f.visible(), "")
}

// TestCursorThatLeftComesBackByAMoveOnly checks that a row which an event hid is not chosen
// again by itself when it passes the filter again.
func TestCursorThatLeftComesBackByAMoveOnly(t *testing.T) {
	f := newFloor(t, 5)
	f.indicate("7003", "enabled")
	f.indicate("7004", "enabled")
	f.flush()
	f.r.SetQuick(f.now, filter.Recording)
	f.r.MoveToKey(keyOf("7003"))
	f.indicate("7003", "disabled")
	f.flush()
	f.want("its row has left", f.cursor(), "")
	f.indicate("7003", "enabled")
	f.flush()
	f.want("it comes back", f.cursor(), "")
	f.r.SortNext(f.now)
	f.want("sorted", f.cursor(), "")
	f.want("a key affects nothing", f.targets(), "")
	f.r.MoveBy(1)
	f.want("a move chooses", f.cursor(), "7003")
	f.r.SetFilter(f.now, "7001")
	f.want("the user's own filter hides it", f.cursor(), "")
	f.r.SetFilter(f.now, "")
	f.want("and gives it back", f.cursor(), "7003")
}

// TestMoveToNamed moves only to the row that a typed filter refers to.
func TestMoveToNamed(t *testing.T) {
	for _, test := range []struct{ name, text, cursor string }{
		{"a DN", "7013", "7013"},
		{"a DN with a blank behind it", "7013 ", "7013"},
		{"a part of one DN", "013", "7013"},
		{"a field", "dn:7013", "7013"},
		{"a DN that is a part of others", "701", ""},
		{"the row under the cursor among others", "7001", "7001"},
		{"nothing", "", "7001"},
		{"no row", "x", ""},
		{"a state", "state:off", ""},
		{"a state of a DN", "dn:7013 state:unknown", ""},
		{"all but a part of the others", "!70", ""},
		{"several rows, and the cursor's", "team:day", "7001"},
	} {
		f := newFloor(t, 20)
		f.r.SetFilter(f.now, test.text)
		f.r.MoveToNamed(test.text)
		f.want(test.name, f.cursor(), test.cursor)
	}
	f := newFloor(t, 20)
	f.truth.Add(board.Entry{Key: keyOf("70011")})
	f.flush()
	f.r.MoveTo(20)
	f.r.SetFilter(f.now, "7001")
	f.want("while it is typed", f.cursor(), "70011")
	f.r.MoveToNamed("7001")
	f.want("the DN that is spelled out", f.cursor(), "7001")
}

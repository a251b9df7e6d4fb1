package rows

import (
	"testing"
	"time"

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

// TestLand checks where the cursor lands after a filter, and that it stays where the user has
// put it since.
func TestLand(t *testing.T) {
	for _, test := range []struct{ name, text, cursor string }{
		{"a DN", "7013", "7013"},
		{"a DN with a blank behind it", "7013 ", "7013"},
		{"a part of one DN", "013", "7013"},
		{"a DN that is a part of others", "701", "7010"},
		{"nothing", "", "7003"},
		{"no row", "x", ""},
		{"a state", "state:off", ""},
		{"a state of a DN", "dn:7013 state:unknown", "7013"},
		{"rows in front of the cursor's", "team:day", "7001"},
	} {
		f := newFloor(t, 20)
		f.r.MoveTo(2)
		f.r.SetFilter(f.now, test.text)
		f.r.Land(test.text)
		f.want(test.name, f.cursor(), test.cursor)
		if test.text != "" {
			f.want(test.name+", unseen", f.r.Unseen(), test.cursor)
		}
	}
	f := newFloor(t, 20)
	f.truth.Add(board.Entry{Key: keyOf("70011")})
	f.flush()
	f.r.MoveTo(20)
	f.r.SetFilter(f.now, "7001")
	f.want("while it is typed", f.cursor(), "70011")
	f.r.Land("7001")
	f.want("the DN that is spelled out", f.cursor(), "7001")
	f.r.MoveBy(1)
	f.want("moved by the user", f.r.Unseen(), "")
	f.r.Land("7001")
	f.want("where the user has put it since", f.cursor(), "70011")
}

// TestUnseen checks which row is unseen until it was reported as shown.
func TestUnseen(t *testing.T) {
	f := newFloor(t, 20)
	f.r.SetFilter(f.now, "7013")
	f.r.Land("")
	f.r.SetSeen(keyOf("7001"), true)
	f.want("another row was shown", f.r.Unseen(), "7013")
	f.r.SetSeen(keyOf("7013"), true)
	f.want("it was shown", f.r.Unseen(), "")
	f.r.SetFilter(f.now, "7013 state:unknown")
	f.r.Land("")
	f.want("it was under the cursor before", f.r.Unseen(), "")
	f.r.SetFilter(f.now, "")
	f.r.JumpTo(4, 5)
	f.want("jumped to", f.r.Unseen(), "7020")
}

// TestFilterByTimeFollowsTheClock checks that rows are selected again as time passes, at most
// once a second, if and only if the filter depends on it.
func TestFilterByTimeFollowsTheClock(t *testing.T) {
	f := newFloor(t, 3)
	asked := 0
	began := f.now
	f.r.SetCalls(Calls{Gap: func(row *board.Row) (time.Duration, bool) {
		asked++
		return f.now.Sub(began), row.Key().DN == "7002"
	}})
	f.r.SetFilter(f.now, "gap:>2s")
	f.want("at first", f.visible(), "")
	for _, step := range []struct {
		after time.Duration
		want  string
		asks  bool
	}{
		{2 * time.Second, "", true},
		{500 * time.Millisecond, "", false},
		{500 * time.Millisecond, "7002", true},
	} {
		asked = 0
		f.later(step.after)
		f.want(f.now.Sub(began).String(), f.visible(), step.want)
		if (asked > 0) != step.asks {
			t.Errorf("after %v more it asked for %d gaps", step.after, asked)
		}
	}
	f.r.SetFilter(f.now, "700")
	asked = 0
	f.later(10 * time.Second)
	if asked > 0 {
		t.Errorf("a filter that does not depend on time asked for %d gaps", asked)
	}
}

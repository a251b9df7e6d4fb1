package teams

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"capdeck/model/board"
	"capdeck/model/coverage"
)

func now() time.Time { return time.Date(2026, 11, 23, 14, 2, 0, 0, time.UTC) }

func key(dn int) board.Key { return board.Key{Site: "sip", DN: fmt.Sprint(dn)} }

// listOf returns a list of teams with as many DNs as given, which has room for four lines.
func listOf(sizes map[string]int) (*Teams, *board.Board) {
	truth, dn := board.New(board.Options{}), 7001
	for name, size := range sizes {
		for range size {
			truth.Add(board.Entry{Key: key(dn), Team: name})
			dn++
		}
	}
	list := New(truth, coverage.New(coverage.Options{}))
	list.SetHeight(4)
	list.Open(now())
	return list, truth
}

func (t *Teams) names() string {
	var names []string
	for _, line := range t.All() {
		names = append(names, line.Name)
	}
	return strings.Join(names, " ")
}

func (t *Teams) want(test *testing.T, names, cursor string) {
	test.Helper()
	under, ok := t.Cursor()
	if !ok {
		under.Name = "none"
	}
	if got := t.names(); got != names || under.Name != cursor {
		test.Errorf("the teams are %s with the cursor on %s, want %s and %s", got, under.Name, names, cursor)
	}
}

// TestOrder checks that sorting moves the teams, and not the cursor.
func TestOrder(t *testing.T) {
	list, _ := listOf(map[string]int{"day": 2, "night": 7, "early": 1})
	list.want(t, "day early night", "day")
	list.MoveBy(1)
	list.SortNext(now())
	list.want(t, "night day early", "early")
	if got := list.Order().String(); got != "teams sorted by DNs" || !list.Order().Descending() {
		t.Errorf("%s, descending: %v", got, list.Order().Descending())
	}
	list.Reverse(now())
	list.want(t, "early day night", "early")
	if got := list.Order().String(); got != "teams sorted by DNs (reversed)" || list.Order().Descending() {
		t.Errorf("%s, descending: %v", got, list.Order().Descending())
	}
	list.SortBeside(now(), -1)
	list.want(t, "day early night", "early")
	list.SortBeside(now(), -1)
	if got := list.Order().Column; got != Faults {
		t.Errorf("to the left of the first column is %s", got)
	}
	list.SortNext(now())
	if got := list.Order(); got != (Order{}) {
		t.Errorf("behind the last column is %s", got)
	}
}

// TestComeAndGo checks what happens to the list and its cursor when teams appear and
// disappear.
func TestComeAndGo(t *testing.T) {
	list, truth := listOf(map[string]int{"day": 1, "night": 1})
	list.MoveBy(1)
	truth.Add(board.Entry{Key: key(8001), Team: "early"})
	list.Follow(now())
	list.want(t, "day early night", "night")
	for _, row := range truth.Rows() {
		if row.Team() == "night" {
			truth.Remove(now(), row.Key())
			break
		}
	}
	list.Follow(now())
	list.want(t, "day early", "none")
	list.MoveBy(1)
	list.want(t, "day early", "early")
	for len(truth.Rows()) > 0 {
		truth.Remove(now(), truth.Rows()[0].Key())
	}
	if visible := list.Visible(); len(visible) != 2 || visible[0].Counters.Total != 0 {
		t.Errorf("teams that have just left: %+v", visible)
	}
	list.Follow(now())
	list.MoveBy(1)
	list.want(t, "", "none")
}

// TestStandsStill checks that lines move no more often than SortInterval because values
// changed, and that the values themselves are present ones.
func TestStandsStill(t *testing.T) {
	list, truth := listOf(map[string]int{"day": 2, "night": 1})
	list.SortNext(now())
	truth.Add(board.Entry{Key: key(8001), Team: "night"}, board.Entry{Key: key(8002), Team: "night"})
	list.Follow(now().Add(SortInterval - 1))
	list.want(t, "day night", "day")
	if visible := list.Visible(); visible[1].Counters.Total != 3 {
		t.Errorf("team night has %d DNs, want 3", visible[1].Counters.Total)
	}
	list.Follow(now().Add(SortInterval))
	list.want(t, "night day", "day")
}

// TestCompare checks which of two teams comes first by each column.
func TestCompare(t *testing.T) {
	worse := Line{
		Counters: board.Counters{Total: 9, Faults: 2}, Calls: coverage.Counts{OnCall: 8, Captured: 4, Paused: 2, Not: 2},
		Sums: coverage.Sums{Stretches: 10, Covered: 8}, ToCapture: 3 * time.Second, HasToCapture: true,
	}
	better := Line{Counters: board.Counters{Total: 8}, Calls: coverage.Counts{OnCall: 2, Captured: 2}, Sums: coverage.Sums{Stretches: 5, Covered: 5}}
	for _, column := range Columns()[1:] {
		if compare(&worse, &better, column) >= 0 || compare(&better, &worse, column) <= 0 || compare(&worse, &worse, column) != 0 {
			t.Errorf("by %s the team that needs attention does not come first", column)
		}
	}
	none := Line{}
	if compare(&better, &none, Share) >= 0 || compare(&better, &none, Covered) >= 0 {
		t.Error("a share of none comes before another one")
	}
}

// TestCursorAndWindow checks that the cursor is on a team that is listed and in the
// window, and that it changes only when it is moved or its team leaves.
func TestCursorAndWindow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		truth := board.New(board.Options{})
		list := New(truth, coverage.New(coverage.Options{}))
		at := now()
		list.Open(at)
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			at = at.Add(time.Second)
			before, had := list.Cursor()
			moved := false
			switch rapid.IntRange(0, 5).Draw(t, "what") {
			case 0:
				truth.Add(board.Entry{Key: key(rapid.IntRange(1, 12).Draw(t, "dn")), Team: rapid.SampledFrom([]string{"", "a", "b", "c", "d", "e", "f"}).Draw(t, "team")})
			case 1:
				truth.Remove(at, key(rapid.IntRange(1, 12).Draw(t, "dn")))
			case 2:
				list.SetHeight(rapid.IntRange(-1, 8).Draw(t, "height"))
			case 3:
				list.MoveBy(rapid.IntRange(-9, 9).Draw(t, "by"))
				moved = true
			case 4:
				list.SortBy(at, Order{Column: rapid.SampledFrom(Columns()).Draw(t, "column"), Reversed: rapid.Bool().Draw(t, "reversed")})
			case 5:
				moved = true
				list.Open(at)
			}
			list.Follow(at)
			after, has := list.Cursor()
			if !moved && has && (!had || after != before) {
				t.Fatalf("the cursor moved from %v to %v by itself", before, after)
			}
			visible := list.Visible()
			if len(visible) > list.Height() || list.Top()+len(visible) > list.Len() {
				t.Fatalf("%d lines from %d on, of %d, in a window of %d", len(visible), list.Top(), list.Len(), list.Height())
			}
			if len(visible) < min(list.Height(), list.Len()) {
				t.Fatalf("%d lines in a window of %d, of %d", len(visible), list.Height(), list.Len())
			}
			if has && list.Height() > 0 && !slices.ContainsFunc(visible, func(l Line) bool { return l.Key == after }) {
				t.Fatalf("the cursor %v is not in the window", after)
			}
			total := 0
			for _, line := range list.All() {
				total += line.Counters.Total
			}
			if total != truth.Len() {
				t.Fatalf("the teams have %d DNs, the board %d", total, truth.Len())
			}
		}
	})
}

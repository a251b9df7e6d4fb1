package rows

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"capdeck/model/board"
	"capdeck/model/column"
	"capdeck/tlibconn/wire"
)

// varied is a floor of 5 DNs that differ in every column.
func varied(t *testing.T) *floor {
	f := newFloor(t, 5)
	f.r.SetHeight(20)
	for dn, label := range map[string]string{"7001": "Zoë", "7002": "anna 10", "7003": "Anna 9", "7005": "Ärger"} {
		f.truth.Add(board.Entry{Key: keyOf(dn), Label: label})
	}
	indicate := func(dn, word string) {
		f.now = f.now.Add(time.Second)
		f.indicate(dn, word)
		f.flush()
	}
	indicate("7005", "disabled")
	indicate("7002", "enabled")
	indicate("7001", "paused")
	indicate("7003", "enabled")
	call := func(typ wire.MessageType, dn string, id uint64, other string) {
		f.message(typ, wire.TextAttribute(wire.AttributeThisDN, dn), wire.LongAttribute(wire.AttributeConnID, id), wire.TextAttribute(wire.AttributeOtherDN, other))
	}
	call(wire.EventRinging, "7001", 30, "+49")
	call(wire.EventEstablished, "7003", 20, "+33")
	call(wire.EventEstablished, "7004", 1<<63, "+9")
	f.refuse("7005")
	f.flush()
	return f
}

func TestSortByEveryColumn(t *testing.T) {
	tests := []struct {
		column       column.ID
		rises, falls string
	}{
		{column: column.None, rises: "7001 7002 7003 7004 7005"},
		{column: column.DN, rises: "7001 7002 7003 7004 7005", falls: "7005 7004 7003 7002 7001"},
		{column: column.Agent, rises: "7003 7002 7001 7005 7004", falls: "7005 7001 7002 7003 7004"},
		{column: column.Capture, rises: "7002 7003 7001 7005 7004", falls: "7004 7005 7001 7002 7003"},
		{column: column.Since, rises: "7003 7001 7002 7005 7004", falls: "7005 7002 7001 7003 7004"},
		{column: column.Call, rises: "7004 7003 7001 7002 7005", falls: "7001 7003 7004 7002 7005"},
		{column: column.Last, rises: "7005 7001 7002 7003 7004", falls: "7005 7001 7002 7003 7004"},
		{column: column.ConnID, rises: "7003 7001 7004 7002 7005", falls: "7004 7001 7003 7002 7005"},
	}
	for _, test := range tests {
		t.Run(test.column.String(), func(t *testing.T) {
			f := varied(t)
			f.r.SetColumns(column.All())
			for range test.column {
				f.r.SortBeside(f.now, 1)
			}
			f.want("sorted", f.visible(), test.rises)
			reversed := f.r.ReverseSort(f.now)
			if test.column == column.None {
				f.want("the order of the list cannot be reversed", f.visible(), test.rises)
				if reversed {
					t.Error("it is said to be reversed")
				}
				return
			}
			f.want("reversed, empty ones last", f.visible(), test.falls)
			f.r.ReverseSort(f.now)
			f.want("reversed twice", f.visible(), test.rises)
		})
	}
}

// TestSortIsStable checks that equal rows keep the order of the list. There are more of them
// than are sorted by insertion.
func TestSortIsStable(t *testing.T) {
	f := newFloor(t, 100)
	f.r.SetHeight(100)
	for i, dn := range dns(100) {
		f.indicate(dn, []string{"enabled", "paused"}[i%2])
	}
	f.flush()
	f.r.SortBeside(f.now, 1)
	f.r.SortBeside(f.now, 1)
	f.r.SortBeside(f.now, 1)
	want := slices.Clone(f.truth.Rows())
	slices.SortStableFunc(want, func(a, b *board.Row) int { return int(a.State()) - int(b.State()) })
	if !slices.Equal(f.r.Shown(), want) {
		t.Errorf("the order is %s", f.visible())
	}
}

func TestRowsFollowTheSortOncePerBatch(t *testing.T) {
	f := newFloor(t, 12)
	f.r.MoveToKey(keyOf("7002"))
	f.r.ToggleMark()
	f.r.MoveBy(-1)
	f.r.SortBeside(f.now, 1)
	f.r.SortBeside(f.now, 1)
	f.r.SortBeside(f.now, 1)
	f.indicate("7009", "enabled")
	f.indicate("7011", "enabled")
	f.indicate("7012", "disabled")
	for _, dn := range []string{"7004", "7005", "7006", "7007"} {
		f.indicate(dn, "paused")
	}
	f.flush()
	f.want("the window follows the cursor", f.visible(), "7006 7007 7012 7001 7002")
	f.want("cursor", f.cursor(), "7002")
	if !f.r.Marked(keyOf("7002")) {
		t.Error("the mark has moved")
	}
	f.indicate("7002", "enabled")
	f.flush()
	f.want("as its row moves up", f.visible(), "7002 7009 7011 7004 7005")
}

func natural(a, b string) int { return bytes.Compare(appendNatural(nil, a), appendNatural(nil, b)) }

func TestNaturalOrder(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"", "a", -1},
		{"7", "10", -1},
		{"7001", "7001", 0},
		{"desk 9", "desk 10", -1},
		{"Desk 9", "desk 10", -1},
		{"007", "7", 0},
		{"007a", "7b", -1},
		{"a1b2", "a1b10", -1},
		{"Ödegård", "ödegård 2", -1},
		{"ö", "Z", 1},
		{"9", "a", -1},
		{"99999999999999999999999", "100000000000000000000000", -1},
		{"\xff", "\xfe", 0},
		{strings.Repeat("x", 70000) + "a", strings.Repeat("x", 70000) + "b", 0},
	}
	for _, test := range tests {
		if got := natural(test.a, test.b); got != test.want {
			t.Errorf("%q and %q compare as %d, want %d", test.a, test.b, got, test.want)
		}
		if got := natural(test.b, test.a); got != -test.want {
			t.Errorf("%q and %q compare as %d, want %d", test.b, test.a, got, -test.want)
		}
	}
}

// BenchmarkSort puts 10,000 rows into another order, each time from that of the
// DN list.
func BenchmarkSort(b *testing.B) {
	const rows = 10_000
	truth := board.New(board.Options{})
	for i := range rows {
		truth.Add(board.Entry{Key: board.Key{Site: site, DN: fmt.Sprint(10_000 + i)}, Label: fmt.Sprintf("Agent %d", (i*7919)%rows)})
	}
	f := &floor{t: b, now: time.Date(2026, 11, 23, 14, 2, 10, 0, time.UTC), truth: truth, r: New(truth, site, nil)}
	random := rand.New(rand.NewPCG(1, 2))
	for _, i := range random.Perm(rows) {
		dn := fmt.Sprint(10_000 + i)
		f.now = f.now.Add(time.Millisecond)
		f.indicate(dn, []string{"enabled", "paused", "disabled"}[random.IntN(3)])
		f.message(wire.EventEstablished, wire.TextAttribute(wire.AttributeThisDN, dn),
			wire.LongAttribute(wire.AttributeConnID, random.Uint64()), wire.TextAttribute(wire.AttributeOtherDN, fmt.Sprintf("+49%d", random.IntN(1000))))
		if i%1000 == 0 {
			f.flush()
		}
	}
	f.flush()
	for c := column.DN; c < column.Count; c++ {
		b.Run(strings.ReplaceAll(c.String(), " ", ""), func(b *testing.B) {
			order := Order{First: SortKey{Column: c, Descending: true}, Second: SortKey{Column: column.Agent}}
			f.r.SortBy(f.now, order)
			b.ReportAllocs()
			for b.Loop() {
				f.r.SortBy(f.now, order)
			}
		})
	}
}

// TestSortByMoreColumns sorts by the columns that are not shown by default.
func TestSortByMoreColumns(t *testing.T) {
	columns := []column.ID{column.DN, column.Capture, column.Label, column.AgentID, column.AgentState, column.Team, column.Heard, column.Registration}
	f := newFloor(t, 4, columns...)
	f.r.SetHeight(20)
	f.truth.Add(board.Entry{Key: keyOf("7001"), Label: "Zoë", Team: "b"}, board.Entry{Key: keyOf("7003"), Label: "anna", Team: "a"},
		board.Entry{Key: keyOf("7002")}, board.Entry{Key: keyOf("7004")})
	agent := func(dn, id string, typ wire.MessageType) {
		f.message(typ, wire.TextAttribute(wire.AttributeThisDN, dn), wire.TextAttribute(wire.AttributeAgentID, id))
	}
	agent("7001", "10", wire.EventAgentNotReady)
	agent("7002", "9", wire.EventAgentReady)
	agent("7003", "8", wire.EventAgentLogout)
	f.indicate("7003", "enabled")
	f.flush()
	f.now = f.now.Add(time.Second)
	f.indicate("7002", "enabled")
	f.refuse("7004")
	f.flush()
	for c, want := range map[column.ID]string{
		column.Label: "7003 7001 7002 7004", column.AgentID: "7003 7002 7001 7004", column.AgentState: "7002 7001 7003 7004",
		column.Team: "7003 7001 7002 7004", column.Heard: "7002 7003 7001 7004", column.Registration: "7004 7001 7002 7003",
	} {
		f.r.SortBy(f.now, Order{First: SortKey{Column: c}})
		f.want(c.String(), f.visible(), want)
	}
}

// TestSortKeysStepThroughShownColumns checks that the sort keys step through the shown
// columns in their order.
func TestSortKeysStepThroughShownColumns(t *testing.T) {
	f := newFloor(t, 2, column.Team, column.Capture, column.DN)
	by := func(want column.ID) {
		t.Helper()
		if first := f.r.Order().First; first.Column != want {
			t.Errorf("sorted by %q, want %q", first.Column, want)
		}
	}
	for _, want := range []column.ID{column.Team, column.Capture, column.DN, column.None, column.Team} {
		f.r.SortBeside(f.now, 1)
		by(want)
	}
	f.r.SortBeside(f.now, -1)
	f.r.SortBeside(f.now, -1)
	by(column.DN)
	f.r.SortNext(f.now)
	f.r.SortNext(f.now)
	by(column.Team)

	f.r.SetColumns([]column.ID{column.Capture, column.DN})
	by(column.Team)
	f.r.ReverseSort(f.now)
	if first := f.r.Order().First; first != (SortKey{column.Team, true}) {
		t.Errorf("the hidden column cannot be reversed: %v", first)
	}
	f.r.SortBeside(f.now, 1)
	by(column.Capture)
}

// TestSortHasTwoKeys sorts by a column in descending order, and then by another one.
func TestSortHasTwoKeys(t *testing.T) {
	f := varied(t)
	f.r.SortNext(f.now)
	f.r.ReverseSort(f.now)
	f.r.SortBeside(f.now, 1)
	f.r.SortBeside(f.now, 1)
	f.want("in words", f.r.Order().String(), "sorted by Capture, then by DN (reversed)")
	f.want("recorded ones by falling DN", f.visible(), "7003 7002 7001 7005 7004")
	f.r.EndSortBeside()
	f.r.SortBeside(f.now, -1)
	f.want("another way begins", f.r.Order().String(), "sorted by Agent, then by Capture")
}

package rows

import (
	"strings"
	"testing"
	"time"

	"capdeck/model/board"
	"capdeck/model/filter"
	"capdeck/tlibconn/wire"
)

func TestFilterFollowsTheBoard(t *testing.T) {
	f := newFloor(t, 5)
	f.r.SetFilter(f.now, "state:rec")
	f.want("nothing is recorded", f.visible(), "")
	f.indicate("7002", "enabled")
	f.indicate("7004", "enabled")
	f.flush()
	f.want("two are", f.visible(), "7002 7004")
	f.indicate("7002", "disabled")
	f.refuse("7005")
	f.flush()
	f.want("one is", f.visible(), "7004")
	f.r.SetFilter(f.now, "fault: !team:night")
	f.want("a fault", f.visible(), "7005")
	f.r.SetFilter(f.now, "colour:red 7003")
	f.want("what was understood counts", f.visible(), "7003")
	if problem := f.r.Filter().Problem; problem == "" {
		t.Error("nothing says what was not understood")
	}
}

// TestFilterClaimsNoMoreThanIsInForce checks that the description of a filter includes only
// its valid parts.
func TestFilterClaimsNoMoreThanIsInForce(t *testing.T) {
	f := newFloor(t, 2)
	for _, test := range [][2]string{
		{"state:xyz", ""}, {"foo:bar", ""}, {"7001 state:x", "7001"}, {`team:"Late Shift" foo:`, `"team:Late Shift"`}, {"7001", "7001"},
	} {
		f.r.SetFilter(f.now, test[0])
		f.want(test[0], f.r.Filter().String(), test[1])
	}
}

func TestQuickFilters(t *testing.T) {
	f := newFloor(t, 6)
	f.r.SetHeight(20)
	f.indicate("7001", "enabled")
	f.indicate("7002", "enabled")
	f.indicate("7003", "paused")
	f.indicate("7004", "disabled")
	f.refuse("7004")
	f.refuse("7006")
	f.flush()
	f.r.MoveToKey(keyOf("7002"))
	f.r.ToggleMark()
	tests := []struct {
		state          filter.State
		all, day, word string
		hidden         int
	}{
		{filter.Recording, "7001 7002", "7001", "recording", 1},
		{filter.Paused, "7003", "7003", "paused", 1},
		{filter.Off, "7004", "", "off", 1},
		{filter.Unknown, "7005 7006", "7005", "unknown", 1},
		{filter.Fault, "7004 7006", "", "faults", 1},
		{filter.AnyState, "7001 7002 7003 7004 7005 7006", "7001 7003 7005", "", 1},
	}
	for _, test := range tests {
		t.Run(test.word, func(t *testing.T) {
			f.t = t
			f.r.SetQuick(f.now, test.state)
			f.want("shown", f.visible(), test.all)
			f.r.SetFilter(f.now, "team:day")
			f.want("together with what was typed", f.visible(), test.day)
			want := "team:day"
			if test.word != "" {
				want = test.word + " + team:day"
			}
			f.want("in words", f.r.Filter().String(), want)
			if marked, hidden := f.r.Marks(); marked != 1 || hidden != test.hidden {
				t.Errorf("%d marked, %d hidden", marked, hidden)
			}
			f.r.SetFilter(f.now, "")
			f.want("alone again", f.r.Filter().String(), test.word)
		})
	}
	f.t = t
	f.r.SetQuick(f.now, filter.Paused)
	if f.r.Shows(keyOf("7002")) || !f.r.Shows(keyOf("7003")) {
		t.Error("Shows disagrees with the rows")
	}
}

// TestQuickOff checks that the quick view shows the DNs that are off, and neither those that
// are paused nor those that are unknown.
func TestQuickOff(t *testing.T) {
	f := newFloor(t, 4)
	f.indicate("7001", "enabled")
	f.indicate("7002", "paused")
	f.indicate("7003", "disabled")
	f.flush()
	f.r.SetQuick(f.now, filter.Off)
	f.want("off", f.visible(), "7003")
}

// TestFilterTakesNamesAlike checks that filter and completion ignore the encoding and the
// case of a name. A DN is compared byte by byte: commands go only to that DN.
func TestFilterTakesNamesAlike(t *testing.T) {
	f := newFloor(t, 0)
	const composed, apart = "jos\u00e9", "jose\u0301"
	for i, dn := range []string{composed, apart, "STRASSE", "straße", "jose"} {
		f.truth.Add(board.Entry{Key: keyOf(dn), Team: []string{"Zoë", "ZOE\u0308", "Café", "CAFE\u0301", "zoe"}[i]})
		f.register(dn)
	}
	f.flush()
	for text, want := range map[string]string{
		"JOSÉ":        composed + " " + apart,
		"dn:" + apart: apart,
		"dn:JOSÉ":     composed + " " + apart,
		"strasse":     "STRASSE straße",
		"STRAß":       "STRASSE straße",
		"team:zoë":    composed + " " + apart,
		"team:CAFÉ":   "STRASSE straße",
		"!jose":       composed + " " + apart + " STRASSE straße",
	} {
		f.r.SetLineFilter(f.now, text)
		f.want("filter "+text, f.visible(), want)
	}
	f.want("completed", f.r.Complete("team:caf"), "team:CAFE\u0301")
	f.r.SetFilter(f.now, "")
	f.r.MoveToKey(keyOf(apart))
	f.want("a command", f.targets(), apart)
	if f.truth.Row(keyOf(composed)) == f.truth.Row(keyOf(apart)) {
		t.Error("two DNs share a row")
	}
}

// BenchmarkFilterKey applies a filter that is being typed to a board of 10,000 DNs.
func BenchmarkFilterKey(b *testing.B) {
	for _, label := range []string{"Miller, Anna ", "Ödegård, Anna "} {
		f := newFloor(b, benchDNs)
		for _, dn := range dns(benchDNs) {
			f.truth.Add(board.Entry{Key: keyOf(dn), Label: label + dn, Team: "Night Shift"})
		}
		f.flush()
		for _, text := range []string{"nothing such", "7", "agent:anna1 !team:day", "dn:10000-12000 state:rec"} {
			b.Run(strings.Fields(label)[0]+"/"+strings.ReplaceAll(text, " ", "_"), func(b *testing.B) {
				for b.Loop() {
					f.r.SetLineFilter(f.now, text)
				}
			})
		}
	}
}

// TestFilterNamesADN checks that dn: means one DN if it is on the board, in a prompt and in
// a line.
func TestFilterNamesADN(t *testing.T) {
	f := newFloor(t, 3)
	f.truth.Add(board.Entry{Key: keyOf("17001")}, board.Entry{Key: board.Key{Site: "sip-b", DN: "700"}})
	f.flush()
	for text, want := range map[string]string{"dn:7001": "7001", "dn:700": "7001 7002 7003 17001 700", "7001": "7001 17001"} {
		f.r.SetFilter(f.now, text)
		f.want("typed: "+text, f.visible(), want)
		f.r.SetLineFilter(f.now, text)
		f.want("in a line: "+text, f.visible(), want)
	}
}

// TestSelect checks that Select does not depend on the filter in force and does not change
// it.
func TestSelect(t *testing.T) {
	f := newFloor(t, 3)
	f.r.SetLineFilter(f.now, "7001")
	matching, err := f.r.ParseLine("!7002")
	if err != nil {
		t.Fatal(err)
	}
	all := f.r.Select(matching)
	if len(all) != 2 || all[0].Key() != keyOf("7001") || all[1].Key() != keyOf("7003") {
		t.Errorf("%d rows match", len(all))
	}
	if len(f.truth.Rows()) != 3 || len(f.r.Shown()) != 1 {
		t.Error("the rows have changed")
	}
}

// TestOnly shows a set of rows together with the filter.
func TestOnly(t *testing.T) {
	f := newFloor(t, 4)
	f.r.SetOnly(f.now, &Only{Keys: map[board.Key]struct{}{keyOf("7002"): {}, keyOf("7003"): {}}, Words: "start not confirmed"})
	f.want("the set", f.visible(), "7002 7003")
	f.r.SetFilter(f.now, "team:night")
	f.want("of the filter", f.visible(), "7002")
	f.want("in words", f.r.Filter().String(), "start not confirmed + team:night")
	f.r.SetOnly(f.now, nil)
	f.want("the filter alone", f.visible(), "7002 7004")
}

// TestFilterByCalls checks the calls of a row as a filter sees them.
func TestFilterByCalls(t *testing.T) {
	f := newFloor(t, 5)
	f.r.SetHeight(20)
	call := func(typ wire.MessageType, dn string, id uint64, more ...wire.Attribute) {
		f.message(typ, append(more, wire.TextAttribute(wire.AttributeThisDN, dn), wire.LongAttribute(wire.AttributeConnID, id))...)
	}
	queue, inbound := wire.TextAttribute(wire.AttributeThisQueue, "Sales EMEA"), wire.IntAttribute(wire.AttributeCallType, 2)
	call(wire.EventRinging, "7001", 1, queue, inbound)
	call(wire.EventEstablished, "7002", 2, inbound)
	call(wire.EventHeld, "7002", 2)
	call(wire.EventDialing, "7002", 3, wire.IntAttribute(wire.AttributeCallType, 4))
	call(wire.EventEstablished, "7003", 4, queue, wire.IntAttribute(wire.AttributeCallType, 1))
	call(wire.EventBridged, "7004", 5, queue)
	f.flush()
	for text, want := range map[string]string{
		"call:talking": "7003", "call:held": "7002", "call:dialing,ringing": "7001 7002", "call:none": "7004 7005",
		"calltype:inbound": "7001 7002", "calltype:consult": "7002", "calltype:internal": "7003", "queue:sales": "7001 7003", "gap:": "",
	} {
		f.r.SetFilter(f.now, text)
		f.want(text, f.visible(), want)
	}
}

// TestCountsOfAFilter checks that the counts are those of the rows that the filter shows,
// also after events and while the rows are frozen.
func TestCountsOfAFilter(t *testing.T) {
	f := newFloor(t, 6)
	f.r.SetHeight(20)
	f.indicate("7001", "enabled")
	f.indicate("7002", "enabled")
	f.indicate("7003", "paused")
	f.refuse("7005")
	f.flush()
	want := func(want Counts) {
		t.Helper()
		if got := f.r.Counts(); got != want {
			t.Errorf("the counts are %+v, want %+v", got, want)
		}
	}
	f.r.SetFilter(f.now, "team:day")
	want(Counts{Rec: 1, Paused: 1, Unknown: 1, Faults: 1})
	f.later(3 * time.Second) // two indications sooner after each other would be a conflict
	f.indicate("7003", "disabled")
	f.indicate("7004", "disabled")
	f.flush()
	want(Counts{Rec: 1, Off: 1, Unknown: 1, Faults: 1})
	f.r.ToggleFreeze(f.now)
	f.later(3 * time.Second)
	f.indicate("7001", "paused")
	f.flush()
	want(Counts{Paused: 1, Off: 1, Unknown: 1, Faults: 1})
}

// TestFollowAllocatesNothing checks that selecting rows anew, which every batch of events
// does while a filter is in force, allocates nothing for each row.
func TestFollowAllocatesNothing(t *testing.T) {
	f := newFloor(t, 100)
	f.r.SetFilter(f.now, "call:none !gap:>30s dn:7001-7100")
	f.r.SetQuick(f.now, filter.Unknown)
	if n := testing.AllocsPerRun(10, func() { f.r.update(f.now) }); n != 0 {
		t.Errorf("selecting %d of 100 rows allocates %v times", len(f.r.Shown()), n)
	}
}

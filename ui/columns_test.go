package ui

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"capdeck/model"
	"capdeck/model/column"
)

// anyColumns draws columns that a user can choose.
func anyColumns(t *rapid.T) []column.ID {
	columns := rapid.Permutation(column.All()).Draw(t, "columns")
	return columns[:rapid.IntRange(0, len(columns)).Draw(t, "how many")]
}

// chosen adds the columns that are always shown.
func chosen(columns []column.ID) []column.ID {
	list := strings.Join(column.Names(columns), ",")
	for _, need := range []string{"dn", "capture"} {
		if !strings.Contains(","+list+",", ","+need+",") {
			list = strings.TrimPrefix(list+","+need, ",")
		}
	}
	all, err := column.Parse(list)
	if err != nil {
		panic(err)
	}
	return all
}

// TestEveryColumnIsDrawn shows each column alone with the columns that are always shown,
// and checks its head and the text of one DN.
func TestEveryColumnIsDrawn(t *testing.T) {
	says := map[column.ID]string{
		column.DN: "7001", column.Agent: "4711", column.Capture: "● REC", column.Since: ">11m", column.Gap: "3s",
		column.Call:   "held +4930",
		column.ConnID: "006f01b2c3d4e6a0", column.Last: "start confirmed 84 ms", column.Label: "北京-01", column.AgentID: "4711",
		column.AgentState: "logged in", column.Team: "night", column.Heard: " 11m ", column.Registration: "! refused 59",
	}
	for _, c := range column.All() {
		w := floor(t, 100, 40, func(_ *Options, m *model.Options) { m.Columns = chosen([]column.ID{c}) })
		w.keys("l")
		if says[c] == "" {
			t.Errorf("%s is not tested", c)
		}
		w.shows(says[c])
		w.shows(" " + c.String() + " ")
	}
}

// TestFaultsAreSeenWithoutTheirColumn checks that faults are shown without the column Last
// command.
func TestFaultsAreSeenWithoutTheirColumn(t *testing.T) {
	for _, width := range []int{60, 100, 200} {
		w := floor(t, width, 40, func(_ *Options, m *model.Options) {
			m.Columns = chosen([]column.ID{column.DN, column.Agent, column.Label, column.Team, column.Capture, column.Call, column.ConnID, column.Registration})
		})
		for dn, fault := range map[string]string{"7005": "! NO ANSWER", "7008": "! REJECTED", "7011": "! REFUSED"} {
			if row := w.row(dn); !strings.Contains(row, fault) {
				t.Errorf("at %d cells the row of %s reads %q", width, dn, row)
			}
		}
		w.showsNot("Last command")
	}
}

// TestHiddenColumnSorts checks that rows keep their order, and the header names it, after
// the sort column was hidden.
func TestHiddenColumnSorts(t *testing.T) {
	w := floor(t, 120, 40, nil)
	w.keys("oo")
	before := w.model.Rows().Shown()[0].Key()
	w.keys("cj <enter>")
	w.shows("by ▲Agent")
	w.showsNot(" Agent ")
	if got := w.model.Rows().Shown()[0].Key(); got != before {
		t.Errorf("the first row is %s, was %s", got.DN, before.DN)
	}
	w.keys("O")
	w.shows("by ▼Agent")
}

// TestGapStaysInTheViewOfThoseNotRecorded checks that the view that is ordered by the gap
// shows it at every width, whatever columns were chosen, and that the picker still knows the
// chosen ones.
func TestGapStaysInTheViewOfThoseNotRecorded(t *testing.T) {
	for _, width := range []int{60, 80, 120} {
		w := floor(t, width, 24, func(_ *Options, m *model.Options) {
			m.Columns = chosen([]column.ID{column.DN, column.Label, column.Agent, column.Capture, column.Call, column.Last})
		})
		w.showsNot("Gap")
		w.keys("7")
		w.shows("▲Gap")
		if row := w.row("7002"); !strings.Contains(row, " 3s ") {
			t.Errorf("at %d cells the row of a gap of 3 s reads %q", width, row)
		}
		w.keys("c")
		w.shows("[ ] Gap")
		w.keys("<esc>1")
		w.showsNot("Gap")
	}
	w := floor(t, 50, 24, nil)
	w.keys("7")
	if row := w.row("7002"); !strings.Contains(row, " 3s") {
		t.Errorf("in a compact window the row of a gap reads %q", row)
	}
}

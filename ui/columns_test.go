package ui

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"capdeck/model"
)

// anyColumns are columns as a user can choose them.
func anyColumns(t *rapid.T) []model.Column {
	columns := rapid.Permutation(model.AllColumns()).Draw(t, "columns")
	return columns[:rapid.IntRange(0, len(columns)).Draw(t, "how many")]
}

// chosen are the columns with those that are always there.
func chosen(columns []model.Column) []model.Column {
	list := strings.Join(model.NamesOf(columns), ",")
	for _, need := range []string{"dn", "capture"} {
		if !strings.Contains(","+list+",", ","+need+",") {
			list = strings.TrimPrefix(list+","+need, ",")
		}
	}
	all, err := model.ParseColumns(list)
	if err != nil {
		panic(err)
	}
	return all
}

// TestColumnsFit holds, for any choice at any size, that no row is wider than
// the window, that DN and capture stay, and that what is wrong has room.
func TestColumnsFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shown := chosen(anyColumns(t))
		width, height := rapid.IntRange(leastWidth, 400).Draw(t, "width"), rapid.IntRange(leastHeight, 60).Draw(t, "height")
		cols := columnsFor(width, height, shown)
		if got := cols.sum(); got > width {
			t.Fatalf("%v at %d cells take %d: %v", shown, width, got, cols.cells)
		}
		for _, column := range []model.Column{model.ColumnDN, model.ColumnCapture, model.ColumnLast} {
			if cols.cells[column] == 0 && width > leastWidth {
				t.Fatalf("%v at %d cells have no %s: %v", shown, width, column, cols.cells)
			}
		}
		for _, column := range cols.order {
			if cells := cols.cells[column]; width >= fullWidth && height >= fullHeight && cells != 0 && cells < min(leastCells[column], troubleCells) {
				t.Fatalf("%v at %d cells give %s only %d", shown, width, column, cells)
			}
		}
	})
}

// TestEveryColumnIsDrawn shows each column by itself beside those that are
// always there, and finds its head and what it says of some DN.
func TestEveryColumnIsDrawn(t *testing.T) {
	says := map[model.Column]string{
		model.ColumnDN: "7001", model.ColumnAgent: "4711", model.ColumnCapture: "● REC", model.ColumnSince: ">11m", model.ColumnCall: "held +4930",
		model.ColumnConnID: "006f01b2c3d4e6a0", model.ColumnLast: "start confirmed 84 ms", model.ColumnLabel: "北京-01", model.ColumnAgentID: "4711",
		model.ColumnAgentState: "logged in", model.ColumnTeam: "night", model.ColumnHeard: " 11m ", model.ColumnRegistration: "! refused 59",
	}
	for _, column := range model.AllColumns() {
		w := floor(t, 100, 40, func(_ *Options, m *model.Options) { m.Columns = chosen([]model.Column{column}) })
		w.keys("l")
		if says[column] == "" {
			t.Errorf("%s is not tested", column)
		}
		w.shows(says[column])
		w.shows(" " + column.String() + " ")
	}
}

// TestFaultsAreSeenWithoutTheirColumn hides Last command.
func TestFaultsAreSeenWithoutTheirColumn(t *testing.T) {
	for _, width := range []int{60, 100, 200} {
		w := floor(t, width, 40, func(_ *Options, m *model.Options) {
			m.Columns = chosen([]model.Column{model.ColumnDN, model.ColumnAgent, model.ColumnLabel, model.ColumnTeam, model.ColumnCapture, model.ColumnCall, model.ColumnConnID, model.ColumnRegistration})
		})
		for dn, fault := range map[string]string{"7005": "! NO ANSWER", "7008": "! REJECTED", "7011": "! REFUSED"} {
			if row := w.row(dn); !strings.Contains(row, fault) {
				t.Errorf("at %d cells the row of %s reads %q", width, dn, row)
			}
		}
		w.showsNot("Last command")
	}
}

// TestHiddenColumnSorts hides the column by which the rows are sorted: they stay
// as they are, and the header still says why.
func TestHiddenColumnSorts(t *testing.T) {
	w := floor(t, 120, 40, nil)
	w.keys("oo")
	before := w.model.Rows()[0].Key()
	w.keys("cj <enter>")
	w.shows("by ▲Agent")
	w.showsNot(" Agent ")
	if got := w.model.Rows()[0].Key(); got != before {
		t.Errorf("the first row is %s, was %s", got.DN, before.DN)
	}
	w.keys("O")
	w.shows("by ▼Agent")
}

package model

import (
	"slices"
	"strings"
	"testing"
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

func TestParseColumns(t *testing.T) {
	for _, test := range []struct{ name, list, want, problem string }{
		{name: "default", list: "dn,agent,capture,since,call,connid,last", want: "dn agent capture since call connid last"},
		{name: "fewest", list: "capture,dn", want: "capture dn"},
		{name: "blanks and case", list: " DN , Capture,agent-state", want: "dn capture agent-state"},
		{name: "unknown", list: "dn,capture,colour", problem: `item 3, "colour", is no column: there are dn, agent, capture, since, call, connid, last, label, agent-id, agent-state, team, heard, registration`},
		{name: "blank", list: "dn,,capture", problem: `item 2, "", is no column`},
		{name: "empty", list: "", problem: `item 1, "", is no column`},
		{name: "twice", list: "dn,capture,dn", problem: "item 3: the column dn stands there twice"},
		{name: "without dn", list: "capture,last", problem: "the column dn is missing"},
		{name: "without capture", list: "dn,last", problem: "the column capture is missing"},
	} {
		t.Run(test.name, func(t *testing.T) {
			columns, err := ParseColumns(test.list)
			if test.problem != "" {
				if err == nil || !strings.Contains(err.Error(), test.problem) {
					t.Errorf("error is %v, want one with %q", err, test.problem)
				}
				return
			}
			if got := strings.Join(NamesOf(columns), " "); err != nil || got != test.want {
				t.Errorf("columns are %q, %v", got, err)
			}
		})
	}
}

func TestColumnsAreWhole(t *testing.T) {
	names := map[string]bool{"": true}
	for _, c := range AllColumns() {
		if names[c.Name()] || c.String() == "" {
			t.Errorf("column %d is called %q, %q", c, c.Name(), c)
		}
		names[c.Name()] = true
	}
	if !slices.Equal(AllColumns()[:len(DefaultColumns())], DefaultColumns()) {
		t.Error("the default columns are not the first ones")
	}
}

// TestSortByMoreColumns sorts by the columns that are not shown by default.
func TestSortByMoreColumns(t *testing.T) {
	columns := []Column{ColumnDN, ColumnCapture, ColumnLabel, ColumnAgentID, ColumnAgentState, ColumnTeam, ColumnHeard, ColumnRegistration}
	f := newFloor(t, 4, Options{Columns: columns})
	f.update(Visible{Now: f.now, Rows: 20})
	f.m.board.Add(board.Entry{Key: keyOf("7001"), Label: "Zoë", Team: "b"}, board.Entry{Key: keyOf("7003"), Label: "anna", Team: "a"},
		board.Entry{Key: keyOf("7002")}, board.Entry{Key: keyOf("7004")})
	agent := func(dn, id string, kind wire.MessageType) {
		f.message(event.KindMessage, kind, wire.TextAttribute(wire.AttributeThisDN, dn), wire.TextAttribute(wire.AttributeAgentID, id))
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
	for column, want := range map[Column]string{
		ColumnLabel: "7003 7001 7002 7004", ColumnAgentID: "7003 7002 7001 7004", ColumnAgentState: "7002 7001 7003 7004",
		ColumnTeam: "7003 7001 7002 7004", ColumnHeard: "7002 7003 7001 7004", ColumnRegistration: "7004 7001 7002 7003",
	} {
		f.m.sortBy(ordering{first: SortKey{Column: column}})
		f.want(column.String(), f.visible(), want)
	}
}

// TestSortKeysStepThroughShownColumns has the sort keys go by what the user
// sees, in its order.
func TestSortKeysStepThroughShownColumns(t *testing.T) {
	f := newFloor(t, 2, Options{Columns: []Column{ColumnTeam, ColumnCapture, ColumnDN}})
	by := func(want Column) {
		t.Helper()
		if first, _ := f.m.Sort(); first.Column != want {
			t.Errorf("sorted by %q, want %q", first.Column, want)
		}
	}
	for _, want := range []Column{ColumnTeam, ColumnCapture, ColumnDN, ColumnNone, ColumnTeam} {
		f.do(ActionSortRight)
		by(want)
	}
	f.do(ActionSortLeft, ActionSortLeft)
	by(ColumnDN)
	f.do(ActionSortNext, ActionSortNext)
	by(ColumnTeam)

	f.do(ActionColumns)
	f.picks("space", "enter") // Team goes
	by(ColumnTeam)
	f.do(ActionSortReverse)
	if first, _ := f.m.Sort(); first != (SortKey{ColumnTeam, true}) {
		t.Errorf("the hidden column cannot be reversed: %v", first)
	}
	f.do(ActionSortRight)
	by(ColumnCapture)
}

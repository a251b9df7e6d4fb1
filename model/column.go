package model

import (
	"fmt"
	"slices"
	"strings"
)

// Column is a column of the board. Rows can be sorted by any, shown or not.
type Column uint8

// The columns. The zero value is ColumnNone, which stands for the order of the
// DN list.
const (
	ColumnNone         Column = iota
	ColumnDN                  // always shown
	ColumnAgent               // the label, else the agent's ID
	ColumnCapture             // always shown
	ColumnSince               // since when the capture is in its state
	ColumnCall                // the current call
	ColumnConnID              // the current call's
	ColumnLast                // the last command, and what is wrong with the DN
	ColumnLabel               // of the DN file
	ColumnAgentID             // as T-Server says it
	ColumnAgentState          // ready, not ready, …
	ColumnTeam                // of the DN file
	ColumnHeard               // how long ago the recorder was heard
	ColumnRegistration        // how the DN stands at T-Server
	ColumnCount               // how many there are; no column itself
)

// columnNames are the heads of the columns, and how users name them.
var columnNames = [ColumnCount]struct{ head, name string }{
	ColumnDN: {"DN", "dn"}, ColumnAgent: {"Agent", "agent"}, ColumnCapture: {"Capture", "capture"},
	ColumnSince: {"Since", "since"}, ColumnCall: {"Call", "call"}, ColumnConnID: {"ConnID", "connid"},
	ColumnLast: {"Last command", "last"}, ColumnLabel: {"Label", "label"}, ColumnAgentID: {"Agent ID", "agent-id"},
	ColumnAgentState: {"Agent state", "agent-state"}, ColumnTeam: {"Team", "team"}, ColumnHeard: {"Heard", "heard"},
	ColumnRegistration: {"Registration", "registration"},
}

// String returns the head of the column, "" for ColumnNone.
func (c Column) String() string {
	if c < ColumnCount {
		return columnNames[c].head
	}
	return ""
}

// Name returns what users call the column in flags and files, "" for
// ColumnNone.
func (c Column) Name() string {
	if c < ColumnCount {
		return columnNames[c].name
	}
	return ""
}

// isFixed reports whether the column is always shown: without it a row does not
// say what it is there for.
func (c Column) isFixed() bool { return c == ColumnDN || c == ColumnCapture }

// DefaultColumns returns the columns that are shown where nobody chose any, from
// left to right.
func DefaultColumns() []Column {
	return []Column{ColumnDN, ColumnAgent, ColumnCapture, ColumnSince, ColumnCall, ColumnConnID, ColumnLast}
}

// AllColumns returns every column, those of DefaultColumns first.
func AllColumns() []Column {
	all := make([]Column, 0, ColumnCount-1)
	for c := ColumnDN; c < ColumnCount; c++ {
		all = append(all, c)
	}
	return all
}

// NamesOf returns the columns' names.
func NamesOf(columns []Column) []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name()
	}
	return names
}

// ParseColumns reads names of columns with commas between them, as in
// dn,capture,last. Each may stand there once; dn and capture must. The error
// names the item that is wrong and, where it is no column, all names.
func ParseColumns(list string) ([]Column, error) {
	all := AllColumns()
	var columns []Column
	for i, item := range strings.Split(list, ",") {
		name := strings.ToLower(strings.TrimSpace(item))
		at := slices.IndexFunc(all, func(c Column) bool { return c.Name() == name })
		if at < 0 {
			return nil, fmt.Errorf("item %d, %q, is no column: there are %s", i+1, name, strings.Join(NamesOf(all), ", "))
		}
		if slices.Contains(columns, all[at]) {
			return nil, fmt.Errorf("item %d: the column %s stands there twice", i+1, name)
		}
		columns = append(columns, all[at])
	}
	for _, c := range all {
		if c.isFixed() && !slices.Contains(columns, c) {
			return nil, fmt.Errorf("the column %s is missing, which is always shown", c.Name())
		}
	}
	return columns, nil
}

// Columns are the columns that the board shows, from left to right, as far as
// the window has room. The slice is the model's.
func (m *Model) Columns() []Column { return m.columns }

// Package column names the columns of the board: their headings, the names that
// users type for them, and their usual order. It is a leaf that every package may
// import. It does not know what a column contains, how wide it is, or which columns
// are shown.
package column

import (
	"fmt"
	"slices"
	"strings"
)

// ID identifies a column of the board. Rows can be sorted by any column, whether it
// is shown or not.
type ID uint8

// The columns. The zero value is None; as a sort key it means the order of the DN
// list.
const (
	None         ID = iota
	DN              // always shown
	Agent           // the label, or the agent ID if there is no label
	Capture         // always shown
	Since           // the time since the capture state changed
	Gap             // how long the DN has been on a call without being recorded
	Call            // the current call
	Last            // the last command, and the fault of the DN
	ConnID          // the ConnID of the current call
	Label           // from the DN file
	AgentID         // as reported by T-Server
	AgentState      // ready, not ready, …
	Team            // from the DN file
	Heard           // the time since the last indication
	Registration    // the state of the DN's registration at T-Server
	Count           // the number of IDs, including None; not a column
)

// texts are the headings of the columns and the names that users type.
var texts = [Count]struct{ heading, name string }{
	DN: {"DN", "dn"}, Agent: {"Agent", "agent"}, Capture: {"Capture", "capture"},
	Since: {"Since", "since"}, Gap: {"Gap", "gap"}, Call: {"Call", "call"}, ConnID: {"ConnID", "connid"},
	Last: {"Last command", "last"}, Label: {"Label", "label"}, AgentID: {"Agent ID", "agent-id"},
	AgentState: {"Agent state", "agent-state"}, Team: {"Team", "team"}, Heard: {"Heard", "heard"},
	Registration: {"Registration", "registration"},
}

// String returns the column's heading, or "" for None.
func (c ID) String() string {
	if c < Count {
		return texts[c].heading
	}
	return ""
}

// Name returns the column's name in flags and files, or "" for None.
func (c ID) Name() string {
	if c < Count {
		return texts[c].name
	}
	return ""
}

// IsFixed reports whether the column is always shown. Without these columns a row
// would not show which DN it is, or whether that DN is being captured.
func (c ID) IsFixed() bool { return c == DN || c == Capture }

// Default returns the columns that are shown if the user has not chosen any, from
// left to right.
func Default() []ID {
	return []ID{DN, Agent, Capture, Since, Gap, Call, Last}
}

// All returns every column; those of Default come first.
func All() []ID {
	all := make([]ID, 0, Count-1)
	for c := DN; c < Count; c++ {
		all = append(all, c)
	}
	return all
}

// Names returns the names of the columns, as Parse reads them.
func Names(columns []ID) []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name()
	}
	return names
}

// Parse reads column names separated by commas, such as dn,capture,last. Each column
// may appear once, and dn and capture must. The error names the item that is wrong
// and, if it is not a column, lists all names.
func Parse(list string) ([]ID, error) {
	all := All()
	var columns []ID
	for i, item := range strings.Split(list, ",") {
		name := strings.ToLower(strings.TrimSpace(item))
		at := slices.IndexFunc(all, func(c ID) bool { return c.Name() == name })
		if at < 0 {
			return nil, fmt.Errorf("item %d: unknown column %q; use %s", i+1, name, strings.Join(Names(all), ", "))
		}
		if slices.Contains(columns, all[at]) {
			return nil, fmt.Errorf("item %d: the column %s is listed twice", i+1, name)
		}
		columns = append(columns, all[at])
	}
	for _, c := range all {
		if c.IsFixed() && !slices.Contains(columns, c) {
			return nil, fmt.Errorf("the column %s is missing; it must be shown", c.Name())
		}
	}
	return columns, nil
}

package rows

import (
	"capdeck/model/board"
	"capdeck/model/filter"
)

// values is a row of the board as a filter sees it.
type values struct{ row *board.Row }

// DN returns the row's DN.
func (v values) DN() string { return v.row.Key().DN }

// Label returns the row's label.
func (v values) Label() string { return v.row.Label() }

// Team returns the row's team.
func (v values) Team() string { return v.row.Team() }

// Fault returns the name of the row's fault, or "" if there is none.
func (v values) Fault() string { return v.row.Fault().String() }

// AgentID returns the ID of the agent at the row's DN.
func (v values) AgentID() string {
	agent := v.row.Agent()
	return agent.ID
}

// Is reports whether the row counts as being in the state. The board decides that, and its
// counters agree.
func (v values) Is(state filter.State) bool {
	switch state {
	case filter.Fault:
		return v.row.Fault().Kind != board.FaultNone
	case filter.Stale:
		return v.row.Stale() != 0
	case filter.Recording:
		return v.row.State() == board.StateRec
	case filter.Paused:
		return v.row.State() == board.StatePaused
	case filter.Off:
		return v.row.State() == board.StateOff
	case filter.Unknown:
		return v.row.State() == board.StateUnknown
	}
	return false
}

// newReader returns a reader of filters for the board, in which DNs are those of a site.
func newReader(truth *board.Board, site string) filter.Reader {
	return filter.Reader{
		Known: func(dn string) bool { return truth.Row(board.Key{Site: site, DN: dn}) != nil },
		Rows: func(yield func(filter.Row) bool) {
			for _, row := range truth.Rows() {
				if !yield(values{row}) {
					return
				}
			}
		},
	}
}

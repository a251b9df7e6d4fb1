package model

import (
	"capdeck/model/board"
	"capdeck/model/filter"
)

// filterRow is a row of the board as filters see it.
type filterRow struct{ row *board.Row }

func (r filterRow) DN() string    { return r.row.Key().DN }
func (r filterRow) Label() string { return r.row.Label() }
func (r filterRow) Team() string  { return r.row.Team() }
func (r filterRow) Fault() string { return r.row.Fault().String() }

func (r filterRow) AgentID() string {
	agent := r.row.Agent()
	return agent.ID
}

// Is reports whether the row counts as being in the state.
func (r filterRow) Is(state filter.State) bool {
	switch state {
	case filter.Fault:
		return r.row.Fault().Kind != board.FaultNone
	case filter.Stale:
		return r.row.Stale() != 0
	case filter.Recording:
		return r.row.State() == board.StateRec
	case filter.Paused:
		return r.row.State() == board.StatePaused
	case filter.Off:
		return r.row.State() == board.StateOff
	case filter.Unknown:
		return r.row.State() == board.StateUnknown
	}
	return false
}

// newReader returns a reader of filters for the board, with the DNs of a site.
func newReader(truth *board.Board, site string) filter.Reader {
	return filter.Reader{
		Known: func(dn string) bool { return truth.Row(board.Key{Site: site, DN: dn}) != nil },
		Rows: func(yield func(filter.Row) bool) {
			for _, row := range truth.Rows() {
				if !yield(filterRow{row}) {
					return
				}
			}
		},
	}
}

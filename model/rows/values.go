package rows

import (
	"time"

	"capdeck/model/board"
	"capdeck/model/filter"
)

// values is a row of the board as a filter sees it.
type values struct {
	row   *board.Row
	calls *Calls
}

// Calls knows which DNs are on a call, and which of them are not recorded, as far as that
// counts in the coverage. Both functions may be nil: nothing is known then.
type Calls struct {
	// On reports whether the DN of a row is on an answered call.
	On func(row *board.Row) bool
	// Gap returns how long the DN of a row has been on a call without being recorded at the
	// present time; false if it is not on a call, or recorded.
	Gap func(row *board.Row) (gap time.Duration, ok bool)
}

// valuesOf returns a row as a filter sees it, until the next call.
func (r *Rows) valuesOf(row *board.Row) *values {
	r.seen = values{row, &r.calls}
	return &r.seen
}

// SetCalls sets where a filter finds the calls. The caller must see to it that they know
// the time before each call of a method with a time.
func (r *Rows) SetCalls(calls Calls) { r.calls = calls }

// Gap returns the gap of the row.
func (v values) Gap() (time.Duration, bool) {
	if v.calls == nil || v.calls.Gap == nil {
		return 0, false
	}
	return v.calls.Gap(v.row)
}

// Gap returns how long the DN of a row has been on a call without being recorded, as
// Calls.Gap does.
func (r *Rows) Gap(row *board.Row) (gap time.Duration, ok bool) { return values{row, &r.calls}.Gap() }

// Calls returns the number of the calls of the row that a filter can examine.
func (v values) Calls() int {
	count := 0
	for i := range v.row.Calls() {
		if isParty(&v.row.Calls()[i]) {
			count++
		}
	}
	return count
}

// Call returns one of these calls.
func (v values) Call(i int) filter.Call {
	calls := v.row.Calls()
	for at := range calls {
		c := &calls[at]
		if !isParty(c) {
			continue
		}
		if i == 0 {
			return filter.Call{State: callState(c.State), Type: callType(c.Type), Queue: c.Queue}
		}
		i--
	}
	return filter.Call{}
}

// isParty reports whether the DN is a party of a call: it was not answered elsewhere.
func isParty(c *board.Call) bool { return c.State != board.CallBridged }

func callState(state board.CallState) filter.CallState {
	switch state {
	case board.CallTalking:
		return filter.Talking
	case board.CallHeld:
		return filter.Held
	case board.CallRinging:
		return filter.Ringing
	case board.CallDialing:
		return filter.Dialing
	}
	return filter.OtherCall
}

func callType(number int32) filter.CallType {
	if t := filter.CallType(number); number == int32(t) && t <= filter.Consult {
		return t
	}
	return 0
}

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
	case filter.OnCall:
		return v.calls != nil && v.calls.On != nil && v.calls.On(v.row)
	case filter.NotRecorded:
		_, ok := v.Gap()
		return ok
	}
	return false
}

// newReader returns a reader of filters for the board, in which DNs are those of a site.
func newReader(truth *board.Board, site string) filter.Reader {
	return filter.Reader{
		Known: func(dn string) bool { return truth.Row(board.Key{Site: site, DN: dn}) != nil },
		Rows: func(yield func(filter.Row) bool) {
			for _, row := range truth.Rows() {
				if !yield(values{row: row}) {
					return
				}
			}
		},
	}
}

package board

import (
	"time"

	"capdeck/tlibconn/event"
)

// reason is why an indication is expected, as a bit of Row.explains: one for each
// indication, and one for event.IndicationNone, which means any indication that answers
// another client's query.
type reason uint8

// Another client's commands have their own bits, below those of calls: a call only
// explains an indication, a command asks for it.
const reasonByCall = 4

func byCommand(i event.Indication) reason { return 1 << i }
func byCall(i event.Indication) reason    { return 1 << (i + reasonByCall) }

// explain records why an indication is expected. It also explains an indication that
// arrived shortly before: the network decides which of the two arrives first.
func (b *Board) explain(r *Row, indication event.Indication, why reason, at time.Time) {
	conflict := r.conflict[0] != r.conflict[1]
	if conflict && indication != event.IndicationNone && r.conflict[1] == stateOf(indication) && at.Sub(r.capture.Heard) <= ConflictWindow {
		r.conflict = [2]State{}
		return
	}
	kept := r.rarely()
	if at.Sub(kept.reasons[indication]) > b.options.IndicationTimeout {
		// A reason of another kind that is no longer valid does not become valid again.
		r.explains &^= byCommand(indication) | byCall(indication)
	}
	kept.reasons[indication] = at
	r.explains |= why
}

// takeReason removes and returns the reasons for an indication, each of which explains
// one: whether another client asked for it, whether a call explains it, and whether it
// answers another client's query. Reasons are valid as long as an indication may take.
func (r *Row) takeReason(indication event.Indication, at time.Time, timeout time.Duration) (asked, explained, queried bool) {
	holds := func(i event.Indication, why reason) bool {
		return r.explains&why != 0 && at.Sub(r.rare.reasons[i]) <= timeout
	}
	asked = holds(indication, byCommand(indication))
	explained = holds(indication, byCall(indication))
	queried = holds(event.IndicationNone, byCommand(event.IndicationNone))
	r.explains &^= byCommand(indication) | byCall(indication) | byCommand(event.IndicationNone)
	return asked, explained, queried
}

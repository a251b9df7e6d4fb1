package board

import (
	"time"

	"capdeck/tlibconn/event"
)

// ChangeKind is what happened in a Change.
type ChangeKind uint8

// The kinds of changes. The comments name the fields that each kind sets besides Kind, At
// and Key; all but ChangeLink and ChangeSilence set Row.
const (
	// ChangeIndication: an indication arrived. Sets State, Before, ConnID and Cause. One that
	// repeats the newest one of a row that shows it is reported only if the DN is on a call and
	// the last change of the row was another than an indication; see Repeated.
	ChangeIndication ChangeKind = iota + 1
	// ChangeQueryFailed: a query, automatic or not, went unanswered, so that the state is no
	// longer vouched for. Sets ConnID and Command. A query that T-Server rejected, or that
	// never left, or whose connection was lost, is none.
	ChangeQueryFailed
	// ChangeSent: a command of ours has left; automatic queries are not reported. Sets
	// Command and ConnID.
	ChangeSent
	// ChangeEnded: a command of ours has its outcome; automatic queries are not reported. Sets
	// Command and ConnID.
	ChangeEnded
	// ChangeOther: another client's start, stop, pause or resume was seen, at the latest when
	// it is known not to be the echo of one of ours. Sets Verb and ConnID. Its queries are not
	// reported.
	ChangeOther
	// ChangeCall: a call is on the DN, or its state changed, or what is known about it. Sets
	// Call and ConnID; Found if a snapshot found it.
	ChangeCall
	// ChangeCallEnded: a call has left the DN, or a snapshot no longer lists it, or a DN that
	// is not watched lost what was known of it (both Found). Sets ConnID and, if the board knew
	// the call, Call as it was. The oldest call of more than MaxCalls is reported as well.
	ChangeCallEnded
	// ChangeCallRenamed: a call has a new ConnID, and so has what was indicated for it; a call
	// that already has it and this one are one from now on, and the later indication counts.
	// Sets From and ConnID, and Call as it is now.
	ChangeCallRenamed
	// ChangeWatched: from now on the DN is watched: the link is up and the DN is registered.
	// The changes of the calls that the snapshot found precede it.
	ChangeWatched
	// ChangeUnwatched: from now on the DN is not watched: its link or its registration is
	// lost. Its calls and its agent are no longer known, and there are no changes for them.
	ChangeUnwatched
	// ChangeStale: Row.Stale returns other reasons, or none. An indication that ends them
	// precedes it.
	ChangeStale
	// ChangeAgent: the agent at the DN, or the agent's state, changed.
	ChangeAgent
	// ChangeStopped: it was decided that a capture stopped during a call although no command
	// of ours asked for it (Row.Stopped). Sets Stopped and ConnID.
	ChangeStopped
	// ChangeFault: the present fault of the row is another one, or none (Row.Fault without
	// FaultStopped). Sets Fault.
	ChangeFault
	// ChangeLink: the link of the site came up or was lost. Sets Up. Row is nil, and only the
	// site of Key is set. The changes of its DNs follow.
	ChangeLink
	// ChangeSilence: a recorder fell silent, or answers again. Sets Silent, Since and Team;
	// Row is nil, and only the site of Key is set. While a whole site is silent, no further
	// team falls silent; one that is still silent after that does so then.
	ChangeSilence
	// ChangeAdded: the DN is on the board, or its label or team changed.
	ChangeAdded
	// ChangeRemoved: the DN is no longer on the board. Row is as it was, and its Number is
	// free for another row.
	ChangeRemoved
)

// Cause is why an indication arrived, as far as the board can tell.
type Cause uint8

// The causes of an indication. The zero value is CauseNone.
const (
	// CauseNone: nothing asked for it.
	CauseNone Cause = iota
	// CauseCommand: a start, stop, pause or resume of ours asked for it.
	CauseCommand
	// CauseOther: a start, stop, pause or resume of another client asked for it.
	CauseOther
	// CauseCall: a change of a call explains it, such as a pause during a hold.
	CauseCall
	// CauseQuery: it answers a query, ours or another client's, and no command asked for it.
	// The state may have changed at any time since the indication before it. So does the first
	// indication after a query that went unanswered, unless a command asked for it, and one
	// about another call than that of the query that waits.
	CauseQuery
)

// Change is one thing that happened to a DN, to the link or to the recorder of a site. It
// belongs to the board: read it while the function of Board.OnChange runs, and retain none
// of it but Key and values.
//
// Changes come in the order in which the board decides them. What was due before an event
// precedes it. Of one event, what it shows about the link or a recorder comes first; then the
// change itself: the indication, the renamed call, the calls that ended, the calls that
// began or changed, or, of a snapshot, the agent, the calls that ended, and the others;
// then ChangeWatched or ChangeUnwatched, ChangeStale and ChangeFault; and last the commands
// that an indication ended (ChangeQueryFailed before ChangeEnded, and what follows from it).
// The changes of a row alone rebuild its calls, what was last indicated for each ConnID,
// whether it is watched, its agent, its staleness and its present fault.
type Change struct {
	// Kind is what happened; it says which of the fields below are set.
	Kind ChangeKind
	// Row is the row of the DN, after the change.
	Row *Row
	// Key is the row's identity.
	Key Key
	// At is when it happened, zero for ChangeAdded. What is decided later than it happened (a
	// timeout, a command that left, another client's command) has the earlier time, so that the
	// times of a row can go back a little.
	At time.Time
	// ConnID is the present ConnID of the call that it is about, 0 for none. An indication
	// without one that answers a query is about the call of the query.
	ConnID uint64
	// From is the earlier ConnID of a renamed call.
	From uint64
	// State is the state that was indicated, Before the state that was last indicated for the
	// same call or, if none was, the row's state.
	State, Before State
	// Cause is why the indication arrived.
	Cause Cause
	// Repeated is, for each change of a row, when the row's newest indication until then was
	// last repeated without a report; zero if it was not since the change before.
	Repeated time.Time
	// Command is a command of ours, with its outcome if it has one.
	Command *Command
	// Verb is what another client asked for.
	Verb event.Verb
	// Call is the call; nil if the board did not know it.
	Call *Call
	// Found reports that a snapshot found it: it happened at some earlier time.
	Found bool
	// Stopped is the capture that stopped.
	Stopped Stopped
	// Fault is the present fault.
	Fault Fault
	// Up reports whether the link is up.
	Up bool
	// Silent reports whether the recorder is silent, Since when the first DN of the present or
	// past silence was queried. Team is the team whose recorder it is; Whole reports that it
	// is that of the whole site.
	Silent bool
	Since  time.Time
	Team   string
	Whole  bool
}

package board

import "time"

// Watch is a set of changes that somebody wants to be told of at once. Zero is
// none.
type Watch uint8

// The changes that a board can be asked to watch for.
const (
	// WatchStopped: a capture that was enabled or paused is disabled, and
	// neither a stop nor the end of its call explains it: the fault FaultStopped,
	// or, on a DN of which no call is known, at once. What happened while the link
	// or the registration was lost is not told: nobody saw it.
	WatchStopped Watch = 1 << iota
	// WatchFault: a DN has a fault that it had not before.
	WatchFault
	// WatchLink: the way to the switch is not open any more.
	WatchLink
)

// Alert is one change that was watched for.
type Alert struct {
	// Kind is which of them.
	Kind Watch
	// Key is the row; for WatchLink only its site is set.
	Key Key
	// Fault is what WatchFault found.
	Fault Fault
}

// alerts is what was seen since the last TakeAlerts: the first and how many.
type alerts struct {
	first Alert
	count int
}

func (a *alerts) add(alert Alert) {
	if a.count == 0 {
		a.first = alert
	}
	a.count++
}

// TakeAlerts hands over what Options.Watch asks for and was seen since the last
// call: the first change, and how many there were with it.
func (b *Board) TakeAlerts() (first Alert, count int) {
	first, count = b.alerts.first, b.alerts.count
	b.alerts = alerts{}
	return first, count
}

// watchStop looks at a capture that stops while no call of the DN is known: nobody
// can say whether a call of it goes on, so it is told at once and is no fault.
func (b *Board) watchStop(r *Row, connID uint64, at time.Time) {
	switch {
	case !r.callLeft.IsZero() || r.unvouched&StaleCallLeft != 0 || r.hasLeft(connID):
	case r.capture.ConnID == 0 && at.Sub(r.leftAt) <= CallLeftTime:
		// Of a capture that names no call, the one that has just left may have
		// been the reason.
	case r.weStopped(connID, at) || r.otherStopped(connID, at):
	default:
		b.alerts.add(Alert{Kind: WatchStopped, Key: r.key})
	}
}

// watchFault looks at what is wrong with a row at present. A capture that stopped
// unasked is told where it is decided, and once; the present faults that it hides are told
// when they come, and not when it is acknowledged.
func (b *Board) watchFault(r *Row) {
	fault := r.presentFault()
	if fault.Kind != FaultNone && fault != r.watched {
		b.alerts.add(Alert{Kind: WatchFault, Key: r.key, Fault: fault})
	}
	r.watched = fault
}

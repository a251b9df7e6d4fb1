package board

// Alert is one change that the board watched for.
type Alert struct {
	// Kind is the kind of change.
	Kind Watch
	// Key is the row; for WatchLink only its site is set.
	Key Key
	// Fault is the new fault, for WatchFault.
	Fault Fault
}

// alerts holds what was seen since the last TakeAlerts: the first change and the number of
// changes.
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

// TakeAlerts returns the changes that Options.Watch asks for and that happened since the
// last call: the first one and their number.
func (b *Board) TakeAlerts() (first Alert, count int) {
	first, count = b.alerts.first, b.alerts.count
	b.alerts = alerts{}
	return first, count
}

// watchFault checks for a new present fault of a row. A capture that stopped unasked is
// reported where that is decided, once. The present faults that it hides are reported when
// they begin, not when it is acknowledged.
func (b *Board) watchFault(r *Row) {
	fault := r.presentFault()
	if fault.Kind != FaultNone && fault != r.watched {
		b.alerts.add(Alert{Kind: WatchFault, Key: r.key, Fault: fault})
	}
	r.watched = fault
}

package board

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

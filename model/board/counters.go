package board

// Counters counts the board's rows. Rec, Paused, Off and Unknown add up to Total; Faults
// and Stale count rows that are also in one of these.
type Counters struct {
	Total, Registered         int
	Rec, Paused, Off, Unknown int
	Faults, Stale             int
	// NotAsked counts the rows whose automatic query was due and could not be sent:
	// Row.NotAsked has the reason.
	NotAsked int
	// OpenCommands counts commands that have no outcome yet; automatic queries are not
	// commands.
	OpenCommands int
	// StaleRec, StalePaused and StaleOff are those of Rec, Paused and Off that are stale.
	StaleRec, StalePaused, StaleOff int
}

// Diagnostics counts input from the network that changed no row.
type Diagnostics struct {
	// Undecodable counts frames that could not be decoded, over the board's life.
	Undecodable uint64
	// Unmatched counts answers with a ReferenceID that no request is waiting for.
	Unmatched uint64
	// UnknownDN counts EventUserEvents for DNs that are not on the board.
	UnknownDN uint64
}

// QueryRound is the progress of the automatic queries that follow a
// registration round.
type QueryRound struct {
	// Round counts the rounds from 1; 0 means that none has begun.
	Round uint32
	// Wanted is the number of DNs to query; each is then counted in Asked or Skipped, or still
	// waits.
	Wanted int
	// Asked is the number of queries that were handed out, Skipped the number that were no
	// longer needed.
	Asked, Skipped int
	// Answered is the number of those queries that got an indication, Failed the number that
	// got none, or an error.
	Answered, Failed int
}

// Active reports whether the round has queries to send or answers to wait for.
func (q QueryRound) Active() bool {
	return q.Wanted > q.Asked+q.Skipped || q.Asked > q.Answered+q.Failed
}

// changed marks a row as changed, corrects the counters, and reports what follows from the
// change.
func (b *Board) changed(r *Row) {
	if b.count(r) {
		b.reportShown(r, b.at)
	}
}

// count is changed without the report. It returns whether reportShown may have something
// to report.
func (b *Board) count(r *Row) bool {
	b.version++
	r.version = b.version
	now := r.classify()
	differs := now ^ r.shown
	if differs == 0 && !r.hasLasting {
		return false
	}
	if b.options.Watch&WatchFault != 0 {
		b.watchFault(r)
	}
	if differs != 0 {
		r.site.whole.counters.count(r.shown, -1)
		r.site.whole.counters.count(now, 1)
		r.group.counters.count(r.shown, -1)
		r.group.counters.count(now, 1)
		if now.again() != r.shown.again() {
			r.site.countAgain(now.again())
		}
		r.shown = now
	}
	return differs&shownReported != 0 || r.hasLasting
}

// Add adds the counts of other, times times; -1 subtracts them.
func (c *Counters) Add(other *Counters, times int) {
	c.Total += times * other.Total
	c.Registered += times * other.Registered
	c.Rec += times * other.Rec
	c.Paused += times * other.Paused
	c.Off += times * other.Off
	c.Unknown += times * other.Unknown
	c.Faults += times * other.Faults
	c.Stale += times * other.Stale
	c.NotAsked += times * other.NotAsked
	c.OpenCommands += times * other.OpenCommands
	c.StaleRec += times * other.StaleRec
	c.StalePaused += times * other.StalePaused
	c.StaleOff += times * other.StaleOff
}

func (c *Counters) count(s shown, by int) {
	stale := 0
	if s.stale() != 0 {
		stale = by
		c.Stale += by
	}
	switch s.state() {
	case StateRec:
		c.Rec += by
		c.StaleRec += stale
	case StatePaused:
		c.Paused += by
		c.StalePaused += stale
	case StateOff:
		c.Off += by
		c.StaleOff += stale
	default:
		c.Unknown += by
	}
	if s.fault().Kind != FaultNone {
		c.Faults += by
	}
	if s.registered() {
		c.Registered += by
	}
	if s.notAsked() {
		c.NotAsked += by
	}
}

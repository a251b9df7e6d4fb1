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

// changed marks a row as changed and corrects the counters.
func (b *Board) changed(r *Row) {
	b.version++
	r.version = b.version
	now := r.classify()
	if b.options.Watch&WatchFault != 0 && (now != r.shown || r.stoppedUnasked) {
		b.watchFault(r)
	}
	if now != r.shown {
		b.counters.count(r.shown, -1)
		b.counters.count(now, 1)
		if now.again() != r.shown.again() {
			r.site.countAgain(now.again())
		}
		r.shown = now
	}
}

func (c *Counters) count(s shown, by int) {
	switch s.state() {
	case StateRec:
		c.Rec += by
	case StatePaused:
		c.Paused += by
	case StateOff:
		c.Off += by
	default:
		c.Unknown += by
	}
	if s.stale() != 0 {
		c.Stale += by
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

package board

import (
	"slices"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// OnChange sets a function that is called with each change when it happens; nil removes
// it. The change belongs to the board: changed must not retain it, and must not call the
// board's methods that change it. Changes of rows that are on the board already begin with
// their present state.
func (b *Board) OnChange(changed func(*Change)) {
	b.onChange = changed
	for _, r := range b.rows {
		r.reported, r.faultSaid = r.shown, r.presentFault()
		r.spokeLast, r.repeated = false, false
	}
	for _, s := range b.siteList {
		s.reportedUp = s.linked()
	}
}

// OnFetch sets a function that ApplyAll calls with the rows which the next indications most
// likely change, some of which may be nil, before it applies the first of them; nil removes
// it. Whoever keeps something by Row.Number for OnChange reads it then, so that a processor
// fetches it for all these rows at once. The slice belongs to the board.
func (b *Board) OnFetch(fetch func(rows []*Row)) { b.onFetch = fetch }

// report passes a change of a row to the function of OnChange. The one Change of the board
// is used for all, so that a report allocates nothing.
func (b *Board) report(r *Row, at time.Time, change Change) {
	if b.onChange == nil {
		return
	}
	b.change = change
	b.change.Row, b.change.Key, b.change.At, b.change.Repeated = r, r.key, at, r.Repeated()
	r.spokeLast, r.repeated = false, false
	b.onChange(&b.change)
}

// prepareIndication keeps, before an indication is applied, what its report says about the
// row until then. It sets the fields one by one: copying a Change costs more than
// everything else that an indication does.
func (b *Board) prepareIndication(r *Row, connID uint64, state State, cause Cause) {
	c := &b.change
	if c.Kind != ChangeIndication {
		*c = Change{Kind: ChangeIndication}
	}
	c.Row, c.Key, c.ConnID, c.State, c.Cause, c.Repeated = r, r.key, connID, state, cause, r.Repeated()
	c.Before = r.capture.State
	for i := range r.byCall {
		if word := &r.byCall[i]; word.ConnID == connID {
			c.Before = word.State
		}
	}
}

// reportIndication reports an indication that was prepared, and was applied since.
func (b *Board) reportIndication(r *Row, at time.Time) {
	r.spokeLast, r.repeated = true, false
	b.change.At = at
	b.onChange(&b.change)
}

// isNews reports whether an indication, before it is applied, is to be reported.
func (r *Row) isNews(state State, connID uint64) bool {
	last := len(r.byCall) - 1
	if last < 0 || r.onCall && !r.spokeLast {
		return true
	}
	newest := &r.byCall[last]
	return newest.ConnID != connID || newest.State != state || r.capture.State != state || r.unvouched != 0
}

// causeOf returns the cause of an indication: a command of ours asked for it, a command of
// anybody did, a query found it, or a change of a call explains it. The late answer to a
// query that went unanswered counts as its answer, and so does an indication about another
// call than the query's: a recorder may name another one.
func (r *Row) causeOf(ours, asked, found, explained bool) Cause {
	switch {
	case ours:
		return CauseCommand
	case asked:
		return CauseOther
	case found || r.unvouched&StaleQuery != 0:
		return CauseQuery
	case explained:
		return CauseCall
	}
	return CauseNone
}

// reportShown reports what else follows from the change of a row, unless that is not
// complete yet: whether the DN is watched, its staleness, and its present fault.
func (b *Board) reportShown(r *Row, at time.Time) {
	if b.onChange == nil || r == b.updating || r.site == b.updatingSite {
		return
	}
	before, now := r.reported, r.shown
	r.reported = now
	if now.watched() != before.watched() {
		kind := ChangeUnwatched
		if now.watched() {
			kind = ChangeWatched
		}
		b.report(r, at, Change{Kind: kind})
	}
	if now.stale() != before.stale() {
		b.report(r, at, Change{Kind: ChangeStale})
	}
	if fault := r.presentFault(); fault != r.faultSaid {
		r.faultSaid = fault
		b.report(r, at, Change{Kind: ChangeFault, Fault: fault})
	}
}

// reportStopped reports a stop that was decided at time at.
func (b *Board) reportStopped(r *Row, at time.Time, stop Stopped) {
	b.count(r)
	b.report(r, at, Change{Kind: ChangeStopped, Stopped: stop, ConnID: stop.ConnID})
	b.reportShown(r, at)
}

// reportAgent reports the agent if it is another one than before, or in another state.
func (b *Board) reportAgent(r *Row, at time.Time, before *Agent) {
	if r.agent != *before {
		b.report(r, at, Change{Kind: ChangeAgent})
	}
}

// rememberCalls keeps the calls of a row before a change of them, for reportCalls.
func (b *Board) rememberCalls(r *Row) {
	if b.onChange != nil {
		b.before = append(b.before[:0], r.calls...)
	}
}

// reportCallEvent reports the changes of a row's calls by an event of the call connID;
// from is the ConnID that EventPartyChanged renamed.
func (b *Board) reportCallEvent(r *Row, e *event.Event, connID, from uint64) {
	if b.onChange == nil {
		return
	}
	switch e.Message.Type {
	case wire.EventPartyChanged:
		if from == 0 || from == connID {
			break
		}
		now := r.findCall(connID)
		if now < 0 {
			break
		}
		b.before = slices.DeleteFunc(b.before, func(c Call) bool { return c.ConnID == from || c.ConnID == connID })
		b.before = append(b.before, r.calls[now])
		b.report(r, e.Time, Change{Kind: ChangeCallRenamed, From: from, ConnID: connID, Call: &r.calls[now]})
	case wire.EventReleased, wire.EventAbandoned, wire.EventDiverted:
		if indexOfCall(b.before, connID) < 0 {
			b.report(r, e.Time, Change{Kind: ChangeCallEnded, ConnID: connID})
		}
	}
	b.reportCalls(r, e.Time, false)
}

// reportCalls reports how the calls of a row differ from those of rememberCalls: first
// those that have left. found reports that a snapshot found that.
func (b *Board) reportCalls(r *Row, at time.Time, found bool) {
	if b.onChange == nil {
		return
	}
	for i := range b.before {
		if c := &b.before[i]; r.findCall(c.ConnID) < 0 {
			b.report(r, at, Change{Kind: ChangeCallEnded, ConnID: c.ConnID, Call: c, Found: found})
		}
	}
	for i := range r.calls {
		c := &r.calls[i]
		known := indexOfCall(b.before, c.ConnID)
		if known >= 0 && b.before[known] == *c {
			continue
		}
		b.report(r, at, Change{Kind: ChangeCall, ConnID: c.ConnID, Call: c, Found: found})
	}
}

func indexOfCall(calls []Call, connID uint64) int {
	return slices.IndexFunc(calls, func(c Call) bool { return c.ConnID == connID })
}

// reportLink reports that the link of a site came up or was lost, if that was not reported
// yet.
func (b *Board) reportLink(s *site, up bool, at time.Time) {
	if s.reportedUp == up {
		return
	}
	s.reportedUp = up
	b.reportSite(s, at, Change{Kind: ChangeLink, Up: up})
}

// reportSilence reports that a silence began or is over, if that was not reported yet.
// While a whole site is silent, the silence of no further team is reported.
func (b *Board) reportSilence(g *group, at time.Time) {
	whole := g == &g.site.whole
	since, reported := g.reported, !g.reported.IsZero()
	silent := g.silence.Silent && (whole || reported || !g.site.whole.silence.Silent)
	if silent == reported {
		return
	}
	g.reported = time.Time{}
	if silent {
		since = g.silence.Since
		g.reported = since
	}
	b.reportSite(g.site, at, Change{Kind: ChangeSilence, Silent: silent, Since: since, Team: g.name, Whole: whole})
	if whole && !silent {
		for _, team := range g.site.silentTeams {
			b.reportSilence(team, at)
		}
	}
}

// reportSite is report for a change of a site.
func (b *Board) reportSite(s *site, at time.Time, change Change) {
	if b.onChange == nil {
		return
	}
	b.change = change
	b.change.Key, b.change.At = Key{Site: s.name}, at
	b.onChange(&b.change)
}

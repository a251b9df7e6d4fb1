package board

import (
	"slices"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// ResyncPause is the least time between two RequestQueryAddress for a DN.
const ResyncPause = 10 * time.Second

// resyncRetry is when a request that found no room is tried again.
const resyncRetry = time.Second

// Resync returns the result of the last RequestQueryAddress for the DN; ok is false if
// there was none.
func (r *Row) Resync() (last Resync, ok bool) { return r.resync.Resync, !r.resync.Asked.IsZero() }

// Resync asks for a DN's calls, agent and capture, on behalf of a person: with a
// RequestQueryAddress and, unless automatic queries are off, a query. The error is a
// *Refusal.
func (b *Board) Resync(now time.Time, key Key) error {
	b.at = now
	r := b.Row(key)
	if reason := r.refusesRequests(); reason != 0 {
		return NewRefusal(key, event.VerbNone, reason)
	}
	before := r.resync.person
	r.resync.person = true
	b.wantQuery(r, now, false)
	if r.resync.wanted && !before {
		b.wantResync(r) // it no longer waits behind those that no person asked for
	}
	b.wantCalls(r, now)
	return nil
}

// refusesRequests returns why no request for the DN can be sent now, 0 if one can.
func (r *Row) refusesRequests() RefusalReason {
	switch {
	case r == nil:
		return RefusedUnknownDN
	case !r.site.link.State.Connected():
		return RefusedNotConnected
	case r.site.link.State == event.LinkStandby:
		return RefusedStandby
	case !r.site.linked():
		return RefusedLinkDown
	case !r.registration.State.Held():
		return RefusedNotRegistered
	}
	return 0
}

// resynchronise asks for what may have changed unseen: after a registration that brought
// no snapshot, and after EventHardwareError and EventDNBackInService (SEMANTICS.md,
// Sessions and registration). Without automatic queries it asks for nothing.
func (b *Board) resynchronise(r *Row, now time.Time) {
	if b.options.AutomaticQueries {
		b.wantQuery(r, now, false)
		b.wantCalls(r, now)
	}
}

// wantCalls ensures that a RequestQueryAddress for the DN is sent.
func (b *Board) wantCalls(r *Row, now time.Time) {
	y := &r.resync
	if y.wanted || !y.due.IsZero() {
		return
	}
	if y.due = y.Asked.Add(ResyncPause); y.Asked.IsZero() || !y.due.After(now) {
		b.wantResync(r)
	}
	b.place(r)
}

// wantResync queues a row for a RequestQueryAddress.
func (b *Board) wantResync(r *Row) {
	r.resync.wanted, r.resync.due = true, time.Time{}
	line := &r.site.resyncs
	if r.resync.person {
		line = &r.site.personResyncs
	}
	if q := *line; len(q) > 2*r.site.rows.Len()+64 {
		*line = stillWanting(q, func(r *Row) bool { return r.resync.wanted })
	}
	*line = append(*line, r)
}

// NextResyncs returns the DNs for which to send a RequestQueryAddress now. They are paced
// like automatic queries and together with them, and those that persons asked for come
// first. Call it after NextQueries, which leaves it its share.
func (b *Board) NextResyncs(now time.Time) []Key {
	b.at = now
	var out []Key
	for _, s := range b.siteList {
		if len(s.resyncs)+len(s.personResyncs) == 0 || !s.linked() {
			continue
		}
		b.share(s, now)
		for _, line := range [...]*[]*Row{&s.personResyncs, &s.resyncs} {
			out = b.takeResyncs(out, s, line, now)
		}
	}
	return out
}

// takeResyncs appends the entries of a queue that are due now to out.
func (b *Board) takeResyncs(out []Key, s *site, line *[]*Row, now time.Time) []Key {
	for len(*line) > 0 && (b.mayResync(s) || !(*line)[0].resync.wanted) {
		r := (*line)[0]
		(*line)[0] = nil
		*line = (*line)[1:]
		y := &r.resync
		if !y.wanted {
			continue // it was removed from the board, or was served earlier
		}
		y.wanted, y.open = false, true
		y.Resync = Resync{Asked: now}
		s.asking.allowance--
		s.asking.resyncDue = max(s.asking.resyncDue-(resyncShare-1), 0)
		s.asking.resyncs++
		out = append(out, r.key)
		b.place(r)
	}
	return out
}

// mayResync reports whether another request may leave now.
func (b *Board) mayResync(s *site) bool {
	a := &s.asking
	return a.resyncs < MaxUnanswered && (b.options.QueryRate == 0 || a.ready && a.allowance >= 1)
}

// resyncAt returns when time next changes something in the row's resynchronisation, zero
// if never.
func (b *Board) resyncAt(r *Row) time.Time {
	if r.resync.open {
		return r.resync.Asked.Add(b.options.RequestTimeout)
	}
	return r.resync.due
}

// expireResync brings a row's resynchronisation to the time now.
func (b *Board) expireResync(r *Row, now time.Time) {
	at := b.resyncAt(r)
	switch {
	case at.IsZero() || at.After(now):
	case r.resync.open:
		b.endResync(r, at, 0, "no answer came in time")
	default:
		b.wantResync(r)
	}
}

// endResync applies the outcome of a RequestQueryAddress.
func (b *Board) endResync(r *Row, at time.Time, code int32, why string) {
	y := &r.resync
	if !y.open {
		return
	}
	y.open = false
	r.site.asking.resyncs--
	y.Ended, y.Code, y.Why = at, code, why
	if y.person && y.Failed() {
		b.resyncFailures = append(b.resyncFailures, ResyncFailure{Key: r.key, Resync: y.Resync})
	}
	y.person = false
	b.changed(r)
	b.place(r) // another one waits for less than this one's answer
}

// TakeResyncFailures returns the failures since the last call among those that persons
// asked for with Resync.
func (b *Board) TakeResyncFailures() []ResyncFailure {
	out := b.resyncFailures
	b.resyncFailures = nil
	return out
}

// dropResync ends a row's resynchronisation at time at, because the registration or the
// link is lost. The result of the last one stays; one that waits gets no answer any more.
func (r *Row) dropResync(at time.Time) {
	if r.resync.open {
		r.site.asking.resyncs--
	}
	last := r.resync.Resync
	if !last.Asked.IsZero() && last.Ended.IsZero() {
		last.Ended, last.Why = at, "link or registration were lost before an answer came"
	}
	r.resync = resync{Resync: last}
}

// addressAnswered applies the answer to a RequestQueryAddress.
func (b *Board) addressAnswered(s *site, e *event.Event) {
	r := s.rowNamed(e.DN)
	if r == nil || !r.resync.open {
		return
	}
	b.expireRow(r, e.Time)
	switch {
	case e.Kind == event.KindUndecodable:
		b.endResync(r, e.Time, 0, "the answer could not be read: "+cut(e.Problem, maxErrorText))
	case e.Message.Type == wire.EventAddressInfo:
		b.rememberCalls(r)
		agent := r.agent
		b.updating = r
		b.takeAddressInfo(r, e)
		b.endResync(r, e.Time, 0, "")
		b.updating = nil
		b.reportAgent(r, e.Time, &agent)
		b.reportCalls(r, e.Time, true)
		b.reportShown(r, e.Time)
	case e.Message.Type == wire.EventError:
		code, text := b.errorOf(e)
		b.endResync(r, e.Time, code, text)
	}
	b.schedule(r)
}

// addressUnsent records that the session did not send a RequestQueryAddress.
func (b *Board) addressUnsent(e *event.Event) {
	r := b.Row(Key{Site: e.Site, DN: e.DN})
	if r == nil || !r.resync.open {
		return
	}
	if e.Obstacle == event.ObstacleNone {
		b.endResync(r, e.Time, 0, cut(e.Problem, maxErrorText))
		return
	}
	r.resync.open, r.resync.due = false, e.Time.Add(resyncRetry)
	r.site.asking.resyncs--
	b.place(r)
}

// takeAddressInfo replaces what is known about the DN's calls and agent with the content
// of an EventAddressInfo. Absent keys replace nothing.
func (b *Board) takeAddressInfo(r *Row, e *event.Event) {
	before := r.agent.State
	if id, _ := e.Message.Text(wire.AttributeAgentID); len(id) > 0 {
		r.agent.ID = b.text(id)
	}
	list, ok := e.Message.List(wire.AttributeExtensions)
	if !ok {
		return
	}
	status, had := r.status, r.hasStatus
	r.hasStatus = false
	calls := b.readExtensions(r, list)
	replaces := r.hasStatus && r.status == statusIdle
	if !r.hasStatus {
		r.status, r.hasStatus = status, had
	}
	if r.agent.State != before {
		r.agent.Reason = ""
	}
	for i := range calls {
		replaces = replaces || calls[i].connID != 0
	}
	if replaces {
		r.replaceCalls(calls, e.Time)
	}
}

// replaceCalls makes the calls of a snapshot the row's calls. Known calls keep what the
// snapshot does not report.
func (r *Row) replaceCalls(calls []snapshotCall, at time.Time) {
	before := r.calls
	r.calls = nil
	for i := range calls {
		c := &calls[i]
		id := r.resolve(c.connID, at)
		if id == 0 || c.hasParty && c.party&partyMask == partyNone || r.hasCall(id) {
			continue
		}
		call := Call{ConnID: id, Began: at, BeganIsLowerBound: true}
		if known := slices.IndexFunc(before, func(b Call) bool { return b.ConnID == id }); known >= 0 {
			call = before[known]
		}
		if state := partyState(c); call.Changed.IsZero() || c.hasParty && state != call.State {
			call.State, call.Changed, call.ChangedIsLowerBound = state, at, true
		}
		if c.callType != 0 {
			call.Type = c.callType
		}
		if c.uuid != "" {
			call.UUID = c.uuid
		}
		r.addCall(call)
	}
	r.noteCalls(at)
	r.turn++
	for i := range before {
		if !r.hasCall(before[i].ConnID) {
			r.callGone(before[i].ConnID, at)
		}
	}
	if id := r.capture.ConnID; id != 0 && !r.hasCall(id) && !r.hasLeft(id) {
		r.callGone(id, at)
	}
}

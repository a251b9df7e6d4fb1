package board

import (
	"math"
	"time"

	"capdeck/tlibconn/event"
)

// queryBurst is the part of a second's automatic queries that may leave at once.
const queryBurst = 10

// wantQuery queues a row for an automatic query, if automatic queries are on.
func (b *Board) wantQuery(r *Row, now time.Time, inRound bool) {
	if !b.options.AutomaticQueries {
		return
	}
	r.wantedAt = now
	if r.wantsQuery {
		return
	}
	r.wantsQuery, r.queryInRound = true, inRound
	if r.site.asking.held {
		b.holdRow(r)
	}
	r.site.wanting++
	if inRound {
		r.site.queryRound.Wanted++
	}
	r.site.standInLine(r)
}

// standInLine queues a row that wants a query after the others.
func (s *site) standInLine(r *Row) {
	if q := s.queries; len(q) > 2*s.rows.Len()+64 {
		s.queries = stillWanting(q, (*Row).standsInLine)
	}
	s.queries = append(s.queries, r)
}

// standsInLine reports whether the row wants a query and may have one in turn.
func (r *Row) standsInLine() bool { return r.wantsQuery && !r.setAside }

// stillWanting drops the entries that were served out of turn, or no longer want a query.
func stillWanting(queries []*Row, wants func(*Row) bool) []*Row {
	kept := make([]*Row, 0, len(queries)/2)
	seen := make(map[*Row]bool, len(queries)/2)
	for _, r := range queries {
		if wants(r) && !seen[r] {
			seen[r] = true
			kept = append(kept, r)
		}
	}
	return kept
}

// dropQueries forgets the waiting queries: their answers would be about a lost link.
func (s *site) dropQueries(at time.Time) {
	s.dropAside()
	for _, r := range s.queries {
		r.wantsQuery = false
	}
	for r := range s.rows.All() {
		r.forgetNotAsked()
		r.dropResync(at)
	}
	s.resyncs, s.personResyncs = nil, nil
	s.asking.held = false
	s.queries, s.wanting = nil, 0
	s.queryRound.Wanted = s.queryRound.Asked + s.queryRound.Skipped
}

// NextQueries returns the automatic queries to send now: at most as many as
// Options.QueryRate allows, those for visible rows first, and no more than MaxUnanswered
// that wait for their answers. While the recorder is silent, there are SilenceProbes in
// each SilencePeriod, for the site or for the team; those of silent teams use at most half
// of the room. It skips a DN whose state has arrived since, that is being queried already,
// or that cannot be queried.
func (b *Board) NextQueries(now time.Time, visible []Key) []event.Command {
	b.at = now
	var out []event.Command
	wanting := 0
	for _, s := range b.siteList {
		if s.linked() {
			b.beginProbing(s, now)
			if s.wanting > 0 {
				b.share(s, now)
				wanting += s.wanting
			}
		}
	}
	if wanting == 0 {
		return nil
	}
	for _, k := range visible {
		if r := b.Row(k); r != nil && r.standsInLine() && b.mayAsk(r.site, now) && !r.site.rests(r) {
			out = b.ask(out, now, r)
		}
	}
	for _, s := range b.siteList {
		for len(s.queries) > 0 {
			r := s.queries[0]
			if r.standsInLine() && !r.wasHeard() && !b.mayAsk(s, now) {
				break
			}
			s.queries[0] = nil
			s.queries = s.queries[1:]
			switch {
			case !r.standsInLine():
			case s.rests(r) && !r.wasHeard():
				b.putAside(r)
			default:
				out = b.ask(out, now, r)
			}
		}
	}
	return out
}

// mayAsk reports whether another query may leave now. If something blocked the last one,
// one is tried.
func (b *Board) mayAsk(s *site, now time.Time) bool {
	if a := &s.asking; a.held && (a.open > 0 || now.Before(a.heldUntil)) {
		return false
	}
	return s.linked() && b.hasRoom(s) && (b.options.QueryRate == 0 || s.asking.ready && s.asking.allowance >= 1+float64(s.asking.kept))
}

// share adds what the rate allows, and sets the part that automatic queries leave for
// RequestQueryAddress: a third if both wait, since what is known about captures ages, or
// more if persons asked for that many.
func (b *Board) share(s *site, now time.Time) {
	a, rate := &s.asking, b.options.QueryRate
	queries, resyncs := b.inLine(s)
	goesOn := a.ready && now.Equal(a.allowanceAt)
	a.refill(now, rate)
	a.ready = goesOn || a.allowance >= a.gathered(queries+resyncs, rate)
	tokens := int(a.allowance)
	a.kept = (tokens + min(a.resyncDue, resyncShare-1)) / resyncShare
	a.kept = min(max(a.kept, len(s.personResyncs)), resyncs)
}

// inLine returns the number of automatic queries and RequestQueryAddress that wait only
// for the rate.
func (b *Board) inLine(s *site) (queries, resyncs int) {
	if s.wanting > 0 && b.hasRoom(s) && !s.asking.held {
		queries = s.wanting
	}
	return queries, min(len(s.personResyncs)+len(s.resyncs), MaxUnanswered-s.asking.resyncs)
}

// hasRoom reports whether another query may wait for its answer, regardless of the rate.
// Without a rate, a registration round may have as many more in flight as have been
// answered: the speed of the answers bounds it.
func (b *Board) hasRoom(s *site) bool {
	most := MaxUnanswered
	if b.options.QueryRate == 0 && s.queryRound.Active() {
		most += s.asking.answered
	}
	return s.asking.open < most && (!s.whole.silence.Silent || s.whole.probed < SilenceProbes)
}

// refill adds what the rate allows since the last call.
func (a *asking) refill(now time.Time, rate int) {
	most := max(1, float64(rate)/queryBurst)
	switch passed := now.Sub(a.allowanceAt); {
	case a.allowanceAt.IsZero():
		a.allowance = a.gathered(math.MaxInt, rate)
	case passed > 0:
		a.allowance = min(most, a.allowance+passed.Seconds()*float64(rate))
	}
	a.allowanceAt = now
}

// gathered is the allowance that is needed before any of that many queries leaves: half a
// burst, so that no timer and no line of the journal serves a single query.
func (a *asking) gathered(waiting, rate int) float64 {
	return min(float64(waiting), max(1, float64(rate)/queryBurst/2))
}

// nextQuery returns when to call NextQueries again for the site: when half a burst may
// leave, so that a timer does not fire for each query. ok is false if no time needs to
// pass: nothing waits, or answers are outstanding.
func (b *Board) nextQuery(s *site) (at time.Time, ok bool) {
	if !s.linked() {
		return time.Time{}, false
	}
	at, ok = b.nextInLine(s)
	if probing, waits := b.nextProbing(s); waits && (!ok || probing.Before(at)) {
		return probing, true
	}
	return at, ok
}

// nextInLine is nextQuery without silent teams.
func (b *Board) nextInLine(s *site) (at time.Time, ok bool) {
	a, rate := &s.asking, b.options.QueryRate
	if g := &s.whole; g.silence.Silent && b.options.AutomaticQueries && (s.wanting == 0 || g.probed >= SilenceProbes) {
		return g.probedAt.Add(SilencePeriod), true
	}
	queries, resyncs := b.inLine(s)
	waiting := queries + resyncs
	switch {
	case waiting == 0 && s.wanting > 0 && a.held && a.open == 0:
		return a.heldUntil, true
	case waiting == 0:
		return time.Time{}, false
	case rate == 0 || a.allowanceAt.IsZero():
		return s.linkSince, true
	}
	need := a.gathered(waiting, rate) - a.allowance
	if need <= 0 {
		return a.allowanceAt, true
	}
	return a.allowanceAt.Add(time.Duration(need / float64(rate) * float64(time.Second))), true
}

// ask appends the row's automatic query to out, unless it is not needed.
func (b *Board) ask(out []event.Command, now time.Time, r *Row) []event.Command {
	s := r.site
	r.wantsQuery = false
	s.wanting--
	heard := r.wasHeard()
	full := len(r.open) >= MaxOpenCommands
	if heard || !r.canBeAsked() || r.isAsked() || full {
		if r.queryInRound {
			s.queryRound.Skipped++
		}
		if !r.asksLater || heard || !r.canBeAsked() {
			r.forgetNotAsked()
		} else if !full {
			b.backOff(r, now) // what it waits for may not be answered either
		}
		if full && !heard {
			b.askLater(r, now, 0, "too many commands of the DN wait for an answer")
		}
		b.changed(r)
		b.schedule(r)
		return out
	}
	c := b.newCommand(now, r, event.VerbQuery)
	c.automatic = true
	c.round = s.queryRound.Round
	if r.queryInRound {
		c.inRound = true
		s.queryRound.Asked++
	}
	r.wantedAt = now
	r.notAsked.Retry = time.Time{}
	s.asking.allowance--
	s.asking.resyncDue = min(s.asking.resyncDue+1, 2*resyncShare)
	s.asking.open++
	s.whole.probed++
	r.group.probed++
	if c.probe = s.probes(r); c.probe {
		s.asking.probing++
	}
	return append(out, b.release(now, c))
}

// wasHeard reports whether the row's state has arrived since it wanted a query.
func (r *Row) wasHeard() bool {
	return !r.capture.Heard.IsZero() && !r.capture.Heard.Before(r.wantedAt)
}

// isAsked reports whether a query of the DN waits for its answer. A query that was
// answered may still be open for its ACK, and then shows nothing about what arrives later.
func (r *Row) isAsked() bool {
	for _, c := range r.open {
		if c.Verb == event.VerbQuery && c.Indicated.IsZero() {
			return true
		}
	}
	return false
}

// endQuery applies the outcome of an automatic query.
func (s *site) endQuery(c *command) {
	s.asking.open--
	if c.probe {
		s.asking.probing--
	}
	answered := c.Life == LifeConfirmed
	if answered {
		s.asking.answered++
	} else {
		s.asking.answered = 0
	}
	if q := &s.queryRound; c.inRound && c.round == q.Round {
		if answered {
			q.Answered++
		} else {
			q.Failed++
		}
	}
}

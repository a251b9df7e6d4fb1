package board

import (
	"time"

	"capdeck/tlibconn/event"
)

// queryBurst is how many of a second's automatic queries may leave at once.
const queryBurst = 10

// wantQuery puts a row in line for an automatic query.
func (b *Board) wantQuery(r *Row, now time.Time, inRound bool) {
	r.wantedAt = now
	if r.wantsQuery {
		return
	}
	r.wantsQuery, r.queryInRound = true, inRound
	r.site.wanting++
	if inRound {
		r.site.queryRound.Wanted++
	}
	if q := r.site.queries; len(q) > 2*r.site.rows.len()+64 {
		r.site.queries = stillWanting(q)
	}
	r.site.queries = append(r.site.queries, r)
}

// stillWanting drops the entries that were served out of turn.
func stillWanting(queries []*Row) []*Row {
	kept := make([]*Row, 0, len(queries)/2)
	seen := make(map[*Row]bool, len(queries)/2)
	for _, r := range queries {
		if r.wantsQuery && !seen[r] {
			seen[r] = true
			kept = append(kept, r)
		}
	}
	return kept
}

// dropQueries forgets what waits: its answers would be about a link that is
// gone.
func (s *site) dropQueries() {
	for _, r := range s.queries {
		r.wantsQuery = false
	}
	s.queries, s.wanting = nil, 0
	s.queryRound.Wanted = s.queryRound.Asked + s.queryRound.Skipped
}

// NextQueries returns the automatic queries that are to be sent now: at most
// as many as Options.QueryRate allows, those for visible rows first. A DN whose
// state has come meanwhile, that is being asked already or whose registration is
// not held is passed over.
func (b *Board) NextQueries(now time.Time, visible []Key) []event.Command {
	var out []event.Command
	wanting := 0
	for _, s := range b.siteList {
		if s.linked() && s.wanting > 0 {
			s.refill(now, b.options.QueryRate)
			wanting += s.wanting
		}
	}
	if wanting == 0 {
		return nil
	}
	for _, k := range visible {
		if r := b.Row(k); r != nil && r.wantsQuery && r.site.mayAsk(b.options.QueryRate) {
			out = b.ask(out, now, r)
		}
	}
	for _, s := range b.siteList {
		for len(s.queries) > 0 && s.mayAsk(b.options.QueryRate) {
			r := s.queries[0]
			s.queries[0] = nil
			s.queries = s.queries[1:]
			if r.wantsQuery {
				out = b.ask(out, now, r)
			}
		}
	}
	return out
}

func (s *site) mayAsk(rate int) bool { return s.linked() && (rate == 0 || s.allowance >= 1) }

// refill adds what the rate allows since the last call.
func (s *site) refill(now time.Time, rate int) {
	most := max(1, float64(rate)/queryBurst)
	switch passed := now.Sub(s.allowanceAt); {
	case s.allowanceAt.IsZero():
		s.allowance = 1
	case passed > 0:
		s.allowance = min(most, s.allowance+passed.Seconds()*float64(rate))
	}
	s.allowanceAt = now
}

// nextQuery returns when it is worth calling NextQueries again: when half a
// burst may leave, so that a timer does not fire for each query.
func (s *site) nextQuery(rate int) time.Time {
	if rate == 0 || s.allowanceAt.IsZero() {
		return s.linkSince
	}
	need := min(float64(s.wanting), max(1, float64(rate)/queryBurst/2)) - s.allowance
	if need <= 0 {
		return s.allowanceAt
	}
	return s.allowanceAt.Add(time.Duration(need / float64(rate) * float64(time.Second)))
}

// ask appends the row's automatic query to out, unless it is not needed.
func (b *Board) ask(out []event.Command, now time.Time, r *Row) []event.Command {
	s := r.site
	r.wantsQuery = false
	s.wanting--
	heard := !r.capture.Heard.IsZero() && !r.capture.Heard.Before(r.wantedAt)
	if heard || !r.registration.State.Held() || r.isAsked() || len(r.open) >= MaxOpenCommands {
		if r.queryInRound {
			s.queryRound.Skipped++
		}
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
	s.allowance--
	return append(out, b.release(now, c))
}

// isAsked reports whether a query of the DN is open.
func (r *Row) isAsked() bool {
	for _, c := range r.open {
		if c.Verb == event.VerbQuery {
			return true
		}
	}
	return false
}

// count takes the outcome of an automatic query.
func (q *QueryRound) count(c *command) {
	if !c.inRound || c.round != q.Round {
		return
	}
	if c.Life == LifeConfirmed {
		q.Answered++
	} else {
		q.Failed++
	}
}

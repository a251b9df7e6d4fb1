package board

import (
	"cmp"
	"slices"
	"time"
)

// probingMost is the number of automatic queries of silent teams that may wait for their
// answers at the same time: however many teams are silent, the others have as much room.
const probingMost = MaxUnanswered / 2

// TeamSilence is the silence of a team's recorder.
type TeamSilence struct {
	// Team is the team's name, "" for the DNs without a team.
	Team string
	// Since is when the first of its unanswered DNs was queried.
	Since time.Time
}

// SilentTeams returns the teams of a site whose recorder is silent while others answer,
// the longest silence first: SilenceCount DNs of the team, or all that could be queried,
// went unanswered within SilenceWindow and none of the team has answered since. If there
// are teams, the DNs without a team count as one. While the whole site is silent there are
// none. It allocates a new slice.
func (b *Board) SilentTeams(name string) []TeamSilence {
	s := b.sites[name]
	if s == nil || s.whole.silence.Silent || len(s.silentTeams) == 0 {
		return nil
	}
	teams := make([]TeamSilence, len(s.silentTeams))
	for i, g := range s.silentTeams {
		teams[i] = TeamSilence{g.name, g.silence.Since}
	}
	slices.SortFunc(teams, func(a, b TeamSilence) int {
		return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Team, b.Team))
	})
	return teams
}

// join adds a row to a team, "" for none, and removes it from its former one.
func (b *Board) join(r *Row, team string) {
	s := r.site
	if r.group != nil {
		if r.team == team {
			return
		}
		b.leaveTeam(r)
		r.group.uncount(r)
	}
	g := s.teams[team]
	if g == nil {
		g = &group{site: s, name: team}
		s.teams[team] = g
		b.teams++
	}
	r.team, r.group, r.place = team, g, len(g.members)
	g.members = append(g.members, r)
	g.counters.Total++
	g.counters.count(r.shown, 1)
	b.forgetOnlyTeam(s)
}

// uncount takes a row that leaves the group out of its counters.
func (g *group) uncount(r *Row) {
	g.counters.count(r.shown, -1)
	g.counters.Total--
}

// leaveTeam removes a row from its team.
func (b *Board) leaveTeam(r *Row) {
	g := r.group
	g.forget(r)
	b.comeBack(r)
	last := len(g.members) - 1
	g.members[r.place] = g.members[last]
	g.members[r.place].place = r.place
	g.members[last] = nil
	g.members = g.members[:last]
	if last == 0 {
		g.silence.Silent = false
		b.noLongerSilent(g)
		b.reportSilence(g, b.at)
		delete(g.site.teams, g.name)
		b.teams++
	}
}

// noteInTeam is noteUnanswered if there are several teams. Unanswered queries of one of
// them show nothing about the others: the site is silent when DNs of two teams went
// unanswered, or when none of another team can be queried. The probes of a team that is
// known to be silent show nothing new.
func (b *Board) noteInTeam(c *command) {
	s, r, at := c.row.site, c.row, c.Ended
	whole, team := &s.whole, r.group
	begins := team.note(r, c.Sent, at) && b.isSilent(team, at)
	counts := !c.probe && whole.note(r, c.Sent, at)
	if begins {
		team.fallSilent(at)
		team.probedAt = time.Time{}
		s.silentTeams = slices.Insert(s.silentTeams, 0, team)
		begins = !whole.silence.Silent && !b.askAnotherTeam(s, at)
	}
	if begins || counts && whole.ofSeveralTeams() && b.isSilent(whole, at) {
		whole.fallSilent(at)
		b.comeBackAll(s)
		b.reportSilence(whole, at)
	}
	b.reportSilence(team, at)
}

// ofSeveralTeams reports whether DNs of more than one team went unanswered.
func (g *group) ofSeveralTeams() bool {
	for _, u := range g.unanswered {
		if u.row.group != g.unanswered[0].row.group {
			return true
		}
	}
	return false
}

// askAnotherTeam queues a DN of a team that is not silent, unless another one has answered
// a moment ago. It returns false if none can be queried.
func (b *Board) askAnotherTeam(s *site, now time.Time) bool {
	for range b.rows {
		s.whole.probeAt++
		r := b.rows[s.whole.probeAt%len(b.rows)]
		if r.site == s && !r.group.silence.Silent && r.canBeAsked() {
			if now.Sub(s.whole.silence.Heard) > SilenceWindow {
				b.wantQuery(r, now, false)
			}
			return true
		}
	}
	return false
}

// forgetOnlyTeam forgets the silence of a team that has become the only one: the silence
// of the site covers it.
func (b *Board) forgetOnlyTeam(s *site) {
	if len(s.teams) != 1 {
		return
	}
	for _, g := range s.teams {
		g.unanswered = nil
		g.silence.Silent = false
		b.noLongerSilent(g)
		b.reportSilence(g, b.at)
	}
}

// noLongerSilent removes a group from the silent teams, if it is one; its DNs are queried
// like others.
func (b *Board) noLongerSilent(g *group) {
	i := slices.Index(g.site.silentTeams, g)
	if i < 0 {
		return
	}
	g.site.silentTeams = slices.Delete(g.site.silentTeams, i, i+1)
	b.comeBackSome(g, len(g.aside))
}

// rests reports whether no more DNs of the row's team may be queried in this period,
// because its recorder is silent.
func (s *site) rests(r *Row) bool {
	return s.probes(r) && (r.group.probed >= SilenceProbes || s.asking.probing >= probingMost)
}

// probes reports whether the row belongs to a silent team while others answer.
func (s *site) probes(r *Row) bool { return r.group.silence.Silent && !s.whole.silence.Silent }

// putAside removes a row that wants a query from the queue until its silent team is
// queried again, so that it does not block others.
func (b *Board) putAside(r *Row) {
	g := r.group
	if r.isNotAsked {
		r.forgetHeld() // what blocked all queries is gone
		b.changed(r)
	}
	r.setAside = true
	r.site.wanting--
	if len(g.aside) > 2*len(g.members)+64 {
		g.aside = stillWanting(g.aside, func(r *Row) bool { return r.setAside && r.group == g })
	}
	g.aside = append(g.aside, r)
}

// comeBack queues a row again that was put aside.
func (b *Board) comeBack(r *Row) {
	if !r.setAside {
		return
	}
	r.setAside = false
	r.site.wanting++
	r.site.standInLine(r)
	if r.site.asking.held {
		b.holdRow(r)
	}
}

// comeBackSome queues rows again that were put aside, those that have waited longest
// first, and returns their number.
func (b *Board) comeBackSome(g *group, most int) int {
	back := 0
	for len(g.aside) > 0 && back < most {
		r := g.aside[0]
		g.aside[0] = nil
		g.aside = g.aside[1:]
		if r.setAside && r.group == g {
			b.comeBack(r)
			back++
		}
	}
	return back
}

// comeBackAll queues all rows again: while the whole site is silent it is queried as one.
func (b *Board) comeBackAll(s *site) {
	for _, g := range s.silentTeams {
		b.comeBackSome(g, len(g.aside))
	}
}

// dropAside forgets the rows that were put aside.
func (s *site) dropAside() {
	for _, g := range s.silentTeams {
		for _, r := range g.aside {
			if r.setAside && r.group == g {
				r.setAside, r.wantsQuery = false, false
			}
		}
		g.aside = nil
	}
}

// probeTeams begins a new period for each silent team whose turn it is, as long as there
// is room for their queries. The others keep their turn.
func (b *Board) probeTeams(s *site, now time.Time) {
	for room := probingMost - s.asking.probing; room >= SilenceProbes && len(s.silentTeams) > 0; room -= SilenceProbes {
		g := s.silentTeams[0]
		if now.Sub(g.probedAt) < SilencePeriod {
			return
		}
		s.silentTeams = append(slices.Delete(s.silentTeams, 0, 1), g)
		g.probed, g.probedAt = 0, now
		if b.comeBackSome(g, SilenceProbes) == 0 {
			b.choose(g, now)
		}
	}
}

// nextProbing returns when probeTeams next has something to do; ok is false if no time
// needs to pass.
func (b *Board) nextProbing(s *site) (at time.Time, ok bool) {
	if !b.options.AutomaticQueries || s.whole.silence.Silent || len(s.silentTeams) == 0 || probingMost-s.asking.probing < SilenceProbes {
		return time.Time{}, false
	}
	return s.silentTeams[0].probedAt.Add(SilencePeriod), true
}

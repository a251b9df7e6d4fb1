package board

import (
	"cmp"
	"slices"
	"time"
)

// probingMost is how many automatic queries of silent teams may wait for their
// answers at once: however many teams are silent, the others have as much room.
const probingMost = MaxUnanswered / 2

// TeamSilence says of a team that its recorder is silent.
type TeamSilence struct {
	// Team is the team's name, "" for the DNs without a team.
	Team string
	// Since is when the first of its DNs was asked that went unanswered.
	Since time.Time
}

// SilentTeams returns the teams of a site whose recorder is silent while others
// answer, the first silence first: SilenceCount DNs of the team, or all that could
// be asked, went unanswered within SilenceWindow and none of the team answered
// since. The DNs without a team are one as well, where there are teams. While the
// whole site is silent there are none. It makes a new slice.
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

// join puts a row into a team, "" for none, and takes it out of its former one.
func (b *Board) join(r *Row, team string) {
	s := r.site
	if r.group != nil {
		if r.team == team {
			return
		}
		b.leaveTeam(r)
	}
	g := s.teams[team]
	if g == nil {
		g = &group{site: s, name: team}
		s.teams[team] = g
	}
	r.team, r.group, r.place = team, g, len(g.members)
	g.members = append(g.members, r)
	b.forgetOnlyTeam(s)
}

// leaveTeam takes a row out of its team.
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
		b.noLongerSilent(g)
		delete(g.site.teams, g.name)
	}
}

// noteInTeam is noteUnanswered where there are several teams. What one of them
// leaves unanswered says nothing of the others: the site is silent when DNs of two
// teams went unanswered, or when none of another team can be asked. The probes of
// a team that is known to be silent tell nothing new.
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
	}
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

// askAnotherTeam puts a DN in line whose team is not silent, unless another one has
// answered a moment ago. It is false where none can be asked.
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

// forgetOnlyTeam forgets the silence of a team that has become the only one: what
// is said of the site says all.
func (b *Board) forgetOnlyTeam(s *site) {
	if len(s.teams) != 1 {
		return
	}
	for _, g := range s.teams {
		g.unanswered = nil
		g.silence.Silent = false
		b.noLongerSilent(g)
	}
}

// noLongerSilent takes a group out of the silent teams, if it is one; its DNs are
// asked like others.
func (b *Board) noLongerSilent(g *group) {
	i := slices.Index(g.site.silentTeams, g)
	if i < 0 {
		return
	}
	g.site.silentTeams = slices.Delete(g.site.silentTeams, i, i+1)
	b.comeBackSome(g, len(g.aside))
}

// rests reports whether no more DNs of the row's team may be asked in this period,
// because its recorder is silent.
func (s *site) rests(r *Row) bool {
	return s.probes(r) && (r.group.probed >= SilenceProbes || s.asking.probing >= probingMost)
}

// probes reports whether the row is one of a silent team while others answer.
func (s *site) probes(r *Row) bool { return r.group.silence.Silent && !s.whole.silence.Silent }

// putAside takes a row that wants a query out of the line until its silent team is
// asked again, so that it is in nobody's way.
func (b *Board) putAside(r *Row) {
	g := r.group
	if r.isNotAsked {
		r.forgetHeld() // what was in the way of all is gone
		b.changed(r)
	}
	r.setAside = true
	r.site.wanting--
	if len(g.aside) > 2*len(g.members)+64 {
		g.aside = stillWanting(g.aside, func(r *Row) bool { return r.setAside && r.group == g })
	}
	g.aside = append(g.aside, r)
}

// comeBack puts a row that was put aside in line again.
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

// comeBackSome puts rows in line again that were put aside, those first that have
// waited longest, and returns how many.
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

// comeBackAll puts all rows in line again: while the whole site is silent it is
// asked as one.
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

// probeTeams begins a new period for each silent team whose turn it is, as long as
// there is room for their queries. The others keep their turn.
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

// nextProbing returns when probeTeams next has something to do; ok is false where
// no time has to pass for it.
func (b *Board) nextProbing(s *site) (at time.Time, ok bool) {
	if !b.options.AutomaticQueries || s.whole.silence.Silent || len(s.silentTeams) == 0 || probingMost-s.asking.probing < SilenceProbes {
		return time.Time{}, false
	}
	return s.silentTeams[0].probedAt.Add(SilencePeriod), true
}

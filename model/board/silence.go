package board

import (
	"slices"
	"time"
)

// MostUnanswered is the number of unanswered DNs of a site that are tracked. More of them
// are not counted.
const MostUnanswered = 20

// rowsOf returns the group's rows. For a whole site they include those of other sites.
func (b *Board) rowsOf(g *group) []*Row {
	if g == &g.site.whole {
		return b.rows
	}
	return g.members
}

// noteUnanswered records that a DN did not answer in time. If several do not within
// SilenceWindow, and none answers between, the recorder counts as silent.
func (b *Board) noteUnanswered(c *command) {
	s, r := c.row.site, c.row
	if len(s.teams) > 1 {
		b.noteInTeam(c)
		return
	}
	if g := &s.whole; g.note(r, c.Sent, c.Ended) && b.isSilent(g, c.Ended) {
		g.fallSilent(c.Ended)
		b.reportSilence(g, c.Ended)
	}
}

// note records that a DN of the group did not answer. It returns false if that shows
// nothing: another DN has answered since, or the silence has already begun.
func (g *group) note(r *Row, asked, at time.Time) bool {
	if !asked.After(g.silence.Heard) {
		return false
	}
	kept := g.unanswered[:0]
	for _, u := range g.unanswered {
		if u.row != r && at.Sub(u.at) <= SilenceWindow {
			kept = append(kept, u)
		}
	}
	clear(g.unanswered[len(kept):])
	if len(kept) > MostUnanswered {
		kept = kept[:copy(kept, kept[1:])]
	}
	g.unanswered = append(kept, unanswered{r, asked, at})
	return !g.silence.Silent
}

// isSilent reports whether enough of the group's DNs went unanswered.
func (b *Board) isSilent(g *group, at time.Time) bool {
	return len(g.unanswered) >= SilenceCount || b.allUnanswered(g, at)
}

// fallSilent begins a silence with the first DN that went unanswered.
func (g *group) fallSilent(at time.Time) {
	g.silence.Silent, g.silence.Since = true, at
	if len(g.unanswered) > 0 {
		g.silence.Since = g.unanswered[0].asked
	}
	g.silence.Count++
	g.probed, g.probedAt = 0, at
}

// allUnanswered reports whether the few DNs that went unanswered are all that can be
// queried. A single DN without a recorder does not make the recorder silent: no other DN
// may have been heard from within the window, and others are queried first.
func (b *Board) allUnanswered(g *group, now time.Time) bool {
	if now.Sub(g.silence.Heard) <= SilenceWindow {
		return false
	}
	for _, c := range b.commands {
		if g.has(c.row) && c.isSent() && !g.isUnanswered(c.row) {
			return false
		}
	}
	return !b.options.AutomaticQueries || b.askOthers(g, now, SilenceCount-len(g.unanswered)) == 0
}

func (g *group) isUnanswered(r *Row) bool {
	for i := range g.unanswered {
		if g.unanswered[i].row == r {
			return true
		}
	}
	return false
}

// forget removes a row that leaves the group from those that went unanswered.
func (g *group) forget(r *Row) {
	g.unanswered = slices.DeleteFunc(g.unanswered, func(u unanswered) bool { return u.row == r })
}

// askOthers queues DNs that have not just gone unanswered, as many as given or as there
// are, and returns their number: other DNs each time, if there are enough.
func (b *Board) askOthers(g *group, now time.Time, count int) int {
	asked := 0
	rows := b.rowsOf(g)
	for range rows {
		if asked == count {
			break
		}
		g.probeAt++
		r := rows[g.probeAt%len(rows)]
		if g.has(r) && r.canBeAsked() && !g.isUnanswered(r) {
			b.wantQuery(r, now, false)
			asked++
		}
	}
	return asked
}

// beginProbing begins a new period of queries for a silent recorder if it is due. If no DN
// wants a query, some are chosen: the recorder may answer again.
func (b *Board) beginProbing(s *site, now time.Time) {
	g := &s.whole
	if !b.options.AutomaticQueries {
		return
	}
	if !g.silence.Silent {
		b.probeTeams(s, now)
		return
	}
	if now.Sub(g.probedAt) >= SilencePeriod {
		g.probed, g.probedAt = 0, now
	}
	if s.wanting == 0 && g.probed == 0 {
		b.choose(g, now)
	}
}

// choose queues DNs of a silent recorder, other ones each time.
func (b *Board) choose(g *group, now time.Time) {
	rows := b.rowsOf(g)
	for range min(SilenceProbes, len(rows)) {
		g.probeAt++
		if r := rows[g.probeAt%len(rows)]; g.has(r) && r.canBeAsked() {
			b.wantQuery(r, now, false)
		}
	}
}

// heard records an indication for a DN: the recorder of its team is there, and so is a
// recorder of the site.
func (b *Board) heard(r *Row, at time.Time) {
	whole, team := &r.site.whole, r.group
	whole.silence.Heard, team.silence.Heard = at, at
	if len(team.unanswered) > 0 || team.silence.Silent {
		b.endSilence(team, at)
	}
	if len(whole.unanswered) > 0 || whole.silence.Silent {
		b.endSilence(whole, at)
	}
}

// endSilence forgets what went unanswered: a recorder is there. If there was a silence,
// the DNs that went unanswered in it are queried again, except those of a team whose
// recorder is still silent.
func (b *Board) endSilence(g *group, at time.Time) {
	clear(g.unanswered)
	g.unanswered = g.unanswered[:0]
	if !g.silence.Silent {
		return
	}
	g.silence.Longest = max(g.silence.Longest, at.Sub(g.silence.Since))
	g.silence.Silent, g.silence.Since = false, time.Time{}
	g.over = at
	b.noLongerSilent(g)
	b.reportSilence(g, at)
	for _, r := range b.rowsOf(g) {
		if g.has(r) && !r.group.silence.Silent && r.unvouched&StaleQuery != 0 && r.canBeAsked() {
			b.wantQuery(r, at, false)
		}
	}
}

// Unanswered returns the number of DNs of a site that went unanswered in the SilenceWindow
// that ends now, since an indication last arrived for any of its DNs. More than 20 are not
// counted: the number is then 21.
func (b *Board) Unanswered(name string, now time.Time) int {
	s := b.sites[name]
	if s == nil {
		return 0
	}
	count := 0
	for _, u := range s.whole.unanswered {
		if now.Sub(u.at) <= SilenceWindow {
			count++
		}
	}
	return count
}

// Sites returns the names of the sites that the board knows, in the order in which they
// were first named. It allocates a new slice.
func (b *Board) Sites() []string {
	names := make([]string, len(b.siteList))
	for i, s := range b.siteList {
		names[i] = s.name
	}
	return names
}

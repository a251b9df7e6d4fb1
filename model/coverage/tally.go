package coverage

import (
	"time"

	"capdeck/model/stats"
)

// site is what is counted about a site.
type site struct {
	tally   tally
	teams   map[string]*tally // by name, "" for the DNs without a team
	up      bool              // the link
	upSince time.Time         // when the link last came up, zero if it never did
	lostAt  time.Time         // when the link was last lost, zero if it never was
}

// siteOf returns what is counted about a site.
func (c *Coverage) siteOf(name string) *site {
	s := c.sites[name]
	if s == nil {
		s = &site{teams: make(map[string]*tally)}
		c.sites[name] = s
	}
	return s
}

// linkChanged notes that the link came up or was lost.
func (s *site) linkChanged(up bool, at time.Time) {
	switch {
	case up && !s.up:
		s.upSince = at
	case !up && s.up:
		s.lostAt = at
	}
	s.up = up
}

// lostSince reports whether the link was down at some moment from a time on.
func (s *site) lostSince(from time.Time) bool {
	return s.upSince.After(from) || !s.lostAt.IsZero() && !s.lostAt.Before(from)
}

// team returns what is counted about a team.
func (s *site) team(name string) *tally {
	t := s.teams[name]
	if t == nil {
		t = new(tally)
		s.teams[name] = t
	}
	return t
}

// tallyOf returns what is counted about a site, or about all for ""; nil if nothing is.
func (c *Coverage) tallyOf(name string) *tally {
	if name == "" {
		return &c.all
	}
	if s := c.sites[name]; s != nil {
		return &s.tally
	}
	return nil
}

// teamTally returns what is counted about a team, nil if nothing is.
func (c *Coverage) teamTally(name, team string) *tally {
	if s := c.sites[name]; s != nil {
		return s.teams[team]
	}
	return nil
}

// counts returns the counts of the site's DNs.
func (s *site) counts() (all Counts) {
	for _, team := range s.teams {
		all.add(team.counts())
	}
	return all
}

// tally is what is counted about a set of DNs.
type tally struct {
	parts     [PartUnverified + 1]int // the DNs of a team by what they are counted as; parts[PartNone] has no meaning
	sums      Sums
	toCapture *stats.Times // nil until there is one
}

// counts returns the counts of a team's DNs.
func (t *tally) counts() (counts Counts) {
	for part, dns := range t.parts {
		counts.Count(Part(part), dns)
	}
	return counts
}

// add adds an ended stretch.
func (t *tally) add(s *Stretch) {
	t.sums.Add(s)
	if !s.EverCaptured || s.AtMost || s.AtLeast || s.Excluded != NotExcluded {
		return
	}
	if t.toCapture == nil {
		t.toCapture = new(stats.Times)
	}
	t.toCapture.Add(s.CapturedAfter)
}

// percentile returns the 95th percentile of the time to capture; ok is false if there is
// none.
func (t *tally) percentile() (toCapture time.Duration, ok bool) {
	if t.toCapture == nil {
		return 0, false
	}
	return t.toCapture.Percentile(95), true
}

// count corrects the counts of a DN's team after the DN may have changed.
func (c *Coverage) count(d *dn) {
	part := PartNone
	if o := d.open; o != nil && !o.isLost() && o.excluded() == NotExcluded {
		part = o.part
	}
	if part == d.counted {
		return
	}
	d.team.parts[d.counted]--
	d.team.parts[part]++
	d.counted = part
}

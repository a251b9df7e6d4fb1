package board

import "time"

// MostUnanswered is how many unanswered DNs of a site are told apart: more of them
// are not counted.
const MostUnanswered = 20

// Silence says whether a recorder answers at a site, and how long none did.
// Nothing names a recorder on the wire, so that a site has one silence however
// many recorders it has.
type Silence struct {
	// Silent says that SilenceCount DNs, or all that could be asked, went
	// unanswered within SilenceWindow and none answered since.
	Silent bool
	// Since is when the first of them was asked; zero while not Silent.
	Since time.Time
	// Count is how many silences there were over the board's life, one that
	// lasts included.
	Count int
	// Longest is how long the longest of those lasted that are over, from Since
	// to the next indication.
	Longest time.Duration
	// Heard is when an indication for any DN of the site last came, zero if none
	// did.
	Heard time.Time
}

// noteUnanswered notes that a DN did not answer in time. Some of them within
// SilenceWindow with no answer between are a recorder that is not there.
func (b *Board) noteUnanswered(r *Row, asked, at time.Time) {
	s := r.site
	if !asked.After(s.silence.Heard) {
		return // another DN has answered meanwhile
	}
	kept := s.unanswered[:0]
	for _, u := range s.unanswered {
		if u.row != r && at.Sub(u.at) <= SilenceWindow {
			kept = append(kept, u)
		}
	}
	clear(s.unanswered[len(kept):])
	if len(kept) > MostUnanswered {
		kept = kept[:copy(kept, kept[1:])]
	}
	s.unanswered = append(kept, unanswered{r, asked, at})
	if s.silence.Silent || len(s.unanswered) < SilenceCount && !b.allUnanswered(s, at) {
		return
	}
	s.silence.Silent, s.silence.Since = true, s.unanswered[0].asked
	s.silence.Count++
	s.asking.probed, s.asking.probedAt = 0, at
}

// allUnanswered reports whether the few DNs that went unanswered are all that can
// be asked. One DN without a recorder is no silent recorder: no other must have
// been heard within the window, and others are asked before that is said.
func (b *Board) allUnanswered(s *site, now time.Time) bool {
	if now.Sub(s.silence.Heard) <= SilenceWindow {
		return false
	}
	for _, c := range b.commands {
		if c.row.site == s && c.isSent() && !s.isUnanswered(c.row) {
			return false
		}
	}
	return !b.options.AutomaticQueries || b.askOthers(s, now, SilenceCount-len(s.unanswered)) == 0
}

func (s *site) isUnanswered(r *Row) bool {
	for i := range s.unanswered {
		if s.unanswered[i].row == r {
			return true
		}
	}
	return false
}

// askOthers puts DNs in line that have not just gone unanswered, as many as given
// or as there are, and returns how many: each time others, where there are enough.
func (b *Board) askOthers(s *site, now time.Time, count int) int {
	asked := 0
	for range b.rows {
		if asked == count {
			break
		}
		s.asking.probeAt++
		r := b.rows[s.asking.probeAt%len(b.rows)]
		if r.site == s && r.canBeAsked() && !s.isUnanswered(r) {
			b.wantQuery(r, now, false)
			asked++
		}
	}
	return asked
}

// beginProbing begins a new period in which a silent recorder is asked, where it
// is time. Where no DN wants to be asked, some are chosen: there may be an answer
// again.
func (b *Board) beginProbing(s *site, now time.Time) {
	a := &s.asking
	if !s.silence.Silent || !b.options.AutomaticQueries {
		return
	}
	if now.Sub(a.probedAt) >= SilencePeriod {
		a.probed, a.probedAt = 0, now
	}
	if s.wanting > 0 || a.probed > 0 {
		return
	}
	for range min(SilenceProbes, len(b.rows)) {
		a.probeAt++
		if r := b.rows[a.probeAt%len(b.rows)]; r.site == s && r.canBeAsked() {
			b.wantQuery(r, now, false)
		}
	}
}

// heard notes an indication for any DN of the site.
func (b *Board) heard(s *site, at time.Time) {
	s.silence.Heard = at
	if len(s.unanswered) > 0 {
		b.endSilence(s, at)
	}
}

// endSilence forgets what went unanswered: a recorder is there. If none was for a
// while, the DNs that it left without an answer are asked again.
func (b *Board) endSilence(s *site, at time.Time) {
	clear(s.unanswered)
	s.unanswered = s.unanswered[:0]
	if !s.silence.Silent {
		return
	}
	s.silence.Longest = max(s.silence.Longest, at.Sub(s.silence.Since))
	s.silence.Silent, s.silence.Since = false, time.Time{}
	s.silenceOver = at
	for _, r := range b.rows {
		if r.site == s && r.unvouched&StaleQuery != 0 && r.canBeAsked() {
			b.wantQuery(r, at, false)
		}
	}
}

// Unanswered returns how many DNs of a site went unanswered in the SilenceWindow
// until now, since an indication last came for any of its DNs. More than 20 are
// not counted: the number is then 21.
func (b *Board) Unanswered(name string, now time.Time) int {
	s := b.sites[name]
	if s == nil {
		return 0
	}
	count := 0
	for _, u := range s.unanswered {
		if now.Sub(u.at) <= SilenceWindow {
			count++
		}
	}
	return count
}

// Sites returns the names of the sites that the board has heard of, in the
// order in which they were first named. It makes a new slice.
func (b *Board) Sites() []string {
	names := make([]string, len(b.siteList))
	for i, s := range b.siteList {
		names[i] = s.name
	}
	return names
}

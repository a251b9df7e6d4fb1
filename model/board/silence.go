package board

import "time"

// Silence says whether a recorder answers at a site, and how long none did.
// Nothing names a recorder on the wire, so that a site has one silence however
// many recorders it has.
type Silence struct {
	// Silent says that more than SilenceCount DNs went unanswered within
	// SilenceWindow and none answered since.
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

// noteUnanswered notes that a DN did not answer in time. Many of them within
// SilenceWindow with no answer between are a recorder that is not there.
func (s *site) noteUnanswered(r *Row, asked, at time.Time) {
	kept := s.unanswered[:0]
	for _, u := range s.unanswered {
		if u.row != r && at.Sub(u.at) <= SilenceWindow {
			kept = append(kept, u)
		}
	}
	clear(s.unanswered[len(kept):])
	if len(kept) > SilenceCount {
		kept = kept[:copy(kept, kept[1:])]
	}
	s.unanswered = append(kept, unanswered{r, asked, at})
	if len(s.unanswered) > SilenceCount && !s.silence.Silent {
		s.silence.Silent, s.silence.Since = true, s.unanswered[0].asked
		s.silence.Count++
	}
}

// heard notes an indication for any DN of the site.
func (s *site) heard(at time.Time) {
	s.silence.Heard = at
	if len(s.unanswered) > 0 {
		clear(s.unanswered)
		s.unanswered = s.unanswered[:0]
		if s.silence.Silent {
			s.silence.Longest = max(s.silence.Longest, at.Sub(s.silence.Since))
			s.silence.Silent, s.silence.Since = false, time.Time{}
		}
	}
}

// Unanswered returns how many DNs of a site went unanswered in the SilenceWindow
// until now, since an indication last came for any of its DNs. More than
// SilenceCount are not counted: the number is then SilenceCount + 1.
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

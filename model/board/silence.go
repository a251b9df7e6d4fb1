package board

import "time"

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
		s.silence = Silence{Silent: true, Since: s.unanswered[0].asked}
	}
}

// heard notes an indication for any DN of the site.
func (s *site) heard() {
	if len(s.unanswered) > 0 {
		clear(s.unanswered)
		s.unanswered = s.unanswered[:0]
		s.silence = Silence{}
	}
}

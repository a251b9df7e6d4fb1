package report

import (
	"cmp"
	"slices"
	"time"

	"capdeck/model/coverage"
)

// tolerance is by how much the times at which two processes saw the same event may differ:
// their clocks may not be the same.
const tolerance = 2 * time.Second

// lookBack is with how many of the latest stretches of a DN a fragment is compared. A DN has
// one at a time for each switch.
const lookBack = 16

// fragment is a stretch as one process saw it.
type fragment struct {
	*coverage.Stretch
	grace time.Duration
}

// merger merges the stretches of one DN.
type merger struct {
	merged []*coverage.Stretch
	report *Report
}

// mergeDN returns the stretches of one DN, each once, in the order of their begin. The
// fragments are not changed.
func mergeDN(fragments []fragment, report *Report) []*coverage.Stretch {
	slices.SortStableFunc(fragments, func(a, b fragment) int {
		return cmp.Or(a.Began.Compare(b.Began), b.Ended.Compare(a.Ended), boolCompare(a.AtLeast, b.AtLeast))
	})
	m := merger{report: report}
	for _, f := range fragments {
		m.add(f)
	}
	return m.merged
}

func boolCompare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// add adds a fragment that begins no earlier than those before it.
func (m *merger) add(f fragment) {
	overlaps := false
	for i := len(m.merged) - 1; i >= max(0, len(m.merged)-lookBack); i-- {
		s := m.merged[i]
		if continues := f.AtLeast && (s.EndNotSeen || f.Began.Before(s.Ended.Add(tolerance))); !continues && !f.Began.Before(s.Ended) {
			continue
		}
		if shareCall(s, f.Stretch) {
			m.same(s, f)
			return
		}
		overlaps = overlaps || f.Began.Before(s.Ended)
	}
	if overlaps {
		m.report.Overlapping++
	}
	whole := *f.Stretch
	whole.Gaps, whole.Calls = slices.Clone(f.Gaps), slices.Clone(f.Calls)
	m.merged = append(m.merged, &whole)
}

// shareCall reports whether two stretches have a call in common, or may have one since a
// call of theirs is not known.
func shareCall(a, b *coverage.Stretch) bool {
	if len(a.Calls) == 0 || len(b.Calls) == 0 || a.MoreCalls > 0 && b.MoreCalls > 0 {
		return true
	}
	for i := range a.Calls {
		for j := range b.Calls {
			if id := a.Calls[i].ConnID; id == b.Calls[j].ConnID || id == 0 || b.Calls[j].ConnID == 0 {
				return true
			}
		}
	}
	return false
}

// same adds a fragment to the stretch that it belongs to.
func (m *merger) same(s *coverage.Stretch, f fragment) {
	addCalls(s, f.Stretch)
	if f.Excluded == coverage.NotExcluded || s.Excluded == coverage.ExcludedShort {
		// Excluded is only what every process excludes, and what is joined is not short.
		s.Excluded = f.Excluded
	}
	switch {
	case !f.Ended.After(s.Ended.Add(tolerance)):
		m.report.Repeated++
		if !f.EndNotSeen && !f.Ended.Before(s.Ended.Add(-tolerance)) {
			s.EndNotSeen = false
		}
		return
	case !f.AtLeast && f.Began.Sub(s.Began) <= tolerance && !s.AtLeast:
		// The same from its beginning, and seen for longer.
		m.report.Repeated++
		excluded, calls, more := s.Excluded, s.Calls, s.MoreCalls
		*s = *f.Stretch
		s.Excluded, s.Calls, s.MoreCalls, s.Gaps = excluded, calls, more, slices.Clone(f.Gaps)
		return
	}
	m.report.Joined++
	join(s, f)
}

// join appends to a stretch the part of a fragment after the stretch's end. Of a fragment
// that overlaps, only sums are known: of each part, at least what exceeds the overlap is
// after it, and the rest counts as not verifiable.
func join(s *coverage.Stretch, f fragment) {
	overlap := max(s.Ended.Sub(f.Began), 0)
	beyond := f.Ended.Sub(later(s.Ended, f.Began))
	after := func(part time.Duration) time.Duration { return max(part-overlap, 0) }
	captured, paused, off := after(f.Captured), after(f.Paused), after(f.Off)
	s.Captured += captured
	s.Paused += paused
	s.PausedWithin += min(f.PausedWithin, paused)
	s.Off += off
	s.Unverified += beyond - captured - paused - off
	if hole := f.Began.Sub(s.Ended); hole > 0 {
		s.Unverified += hole
		if hole > f.grace {
			addGap(s, coverage.Gap{Began: s.Ended, Ended: f.Began, Cause: coverage.GapLinkLost})
		}
	}
	for _, gap := range f.Gaps {
		if gap.Began.Before(s.Ended) {
			gap.Began = s.Ended
			gap.Off = min(gap.Off, gap.Ended.Sub(gap.Began))
		}
		if gap.Began.Before(gap.Ended) {
			addGap(s, gap)
		}
	}
	s.MoreGaps += f.MoreGaps
	if !s.EverCaptured && f.EverCaptured {
		s.EverCaptured, s.CapturedAfter = true, f.Began.Sub(s.Began)+f.CapturedAfter
		s.AtMost = f.AtMost || f.AtLeast
	}
	s.Ended, s.EndNotSeen, s.EndedPaused = f.Ended, f.EndNotSeen, f.EndedPaused
	s.Label, s.Team, s.Agent = f.Label, f.Team, f.Agent
}

// addGap appends a gap, or extends the last one if it touches that.
func addGap(s *coverage.Stretch, gap coverage.Gap) {
	if last := len(s.Gaps) - 1; last >= 0 && !gap.Began.After(s.Gaps[last].Ended) {
		s.Gaps[last].Off = min(s.Gaps[last].Off+gap.Off, gap.Ended.Sub(s.Gaps[last].Began))
		s.Gaps[last].Ended = later(s.Gaps[last].Ended, gap.Ended)
		return
	}
	s.Gaps = append(s.Gaps, gap)
}

// addCalls adds the calls of a fragment that the stretch does not have.
func addCalls(s, f *coverage.Stretch) {
	for i := range f.Calls {
		call := &f.Calls[i]
		at := slices.IndexFunc(s.Calls, func(c coverage.StretchCall) bool { return c.ConnID == call.ConnID })
		if at < 0 {
			s.Calls = append(s.Calls, *call)
			continue
		}
		s.Calls[at].Ended = later(s.Calls[at].Ended, call.Ended)
	}
	s.MoreCalls = max(s.MoreCalls, f.MoreCalls)
}

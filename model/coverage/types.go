package coverage

import (
	"time"

	"capdeck/model/board"
)

// The defaults of Options, and of the flags of the same names.
const (
	DefaultGrace      = 10 * time.Second
	DefaultLeast      = 4 * time.Second
	DefaultPauseLimit = 120 * time.Second
	DefaultAfterCall  = 10 * time.Minute
)

// Options are the policy of coverage: what counts, and from when on.
type Options struct {
	// Grace is the time for which a DN may be on a call without a verified capture before
	// that is a gap (--coverage-grace). Zero means that each such moment is a gap.
	Grace time.Duration
	// Least is the length below which a stretch is excluded (--coverage-min).
	Least time.Duration
	// PauseLimit is how long a capture may be paused (--pause-limit); 0 means for ever.
	PauseLimit time.Duration
	// AfterCall is how long the capture of a call may go on after the DN's last call has ended
	// (--after-call); 0 means for ever.
	AfterCall time.Duration
	// Interval returns the interval in which a site's DNs are queried: Board.Interval. An
	// enabled still vouches for the capture when the last call ends up to that long after it,
	// and a quarter of it longer, since a query may leave later than it is due. If it is nil or
	// returns 0, nothing is queried, and no enabled vouches for what follows it.
	Interval func(site string) time.Duration
	// Excludes reports whether a DN, with its calls, is outside the policy
	// (--coverage-exclude). It is asked when a stretch begins and when its calls change. A
	// stretch is excluded if it was so for all of its time. Nil excludes nothing.
	Excludes func(row *board.Row) bool
	// ExcludesTime reports whether a moment is in an announced window of time that is outside
	// the policy (--coverage-exclude-time). Nil excludes nothing.
	ExcludesTime func(at time.Time) bool
}

// Part is what a moment of a stretch is.
type Part uint8

// The parts of a stretch. The zero value is PartNone: the DN is not on a call.
const (
	PartNone Part = iota
	// PartCaptured: the recorder vouches for the capture.
	PartCaptured
	// PartPaused: the recorder said that the capture is paused.
	PartPaused
	// PartOff: the recorder said that the capture is off.
	PartOff
	// PartUnverified: the state is unknown, stale or unanswered. It is never covered.
	PartUnverified
)

var partWords = [...]string{
	PartNone: "", PartCaptured: "captured", PartPaused: "paused", PartOff: "off", PartUnverified: "not verifiable",
}

// String returns the part in words, "" for PartNone.
func (p Part) String() string {
	if int(p) < len(partWords) {
		return partWords[p]
	}
	return ""
}

// Standing is how a DN stands at present: whether it is on a call, and captured.
type Standing struct {
	// Part is what the present moment is; PartNone if the DN is not on a call, that is, if no
	// stretch of it is open.
	Part Part
	// Began is when the stretch began, or was first seen (AtLeast).
	Began   time.Time
	AtLeast bool
	// Lacking is since when the DN is on a call and not captured, whatever the part: off,
	// paused or not verifiable; zero while it is captured.
	Lacking time.Time
	// Excluded reports that the stretch is outside the policy.
	Excluded bool
	// EverCaptured reports that the stretch was captured at some time. CapturedAfter is then the
	// time from Began to the first enabled, an upper bound if AtMost, as in Stretch. It says
	// nothing of the whole call if AtLeast.
	EverCaptured, AtMost bool
	CapturedAfter        time.Duration
}

// Counts counts the DNs that are on a call at present. Captured, Paused and Not add up to
// OnCall. Excluded stretches are not counted.
type Counts struct {
	OnCall, Captured, Paused, Not int
}

// Count adds a number of DNs by what their present moment is; it subtracts them if by is negative.
func (c *Counts) Count(part Part, by int) {
	switch part {
	case PartNone:
		return
	case PartCaptured:
		c.Captured += by
	case PartPaused:
		c.Paused += by
	default:
		c.Not += by
	}
	c.OnCall += by
}

func (c *Counts) add(other Counts) {
	c.OnCall += other.OnCall
	c.Captured += other.Captured
	c.Paused += other.Paused
	c.Not += other.Not
}

// Share returns Captured of (OnCall - Paused), from 0 to 1; ok is false if that is of none.
func (c Counts) Share() (share float64, ok bool) {
	if of := c.OnCall - c.Paused; of > 0 {
		return float64(c.Captured) / float64(of), true
	}
	return 0, false
}

// Sums are the sums over ended stretches.
type Sums struct {
	// Stretches is the number of stretches, Excluded those outside the policy, Covered those
	// of the others that have no gap, Gaps the number of gaps.
	Stretches, Excluded, Covered, Gaps int
	// Established is the time of all stretches but the excluded ones. Captured, Paused, Off
	// and Unverified are its parts and add up to it. PausedWithin is the part of Paused that
	// is within the limit.
	Established, Captured, Paused, PausedWithin, Off, Unverified time.Duration
	// ExcludedTime is the time of the excluded stretches.
	ExcludedTime time.Duration
}

// Share returns Covered of (Stretches - Excluded), from 0 to 1; ok is false if that is of
// none.
func (s *Sums) Share() (share float64, ok bool) {
	if of := s.Stretches - s.Excluded; of > 0 {
		return float64(s.Covered) / float64(of), true
	}
	return 0, false
}

// ShareOfTime returns Captured of (Established - PausedWithin), from 0 to 1; ok is false if
// that is of none.
func (s *Sums) ShareOfTime() (share float64, ok bool) {
	if of := s.Established - s.PausedWithin; of > 0 {
		return float64(s.Captured) / float64(of), true
	}
	return 0, false
}

// Add adds an ended stretch.
func (s *Sums) Add(stretch *Stretch) {
	s.Stretches++
	if stretch.Excluded != NotExcluded {
		s.Excluded++
		s.ExcludedTime += stretch.Length()
		return
	}
	gaps := len(stretch.Gaps) + stretch.MoreGaps
	if gaps == 0 {
		s.Covered++
	}
	s.Gaps += gaps
	s.Established += stretch.Length()
	s.Captured += stretch.Captured
	s.Paused += stretch.Paused
	s.PausedWithin += stretch.PausedWithin
	s.Off += stretch.Off
	s.Unverified += stretch.Unverified
}

// Merge adds other sums.
func (s *Sums) Merge(other *Sums) {
	s.Stretches += other.Stretches
	s.Excluded += other.Excluded
	s.Covered += other.Covered
	s.Gaps += other.Gaps
	s.Established += other.Established
	s.Captured += other.Captured
	s.Paused += other.Paused
	s.PausedWithin += other.PausedWithin
	s.Off += other.Off
	s.Unverified += other.Unverified
	s.ExcludedTime += other.ExcludedTime
}

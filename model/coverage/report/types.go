package report

import (
	"time"

	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/model/incidents"
)

// Span is the time from From to To.
type Span struct{ From, To time.Time }

// Length returns the length of the span.
func (s Span) Length() time.Duration { return s.To.Sub(s.From) }

// Run is what one process recorded: which DNs it watched, and what it saw.
type Run struct {
	// Process, User and Version identify the process; each may be "".
	Process, User, Version string
	// Site and Server are the site that it watched, and its T-Server.
	Site, Server string
	// Policy is the policy in words, a sentence an item. Grace is the grace in it.
	Policy []string
	Grace  time.Duration
	// From and To are its first and its last sign of life. Ended reports that it recorded its
	// end, Running that it still runs; if it is neither, it was killed, and the calls that
	// went on then are known up to a minute before.
	From, To       time.Time
	Ended, Running bool
	// Watched are the DNs that were on its board.
	Watched []Watched
	// Stood are the times in which the process did not run, or recorded no sign of life.
	Stood []Span
	// Blinds are the times in which single DNs were not watched.
	Blinds []coverage.Blind
	// Stretches are the stretches that it saw end. If it was killed, those that went on a
	// minute before at most are among them, EndNotSeen.
	Stretches []coverage.Stretch
}

// Watched is the time in which a DN was on the board of a process.
type Watched struct {
	Key         board.Key
	Team, Label string
	From, To    time.Time
}

// Options are the period of a report.
type Options struct {
	// From and To are the period. A stretch belongs to the period in which it began.
	From, To time.Time
	// Now bounds the period: what has not happened yet is not missing.
	Now time.Time
	// Zone is the time zone of hours and days; nil means UTC.
	Zone *time.Location
	// Incidents are the incidents that the gaps are compared with.
	Incidents []incidents.Incident
}

// Report is the coverage of a period.
type Report struct {
	// From and To are the period; To is the present if the period is not over.
	From, To time.Time
	// Total, Teams, DNs, Hours and Days are the figures: of all, by team (site and name
	// ascending), by DN (ascending), by hour of the day (the hours that the period has), and
	// by day if the period is longer than a day.
	Total                   Line
	Teams, DNs, Hours, Days []Line
	// Gaps are the gaps of the stretches that are not excluded, in their order.
	Gaps []Gap
	// Captures are the times to capture.
	Captures Captures
	// Runs are the processes that watched in the period, in the order of their begin. Their
	// Stretches and Watched are nil.
	Runs []Run
	// Repeated counts the stretches that another process saw too and that count once; Joined
	// those that continue one that another process saw begin.
	Repeated, Joined int
	// Overlapping counts the stretches that overlap with others of the same DN although they
	// share no call: two switches may have been recorded as one site.
	Overlapping int
	// Overflow reports that the times are too long to be added up, 285 years or more: the
	// figures are wrong, and a shorter period is needed.
	Overflow bool
}

// Line holds the figures of one team, DN, hour or day, or of all.
type Line struct {
	// Key is the DN, of which only the site is set for a team. Team and Label are those of
	// the DN, or the team. At is the beginning of the hour or of the day; of an hour, only the
	// time of day counts.
	Key         board.Key
	Team, Label string
	At          time.Time
	// Sums are the sums over the stretches. AtLeast counts those that began before they were
	// watched, EndNotSeen those that ended unseen, EndedPaused those that ended while the
	// capture was paused. None of them is excluded.
	Sums                             coverage.Sums
	AtLeast, EndNotSeen, EndedPaused int
	// PausedLong counts the stretches that were paused for longer than the limit.
	PausedLong int
	// ToCapture are the times to capture in the line.
	ToCapture Captures
	// DNs is the number of DNs, 0 for hours and days. Seconds is the time of the period, once
	// for each DN. NotWatched is the part of it in which the DN was not watched, by cause. The
	// time is in seconds because a Duration does not hold that of 10,000 DNs in a year.
	DNs        int
	Seconds    float64
	NotWatched Unwatched
}

// Unwatched is the time in which DNs were not watched, by cause, in seconds.
type Unwatched struct {
	// Stopped: capdeck did not run. Link: the link was down. NotRegistered: the DN was not
	// registered, or not on the board.
	Stopped, Link, NotRegistered float64
}

// Total returns the whole time in seconds.
func (u Unwatched) Total() float64 { return u.Stopped + u.Link + u.NotRegistered }

// NotWatchedShare returns the share of the time that was not watched, from 0 to 1; ok is
// false if that is of none.
func (l *Line) NotWatchedShare() (share float64, ok bool) {
	if l.Seconds <= 0 {
		return 0, false
	}
	return l.NotWatched.Total() / l.Seconds, true
}

// Gap is a gap with what belongs to it.
type Gap struct {
	coverage.Gap
	Key                board.Key
	Team, Label, Agent string
	// ConnID is the call that the DN was on when the gap began, 0 if it is not known.
	ConnID uint64
	// AtLeast reports that the stretch began before it was watched, so that the gap may have
	// begun earlier; EndNotSeen that the stretch ended unseen, so that it may have ended later.
	AtLeast, EndNotSeen bool
	// Incident is the incident about it, nil if there is none.
	Incident *incidents.Incident
}

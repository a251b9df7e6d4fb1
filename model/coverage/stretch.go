package coverage

import (
	"time"

	"capdeck/model/board"
)

// Exclusion is why a stretch is outside the policy.
type Exclusion uint8

// The exclusions. The zero value is NotExcluded.
const (
	NotExcluded      Exclusion = iota
	ExcludedShort              // shorter than Options.Least
	ExcludedByFilter           // Options.Excludes
	ExcludedTime               // it began in a window of Options.ExcludesTime
)

// Stretch is a DN's time on calls: from the first EventEstablished to the release of the
// DN's last call. Captured, Paused, Off and Unverified are its parts: they add up to its
// length.
type Stretch struct {
	// Key is the DN. Label, Team and Agent are those at the end of the stretch; each may be "".
	// Agent is the agent ID. Label, Team and Agent are not sanitised.
	Key                board.Key
	Label, Team, Agent string
	// Began and Ended are its bounds. AtLeast reports that it began before it was watched, at
	// Began at the latest; EndNotSeen that it ended unseen, at Ended or later.
	Began, Ended        time.Time
	AtLeast, EndNotSeen bool
	// Calls are the calls in it, in the order in which they were first seen, at most
	// MaxStretchCalls; MoreCalls is the number of further ones.
	Calls     []StretchCall
	MoreCalls int
	// Captured is the time for which the recorder vouched for the capture; Paused, Off and
	// Unverified are the rest. PausedWithin is the part of Paused within the limit.
	Captured, Paused, PausedWithin, Off, Unverified time.Duration
	// UnverifiedStart is the part of Unverified before the first indication, if that was
	// enabled: not captured, and no gap within the grace.
	UnverifiedStart time.Duration
	// Gaps are its gaps, oldest first, at most MaxGaps; MoreGaps is the number of further ones.
	Gaps     []Gap
	MoreGaps int
	// CapturedAfter is the time from Began to the first enabled, 0 if the capture was enabled
	// before; it is set if EverCaptured. AtMost reports that a query found the capture: the
	// true time is shorter.
	CapturedAfter time.Duration
	EverCaptured  bool
	AtMost        bool
	// EndedPaused reports that the capture was paused when the stretch ended.
	EndedPaused bool
	// Excluded is why it is outside the policy.
	Excluded Exclusion
}

// Length returns the time from Began to Ended.
func (s *Stretch) Length() time.Duration { return s.Ended.Sub(s.Began) }

// The bounds on what a Stretch keeps.
const (
	MaxStretchCalls = 16
	MaxGaps         = 64
)

// StretchCall is a call in a stretch.
type StretchCall struct {
	// ConnID is the call's last ConnID, UUID its CallUUID or "", Type its CallType or 0, Other
	// the other party's number or "". UUID and Other come from the network and are not
	// sanitised.
	ConnID uint64
	UUID   string
	Type   int32
	Other  string
	// Began and Ended are its bounds on the DN within the stretch.
	Began, Ended time.Time
}

// Gap is an unbroken part of a stretch that is off or not verifiable and longer than the
// grace.
type Gap struct {
	// Began and Ended are its bounds.
	Began, Ended time.Time
	// Off is the part of it that was off; the rest is not verifiable.
	Off time.Duration
	// Cause is why.
	Cause GapCause
}

// GapCause is why a gap began.
type GapCause uint8

// The causes of a gap. The zero value is GapNotStarted.
const (
	GapNotStarted     GapCause = iota // no capture was seen since the stretch began
	GapStopped                        // the capture stopped unasked
	GapStoppedByUs                    // a command of ours stopped it
	GapStoppedByOther                 // another client's command stopped it
	GapNoAnswer                       // a query went unanswered, or nothing was heard for too long
	GapLinkLost                       // the link or the registration was lost
)

// Blind is a time in which DNs were not watched.
type Blind struct {
	// Key is the DN.
	Key board.Key
	// Began and Ended are its bounds.
	Began, Ended time.Time
	// Cause is why the DN was not watched.
	Cause BlindCause
}

// BlindCause is why a DN was not watched.
type BlindCause uint8

// The causes of blindness.
const (
	BlindLink          BlindCause = iota + 1 // the link was down
	BlindNotRegistered                       // the DN was not registered
	BlindStopped                             // the process was stopped
)

// Notice is something that is to be raised as an incident, or cleared.
type Notice struct {
	// Kind is what it is about.
	Kind NoticeKind
	// Key is the DN.
	Key board.Key
	// At is when it happened; for a gap that is raised, when the gap began.
	At time.Time
	// Raised is false if what was raised is over. NotSeen then reports that nobody saw when:
	// the DN is not watched any more, or was not when it ended.
	Raised, NotSeen bool
	// ConnID is the call, 0 for none.
	ConnID uint64
	// Cause is the cause of a gap.
	Cause GapCause
}

// NoticeKind is what a Notice is about.
type NoticeKind uint8

// The kinds of notices.
const (
	NoticeGap          NoticeKind = iota + 1 // on a call and not captured for longer than the grace
	NoticePausedLong                         // paused for longer than the limit
	NoticeEndedPaused                        // the last call ended in a pause that was not too long; cleared at once
	NoticeCapturedLong                       // captured without a call for longer than allowed
)

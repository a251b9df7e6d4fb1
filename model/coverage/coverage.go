package coverage

import (
	"time"

	"capdeck/model/board"
)

// Coverage keeps the coverage of the DNs of a board. Create one with New; one goroutine
// uses it at a time, that of the board.
type Coverage struct {
	options Options
}

// New returns a Coverage that has seen nothing.
func New(options Options) *Coverage { return &Coverage{options: options} }

// Changed applies a change of the board. It retains nothing of it, and allocates nothing
// for an indication.
func (c *Coverage) Changed(change *board.Change) {}

// Expire does everything that is due at time now: gaps begin, pauses become too long.
func (c *Coverage) Expire(now time.Time) {}

// NextDeadline returns when Expire next has something to do; ok is false if never.
func (c *Coverage) NextDeadline() (at time.Time, ok bool) { return time.Time{}, false }

// Standing returns how a DN stands at present.
func (c *Coverage) Standing(row *board.Row) Standing { return Standing{} }

// Counts returns the counts of a site's DNs, or of all sites' for "", without counting
// again.
func (c *Coverage) Counts(site string) Counts { return Counts{} }

// TeamCounts returns the counts of a team's DNs, "" for those without a team.
func (c *Coverage) TeamCounts(site, team string) Counts { return Counts{} }

// Sums returns the sums over the stretches that ended since the Coverage was created.
func (c *Coverage) Sums(site string) Sums { return Sums{} }

// TeamSums returns the sums of a team, "" for the DNs without a team, and its 95th
// percentile of the time to capture; ok is false if there is none.
func (c *Coverage) TeamSums(site, team string) (sums Sums, toCapture time.Duration, ok bool) {
	return Sums{}, 0, false
}

// Version changes whenever Standing, Counts or Sums change other than with the time.
func (c *Coverage) Version() uint64 { return 0 }

// Close ends the open stretches, since nothing more will be seen, and what is not watched.
func (c *Coverage) Close(now time.Time) {}

// TakeStretches returns the stretches that ended since the last call, in their order.
func (c *Coverage) TakeStretches() []Stretch { return nil }

// TakeBlinds returns the times without watch that ended since the last call.
func (c *Coverage) TakeBlinds() []Blind { return nil }

// TakeNotices returns what is to be raised or cleared since the last call, in its order.
func (c *Coverage) TakeNotices() []Notice { return nil }

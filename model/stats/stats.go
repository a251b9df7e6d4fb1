package stats

import (
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn/event"
)

// Outcomes counts how commands ended. Each command counts in one field other than Sent.
type Outcomes struct {
	// Sent is how many of the commands were sent.
	Sent uint64
	// Confirmed to Cancelled count the commands by the life in which they ended
	// (board.Life).
	Confirmed, Rejected, Unanswered, Contradicted, Superseded, Lost, Cancelled uint64
}

// Ended returns how many commands ended.
func (o *Outcomes) Ended() uint64 {
	return o.Confirmed + o.Rejected + o.Unanswered + o.Contradicted + o.Superseded + o.Lost + o.Cancelled
}

// Group has the statistics of a group of commands that have ended. The zero value is
// empty and ready to use; its size is about 17 kB.
type Group struct {
	Outcomes
	// Accepted are the times from sending to EventACK, and Indicated those from
	// sending to the indication that the command asks for. Both include only answers
	// that arrived before the command ended.
	Accepted, Indicated Times
}

func (g *Group) add(c *board.Command) {
	switch c.Life {
	case board.LifeConfirmed:
		g.Confirmed++
	case board.LifeRejected:
		g.Rejected++
	case board.LifeUnanswered:
		g.Unanswered++
	case board.LifeContradicted:
		g.Contradicted++
	case board.LifeSuperseded:
		g.Superseded++
	case board.LifeLost:
		g.Lost++
	case board.LifeCancelled:
		g.Cancelled++
	}
	if c.Sent.IsZero() {
		return
	}
	g.Sent++
	if !c.Accepted.IsZero() {
		g.Accepted.Add(c.Accepted.Sub(c.Sent))
	}
	if !c.Indicated.IsZero() {
		g.Indicated.Add(c.Indicated.Sub(c.Sent))
	}
}

// Stats counts commands that have ended. Automatic queries are counted separately. The
// zero value is empty and ready to use; its size is about 120 kB.
type Stats struct {
	commands Group
	byVerb   [event.VerbQuery + 1]Group
	queries  Group
	began    time.Time
}

// Begin sets the time at which the counting began. Later calls do nothing.
func (s *Stats) Begin(now time.Time) {
	if s.began.IsZero() {
		s.began = now
	}
}

// Began returns when the counting began.
func (s *Stats) Began() time.Time { return s.began }

// Add counts a command that has ended, as board.OnEnd reports it. Add does not retain
// the command.
func (s *Stats) Add(c *board.Command, automatic bool) {
	switch {
	case !c.Life.Ended():
	case automatic:
		s.queries.add(c)
	default:
		s.commands.add(c)
		if int(c.Verb) < len(s.byVerb) {
			s.byVerb[c.Verb].add(c)
		}
	}
}

// Commands returns the statistics of all commands, without automatic queries.
func (s *Stats) Commands() *Group { return &s.commands }

// Queries returns the statistics of the automatic queries.
func (s *Stats) Queries() *Group { return &s.queries }

// OfVerb returns the statistics of the commands with the verb, without automatic
// queries. It returns an empty Group for an unknown verb.
func (s *Stats) OfVerb(verb event.Verb) *Group {
	if int(verb) < len(s.byVerb) {
		return &s.byVerb[verb]
	}
	return &Group{}
}

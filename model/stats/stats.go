package stats

import (
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn/event"
)

// Outcomes counts how commands ended, each in one of its members but Sent.
type Outcomes struct {
	// Sent is how many of them had left.
	Sent uint64
	// Confirmed to Cancelled are the lives in which they ended (board.Life).
	Confirmed, Rejected, Unanswered, Contradicted, Superseded, Lost, Cancelled uint64
}

// Ended returns how many commands ended.
func (o *Outcomes) Ended() uint64 {
	return o.Confirmed + o.Rejected + o.Unanswered + o.Contradicted + o.Superseded + o.Lost + o.Cancelled
}

// Group is what is known of a group of commands that have ended. The zero value
// is empty and ready; it takes about 17 kB.
type Group struct {
	Outcomes
	// Accepted are the times from sending to EventACK, Indicated those to the
	// indication that was asked for: of commands that got one before they ended.
	// One that came too late is in neither.
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

// Stats counts commands that have ended; automatic queries stand apart from
// those of a person. The zero value is empty and ready; it takes about 120 kB.
type Stats struct {
	commands Group
	byVerb   [event.VerbQuery + 1]Group
	queries  Group
	began    time.Time
}

// Begin notes when the counting begins. Only the first call counts.
func (s *Stats) Begin(now time.Time) {
	if s.began.IsZero() {
		s.began = now
	}
}

// Began returns when the counting began.
func (s *Stats) Began() time.Time { return s.began }

// Add takes in a command that has ended, as board.OnEnd tells of it, and keeps
// nothing of it.
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

// Commands returns what is known of all commands of a person.
func (s *Stats) Commands() *Group { return &s.commands }

// Queries returns what is known of the automatic queries.
func (s *Stats) Queries() *Group { return &s.queries }

// OfVerb returns what is known of a person's commands with the verb, of none of
// them for a verb that there is not.
func (s *Stats) OfVerb(verb event.Verb) *Group {
	if int(verb) < len(s.byVerb) {
		return &s.byVerb[verb]
	}
	return &Group{}
}

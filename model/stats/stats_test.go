package stats

import (
	"testing"
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn/event"
)

// TestOutcomesAreCountedOnce adds a command of each life for each verb.
func TestOutcomesAreCountedOnce(t *testing.T) {
	var s Stats
	sent := time.Date(2026, 11, 23, 14, 2, 10, 0, time.UTC)
	for verb := event.VerbStart; verb <= event.VerbQuery; verb++ {
		for life := board.LifeQueued; life <= board.LifeLost; life++ {
			c := board.Command{Verb: verb, Life: life, Sent: sent}
			switch life {
			case board.LifeCancelled:
				c.Sent = time.Time{}
			case board.LifeConfirmed:
				c.Indicated = sent.Add(time.Duration(verb) * 100 * time.Millisecond)
				fallthrough
			case board.LifeUnanswered:
				c.Accepted = sent.Add(2 * time.Millisecond)
			}
			s.Add(&c, false)
		}
	}
	want := Outcomes{Sent: 6, Confirmed: 1, Rejected: 1, Unanswered: 1, Contradicted: 1, Superseded: 1, Lost: 1, Cancelled: 1}
	for verb := event.VerbStart; verb <= event.VerbQuery; verb++ {
		g := s.OfVerb(verb)
		if g.Outcomes != want || g.Ended() != 7 || g.Accepted.Count() != 2 || g.Accepted.Max() != 2*time.Millisecond || g.Indicated.Max() != time.Duration(verb)*100*time.Millisecond {
			t.Errorf("%s has %+v, accepted %d, indicated within %s", verb, g.Outcomes, g.Accepted.Count(), g.Indicated.Max())
		}
	}
	if all := s.Commands(); all.Sent != 30 || all.Ended() != 35 || all.Accepted.Count() != 10 || all.Indicated.Count() != 5 || all.Indicated.Max() != 500*time.Millisecond {
		t.Errorf("all have %+v", all.Outcomes)
	}
	if s.Queries().Ended() != 0 || s.OfVerb(99).Ended() != 0 {
		t.Error("a command counts as an automatic query")
	}
}

// TestAutomaticQueriesStandApart checks that automatic queries are counted separately.
func TestAutomaticQueriesStandApart(t *testing.T) {
	var s Stats
	now := time.Date(2026, 11, 23, 14, 2, 10, 0, time.UTC)
	s.Add(&board.Command{Verb: event.VerbQuery, Life: board.LifeConfirmed, Sent: now, Indicated: now.Add(time.Second)}, true)
	if s.Queries().Confirmed != 1 || s.Queries().Indicated.Max() != time.Second || s.Queries().Accepted.Count() != 0 {
		t.Errorf("the automatic queries have %+v", s.Queries().Outcomes)
	}
	if s.Commands().Ended() != 0 || s.OfVerb(event.VerbQuery).Ended() != 0 {
		t.Error("an automatic query counts as a command")
	}
}

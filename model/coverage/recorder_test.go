package coverage

import (
	"testing"
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn/event"

	"pgregory.net/rapid"
)

// moment is when something about the recorder or its words happened.
type moment struct {
	at   time.Time
	what momentKind
	word string
}

type momentKind uint8

const (
	recorderChanged momentKind = iota // the truth became word
	wordHeard
	callReleased
)

// studio is a DN whose recorder captures or does not, says so or does not, and answers
// queries with the truth or not at all.
type studio struct {
	*desk
	r       *rapid.T
	truth   string
	answer  bool
	naming  string // the call that the recorder names: "oldest" or "none"
	calls   []string
	linked  bool
	moments []moment
	said    string
}

const studioDN = "7001"

func newStudio(r *rapid.T) *studio {
	o := policy()
	bo := board.Options{AutomaticQueries: true, QueryRate: 0, Requery: time.Minute, VerifyAfter: 2 * time.Second, Spread: rapid.SampledFrom([]float64{-0.2, 0, 0.1}).Draw(r, "spread")}
	s := &studio{r: r, truth: "disabled", answer: true, naming: rapid.SampledFrom([]string{"oldest", "none"}).Draw(r, "naming"), linked: true}
	s.desk = newDesk(r, o, bo)
	s.answers = func(c event.Command) {
		if s.answer {
			s.feed.Accept(c)
			s.say()
		}
	}
	s.b.Add(board.Entry{Key: key(studioDN)})
	s.registered(studioDN)
	s.moments = append(s.moments, moment{s.now, recorderChanged, s.truth})
	return s
}

// say delivers an indication of the truth, if the link is up.
func (s *studio) say() {
	if !s.linked {
		return
	}
	call := "-"
	if s.naming == "oldest" && len(s.calls) > 0 {
		call = s.calls[0]
	}
	s.feed.Indicate(studioDN, s.truth, call1(call))
	for i := range s.feed.Batch.Events {
		s.b.Apply(&s.feed.Batch.Events[i])
	}
	s.feed.Batch.Reset()
	s.moments, s.said = append(s.moments, moment{s.now, wordHeard, s.truth}), s.truth
}

func (s *studio) act() {
	draw := func(name string, from ...string) string { return rapid.SampledFrom(from).Draw(s.r, name) }
	switch draw("what", "time", "time", "call", "call", "change", "change", "again", "asked", "answers", "link") {
	case "time":
		s.until(s.now.Add(time.Duration(rapid.IntRange(1, 80000).Draw(s.r, "ms")) * time.Millisecond))
	case "call":
		s.call(draw("call", "A", "B"))
	case "change":
		s.truth = draw("truth", "enabled", "enabled", "paused", "disabled")
		s.moments = append(s.moments, moment{s.now, recorderChanged, s.truth})
		if draw("says", "yes", "no") == "yes" {
			s.say()
		}
	case "again":
		// One that tells a change too late is not what this is about.
		if s.said == s.truth {
			s.say()
		}
	case "asked":
		if s.linked {
			s.feed.Indicate(studioDN, "query", 0)
			s.apply()
			if s.answer {
				s.say()
			}
		}
	case "answers":
		s.answer = !s.answer
	case "link":
		s.reconnect()
	}
	s.expire()
}

func (s *studio) call(name string) {
	for i, on := range s.calls {
		if on == name {
			s.moments = append(s.moments, moment{s.now, callReleased, ""}) // it may lead to a query
			s.calls = append(s.calls[:i:i], s.calls[i+1:]...)
			s.step(studioDN, "release", name)
			return
		}
	}
	s.step(studioDN, "establish", name)
	s.calls = append(s.calls, name)
}

// reconnect loses the link, and finds the calls again that are still there.
func (s *studio) reconnect() {
	s.lose()
	s.linked = false
	s.until(s.now.Add(time.Duration(rapid.IntRange(1, 20).Draw(s.r, "down")) * time.Second))
	if len(s.calls) > 0 && rapid.Bool().Draw(s.r, "released") {
		s.calls = s.calls[1:]
	}
	s.linked = true
	s.connect()
	var found []string
	for _, name := range s.calls {
		found = append(found, name+":talking")
	}
	s.registered(studioDN, found...)
}

// captured returns how long the recorder captured between two times, and how much of the
// rest may count as captured: where it changed twice from one word to the next, or once
// before the end of a call that no word preceded.
func (s *studio) captured(from, to time.Time) (captured, excused time.Duration) {
	truth := false // captured at mark
	var mark time.Time
	var pending time.Duration // not captured since the last word
	changes, beforeRelease := 0, 0
	settle := func() {
		if changes >= 2 || beforeRelease >= 1 {
			excused += pending
		}
		pending, changes, beforeRelease = 0, 0, 0
	}
	pass := func(at time.Time) {
		begin, end := mark, at
		if begin.Before(from) {
			begin = from
		}
		if end.After(to) {
			end = to
		}
		if length := end.Sub(begin); length > 0 {
			if truth {
				captured += length
			} else {
				pending += length
			}
		}
		mark = at
	}
	for _, m := range s.moments {
		if m.at.After(to) {
			break
		}
		pass(m.at)
		switch m.what {
		case recorderChanged:
			if is := m.word == "enabled"; is != truth || !is {
				changes++
			}
			truth = m.word == "enabled"
		case wordHeard:
			settle()
		case callReleased:
			beforeRelease = changes
		}
	}
	pass(to)
	beforeRelease = changes
	settle()
	return captured, excused
}

// TestCapturedIsTrue checks captured time against what the recorder did. It exceeds the
// truth only where the recorder changed twice between two words and did not say the first
// change, or changed silently between its last word and the end of a call, and by no more
// than the time between these.
func TestCapturedIsTrue(t *testing.T) {
	t.Parallel()
	total, exceeded := time.Duration(0), time.Duration(0)
	rapid.Check(t, func(r *rapid.T) {
		s := newStudio(r)
		for range rapid.IntRange(1, 50).Draw(r, "steps") {
			s.act()
		}
		for len(s.calls) > 0 {
			s.call(s.calls[0])
		}
		for _, stretch := range s.c.TakeStretches() {
			truth, excused := s.captured(stretch.Began, stretch.Ended)
			if over := stretch.Captured - truth; over > excused {
				r.Fatalf("%s\nthe recorder captured %s of it; %s are excused", line(&stretch), seconds(truth), seconds(excused))
			} else if over > 0 {
				exceeded += over
			}
			total += stretch.Captured
		}
	})
	t.Logf("captured %s in all, of which %s were not", total.Round(time.Second), exceeded.Round(time.Second))
}

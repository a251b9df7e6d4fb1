package bulk

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"capdeck/model/board"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// queue is a board with n registered DNs and the commands for several of them.
type queue struct {
	t     failer
	now   time.Time
	truth *board.Board
	bulks *Bulks
}

type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

func newQueue(t failer, n, rate int) *queue {
	t.Helper()
	q := &queue{t: t, now: time.Date(2026, 11, 23, 14, 2, 10, 0, time.UTC), truth: board.New(board.Options{}), bulks: New(rate)}
	var batch event.Batch
	link := batch.Add(event.KindLink)
	link.Time, link.Site, link.Connection, link.Link = q.now, site, 1, &event.Link{State: event.LinkUp, Round: 1}
	for i := range n {
		q.truth.Add(board.Entry{Key: key(i)})
		e := q.message(&batch, event.KindMessage, wire.EventRegistered, key(i).DN)
		e.Request = event.Request{Kind: event.RequestRegister, Reference: int32(i + 1), Round: 1, SentAt: q.now}
	}
	q.truth.ApplyAll(batch.Events)
	return q
}

const site = "sip-a"

// message adds a message about a DN to the batch.
func (q *queue) message(batch *event.Batch, kind event.Kind, typ wire.MessageType, dn string) *event.Event {
	q.t.Helper()
	message := wire.Message{Type: typ, Attributes: []wire.Attribute{wire.TextAttribute(wire.AttributeThisDN, dn)}}
	body, err := message.AppendBody(nil)
	if err != nil {
		q.t.Fatalf("%v", err)
	}
	e := batch.AddMessage(kind, body, wire.Limits{})
	e.Time, e.Site, e.Connection = q.now, site, 1
	return e
}

func key(i int) board.Key { return board.Key{Site: site, DN: fmt.Sprint(7001 + i)} }

func (q *queue) queue(i int, verb event.Verb) board.CommandID {
	q.t.Helper()
	id, err := q.truth.Queue(q.now, key(i), verb, "kim")
	if err != nil {
		q.t.Fatalf("%v", err)
	}
	return id
}

// add gives a command for the first n DNs.
func (q *queue) add(n int, verb event.Verb, refused ...board.Key) {
	command := Command{Verb: verb, Refused: refused}
	for i := range n {
		command.Queued = append(command.Queued, q.queue(i, verb))
	}
	q.bulks.Add(command)
}

// release releases the commands that may be sent, and returns how many there were.
func (q *queue) release() int {
	q.t.Helper()
	var batch event.Batch
	commands := q.bulks.Release(q.now, q.truth)
	for i, c := range commands {
		e := q.message(&batch, event.KindSent, wire.RequestSendEvent, c.DN)
		e.Request = event.Request{Kind: event.RequestCapture, Reference: int32(1000 + i), Command: c.ID, SentAt: q.now}
	}
	q.truth.ApplyAll(batch.Events)
	return len(commands)
}

// TestPace wakes at the time that NextRelease returns. The burst is a tenth of the rate, and the
// rate is neither exceeded nor missed.
func TestPace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rate := rapid.IntRange(1, 500).Draw(t, "rate")
		total := rapid.IntRange(1, 300).Draw(t, "commands")
		q := newQueue(t, total, rate)
		q.add(total, event.VerbQuery)
		begin, left := q.now, 0
		for rounds := 0; ; rounds++ {
			left += q.release()
			passed := q.now.Sub(begin).Seconds() * float64(rate)
			if most := max(1, rate/burst) + int(passed) + 1; left > most {
				t.Fatalf("%d have left after %s, at most %d may", left, q.now.Sub(begin), most)
			}
			at, waits := q.bulks.NextRelease(q.now, q.truth)
			if waits != (left < total) || rounds > 4*total {
				t.Fatalf("%d of %d have left after %d rounds, and more is to come: %v", left, total, rounds, waits)
			}
			if !waits {
				return
			}
			if passed > float64(total) {
				t.Fatalf("%d of %d have left after %s", left, total, q.now.Sub(begin))
			}
			// A timer is never early, and seldom exact.
			q.now = at.Add(time.Microsecond)
		}
	})
}

func TestNoLimit(t *testing.T) {
	q := newQueue(t, 300, 0)
	q.add(300, event.VerbStart)
	if n := q.release(); n != 300 {
		t.Errorf("%d have left", n)
	}
	if at, ok := q.bulks.NextRelease(q.now, q.truth); ok {
		t.Errorf("more is to leave at %s", at)
	}
}

func TestSingleLeavesAtOnce(t *testing.T) {
	q := newQueue(t, 4, 10)
	q.add(3, event.VerbStart)
	q.bulks.AddSingle(q.queue(3, event.VerbStop))
	out := q.bulks.Release(q.now, q.truth)
	if len(out) != 2 || out[0].DN != key(3).DN || out[1].DN != key(0).DN {
		t.Errorf("%+v", out)
	}
}

func TestOvertake(t *testing.T) {
	q := newQueue(t, 2, 1)
	older, query := q.queue(0, event.VerbStart), q.queue(0, event.VerbQuery)
	Overtake(q.now, q.truth, key(0), event.VerbQuery, query)
	if life := q.truth.Life(older); life != board.LifeQueued {
		t.Errorf("behind a query: %s", life)
	}
	newer := q.queue(0, event.VerbStop)
	Overtake(q.now, q.truth, key(0), event.VerbStop, newer)
	outcomes := q.truth.TakeOutcomes()
	if len(outcomes) != 1 || outcomes[0].ID != older || outcomes[0].Why != "a newer stop was given" {
		t.Errorf("%+v", outcomes)
	}
	if q.truth.Life(query) != board.LifeQueued || q.truth.Life(newer) != board.LifeQueued {
		t.Errorf("the query is %s, the newer command %s", q.truth.Life(query), q.truth.Life(newer))
	}
}

// TestProgress follows one command from its queue to its end.
func TestProgress(t *testing.T) {
	q := newQueue(t, 3, 20)
	q.add(3, event.VerbStart, key(9))
	q.release()
	want := View{ID: 1, Verb: event.VerbStart, Total: 4, Queued: 1, Sent: 2, Refused: 1}
	if views := q.bulks.Views(q.truth); len(views) != 1 || views[0] != want {
		t.Fatalf("got %+v, want %+v", views, want)
	}
	q.truth.CancelAll(q.now, "the user cancelled it")
	q.bulks.End(q.truth.TakeOutcomes())
	q.truth.EndAll(q.now, "the test ends")
	if confirmed := q.bulks.End(q.truth.TakeOutcomes()); len(confirmed) != 0 {
		t.Errorf("confirmed: %+v", confirmed)
	}
	view := q.bulks.Views(q.truth)[0]
	if !view.Done() || view.Cancelled != 1 || view.Failed() != 3 || view.Lost != 2 {
		t.Errorf("%+v", view)
	}
	if !q.bulks.Close() || q.bulks.Close() || len(q.bulks.Views(q.truth)) != 0 {
		t.Error("it was not closed once")
	}
	if keys, verbs := q.bulks.Failures(); len(keys) != 4 || len(verbs) != 1 {
		t.Errorf("%v failed at %v", verbs, keys)
	}
	q.add(2, event.VerbStart)
	if keys, _ := q.bulks.Failures(); len(keys) != 0 {
		t.Errorf("the next command left %v", keys)
	}
}

// TestConfirmedIsForgotten confirms a command everywhere.
func TestConfirmedIsForgotten(t *testing.T) {
	q := newQueue(t, 2, 0)
	q.add(2, event.VerbStart)
	var outcomes []board.Command
	for _, c := range q.bulks.Release(q.now, q.truth) {
		outcomes = append(outcomes, board.Command{ID: board.CommandID(c.ID), Life: board.LifeConfirmed})
	}
	if confirmed := q.bulks.End(outcomes[1:]); len(confirmed) != 0 {
		t.Errorf("after one of two: %+v", confirmed)
	}
	confirmed := q.bulks.End(outcomes[:1])
	if len(confirmed) != 1 || confirmed[0].Confirmed != 2 || !confirmed[0].Done() || len(q.bulks.Views(q.truth)) != 0 {
		t.Errorf("%+v", confirmed)
	}
}

package coverage

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
)

// loaded returns a board of n DNs, each on a call, and indications for these calls in shuffled order: for each DN one of
// each of the words.
func loaded(t tester, n int, covered bool, words ...string) (*board.Board, []event.Event) {
	dns := make([]string, n)
	for i := range dns {
		dns[i] = fmt.Sprint(10000 + i)
	}
	d := newDesk(t, policy(), board.Options{AutomaticQueries: true, Requery: board.DefaultRequery})
	d.now = time.Now()
	for _, dn := range dns {
		d.b.Add(board.Entry{Key: key(dn), Team: "claims"})
		d.feed.Indicate(dn, "disabled", 0) // so that no query is needed
		d.apply()
		d.registered(dn)
	}
	if !covered {
		d.b.OnChange(nil)
		d.b.OnFetch(nil)
	}
	for i, dn := range dns {
		d.feed.Message(wire.EventEstablished, tlibtest.ThisDN(dn), tlibtest.ConnID(0xc00000+uint64(i)))
		for j := range d.feed.Batch.Events {
			d.b.Apply(&d.feed.Batch.Events[j])
		}
		d.feed.Batch.Reset()
	}
	random := rand.New(rand.NewPCG(1, 2))
	for _, word := range words {
		for _, i := range random.Perm(n) {
			d.feed.Indicate(dns[i], word, 0xc00000+uint64(i))
		}
	}
	return d.b, d.feed.Batch.Events
}

// play applies indications, in batches, each a microsecond after the one before.
func play(b *board.Board, events []event.Event, at *time.Time) {
	const batch = 128
	for len(events) > 0 {
		some := events[:min(batch, len(events))]
		for i := range some {
			*at = at.Add(time.Microsecond)
			some[i].Time = *at
		}
		b.ApplyAll(some)
		events = events[len(some):]
	}
}

func TestIndicationsAllocateNothing(t *testing.T) {
	b, events := loaded(t, 100, true, "enabled", "paused", "disabled", "enabled", "enabled")
	at := noon
	play(b, events, &at)
	if got := testing.AllocsPerRun(10, func() { play(b, events, &at) }); got != 0 {
		t.Errorf("%v allocations for %d indications", got, len(events))
	}
}

// BenchmarkApply applies indications of DNs on calls to a board without and with a Coverage.
func BenchmarkApply(b *testing.B) {
	for _, n := range []int{100, 10000} {
		for _, words := range [][]string{{"enabled", "paused", "enabled", "disabled"}, {"enabled", "enabled"}} {
			for _, name := range []string{"board", "coverage"} {
				b.Run(fmt.Sprintf("%d DNs, %d words, %s", n, len(words), name), func(b *testing.B) {
					board, events := loaded(b, n, name == "coverage", words...)
					at := time.Now() // with the reading of the monotonic clock, as a session's events
					play(board, events, &at)
					b.ReportAllocs()
					b.ResetTimer()
					for done := 0; done < b.N; done += len(events) {
						play(board, events[:min(len(events), b.N-done)], &at)
					}
				})
			}
		}
	}
}

// BenchmarkGoing takes the stretches that go on, of DNs that are all on a call.
func BenchmarkGoing(b *testing.B) {
	for _, n := range []int{600, 40000} {
		b.Run(fmt.Sprintf("%d DNs on calls", n), func(b *testing.B) {
			d := newDesk(b, policy(), board.Options{})
			for i := range n {
				dn := fmt.Sprint(10000 + i)
				d.b.Add(board.Entry{Key: key(dn), Team: "claims"})
				d.registered(dn)
				d.feed.Message(wire.EventEstablished, tlibtest.ThisDN(dn), tlibtest.ConnID(0xc00000+uint64(i)))
				d.feed.Indicate(dn, "enabled", 0xc00000+uint64(i))
				d.apply()
			}
			b.ReportAllocs()
			for b.Loop() {
				if got := len(d.c.Going(d.now)); got != n {
					b.Fatalf("%d go on, want %d", got, n)
				}
			}
		})
	}
}

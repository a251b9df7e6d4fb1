package board

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// loadedBoard returns a board of n DNs with calls, and two rounds of
// indications in shuffled order that change every DN's state each time.
func loadedBoard(t tester, n int, o Options) (*Board, []event.Event) {
	dns := make([]string, n)
	for i := range dns {
		dns[i] = fmt.Sprint(10000 + i)
	}
	d := newDesk(t, o, dns...)
	batch := new(event.Batch)
	random := rand.New(rand.NewPCG(1, 2))
	for _, word := range []string{"enabled", "disabled"} {
		for _, i := range random.Perm(n) {
			m := wire.Message{Type: wire.EventUserEvent, Attributes: []wire.Attribute{
				thisDN(dns[i]), connID(connA + uint64(i)),
				d.list(wire.AttributeUserData, textPair(event.CaptureKey, word)),
				wire.LongAttribute(wire.AttributeEventSequenceNumber, uint64(i)),
				wire.IntAttribute(wire.AttributeTimeinSecs, 1), wire.IntAttribute(wire.AttributeTimeinuSecs, 2),
			}}
			body, err := m.AppendBody(nil)
			if err != nil {
				t.Fatal(err)
			}
			e := batch.AddMessage(event.KindMessage, body, wire.Limits{})
			e.Time, e.Site, e.Connection = d.now, "sip", d.conn
		}
	}
	return d.b, batch.Events
}

func TestApplyAllocatesNothing(t *testing.T) {
	for name, o := range map[string]Options{
		"plain":         {},
		"asked again":   {AutomaticQueries: true, Requery: time.Minute, QueryRate: 200},
		"with deadline": {AutomaticQueries: true, StaleAfter: time.Minute, Requery: time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			b, events := loadedBoard(t, 100, o)
			apply := func() {
				for i := range events {
					b.Apply(&events[i])
				}
			}
			apply()
			b.OnChange(func(*Change) {})
			if got := testing.AllocsPerRun(10, apply); got != 0 {
				t.Fatalf("Apply allocates %v times for %d events", got, len(events))
			}
			if c := b.Counters(); c.Off != 100 {
				t.Fatalf("counters after the last round are %+v, want 100 off", c)
			}
		})
	}
}

// BenchmarkApply applies events that were decoded long before. With many DNs, fetching the
// events themselves takes most of the time.
func BenchmarkApply(b *testing.B) {
	for _, n := range []int{100, 10000, -100, -10000} {
		name, reports := fmt.Sprintf("%d DNs", n), n < 0
		if reports {
			n = -n
			name = fmt.Sprintf("%d DNs, reported", n)
		}
		b.Run(name, func(b *testing.B) {
			board, events := loadedBoard(b, n, Options{AutomaticQueries: true, Requery: DefaultRequery})
			if reports {
				board.OnChange(func(*Change) {})
			}
			for i := range events {
				board.Apply(&events[i])
			}
			if asked := board.NextQueries(events[0].Time, nil); len(asked) != 0 {
				b.Fatalf("%d DNs are asked that were heard", len(asked))
			}
			b.ReportAllocs()
			b.ResetTimer()
			for i := 0; b.Loop(); i++ {
				board.Apply(&events[i%len(events)])
			}
		})
	}
}

// BenchmarkDecodeAndApply decodes into a batch and applies from it, as the program does;
// the difference of the two benchmarks is the cost of Apply.
func BenchmarkDecodeAndApply(b *testing.B) {
	for _, name := range []string{"decode", "decode and apply"} {
		b.Run(name, func(b *testing.B) {
			board, events := loadedBoard(b, 10000, Options{})
			now := events[0].Time
			batch := new(event.Batch)
			b.ReportAllocs()
			b.ResetTimer()
			for i := 0; b.Loop(); i++ {
				if i%256 == 0 {
					batch.Reset()
				}
				e := batch.AddMessage(event.KindMessage, events[i%len(events)].Message.Body, wire.Limits{})
				e.Time, e.Site, e.Connection = now, "sip", 1
				if name != "decode" {
					board.Apply(e)
				}
			}
		})
	}
}

func BenchmarkQueryRound(b *testing.B) {
	const n = 10000
	board, _ := loadedBoard(b, n, Options{AutomaticQueries: true})
	now := time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC)
	b.ReportAllocs()
	for b.Loop() {
		for _, r := range board.Rows() {
			board.wantQuery(r, now, true)
		}
		left := 0
		for {
			commands := board.NextQueries(now, nil)
			if left += len(commands); len(commands) == 0 {
				break
			}
			for _, c := range commands {
				board.Apply(&event.Event{Kind: event.KindUnsent, Site: "sip", Time: now, Request: event.Request{Command: c.ID}, Problem: "end"})
			}
		}
		if left != n {
			b.Fatalf("%d queries left, want %d", left, n)
		}
	}
}

package tlibconn

import (
	"fmt"
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// registerMany serves registrations with a peer that answers only when window requests are unanswered, and
// returns the maximum that was unanswered.
func registerMany(p *peer, total, window int) (most int) {
	var open []wire.Message
	for done := 0; done < total; {
		open = append(open, p.expect(wire.RequestRegisterAddress))
		most = max(most, len(open))
		if len(open) < window && done+len(open) < total {
			continue
		}
		var answers []byte
		for _, request := range open {
			answers = append(answers, encoded(p.TB, wire.EventRegistered,
				wire.IntAttribute(wire.AttributeReferenceID, reference(request)),
				wire.TextAttribute(wire.AttributeThisDN, thisDN(request)))...)
		}
		done += len(open)
		open = open[:0]
		p.raw(answers)
	}
	return most
}

func manyDNs(n int) []string {
	dns := make([]string, n)
	for i := range dns {
		dns[i] = fmt.Sprint(70000 + i)
	}
	return dns
}

func TestRegisterTenThousand(t *testing.T) {
	for _, window := range []int{1, 7, 500, 20_000} {
		t.Run(fmt.Sprint(window), func(t *testing.T) {
			total := min(10_000, 100*window)
			c, p := connect(t, func(o *Options) { o.RegisterWindow = window })
			c.Register(manyDNs(total)...)
			most := make(chan int, 1)
			go func() { most <- registerMany(p, total, min(window, total)) }()
			registered := map[string]bool{}
			for len(registered) < total {
				e := c.message(wire.EventRegistered)
				if e.Request.Kind != event.RequestRegister || e.Request.Round != 1 {
					t.Fatalf("an answer belongs to %+v", e.Request)
				}
				registered[string(e.ThisDN())] = true
			}
			if got := <-most; got != min(window, total) {
				t.Errorf("%d registrations were unanswered at once, the window is %d", got, window)
			}
		})
	}
}

// BenchmarkRegister10000 registers 10,000 DNs on one connection in each operation.
func BenchmarkRegister10000(b *testing.B) {
	dns := manyDNs(10_000)
	c, p := connect(b, func(o *Options) { o.BatchInterval = 0 })
	for b.Loop() {
		go registerMany(p, len(dns), 1)
		c.Register(dns...)
		for n := 0; n < len(dns); {
			batch, err := c.NextBatch(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			for i := range batch.Events {
				if batch.Events[i].Message.Type == wire.EventRegistered && batch.Events[i].Kind == event.KindMessage {
					n++
				}
			}
		}
		c.Unregister(dns...)
		for range dns {
			p.answer(p.expect(wire.RequestUnregisterAddress), wire.EventUnregistered)
		}
	}
}

package tlibconn

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// gate is a BeforeWrite that waits until the test opens it.
type gate struct{ entered, leave chan struct{} }

func newGate() *gate { return &gate{entered: make(chan struct{}, 9), leave: make(chan struct{}, 9)} }

func (g *gate) wait(*WriteBatch) error {
	g.entered <- struct{}{}
	<-g.leave
	return nil
}

// Requests that wait while BeforeWrite runs are settled by what happens meanwhile: they were not sent.
func TestCancelledBehindBeforeWrite(t *testing.T) {
	tests := []struct {
		name   string
		happen func(c *client, p *peer)
		at     int // how many commands are reported unsent before BeforeWrite returns
		want   string
	}{
		{"SetAllow", func(c *client, _ *peer) { c.SetAllow(func(*Request) error { return errForbidden }) }, 1, "forbidden"},
		{"link down", func(_ *client, p *peer) { p.say(wire.EventLinkDisconnected) }, 1, "(error 54)"},
		{"connection lost", func(c *client, p *peer) {
			p.say(wire.EventServerInfo)
			c.message(wire.EventServerInfo)
			p.raw([]byte{0, 0, 0, 0})
			<-c.connection.ctx.Done()
		}, 0, "not connected"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g := newGate()
			c, p := connect(t, func(o *Options) { o.BeforeWrite = g.wait })
			if err := c.SendCommands(t.Context(), commands(1, event.VerbStart)); err != nil {
				t.Fatal(err)
			}
			<-g.entered
			if err := c.SendCommands(t.Context(), commands(2, event.VerbStop)[1:]); err != nil {
				t.Fatal(err)
			}
			tt.happen(c, p)
			got := map[uint64]string{}
			for len(got) < 2 {
				if len(got) == tt.at {
					g.leave <- struct{}{}
				}
				e := c.until(func(e *event.Event) bool { return e.Kind == event.KindUnsent || e.Request.Kind == event.RequestCapture })
				if e.Kind != event.KindUnsent {
					t.Fatalf("a command left: %+v", e)
				}
				got[e.Request.Command] = e.Problem
			}
			for id := uint64(1); id <= 2; id++ {
				if !strings.Contains(got[id], tt.want) {
					t.Errorf("command %d was reported with %q, want %q", id, got[id], tt.want)
				}
			}
		})
	}
}

var errForbidden = errors.New("forbidden")

// BeforeWrite receives the requests that act, with their ReferenceIDs, before any byte of them is written. Its
// error keeps back only these requests.
func TestBeforeWrite(t *testing.T) {
	var mu sync.Mutex // guards what follows
	var failure error
	var seen []int32
	c, p := connect(t, func(o *Options) {
		o.BeforeWrite = func(batch *WriteBatch) error {
			mu.Lock()
			defer mu.Unlock()
			for _, request := range batch.Requests {
				seen = append(seen, request.ReferenceID())
			}
			if batch.Connection != 1 || batch.Address != o.Addresses[0] || batch.Time.IsZero() {
				t.Errorf("the batch is %+v", batch)
			}
			return failure
		}
	})
	if err := c.SendCommands(t.Context(), commands(3, event.VerbStart)); err != nil {
		t.Fatal(err)
	}
	for i := range int32(3) {
		got := reference(p.expect(wire.RequestSendEvent))
		mu.Lock()
		if got != i+1 || !slices.Contains(seen, got) {
			t.Errorf("ReferenceID %d left, %v were seen", got, seen)
		}
		mu.Unlock()
	}
	mu.Lock()
	failure = errForbidden
	mu.Unlock()
	if _, err := c.Send(t.Context(), wire.Message{Type: wire.RequestMakeCall}); !errors.Is(err, errForbidden) || ObstacleOf(err) != event.ObstacleJournal {
		t.Errorf("Send returns %v", err)
	}
	if err := c.SendCommands(t.Context(), commands(1, event.VerbStart)); err != nil {
		t.Fatal(err)
	}
	if e := c.kind(event.KindUnsent); e.Obstacle != event.ObstacleJournal || e.Problem != "start for DN 7000 was not sent: forbidden" {
		t.Errorf("it was reported as %+v", e)
	}
	if _, err := c.Send(t.Context(), wire.Message{Type: wire.RequestQueryServer}); err != nil {
		t.Errorf("a query is kept back: %v", err)
	}
	p.expect(wire.RequestQueryServer)
}

func TestAnswerBeforeSendReturns(t *testing.T) {
	c, p := connect(t, nil)
	go func() {
		for range 2000 {
			p.answer(p.next(), wire.EventACK)
		}
	}()
	if err := c.SendCommands(t.Context(), commands(2000, event.VerbStart)); err != nil {
		t.Fatal(err)
	}
	sent, dns := map[int32]event.Request{}, map[int32]string{}
	for answered := 0; answered < 2000; {
		e := c.next()
		switch {
		case e.Kind == event.KindSent && e.Request.Kind == event.RequestCapture:
			sent[e.Request.Reference], dns[e.Request.Reference] = e.Request, string(e.ThisDN())
		case e.Kind == event.KindMessage && e.Message.Type == wire.EventACK:
			answered++
			if e.Request.Kind != event.RequestCapture || e.Request != sent[e.Request.Reference] || e.Request.Command == 0 {
				t.Fatalf("%+v was answered, %+v was sent", e.Request, sent[e.Request.Reference])
			}
			if e.DN == "" || e.DN != dns[e.Request.Reference] {
				t.Fatalf("the answer is for DN %q, the request was for %q", e.DN, dns[e.Request.Reference])
			}
		}
	}
}

// Queue holds its requests to the rules of Do: no login, no events, no ReferenceID of the
// caller's.
func TestQueueChecks(t *testing.T) {
	c, p := connect(t, nil)
	requests := []Request{
		{Message: wire.Message{Type: wire.RequestRegisterClient}},
		{Message: wire.Message{Type: wire.EventACK}},
		{Message: wire.Message{Type: wire.RequestQueryServer, Attributes: []wire.Attribute{wire.IntAttribute(wire.AttributeReferenceID, 7)}}},
		{Message: wire.Message{Type: wire.RequestQueryServer}},
	}
	if err := c.Queue(t.Context(), requests); err != nil {
		t.Fatal(err)
	}
	p.expect(wire.RequestQueryServer)
	for range 3 {
		c.until(func(e *event.Event) bool { return e.Kind == event.KindUnsent })
	}
}

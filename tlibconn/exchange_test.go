package tlibconn

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

func TestBatchIsGivenBack(t *testing.T) {
	c, p := connect(t, nil)
	var seen []*event.Batch
	for i := range 4 {
		p.say(wire.EventServerInfo, wire.IntAttribute(wire.AttributeServerRole, int32(i)))
		for found := false; !found; {
			batch, err := c.NextBatch(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if batch.Behind {
				t.Error("a batch is marked Behind although no one waited for room")
			}
			for _, e := range batch.Events {
				role, ok := e.Message.Int(wire.AttributeServerRole)
				found = found || (ok && role == int32(i))
			}
			seen = append(seen, batch)
		}
	}
	for i, batch := range seen {
		if batch != seen[i%2] {
			t.Errorf("batch %d is a third batch", i)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.NextBatch(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("NextBatch returns %v", err)
	}
	for i := range c.exchange.batches {
		if n := len(c.exchange.batches[i].Events); n != 0 {
			t.Errorf("a batch that was given back holds %d events", n)
		}
	}
}

// TestBehind has a server send far more than two batches hold, to a consumer that reads none for a while.
func TestBehind(t *testing.T) {
	c, p := connect(t, nil)
	const total = 400_000
	frames := indications(t, total/10)
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		if err := p.flood(frames, 10); err != nil {
			t.Error(err)
		}
	}()
	events, behind, batches := 0, 0, 0
	var held [][]byte // of the last batch
	for events < total {
		batch, err := c.NextBatch(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		batches++
		if batch.Bytes() > event.MaxBatchBytes {
			t.Fatalf("a batch takes %d bytes", batch.Bytes())
		}
		if batch.Behind {
			behind++
		}
		held = held[:0]
		for i := range batch.Events {
			e := &batch.Events[i]
			if e.Kind != event.KindMessage {
				continue
			}
			if got, _ := e.Message.Long(wire.AttributeEventSequenceNumber); got != uint64(events%(total/10)) {
				t.Fatalf("event %d has the number %d", events, got)
			}
			events++
			held = append(held, e.Message.Body)
		}
		if batches > 2 {
			continue
		}
		// The reader fills the other batch and stops; it does not touch this one.
		before := bytes.Join(held, nil)
		c.waitUntilStarved()
		if !bytes.Equal(bytes.Join(held, nil), before) {
			t.Fatal("a batch changes while the consumer has it")
		}
	}
	<-sent
	if behind < 2 {
		t.Errorf("%d of %d batches are marked Behind", behind, batches)
	}
}

// waitUntilStarved returns when the reader waits for the consumer's batch.
func (c *client) waitUntilStarved() {
	for {
		c.mu.Lock()
		room, starved := c.exchange.room, c.exchange.starved
		c.mu.Unlock()
		if starved && room != nil {
			return
		}
		runtime.Gosched()
	}
}

// Requests that the sender holds back while both batches are full are sent afterwards.
func TestRegisterWhileBehind(t *testing.T) {
	c, p := connect(t, nil)
	const total = 200_000 // more than a batch holds
	frames := indications(t, total)
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		if err := p.flood(frames, 1); err != nil {
			t.Error(err)
		}
	}()
	c.waitUntilStarved()
	c.Register("7001")
	for held := false; !held; runtime.Gosched() {
		c.mu.Lock()
		held = c.connection.held
		c.mu.Unlock()
	}
	for n := 0; n < total; {
		batch, err := c.NextBatch(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for i := range batch.Events {
			if batch.Events[i].Kind == event.KindMessage {
				n++
			}
		}
	}
	<-sent
	p.expect(wire.RequestRegisterAddress)
}

// A consumer that sends between two batches never waits for itself.
func TestSendWhileBehind(t *testing.T) {
	c, p := connect(t, nil)
	frames := indications(t, 10_000)
	stop := make(chan struct{})
	go func() {
		defer close(stop)
		_ = p.flood(frames, 0) // until the session is closed
	}()
	c.waitUntilStarved()
	big := []wire.KeyValue{wire.BinaryPair("fill", make([]byte, 1<<20))}
	go func() { // reads, so that the client can write
		for {
			if _, err := p.Frames.Next(); err != nil {
				return
			}
		}
	}()
	sent := 0
	for ; sent < 100; sent++ {
		if _, err := c.SendUserEvent(t.Context(), "1", 0, big); err != nil {
			if !errors.Is(err, ErrBehind) {
				t.Fatal(err)
			}
			break
		}
	}
	if sent < 5 || sent > ownBytes>>20 {
		t.Errorf("%d requests of 1 MiB were accepted, want up to %d", sent, ownBytes>>20)
	}
	if err := c.SendCommands(t.Context(), commands(1, event.VerbQuery)); err != nil && !errors.Is(err, ErrBehind) {
		t.Error(err)
	}
	c.Close()
	<-stop
}

// pipe connects a session in a synctest bubble to a peer in memory.
func pipe(t *testing.T, change func(*Options)) (*client, *peer) {
	t.Helper()
	ours, theirs := net.Pipe()
	options := Options{
		Addresses: []string{"pipe:1"}, CaptureCommands: true,
		Dial: func(context.Context, string, string) (net.Conn, error) { return ours, nil },
	}
	if change != nil {
		change(&options)
	}
	session, err := Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	p := newPeer(t, theirs)
	if err := theirs.SetDeadline(time.Time{}); err != nil {
		t.Fatal(err)
	}
	return &client{Session: session, t: t}, p
}

func TestBatchInterval(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, p := pipe(t, nil)
		defer c.Close()
		p.login()
		c.link(event.LinkUp)
		last := c.exchange.lastAt
		for i := range 20 {
			for range i + 1 {
				p.say(wire.EventServerInfo)
			}
			batch, err := c.NextBatch(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if got := time.Since(last); got != DefaultBatchInterval {
				t.Errorf("batch %d with %d events arrives after %s", i, len(batch.Events), got)
			}
			last = time.Now()
		}
		time.AfterFunc(time.Second, func() { p.say(wire.EventServerInfo) })
		if _, err := c.NextBatch(t.Context()); err != nil || time.Since(last) != time.Second {
			t.Errorf("an event after a pause arrives after %s, %v", time.Since(last), err)
		}
	})
}

// A batch of dueBytes does not wait for the interval, but the next one does.
func TestFullBatchIsDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, p := pipe(t, nil)
		defer c.Close()
		p.login()
		c.link(event.LinkUp)
		frames := indications(t, 100_000)
		go p.raw(frames)
		start := c.exchange.lastAt
		var after []time.Duration
		for n := 0; n < 100_000; {
			batch, err := c.NextBatch(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			n += len(batch.Events)
			after = append(after, time.Since(start))
		}
		// All but the last are as large as a batch can be while the consumer waits.
		last := len(after) - 1
		if last < len(frames)/dueBytes || after[last-1] != 0 || after[last] != DefaultBatchInterval {
			t.Errorf("the batches come after %v", after)
		}
	})
}

func TestTimeouts(t *testing.T) {
	tests := []struct {
		name   string
		peer   func(p *peer)
		after  time.Duration
		reason string
		lost   bool
	}{
		{"login", func(p *peer) { p.expect(wire.RequestRegisterClient) }, DefaultLoginTimeout, "no answer to the login within 10s", false},
		{"login is not read", func(*peer) {}, DefaultWriteTimeout + drainTime, "it accepted no data for 10s", false},
		{"registration is not read", func(p *peer) { p.login() }, DefaultWriteTimeout + drainTime, "it accepted no data for 10s", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, p := pipe(t, nil)
				defer c.Close()
				start := time.Now()
				c.Register("7001")
				tt.peer(p)
				e := c.link(event.LinkWaiting)
				if got := e.Time.Sub(start); got != tt.after {
					t.Errorf("it ends after %s, want %s", got, tt.after)
				}
				want := fmt.Sprintf("the connection to T-Server pipe:1 was lost: %s", tt.reason)
				if e.Link.Reason != want || e.Link.Lost != tt.lost {
					t.Errorf("the link is reported as %+v", e.Link)
				}
			})
		})
	}
}

func TestConnectTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := pipe(t, func(o *Options) {
			o.Dial = func(ctx context.Context, _, _ string) (net.Conn, error) {
				<-ctx.Done()
				return nil, ctx.Err()
			}
		})
		defer c.Close()
		start := time.Now()
		e := c.link(event.LinkWaiting)
		if got := e.Time.Sub(start); got != DefaultConnectTimeout {
			t.Errorf("it ends after %s", got)
		}
		if want := "cannot connect to T-Server pipe:1: it did not answer in time"; e.Link.Reason != want {
			t.Errorf("the reason is %q", e.Link.Reason)
		}
	})
}

func TestRegistrationIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, p := pipe(t, nil)
		defer c.Close()
		c.Register("7001", "7002")
		p.login()
		p.expect(wire.RequestRegisterAddress)
		second := p.expect(wire.RequestRegisterAddress)
		start := time.Now()
		p.answer(second, wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 40))
		e := c.until(func(e *event.Event) bool { return e.Registration == event.RegistrationNoAnswer })
		if e.DN != "7001" || e.Time.Sub(start) != 10*time.Second || e.Request.Round != 1 {
			t.Errorf("no answer is reported as %+v", e)
		}
		for _, want := range []struct {
			dn    string
			after time.Duration
		}{{"7001", 40 * time.Second}, {"7002", 60 * time.Second}} {
			request := p.expect(wire.RequestRegisterAddress)
			if got := time.Since(start); thisDN(request) != want.dn || got != want.after {
				t.Errorf("%s is tried again after %s, want %+v", thisDN(request), got, want)
			}
			p.answer(request, wire.EventRegistered, wire.TextAttribute(wire.AttributeThisDN, want.dn))
			e := c.message(wire.EventRegistered)
			if e.Request.Kind != event.RequestRegister || string(e.ThisDN()) != want.dn {
				t.Errorf("it is answered by %+v", e)
			}
		}
		p.say(wire.EventUnregistered, wire.TextAttribute(wire.AttributeThisDN, "7001"), wire.IntAttribute(wire.AttributeErrorCode, 58))
		start = time.Now()
		request := p.expect(wire.RequestRegisterAddress)
		if got := time.Since(start); thisDN(request) != "7001" || got != 60*time.Second {
			t.Errorf("%s is registered after %s", thisDN(request), got)
		}
	})
}

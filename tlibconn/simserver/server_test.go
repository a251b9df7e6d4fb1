package simserver_test

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/wire"
)

// logbook waits for a sentence of the server's log.
type logbook struct {
	mu    sync.Mutex
	lines []string
	wake  chan struct{}
}

func newLogbook() *logbook { return &logbook{wake: make(chan struct{}, 1)} }

func (l *logbook) write(sentence string) {
	l.mu.Lock()
	l.lines = append(l.lines, sentence)
	l.mu.Unlock()
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

func (l *logbook) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.lines, "\n")
}

func (l *logbook) clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = nil
}

func (l *logbook) await(t *testing.T, part string) {
	t.Helper()
	guard := time.After(hangGuard)
	for {
		text := l.text()
		if strings.Contains(text, part) {
			return
		}
		select {
		case <-l.wake:
		case <-guard:
			t.Fatalf("the log never said %q:\n%s", part, text)
		}
	}
}

// A client that does not read is disconnected at the limit. The others get everything
// meanwhile.
func TestClientThatDoesNotRead(t *testing.T) {
	log := newLogbook()
	s := serve(t, simserver.Options{DNs: dns("7001"), MaxQueued: 1 << 20, Log: log.write})
	deaf := login(t, s, "deaf", "7001")
	p := login(t, s, "desk", "7001")
	blob, err := wire.ListAttribute(wire.AttributeUserData, []wire.KeyValue{wire.BinaryPair("b", make([]byte, 60_000))})
	ok(t, err)
	for len(s.Clients()) == 2 {
		p.Request(wire.RequestSendEvent, blob, thisDN("7001"), wire.IntAttribute(wire.AttributeUserEvent, 96))
		p.Expect(wire.EventACK)
		p.Expect(wire.EventUserEvent)
	}
	log.await(t, "does not read")
	log.await(t, "client 1 (deaf, ")
	if clients := s.Clients(); len(clients) != 1 || clients[0].Application != "desk" {
		t.Errorf("the clients are %v", clients)
	}
	if _, err := io.Copy(io.Discard, deaf.Conn); err != nil && strings.Contains(err.Error(), "timeout") {
		t.Error("the deaf client is still connected")
	}
}

func TestTooManyClients(t *testing.T) {
	s := serve(t, simserver.Options{MaxClients: 1})
	login(t, s, "first")
	p := connect(t, s)
	p.ExpectEnd()
}

func TestDisconnectAndLeave(t *testing.T) {
	log := newLogbook()
	s := serve(t, simserver.Options{DNs: dns("7001"), Log: log.write})
	a := login(t, s, "a", "7001")
	b := login(t, s, "b", "7001")
	ok(t, s.Disconnect(1))
	a.ExpectEnd()
	if err := b.Conn.Close(); err != nil {
		t.Fatal(err)
	}
	log.await(t, "client 2 (b, ")
	log.await(t, "left: it closed the connection")
	c := login(t, s, "c", "7001")
	c.capture("7001", "start")
	c.Expect(wire.EventACK)
	c.Expect(wire.EventUserEvent)
	if clients := s.Clients(); len(clients) != 1 || clients[0].ID != 3 || clients[0].Registrations != 1 || !clients[0].LoggedIn {
		t.Errorf("the clients are %+v", clients)
	}
}

func TestCloseWaits(t *testing.T) {
	var running sync.WaitGroup
	s, err := simserver.New(simserver.Options{DNs: dns("7001"), Go: func(f func()) { running.Go(f) }})
	ok(t, err)
	p := login(t, s, "desk", "7001")
	var closers sync.WaitGroup
	for range 3 {
		closers.Go(func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	closers.Wait()
	running.Wait()
	p.ExpectEnd()
	if _, err := net.Dial("tcp", s.Addr()); err == nil {
		t.Error("the port is still open")
	}
	ok(t, s.Order("echo=off"))
}

func TestOptionErrors(t *testing.T) {
	start := func(f func()) { go f() }
	taken := serve(t, simserver.Options{})
	for _, tt := range []struct {
		name    string
		options simserver.Options
		want    string
	}{
		{"twice", simserver.Options{Go: start, DNs: dns("7001", "7001")}, `the simulated T-Server's list of DNs has "7001" twice`},
		{"empty", simserver.Options{Go: start, DNs: dns("")}, "DN 1 of the simulated T-Server has no number"},
		{"taken", simserver.Options{Go: start, Listen: taken.Addr()}, "the simulated T-Server cannot listen on " + taken.Addr() + ": "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := simserver.New(tt.options); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

// Wrap can add faults to the connection, here one byte a write.
type bytewise struct{ net.Conn }

func (b bytewise) Write(p []byte) (int, error) {
	for i := range p {
		if _, err := b.Conn.Write(p[i : i+1]); err != nil {
			return i, err
		}
	}
	return len(p), nil
}

func TestWrap(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001"), Wrap: func(c net.Conn) net.Conn { return bytewise{c} }})
	p := login(t, s, "desk", "7001")
	p.nothing()
}

// Equal seeds and equal requests give equal bytes, and another seed gives other bytes.
func TestDeterministic(t *testing.T) {
	var calls []uint64
	conversation := func(seed uint64) string {
		s := serve(t, simserver.Options{DNs: dns("7001", "7002"), Seed: seed})
		call := must(s.Ring("7002", "A"))(t)
		ok(t, s.Release("7002", call))
		var seen bytes.Buffer
		p := login(t, s, "desk", "7001", "7002")
		p.Frames = wire.NewFrameReader(io.TeeReader(p.Conn, &seen), wire.Limits{})
		life := simserver.NewLife(s, simserver.LifeOptions{})
		now := time.Unix(0, 0)
		for range 600 {
			life.Step(now)
			now = now.Add(time.Second)
		}
		p.capture("7001", "query")
		for p.Next().Type != wire.EventUserEvent {
		}
		calls = append(calls, call)
		return fmt.Sprintf("%x", seen.Bytes())
	}
	first := conversation(1)
	if second := conversation(1); second != first {
		t.Error("the same seed gave another transcript")
	}
	if len(first) < 4000 {
		t.Errorf("a transcript of %d digits is too short", len(first))
	}
	if other := conversation(2); other == first || calls[2] == calls[0] || calls[1] != calls[0] {
		t.Errorf("another seed gave the same transcript, or the ConnIDs %x", calls)
	}
}

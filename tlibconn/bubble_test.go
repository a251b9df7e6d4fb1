package tlibconn

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// fakeNetwork is a network in memory inside a synctest bubble, in which the defaults of the options can be observed
// to the millisecond.
type fakeNetwork struct {
	t     *testing.T
	start time.Time

	mu      sync.Mutex
	servers map[string]*fakeServer
	visits  []string // the connections: where to, and when in seconds
}

// fakeServer is a server in a fakeNetwork; nil is an address where no one listens.
type fakeServer struct {
	network *fakeNetwork
	backup  bool
	down    bool
	code    int32 // of a refused login
	closes  bool  // closes the connection before the login's answer
	secret  bool  // does not report its role when asked
	mute    bool
	garbage bool
	slow    bool // sends a byte a second
	conns   []net.Conn
	asked   int // how often it was asked for its role
}

func newFakeNetwork(t *testing.T) *fakeNetwork {
	return &fakeNetwork{t: t, start: time.Now(), servers: map[string]*fakeServer{}}
}

func (w *fakeNetwork) build(address string, h fakeServer) *fakeServer {
	w.mu.Lock()
	defer w.mu.Unlock()
	h.network = w
	w.servers[address] = &h
	return &h
}

// change changes a server under the lock.
func (h *fakeServer) change(f func()) {
	h.network.mu.Lock()
	defer h.network.mu.Unlock()
	f()
}

func (w *fakeNetwork) dial(_ context.Context, _, address string) (net.Conn, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.visits = append(w.visits, fmt.Sprintf("%s %g", strings.TrimSuffix(address, ":1"), time.Since(w.start).Seconds()))
	h := w.servers[address]
	if h == nil {
		return nil, syscall.ECONNREFUSED
	}
	client, server := net.Pipe()
	h.conns = append(h.conns, server)
	go h.serve(server)
	return client, nil
}

func (h *fakeServer) serve(conn net.Conn) {
	defer conn.Close()
	reader := wire.NewFrameReader(conn, wire.Limits{})
	for {
		frame, err := reader.Next()
		if err != nil {
			return
		}
		var m wire.Message
		if m.Decode(slices.Clone(frame.Body), wire.Limits{}) != nil {
			return
		}
		answer, more := h.answer(&m)
		if h.isSlow() {
			for i := range answer {
				<-time.After(time.Second)
				if _, err := conn.Write(answer[i : i+1]); err != nil {
					return
				}
			}
			continue
		}
		if _, err := conn.Write(answer); err != nil || !more {
			return
		}
	}
}

func (h *fakeServer) isSlow() bool {
	h.network.mu.Lock()
	defer h.network.mu.Unlock()
	return h.slow
}

func (h *fakeServer) answer(m *wire.Message) (answer []byte, more bool) {
	h.network.mu.Lock()
	defer h.network.mu.Unlock()
	role := wire.IntAttribute(wire.AttributeServerRole, 0)
	if h.backup {
		role.Number = 1
	}
	request := wire.IntAttribute(wire.AttributeReferenceID, reference(*m))
	switch {
	case m.Type == wire.RequestQueryServer:
		h.asked++
		if h.secret {
			return encoded(h.network.t, wire.EventError, request, wire.IntAttribute(wire.AttributeErrorCode, 51)), true
		}
		return encoded(h.network.t, wire.EventServerInfo, request, role), true
	case m.Type == wire.RequestRegisterAddress:
		return encoded(h.network.t, wire.EventRegistered, request), true
	case m.Type != wire.RequestRegisterClient, h.mute:
		return nil, true
	case h.closes:
		return nil, false
	case h.garbage:
		return []byte{0, 0, 0, 0}, true
	case h.code != 0:
		return encoded(h.network.t, wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, h.code)), true
	case h.down:
		return encoded(h.network.t, wire.EventLinkDisconnected, role), true
	}
	return encoded(h.network.t, wire.EventLinkConnected, role), true
}

// say sends a message to the clients of a server.
func (h *fakeServer) say(typ wire.MessageType, attributes ...wire.Attribute) {
	h.network.mu.Lock()
	conns := slices.Clone(h.conns)
	h.network.mu.Unlock()
	for _, conn := range conns {
		// Clients that have disconnected are skipped.
		_, _ = conn.Write(encoded(h.network.t, typ, attributes...))
	}
}

// cut ends the connections of a server, which forgets them.
func (h *fakeServer) cut() {
	h.network.mu.Lock()
	defer h.network.mu.Unlock()
	for _, conn := range h.conns {
		conn.Close()
	}
	h.conns = nil
}

// pass waits for a time and then until all goroutines are blocked.
func (w *fakeNetwork) pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

// visited returns the visits since the last call.
func (w *fakeNetwork) visited() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	visits := strings.Join(w.visits, ", ")
	w.visits = nil
	return visits
}

func (w *fakeNetwork) visitedAt(want string) {
	w.t.Helper()
	if got := w.visited(); got != want {
		w.t.Errorf("connected to  %s\nwant          %s", got, want)
	}
}

// open starts a session with all defaults except that there is no jitter and no pause between batches. A
// goroutine reads the batches as they arrive.
func (w *fakeNetwork) open(change func(*Options), addresses ...string) *Session {
	w.t.Helper()
	s := w.openUnread(change, addresses...)
	go func() {
		for {
			if _, err := s.NextBatch(context.Background()); err != nil {
				return
			}
		}
	}()
	synctest.Wait()
	return s
}

func (w *fakeNetwork) openUnread(change func(*Options), addresses ...string) *Session {
	w.t.Helper()
	options := Options{
		Addresses: addresses, CaptureCommands: true, Dial: w.dial,
		BatchInterval: -1, ReconnectJitter: -1,
	}
	if change != nil {
		change(&options)
	}
	s, err := Open(context.Background(), options)
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

func isLink(t *testing.T, s *Session, state event.LinkState, address string) event.Link {
	t.Helper()
	link := s.Link()
	if link.State != state || link.Address != address {
		t.Errorf("the link is reported as %+v", link)
	}
	return link
}

func TestDefaultPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newFakeNetwork(t)
		s := w.open(nil, "a:1")
		defer s.Close()
		link := isLink(t, s, event.LinkWaiting, "a:1")
		if link.Attempt != 1 || link.Retry.Sub(w.start) != 500*time.Millisecond || !strings.Contains(link.Reason, "connection refused") {
			t.Errorf("the link is reported as %+v", link)
		}
		w.pass(72 * time.Second)
		w.visitedAt("a 0, a 0.5, a 1.5, a 3.5, a 7.5, a 15.5, a 31.5, a 51.5, a 71.5")
		if link := s.Link(); link.Attempt != 9 {
			t.Errorf("%d attempts are reported", link.Attempt)
		}
		w.build("a:1", fakeServer{})
		s.Reconnect()
		synctest.Wait()
		w.visitedAt("a 72")
		isLink(t, s, event.LinkUp, "a:1")
		s.Reconnect()
		synctest.Wait()
		w.visitedAt("a 72")
		if link := isLink(t, s, event.LinkUp, "a:1"); link.Round != 2 {
			t.Errorf("the round is %d", link.Round)
		}
		w.pass(time.Hour)
		w.visitedAt("")
	})
}

func TestDefaultPairPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newFakeNetwork(t)
		s := w.open(nil, "a:1", "b:1")
		defer s.Close()
		w.pass(9 * time.Second)
		w.visitedAt("a 0, b 3.6, a 4.6, b 6.6")
		if link := isLink(t, s, event.LinkWaiting, "b:1"); link.Other != "other server a:1: connection refused" {
			t.Errorf("the other server is reported as %q", link.Other)
		}
		b := w.build("b:1", fakeServer{})
		s.Reconnect()
		synctest.Wait()
		w.visitedAt("a 9")
		w.pass(4 * time.Second)
		w.visitedAt("b 12.6")
		if link := isLink(t, s, event.LinkUp, "b:1"); link.Other != "other server a:1: connection refused" || link.Attempt != 0 {
			t.Errorf("the link is reported as %+v", link)
		}
		w.pass(24 * time.Second)
		w.visitedAt("a 32.6") // checks whether the fault persists
		w.build("a:1", fakeServer{backup: true})
		w.pass(20 * time.Second)
		w.visitedAt("a 52.6")
		if link := isLink(t, s, event.LinkUp, "b:1"); link.Other != "" || link.Round != 0 {
			t.Errorf("the link is reported as %+v", link)
		}
		w.pass(time.Hour)
		w.visitedAt("") // the other server has no fault
		b.change(func() { w.servers["b:1"] = nil })
		b.cut()
		w.pass(4 * time.Second)
		w.visitedAt("b 3657, a 3660.6")
		if link := isLink(t, s, event.LinkStandby, "a:1"); link.Other != "other server b:1: connection refused" {
			t.Errorf("the other server is reported as %q", link.Other)
		}
	})
}

func TestLinkDownOfPair(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newFakeNetwork(t)
		a, b := w.build("a:1", fakeServer{down: true}), w.build("b:1", fakeServer{backup: true})
		s := w.open(nil, "a:1", "b:1")
		defer s.Close()
		s.Register("7001")
		isLink(t, s, event.LinkDown, "a:1")
		w.pass(4 * time.Second)
		w.visitedAt("a 0, b 3.6")
		if link := isLink(t, s, event.LinkDown, "a:1"); link.Other != "other server b:1: it is a backup" {
			t.Errorf("the other server is reported as %q", link.Other)
		}
		b.change(func() { b.backup, b.down = false, true })
		w.pass(20 * time.Second)
		w.visitedAt("b 23.6")
		if link := isLink(t, s, event.LinkDown, "a:1"); link.Other != "other server b:1: no link to the switch" {
			t.Errorf("the other server is reported as %q", link.Other)
		}
		if n := s.Counters().Connections; n != 1 {
			t.Errorf("the session had %d connections, want 1", n)
		}
		b.change(func() { b.down = false })
		w.pass(20 * time.Second)
		w.visitedAt("b 43.6")
		link := isLink(t, s, event.LinkUp, "b:1")
		if link.Other != "other server a:1: no link to the switch" || link.Round != 1 || link.Role != event.RolePrimary {
			t.Errorf("the link is reported as %+v", link)
		}
		if n := s.Counters().Connections; n != 2 {
			t.Errorf("the session had %d connections, want 2", n)
		}
		a.change(func() { a.down = false })
		w.pass(time.Minute)
		w.visitedAt("a 63.6") // it no longer has a fault, but the session does not move back
		isLink(t, s, event.LinkUp, "b:1")
		s.Reconnect()
		synctest.Wait()
		w.visitedAt("b 104")
		isLink(t, s, event.LinkUp, "b:1")
	})
}

func TestSingleIsNeverLeft(t *testing.T) {
	for _, h := range []fakeServer{{down: true}, {backup: true}, {backup: true, down: true}} {
		synctest.Test(t, func(t *testing.T) {
			w := newFakeNetwork(t)
			state := event.LinkDown
			if !h.down {
				state = event.LinkStandby
			}
			a := w.build("a:1", h)
			s := w.open(nil, "a:1")
			defer s.Close()
			w.pass(time.Hour)
			w.visitedAt("a 0")
			isLink(t, s, state, "a:1")
			// It becomes usable without announcing it; only a backup is asked.
			a.change(func() { a.backup, a.down = false, false })
			w.pass(20 * time.Second)
			if state == event.LinkStandby {
				isLink(t, s, event.LinkUp, "a:1")
			} else {
				isLink(t, s, event.LinkDown, "a:1")
			}
			a.say(wire.EventLinkConnected, wire.IntAttribute(wire.AttributeServerRole, 0))
			synctest.Wait()
			isLink(t, s, event.LinkUp, "a:1")
			w.visitedAt("")
		})
	}
}

func TestBackupOfPair(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newFakeNetwork(t)
		a, b := w.build("a:1", fakeServer{backup: true}), w.build("b:1", fakeServer{mute: true})
		s := w.open(nil, "a:1", "b:1")
		defer s.Close()
		w.pass(14 * time.Second)
		w.visitedAt("a 0, b 3.6")
		if link := isLink(t, s, event.LinkStandby, "a:1"); !strings.Contains(link.Other, "no answer to the login within 10s") {
			t.Errorf("the other server is reported as %q", link.Other)
		}
		b.change(func() { b.mute, b.code = false, 40 })
		w.pass(10 * time.Second)
		w.visitedAt("b 23.6")
		if link := s.Link(); link.Other != "other server b:1: it refused the login: error 40" {
			t.Errorf("the other server is reported as %q", link.Other)
		}
		b.change(func() { b.code = 119 })
		w.pass(time.Minute)
		w.visitedAt("b 83.6") // a minute after the refusal
		b.change(func() { b.code = 0 })
		w.pass(time.Hour)
		w.visitedAt("") // never again, because the password was wrong
		isLink(t, s, event.LinkStandby, "a:1")
		if a.asked < 100 {
			t.Errorf("the backup was asked for its role %d times", a.asked)
		}
		s.Reconnect()
		w.pass(4 * time.Second)
		w.visitedAt("a 3684, b 3687.6")
		isLink(t, s, event.LinkUp, "b:1")
	})
}

func TestRoleIsAskedFor(t *testing.T) {
	for _, typ := range []wire.MessageType{wire.EventPrimaryChanged, wire.EventRestoreConnection} {
		synctest.Test(t, func(t *testing.T) {
			w := newFakeNetwork(t)
			a := w.build("a:1", fakeServer{})
			s := w.open(nil, "a:1")
			defer s.Close()
			for round := range uint32(3) {
				a.say(typ)
				w.pass(roleGap) // still primary: nothing changes
				if link := isLink(t, s, event.LinkUp, "a:1"); link.Round != round+1 {
					t.Errorf("the round is %d, want %d", link.Round, round+1)
				}
				a.change(func() { a.backup = true })
				a.say(typ)
				w.pass(roleGap)
				if link := isLink(t, s, event.LinkStandby, "a:1"); link.Role != event.RoleBackup || link.Lost || !strings.Contains(link.Reason, "backup") {
					t.Errorf("the link is reported as %+v", link)
				}
				if _, err := (&client{Session: s}).SendUserEvent(context.Background(), "7001", 0, nil); err == nil || !strings.Contains(err.Error(), "is the backup") {
					t.Errorf("SendUserEvent at a backup returns %v", err)
				}
				a.change(func() { a.backup = false })
				a.say(typ)
				w.pass(roleGap)
			}
			w.visitedAt("a 0")
			a.change(func() { a.asked = 0 })
			for range 1000 {
				a.say(typ)
			}
			w.pass(time.Second)
			if a.asked > 3 {
				t.Errorf("a flood of announcements led to %d queries", a.asked)
			}
		})
	}
}

func TestRoleIsNotTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newFakeNetwork(t)
		a := w.build("a:1", fakeServer{backup: true, secret: true})
		s := w.open(nil, "a:1")
		defer s.Close()
		w.pass(time.Minute)
		isLink(t, s, event.LinkStandby, "a:1")
		if a.asked != 3 {
			t.Errorf("it was asked %d times", a.asked)
		}
	})
}

// TestRefusalHoldsForProbes has the other server refuse the login before the session is connected: it is not
// probed before RefusedRetry has passed either.
func TestRefusalHoldsForProbes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newFakeNetwork(t)
		w.build("a:1", fakeServer{code: 40})
		w.build("b:1", fakeServer{})
		s := w.open(nil, "a:1", "b:1")
		defer s.Close()
		w.pass(time.Minute)
		w.visitedAt("a 0, b 3.6, a 60")
		if link := isLink(t, s, event.LinkUp, "b:1"); !strings.HasPrefix(link.Other, "other server a:1: it refused the login: error 40") {
			t.Errorf("the other server is reported as %q", link.Other)
		}
	})
}

func TestRefusals(t *testing.T) {
	tests := []struct {
		name       string
		fakeServer fakeServer
		state      event.LinkState
		reason     string
		visits     string
	}{
		{"closed", fakeServer{closes: true}, event.LinkWaiting, "closed the connection without answering", "a 0, a 0.5, a 1.5, a 61.5, a 121.5"},
		{"no license", fakeServer{code: 40}, event.LinkWaiting, "error 40", "a 0, a 60, a 120"},
		{"bad password", fakeServer{code: 119}, event.LinkRefused, "error 119", "a 0"},
		{"no answer", fakeServer{mute: true}, event.LinkWaiting, "no answer to the login within 10s", "a 0, a 10.5, a 21.5, a 33.5, a 47.5, a 65.5, a 91.5, a 121.5"},
		{"a byte a second", fakeServer{slow: true}, event.LinkWaiting, "no answer to the login within 10s", "a 0, a 10.5, a 21.5, a 33.5, a 47.5, a 65.5, a 91.5, a 121.5"},
		{"garbage", fakeServer{garbage: true}, event.LinkWaiting, "6 framing errors in a row, so it is not tried again for 30s", "a 0, a 0.5, a 1.5, a 31.5, a 61.5, a 91.5, a 121.5"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newFakeNetwork(t)
				a := w.build("a:1", tt.fakeServer)
				s := w.open(nil, "a:1")
				defer func() {
					s.Close()
					w.pass(time.Minute) // until a slow server has noticed it
				}()
				w.pass(121 * time.Second)
				if link := isLink(t, s, tt.state, "a:1"); !strings.Contains(link.Reason, tt.reason) || link.Retry.IsZero() != (tt.state == event.LinkRefused) {
					t.Errorf("the link is reported as %+v", link)
				}
				w.pass(time.Second)
				w.visitedAt(tt.visits)
				a.change(func() { *a = fakeServer{network: w} })
				s.Reconnect()
				synctest.Wait()
				w.visitedAt("a 122")
				isLink(t, s, event.LinkUp, "a:1")
			})
		})
	}
}

func TestNoReconnect(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newFakeNetwork(t)
		s := w.open(once, "a:1", "b:1")
		defer s.Close()
		if link := isLink(t, s, event.LinkWaiting, "a:1"); link.Retry.IsZero() {
			t.Errorf("the link is reported as %+v", link)
		}
		b := w.build("b:1", fakeServer{})
		w.pass(time.Minute)
		w.visitedAt("a 0, b 3.6") // without a probe of a
		isLink(t, s, event.LinkUp, "b:1")
		b.cut()
		w.pass(time.Hour)
		w.visitedAt("")
		if link := isLink(t, s, event.LinkWaiting, "b:1"); !link.Lost || !link.Retry.IsZero() {
			t.Errorf("the link is reported as %+v", link)
		}
	})
}

// TestNobodyReads fills the batch of a session without a connection: until there is room, the session makes no
// attempts that it could not report.
func TestNobodyReads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newFakeNetwork(t)
		s := w.openUnread(nil, "a:1")
		defer s.Close()
		synctest.Wait()
		for {
			err := sendCommands(context.Background(), s, commands(1000, event.VerbStart))
			if errors.Is(err, ErrBehind) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		w.pass(time.Minute)
		w.visitedAt("a 0")
		if _, err := s.NextBatch(context.Background()); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		w.visitedAt("a 60")
	})
}

// TestCloseWaitsForAProbe closes a session whose probe hangs in a Dial that ignores its context.
func TestCloseWaitsForAProbe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newFakeNetwork(t)
		w.build("a:1", fakeServer{down: true})
		release := make(chan struct{})
		s := w.open(func(o *Options) {
			o.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
				if address == "b:1" {
					<-release
				}
				return w.dial(ctx, network, address)
			}
		}, "a:1", "b:1")
		w.pass(4 * time.Second)
		closed := make(chan struct{})
		go func() {
			s.Close()
			close(closed)
		}()
		synctest.Wait()
		select {
		case <-closed:
			t.Error("Close returns while a goroutine of the session is running")
		default:
		}
		close(release)
		<-closed
	})
}

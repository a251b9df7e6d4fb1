package tlibconn_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/wire"
)

const (
	hang    = 30 * time.Second // no test waits longer
	dnCount = 50
)

func goes(f func()) { go f() }

func world() simserver.Options {
	o := simserver.Options{Go: goes}
	for n := range dnCount {
		o.DNs = append(o.DNs, simserver.DN{Number: fmt.Sprint(7001 + n)})
	}
	return o
}

// floor is a session with simulated servers, and the state that its consumer has seen.
type floor struct {
	t       *testing.T
	session *tlibconn.Session
	link    event.Link
	number  uint32 // of the connection
	round   uint32
	pending map[string]bool // DNs without an answer in this round
	dns     []string
}

func openFloor(t *testing.T, addresses ...string) *floor {
	t.Helper()
	f := &floor{t: t}
	var err error
	f.session, err = tlibconn.Open(t.Context(), tlibconn.Options{
		Addresses: addresses, Go: goes, BatchInterval: -1,
		ReconnectMin: time.Millisecond, ReconnectMax: 20 * time.Millisecond, SwitchoverWait: 20 * time.Millisecond,
		BackupInterval: 20 * time.Millisecond, RefusedRetry: 20 * time.Millisecond, FramingWait: 20 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.session.Close)
	for n := range dnCount {
		f.dns = append(f.dns, fmt.Sprint(7001+n))
	}
	f.session.Register(f.dns...)
	return f
}

// read processes one batch, as a board would.
func (f *floor) read() {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), hang)
	defer cancel()
	batch, err := f.session.NextBatch(ctx)
	if err != nil {
		f.t.Fatalf("NextBatch: %v; the link is %+v", err, f.session.Link())
	}
	for i := range batch.Events {
		e := &batch.Events[i]
		switch {
		case e.Connection < f.number:
			f.t.Errorf("an event of connection %d follows one of %d", e.Connection, f.number)
		case e.Kind == event.KindLink:
			f.take(e)
		case e.Kind == event.KindMessage && e.Request.Kind == event.RequestRegister && e.Request.Round == f.round:
			delete(f.pending, string(e.ThisDN()))
		}
		f.number = e.Connection
	}
}

func (f *floor) take(e *event.Event) {
	f.link = *e.Link
	if e.Link.Round == 0 {
		return
	}
	if e.Link.Round != f.round+1 || e.Link.State != event.LinkUp {
		f.t.Errorf("round %d follows %d, the link is %s", e.Link.Round, f.round, e.Link.State)
	}
	f.round, f.pending = e.Link.Round, map[string]bool{}
	for _, dn := range f.dns {
		f.pending[dn] = true
	}
}

// settle reads until every DN is registered in a later round than the given one and the server answers. The
// connection may be lost again meanwhile.
func (f *floor) settle(after uint32, address string) {
	f.t.Helper()
	for {
		for f.round <= after || len(f.pending) > 0 || f.link.State != event.LinkUp || f.link.Address != address {
			f.read()
		}
		done := make(chan error, 1)
		go func() {
			ctx, cancel := context.WithTimeout(context.Background(), hang)
			defer cancel()
			_, err := f.session.Do(ctx, wire.Message{Type: wire.RequestQueryServer})
			done <- err
		}()
		if err := <-done; err == nil {
			return
		}
		after = f.round
	}
}

// newPair starts a primary and its backup: a warm one, which refuses connections, or a hot one, which accepts
// clients.
func newPair(t *testing.T, hot bool) *simserver.Pair {
	t.Helper()
	options := world()
	options.HotStandby = hot
	pair, err := simserver.NewPair(options, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := pair.Close(); err != nil {
			t.Error(err)
		}
	})
	return pair
}

// registrations returns the session's registrations at a server, which may not have noticed the end of earlier
// connections yet.
func registrations(s *simserver.Server) int {
	n := 0
	for _, c := range s.Clients() {
		n = max(n, c.Registrations)
	}
	return n
}

// eachPair runs a test with a warm and with a hot backup.
func eachPair(t *testing.T, test func(t *testing.T, pair *simserver.Pair)) {
	for name, hot := range map[string]bool{"warm": false, "hot": true} {
		t.Run(name, func(t *testing.T) { test(t, newPair(t, hot)) })
	}
}

func TestSwitchovers(t *testing.T) { eachPair(t, testSwitchovers) }

func testSwitchovers(t *testing.T, pair *simserver.Pair) {
	f := openFloor(t, pair.Primary().Addr(), pair.Backup().Addr())
	f.settle(0, pair.Primary().Addr())
	for n := range 10 {
		round := f.round
		if n%3 == 2 {
			pair.Restart(time.Duration(n) * time.Millisecond)
		} else {
			pair.Switchover()
		}
		f.settle(round, pair.Primary().Addr())
		if n := registrations(pair.Primary()); n != dnCount {
			t.Errorf("the primary has %d registrations, want %d", n, dnCount)
		}
		if f.link.Role != event.RolePrimary || f.link.Other != "" && !strings.Contains(f.link.Other, pair.Backup().Addr()) {
			t.Errorf("the link is reported as %+v", f.link)
		}
	}
	f.session.Close()
}

// The two servers change roles without closing any connection.
func TestRolesChange(t *testing.T) { eachPair(t, testRolesChange) }

func testRolesChange(t *testing.T, pair *simserver.Pair) {
	first, second := pair.Primary(), pair.Backup()
	f := openFloor(t, first.Addr(), second.Addr())
	f.settle(0, first.Addr())
	for range 5 {
		round := f.round
		first.SetRole(true)
		for f.link.State != event.LinkStandby {
			f.read()
		}
		first.SetRole(false)
		f.settle(round, first.Addr())
		round = f.round
		second.SetRole(false)
		first.SetRole(true)
		f.settle(round, second.Addr())
		first, second = second, first
	}
	f.session.Close()
}

func TestLinkDownMoves(t *testing.T) {
	pair := newPair(t, true)
	first, second := pair.Primary(), pair.Backup()
	f := openFloor(t, first.Addr(), second.Addr())
	f.settle(0, first.Addr())
	first.LinkDown()
	for f.link.State != event.LinkDown || f.link.Other != "other server "+second.Addr()+": it is a backup" {
		f.read()
	}
	round := f.round
	first.LinkUp() // before the other server could take over
	f.settle(round, first.Addr())
	first.LinkDown()
	round = f.round
	second.SetRole(false)
	f.settle(round, second.Addr())
	f.session.Close()
}

func TestFaultsOfTheConnection(t *testing.T) {
	faults := []struct {
		name string
		do   func(s *simserver.Server)
	}{
		{"closed", func(s *simserver.Server) { s.Drop(simserver.Target{}, false) }},
		{"reset", func(s *simserver.Server) { s.Drop(simserver.Target{}, true) }},
		{"restarted", func(s *simserver.Server) { s.Restart(5 * time.Millisecond) }},
		{"garbage", func(s *simserver.Server) { s.Send(simserver.Target{}, []byte("\x00\x00\x00\x02\xde\xad")) }},
		{"garbage three times in a row", func(s *simserver.Server) {
			for range 3 {
				s.Send(simserver.Target{}, []byte("\x00\x00\x00\x00"))
			}
		}},
		{"cut inside a frame", func(s *simserver.Server) {
			s.Send(simserver.Target{}, []byte{0, 0, 0, 9, 1})
			s.Drop(simserver.Target{}, false)
		}},
		{"link down and up", func(s *simserver.Server) { s.LinkDown(); s.LinkUp() }},
	}
	for _, fault := range faults {
		t.Run(fault.name, func(t *testing.T) {
			for _, path := range []simserver.Path{{}, {ByteWise: true}} {
				options := world()
				options.Path = path
				s, err := simserver.New(options)
				if err != nil {
					t.Fatal(err)
				}
				f := openFloor(t, s.Addr())
				f.settle(0, s.Addr())
				for range 3 {
					round := f.round
					fault.do(s)
					f.settle(round, s.Addr())
					if n := registrations(s); n != dnCount {
						t.Errorf("the server has %d registrations, want %d", n, dnCount)
					}
				}
				f.session.Close()
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

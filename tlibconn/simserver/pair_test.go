package simserver_test

import (
	"errors"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/wire"
)

// role asserts the ServerRole in the server's answer.
func (p *peer) role(want int32) {
	p.TB.Helper()
	p.Request(wire.RequestQueryServer)
	m := p.Expect(wire.EventServerInfo)
	if role, _ := m.Int(wire.AttributeServerRole); role != want {
		p.TB.Errorf("the role is %d, want %d", role, want)
	}
}

// pairOf starts a pair whose DNs are 7001 and 7002.
func pairOf(t *testing.T, hot bool) *simserver.Pair {
	t.Helper()
	options := simserver.Options{
		DNs: dns("7001", "7002"), Go: func(f func()) { go f() }, Application: "TS", Seed: 3, HotStandby: hot,
		Now: func() time.Time { return time.Unix(1_700_000_000, 0) },
	}
	pair, err := simserver.NewPair(options, options)
	ok(t, err)
	t.Cleanup(func() { ok(t, pair.Close()) })
	return pair
}

// refuses fails the test unless the server refuses a connection.
func refuses(t *testing.T, s *simserver.Server) {
	t.Helper()
	conn, err := net.Dial("tcp", s.Addr())
	if err == nil {
		_ = conn.Close()
	}
	if !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("connecting to %s: %v, want it to be refused", s.Addr(), err)
	}
}

// consulting gives DN 7001 a held call and a consult call about it.
func consulting(t *testing.T, s *simserver.Server) (call, consult uint64) {
	t.Helper()
	ok(t, s.AgentLogin("7001", "Lee"))
	call = must(s.Ring("7001", "X"))(t)
	ok(t, s.Answer("7001", call))
	return call, must(s.Consult("7001", call, "7002"))(t)
}

// A warm backup refuses connections, and the calls get new ConnIDs.
func TestWarmPair(t *testing.T) {
	pair := pairOf(t, false)
	first, second := pair.Primary(), pair.Backup()
	refuses(t, second)
	call, consult := consulting(t, first)
	p := login(t, first, "desk", "7001")
	pair.Switchover()
	p.ExpectEnd()
	refuses(t, first)
	if pair.Primary() != second || pair.Backup() != first {
		t.Error("the roles have not changed")
	}
	p = login(t, second, "desk", "7001")
	p.role(0)
	calls := second.Calls("7001")
	if len(calls) != 2 || calls[0].State != simserver.PartyHeld || calls[1].Original != calls[0].ConnID || calls[1].OtherDN != "7002" {
		t.Fatalf("the calls are %+v", calls)
	}
	for _, c := range calls {
		if c.ConnID == call || c.ConnID == consult {
			t.Errorf("the ConnID %x is kept", c.ConnID)
		}
	}
	if left := first.Calls("7001"); len(left) != 0 {
		t.Errorf("the old primary still has %+v", left)
	}
	ok(t, second.Answer("7002", calls[1].ConnID), second.CompleteTransfer("7001", calls[0].ConnID, calls[1].ConnID))
	pair.Switchover()
	refuses(t, second)
	if pair.Primary() != first || len(first.Calls("7002")) != 1 {
		t.Errorf("after the second switchover: %+v", first.Calls("7002"))
	}
	login(t, first, "desk", "7001").queryAddress()
}

// A hot backup accepts clients and answers their registrations and queries, but sends no
// events and rejects commands. The calls keep their ConnIDs.
func TestHotPair(t *testing.T) {
	pair := pairOf(t, true)
	first, second := pair.Primary(), pair.Backup()
	ok(t, second.Order("stamps=off"))
	p, standby := login(t, first, "desk", "7001"), login(t, second, "desk", "7001")
	standby.role(1)
	standby.queryAddress()
	standby.Expect(wire.EventAddressInfo)
	standby.capture("7001", "start")
	standby.ExpectLines("EventError ReferenceID=4 ThisDN=7001 ErrorCode=1161 ErrorMessage=This T-Server is the backup")
	ok(t, second.UserEvent("7001", 0, wire.TextPair("screen-capture", "enabled")), second.OutOfService("7001"), second.BackInService("7001"))
	standby.nothing()

	call, consult := consulting(t, first)
	pair.Switchover()
	for _, kind := range []wire.MessageType{wire.EventAgentLogin, wire.EventRinging, wire.EventEstablished, wire.EventHeld, wire.EventDialing} {
		p.Expect(kind)
	}
	p.ExpectEnd()
	standby.ExpectLines("EventPrimaryChanged")
	standby.role(0)
	calls := second.Calls("7001")
	if len(calls) != 2 || calls[0].ConnID != call || calls[1].ConnID != consult || calls[1].Original != call {
		t.Fatalf("the calls are %+v", calls)
	}
	standby.capture("7001", "start")
	standby.ExpectLines("EventACK ReferenceID=6", event7001)
	ok(t, second.Answer("7002", consult))
	standby.Expect(wire.EventEstablished)
	standby.nothing()
	login(t, first, "desk", "7001").role(1)

	ok(t, pair.SetHotStandby(false))
	refuses(t, first)
	if n := len(first.Clients()); n != 0 {
		t.Errorf("the warm backup keeps %d clients", n)
	}
	ok(t, pair.SetHotStandby(true))
	login(t, first, "desk").role(1)
}

// follow is a client that ignores the role, like the vendor's: it tries the two
// addresses in turn until one answers its login.
func follow(t *testing.T, servers ...*simserver.Server) (answered *simserver.Server) {
	t.Helper()
	guard := time.Now().Add(hangGuard)
	for n := 0; time.Now().Before(guard); n++ {
		s := servers[n%len(servers)]
		conn, err := net.Dial("tcp", s.Addr())
		if err != nil {
			continue
		}
		p := newPeer(t, conn)
		ok(t, conn.SetDeadline(guard))
		p.LogIn("vendor")
		p.Expect(wire.EventLinkConnected)
		return s
	}
	t.Fatal("no login was answered")
	return nil
}

// Such a client is connected to the primary after every switchover, and after the primary
// was stopped or restarted.
func TestClientThatKnowsNoRole(t *testing.T) {
	pair := pairOf(t, false)
	first, second := pair.Primary(), pair.Backup()
	for _, tt := range []struct {
		name string
		do   func()
		want *simserver.Server
	}{
		{"at the start", func() {}, first},
		{"switchover", pair.Switchover, second},
		{"switchover back", pair.Switchover, first},
		{"restart at once", func() { pair.Restart(0) }, second},
		{"restart", func() { pair.Restart(time.Millisecond) }, first},
		{"stop", func() { ok(t, second.Start()); pair.Stop() }, second},
		{"stop of the last one and start", func() { pair.Stop(); ok(t, second.Start()) }, second},
		{"the backup is back", func() { ok(t, first.Start()); pair.Switchover() }, first},
	} {
		tt.do()
		if pair.Primary() != tt.want {
			t.Fatalf("%s: the primary is %s", tt.name, pair.Primary().Addr())
		}
		for range 3 {
			if got := follow(t, second, first); got != tt.want {
				t.Errorf("%s: the client is at %s, the primary is %s", tt.name, got.Addr(), tt.want.Addr())
			}
		}
	}
}

func TestPairThatCannotStart(t *testing.T) {
	options := simserver.Options{Go: func(f func()) { go f() }}
	taken := serve(t, simserver.Options{})
	blocked := options
	blocked.Listen = taken.Addr()
	if _, err := simserver.NewPair(options, blocked); err == nil || !strings.HasPrefix(err.Error(), "the backup: the simulated T-Server cannot listen on") {
		t.Errorf("got %v", err)
	}
	if _, err := simserver.NewPair(blocked, options); err == nil || !strings.HasPrefix(err.Error(), "the simulated T-Server cannot listen on") {
		t.Errorf("got %v", err)
	}
}

// A life continues at whichever server is primary.
func TestLifeFollowsThePair(t *testing.T) {
	options := simserver.Options{DNs: dns("7001", "7002", "7003", "7004"), Go: func(f func()) { go f() }, Seed: 5}
	pair, err := simserver.NewPair(options, options)
	ok(t, err)
	t.Cleanup(func() { ok(t, pair.Close()) })
	life := simserver.NewLife(pair.Primary(), simserver.LifeOptions{Current: pair.Primary})
	now := time.Unix(0, 0)
	steps := func() {
		for range 600 {
			life.Step(now)
			now = now.Add(time.Second)
		}
	}
	steps()
	pair.Switchover()
	p := login(t, pair.Primary(), "desk", "7001", "7002", "7003", "7004")
	steps()
	p.Expect(p.Next().Type)
	if calls := pair.Backup().Calls("7001"); len(calls) != 0 {
		t.Errorf("the backup has calls: %+v", calls)
	}
}

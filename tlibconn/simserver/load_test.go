package simserver_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/wire"
)

// loaded is a Load that a test steps through.
type loaded struct {
	*simserver.Load
	t      *testing.T
	server *simserver.Server
	now    time.Time
}

func load(t *testing.T, options simserver.LoadOptions) *loaded {
	t.Helper()
	var list []simserver.DN
	for i := range 10 {
		list = append(list, simserver.DN{Number: fmt.Sprint(7001 + i)})
	}
	s := serve(t, simserver.Options{DNs: list, Seed: 5})
	l, err := simserver.NewLoad(s, options)
	ok(t, err)
	return &loaded{l, t, s, time.Unix(1000, 0)}
}

// run steps through a time, ten times a second.
func (l *loaded) run(duration time.Duration) {
	for end := l.now.Add(duration); l.now.Before(end); {
		l.Step(l.now)
		l.now = l.now.Add(100 * time.Millisecond)
	}
	l.Step(l.now)
}

func (l *loaded) tried(rate simserver.LoadRate, causes ...string) uint64 {
	total := rate.Total
	for _, cause := range causes {
		total += l.Statistics().Failures[cause]
	}
	return total
}

// TestLoad checks that every deadline of a minute is met or counted, and that clients see
// what the Load says.
func TestLoad(t *testing.T) {
	l := load(t, simserver.LoadOptions{Agents: 4, Calls: 2, Events: 3, CallTime: time.Second})
	p := login(t, l.server, "desk", "7001", "7002", "7003", "7004", "7005")
	l.run(time.Minute)
	got := l.Statistics()
	if tried := l.tried(got.Calls, simserver.FailNoFreeAgent); tried != 120 || got.Calls.Total < 90 {
		t.Errorf("%d calls were tried: %+v", tried, got)
	}
	if got.Events.Total != 180 || got.Events.Reached < 2.9 || got.Events.Reached > 3.1 || got.Events.Ordered != 3 {
		t.Errorf("events: %+v", got)
	}
	seen := map[wire.MessageType]uint64{}
	p.Send(wire.RequestQueryServer)
	for m := p.Next(); m.Type != wire.EventServerInfo; m = p.Next() {
		seen[m.Type]++
		if number, _ := m.Text(wire.AttributeThisDN); string(number) == "7005" {
			t.Fatalf("a DN without an agent got %s", line(m))
		}
	}
	counted := l.server.Statistics()
	if seen[wire.EventRinging] != got.Calls.Total || counted.Calls.Made != got.Calls.Total || counted.Calls.Made != counted.Calls.Ended+uint64(counted.Calls.Now) {
		t.Errorf("%d calls rang, and the counts are %+v and %+v", seen[wire.EventRinging], got.Calls, counted.Calls)
	}
	states := seen[wire.EventAgentReady] + seen[wire.EventAgentNotReady] + seen[wire.EventAttachedDataChanged]
	if states != got.Events.Total+4 || seen[wire.EventAttachedDataChanged] == 0 || seen[wire.EventAgentNotReady] == 0 {
		t.Errorf("the events are %v", seen)
	}
	for kind, count := range seen {
		if counted.Events[kind.String()] != count {
			t.Errorf("%d %s were counted, and %d came", counted.Events[kind.String()], kind, count)
		}
	}
}

// TestLoadIsDeterministic checks that equal seeds give equal events.
func TestLoadIsDeterministic(t *testing.T) {
	var all [3][]string
	for i, seed := range []uint64{1, 1, 2} {
		l := load(t, simserver.LoadOptions{Calls: 5, Events: 5, CallTime: 2 * time.Second, Seed: seed})
		p := login(t, l.server, "desk", "7001", "7002", "7003")
		l.run(10 * time.Second)
		p.Send(wire.RequestQueryServer)
		for m := p.Next(); m.Type != wire.EventServerInfo; m = p.Next() {
			all[i] = append(all[i], line(m))
		}
	}
	if !slices.Equal(all[0], all[1]) || slices.Equal(all[0], all[2]) {
		t.Errorf("the loads are\n%s\n\n%s\n\n%s", strings.Join(all[0], "\n"), strings.Join(all[1], "\n"), strings.Join(all[2], "\n"))
	}
}

func TestLoadRates(t *testing.T) {
	l := load(t, simserver.LoadOptions{Events: 1})
	l.run(900 * time.Millisecond)
	// Nine tenths of the first deadline have passed, and count at the new rate.
	ok(t, l.SetRates(l.now, 0, 5))
	l.run(100 * time.Millisecond)
	if got := l.Statistics().Events.Total; got != 1 {
		t.Errorf("%d events", got)
	}
	ok(t, l.SetRates(l.now, 0, 100))
	l.now = l.now.Add(10 * time.Second)
	l.Step(l.now)
	got := l.Statistics()
	if got.Failures[simserver.FailLate] != 900 || l.tried(got.Events) != 101 {
		t.Errorf("after a standstill of 10 s: %+v", got)
	}
	if err := l.SetRates(l.now, -1, 5); err == nil || !strings.Contains(err.Error(), "a rate is a number from 0 to 100000 a second, not -1") {
		t.Errorf("a negative rate: %v", err)
	}
	if calls, events := l.Rates(); calls != 0 || events != 100 {
		t.Errorf("the rates are %g and %g", calls, events)
	}
	if _, err := simserver.NewLoad(l.server, simserver.LoadOptions{Agents: 11}); err == nil {
		t.Error("there are more agents than DNs")
	}
}

// TestLoadOfOneAgent checks that an agent with a call gets no other one.
func TestLoadOfOneAgent(t *testing.T) {
	l := load(t, simserver.LoadOptions{Agents: 1, Calls: 10, CallTime: time.Second})
	most := 0
	for range 100 {
		l.run(100 * time.Millisecond)
		most = max(most, len(l.server.Calls("7001")))
	}
	got := l.Statistics()
	if calls := l.tried(got.Calls, simserver.FailNoFreeAgent); calls != 100 || most != 1 || got.Calls.Total < 6 || got.Calls.Total > 15 {
		t.Errorf("%d calls at a time, %d tried: %+v", most, calls, got)
	}
}

// TestLoadFailures checks the causes that are counted.
func TestLoadFailures(t *testing.T) {
	l := load(t, simserver.LoadOptions{Agents: 1, Calls: 1, CallTime: 500 * time.Millisecond})
	expect := func(want map[string]uint64) {
		t.Helper()
		if got := l.Statistics().Failures; !maps.Equal(got, want) {
			t.Errorf("the failures are %v, want %v", got, want)
		}
	}
	l.run(0)
	l.server.LinkDown()
	l.run(time.Second)
	expect(map[string]uint64{simserver.FailLinkDown: 1})
	l.server.LinkUp()
	ok(t, l.server.OutOfService("7001"))
	l.run(time.Second)
	expect(map[string]uint64{simserver.FailLinkDown: 1, simserver.FailOutOfService: 1})
	ok(t, l.server.BackInService("7001"))
	l.run(time.Second)
	for _, call := range l.server.Calls("7001") {
		ok(t, l.server.Release("7001", call.ConnID))
	}
	l.run(900 * time.Millisecond)
	expect(map[string]uint64{simserver.FailLinkDown: 1, simserver.FailOutOfService: 1, simserver.FailOvertaken: 1})
	ok(t, l.server.AgentLogout("7001"))
	ok(t, l.SetRates(l.now, 0, 1))
	l.run(time.Second)
	expect(map[string]uint64{simserver.FailLinkDown: 1, simserver.FailOutOfService: 1, simserver.FailOvertaken: 2})
	l.run(time.Second)
	if got := l.Statistics(); got.Events.Total != 1 {
		t.Errorf("the agent did not come back: %+v", got)
	}
}

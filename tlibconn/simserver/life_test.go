package simserver_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/wire"
)

// Two hours of life on 40 DNs produce every event of SEMANTICS.md's call sequences, give
// quiet DNs no calls, and agree with the server's calls.
func TestLife(t *testing.T) {
	var list []simserver.DN
	var numbers []string
	for i := range 40 {
		number := fmt.Sprintf("70%02d", i+1)
		list = append(list, simserver.DN{Number: number})
		numbers = append(numbers, number)
	}
	s := serve(t, simserver.Options{DNs: list, Seed: 7})
	p := login(t, s, "desk", numbers...)
	life := simserver.NewLife(s, simserver.LifeOptions{Quiet: []string{"7001"}})
	seen := map[wire.MessageType]int{}
	heard := make(map[string]heardCalls)
	now := time.Unix(0, 0)
	for range 1200 {
		life.Step(now)
		now = now.Add(6 * time.Second)
		p.Send(wire.RequestQueryServer)
		for m := p.Next(); m.Type != wire.EventServerInfo; m = p.Next() {
			seen[m.Type]++
			number, _ := m.Text(wire.AttributeThisDN)
			if heard[string(number)] == nil {
				heard[string(number)] = make(heardCalls)
			}
			heard[string(number)].follow(m)
			if string(number) == "7001" && m.Find(wire.AttributeConnID) != nil {
				t.Fatalf("the quiet DN got %s", line(m))
			}
		}
		for _, number := range numbers {
			if got := heard[number].differsFrom(s.Calls(number)); got != "" {
				t.Fatalf("DN %s: %s", number, got)
			}
		}
	}
	for _, kind := range []wire.MessageType{
		wire.EventAgentLogin, wire.EventAgentLogout, wire.EventAgentReady, wire.EventAgentNotReady,
		wire.EventRinging, wire.EventDialing, wire.EventEstablished, wire.EventHeld, wire.EventRetrieved,
		wire.EventReleased, wire.EventAbandoned, wire.EventPartyChanged, wire.EventPartyAdded, wire.EventPartyDeleted,
	} {
		if seen[kind] == 0 {
			t.Errorf("%s never arrived", kind)
		}
	}
}

// A life continues when its calls are ended and the link is taken down from elsewhere.
func TestLifeSurvivesOrders(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001", "7002", "7003", "7004"), Seed: 3})
	p := login(t, s, "desk", "7001", "7002", "7003", "7004")
	life := simserver.NewLife(s, simserver.LifeOptions{})
	now := time.Unix(0, 0)
	for i := range 2000 {
		life.Step(now)
		now = now.Add(3 * time.Second)
		switch i % 50 {
		case 10:
			s.LinkDown()
		case 15:
			s.LinkUp()
		case 30:
			for _, number := range []string{"7001", "7003"} {
				for _, call := range s.Calls(number) {
					ok(t, s.Release(number, call.ConnID))
				}
			}
		case 40:
			if err := s.AgentLogout("7002"); err != nil {
				t.Log(err)
			}
		}
		p.Send(wire.RequestQueryServer)
		for m := p.Next(); m.Type != wire.EventServerInfo; m = p.Next() {
			if m.Type == wire.EventRinging && i > 1900 {
				return
			}
		}
	}
	t.Error("no further call rang")
}

func TestLifeRun(t *testing.T) {
	s := serve(t, simserver.Options{DNs: []simserver.DN{{Number: "7001", AgentID: "Lee"}}})
	p := login(t, s, "desk", "7001")
	ctx, cancel := context.WithCancel(t.Context())
	ticks, ended := make(chan time.Time), make(chan struct{})
	life := simserver.NewLife(s, simserver.LifeOptions{Quiet: []string{"7001"}})
	go func() {
		life.Run(ctx, ticks)
		close(ended)
	}()
	ticks <- time.Unix(0, 0)
	p.ExpectLines("EventAgentLogin ThisDN=7001 AgentID=Lee", "EventAgentReady ThisDN=7001 AgentID=Lee")
	cancel()
	<-ended
}

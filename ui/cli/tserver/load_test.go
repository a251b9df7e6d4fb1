package tserver_test

import (
	"strings"
	"testing"
)

// TestTServerLoad checks the orders about the load, and the statistics.
func TestTServerLoad(t *testing.T) {
	s := startTServer(t, nil, "--dns", "7001-7003", "--agents", "2", "--calls-per-second", "20", "--call-time", "10ms")
	s.await("logged in")
	for order, want := range map[string]string{
		"rate calls=20":       "refused: the load has these rates already: calls=20,events=0",
		"rate calls=many":     `refused: calls takes a number a second, not "many"`,
		"rate speed=5":        `refused: unknown rate "speed"; use calls=NUMBER and events=NUMBER, separated by commas`,
		"rate calls=-1":       "refused: the load stays as it is: a rate is a number from 0 to 100000 a second, not -1",
		"statistics xml":      "refused: usage: statistics [json]",
		"attach 7003 key":     "refused: usage: attach DN KEY VALUE",
		"attach 7003 key one": "refused: DN 7003 has no call in the right state",
	} {
		s.order(order)
		s.await(want)
	}
	s.order("+")
	s.await("ok calls 22, events 0 a second")
	s.order("-")
	s.await("ok calls 20, events 0 a second")
	s.order("rate calls=0,events=100")
	s.await("ok calls 0, events 100 a second")
	s.order("rate events=0")
	s.await("ok calls 0, events 0 a second")
	s.order("+")
	s.await("refused: both rates are 0; set them with the order rate")
	s.order("statistics")
	s.await("ok statistics of 127.0.0.1:")
	s.await("agents       all: 2, free for a call: ")
	s.order("ring 7003 X")
	s.await("ok")
	s.order("attach 7003 account number 12")
	s.await("ok")
	s.order("statistics json")
	if text := s.await(`ok {"servers":[{"address":"127.0.0.1:`); !strings.Contains(text, `"EventAttachedDataChanged":`) || !strings.Contains(text, `"load":{"agents":2,`) {
		t.Errorf("the statistics are %s", text)
	}
	without := startTServer(t, nil, "--dns", "7001")
	for _, order := range []string{"+", "-", "rate calls=5"} {
		without.order(order)
		without.await("refused: there is no load; start capdeck tserver with --agents, --calls-per-second or --events-per-second")
	}
	without.order("quit")
	without.await("statistics of 127.0.0.1:")
}

package tlibconn

import (
	"testing"
	"time"
)

func TestPlannerKnowsTheOtherAddress(t *testing.T) {
	alone := newPlanner(&Options{Addresses: []string{"a:1"}}, nil)
	pair := newPlanner(&Options{Addresses: []string{"a:1", "b:1"}}, nil)
	if alone.other("a:1") != "" || pair.other("a:1") != "b:1" || pair.other("b:1") != "a:1" {
		t.Errorf("the others are %q, %q and %q", alone.other("a:1"), pair.other("a:1"), pair.other("b:1"))
	}
}

func TestRegistrarKnowsItsWork(t *testing.T) {
	r := newRegistrar(1, time.Minute, func(dn string) string { return dn })
	now := time.Unix(1000, 0)
	r.add("1")
	if r.work() {
		t.Error("there is work while the link is down")
	}
	r.beginRound(1)
	if !r.work() {
		t.Error("with a registration waiting there is no work")
	}
	asked, _ := r.nextRequest()
	r.sent(asked, 1, now)
	if r.work() {
		t.Error("there is work after everything was sent")
	}
	r.remove("1")
	if !r.work() {
		t.Error("with an unregistration waiting there is no work")
	}
}

func TestOnlyAPairIsWatched(t *testing.T) {
	for _, addresses := range [][]string{{"a:1"}, {"a:1", "b:1"}} {
		w := newWatch(&Options{Addresses: addresses, SwitchoverWait: time.Second, BackupInterval: time.Minute})
		now := time.Unix(1000, 0)
		w.observe(false, true, now)
		if _, probe, _ := w.next(now.Add(time.Second)); probe != (len(addresses) == 2) {
			t.Errorf("with %d addresses the other one is probed: %v", len(addresses), probe)
		}
	}
}

func TestADDPTraceHasTwoEnds(t *testing.T) {
	for trace, ends := range map[ADDPTrace][2]bool{
		ADDPTraceOff: {}, ADDPTraceLocal: {true, false}, ADDPTraceRemote: {false, true}, ADDPTraceBoth: {true, true},
	} {
		if trace.local() != ends[0] || trace.remote() != ends[1] {
			t.Errorf("%s logs here %v, there %v", trace, trace.local(), trace.remote())
		}
	}
}

func TestKeepAliveInWords(t *testing.T) {
	for want, k := range map[string]keepAlive{
		"ADDP refused":     {refused: true},
		"ADDP no answer":   {started: true, mute: true, timeout: time.Second},
		"ADDP off":         {},
		"ADDP remote only": {started: true},
		"":                 {started: true, timeout: time.Second},
	} {
		if got := k.text(); got != want {
			t.Errorf("%+v is %q, want %q", k, got, want)
		}
	}
	if DefaultADDPTimeout != 10*time.Second || DefaultADDPRemoteTimeout != 10*time.Second {
		t.Errorf("the defaults are %s and %s", DefaultADDPTimeout, DefaultADDPRemoteTimeout)
	}
}

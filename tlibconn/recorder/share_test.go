package recorder_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
)

// fates collects fates and waits for a number of them.
type fates struct {
	mu   sync.Mutex
	all  []recorder.Fate
	wake chan struct{}
}

func newFates() *fates { return &fates{wake: make(chan struct{}, 1)} }

func (f *fates) add(fate recorder.Fate) {
	f.mu.Lock()
	f.all = append(f.all, fate)
	f.mu.Unlock()
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// take waits for n fates and returns them.
func (f *fates) take(t *testing.T, n int) []recorder.Fate {
	t.Helper()
	guard := time.After(hangGuard)
	for {
		f.mu.Lock()
		if len(f.all) >= n {
			taken := f.all[:n:n]
			f.all = f.all[n:]
			f.mu.Unlock()
			return taken
		}
		f.mu.Unlock()
		select {
		case <-f.wake:
		case <-guard:
			t.Fatalf("there are %d fates, want %d", len(f.all), n)
		}
	}
}

// commands sends a command many times, and waits until each has its indication or is ignored.
func commands(t *testing.T, desk *desk, f *fates, dn, verb string, n int) []recorder.Fate {
	t.Helper()
	for range n {
		desk.command(dn, 0xc1, verb)
	}
	return f.take(t, n)
}

// summary counts the faults of fates.
func summary(all []recorder.Fate) string {
	counts := map[string]int{}
	for _, fate := range all {
		for _, word := range fate.Faults.Words() {
			counts[word]++
		}
	}
	var text []string
	for _, word := range []string{"silent", "late", "conn-id", "twice", "wrong"} {
		text = append(text, fmt.Sprintf("%s %d", word, counts[word]))
	}
	return strings.Join(text, " ")
}

// The seed decides exactly which commands a fault of some percent concerns, and no order changes that for another
// fault or another DN.
func TestShares(t *testing.T) {
	const orders = "dn=7001,verb=query,silent=30%,late=1ms:20%,conn-id=foreign:10%,wrong=5%"
	run := func(seed uint64, order string) []recorder.Fate {
		s := serve(t, simserver.Options{DNs: tlibtest.DNs("7001", "7002"), Behaviour: noEcho})
		f := newFates()
		r := start(t, s, recorder.Options{DNs: []string{"7001", "7002"}, Seed: seed, Fate: f.add})
		ok(t, r.Order(t.Context(), order))
		desk := newDesk(t, s, "7001", "7002")
		if other := commands(t, desk, f, "7002", "query", 50); summary(other) != "silent 0 late 0 conn-id 0 twice 0 wrong 0" {
			t.Errorf("another DN has faults: %s", summary(other))
		}
		return commands(t, desk, f, "7001", "query", 1000)
	}
	first, again, other := run(7, orders), run(7, orders), run(8, orders)
	if got, want := summary(first), "silent 271 late 140 conn-id 61 twice 0 wrong 37"; got != want {
		t.Errorf("the faults are %s, want %s", got, want)
	}
	if summary(again) != summary(first) {
		t.Errorf("the same seed gives %s and %s", summary(first), summary(again))
	}
	if summary(other) == summary(first) {
		t.Error("another seed gives the same faults")
	}
	ignored := map[uint64]bool{}
	for _, fate := range first {
		if fate.Outcome == recorder.OutcomeIgnored {
			ignored[fate.Command.ID] = true
		}
	}
	for _, fate := range run(7, "dn=7001,silent=30%,wrong=on") {
		if ignored[fate.Command.ID] != (fate.Outcome == recorder.OutcomeIgnored) {
			t.Fatalf("another fault changed what happened to command %d", fate.Command.ID)
		}
	}
}

// A fault of one verb leaves the others alone.
func TestVerb(t *testing.T) {
	s := serve(t, simserver.Options{DNs: tlibtest.DNs("7001"), Behaviour: noEcho})
	f := newFates()
	r := start(t, s, recorder.Options{DNs: []string{"7001"}, Fate: f.add})
	ok(t, r.Order(t.Context(), "verb=pause,verb=resume,silent=on"))
	desk := newDesk(t, s, "7001")
	for verb, want := range map[string]recorder.Outcome{
		"start": recorder.OutcomeAccepted, "pause": recorder.OutcomeIgnored, "resume": recorder.OutcomeIgnored,
		"stop": recorder.OutcomeAccepted, "query": recorder.OutcomeAccepted,
	} {
		fate := commands(t, desk, f, "7001", verb, 1)[0]
		if fate.Outcome != want || fate.Command.Verb.String() != verb || fate.Command.ConnID != 0xc1 {
			t.Errorf("%s: the fate is %+v, want %s", verb, fate, want)
		}
	}
	if !r.BehaviourFor("7001", event.VerbPause).Silent || r.Behaviour("7001").Silent {
		t.Error("the behaviour is not that of the verb")
	}
	ok(t, r.Order(t.Context(), "verb=resume,normal"))
	if r.BehaviourFor("7001", event.VerbResume).Silent || !r.BehaviourFor("7001", event.VerbPause).Silent {
		t.Error("normal is not for the verb")
	}
	counts := r.Counts()
	if counts.Ignored != 2 || counts.Verbs[event.VerbPause] != 1 || counts.Commands != 5 || counts.Acknowledged != 3 {
		t.Errorf("the counts are %+v", counts)
	}
}

// What became of indications, with the command that each answers.
func TestFates(t *testing.T) {
	s := serve(t, simserver.Options{DNs: tlibtest.DNs("7001", "7002"), Behaviour: noEcho})
	f, c := newFates(), newClock()
	r := start(t, s, recorder.Options{DNs: []string{"7001", "7002"}, Fate: f.add, Now: c.Now, After: c.After, AnswerTimeout: 10 * time.Second})
	desk := newDesk(t, s, "7001", "7002")
	check := func(fate recorder.Fate, want string) {
		t.Helper()
		got := fmt.Sprintf("%d %s %s %s %x %s [%s] %s", fate.Command.ID, fate.DN, fate.Command.Verb, fate.Indication, fate.ConnID, fate.Outcome, fate.Faults, fate.Reason)
		if strings.TrimSpace(got) != want {
			t.Errorf("the fate is %s, want %s", got, want)
		}
	}
	check(commands(t, desk, f, "7001", "start", 1)[0], "1 7001 start enabled c1 accepted []")
	ok(t, r.Order(t.Context(), "dn=7001,wrong=on,twice=on,conn-id=foreign"))
	desk.command("7001", 0xc1, "query")
	for _, fate := range f.take(t, 2) {
		check(fate, "2 7001 query disabled ffffffffffffc1 accepted [conn-id,twice,wrong]")
	}
	ok(t, r.Order(t.Context(), "normal"), s.Order("error=50"), r.Unasked("7001", event.Paused))
	check(f.take(t, 1)[0], "0 7001  paused 0 rejected []")
	ok(t, s.Order("error=off,ack=lost"), r.Unasked("7001", event.Enabled))
	desk.awaits("7001 screen-capture=enabled")
	c.advance(10 * time.Second)
	check(f.take(t, 1)[0], "0 7001  enabled 0 unanswered [] T-Server did not answer within 10s")
	ok(t, r.Unasked("7001", event.Disabled))
	desk.awaits("7001 screen-capture=disabled")
	s.Drop(simserver.Target{Applications: []string{"recorder"}}, false)
	check(f.take(t, 1)[0], "0 7001  disabled 0 unanswered [] the connection was lost")
	ok(t, r.Order(t.Context(), "delay=1h"), r.Unasked("7002", event.Enabled))
	r.Close()
	check(f.take(t, 1)[0], "0 7002  enabled 0 not sent [] the recorder ended")
}

// awaits skips messages until one is this event.
func (d *desk) awaits(want string) {
	d.TB.Helper()
	for text(d.Next()) != want {
	}
}

func TestNoEffect(t *testing.T) {
	s := serve(t, simserver.Options{DNs: tlibtest.DNs("7001", "7002"), Behaviour: noEcho})
	r := start(t, s, recorder.Options{DNs: []string{"7001", "7002"}})
	ok(t, r.Order(t.Context(), "dn=7001,silent=on"))
	for _, order := range []string{"normal,silent=off", "dn=7002,silent=off", "dn=7001,silent=on", "dn=7001,silent=100%", "state=disabled", "dn=7001,silent=off,silent=on", "verb=stop,dn=7002,normal", "call-end=keep", "delay=0s"} {
		var idle *recorder.NoEffectError
		if order == "normal,silent=off" {
			order = "dn=7002," + order
		}
		if err := r.Order(t.Context(), order); !errors.As(err, &idle) || idle.Order != order {
			t.Errorf("%s: got %v", order, err)
		}
	}
	ok(t, r.Order(t.Context(), "silent=on"), r.Order(t.Context(), "state=enabled,silent=on"), r.Order(t.Context(), "verb=stop,silent=30%"))
}

// The state of each DN is announced once after its registration, and again after a restart, but not after the connection
// was lost.
func TestAnnounce(t *testing.T) {
	s := serve(t, simserver.Options{DNs: tlibtest.DNs("7001", "7002"), Behaviour: noEcho})
	desk := newDesk(t, s, "7001", "7002")
	call, err := s.Ring("7002", "A")
	ok(t, err)
	desk.says("EventRinging")
	f := newFates()
	states := make(chan string, 10)
	r := start(t, s, recorder.Options{
		DNs: []string{"7001", "7002", "7009"}, Announce: true, Initial: map[string]event.Indication{"7002": event.Paused}, Fate: f.add,
		Changed: func(dn string, state event.Indication) { states <- dn + " " + state.String() },
	})
	desk.says("7001 screen-capture=disabled", fmt.Sprintf("7002 screen-capture=paused %x", call))
	f.take(t, 2)
	lost := clientID(s)
	s.Drop(simserver.Target{Applications: []string{"recorder"}}, false)
	for registered(s, "recorder") < 2 || clientID(s) == lost {
		desk.Send(wire.RequestQueryServer)
		desk.says("EventServerInfo")
	}
	desk.command("7001", 0, "query")
	desk.says("EventACK", "7001 screen-capture=disabled")
	ok(t, r.Restart(t.Context()))
	desk.says("7001 screen-capture=disabled", "7002 screen-capture=disabled")
	if got := <-states; got != "7002 disabled" || len(states) > 0 {
		t.Errorf("the change is %s, and %d follow", got, len(states))
	}
}

// A DN that is written in a code page is recognised in messages.
func TestEncodedDN(t *testing.T) {
	const latin1 = "\xd8deg\xe5rd" // Ødegård
	s := serve(t, simserver.Options{DNs: tlibtest.DNs(latin1), Behaviour: noEcho})
	f := newFates()
	start(t, s, recorder.Options{DNs: []string{"Ødegård"}, Fate: f.add, EncodeDN: func(string) string { return latin1 }})
	desk := newDesk(t, s, latin1)
	if fate := commands(t, desk, f, latin1, "start", 1)[0]; fate.DN != "Ødegård" || fate.Outcome != recorder.OutcomeAccepted {
		t.Errorf("the fate is %+v", fate)
	}
	desk.says("EventACK", latin1+" screen-capture=enabled c1")
}

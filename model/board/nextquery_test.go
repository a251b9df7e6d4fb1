package board

import (
	"testing"
	"time"

	"capdeck/tlibconn/event"
)

// TestWhenQueriesMayLeave: the next deadline is when half a burst is allowed, counting the
// present allowance.
func TestWhenQueriesMayLeave(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true, QueryRate: 100}, numbers(30)...)
	due := func(want time.Duration) {
		t.Helper()
		at, ok := d.b.nextInLine(d.b.siteOf("sip"))
		if off := at.Sub(d.now.Add(want)); !ok || off.Abs() > time.Microsecond {
			t.Fatalf("the next queries are due in %v (%v), want %v", at.Sub(d.now), ok, want)
		}
	}
	if got := len(d.b.NextQueries(d.now, nil)); got != 5 {
		t.Fatalf("%d queries leave at the start", got)
	}
	due(50 * time.Millisecond)
	d.after(20 * time.Millisecond)
	if got := len(d.b.NextQueries(d.now, nil)); got != 0 {
		t.Fatalf("%d queries leave too early", got)
	}
	due(30 * time.Millisecond)
	d.after(10 * time.Second)
	if got := len(d.b.NextQueries(d.now, nil)); got != 10 {
		t.Fatalf("%d queries leave after a long time, want a burst of a tenth of a second", got)
	}
	due(50 * time.Millisecond)
}

// TestWhenResyncsMayLeave: at once, as long as fewer than MaxUnanswered wait for their
// answers. Then the board waits for answers.
func TestWhenResyncsMayLeave(t *testing.T) {
	dns := numbers(MaxUnanswered + 20)
	d := newDesk(t, Options{}, dns...)
	s := d.b.siteOf("sip")
	if at, ok := d.b.nextInLine(s); ok {
		t.Fatalf("nothing waits, and it is due at %v", at)
	}
	for _, dn := range dns {
		if err := d.b.Resync(d.now, key(dn)); err != nil {
			t.Fatal(err)
		}
	}
	if at, ok := d.b.nextInLine(s); !ok || at.After(d.now) {
		t.Fatalf("requests wait, and are due at %v (%v)", at, ok)
	}
	if got := len(d.b.NextResyncs(d.now)); got != MaxUnanswered {
		t.Fatalf("%d requests leave, want %d", got, MaxUnanswered)
	}
	if at, ok := d.b.nextInLine(s); ok {
		t.Fatalf("answers are waited for, and requests are due at %v", at)
	}
}

// TestWhenASilentRecorderIsAsked: if its probes are used up, or no DN wants a query, in
// the next period; otherwise as usual.
func TestWhenASilentRecorderIsAsked(t *testing.T) {
	for _, c := range []struct {
		wanting, probed int
		next            bool // period
	}{{0, 0, true}, {3, SilenceProbes - 1, false}, {3, SilenceProbes, true}} {
		d := newDesk(t, Options{AutomaticQueries: true}, numbers(3)...)
		s := d.b.siteOf("sip")
		s.wanting = c.wanting
		s.whole.silence.Silent, s.whole.probed, s.whole.probedAt = true, c.probed, d.now
		at, ok := d.b.nextInLine(s)
		if next := at.Equal(d.now.Add(SilencePeriod)); !ok || next != c.next {
			t.Errorf("%+v: it is asked at %v (%v)", c, at, ok)
		}
	}
}

// TestNothingIsDue on an empty board, nor if an obstacle blocks no DN.
func TestNothingIsDue(t *testing.T) {
	if at, ok := New(Options{}).NextDeadline(); ok {
		t.Errorf("on an empty board something is due at %v", at)
	}
	d := newDesk(t, Options{}, dn)
	d.b.siteOf("sip").asking.held = true
	if at, ok := d.b.NextDeadline(); ok {
		t.Errorf("no DN waits for a query, and something is due at %v", at)
	}
}

// TestALossEndsTheRound: DNs that were neither queried nor skipped are no longer wanted.
func TestALossEndsTheRound(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true, QueryRate: 100}, numbers(12)...)
	d.user("7001", "enabled", 0)
	for _, c := range d.b.NextQueries(d.now, nil) {
		d.answer(c, "disabled")
	}
	d.lose()
	want := QueryRound{Round: 1, Wanted: 6, Asked: 5, Skipped: 1, Answered: 5}
	if got := d.b.QueryRound("sip"); got != want || got.Active() {
		t.Errorf("the round is %+v, want %+v", got, want)
	}
}

// TestLinesDoNotGrow: rows that are served out of turn leave entries behind, at most twice
// the number of DNs, and 64.
func TestLinesDoNotGrow(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, "1", "2", "3")
	s, r := d.b.siteOf("sip"), d.row("1")
	const most = 2*3 + 64 + 1
	queries, resyncs := 0, 0
	for range 300 {
		r.wantsQuery = false
		d.b.wantQuery(r, d.now, false)
		queries = max(queries, len(s.queries))
		r.resync.wanted = false
		d.b.wantResync(r)
		resyncs = max(resyncs, len(s.resyncs))
	}
	if queries != most || resyncs != most {
		t.Errorf("the lines grew to %d and %d places, want %d", queries, resyncs, most)
	}
	if got := d.ask(); got != "1 2 3" {
		t.Errorf("asked %q", got)
	}
}

// TestTheIntervalByRate: the rate is two rows a second, so 180 need 100 s with some room.
func TestTheIntervalByRate(t *testing.T) {
	o := again()
	o.QueryRate = 2
	d := newDesk(t, o, numbers(180)...)
	for _, dn := range numbers(180) {
		d.user(dn, "enabled", 0)
	}
	d.b.Expire(d.now)
	if got := d.b.Interval("sip"); got != 100*time.Second {
		t.Errorf("the interval is %v", got)
	}
}

// TestAnotherObstacle: waiting rows show the present obstacle.
func TestAnotherObstacle(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, "1", "2", "3")
	for _, c := range d.b.NextQueries(d.now, nil) {
		d.unsent(c, "no room", event.ObstacleRoom)
	}
	d.wait(holdTime)
	for _, c := range d.b.NextQueries(d.now, nil) {
		d.unsent(c, "the disk is full", event.ObstacleJournal)
	}
	for _, dn := range []string{"1", "2", "3"} {
		if n, ok := d.row(dn).NotAsked(); !ok || n.Why != "the disk is full" {
			t.Errorf("DN %s says %+v", dn, n)
		}
	}
}

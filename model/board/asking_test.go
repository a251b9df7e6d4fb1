package board

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// again are the options of a board that queries again after a minute.
func again() Options { return Options{AutomaticQueries: true, Requery: time.Minute} }

// ask returns the DNs that are queried now, and answers none of them.
func (d *desk) ask() string {
	d.b.Expire(d.now)
	asked := d.b.NextQueries(d.now, nil)
	slices.SortFunc(asked, func(a, b event.Command) int { return strings.Compare(a.DN, b.DN) })
	return dnsOf(asked)
}

// settled returns a desk on which the queries after the registration were answered: each
// DN with the given indication.
func settled(t *testing.T, o Options, words map[string]string) *desk {
	dns := make([]string, 0, len(words))
	for dn := range words {
		dns = append(dns, dn)
	}
	slices.Sort(dns)
	d := newDesk(t, o, dns...)
	for _, c := range d.b.NextQueries(d.now, nil) {
		d.answer(c, words[c.DN])
	}
	for _, dn := range dns {
		if d.row(dn).Capture().Heard.IsZero() {
			d.user(dn, words[dn], 0)
		}
	}
	return d
}

// TestWhoIsAskedAgain: DNs that are enabled, paused or on a call are queried an interval
// after they were last heard from. An idle one that is off is neither queried nor ages.
func TestWhoIsAskedAgain(t *testing.T) {
	d := settled(t, again(), map[string]string{"1": "enabled", "2": "paused", "3": "disabled", "4": "disabled", "5": "enabled"})
	d.call(wire.EventRinging, "4", connA)
	d.wait(30 * time.Second)
	d.user("5", "enabled", 0) // whoever asked for it
	d.wait(29 * time.Second)
	if got := d.ask(); got != "" {
		t.Fatalf("asked %q too early", got)
	}
	d.wait(time.Second)
	if got := d.ask(); got != "1 2 4" {
		t.Fatalf("asked %q a minute after they were heard", got)
	}
	d.wait(30 * time.Second)
	if got := d.ask(); got != "5" {
		t.Fatalf("asked %q a minute after another's word", got)
	}
	d.wait(time.Hour)
	if r := d.row("3"); r.Stale() != 0 {
		t.Errorf("an idle row that is off is stale by %v", r.Stale())
	}
}

// TestASilentRestartIsFoundOut: a recorder that restarted sends nothing by itself.
func TestASilentRestartIsFoundOut(t *testing.T) {
	words := map[string]string{}
	for _, dn := range numbers(41) {
		words[dn] = "enabled"
	}
	d := settled(t, again(), words)
	if c := d.b.Counters(); c.Rec != 41 {
		t.Fatalf("before the restart: %+v", c)
	}
	d.wait(time.Minute)
	for _, c := range d.b.NextQueries(d.now, nil) {
		d.answer(c, "disabled")
	}
	if c := d.b.Counters(); c.Off != 41 || c.Stale != 0 {
		t.Fatalf("a minute after the restart: %+v", c)
	}
}

// TestNothingIsAskedByItself: --no-query sends no automatic query whatever happens, and
// --requery 0 queries nothing regularly.
func TestNothingIsAskedByItself(t *testing.T) {
	for name, o := range map[string]Options{"no query": {Requery: time.Minute}, "no requery": {AutomaticQueries: true}} {
		t.Run(name, func(t *testing.T) {
			d := settled(t, o, map[string]string{"1": "enabled"})
			d.wait(time.Hour)
			if got := d.ask(); got != "" || d.row("1").Stale() != 0 {
				t.Errorf("asked %q, stale by %v", got, d.row("1").Stale())
			}
			if got := d.b.Interval("sip"); got != 0 {
				t.Errorf("the interval is %v", got)
			}
			d.user("1", "enabled", connA)
			d.call(wire.EventReleased, "1", connA)
			d.message(wire.EventDNOutOfService, thisDN("1"))
			d.message(wire.EventDNBackInService, thisDN("1"))
			d.wait(CallLeftTime)
			if got := d.ask(); (got != "") != o.AutomaticQueries {
				t.Errorf("asked %q after a release and back in service", got)
			}
		})
	}
}

// TestAskedAgainWithoutAnAnswer: a DN that does not answer while others do is queried
// again, later each time, whatever its state and whether or not it is queried regularly.
// It is stale with a fault until an indication for it arrives.
func TestAskedAgainWithoutAnAnswer(t *testing.T) {
	for name, word := range map[string]string{"unknown": "", "off": "disabled", "recorded": "enabled"} {
		for _, acks := range []bool{true, false} {
			t.Run(fmt.Sprint(name, ", taken by T-Server ", acks), func(t *testing.T) {
				d := newDesk(t, Options{AutomaticQueries: true, Requery: time.Minute}, "1", "2")
				unanswered := DefaultRequestTimeout
				if acks {
					unanswered = DefaultIndicationTimeout
				}
				for _, c := range d.b.NextQueries(d.now, nil) {
					d.leave(c)
				}
				d.user("2", "disabled", 0)
				if word != "" {
					d.user("1", word, 0)
					d.wait(DefaultRequestTimeout)
					d.message(wire.EventDNBackInService, thisDN("1"))
					d.leave(d.b.NextQueries(d.now, nil)[0])
				}
				for _, want := range []time.Duration{5 * time.Second, 10 * time.Second, 20 * time.Second, 40 * time.Second, 80 * time.Second, 160 * time.Second, 5 * time.Minute, 5 * time.Minute} {
					if acks {
						for _, c := range d.row("1").open {
							d.ack(c.ID)
						}
					}
					d.user("2", "disabled", 0) // the recorder is there
					d.wait(unanswered)
					if f, stale := d.row("1").Fault().Kind, d.row("1").Stale(); f != FaultNoAnswer && f != FaultLost || stale&StaleQuery == 0 {
						t.Fatalf("the fault is %v, stale by %v", f, stale)
					}
					if n, ok := d.row("1").NotAsked(); ok {
						t.Fatalf("it was asked: %+v", n)
					}
					d.user("2", "disabled", 0)
					d.wait(want - time.Millisecond)
					if got := d.ask(); got != "" {
						t.Fatalf("asked %q before %v passed", got, want)
					}
					d.wait(time.Millisecond)
					got := d.b.NextQueries(d.now, nil)
					if dnsOf(got) != "1" {
						t.Fatalf("asked %q after %v", dnsOf(got), want)
					}
					d.leave(got[0])
				}
				d.user("1", "disabled", 0)
				d.wait(time.Hour)
				if got := d.ask(); got != "" || d.row("1").Stale() != 0 || d.row("1").Fault().Kind != FaultNone {
					t.Errorf("once it has answered: asked %q, stale by %v, %v", got, d.row("1").Stale(), d.row("1").Fault())
				}
				checkCounters(t, d.b)
			})
		}
	}
}

// TestBehindAPersonsQuery: a DN whose query was due while a person's query waited for its
// answer is queried later if that query gets no answer.
func TestBehindAPersonsQuery(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, "1", "2")
	for _, c := range d.b.NextQueries(d.now, nil) {
		d.leave(c)
		d.ack(CommandID(c.ID))
	}
	d.user("2", "disabled", 0)
	d.wait(DefaultIndicationTimeout + retryFirst - time.Second)
	d.ack(d.send("1", event.VerbQuery))
	d.wait(time.Second)
	if got := d.ask(); got != "" {
		t.Fatalf("asked %q beside a person's query", got)
	}
	d.user("2", "disabled", 0)
	d.wait(2 * retryFirst)
	if got := d.ask(); got != "1" {
		t.Errorf("asked %q after the person's query got no answer", got)
	}
}

// TestARejectedQueryOfARecordedDN: regular queries do not shorten the time that a
// rejection sets.
func TestARejectedQueryOfARecordedDN(t *testing.T) {
	o := again()
	o.Requery = 12 * time.Second
	d := settled(t, o, map[string]string{"1": "enabled"})
	d.wait(12 * time.Second)
	for _, want := range []time.Duration{retryFirst, 2 * retryFirst, 4 * retryFirst, 8 * retryFirst, 16 * retryFirst} {
		got := d.b.NextQueries(d.now, nil)
		if dnsOf(got) != "1" {
			t.Fatalf("asked %q", dnsOf(got))
		}
		d.leave(got[0])
		d.reject(CommandID(got[0].ID), 50)
		if n, ok := d.row("1").NotAsked(); !ok || !n.Retry.Equal(d.now.Add(want)) {
			t.Fatalf("not asked: %+v, want a retry in %v", n, want)
		}
		for range 5 {
			d.wait(want/5 - time.Millisecond)
			if got := d.ask(); got != "" {
				t.Fatalf("asked %q before %v passed", got, want)
			}
		}
		if s := d.row("1").Stale() & StaleAge; want > 2*o.Requery && s == 0 {
			t.Error("it does not age")
		}
		d.wait(5 * time.Millisecond)
	}
}

// TestAConflictIsAsked: a conflict lasts until the next consistent answer, so a query is
// sent for one, also for a DN that is off and idle.
func TestAConflictIsAsked(t *testing.T) {
	d := settled(t, again(), map[string]string{"1": "disabled"})
	d.after(10 * time.Second)
	d.user("1", "enabled", 0)
	d.user("1", "disabled", 0)
	if f := d.row("1").Fault().Kind; f != FaultConflict {
		t.Fatalf("the fault is %v", f)
	}
	d.wait(time.Minute)
	got := d.b.NextQueries(d.now, nil)
	if dnsOf(got) != "1" {
		t.Fatalf("asked %q a minute after the conflict", dnsOf(got))
	}
	d.answer(got[0], "disabled")
	if f := d.row("1").Fault().Kind; f != FaultNone {
		t.Errorf("after a consistent answer the fault is %v", f)
	}
	d.wait(time.Hour)
	if got := d.ask(); got != "" || d.row("1").Stale() != 0 {
		t.Errorf("asked %q, stale by %v without a conflict", got, d.row("1").Stale())
	}
	checkCounters(t, d.b)
}

// TestRowsAge: twice the interval, or the time that was set, makes a row stale that is
// queried regularly. A row that was not begins to age when it is.
func TestRowsAge(t *testing.T) {
	for name, c := range map[string]struct {
		options Options
		after   time.Duration
	}{
		"twice the interval": {again(), 2 * time.Minute},
		"as asked for":       {Options{AutomaticQueries: true, Requery: time.Minute, StaleAfter: 90 * time.Second}, 90 * time.Second},
		"soon":               {Options{AutomaticQueries: true, Requery: time.Minute, StaleAfter: 10 * time.Second}, 10 * time.Second},
		"without queries":    {Options{StaleAfter: 90 * time.Second}, 90 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			d := settled(t, c.options, map[string]string{"1": "enabled", "2": "disabled"})
			idle := 30 * time.Minute
			d.after(idle)
			d.b.Expire(d.now)
			d.user("1", "enabled", 0)
			d.call(wire.EventRinging, "2", connA)
			d.wait(c.after - time.Millisecond)
			for _, dn := range []string{"1", "2"} {
				if s := d.row(dn).Stale() & StaleAge; s != 0 {
					t.Errorf("DN %s is stale before its time", dn)
				}
			}
			d.wait(time.Millisecond)
			for _, dn := range []string{"1", "2"} {
				if s := d.row(dn).Stale() & StaleAge; s == 0 {
					t.Errorf("DN %s is not stale, %v after it was heard or came on a call", dn, c.after)
				}
			}
			d.user("2", "disabled", connA)
			d.wait(c.after - time.Millisecond)
			if s := d.row("2").Stale(); s != 0 {
				t.Errorf("DN 2 is stale by %v before its time, once heard", s)
			}
		})
	}
}

// TestACallThatIsNotTheFirst: further calls give no more time to a row that is queried
// regularly.
func TestACallThatIsNotTheFirst(t *testing.T) {
	d := settled(t, again(), map[string]string{"1": "enabled"})
	for i := range 5 {
		d.wait(10 * time.Second)
		d.call(wire.EventRinging, "1", connA+uint64(i))
		d.call(wire.EventReleased, "1", connA+uint64(i))
	}
	d.wait(10 * time.Second)
	if got := d.ask(); got != "1" {
		t.Errorf("asked %q a minute after it was heard", got)
	}
}

// TestSpread: each process has its offset, within a fifth, and queries that are due within
// a twelfth leave together.
func TestSpread(t *testing.T) {
	for spread, want := range map[float64]time.Duration{
		-0.2: 50 * time.Second, // 48 s, and on to the next twelfth
		-0.1: 55 * time.Second,
		0:    time.Minute,
		0.1:  70 * time.Second,
	} {
		o := again()
		o.Spread = spread
		d := settled(t, o, map[string]string{"1": "enabled"})
		d.wait(want - time.Millisecond)
		if got := d.ask(); got != "" {
			t.Errorf("spread %v: asked %q too early", spread, got)
		}
		d.wait(time.Millisecond)
		if got := d.ask(); got != "1" {
			t.Errorf("spread %v: asked %q after %v", spread, got, want)
		}
	}
	d := settled(t, again(), map[string]string{"1": "enabled", "2": "enabled"})
	d.wait(time.Millisecond)
	d.user("1", "enabled", 0)
	d.wait(4 * time.Second)
	d.user("2", "enabled", 0)
	d.wait(time.Minute + 998*time.Millisecond)
	if got := d.ask(); got != "" {
		t.Errorf("asked %q too early", got)
	}
	d.wait(time.Millisecond)
	if got := d.ask(); got != "1 2" {
		t.Errorf("asked %q together", got)
	}
}

// TestTheIntervalStretches: the rate does not allow this many rows to be queried as often.
func TestTheIntervalStretches(t *testing.T) {
	o := again()
	o.QueryRate = 1
	dns := numbers(180)
	d := newDesk(t, o, dns...)
	say := func(dns []string, word string) {
		for _, dn := range dns {
			d.user(dn, word, 0)
		}
		d.b.Expire(d.now)
	}
	say(dns[:54], "enabled")
	if got := d.b.Interval("sip"); got != time.Minute {
		t.Fatalf("54 rows at 1 a second are asked every %v", got)
	}
	version := d.b.Version()
	say(dns, "enabled")
	if got := d.b.Interval("sip"); got != 200*time.Second || d.b.Version() <= version {
		t.Fatalf("180 rows at 1 a second are asked every %v", got)
	}
	if got := d.b.Interval("elsewhere"); got != time.Minute {
		t.Errorf("a site of which nothing is known is asked every %v", got)
	}
	d.wait(5 * time.Second)
	if d.row(dns[0]).Stale() != 0 {
		t.Fatal("stale at once")
	}
	// Slightly fewer rows do not shorten it, nor do far fewer at once.
	say(dns[:20], "disabled")
	d.wait(intervalHold)
	if got := d.b.Interval("sip"); got != 200*time.Second {
		t.Fatalf("160 rows are asked every %v", got)
	}
	say(dns[:150], "disabled")
	if got := d.b.Interval("sip"); got != time.Minute {
		t.Fatalf("30 rows are asked every %v, long after 180 were", got)
	}
	// The remaining rows become stale by the shorter interval.
	d.wait(2*time.Minute - 5*time.Second - intervalHold - time.Millisecond)
	if s := d.row(dns[170]).Stale() & StaleAge; s != 0 {
		t.Fatal("stale before twice the interval in force")
	}
	d.wait(time.Millisecond)
	if s := d.row(dns[170]).Stale() & StaleAge; s == 0 {
		t.Fatal("not stale after twice the interval in force")
	}
}

// TestTheIntervalShortens: it becomes shorter as soon as it can be the requested one,
// otherwise by at least an eighth.
func TestTheIntervalShortens(t *testing.T) {
	for _, c := range []struct {
		before, after int
		want          time.Duration
	}{
		{144, 128, 160 * time.Second}, // less than an eighth
		{144, 126, 140 * time.Second},
		{63, 55, 70 * time.Second},
		{63, 54, time.Minute}, // as requested
		{63, 0, time.Minute},
	} {
		o := again()
		o.QueryRate = 1
		dns := numbers(c.before)
		d := newDesk(t, o, dns...)
		for _, dn := range dns {
			d.user(dn, "enabled", 0)
		}
		d.b.Expire(d.now)
		// It is needed at its present length until the rows change.
		d.wait(20 * time.Second)
		for _, dn := range dns[c.after:] {
			d.user(dn, "disabled", 0)
		}
		d.wait(intervalHold - time.Millisecond)
		if got := d.b.Interval("sip"); got != time.Duration(c.before)*time.Second*10/9 {
			t.Errorf("%d rows after %d: the interval is %v too early", c.after, c.before, got)
		}
		d.wait(time.Millisecond)
		if got := d.b.Interval("sip"); got != c.want {
			t.Errorf("%d rows after %d: the interval is %v, want %v", c.after, c.before, got, c.want)
		}
	}
}

// TestAShorterIntervalIsForAll: rows that were placed by a longer interval are queried by
// the shorter one.
func TestAShorterIntervalIsForAll(t *testing.T) {
	o := again()
	o.QueryRate = 1
	dns := numbers(180)
	d := newDesk(t, o, dns...)
	for _, dn := range dns {
		d.user(dn, "enabled", 0)
	}
	d.wait(0)
	if got := d.ask(); got != "" {
		t.Fatalf("asked %q", got)
	}
	d.wait(61 * time.Second) // all are due after three minutes
	for _, dn := range dns[:150] {
		d.user(dn, "disabled", 0)
	}
	d.wait(intervalHold)
	if !d.row(dns[170]).wantsQuery {
		t.Error("a row that was last heard 71 s ago is not to be asked, the interval is a minute")
	}
	d.wait(49 * time.Second)
	if s := d.row(dns[170]).Stale() & StaleAge; s == 0 {
		t.Error("a row that was last heard two minutes ago is not stale")
	}
}

// TestAnIntervalOfNothing: intervals that cannot be divided into parts work, too.
func TestAnIntervalOfNothing(t *testing.T) {
	for _, requery := range []time.Duration{1, gatherParts - 1, gatherParts, gatherParts + 1} {
		d := settled(t, Options{AutomaticQueries: true, Requery: requery}, map[string]string{"1": "enabled"})
		d.wait(2 * requery)
		if got := d.ask(); got != "1" {
			t.Errorf("asked %q after %v", got, 2*requery)
		}
	}
}

// TestTheIntervalHolds: it does not become shorter within ten seconds of the last need.
func TestTheIntervalHolds(t *testing.T) {
	o := again()
	o.QueryRate = 1
	dns := numbers(180)
	d := newDesk(t, o, dns...)
	for _, dn := range dns {
		d.user(dn, "enabled", 0)
	}
	d.wait(ConflictWindow + time.Second)
	for _, dn := range dns[:90] {
		d.user(dn, "disabled", 0)
	}
	const hold = 10 * time.Second
	d.wait(hold - time.Millisecond)
	if got := d.b.Interval("sip"); got != 200*time.Second {
		t.Fatalf("the interval is %v too early", got)
	}
	d.wait(time.Millisecond)
	if got := d.b.Interval("sip"); got != 100*time.Second {
		t.Fatalf("90 rows are asked every %v", got)
	}
}

// TestAtMostSoManyUnanswered: at most MaxUnanswered queries wait for their answers, and
// each answer or timeout makes room.
func TestAtMostSoManyUnanswered(t *testing.T) {
	o := again()
	o.QueryRate = 1_000_000
	d := newDesk(t, o, numbers(300)...)
	first := d.b.NextQueries(d.now, nil)
	if len(first) != MaxUnanswered {
		t.Fatalf("%d queries leave", len(first))
	}
	if at, ok := d.b.NextDeadline(); !ok || !at.After(d.now) {
		t.Errorf("the next deadline is %v, it is %v: there is no room", at, d.now)
	}
	d.answer(first[0], "disabled")
	d.answer(first[1], "disabled")
	if got := d.b.NextQueries(d.now, nil); len(got) != 2 {
		t.Fatalf("%d queries leave after two answers", len(got))
	}
	d.wait(DefaultRequestTimeout)
	if got := d.b.NextQueries(d.now, nil); len(got) != MaxUnanswered {
		t.Fatalf("%d queries leave after %d got no answer", len(got), MaxUnanswered)
	}
}

// TestARoundWithoutARateGrows: without a rate, the answers determine how many queries may
// be in flight, until one is missing.
func TestARoundWithoutARateGrows(t *testing.T) {
	d := newDesk(t, again(), numbers(1000)...)
	total := 0
	for _, want := range []int{100, 200, 400, 300} {
		got := d.b.NextQueries(d.now, nil)
		if total += len(got); len(got) != want {
			t.Fatalf("%d queries leave, want %d", len(got), want)
		}
		for _, c := range got {
			d.answer(c, "enabled")
		}
	}
	// Regular queries are limited to MaxUnanswered.
	d.wait(time.Minute)
	if got := d.b.NextQueries(d.now, nil); len(got) != MaxUnanswered {
		t.Fatalf("%d queries leave again", len(got))
	}
	silent := newDesk(t, again(), numbers(1000)...)
	for _, c := range silent.b.NextQueries(silent.now, nil)[:50] {
		silent.answer(c, "enabled")
	}
	if got := silent.b.NextQueries(silent.now, nil); len(got) != 100 {
		t.Fatalf("%d queries leave after 50 answers", len(got))
	}
	silent.wait(DefaultRequestTimeout)
	if got := silent.b.NextQueries(silent.now, nil); len(got) != MaxUnanswered {
		t.Fatalf("%d queries leave after 150 got no answer", len(got))
	}
}

// TestOutOfServiceIsNotAsked: the query would be refused; when the DN is back in service,
// it is queried.
func TestOutOfServiceIsNotAsked(t *testing.T) {
	d := newDesk(t, again(), "1", "2")
	d.message(wire.EventDNOutOfService, thisDN("1"))
	if got := d.ask(); got != "2" {
		t.Fatalf("asked %q", got)
	}
	d.message(wire.EventDNBackInService, thisDN("1"))
	if got := d.ask(); got != "1" {
		t.Fatalf("asked %q back in service", got)
	}
	d.message(wire.EventDNBackInService, thisDN("9999"))
	// A row that is recorded is not queried in the meantime either.
	d.user("2", "enabled", 0)
	d.message(wire.EventDNOutOfService, thisDN("2"))
	d.wait(time.Hour)
	if got := d.ask(); got != "" {
		t.Fatalf("asked %q out of service", got)
	}
}

func ExampleBoard_Interval() {
	b := New(Options{AutomaticQueries: true, Requery: time.Minute})
	fmt.Println(b.Interval("default"))
	// Output: 1m0s
}

// TestLinkLossForgetsWhatIsAskedAgain: the next round queries the rows.
func TestLinkLossForgetsWhatIsAskedAgain(t *testing.T) {
	d := settled(t, again(), map[string]string{"1": "enabled"})
	d.lose()
	checkCounters(t, d.b)
	d.wait(time.Hour)
	if got := d.ask(); got != "" {
		t.Fatalf("asked %q without a link", got)
	}
	d.connect()
	d.registered("1")
	checkCounters(t, d.b)
	if got := d.ask(); got != "1" {
		t.Fatalf("asked %q after the registration", got)
	}
	d.b.Remove(d.now, key("1"))
	checkCounters(t, d.b)
	if d.b.siteList[0].asking.open != 0 {
		t.Error("a query of a DN that was removed from the board is open")
	}
}

// TestAgesAfter: the time that was set, else twice the interval.
func TestAgesAfter(t *testing.T) {
	for after, want := range map[time.Duration]time.Duration{0: 2 * time.Minute, 7 * time.Minute: 7 * time.Minute} {
		o := again()
		o.StaleAfter = after
		if got := New(o).AgesAfter("sip"); got != want {
			t.Errorf("with StaleAfter %v captures age after %v, want %v", after, got, want)
		}
	}
}

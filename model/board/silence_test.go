package board

import (
	"slices"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// TestSilenceIsRemembered: a silence is counted when it is over, and the longest one is
// kept.
func TestSilenceIsRemembered(t *testing.T) {
	dns := numbers(40)
	d := newDesk(t, Options{}, dns...)
	silent := func(more time.Duration) {
		since := d.now
		for _, dn := range dns[:21] {
			d.ack(d.send(dn, event.VerbQuery))
		}
		d.wait(DefaultIndicationTimeout)
		if got := d.b.Unanswered("sip", d.now); got != 21 {
			t.Fatalf("%d DNs are unanswered, want 21", got)
		}
		if s := d.b.Silence("sip"); !s.Silent || !s.Since.Equal(since) {
			t.Fatalf("the silence is %+v, want one since %s", s, since)
		}
		d.wait(more)
		d.user("7040", "disabled", 0)
	}
	silent(time.Minute)
	longest := time.Minute + DefaultIndicationTimeout
	if s := d.b.Silence("sip"); s != (Silence{Count: 1, Longest: longest, Heard: d.now}) {
		t.Fatalf("after the first silence: %+v", s)
	}
	d.after(time.Hour)
	silent(time.Second)
	if s := d.b.Silence("sip"); s != (Silence{Count: 2, Longest: longest, Heard: d.now}) {
		t.Fatalf("after a shorter one: %+v", s)
	}
	if got := d.b.Unanswered("sip", d.now); got != 0 {
		t.Errorf("%d DNs are unanswered after an indication", got)
	}
}

// goUnanswered queries the DNs; T-Server accepts, and the recorder does not answer.
func (d *desk) goUnanswered(dns ...string) {
	for _, dn := range dns {
		d.ack(d.send(dn, event.VerbQuery))
	}
	d.wait(DefaultIndicationTimeout)
}

// TestRecorderSilent: three DNs within half a minute, none of which answers.
func TestRecorderSilent(t *testing.T) {
	d := newDesk(t, Options{}, numbers(40)...)
	silent := func(want bool, what string) {
		t.Helper()
		if s := d.b.Silence("sip"); s.Silent != want {
			t.Fatalf("%s: %+v", what, s)
		}
	}
	dns := numbers(40)
	asked := d.now
	d.goUnanswered(dns[:3]...)
	if s := d.b.Silence("sip"); !s.Silent || !s.Since.Equal(asked) {
		t.Fatalf("after 3 DNs: %+v", s)
	}
	version := d.b.Version()
	d.user(dns[39], "disabled", 0)
	silent(false, "after an indication")
	if d.b.Version() == version {
		t.Error("the end of a silence changes nothing that is shown")
	}
	// Two of them, however often, while a third one may still answer.
	d.goUnanswered(dns[3:5]...)
	d.user(dns[39], "disabled", 0)
	d.after(time.Millisecond)
	third := d.send(dns[5], event.VerbQuery)
	d.after(time.Second)
	d.ack(d.send(dns[3], event.VerbQuery))
	d.ack(d.send(dns[4], event.VerbQuery))
	d.wait(DefaultIndicationTimeout)
	silent(false, "after 2 DNs, a third waits")
	d.ack(third)
	d.wait(DefaultIndicationTimeout)
	silent(true, "after the third one")
}

// TestAnotherHasAnswered: DNs that were queried before another one answered do not make
// the recorder silent, however many they are.
func TestAnotherHasAnswered(t *testing.T) {
	for after, want := range map[time.Duration]bool{-time.Millisecond: true, 0: false, time.Millisecond: false} {
		d := newDesk(t, Options{}, numbers(10)...)
		d.after(time.Second)
		if after <= 0 {
			d.now = d.now.Add(after)
			d.user("7010", "disabled", 0)
			d.now = d.now.Add(-after)
		}
		for _, dn := range numbers(5) {
			d.ack(d.send(dn, event.VerbQuery))
		}
		if after > 0 {
			d.after(after)
			d.user("7010", "disabled", 0)
		}
		d.wait(DefaultIndicationTimeout)
		if s := d.b.Silence("sip"); s.Silent != want {
			t.Errorf("another DN was heard %v after five were asked: %+v", after, s)
		}
	}
}

// TestTheWindowOfSilence: DNs count together if they went unanswered within half a minute
// of each other.
func TestTheWindowOfSilence(t *testing.T) {
	for between, want := range map[time.Duration]bool{SilenceWindow: true, SilenceWindow + time.Millisecond: false} {
		d := newDesk(t, Options{}, numbers(10)...)
		// One that is queried repeatedly may always answer.
		d.send("7010", event.VerbQuery)
		d.goUnanswered("7001", "7002")
		d.after(between - DefaultIndicationTimeout)
		d.send("7010", event.VerbQuery)
		d.goUnanswered("7003")
		if s := d.b.Silence("sip"); s.Silent != want {
			t.Errorf("a third DN %v later: %+v", between, s)
		}
	}
}

// TestAllThatWereAsked: if fewer than three were queried, all of them make the recorder
// silent, once none of them can answer any more.
func TestAllThatWereAsked(t *testing.T) {
	d := newDesk(t, Options{}, numbers(5)...)
	one := d.send("7001", event.VerbQuery)
	d.ack(one)
	d.after(time.Second)
	d.ack(d.send("7002", event.VerbQuery))
	d.wait(DefaultIndicationTimeout - time.Second)
	if s := d.b.Silence("sip"); s.Silent {
		t.Fatalf("silent while DN 7002 may answer: %+v", s)
	}
	d.wait(time.Second)
	if s := d.b.Silence("sip"); !s.Silent {
		t.Fatalf("both that were asked went unanswered: %+v", s)
	}
}

// TestOthersAreAskedFirst: one DN without a recorder does not make the recorder silent. If
// others can be queried, they are.
func TestOthersAreAskedFirst(t *testing.T) {
	d := settled(t, Options{AutomaticQueries: true}, map[string]string{"1": "disabled", "2": "disabled", "3": "disabled", "4": "disabled"})
	d.after(time.Hour)
	d.goUnanswered("1")
	if s := d.b.Silence("sip"); s.Silent {
		t.Fatalf("one of four DNs makes the recorder silent: %+v", s)
	}
	asked := d.b.NextQueries(d.now, nil)
	if len(asked) != 2 || asked[0].DN == "1" || asked[1].DN == "1" || asked[0].DN == asked[1].DN {
		t.Fatalf("asked %q, want two others", dnsOf(asked))
	}
	d.answer(asked[0], "disabled")
	d.leave(asked[1])
	d.wait(DefaultRequestTimeout)
	if s := d.b.Silence("sip"); s.Silent {
		t.Fatalf("another DN answered: %+v", s)
	}
	// Now none answers.
	d.after(time.Hour)
	d.goUnanswered("1")
	for _, c := range d.b.NextQueries(d.now, nil) {
		d.leave(c)
		d.ack(CommandID(c.ID))
	}
	d.wait(DefaultIndicationTimeout)
	if s := d.b.Silence("sip"); !s.Silent {
		t.Fatalf("three DNs went unanswered: %+v", s)
	}
}

// TestTheOnlyDN: if no other DN can be queried, one is enough; those that are not
// registered or are out of service cannot be queried.
func TestTheOnlyDN(t *testing.T) {
	for name, lose := range map[string]func(d *desk){
		"removed":        func(d *desk) { d.b.Remove(d.now, key("2")) },
		"unregistered":   func(d *desk) { d.message(wire.EventUnregistered, thisDN("2")) },
		"out of service": func(d *desk) { d.message(wire.EventDNOutOfService, thisDN("2")) },
	} {
		t.Run(name, func(t *testing.T) {
			d := settled(t, Options{AutomaticQueries: true}, map[string]string{"1": "disabled", "2": "disabled"})
			lose(d)
			d.after(time.Minute)
			d.goUnanswered("1")
			if s := d.b.Silence("sip"); !s.Silent {
				t.Fatalf("the only DN that can be asked went unanswered: %+v", s)
			}
		})
	}
}

// TestASilentRecorderIsAskedNowAndThen: ten DNs in ten seconds until one answers, then all
// that went unanswered.
func TestASilentRecorderIsAskedNowAndThen(t *testing.T) {
	o := again()
	o.QueryRate = 200
	d := newDesk(t, o, numbers(300)...)
	// step advances the time by a tenth of a second and counts the queries; none is answered.
	step := func() int {
		d.after(100 * time.Millisecond)
		d.b.Expire(d.now)
		asked := d.b.NextQueries(d.now, nil)
		for _, c := range asked {
			d.leave(c)
			d.ack(CommandID(c.ID))
		}
		return len(asked)
	}
	total := 0
	for range 49 {
		total += step()
	}
	if total != MaxUnanswered {
		t.Fatalf("%d queries left before any of them went unanswered", total)
	}
	for !d.b.Silence("sip").Silent {
		total += step()
	}
	for period := range 3 {
		total = 0
		for range 100 {
			total += step()
		}
		if total < SilenceProbes-1 || total > SilenceProbes+1 {
			t.Fatalf("period %d: a silent recorder was asked %d times", period, total)
		}
	}
	if at, ok := d.b.NextDeadline(); !ok || at.After(d.now.Add(SilencePeriod)) {
		t.Errorf("the next deadline is %v, it is %v", at, d.now)
	}
	unanswered := 0
	for _, r := range d.b.Rows() {
		if r.Stale()&StaleQuery != 0 {
			unanswered++
		}
	}
	d.user("7300", "disabled", 0)
	asked := map[string]bool{}
	for range 40 {
		d.after(100 * time.Millisecond)
		d.b.Expire(d.now)
		for _, c := range d.b.NextQueries(d.now, nil) {
			asked[c.DN] = true
			d.answer(c, "disabled")
		}
	}
	// Those in flight when the silence ended got no answer either.
	d.wait(DefaultIndicationTimeout)
	for _, c := range d.b.NextQueries(d.now, nil) {
		asked[c.DN] = true
		d.answer(c, "disabled")
	}
	if c := d.b.Counters(); c.Off != 300 || c.Stale != 0 || unanswered < 100 {
		t.Fatalf("%d had gone unanswered; of %d DNs asked, after the end of the silence: %+v", unanswered, len(asked), c)
	}
}

// TestASilentRecorderIsAskedWithoutNeed: DNs of unknown state are queried while the
// recorder is silent, although none wants a query: there may be a recorder again.
func TestASilentRecorderIsAskedWithoutNeed(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, numbers(25)...)
	for _, c := range d.b.NextQueries(d.now, nil) {
		d.leave(c)
		d.ack(CommandID(c.ID))
	}
	d.wait(DefaultIndicationTimeout)
	asked := map[string]bool{}
	for range 3 {
		got := d.b.NextQueries(d.now, nil)
		if len(got) != SilenceProbes {
			t.Fatalf("asked %q", dnsOf(got))
		}
		for _, c := range got {
			asked[c.DN] = true
			d.leave(c)
			d.ack(CommandID(c.ID))
		}
		if more := d.b.NextQueries(d.now.Add(SilencePeriod-time.Millisecond), nil); len(more) != 0 {
			t.Fatalf("asked %q as well within ten seconds", dnsOf(more))
		}
		if at, ok := d.b.NextDeadline(); !ok || at.After(d.now.Add(SilencePeriod)) {
			t.Fatalf("the next deadline is %v, it is %v", at, d.now)
		}
		d.wait(SilencePeriod)
	}
	if len(asked) != 25 {
		t.Errorf("30 queries went to %d of 25 DNs", len(asked))
	}
	d.lose()
	if got := d.b.NextQueries(d.now.Add(time.Hour), nil); len(got) != 0 {
		t.Errorf("asked %q without a link", dnsOf(got))
	}
}

// TestUnansweredLeaveTheWindow: a DN that went unanswered long ago no longer counts, even
// if nothing has happened since.
func TestUnansweredLeaveTheWindow(t *testing.T) {
	d := newDesk(t, Options{}, "7001", "7002")
	d.ack(d.send("7001", event.VerbQuery))
	d.wait(DefaultIndicationTimeout)
	if got := d.b.Unanswered("sip", d.now); got != 1 {
		t.Errorf("%d DNs are unanswered, want 1", got)
	}
	d.wait(SilenceWindow + time.Millisecond)
	if got := d.b.Unanswered("sip", d.now); got != 0 {
		t.Errorf("%d DNs are unanswered in an empty window", got)
	}
	if got := d.b.Unanswered("elsewhere", d.now); got != 0 || d.b.Silence("elsewhere") != (Silence{}) {
		t.Errorf("a site that is not there has %d", got)
	}
	if got := d.b.Sites(); !slices.Equal(got, []string{"sip"}) {
		t.Errorf("the sites are %q", got)
	}
}

// TestOnEnd: each command is reported once, with its times, and automatic queries as such.
func TestOnEnd(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, "7001")
	var told []Command
	var automatic []bool
	d.b.OnEnd(func(c *Command, byItself bool) {
		told, automatic = append(told, *c), append(automatic, byItself)
	})
	for _, c := range d.b.NextQueries(d.now, nil) {
		d.leave(c)
		d.ack(CommandID(c.ID))
	}
	d.after(40 * time.Millisecond)
	d.user("7001", "disabled", 0)
	d.ack(d.send("7001", event.VerbStart))
	d.user("7001", "enabled", 0)
	if len(told) != 2 || !automatic[0] || automatic[1] || told[0].Verb != event.VerbQuery || told[1].Verb != event.VerbStart {
		t.Fatalf("reported %+v, automatic: %v", told, automatic)
	}
	if got := told[0].Indicated.Sub(told[0].Sent); got != 40*time.Millisecond || told[0].Life != LifeConfirmed {
		t.Errorf("the query was %s after %s", told[0].Life, got)
	}
	d.b.OnEnd(nil)
	d.ack(d.send("7001", event.VerbStop))
	d.user("7001", "disabled", 0)
	if len(told) != 2 {
		t.Errorf("%d commands were reported after OnEnd(nil)", len(told))
	}
}

// TestFewWithoutQueries: if no other DN may be queried, one that was heard from within
// half a minute shows that a recorder is there.
func TestFewWithoutQueries(t *testing.T) {
	for before, want := range map[time.Duration]bool{SilenceWindow: false, SilenceWindow + time.Millisecond: true} {
		d := newDesk(t, Options{}, "1", "2")
		d.user("2", "disabled", 0)
		d.after(before - DefaultIndicationTimeout)
		d.goUnanswered("1")
		if s := d.b.Silence("sip"); s.Silent != want {
			t.Errorf("DN 2 was heard %v before: %+v", before, s)
		}
	}
}

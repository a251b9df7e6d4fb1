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

func numbers(n int) []string {
	dns := make([]string, n)
	for i := range dns {
		dns[i] = fmt.Sprint(7001 + i)
	}
	return dns
}

func dnsOf(commands []event.Command) string {
	var dns []string
	for _, c := range commands {
		dns = append(dns, c.DN)
	}
	return strings.Join(dns, " ")
}

func TestRowsKeepTheirOrderAndPlace(t *testing.T) {
	b := New(Options{})
	added := b.Add(Entry{Key: key("2"), Label: "a"}, Entry{Key: key("1")}, Entry{Key: key("2"), Label: "b", Team: "night"}, Entry{Key: Key{"other", "2"}})
	first := b.Row(key("2"))
	if added != 3 || b.Len() != 3 || first.Label() != "b" || first.Team() != "night" {
		t.Fatalf("%d of %d were added, the label is %q", added, b.Len(), first.Label())
	}
	if removed := b.Remove(time.Time{}, key("1"), key("1"), key("9")); removed != 1 {
		t.Fatalf("%d were removed", removed)
	}
	rows := b.Rows()
	if len(rows) != 2 || rows[0] != first || rows[1].Key() != (Key{"other", "2"}) || rows[1].Index() != 1 {
		t.Fatalf("the rows are %v", rows)
	}
	checkCounters(t, b)
}

func TestRegistrationStates(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	d.b.Add(Entry{Key: key("7002")})
	session := func(s event.RegistrationState, round uint32) {
		d.b.Apply(&event.Event{Kind: event.KindRegistration, Time: d.now, Site: "sip", Connection: d.conn, DN: "7002", Registration: s, Request: event.Request{Kind: event.RequestRegister, Round: round}})
	}
	check := func(want RegistrationState) {
		t.Helper()
		if got := d.row("7002").Registration().State; got != want {
			t.Fatalf("the registration is %v, want %v", got, want)
		}
		checkCounters(t, d.b)
	}
	check(RegistrationNone)
	session(event.RegistrationPending, d.round)
	check(RegistrationPending)
	session(event.RegistrationNoAnswer, d.round)
	check(RegistrationNoAnswer)
	session(event.RegistrationPending, d.round)
	check(RegistrationNoAnswer)
	d.registered("7002")
	check(RegistrationHeld)
	d.link(event.Link{State: event.LinkDown})
	check(RegistrationHeld)
	d.round++
	d.link(event.Link{State: event.LinkUp, Round: d.round})
	check(RegistrationPending)
	session(event.RegistrationNoAnswer, d.round-1)
	check(RegistrationPending)
	d.round--
	d.register("7002", wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 59))
	d.round++
	check(RegistrationPending)
	d.register("7002", wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 59), wire.TextAttribute(wire.AttributeErrorMessage, "no such DN"))
	check(RegistrationRefused)
	if reg := d.row("7002").Registration(); reg.Code != 59 || reg.Text != "no such DN" {
		t.Fatalf("the registration is %+v", reg)
	}
	d.registered("7002")
	d.lose()
	check(RegistrationPending)
}

func TestUndecodableAnswerSettlesItsRequest(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	id := d.send(dn, event.VerbStart)
	// The second attribute has an unknown wire type: type and ReferenceID are read.
	body := []byte{2, 0, 0, 0, 52, 0, 0, 0, 2, 'i', 0, 0, 0, 9, 0, 0, 0, 46, '?', 0}
	d.batch.Reset()
	e := d.batch.AddMessage(event.KindMessage, body, wire.Limits{})
	e.Time, e.Site, e.Connection, e.Request = d.now, "sip", d.conn, d.request(id)
	d.b.Apply(e)
	if c := d.outcomes()[id]; c.Life != LifeRejected || !strings.Contains(c.Text, "unknown wire type") {
		t.Fatalf("the command is %v, %q", c.Life, c.Text)
	}
	if got := d.b.Diagnostics().Undecodable; got != 1 {
		t.Fatalf("%d undecodable frames", got)
	}
}

func TestLinkIsReplacedAndKeptApart(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	version := d.row(dn).Version()
	d.after(time.Minute)
	d.link(event.Link{State: event.LinkUp, Round: d.round, KeepAlive: "ADDP no answer"})
	link, since := d.b.Link("sip")
	if link.KeepAlive != "ADDP no answer" || !since.Equal(d.now.Add(-time.Minute)) || d.row(dn).Version() != version {
		t.Fatalf("the link is %+v since %v; a poll's news must touch no row", link, since)
	}
	d.b.Apply(&event.Event{Kind: event.KindLink, Site: "other", Time: d.now, Connection: 7, Link: &event.Link{State: event.LinkWaiting, Lost: true}})
	if link, _ = d.b.Link("sip"); link.State != event.LinkUp {
		t.Fatal("another site's link replaced this one's")
	}
}

func TestAutomaticQueriesAfterRegistration(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, numbers(6)...)
	d.user("7002", "enabled", 0)
	d.call(wire.EventEstablished, "7003", connA)
	d.message(wire.EventUnregistered, thisDN("7004"))
	got := d.b.NextQueries(d.now, []Key{key("7005"), key("7002"), key("9999"), key("7005")})
	if dnsOf(got) != "7005 7001 7003 7006" {
		t.Fatalf("asked %s: the visible first, then in order; not those that are known or not registered", dnsOf(got))
	}
	for _, c := range got {
		if c.Verb != event.VerbQuery || !c.Automatic || c.Round != 1 || c.ConnID != map[string]uint64{"7003": connA}[c.DN] {
			t.Fatalf("the query is %+v", c)
		}
		d.leave(c)
		d.ack(CommandID(c.ID))
	}
	if more := d.b.NextQueries(d.now, nil); len(more) != 0 {
		t.Fatalf("asked twice: %v", more)
	}
	d.user("7001", "paused", 0)
	d.wait(DefaultIndicationTimeout)
	if r := d.b.QueryRound("sip"); r != (QueryRound{Round: 1, Wanted: 6, Asked: 4, Skipped: 2, Answered: 1, Failed: 3}) || r.Active() {
		t.Fatalf("the round is %+v", r)
	}
	r := d.row("7005")
	if _, ok := r.LastCommand(); ok || r.Stale() != StaleQuery || r.Fault().Kind != FaultNoAnswer {
		t.Fatalf("an unanswered automatic query: stale %v, fault %v; it is no command", r.Stale(), r.Fault())
	}
	if len(d.b.TakeOutcomes()) != 0 || d.b.Counters().OpenCommands != 0 {
		t.Fatal("automatic queries count as commands")
	}
	checkCounters(t, d.b)
}

func TestNoAutomaticQueries(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	d.call(wire.EventEstablished, dn, connA)
	d.user(dn, "enabled", connA)
	d.call(wire.EventReleased, dn, connA)
	d.wait(CallLeftTime)
	if got := d.b.NextQueries(d.now, nil); len(got) != 0 {
		t.Fatalf("asked %v", got)
	}
}

func TestOneQueryWhenTheCallHasLeft(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, dn)
	d.call(wire.EventEstablished, dn, connA)
	d.user(dn, "enabled", connA)
	d.b.NextQueries(d.now, nil)
	d.call(wire.EventReleased, dn, connA)
	at, ok := d.b.NextDeadline()
	if !ok || !at.Equal(d.now.Add(CallLeftTime)) {
		t.Fatalf("the next deadline is %v", at)
	}
	for range 3 {
		d.wait(CallLeftTime)
		for _, c := range d.b.NextQueries(d.now, nil) {
			if d.ref++; c.DN != dn || c.ConnID != 0 {
				t.Fatalf("the query is %+v", c)
			}
			d.sent[CommandID(c.ID)] = d.ref
		}
	}
	if len(d.sent) != 1 {
		t.Fatalf("%d queries, want one", len(d.sent))
	}
}

func TestQueryRate(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true, QueryRate: 100}, numbers(300)...)
	start, asked := d.now, 0
	for asked < 300 {
		asked += len(d.b.NextQueries(d.now, nil))
		if most := 10 + int(d.now.Sub(start).Seconds()*100); asked > most {
			t.Fatalf("%d queries in %v", asked, d.now.Sub(start))
		}
		at, ok := d.b.NextDeadline()
		if asked < 300 && (!ok || !at.After(d.now)) {
			t.Fatalf("after %d queries the next deadline is %v, now is %v", asked, at, d.now)
		}
		d.wait(50 * time.Millisecond)
	}
	if took := d.now.Sub(start); took > 3500*time.Millisecond {
		t.Fatalf("300 queries at 100 a second took %v", took)
	}
	all := newDesk(t, Options{AutomaticQueries: true}, numbers(300)...)
	if got := all.b.NextQueries(all.now, nil); len(got) != 300 {
		t.Fatalf("without a rate %d queries leave at once", len(got))
	}
}

func TestRequery(t *testing.T) {
	d := newDesk(t, Options{Requery: time.Minute, StaleAfter: 2 * time.Minute}, dn)
	d.user(dn, "enabled", 0)
	d.wait(59 * time.Second)
	if got := d.b.NextQueries(d.now, nil); len(got) != 0 {
		t.Fatalf("asked too early: %v", got)
	}
	for range 3 {
		d.wait(time.Minute)
		got := d.b.NextQueries(d.now, nil)
		if len(got) != 1 {
			t.Fatalf("asked %v", got)
		}
		d.leave(got[0])
		d.wait(DefaultRequestTimeout)
	}
	if s := d.row(dn).Stale(); s != StaleAge|StaleQuery {
		t.Fatalf("nobody answers, and the state is stale by %v", s)
	}
}

func TestANewRoundForgetsTheOldOnesQueries(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, numbers(3)...)
	old := d.b.NextQueries(d.now, nil)
	d.leave(old[0])
	d.lose()
	if got := d.b.NextQueries(d.now, nil); len(got) != 0 {
		t.Fatalf("asked without a link: %v", got)
	}
	d.connect()
	d.registered("7001")
	got := d.b.NextQueries(d.now, nil)
	if dnsOf(got) != "7001" || got[0].Round != 2 || got[0].ID == old[0].ID {
		t.Fatalf("asked %+v", got)
	}
	if r := d.b.QueryRound("sip"); r != (QueryRound{Round: 2, Wanted: 1, Asked: 1}) {
		t.Fatalf("the round is %+v: what the lost connection ended does not count in it", r)
	}
}

func TestWhatCountsInAQueryRound(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, numbers(3)...)
	// A query of a person is open: its answer will tell.
	d.send("7001", event.VerbQuery)
	first := d.b.NextQueries(d.now, nil)
	if dnsOf(first) != "7002 7003" {
		t.Fatalf("asked %s", dnsOf(first))
	}
	d.leave(first[0])
	d.leave(first[1])
	// The link goes and comes over the same connection: the answers still come,
	// but they belong to the round before.
	d.link(event.Link{State: event.LinkDown})
	d.round++
	d.link(event.Link{State: event.LinkUp, Round: d.round})
	d.ack(CommandID(first[0].ID))
	d.user("7002", "enabled", 0)
	if r := d.b.QueryRound("sip"); r != (QueryRound{Round: 2}) {
		t.Fatalf("the round is %+v", r)
	}
	// A query because a call has left is asked beside the round.
	d.registered("7002")
	d.call(wire.EventEstablished, "7002", connA)
	d.user("7002", "enabled", connA)
	d.call(wire.EventReleased, "7002", connA)
	d.wait(CallLeftTime)
	for _, c := range d.b.NextQueries(d.now, nil) {
		d.leave(c)
		d.ack(CommandID(c.ID))
	}
	d.user("7002", "disabled", 0)
	if r := d.b.QueryRound("sip"); r != (QueryRound{Round: 2}) {
		t.Fatalf("the round is %+v", r)
	}
}

func TestRecorderSilent(t *testing.T) {
	d := newDesk(t, Options{}, numbers(40)...)
	start := d.now
	unanswered := func(dns []string) {
		for _, dn := range dns {
			d.ack(d.send(dn, event.VerbQuery))
		}
		d.wait(DefaultIndicationTimeout)
	}
	dns := numbers(40)
	unanswered(dns[:20])
	unanswered(dns[:20])
	if s := d.b.Silence("sip"); s.Silent {
		t.Fatalf("20 DNs, however often, make the recorder silent: %+v", s)
	}
	unanswered(dns[20:21])
	if s := d.b.Silence("sip"); !s.Silent || !s.Since.Equal(start.Add(DefaultIndicationTimeout)) {
		t.Fatalf("after 21 DNs: %+v", s)
	}
	d.user(dns[39], "disabled", 0)
	if s := d.b.Silence("sip"); s.Silent {
		t.Fatalf("after an indication: %+v", s)
	}
	unanswered(dns[:15])
	d.after(SilenceWindow)
	unanswered(dns[15:30])
	if s := d.b.Silence("sip"); s.Silent {
		t.Fatalf("30 DNs in two windows: %+v", s)
	}
}

func TestNothingGrowsWithoutBound(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true, History: 3}, dn)
	for i := range uint64(2000) {
		d.call(wire.EventRinging, dn, i+1)
		d.user(dn, "enabled", i+1)
		d.call(wire.EventPartyChanged, dn, i+5000, wire.LongAttribute(wire.AttributePreviousConnID, i+1))
		d.call(wire.EventReleased, dn, i+5000)
		d.message(wire.EventAgentReady, thisDN(dn), wire.TextAttribute(wire.AttributeAgentID, fmt.Sprint("agent", i)))
		d.ack(d.send(dn, event.VerbPause))
		d.user(dn, "paused", 0)
		d.user(dn, "start", 0)
	}
	r := d.row(dn)
	for what, n := range map[string][2]int{
		"calls": {len(r.calls), MaxCalls}, "captures": {len(r.byCall), MaxCaptures}, "left": {len(r.left), maxLeft},
		"aliases": {len(r.aliases), maxAliases}, "echoes": {len(r.echoes), maxEchoes}, "ended": {len(r.ended), 3},
		"open": {len(r.open), MaxOpenCommands}, "deadlines": {len(d.b.deadlines), 1}, "commands": {len(d.b.commands), 1},
		"queue": {cap(d.b.queue), 64}, "queries": {len(r.site.queries), 66},
	} {
		if n[0] > n[1] {
			t.Errorf("%d %s are kept, at most %d may be", n[0], what, n[1])
		}
	}
	for i := range maxInterned + 10 {
		d.b.text([]byte(fmt.Sprint("text", i)))
	}
	if len(d.b.interned) > maxInterned {
		t.Errorf("%d texts are interned", len(d.b.interned))
	}
	d.reject(d.send(dn, event.VerbStart), 50, wire.TextAttribute(wire.AttributeErrorMessage, strings.Repeat("ß", 30000)))
	if c, _ := r.LastCommand(); len(c.Text) != maxErrorText {
		t.Errorf("an error text of %d bytes is kept", len(c.Text))
	}
}

func TestNothingOfABatchIsKept(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	d.call(wire.EventRinging, dn, connA, wire.TextAttribute(wire.AttributeOtherDN, "+4420"))
	d.message(wire.EventAgentReady, thisDN(dn), wire.TextAttribute(wire.AttributeAgentID, "4711"))
	d.message(wire.EventUserEvent, thisDN(dn), d.list(wire.AttributeUserData, textPair(event.CaptureKey, "foreign")))
	e := d.encoded(event.KindMessage, event.Request{}, wire.EventUnregistered, thisDN(dn), wire.TextAttribute(wire.AttributeErrorMessage, "gone"))
	body := e.Body
	d.b.Apply(e)
	for i := range body {
		body[i] = 0xff
	}
	r := d.row(dn)
	f, _ := r.Foreign()
	if r.Registration().Text != "gone" || f.Raw != "foreign" || r.Key().DN != dn {
		t.Fatalf("the row changed with the batch: %+v, %+v", r.Registration(), f)
	}
}

func TestDurationText(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-1: "0 ms", 0: "0 ms", 84 * time.Millisecond: "84 ms", 999 * time.Millisecond: "999 ms", time.Second: "1 s",
		7200 * time.Millisecond: "7.2 s", 5 * time.Second: "5 s", 9990 * time.Millisecond: "10 s", 12400 * time.Millisecond: "12 s",
	} {
		if got := DurationText(d); got != want {
			t.Errorf("%v reads %q, want %q", d, got, want)
		}
	}
}

func TestWordsAreComplete(t *testing.T) {
	for name, words := range map[string][]string{
		"state": stateWords[:], "life": lifeWords[1:], "fault": faultWords[1:], "registration": registrationWords[:],
		"echo": echoWords[:], "call": callWords[:], "agent": agentWords[1:], "refusal": refusalWords[1:],
	} {
		if slices.Contains(words, "") {
			t.Errorf("a %s has no word: %q", name, words)
		}
	}
	all := StaleLink | StaleRegistration | StaleQuery | StaleCallLeft | StaleAge
	if got := strings.Count(all.String(), ","); got != 4 {
		t.Errorf("all reasons of staleness read %q", all)
	}
}

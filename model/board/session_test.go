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

func TestUnansweredRegistrationsDoNotAddUp(t *testing.T) {
	d := newDesk(t, Options{}, numbers(3)...)
	for range 100 {
		for _, dn := range numbers(3) {
			d.ref++
			d.b.Apply(d.encoded(event.KindSent, event.Request{Kind: event.RequestRegister, Reference: d.ref, Round: d.round}, wire.RequestRegisterAddress, reference(d.ref), thisDN(dn)))
		}
	}
	if n := len(d.b.sites["sip"].asked); n != 3 {
		t.Fatalf("%d registrations are waited for", n)
	}
	d.b.Remove(d.now, key("7001"))
	d.lose()
	if n := len(d.b.sites["sip"].asked); n != 0 {
		t.Fatalf("%d registrations are waited for after the connection", n)
	}
}

func TestUndecodableAnswerSettlesItsRequest(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	id := d.send(dn, event.VerbStart)
	// The second attribute has an unknown wire type: type and ReferenceID are read.
	body := []byte{2, 0, 0, 0, 52, 0, 0, 0, 2, 'i', 0, 0, 0, 9, 0, 0, 0, 46, '?', 0}
	d.feed.Batch.Reset()
	e := d.feed.Batch.AddMessage(event.KindMessage, body, wire.Limits{})
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

// TestLossWhileTheLinkIsDown loses a connection over which something was reported while
// its link was down: that ends with the connection.
func TestLossWhileTheLinkIsDown(t *testing.T) {
	d := newDesk(t, Options{}, dn)
	d.connect()
	d.registered(dn)
	d.link(event.Link{State: event.LinkDown})
	d.message(wire.EventAgentLogin, thisDN(dn), wire.TextAttribute(wire.AttributeAgentID, "4711"))
	d.call(wire.EventRinging, dn, 7)
	if row := d.row(dn); row.Agent().ID != "4711" || len(row.Calls()) != 1 {
		t.Fatalf("the agent is %+v, the calls are %+v", row.Agent(), row.Calls())
	}
	version := d.row(dn).Version()
	d.link(event.Link{State: event.LinkWaiting, Lost: true})
	if row := d.row(dn); row.Agent() != (Agent{}) || len(row.Calls()) != 0 || row.Version() == version {
		t.Errorf("without a connection the agent is %+v, the calls are %+v, the version is %d behind %d", row.Agent(), row.Calls(), row.Version(), version)
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
	body := e.Message.Body
	d.b.Apply(e)
	for i := range body {
		body[i] = 0xff
	}
	r := d.row(dn)
	f, _ := r.Foreign()
	if r.Registration().Text != "gone" || f.Raw != "'foreign'" || r.Key().DN != dn {
		t.Fatalf("the row changed with the batch: %+v, %+v", r.Registration(), f)
	}
}

func TestWordsAreComplete(t *testing.T) {
	for name, words := range map[string][]string{
		"state": stateWords[:], "life": lifeWords[1:], "fault": faultWords[1:], "registration": registrationWords[:],
		"call": callWords[:], "agent": agentWords[1:], "refusal": refusalWords[1:],
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

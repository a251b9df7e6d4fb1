package board

import (
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// resyncs returns the DNs for which a RequestQueryAddress is due.
func (d *desk) resyncs() string {
	d.b.Expire(d.now)
	text := ""
	for _, k := range d.b.NextResyncs(d.now) {
		if text != "" {
			text += " "
		}
		text += k.DN
	}
	return text
}

// addressInfo answers a RequestQueryAddress.
func (d *desk) addressInfo(dn string, typ wire.MessageType, more ...wire.Attribute) {
	request := event.Request{Kind: event.RequestAddress, Reference: 7, SentAt: d.now}
	e := d.encoded(event.KindMessage, request, typ, append([]wire.Attribute{reference(7)}, more...)...)
	e.DN = dn
	d.b.Apply(e)
}

func (d *desk) extensions(pairs ...wire.KeyValue) wire.Attribute {
	return d.list(wire.AttributeExtensions, pairs...)
}

// TestWhatResynchronises: events after which calls may have changed unseen ask for them,
// and for the capture.
func TestWhatResynchronises(t *testing.T) {
	for name, c := range map[string]struct {
		play func(d *desk)
		want string
	}{
		"registered by 125": {func(d *desk) { d.register("1", wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 125)) }, "1"},
		"registered by 43":  {func(d *desk) { d.register("1", wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 43)) }, "1"},
		"refused":           {func(d *desk) { d.register("1", wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 59)) }, ""},
		"back in service":   {func(d *desk) { d.message(wire.EventDNBackInService, thisDN("1")) }, "1"},
		"out of service":    {func(d *desk) { d.message(wire.EventDNOutOfService, thisDN("1")) }, ""},
		"hardware error":    {func(d *desk) { d.message(wire.EventHardwareError, thisDN("1")) }, "1"},
		"of no DN":          {func(d *desk) { d.message(wire.EventHardwareError) }, "1 2"},
		"of another DN":     {func(d *desk) { d.message(wire.EventHardwareError, thisDN("9999")) }, ""},
		"not registered": {func(d *desk) {
			d.message(wire.EventUnregistered, thisDN("1"))
			d.message(wire.EventHardwareError, thisDN("1"))
			d.message(wire.EventDNBackInService, thisDN("1"))
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := settled(t, Options{AutomaticQueries: true}, map[string]string{"1": "enabled", "2": "disabled"})
			d.after(time.Second)
			c.play(d)
			if got := d.resyncs(); got != c.want {
				t.Errorf("asks T-Server about %q, want %q", got, c.want)
			}
			if got := d.ask(); got != c.want {
				t.Errorf("asks for the captures of %q, want %q", got, c.want)
			}
		})
	}
}

// TestAnAnswerReplacesCalls: only an answer with a call, or one that reports idle, does;
// known calls keep what it does not report.
func TestAnAnswerReplacesCalls(t *testing.T) {
	for name, c := range map[string]struct {
		pairs []wire.KeyValue
		calls []Call // by ConnID and state
	}{
		"no keys":          {nil, []Call{{ConnID: 0xc1, State: CallTalking, Other: "7090"}}},
		"busy, no call":    {[]wire.KeyValue{textPair("status", "1")}, []Call{{ConnID: 0xc1, State: CallTalking, Other: "7090"}}},
		"out of service":   {[]wire.KeyValue{textPair("status", "-1")}, []Call{{ConnID: 0xc1, State: CallTalking, Other: "7090"}}},
		"a state alone":    {[]wire.KeyValue{textPair("ps-1", "12")}, []Call{{ConnID: 0xc1, State: CallTalking, Other: "7090"}}},
		"no ConnID":        {[]wire.KeyValue{textPair("conn-1", "0")}, []Call{{ConnID: 0xc1, State: CallTalking, Other: "7090"}}},
		"idle":             {[]wire.KeyValue{textPair("status", "0")}, nil},
		"the same":         {[]wire.KeyValue{textPair("conn-1", "c1"), textPair("ps-1", "12")}, []Call{{ConnID: 0xc1, State: CallTalking, Other: "7090"}}},
		"no state":         {[]wire.KeyValue{textPair("conn-1", "c1")}, []Call{{ConnID: 0xc1, State: CallTalking, Other: "7090"}}},
		"held meanwhile":   {[]wire.KeyValue{textPair("conn-1", "c1"), textPair("ps-1", "14")}, []Call{{ConnID: 0xc1, State: CallHeld, Other: "7090"}}},
		"another":          {[]wire.KeyValue{textPair("conn-1", "c2"), textPair("ps-1", "10")}, []Call{{ConnID: 0xc2, State: CallRinging}}},
		"none in it":       {[]wire.KeyValue{textPair("conn-1", "c1"), textPair("ps-1", "0")}, nil},
		"a call and idle":  {[]wire.KeyValue{textPair("status", "0"), textPair("conn-1", "c2"), textPair("ps-1", "12")}, []Call{{ConnID: 0xc2, State: CallTalking}}},
		"under both names": {[]wire.KeyValue{textPair("conn-1", "c1"), textPair("conn-2", "c1")}, []Call{{ConnID: 0xc1, State: CallTalking, Other: "7090"}}},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, Options{AutomaticQueries: true}, "1")
			d.call(wire.EventEstablished, "1", 0xc1, wire.TextAttribute(wire.AttributeOtherDN, "7090"))
			began := d.now
			d.after(time.Minute)
			if err := d.b.Resync(d.now, key("1")); err != nil || d.resyncs() != "1" {
				t.Fatalf("not asked: %v", err)
			}
			d.after(time.Second)
			var more []wire.Attribute
			if c.pairs != nil {
				more = []wire.Attribute{d.extensions(c.pairs...)}
			}
			d.addressInfo("1", wire.EventAddressInfo, more...)
			got := d.row("1").Calls()
			if len(got) != len(c.calls) {
				t.Fatalf("the calls are %+v, want %+v", got, c.calls)
			}
			for i, want := range c.calls {
				since := began
				if want.ConnID != 0xc1 || want.State != CallTalking {
					since = d.now
				}
				if got[i].ConnID != want.ConnID || got[i].State != want.State || got[i].Other != want.Other || !got[i].Changed.Equal(since) {
					t.Errorf("the call is %+v, want %+v since %v", got[i], want, since)
				}
			}
			if last, ok := d.row("1").Resync(); !ok || last.Failed() || !last.Ended.Equal(d.now) || !last.Asked.Equal(d.now.Add(-time.Second)) {
				t.Errorf("the resynchronisation is %+v", last)
			}
		})
	}
}

// TestACaptureWhoseCallIsGone: an answer that does not list the capture's call shows that
// the call ended.
func TestACaptureWhoseCallIsGone(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, "1", "2")
	d.call(wire.EventEstablished, "1", connA)
	d.user("1", "enabled", connA)
	d.user("2", "enabled", connB) // for a call that was never seen
	for _, dn := range []string{"1", "2"} {
		if err := d.b.Resync(d.now, key(dn)); err != nil {
			t.Fatal(err)
		}
	}
	d.resyncs()
	for _, dn := range []string{"1", "2"} {
		d.addressInfo(dn, wire.EventAddressInfo, d.extensions(textPair("status", "0")))
	}
	d.wait(CallLeftTime)
	for _, dn := range []string{"1", "2"} {
		if s := d.row(dn).Stale(); s&StaleCallLeft == 0 {
			t.Errorf("DN %s is stale by %v", dn, s)
		}
	}
}

// TestAnAnswerTellsTheAgent: what it reports about the agent counts, and the rest stays.
func TestAnAnswerTellsTheAgent(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, "1")
	d.message(wire.EventAgentNotReady, thisDN("1"), wire.TextAttribute(wire.AttributeAgentID, "ann"),
		d.list(wire.AttributeReason, textPair("ReasonCode", "lunch")))
	if a := d.row("1").Agent(); a.Reason != "lunch" {
		t.Fatalf("the agent is %+v", a)
	}
	ask := func(more ...wire.Attribute) Agent {
		t.Helper()
		d.after(ResyncPause)
		if err := d.b.Resync(d.now, key("1")); err != nil || d.resyncs() != "1" {
			t.Fatalf("not asked: %v", err)
		}
		d.addressInfo("1", wire.EventAddressInfo, more...)
		return d.row("1").Agent()
	}
	before := d.row("1").Agent()
	if got := ask(); got != before {
		t.Errorf("without a word the agent is %+v", got)
	}
	if got := ask(d.extensions(textPair("AgentStatus", "3"))); got != before {
		t.Errorf("still not ready: the agent is %+v", got)
	}
	got := ask(d.extensions(textPair("AgentStatus", "2")), wire.TextAttribute(wire.AttributeAgentID, "bob"))
	if got.ID != "bob" || got.State != AgentReady || got.Reason != "" {
		t.Errorf("the agent is %+v", got)
	}
}

// TestAResyncThatFails: an error is kept and reported once to the person who asked, and
// the request is not repeated; the same holds for a missing answer.
func TestAResyncThatFails(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, "1")
	d.message(wire.EventHardwareError, thisDN("1"))
	d.resyncs()
	d.addressInfo("1", wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 53))
	if got := d.b.TakeResyncFailures(); len(got) != 0 {
		t.Errorf("a person gets a report that no one asked for: %+v", got)
	}
	if last, _ := d.row("1").Resync(); last.Code != 53 || last.Why != ErrorText(53) || !last.Failed() {
		t.Errorf("the resynchronisation is %+v", last)
	}
	d.wait(time.Hour)
	if got := d.resyncs(); got != "" {
		t.Errorf("asks about %q again", got)
	}
	if err := d.b.Resync(d.now, key("1")); err != nil {
		t.Fatal(err)
	}
	d.resyncs()
	asked := d.now
	d.wait(DefaultRequestTimeout - time.Millisecond)
	if got := d.b.TakeResyncFailures(); len(got) != 0 {
		t.Errorf("given up too early: %+v", got)
	}
	d.wait(time.Millisecond)
	got := d.b.TakeResyncFailures()
	if len(got) != 1 || got[0].Key != key("1") || got[0].Why != "no answer came in time" || !got[0].Ended.Equal(asked.Add(DefaultRequestTimeout)) {
		t.Errorf("after the request-timeout: %+v", got)
	}
	if again := d.b.TakeResyncFailures(); len(again) != 0 {
		t.Errorf("reported twice: %+v", again)
	}
	// An answer after its time changes nothing.
	d.call(wire.EventEstablished, "1", connA)
	d.addressInfo("1", wire.EventAddressInfo, d.extensions(textPair("status", "0")))
	if len(d.row("1").Calls()) != 1 {
		t.Error("an answer that no request was waiting for removed a call")
	}
	e := d.encoded(event.KindUndecodable, event.Request{Kind: event.RequestAddress}, wire.EventAddressInfo)
	e.DN, e.Problem = "1", "nonsense"
	d.after(time.Hour)
	if err := d.b.Resync(d.now, key("1")); err != nil {
		t.Fatal(err)
	}
	d.resyncs()
	d.b.Apply(e)
	if last, _ := d.row("1").Resync(); last.Why != "the answer could not be read: nonsense" {
		t.Errorf("the resynchronisation is %+v", last)
	}
}

// TestOneResyncInTenSeconds: further requests are answered with one when the time has
// passed.
func TestOneResyncInTenSeconds(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, "1")
	d.message(wire.EventHardwareError, thisDN("1"))
	d.message(wire.EventHardwareError, thisDN("1"))
	if got := d.resyncs(); got != "1" {
		t.Fatalf("asks about %q", got)
	}
	d.message(wire.EventHardwareError, thisDN("1"))
	d.addressInfo("1", wire.EventAddressInfo)
	d.message(wire.EventHardwareError, thisDN("1"))
	d.wait(ResyncPause - time.Millisecond)
	if got := d.resyncs(); got != "" {
		t.Fatalf("asks about %q too early", got)
	}
	d.user("1", "disabled", 0) // no query is wanted any longer
	d.ask()
	if at, ok := d.b.NextDeadline(); !ok || !at.Equal(d.now.Add(time.Millisecond)) {
		t.Fatalf("the next deadline is %v, it is %v", at, d.now)
	}
	d.wait(time.Millisecond)
	if got := d.resyncs(); got != "1" {
		t.Fatalf("asks about %q after the pause", got)
	}
	d.addressInfo("1", wire.EventAddressInfo)
	d.wait(time.Hour)
	if got := d.resyncs(); got != "" {
		t.Fatalf("asks about %q without need", got)
	}
}

// TestResyncsArePaced: they share the rate of the automatic queries, and at most
// MaxUnanswered wait for an answer.
func TestResyncsArePaced(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true, QueryRate: 10}, numbers(50)...)
	d.message(wire.EventHardwareError)
	asked, start := 0, d.now
	for asked < 50 {
		keys := d.b.NextResyncs(d.now)
		for _, k := range keys {
			asked++
			d.addressInfo(k.DN, wire.EventAddressInfo)
		}
		if most := 1 + int(d.now.Sub(start).Seconds()*10); asked > most {
			t.Fatalf("%d requests in %v", asked, d.now.Sub(start))
		}
		if at, ok := d.b.NextDeadline(); asked < 50 && (!ok || !at.After(d.now)) {
			t.Fatalf("after %d requests the next deadline is %v, it is %v", asked, at, d.now)
		}
		d.wait(100 * time.Millisecond)
	}
	all := newDesk(t, Options{AutomaticQueries: true}, numbers(150)...)
	all.message(wire.EventHardwareError)
	first := all.b.NextResyncs(all.now)
	if len(first) != MaxUnanswered {
		t.Fatalf("%d requests leave without a rate", len(first))
	}
	if more := all.b.NextResyncs(all.now); len(more) != 0 {
		t.Fatalf("%d more leave", len(more))
	}
	all.addressInfo(first[0].DN, wire.EventAddressInfo)
	if more := all.b.NextResyncs(all.now); len(more) != 1 {
		t.Fatalf("%d leave after an answer", len(more))
	}
	all.wait(DefaultRequestTimeout)
	if more := all.b.NextResyncs(all.now); len(more) != 49 {
		t.Fatalf("%d leave after the request-timeout", len(more))
	}
}

// TestAnUnsentResync: one that found no room is tried again, any other is over.
func TestAnUnsentResync(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, "1")
	unsent := func(obstacle event.Obstacle) {
		d.b.Apply(&event.Event{
			Kind: event.KindUnsent, Time: d.now, Site: "sip", DN: "1", Problem: "in the way", Obstacle: obstacle,
			Request: event.Request{Kind: event.RequestAddress},
		})
	}
	unsent(event.ObstacleNone) // of nothing
	if err := d.b.Resync(d.now, key("1")); err != nil {
		t.Fatal(err)
	}
	d.resyncs()
	unsent(event.ObstacleRoom)
	if got := d.resyncs(); got != "" {
		t.Fatalf("asks about %q at once", got)
	}
	d.wait(resyncRetry)
	if got := d.resyncs(); got != "1" {
		t.Fatalf("asks about %q", got)
	}
	unsent(event.ObstacleNone)
	if got := d.b.TakeResyncFailures(); len(got) != 1 || got[0].Why != "in the way" {
		t.Fatalf("reported %+v", got)
	}
	if d.b.siteList[0].asking.resyncs != 0 {
		t.Error("a request is open")
	}
}

// TestALossForgetsResyncs: what is open and wanted ends with the link, the registration,
// or the DN.
func TestALossForgetsResyncs(t *testing.T) {
	for name, lose := range map[string]func(d *desk){
		"link":         func(d *desk) { d.lose() },
		"link down":    func(d *desk) { d.link(event.Link{State: event.LinkDown}) },
		"registration": func(d *desk) { d.message(wire.EventUnregistered, thisDN("1")) },
		"removed":      func(d *desk) { d.b.Remove(d.now, key("1")) },
		"round": func(d *desk) {
			d.round++
			d.link(event.Link{State: event.LinkUp, Round: d.round})
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, Options{AutomaticQueries: true}, "1")
			d.message(wire.EventHardwareError, thisDN("1"))
			d.resyncs()
			lose(d)
			if got := d.b.siteList[0].asking.resyncs; got != 0 {
				t.Errorf("%d requests are open", got)
			}
			if err := d.b.Resync(d.now, key("1")); err == nil {
				t.Error("a request is taken")
			}
			d.wait(time.Hour)
			if got := d.resyncs(); got != "" {
				t.Errorf("asks about %q", got)
			}
			if len(d.b.TakeResyncFailures()) != 0 {
				t.Error("a forgotten request failed")
			}
		})
	}
}

// TestALossKeepsWhatBecameOfAResync: an answer stays an answer, and one that did not
// arrive is not waited for for ever.
func TestALossKeepsWhatBecameOfAResync(t *testing.T) {
	for name, lose := range map[string]func(d *desk){
		"link":         func(d *desk) { d.lose() },
		"link down":    func(d *desk) { d.link(event.Link{State: event.LinkDown}) },
		"registration": func(d *desk) { d.message(wire.EventUnregistered, thisDN("1")) },
		"round": func(d *desk) {
			d.round++
			d.link(event.Link{State: event.LinkUp, Round: d.round})
		},
	} {
		for _, how := range []string{"answered", "failed", "open", "unsent"} {
			t.Run(name+", "+how, func(t *testing.T) {
				d := newDesk(t, Options{AutomaticQueries: true}, "1")
				d.message(wire.EventHardwareError, thisDN("1"))
				d.resyncs()
				d.after(time.Second)
				ended := d.now
				switch how {
				case "answered":
					d.addressInfo("1", wire.EventAddressInfo)
				case "failed":
					d.addressInfo("1", wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 50))
				case "unsent":
					d.b.Apply(&event.Event{Kind: event.KindUnsent, Time: d.now, Site: "sip", Connection: d.conn, DN: "1", Obstacle: event.ObstacleRoom, Request: event.Request{Kind: event.RequestAddress}})
				}
				before, _ := d.row("1").Resync()
				d.after(time.Second)
				lose(d)
				last, ok := d.row("1").Resync()
				if how == "answered" || how == "failed" {
					if last != before || !last.Ended.Equal(ended) || last.Failed() != (how == "failed") {
						t.Errorf("it was %+v and is %+v", before, last)
					}
				} else if !ok || !last.Failed() || !last.Ended.Equal(d.now) {
					t.Errorf("without an answer it is %+v", last)
				}
				d.connect()
				d.registered("1")
				if after, _ := d.row("1").Resync(); after != last {
					t.Errorf("connected again it is %+v", after)
				}
			})
		}
	}
}

// TestOutOfServiceBeforeItIsRegistered: T-Server may report that a DN is out of service
// before it answers the registration, and that answer does not change it.
func TestOutOfServiceBeforeItIsRegistered(t *testing.T) {
	for name, answer := range map[string]func(d *desk){
		"registered":        func(d *desk) { d.registered("1") },
		"registered by 125": func(d *desk) { d.register("1", wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 125)) },
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, Options{AutomaticQueries: true})
			d.b.Add(Entry{Key: key("1")})
			d.message(wire.EventDNOutOfService, thisDN("1"))
			answer(d)
			if got := d.row("1").Registration().State; got != RegistrationOutOfService {
				t.Fatalf("the registration is %v", got)
			}
			if got := d.ask(); got != "" {
				t.Errorf("asked %q out of service", got)
			}
			d.message(wire.EventDNBackInService, thisDN("1"))
			if got := d.row("1").Registration().State; got != RegistrationHeld {
				t.Errorf("back in service the registration is %v", got)
			}
			if got := d.ask(); got != "1" {
				t.Errorf("asked %q back in service", got)
			}
		})
	}
	// A report from before the registration was lost does not count for the next one.
	d := newDesk(t, Options{AutomaticQueries: true}, "1")
	d.message(wire.EventDNOutOfService, thisDN("1"))
	d.message(wire.EventUnregistered, thisDN("1"))
	d.registered("1")
	if got := d.row("1").Registration().State; got != RegistrationHeld {
		t.Errorf("after a new registration it is %v", got)
	}
}

// TestASecondResyncInTime: one that was wanted while the first waited for its answer
// leaves after ResyncPause, however long an answer may take.
func TestASecondResyncInTime(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true, RequestTimeout: time.Minute}, "1")
	d.user("1", "disabled", 0)
	d.ask()
	d.message(wire.EventHardwareError, thisDN("1"))
	if got := d.resyncs(); got != "1" {
		t.Fatalf("asks about %q", got)
	}
	d.wait(time.Second)
	d.message(wire.EventHardwareError, thisDN("1"))
	d.addressInfo("1", wire.EventAddressInfo)
	d.after(time.Millisecond)
	d.user("1", "disabled", 0)
	d.ask()
	d.after(-time.Millisecond)
	d.wait(ResyncPause - time.Second - time.Millisecond)
	if got := d.resyncs(); got != "" {
		t.Fatalf("asks about %q too early", got)
	}
	if at, ok := d.b.NextDeadline(); !ok || !at.Equal(d.now.Add(time.Millisecond)) {
		t.Errorf("the next deadline is %v, it is %v", at, d.now)
	}
	d.wait(time.Millisecond)
	if got := d.resyncs(); got != "1" {
		t.Errorf("asks about %q after the pause", got)
	}
}

// TestOnlyAPersonAsksForCalls: --no-query stops every RequestQueryAddress that no person
// asked for, also for a DN that a person has asked about.
func TestOnlyAPersonAsksForCalls(t *testing.T) {
	d := newDesk(t, Options{}, "1", "2")
	changes := func() {
		d.register("1", wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 125))
		d.message(wire.EventHardwareError)
		d.message(wire.EventHardwareError, thisDN("1"))
		d.message(wire.EventDNBackInService, thisDN("1"))
	}
	changes()
	if got := d.resyncs(); got != "" {
		t.Fatalf("asks about %q by itself", got)
	}
	if err := d.b.Resync(d.now, key("1")); err != nil {
		t.Fatal(err)
	}
	if got := d.resyncs(); got != "1" {
		t.Fatalf("asks about %q when a person asks", got)
	}
	changes()
	d.addressInfo("1", wire.EventAddressInfo)
	d.wait(time.Hour)
	if got := d.resyncs() + d.ask(); got != "" {
		t.Errorf("asks about %q by itself", got)
	}
}

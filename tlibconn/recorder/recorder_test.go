package recorder_test

import (
	"context"
	"fmt"
	"net"
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

const hangGuard = tlibtest.Hang

func goes(f func()) { go f() }

func serve(t *testing.T, options simserver.Options) *simserver.Server {
	t.Helper()
	options.Go = goes
	s, err := simserver.New(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func start(t *testing.T, s *simserver.Server, options recorder.Options) *recorder.Recorder {
	t.Helper()
	options.Addresses = []string{s.Addr()}
	options.Go = goes
	ctx, cancel := context.WithTimeout(t.Context(), hangGuard)
	defer cancel()
	r, err := recorder.Start(ctx, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return r
}

// desk is the agent desktop of the tests.
type desk struct{ *tlibtest.Peer }

func newDesk(t *testing.T, s *simserver.Server, numbers ...string) *desk {
	t.Helper()
	d := &desk{tlibtest.Dial(t, s.Addr())}
	d.Start("desk", numbers...)
	return d
}

// command sends a word for a DN; connID 0 names no call.
func (d *desk) command(number string, connID uint64, word string) {
	d.TB.Helper()
	d.SendUserEvent(number, connID, wire.TextPair(event.CaptureKey, word))
}

// says checks the next messages: EventACK, or an event as text.
func (d *desk) says(want ...string) {
	d.TB.Helper()
	for _, w := range want {
		if got := text(d.Next()); got != w {
			d.TB.Fatalf("got %s, want %s", got, w)
		}
	}
}

func text(m wire.Message) string {
	if m.Type != wire.EventUserEvent {
		return m.Type.String()
	}
	number, _ := m.Text(wire.AttributeThisDN)
	list, _ := m.List(wire.AttributeUserData)
	pairs := list.Pairs()
	pairs.Next()
	out := fmt.Sprintf("%s %s=%s", number, pairs.Pair.Key, pairs.Pair.Value)
	if id, given := m.Long(wire.AttributeConnID); given {
		out += fmt.Sprintf(" %x", id)
	}
	return out
}

// heard collects sentences and answers, and waits for them.
type heard struct {
	mu    sync.Mutex
	lines []string
	wake  chan struct{}
}

func newHeard() *heard { return &heard{wake: make(chan struct{}, 1)} }

func (h *heard) say(line string) {
	h.mu.Lock()
	h.lines = append(h.lines, line)
	h.mu.Unlock()
	select {
	case h.wake <- struct{}{}:
	default:
	}
}

func (h *heard) forget() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.lines = nil
}

func (h *heard) fate(f recorder.Fate) {
	h.say(fmt.Sprintf("%s %s %s %d %s", f.DN, f.Indication, f.Outcome, f.Code, f.Text))
}

func (h *heard) await(t *testing.T, part string) {
	t.Helper()
	guard := time.After(hangGuard)
	for {
		h.mu.Lock()
		all := strings.Join(h.lines, "\n")
		h.mu.Unlock()
		if strings.Contains(all, part) {
			return
		}
		select {
		case <-h.wake:
		case <-guard:
			t.Fatalf("%q was never logged:\n%s", part, all)
		}
	}
}

var noEcho = simserver.Behaviour{EchoOff: true}

func ok(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestTable(t *testing.T) {
	e, p, d := event.Enabled, event.Paused, event.Disabled
	for _, tt := range []struct {
		verb event.Verb
		want map[event.Indication]event.Indication
	}{
		{event.VerbStart, map[event.Indication]event.Indication{e: e, p: e, d: e}},
		{event.VerbStop, map[event.Indication]event.Indication{e: d, p: d, d: d}},
		{event.VerbPause, map[event.Indication]event.Indication{e: p, p: p, d: d}},
		{event.VerbResume, map[event.Indication]event.Indication{e: e, p: e, d: d}},
		{event.VerbQuery, map[event.Indication]event.Indication{e: e, p: p, d: d}},
	} {
		for from, want := range tt.want {
			t.Run(tt.verb.String()+" "+from.String(), func(t *testing.T) {
				if got, answered := recorder.Next(from, tt.verb); got != want || !answered {
					t.Errorf("leads to %s, answered %v, want %s", got, answered, want)
				}
				// The same over the wire.
				s := serve(t, simserver.Options{DNs: tlibtest.DNs("7001"), Behaviour: noEcho})
				r := start(t, s, recorder.Options{DNs: []string{"7001"}, Initial: map[string]event.Indication{"7001": from}})
				desk := newDesk(t, s, "7001")
				desk.command("7001", 0xc1, tt.verb.String())
				desk.says("EventACK", "7001 screen-capture="+want.String()+" c1")
				if got := r.State("7001"); got != want {
					t.Errorf("the state is %s, want %s", got, want)
				}
			})
		}
	}
	if state, answered := recorder.Next(event.Paused, event.VerbNone); answered || state != event.Paused {
		t.Error("VerbNone is answered")
	}
}

// Words that are not verbs are not answered: the next message is the answer to the query that follows.
func TestNotAnswered(t *testing.T) {
	s := serve(t, simserver.Options{DNs: tlibtest.DNs("7001"), Behaviour: noEcho})
	r := start(t, s, recorder.Options{DNs: []string{"7001"}})
	desk := newDesk(t, s, "7001")
	for _, pair := range []wire.KeyValue{
		wire.TextPair("screen-capture", "Start"), wire.TextPair("screen-capture", "start "), wire.TextPair("screen-capture", "enabled"),
		wire.IntPair("screen-capture", 1), wire.TextPair("other", "start"), wire.ListPair("screen-capture"),
	} {
		desk.SendUserEvent("7001", 0, pair)
		desk.says("EventACK")
	}
	desk.SendUserEvent("7001", 0, wire.UnicodePair("screen-capture", "query"))
	desk.says("EventACK", "7001 screen-capture=disabled")
	// An indication is counted once it was sent, and those of a recorder leave one after
	// the other: when the second has come, the first was counted.
	desk.SendUserEvent("7001", 0, wire.UnicodePair("screen-capture", "query"))
	desk.says("EventACK", "7001 screen-capture=disabled")
	if c := r.Counts(); c.Commands != 2 || c.Indications < 1 || c.Indications > 2 {
		t.Errorf("the counts are %+v", c)
	}
}

// If user data occurs twice, the last counts (WIRE.md, Malformed input).
func TestTheLastUserDataCounts(t *testing.T) {
	s := serve(t, simserver.Options{DNs: tlibtest.DNs("7001"), Behaviour: noEcho})
	start(t, s, recorder.Options{DNs: []string{"7001"}})
	desk := newDesk(t, s, "7001")
	list := func(word string) wire.Attribute {
		a, err := wire.ListAttribute(wire.AttributeUserData, []wire.KeyValue{wire.TextPair(event.CaptureKey, word)})
		ok(t, err)
		return a
	}
	desk.Send(wire.RequestSendEvent, list("start"), wire.TextAttribute(wire.AttributeThisDN, "7001"), wire.IntAttribute(wire.AttributeUserEvent, 96),
		wire.LongAttribute(wire.AttributeConnID, 1), list("query"), wire.LongAttribute(wire.AttributeConnID, 2))
	desk.says("EventACK", "7001 screen-capture=disabled 2")
}

func TestEchoIsIgnored(t *testing.T) {
	s := serve(t, simserver.Options{DNs: tlibtest.DNs("7001")})
	h := newHeard()
	r := start(t, s, recorder.Options{DNs: []string{"7001"}, Fate: h.fate})
	second := start(t, s, recorder.Options{DNs: []string{"7001"}, AppName: "second"})
	desk := newDesk(t, s, "7001")
	ok(t, second.Order(t.Context(), "silent=on"))
	desk.command("7001", 0, "start")
	desk.says("EventACK", "7001 screen-capture=start", "7001 screen-capture=enabled")
	h.await(t, "7001 enabled accepted 0 ")
	h.forget()
	desk.command("7001", 0, "query")
	desk.says("EventACK", "7001 screen-capture=query", "7001 screen-capture=enabled")
	h.await(t, "7001 enabled accepted 0 ")
	if c := r.Counts(); c.Commands != 2 || c.Indications != 2 || c.Rejected != 0 {
		t.Errorf("the counts are %+v", c)
	}
	if second.State("7001") != event.Disabled {
		t.Error("the second recorder obeyed the first one's indication")
	}
}

func TestTwoThatDisagree(t *testing.T) {
	s := serve(t, simserver.Options{DNs: tlibtest.DNs("7001"), Behaviour: noEcho})
	start(t, s, recorder.Options{DNs: []string{"7001"}, Initial: map[string]event.Indication{"7001": event.Enabled}})
	start(t, s, recorder.Options{DNs: []string{"7001"}, AppName: "second"})
	desk := newDesk(t, s, "7001")
	desk.command("7001", 0, "query")
	desk.says("EventACK")
	seen := map[string]int{}
	for range 2 {
		seen[text(desk.Next())]++
	}
	if seen["7001 screen-capture=enabled"] != 1 || seen["7001 screen-capture=disabled"] != 1 {
		t.Errorf("the recorders said %v", seen)
	}
}

func TestNoRecorder(t *testing.T) {
	s := serve(t, simserver.Options{DNs: tlibtest.DNs("7001", "7002"), Behaviour: noEcho})
	start(t, s, recorder.Options{DNs: []string{"7002"}})
	desk := newDesk(t, s, "7001", "7002")
	desk.command("7001", 0, "start")
	desk.command("7002", 0, "start")
	desk.says("EventACK", "EventACK", "7002 screen-capture=enabled")
}

func TestStartErrors(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	ok(t, err)
	ok(t, closed.Close())
	secret := serve(t, simserver.Options{DNs: tlibtest.DNs("7001"), Password: "secret"})
	silent := serve(t, simserver.Options{DNs: tlibtest.DNs("7001"), Behaviour: simserver.Behaviour{Silent: true}})
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for _, tt := range []struct {
		name    string
		ctx     context.Context
		options recorder.Options
		want    string
	}{
		{"no Go", t.Context(), recorder.Options{DNs: []string{"7001"}}, "the recorder cannot start goroutines; set Options.Go"},
		{"no DN", t.Context(), recorder.Options{Go: goes}, "the recorder has no DN to record"},
		{"no address", t.Context(), recorder.Options{Go: goes, DNs: []string{"7001"}}, "the recorder did not start: cannot open a session: "},
		{"refused connection", t.Context(), recorder.Options{Go: goes, DNs: []string{"7001"}, Addresses: []string{closed.Addr().String()}}, "the recorder did not start: cannot connect to T-Server " + closed.Addr().String() + ": "},
		{"refused login", t.Context(), recorder.Options{Go: goes, DNs: []string{"7001"}, Addresses: []string{secret.Addr()}}, "the recorder did not start: T-Server " + secret.Addr() + " refused the login: "},
		{"no answer", ended, recorder.Options{Go: goes, DNs: []string{"7001"}, Addresses: []string{silent.Addr()}}, "the recorder did not start: T-Server did not answer for all DNs: context canceled"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := recorder.Start(tt.ctx, tt.options); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestRefusedAndLinkDown(t *testing.T) {
	s := serve(t, simserver.Options{DNs: tlibtest.DNs("7001"), Behaviour: noEcho, LinkDown: true})
	h := newHeard()
	r := start(t, s, recorder.Options{DNs: []string{"7001", "7009"}, Log: h.say})
	s.LinkUp()
	h.await(t, "T-Server refused the recorder's registration of DN 7009: 59 DN is not configured in CME")
	desk := newDesk(t, s, "7001")
	desk.command("7001", 0, "start")
	desk.says("EventACK", "7001 screen-capture=enabled")
	h.forget()
	s.LinkDown()
	desk.Expect(wire.EventLinkDisconnected)
	h.await(t, "has no link to the switch")
	ok(t, r.Unasked("7001", event.Paused))
	h.await(t, "the recorder's indication paused for DN 7001 was not sent: ")
	if c := r.Counts(); c.Unsent != 1 {
		t.Errorf("the counts are %+v", c)
	}
}

func TestRejectedIndication(t *testing.T) {
	s := serve(t, simserver.Options{DNs: tlibtest.DNs("7001"), Behaviour: noEcho})
	h := newHeard()
	r := start(t, s, recorder.Options{DNs: []string{"7001"}, Log: h.say})
	ok(t, s.Order("error=50"), r.Unasked("7001", event.Enabled))
	h.await(t, "T-Server rejected the indication enabled for DN 7001: 50 Unknown error")
	if c := r.Counts(); c.Rejected != 1 || c.Acknowledged != 0 {
		t.Errorf("the counts are %+v", c)
	}
}

// TestLostConnection drops the recorder's connection: the recorder reconnects and keeps its states.
func TestLostConnection(t *testing.T) {
	s := serve(t, simserver.Options{DNs: tlibtest.DNs("7001", "7002"), Behaviour: noEcho})
	r := start(t, s, recorder.Options{DNs: []string{"7001", "7002"}})
	desk := newDesk(t, s, "7001", "7002")
	desk.command("7001", 0, "start")
	desk.says("EventACK", "7001 screen-capture=enabled")
	for range 3 {
		lost := clientID(s)
		s.Drop(simserver.Target{Applications: []string{"recorder"}}, false)
		for registered(s, "recorder") < 2 || clientID(s) == lost {
			// The round trip gives the others time to run.
			desk.Send(wire.RequestQueryServer)
			desk.Expect(wire.EventServerInfo)
		}
		desk.command("7001", 0, "query")
		desk.says("EventACK", "7001 screen-capture=enabled")
	}
	if state := r.State("7001"); state != event.Enabled {
		t.Errorf("the state is %s", state)
	}
}

// clientID returns the number of the recorder's connection.
func clientID(s *simserver.Server) (id int) {
	for _, c := range s.Clients() {
		if c.Application == "recorder" {
			id = c.ID
		}
	}
	return id
}

func registered(s *simserver.Server, application string) (n int) {
	for _, c := range s.Clients() {
		if c.Application == application {
			n = c.Registrations
		}
	}
	return n
}

package capture_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"capdeck/tlibconn"
	"capdeck/tlibconn/capture"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/journal"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// client is a session and the loop that reads its events.
type client struct {
	*capture.Session
	t       *testing.T
	journal *journal.Memory
	events  chan event.Event
}

// connect starts a session with a peer and accepts its login. A nil record means a journal in
// memory.
func connect(t *testing.T, change func(*capture.Options), record journal.Journal) (*client, *tlibtest.Peer) {
	t.Helper()
	listener := tlibtest.Listen(t)
	options := capture.Options{Session: tlibconn.Options{Addresses: []string{listener.Addr()}}}
	if change != nil {
		change(&options)
	}
	c := &client{t: t, journal: &journal.Memory{}, events: make(chan event.Event, 10_000)}
	if record == nil {
		record = c.journal
	}
	var err error
	if c.Session, err = capture.Open(t.Context(), options, record); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	go c.read()
	peer := listener.Accept()
	peer.AcceptLogin()
	if err := c.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	return c, peer
}

// read passes on the KindUnsent and KindSent events, without their messages. Close ends
// it.
func (c *client) read() {
	for e, err := range c.Events() {
		if err != nil {
			panic(err)
		}
		if e.Kind == event.KindUnsent || e.Kind == event.KindSent {
			e.Message = wire.RawMessage{}
			c.events <- e
		}
	}
	close(c.events)
}

// unsent returns the next request that was reported as unsent.
func (c *client) unsent() event.Event {
	c.t.Helper()
	for e := range c.events {
		if e.Kind == event.KindUnsent {
			return e
		}
	}
	c.t.Fatal("no request was reported as unsent")
	return event.Event{}
}

func (c *client) send(commands ...event.Command) {
	c.t.Helper()
	if err := c.SendCommands(c.t.Context(), commands); err != nil {
		c.t.Fatal(err)
	}
}

func commands(n int, verb event.Verb) []event.Command {
	all := make([]event.Command, n)
	for i := range all {
		all[i] = event.Command{ID: uint64(i + 1), DN: fmt.Sprint(7000 + i), Verb: verb}
	}
	return all
}

func TestOpenRefuses(t *testing.T) {
	session := tlibconn.Options{Addresses: []string{"127.0.0.1:1"}}
	if _, err := capture.Open(t.Context(), capture.Options{Session: session}, nil); err == nil || !strings.Contains(err.Error(), "journal.None") {
		t.Errorf("without a journal Open returns %v", err)
	}
	session.Allow = func(*tlibconn.Request) error { return nil }
	if _, err := capture.Open(t.Context(), capture.Options{Session: session}, journal.None{}); err == nil || !strings.Contains(err.Error(), "package capture sets them") {
		t.Errorf("with Allow Open returns %v", err)
	}
	if _, err := capture.Open(t.Context(), capture.Options{}, journal.None{}); err == nil || !strings.Contains(err.Error(), "HOST:PORT") {
		t.Errorf("without an address Open returns %v", err)
	}
}

func TestSendRefuses(t *testing.T) {
	tests := []struct {
		name    string
		change  func(*capture.Options)
		failure error // of the journal
		command event.Command
		want    string
	}{
		{"no verb", nil, nil, event.Command{DN: "1"}, "user data for DN 1 was not sent: it is not a verb"},
		{"other site", nil, nil, event.Command{DN: "1", Site: "b", Verb: event.VerbStop}, `stop for DN 1 was not sent: it is for site "b"`},
		{"read-only", func(o *capture.Options) { o.ReadOnly = true }, nil, event.Command{DN: "1", Verb: event.VerbPause}, "pause for DN 1 was not sent: the session is read-only"},
		{"unknown verb", nil, nil, event.Command{DN: "1", Verb: 77}, "unknown verb 77"},
		{"journal", nil, errors.New("disk full"), event.Command{DN: "1", Verb: event.VerbStop}, "stop for DN 1 was not sent: the journal could not be written: disk full"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, p := connect(t, tt.change, nil)
			c.journal.Fail(tt.failure)
			tt.command.ID = 5
			c.send(tt.command)
			unsent := c.unsent()
			if unsent.Request.Command != 5 || unsent.DN != "1" || unsent.Request.Reference != 0 || !strings.Contains(unsent.Problem, tt.want) {
				t.Errorf("it was reported as %+v", unsent)
			}
			c.journal.Fail(nil)
			c.send(event.Command{ID: 6, DN: "1", Verb: event.VerbQuery})
			if got := p.Expect(wire.RequestSendEvent); tlibtest.ThisDNOf(got) != "1" {
				t.Errorf("%+v left", got)
			}
		})
	}
}

// A read-only session sends no verb but query, by none of its methods.
func TestReadOnly(t *testing.T) {
	c, p := connect(t, func(o *capture.Options) { o.ReadOnly = true }, nil)
	c.SetWriteLock(false)
	start := wire.TextPair(event.CaptureKey, "start")
	query := wire.TextPair(event.CaptureKey, "query")
	for name, pairs := range map[string][]wire.KeyValue{
		"start": {start}, "nothing": nil, "two": {query, start}, "indication key": {wire.TextPair(event.IndicationKey, "query")},
		"binary": {wire.BinaryPair(event.CaptureKey, []byte("query"))},
	} {
		if _, err := c.SendUserEvent(t.Context(), "1", 0, pairs); !errors.Is(err, capture.ErrReadOnly) {
			t.Errorf("%s: %v, want ErrReadOnly", name, err)
		}
		message := tlibconn.UserEvent("1", 0, tlibtest.UserData(t, pairs...))
		if _, err := c.Do(t.Context(), message); !errors.Is(err, capture.ErrReadOnly) {
			t.Errorf("Do, %s: %v, want ErrReadOnly", name, err)
		}
		if _, err := c.Send(t.Context(), message); !errors.Is(err, capture.ErrReadOnly) {
			t.Errorf("Send, %s: %v, want ErrReadOnly", name, err)
		}
	}
	for _, kind := range []wire.MessageType{wire.RequestSendEvent, wire.RequestDistributeUserEvent, wire.RequestMakeCall, wire.RequestPrivateService} {
		if _, err := c.Do(t.Context(), wire.Message{Type: kind}); !errors.Is(err, capture.ErrReadOnly) {
			t.Errorf("Do sends %s: %v", kind, err)
		}
	}
	if _, err := c.SendUserEvent(t.Context(), "1", 5, []wire.KeyValue{query}); err != nil {
		t.Error(err)
	}
	m := p.Expect(wire.RequestSendEvent) // the query is the first to arrive
	list, _ := m.List(wire.AttributeUserData)
	connID, _ := m.Long(wire.AttributeConnID)
	if event.ParseCapture(list).Verb != event.VerbQuery || connID != 5 {
		t.Errorf("%+v left", m)
	}
	c.Register("7001")
	p.Expect(wire.RequestRegisterAddress)
}

func TestWriteLock(t *testing.T) {
	c, p := connect(t, nil, nil)
	c.SetWriteLock(true)
	c.send(commands(1, event.VerbStart)...)
	if e := c.unsent(); !strings.Contains(e.Problem, "read-only") {
		t.Errorf("it was reported with %q", e.Problem)
	}
	if _, err := c.SendUserEvent(t.Context(), "1", 0, []wire.KeyValue{wire.TextPair(event.CaptureKey, "pause")}); !errors.Is(err, capture.ErrReadOnly) {
		t.Errorf("SendUserEvent returns %v", err)
	}
	c.SetWriteLock(false)
	c.send(commands(1, event.VerbStop)...)
	p.Expect(wire.RequestSendEvent)
}

// gate is a journal whose Intent waits until the test releases it.
type gate struct {
	journal.Memory
	entered, leave chan struct{}
}

func newGate() *gate { return &gate{entered: make(chan struct{}, 9), leave: make(chan struct{}, 9)} }

func (g *gate) Intent(entries []journal.Intent) error {
	g.entered <- struct{}{}
	<-g.leave
	return g.Memory.Intent(entries)
}

// No byte of a command leaves before its intent is in the journal, and many intents share one
// write.
func TestIntentComesFirst(t *testing.T) {
	g := newGate()
	c, p := connect(t, nil, g)
	c.send(commands(3, event.VerbStart)[:1]...)
	<-g.entered
	c.send(commands(300, event.VerbStop)[1:]...)
	<-c.events // the login's
	if len(c.events) != 0 {
		t.Errorf("%d events arrived before the journal was written", len(c.events))
	}
	p.Forget()
	g.leave <- struct{}{}
	p.Expect(wire.RequestSendEvent)
	<-g.entered
	g.leave <- struct{}{}
	for range 299 {
		p.Expect(wire.RequestSendEvent)
	}
	intents := g.Intents()
	if len(intents) != 300 || g.Writes() != 2 {
		t.Fatalf("%d intents in %d writes, want 300 in 2", len(intents), g.Writes())
	}
	i := intents[299]
	if i.Command != 300 || i.DN != "7299" || i.Verb != "stop" || i.Reference != 300 || i.Connection != 1 || i.Server != c.Link().Address || i.Time.IsZero() {
		t.Errorf("the last intent is %+v", i)
	}
}

// The lock cancels commands that wait for the journal.
func TestWriteLockBehindTheJournal(t *testing.T) {
	g := newGate()
	c, _ := connect(t, nil, g)
	c.send(commands(1, event.VerbStart)...)
	<-g.entered
	c.send(commands(2, event.VerbStop)[1:]...)
	c.SetWriteLock(true)
	if e := c.unsent(); e.Request.Command != 2 || !strings.Contains(e.Problem, "read-only") {
		t.Errorf("%+v was reported", e)
	}
	g.leave <- struct{}{}
	if e := c.unsent(); e.Request.Command != 1 || !strings.Contains(e.Problem, "read-only") {
		t.Errorf("%+v was reported", e)
	}
}

// Every request that acts is in the journal under its own word, whichever method sends
// it.
func TestEverythingThatActsIsJournaled(t *testing.T) {
	const dn, onTheWire = "Ødegård", "\xd8deg\xe5rd"
	c, p := connect(t, func(o *capture.Options) {
		o.Session.EncodeDN = strings.NewReplacer("Ø", "\xd8", "å", "\xe5").Replace
	}, nil)
	if _, err := c.SendUserEvent(t.Context(), dn, 7, []wire.KeyValue{wire.TextPair("note", "x")}); err != nil {
		t.Fatal(err)
	}
	if m := p.Expect(wire.RequestSendEvent); tlibtest.ThisDNOf(m) != onTheWire {
		t.Errorf("%+v left", m)
	}
	if _, err := c.Send(t.Context(), tlibconn.UserEvent("1", 8, tlibtest.UserData(t, wire.TextPair(event.CaptureKey, "paused")))); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Send(t.Context(), wire.Message{Type: wire.RequestMakeCall, Attributes: []wire.Attribute{tlibtest.ThisDN("2")}}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Send(t.Context(), wire.Message{Type: wire.RequestQueryServer}); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, i := range c.journal.Intents() {
		got = append(got, fmt.Sprintf("%d %s %q %d", i.Reference, i.DN, i.Verb, i.ConnID))
	}
	want := []string{`1 Ødegård "" 7`, `2 1 "paused" 8`, `3 2 "RequestMakeCall" 0`}
	if strings.Join(got, "; ") != strings.Join(want, "; ") {
		t.Errorf("the journal holds %s", strings.Join(got, "; "))
	}
}

// TestAutomaticQueriesTakeOneLineAWrite: the journal records each ReferenceID before the query
// leaves, and needs one line for all queries that leave together.
func TestAutomaticQueriesTakeOneLineAWrite(t *testing.T) {
	const perWrite = 512 // requests of one write
	c, p := connect(t, nil, nil)
	c.journal.Fail(io.ErrShortWrite)
	c.send(event.Command{ID: 1, DN: "1", Verb: event.VerbQuery, Automatic: true, Round: 1})
	if e := c.unsent(); e.Request.Command != 1 || e.Obstacle != event.ObstacleJournal || !e.Automatic || !strings.HasPrefix(e.Problem, capture.ErrJournal.Error()) {
		t.Errorf("%+v was reported", e)
	}
	c.journal.Fail(nil)
	for round := uint32(1); round <= 2; round++ {
		all := commands(1000, event.VerbQuery)
		for i := range all {
			all[i].Automatic, all[i].Round = true, round
		}
		all[3].Automatic = false // a user's query among them has its own line
		c.send(all...)
		for range all {
			reference := tlibtest.ReferenceOf(p.Expect(wire.RequestSendEvent))
			lines := 0
			for _, intent := range c.journal.Intents() {
				switch {
				case !intent.Automatic && intent.Reference == reference:
					lines += 10
				case intent.Automatic && intent.Reference <= reference && reference <= intent.Last:
					lines++
				}
			}
			if lines != 1 && lines != 11 {
				t.Fatalf("%d lines are about the query with ReferenceID %d", lines, reference)
			}
		}
	}
	queries, lines := 0, 0
	for _, intent := range c.journal.Intents() {
		if intent.Automatic {
			queries, lines = queries+intent.Count, lines+1
			if intent.DN != "" || intent.Verb != "query" || intent.Command != 0 {
				t.Errorf("a line of automatic queries is %+v", intent)
			}
		}
	}
	if queries != 2*999 || lines > 2*(1000/perWrite+2) {
		t.Errorf("%d lines are about %d queries", lines, queries)
	}
}

// Commands have the same bytes as in the recorded session of the vendor's client library
// (WIRE.md, vector flow-04).
func TestRecordedCommand(t *testing.T) {
	recorded, err := os.ReadFile("../testdata/flow.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	c, p := connect(t, func(o *capture.Options) { o.Session.Site = "a" }, nil)
	c.Register("7001") // has ReferenceID 1
	p.Expect(wire.RequestRegisterAddress)
	p.Forget()
	c.send(event.Command{ID: 9, Site: "a", DN: "7001", Verb: event.VerbStart, ConnID: 0x006f01b2c3d4e5f6})
	p.Expect(wire.RequestSendEvent)
	if !strings.Contains(string(recorded), fmt.Sprintf("%x", p.Received())) {
		t.Errorf("%x left, which was not recorded", p.Received())
	}
}

// SendAs sends what it is given, and the journal has what the message says, not the command.
func TestSendAs(t *testing.T) {
	c, p := connect(t, nil, nil)
	message := tlibconn.UserEvent("7001", 0, tlibtest.UserData(t, wire.UnicodePair(event.CaptureKey, "start")))
	command := event.Command{ID: 4, DN: "7001", Verb: event.VerbQuery, Automatic: true}
	if _, err := c.SendAs(t.Context(), "start as UTF-16", command, message); err != nil {
		t.Fatal(err)
	}
	p.Expect(wire.RequestSendEvent)
	intents := c.journal.Intents()
	if len(intents) != 1 || intents[0].Command != 4 || intents[0].Verb != "start" || intents[0].Automatic {
		t.Errorf("the journal has %+v", intents)
	}
	message.Type = wire.RequestRegisterAddress
	if _, err := c.SendAs(t.Context(), "no event", command, message); err == nil || !strings.Contains(err.Error(), "is no user event") {
		t.Errorf("a registration: %v", err)
	}
	c.SetWriteLock(true)
	message.Type = wire.RequestSendEvent
	if _, err := c.SendAs(t.Context(), "start as UTF-16", command, message); !errors.Is(err, capture.ErrReadOnly) {
		t.Errorf("with a write lock: %v", err)
	}
}

func TestSendAfterClose(t *testing.T) {
	c, _ := connect(t, nil, nil)
	c.Close()
	if err := c.SendCommands(context.Background(), commands(1, event.VerbStart)); !errors.Is(err, tlibconn.ErrClosed) {
		t.Errorf("SendCommands returns %v", err)
	}
	if _, err := c.SendUserEvent(context.Background(), "1", 0, nil); !errors.Is(err, tlibconn.ErrClosed) {
		t.Errorf("SendUserEvent returns %v", err)
	}
}

// What would go round the journal, or lift read-only, is not among the methods of a session,
// and a plain session refuses commands whatever its Allow permits.
func TestNothingGoesRoundTheRules(t *testing.T) {
	c, _ := connect(t, nil, nil)
	for _, name := range []string{"SetAllow", "Queue", "SendRequest"} {
		if _, has := reflect.TypeOf(c.Session).MethodByName(name); has {
			t.Errorf("a capture session has the method %s", name)
		}
	}
	listener := tlibtest.Listen(t)
	plain, err := tlibconn.Open(t.Context(), tlibconn.Options{
		Addresses: []string{listener.Addr()}, Allow: func(*tlibconn.Request) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Close()
	peer := listener.Accept()
	peer.AcceptLogin()
	if err := plain.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	start := tlibconn.UserEvent("7001", 0, tlibtest.UserData(t, wire.TextPair(event.CaptureKey, "start")))
	if _, err := plain.Do(t.Context(), start); !errors.Is(err, tlibconn.ErrCaptureCommand) {
		t.Errorf("a plain session's Do returns %v", err)
	}
}

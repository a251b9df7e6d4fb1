package tlibconn

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/journal"
	"capdeck/tlibconn/wire"
)

func commands(n int, verb event.Verb) []event.Command {
	all := make([]event.Command, n)
	for i := range all {
		all[i] = event.Command{ID: uint64(i + 1), DN: fmt.Sprint(7000 + i), Verb: verb}
	}
	return all
}

func TestSendRefuses(t *testing.T) {
	tests := []struct {
		name    string
		change  func(*Options)
		command event.Command
		want    string
	}{
		{"no verb", nil, event.Command{DN: "1"}, "user data for DN 1 was not sent: it is no verb"},
		{"other site", nil, event.Command{DN: "1", Site: "b", Verb: event.VerbStop}, `stop for DN 1 was not sent: it is for site "b"`},
		{"read-only", func(o *Options) { o.ReadOnly = true }, event.Command{DN: "1", Verb: event.VerbPause}, "pause for DN 1 was not sent: the session is read-only"},
		{"unknown verb", nil, event.Command{DN: "1", Verb: 77}, "verb 77"},
		{"journal", func(o *Options) { o.Journal.(*journal.Memory).Fail(errors.New("disk full")) }, event.Command{DN: "1", Verb: event.VerbStop}, "stop for DN 1 was not sent: the journal could not be written: disk full"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, p := connect(t, tt.change)
			tt.command.ID = 5
			if err := c.SendCommands(t.Context(), []event.Command{tt.command}); err != nil {
				t.Fatal(err)
			}
			unsent := c.kind(event.KindUnsent)
			if unsent.Request.Command != 5 || unsent.DN != "1" || unsent.Request.Reference != 0 || !strings.Contains(unsent.Problem, tt.want) {
				t.Errorf("it came back as %+v", unsent)
			}
			c.journal.Fail(nil)
			if err := c.SendCommands(t.Context(), []event.Command{{ID: 6, DN: "1", Verb: event.VerbQuery}}); err != nil {
				t.Fatal(err)
			}
			if got := p.expect(wire.RequestSendEvent); thisDN(got) != "1" {
				t.Errorf("%+v left", got)
			}
		})
	}
}

func TestReadOnly(t *testing.T) {
	c, p := connect(t, func(o *Options) { o.ReadOnly = true })
	c.SetWriteLock(false)
	start := []wire.KeyValue{wire.TextPair(event.CaptureKey, "start")}
	query := wire.TextPair(event.CaptureKey, "query")
	for name, pairs := range map[string][]wire.KeyValue{
		"start": start, "nothing": nil, "two": {query, start[0]}, "indication key": {wire.TextPair(event.IndicationKey, "query")},
		"binary": {wire.BinaryPair(event.CaptureKey, []byte("query"))},
	} {
		_, err := c.SendUserEvent(t.Context(), "1", 0, pairs)
		if !errors.Is(err, ErrReadOnly) {
			t.Errorf("%s: %v, want ErrReadOnly", name, err)
		}
	}
	for _, typ := range []wire.MessageType{wire.RequestSendEvent, wire.RequestDistributeUserEvent, wire.RequestRegisterAddress, wire.RequestRegisterClient} {
		if _, err := c.Do(t.Context(), wire.Message{Type: typ}); err == nil || typ != wire.RequestRegisterClient && !errors.Is(err, ErrReadOnly) {
			t.Errorf("Do sends %s: %v", typ, err)
		}
	}
	if _, err := c.SendUserEvent(t.Context(), "1", 5, []wire.KeyValue{query}); err != nil {
		t.Error(err)
	}
	m := p.expect(wire.RequestSendEvent) // the query is the first that came
	list, _ := m.List(wire.AttributeUserData)
	connID, _ := m.Long(wire.AttributeConnID)
	if event.ParseCapture(list).Verb != event.VerbQuery || connID != 5 {
		t.Errorf("%+v left", m)
	}
}

func TestWriteLock(t *testing.T) {
	c, p := connect(t, nil)
	c.SetWriteLock(true)
	if err := c.SendCommands(t.Context(), commands(1, event.VerbStart)); err != nil {
		t.Fatal(err)
	}
	if e := c.kind(event.KindUnsent); !strings.Contains(e.Problem, "read-only") {
		t.Errorf("it came back with %q", e.Problem)
	}
	c.SetWriteLock(false)
	if err := c.SendCommands(t.Context(), commands(1, event.VerbStop)); err != nil {
		t.Fatal(err)
	}
	p.expect(wire.RequestSendEvent)
}

// gate is a journal that holds Intent until the test lets it go on.
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

func TestIntentComesFirst(t *testing.T) {
	g := newGate()
	c, p := connect(t, func(o *Options) { o.Journal = g; o.Site = "" })
	if err := c.SendCommands(t.Context(), commands(3, event.VerbStart)[:1]); err != nil {
		t.Fatal(err)
	}
	<-g.entered
	if err := c.SendCommands(t.Context(), commands(300, event.VerbStop)[1:]); err != nil {
		t.Fatal(err)
	}
	p.Forget()
	g.leave <- struct{}{}
	p.expect(wire.RequestSendEvent)
	<-g.entered
	g.leave <- struct{}{}
	for range 299 {
		p.expect(wire.RequestSendEvent)
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

// What waits while the journal is being written is settled by what happens
// meanwhile: it did not leave.
func TestCancelledBehindTheJournal(t *testing.T) {
	tests := []struct {
		name   string
		happen func(c *client, p *peer)
		at     int // how many commands come back before the journal goes on
		want   string
	}{
		{"write-lock", func(c *client, _ *peer) { c.SetWriteLock(true) }, 1, "read-only"},
		{"link down", func(_ *client, p *peer) { p.say(wire.EventLinkDisconnected) }, 1, "(54)"},
		{"connection lost", func(c *client, p *peer) {
			p.say(wire.EventServerInfo)
			c.message(wire.EventServerInfo)
			p.raw([]byte{0, 0, 0, 0})
			<-c.connection.ctx.Done()
		}, 0, "not connected"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g := newGate()
			c, p := connect(t, func(o *Options) { o.Journal = g })
			if err := c.SendCommands(t.Context(), commands(1, event.VerbStart)); err != nil {
				t.Fatal(err)
			}
			<-g.entered
			if err := c.SendCommands(t.Context(), commands(2, event.VerbStop)[1:]); err != nil {
				t.Fatal(err)
			}
			tt.happen(c, p)
			got := map[uint64]string{}
			for len(got) < 2 {
				if len(got) == tt.at {
					g.leave <- struct{}{}
				}
				e := c.until(func(e *event.Event) bool { return e.Kind == event.KindUnsent || e.Request.Kind == event.RequestCapture })
				if e.Kind != event.KindUnsent {
					t.Fatalf("a command left: %+v", e)
				}
				got[e.Request.Command] = e.Problem
			}
			for id := uint64(1); id <= 2; id++ {
				if !strings.Contains(got[id], tt.want) {
					t.Errorf("command %d came back with %q, want %q", id, got[id], tt.want)
				}
			}
		})
	}
}

// TestAutomaticQueriesTakeOneLineAWrite: the journal knows each ReferenceID before
// the query leaves, and needs a line for all that leave together.
func TestAutomaticQueriesTakeOneLineAWrite(t *testing.T) {
	c, p := connect(t, nil)
	c.journal.Fail(io.ErrShortWrite)
	if err := c.SendCommands(t.Context(), []event.Command{{ID: 1, DN: "1", Verb: event.VerbQuery, Automatic: true, Round: 1}}); err != nil {
		t.Fatal(err)
	}
	if e := c.kind(event.KindUnsent); e.Request.Command != 1 || e.Obstacle != event.ObstacleJournal || !e.Automatic || !strings.HasPrefix(e.Problem, ErrJournal.Error()) {
		t.Errorf("%+v came back", e)
	}
	c.journal.Fail(nil)
	for round := uint32(1); round <= 2; round++ {
		all := commands(1000, event.VerbQuery)
		for i := range all {
			all[i].Automatic, all[i].Round = true, round
		}
		all[3].Automatic = false // a person's between them has a line of its own
		if err := c.SendCommands(t.Context(), all); err != nil {
			t.Fatal(err)
		}
		for range all {
			m := p.expect(wire.RequestSendEvent)
			reference, _ := m.Int(wire.AttributeReferenceID)
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
	if queries != 2*999 || lines > 2*(1000/writeJobs+2) {
		t.Errorf("%d lines are about %d queries", lines, queries)
	}
}

func TestAnswerBeforeSendReturns(t *testing.T) {
	c, p := connect(t, nil)
	go func() {
		for range 2000 {
			p.answer(p.next(), wire.EventACK)
		}
	}()
	if err := c.SendCommands(t.Context(), commands(2000, event.VerbStart)); err != nil {
		t.Fatal(err)
	}
	sent, dns := map[int32]event.Request{}, map[int32]string{}
	for answered := 0; answered < 2000; {
		e := c.next()
		switch {
		case e.Kind == event.KindSent && e.Request.Kind == event.RequestCapture:
			sent[e.Request.Reference], dns[e.Request.Reference] = e.Request, string(e.ThisDN())
		case e.Kind == event.KindMessage && e.Message.Type == wire.EventACK:
			answered++
			if e.Request.Kind != event.RequestCapture || e.Request != sent[e.Request.Reference] || e.Request.Command == 0 {
				t.Fatalf("%+v was answered, %+v was sent", e.Request, sent[e.Request.Reference])
			}
			if e.DN == "" || e.DN != dns[e.Request.Reference] {
				t.Fatalf("the answer is for DN %q, the request was for %q", e.DN, dns[e.Request.Reference])
			}
		}
	}
}

package tlibconn

import (
	"context"
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
			if err := c.Send(t.Context(), []event.Command{tt.command}); err != nil {
				t.Fatal(err)
			}
			unsent := c.kind(event.KindUnsent)
			if unsent.Request.Command != 5 || unsent.DN != "1" || unsent.Request.Reference != 0 || !strings.Contains(unsent.Problem, tt.want) {
				t.Errorf("it came back as %+v", unsent)
			}
			c.journal.Fail(nil)
			if err := c.Send(t.Context(), []event.Command{{ID: 6, DN: "1", Verb: event.VerbQuery}}); err != nil {
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
		if _, err := c.Request(t.Context(), wire.Message{Type: typ}); err == nil || !strings.Contains(err.Error(), "no request that only asks") {
			t.Errorf("Request takes %s: %v", typ, err)
		}
	}
	if _, err := c.SendUserEvent(t.Context(), "1", 5, []wire.KeyValue{query}); err != nil {
		t.Error(err)
	}
	m := p.expect(wire.RequestSendEvent) // the query is the first that came
	e := event.Event{Message: m}
	if e.Capture().Verb != event.VerbQuery || e.ConnID() != 5 {
		t.Errorf("%+v left", m)
	}
}

func TestWriteLock(t *testing.T) {
	c, p := connect(t, nil)
	c.SetWriteLock(true)
	if err := c.Send(t.Context(), commands(1, event.VerbStart)); err != nil {
		t.Fatal(err)
	}
	if e := c.kind(event.KindUnsent); !strings.Contains(e.Problem, "read-only") {
		t.Errorf("it came back with %q", e.Problem)
	}
	c.SetWriteLock(false)
	if err := c.Send(t.Context(), commands(1, event.VerbStop)); err != nil {
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
	if err := c.Send(t.Context(), commands(3, event.VerbStart)[:1]); err != nil {
		t.Fatal(err)
	}
	<-g.entered
	if err := c.Send(t.Context(), commands(300, event.VerbStop)[1:]); err != nil {
		t.Fatal(err)
	}
	p.seen.Reset()
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
			if err := c.Send(t.Context(), commands(1, event.VerbStart)); err != nil {
				t.Fatal(err)
			}
			<-g.entered
			if err := c.Send(t.Context(), commands(2, event.VerbStop)[1:]); err != nil {
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

func TestAutomaticRoundsTakeOneLine(t *testing.T) {
	c, p := connect(t, nil)
	c.journal.Fail(io.ErrShortWrite)
	if err := c.Send(t.Context(), []event.Command{{ID: 1, DN: "1", Verb: event.VerbQuery, Automatic: true, Round: 1}}); err != nil {
		t.Fatal(err)
	}
	if e := c.kind(event.KindUnsent); e.Request.Command != 1 {
		t.Errorf("%+v came back", e)
	}
	c.journal.Fail(nil)
	for round := uint32(1); round <= 2; round++ {
		all := commands(1000, event.VerbQuery)
		for i := range all {
			all[i].Automatic, all[i].Round = true, round
		}
		if err := c.Send(t.Context(), all); err != nil {
			t.Fatal(err)
		}
		for range all {
			p.expect(wire.RequestSendEvent)
		}
	}
	intents := c.journal.Intents()
	if len(intents) != 2 || !intents[1].Automatic || intents[1].Round != 2 || intents[1].DN != "" || intents[1].Verb != "query" {
		t.Errorf("the journal holds %+v", intents)
	}
}

func TestAnswerBeforeSendReturns(t *testing.T) {
	c, p := connect(t, nil)
	go func() {
		for range 2000 {
			p.answer(p.next(), wire.EventACK)
		}
	}()
	if err := c.Send(t.Context(), commands(2000, event.VerbStart)); err != nil {
		t.Fatal(err)
	}
	sent := map[int32]event.Request{}
	for answered := 0; answered < 2000; {
		e := c.next()
		switch {
		case e.Kind == event.KindSent && e.Request.Kind == event.RequestCapture:
			sent[e.Request.Reference] = e.Request
		case e.Kind == event.KindMessage && e.Message.Type == wire.EventACK:
			answered++
			if e.Request.Kind != event.RequestCapture || e.Request != sent[e.Request.Reference] || e.Request.Command == 0 {
				t.Fatalf("%+v was answered, %+v was sent", e.Request, sent[e.Request.Reference])
			}
		}
	}
}

func TestLossSettlesEverything(t *testing.T) {
	tests := []struct {
		name   string
		lose   func(p *peer)
		reason string
	}{
		{"closed", func(p *peer) { p.conn.Close() }, "was lost: T-Server closed it"},
		{"cut inside a frame", func(p *peer) { p.raw([]byte{0, 0, 0, 9, 1}); p.conn.Close() }, "the stream ends inside a frame; the frame begins with 00 00 00 09 01"},
		{"garbage", func(p *peer) { p.raw([]byte{0, 0, 0, 2, 0xde, 0xad}) }, "given up: framing error at byte 9 (frame 2): a frame length of 2"},
		{"too long a frame", func(p *peer) { p.raw([]byte{0, 0, 0x40, 0, 1}) }, "00 00 40 00"},
		{"too long an extension", func(p *peer) {
			p.raw(append([]byte("\x00\x00\x00\x1c$PACKET EXTENSION V1.00$"), 0xff, 0xff, 0xff, 0xff))
		}, "announces 4294967295 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, p := connect(t, nil)
			if err := c.Send(t.Context(), commands(3, event.VerbStart)); err != nil {
				t.Fatal(err)
			}
			failed := make(chan error, 1)
			for range 3 {
				p.expect(wire.RequestSendEvent)
			}
			go func() {
				_, err := c.Request(t.Context(), wire.Message{Type: wire.RequestQueryServer})
				failed <- err
			}()
			p.expect(wire.RequestQueryServer)
			tt.lose(p)
			err := <-failed
			var lost *LostError
			if !errors.As(err, &lost) || !strings.Contains(err.Error(), tt.reason) {
				t.Errorf("Request returns %v, want %q", err, tt.reason)
			}
			link := c.until(func(e *event.Event) bool { return e.Kind == event.KindLink && e.Link.Lost }).Link
			if link.State != event.LinkWaiting || link.Reason != err.Error() {
				t.Errorf("the link is told as %+v", link)
			}
			if !errors.Is(c.Err(), lost) {
				t.Errorf("the session's error is %v", c.Err())
			}
			if _, err := c.SendUserEvent(t.Context(), "1", 0, nil); !errors.Is(err, ErrNotConnected) {
				t.Errorf("SendUserEvent returns %v", err)
			}
		})
	}
}

func TestRequest(t *testing.T) {
	c, p := connect(t, nil)
	ask := func(ctx context.Context, m wire.Message) (wire.Message, error) { return c.Request(ctx, m) }
	query := wire.Message{Type: wire.RequestQueryAddress, Attributes: []wire.Attribute{wire.TextAttribute(wire.AttributeThisDN, "1")}}
	tests := []struct {
		name   string
		answer func(request wire.Message)
		check  func(m wire.Message, err error) bool
	}{
		{"answer", func(r wire.Message) {
			p.answer(r, wire.EventUserEvent) // somebody else's, whatever it carries
			p.answer(r, wire.EventServerInfo, wire.IntAttribute(wire.AttributeServerRole, 1))
		}, func(m wire.Message, err error) bool {
			role, _ := m.Int(wire.AttributeServerRole)
			return err == nil && role == 1
		}},
		{"error", func(r wire.Message) { p.answer(r, wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 51)) }, func(_ wire.Message, err error) bool {
			var answer *AnswerError
			return errors.As(err, &answer) && answer.Code == 51 && answer.Request == wire.RequestQueryAddress
		}},
		{"undecodable", func(r wire.Message) {
			p.answer(r, wire.EventServerInfo, wire.BinaryAttribute(wire.AttributeUserData, []byte{9}))
		}, func(m wire.Message, err error) bool {
			var bad *wire.MessageError
			return errors.As(err, &bad) && m.Type == wire.EventServerInfo
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			done := make(chan struct{})
			go func() {
				defer close(done)
				if m, err := ask(t.Context(), query); !tt.check(m, err) {
					t.Errorf("Request returns %+v, %v", m, err)
				}
			}()
			tt.answer(p.expect(wire.RequestQueryAddress))
			<-done
		})
	}
	if len(query.Attributes) != 1 {
		t.Error("Request changes its argument")
	}
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error, 1)
	go func() { _, err := ask(ctx, query); failed <- err }()
	p.expect(wire.RequestQueryAddress)
	cancel()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled Request returns %v", err)
	}
	if _, err := ask(ctx, query); !errors.Is(err, context.Canceled) {
		t.Errorf("a Request that is cancelled from the start returns %v", err)
	}
}

// A ReferenceID alone is no answer: the message must be one that can be.
func TestOnlyAnswersSettle(t *testing.T) {
	c, p := connect(t, nil)
	c.Register("7001")
	register := p.expect(wire.RequestRegisterAddress)
	if err := c.Send(t.Context(), commands(1, event.VerbStart)); err != nil {
		t.Fatal(err)
	}
	command := p.expect(wire.RequestSendEvent)
	tests := []struct {
		request wire.Message
		typ     wire.MessageType
		kind    event.RequestKind
	}{
		{register, wire.EventACK, event.RequestNone},
		{register, wire.EventUserEvent, event.RequestNone},
		{register, wire.EventRinging, event.RequestNone},
		{register, wire.EventRegistered, event.RequestRegister},
		{register, wire.EventRegistered, event.RequestNone},
		{command, wire.EventRegistered, event.RequestNone},
		{command, wire.EventUserEvent, event.RequestNone},
		{command, wire.EventError, event.RequestCapture},
		{command, wire.EventACK, event.RequestNone},
	}
	for _, tt := range tests {
		p.answer(tt.request, tt.typ)
		if e := c.message(tt.typ); e.Request.Kind != tt.kind {
			t.Errorf("%s with the ReferenceID of %s answers a request of kind %d, want %d", tt.typ, tt.request.Type, e.Request.Kind, tt.kind)
		}
	}
}

func TestUndecodable(t *testing.T) {
	c, p := connect(t, nil)
	c.Register("7001")
	request := p.expect(wire.RequestRegisterAddress)
	p.raw([]byte{0, 0, 0, 6, 0, 0, 0, 0, 0, 1}) // a byte is left over
	p.answer(request, wire.EventRegistered, wire.TextAttribute(wire.AttributeThisDN, "7001"), wire.BinaryAttribute(wire.AttributeExtensions, []byte{7}))
	if e := c.kind(event.KindUndecodable); e.Problem == "" || len(e.Body) != 6 || e.Request.Kind != event.RequestNone {
		t.Errorf("it is told as %+v", e)
	}
	e := c.kind(event.KindUndecodable)
	if e.Request.Kind != event.RequestRegister || string(e.ThisDN()) != "7001" || !strings.Contains(e.Problem, "EventRegistered") {
		t.Errorf("it is told as %+v", e)
	}
	if n := c.Counters().Undecodable; n != 2 || !c.Link().State.Connected() {
		t.Errorf("%d were counted, the link is %s", n, c.Link().State)
	}
}

func TestPollIsAnswered(t *testing.T) {
	c, p := connect(t, nil)
	for i := range uint32(3) {
		p.raw(wire.ADDP{Op: wire.ADDPPoll, Value: 1<<24 - 1 - i}.Append(nil))
		frame, err := p.reader.Next()
		if err != nil || frame.ADDP != (wire.ADDP{Op: wire.ADDPAnswer, Value: 1<<24 - 1 - i}) {
			t.Fatalf("the poll is answered by %+v, %v", frame, err)
		}
	}
	p.raw(wire.ADDP{Op: 'x', Value: 1}.Append(nil))
	p.raw(wire.ADDP{Op: wire.ADDPAnswer, Value: 1}.Append(nil))
	p.say(wire.EventServerInfo)
	c.message(wire.EventServerInfo)
	if n := c.Counters().Polls; n != 3 {
		t.Errorf("%d polls were counted, want 3", n)
	}
}

// TestByteWise is a peer whose every byte comes by itself, some of them parts
// of an extension.
func TestByteWise(t *testing.T) {
	s := newServer(t)
	c := open(t, s.address(), nil)
	p := s.accept()
	p.expect(wire.RequestRegisterClient)
	big := make([]byte, 20_000)
	all := encoded(t, wire.EventLinkConnected)
	all = append(all, encoded(t, wire.EventServerInfo, wire.BinaryAttribute(wire.AttributeServerCapabilityMask, big))...)
	for i := range all {
		p.raw(all[i : i+1])
	}
	c.link(event.LinkUp)
	if e := c.message(wire.EventServerInfo); len(e.Body) < len(big) {
		t.Errorf("%d bytes came", len(e.Body))
	}
	p.conn.Close()
	if link := c.link(event.LinkWaiting).Link; !link.Lost || !errors.Is(c.Err(), io.EOF) {
		t.Errorf("the link is told as %+v", link)
	}
}

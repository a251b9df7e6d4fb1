package tlibconn

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

func TestLossSettlesEverything(t *testing.T) {
	tests := []struct {
		name   string
		lose   func(p *peer)
		reason string
	}{
		{"closed", func(p *peer) { p.Conn.Close() }, "was lost: T-Server closed it"},
		{"cut inside a frame", func(p *peer) { p.raw([]byte{0, 0, 0, 9, 1}); p.Conn.Close() }, "the stream ends inside a frame; the frame begins with 00 00 00 09 01"},
		{"garbage", func(p *peer) { p.raw([]byte{0, 0, 0, 2, 0xde, 0xad}) }, "dropped: framing error at byte 9 (frame 2): a frame length of 2"},
		{"too long a frame", func(p *peer) { p.raw([]byte{0, 0, 0x40, 0, 1}) }, "00 00 40 00"},
		{"too long an extension", func(p *peer) {
			p.raw(append([]byte("\x00\x00\x00\x1c$PACKET EXTENSION V1.00$"), 0xff, 0xff, 0xff, 0xff))
		}, "announces 4294967295 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, p := connect(t, once)
			if err := c.SendCommands(t.Context(), commands(3, event.VerbStart)); err != nil {
				t.Fatal(err)
			}
			failed := make(chan error, 1)
			for range 3 {
				p.expect(wire.RequestSendEvent)
			}
			go func() {
				_, err := c.Do(t.Context(), wire.Message{Type: wire.RequestQueryServer})
				failed <- err
			}()
			p.expect(wire.RequestQueryServer)
			tt.lose(p)
			err := <-failed
			var lost *LostError
			if !errors.As(err, &lost) || !strings.Contains(err.Error(), tt.reason) {
				t.Errorf("Do returns %v, want %q", err, tt.reason)
			}
			link := c.until(func(e *event.Event) bool { return e.Kind == event.KindLink && e.Link.Lost }).Link
			if link.State != event.LinkWaiting || link.Reason != err.Error() {
				t.Errorf("the link is reported as %+v", link)
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

func TestDo(t *testing.T) {
	c, p := connect(t, nil)
	ask := func(ctx context.Context, m wire.Message) (wire.Message, error) { return c.Do(ctx, m) }
	query := wire.Message{Type: wire.RequestQueryAddress, Attributes: []wire.Attribute{wire.TextAttribute(wire.AttributeThisDN, "1")}}
	tests := []struct {
		name   string
		answer func(request wire.Message)
		check  func(m wire.Message, err error) bool
	}{
		{"answer", func(r wire.Message) {
			p.answer(r, wire.EventUserEvent) // another client's, whatever its ReferenceID
			p.answer(r, wire.EventServerInfo)
			p.answer(r, wire.EventAddressInfo, wire.IntAttribute(wire.AttributeServerRole, 1))
		}, func(m wire.Message, err error) bool {
			role, _ := m.Int(wire.AttributeServerRole)
			return err == nil && role == 1
		}},
		{"error", func(r wire.Message) { p.answer(r, wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 51)) }, func(_ wire.Message, err error) bool {
			var answer *AnswerError
			return errors.As(err, &answer) && answer.Code == 51 && answer.Request == wire.RequestQueryAddress
		}},
		{"undecodable", func(r wire.Message) {
			p.answer(r, wire.EventAddressInfo, wire.BinaryAttribute(wire.AttributeUserData, []byte{9}))
		}, func(m wire.Message, err error) bool {
			var bad *wire.MessageError
			return errors.As(err, &bad) && m.Type == wire.EventAddressInfo
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			done := make(chan struct{})
			go func() {
				defer close(done)
				if m, err := ask(t.Context(), query); !tt.check(m, err) {
					t.Errorf("Do returns %+v, %v", m, err)
				}
			}()
			tt.answer(p.expect(wire.RequestQueryAddress))
			<-done
		})
	}
	if len(query.Attributes) != 1 {
		t.Error("Do changes its argument")
	}
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error, 1)
	go func() { _, err := ask(ctx, query); failed <- err }()
	p.expect(wire.RequestQueryAddress)
	cancel()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled Do returns %v", err)
	}
	if _, err := ask(ctx, query); !errors.Is(err, context.Canceled) {
		t.Errorf("a Do that is cancelled from the start returns %v", err)
	}
}

// A ReferenceID alone does not make an answer: the message's type must be able to answer
// the request.
func TestOnlyAnswersSettle(t *testing.T) {
	c, p := connect(t, nil)
	c.Register("7001")
	register := p.expect(wire.RequestRegisterAddress)
	if err := c.SendCommands(t.Context(), commands(1, event.VerbStart)); err != nil {
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
	p.raw([]byte{0, 0, 0, 6, 0, 0, 0, 0, 0, 1}) // one byte too many
	p.answer(request, wire.EventRegistered, wire.TextAttribute(wire.AttributeThisDN, "7001"), wire.BinaryAttribute(wire.AttributeExtensions, []byte{7}))
	if e := c.kind(event.KindUndecodable); e.Problem == "" || len(e.Message.Body) != 6 || e.Request.Kind != event.RequestNone {
		t.Errorf("it is reported as %+v", e)
	}
	e := c.kind(event.KindUndecodable)
	if e.Request.Kind != event.RequestRegister || string(e.ThisDN()) != "7001" || !strings.Contains(e.Problem, "EventRegistered") {
		t.Errorf("it is reported as %+v", e)
	}
	if n := c.Counters().Undecodable; n != 2 || !c.Link().State.Connected() {
		t.Errorf("%d were counted, the link is %s", n, c.Link().State)
	}
}

func TestPollIsAnswered(t *testing.T) {
	c, p := connect(t, nil)
	for i := range uint32(3) {
		p.raw(wire.ADDP{Op: wire.ADDPPoll, Value: 1<<24 - 1 - i}.Append(nil))
		frame, err := p.Frames.Next()
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

// TestByteWise has a peer that sends every byte separately, some of them parts of an extension.
func TestByteWise(t *testing.T) {
	s := newServer(t)
	c := open(t, s.address(), once)
	p := s.accept()
	p.expect(wire.RequestRegisterClient)
	big := make([]byte, 20_000)
	all := encoded(t, wire.EventLinkConnected)
	all = append(all, encoded(t, wire.EventServerInfo, wire.BinaryAttribute(wire.AttributeServerCapabilityMask, big))...)
	for i := range all {
		p.raw(all[i : i+1])
	}
	c.link(event.LinkUp)
	if e := c.message(wire.EventServerInfo); len(e.Message.Body) < len(big) {
		t.Errorf("%d bytes arrived", len(e.Message.Body))
	}
	p.Conn.Close()
	if link := c.link(event.LinkWaiting).Link; !link.Lost || !errors.Is(c.Err(), io.EOF) {
		t.Errorf("the link is reported as %+v", link)
	}
}

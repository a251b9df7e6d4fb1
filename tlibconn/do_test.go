package tlibconn

import (
	"errors"
	"strings"
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

func userEvent(key, value string) wire.Message {
	userData, err := wire.ListAttribute(wire.AttributeUserData, []wire.KeyValue{wire.TextPair("note", "x"), wire.TextPair(key, value)})
	if err != nil {
		panic(err)
	}
	return wire.Message{Type: wire.RequestSendEvent, Attributes: []wire.Attribute{wire.TextAttribute(wire.AttributeThisDN, "7001"), userData}}
}

func TestDoRefuses(t *testing.T) {
	c, _ := connect(t, func(o *Options) { o.CaptureCommands = false })
	unicode, err := wire.ListAttribute(wire.AttributeUserData, []wire.KeyValue{wire.UnicodePair(event.CaptureKey, "stop")})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name    string
		request wire.Message
		want    string
	}{
		{"login", wire.Message{Type: wire.RequestRegisterClient}, "RequestRegisterClient was not sent: the session logs in by itself"},
		{"event", wire.Message{Type: wire.EventRinging}, "only T-Server sends events"},
		{"reference", wire.Message{Type: wire.RequestMakeCall, Attributes: []wire.Attribute{wire.IntAttribute(wire.AttributeReferenceID, 7)}}, "the session sets the ReferenceID"},
		{"start", userEvent(event.CaptureKey, "start"), "only package capture"},
		{"query", userEvent(event.CaptureKey, "query"), "only package capture"},
		{"UTF-16", wire.Message{Type: wire.RequestDistributeUserEvent, Attributes: []wire.Attribute{unicode}}, "only package capture"},
		{"malformed list", wire.Message{Type: wire.RequestMakeCall, Attributes: []wire.Attribute{wire.BinaryAttribute(wire.AttributeUserData, []byte{9})}}, "RequestMakeCall was not sent"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var unsent *NotSentError
			if _, err := c.Do(t.Context(), tt.request); !errors.As(err, &unsent) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Do returns %v, want %q", err, tt.want)
			}
			if _, err := c.Send(t.Context(), tt.request); !errors.As(err, &unsent) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Send returns %v, want %q", err, tt.want)
			}
		})
	}
}

// A request that acts has a specific answer, and needs the link.
func TestDoActs(t *testing.T) {
	c, p := connect(t, nil)
	done := make(chan error, 1)
	request := wire.Message{Type: wire.RequestAnswerCall, Attributes: []wire.Attribute{wire.TextAttribute(wire.AttributeThisDN, "7001")}}
	go func() {
		m, err := c.Do(t.Context(), request)
		if dn := thisDN(m); err == nil && dn != "7001" {
			err = errors.New("the answer is for DN " + dn)
		}
		done <- err
	}()
	sent := p.expect(wire.RequestAnswerCall)
	p.answer(sent, wire.EventOffHook)
	p.answer(sent, wire.EventEstablished, wire.TextAttribute(wire.AttributeThisDN, "7001"))
	if err := <-done; err != nil {
		t.Error(err)
	}
	if e := c.message(wire.EventEstablished); e.Request.Kind != event.RequestOther || e.Request.Reference != reference(sent) || e.DN != "7001" {
		t.Errorf("the event is %+v", e)
	}
	p.say(wire.EventLinkDisconnected)
	c.link(event.LinkDown)
	if _, err := c.Do(t.Context(), request); !errors.Is(err, ErrLinkDown) {
		t.Errorf("Do returns %v while the link is down", err)
	}
}

func TestSendReturnsTheReference(t *testing.T) {
	c, p := connect(t, func(o *Options) { o.CaptureCommands = false })
	got, err := c.Send(t.Context(), userEvent(event.CaptureKey, "enabled"))
	if err != nil {
		t.Fatal(err)
	}
	request := p.expect(wire.RequestSendEvent)
	if reference(request) != got {
		t.Errorf("Send returns %d, %d was sent", got, reference(request))
	}
	p.answer(request, wire.EventRegistered)
	p.answer(request, wire.EventACK)
	if e := c.message(wire.EventRegistered); e.Request.Kind != event.RequestNone {
		t.Errorf("%+v answers it", e)
	}
	if e := c.message(wire.EventACK); e.Request.Kind != event.RequestCapture || e.Request.Reference != got {
		t.Errorf("the answer is %+v", e)
	}
}

func TestEvents(t *testing.T) {
	s := newServer(t)
	c := open(t, s.address(), func(o *Options) { o.BatchInterval = hang })
	go func() {
		p := s.accept()
		p.login()
		p.say(wire.EventRinging)
		p.say(wire.EventEstablished)
		p.closed()
	}()
	var seen []wire.MessageType
	until := func(last wire.MessageType) {
		t.Helper()
		for e, err := range c.Events() {
			if err != nil {
				t.Fatal(err)
			}
			if e.Kind == event.KindMessage {
				seen = append(seen, e.Message.Type)
			}
			if e.Message.Type == last {
				return
			}
		}
		t.Errorf("the events end before %s", last)
	}
	until(wire.EventRinging)
	for _, err := range c.Events() {
		if err != nil {
			t.Fatal(err)
		}
		for _, second := range c.Events() {
			if !errors.Is(second, ErrConsumer) {
				t.Errorf("a loop inside a loop gets %v", second)
			}
		}
		break
	}
	if len(seen) != 2 || seen[1] != wire.EventRinging {
		t.Errorf("the events are %v", seen)
	}
	if _, err := c.NextBatch(t.Context()); !errors.Is(err, ErrConsumer) {
		t.Errorf("NextBatch returns %v", err)
	}
	c.Close()
	last := event.LinkState(0)
	for e, err := range c.Events() {
		if err != nil {
			t.Fatal(err)
		}
		if e.Kind == event.KindLink {
			last = e.Link.State
		}
	}
	if last != event.LinkClosed {
		t.Errorf("the last state is %s", last)
	}
}

func TestEventsAfterNextBatch(t *testing.T) {
	c, _ := connect(t, nil)
	n := 0
	for _, err := range c.Events() {
		if !errors.Is(err, ErrConsumer) {
			t.Errorf("Events yields %v", err)
		}
		n++
	}
	if n != 1 {
		t.Errorf("%d were yielded", n)
	}
}

func TestReady(t *testing.T) {
	s := newServer(t)
	c := open(t, s.address(), nil)
	ready := make(chan error, 1)
	go func() { ready <- c.Ready(t.Context()) }()
	p := s.accept()
	p.login()
	if err := <-ready; err != nil {
		t.Errorf("Ready returns %v", err)
	}
	c.Close()
	if err := c.Ready(t.Context()); !errors.Is(err, ErrClosed) {
		t.Errorf("Ready returns %v after Close", err)
	}
	refused := open(t, s.address(), once)
	go func() { ready <- refused.Ready(t.Context()) }()
	p = s.accept()
	p.expect(wire.RequestRegisterClient)
	p.say(wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 119))
	var login *LoginError
	if err := <-ready; !errors.As(err, &login) {
		t.Errorf("Ready returns %v after a refused login", err)
	}
}

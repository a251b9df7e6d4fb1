package tlibconn

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"strings"
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

func TestLoginAnswers(t *testing.T) {
	tests := []struct {
		name   string
		answer func(t *testing.T, p *peer)
		state  event.LinkState
		role   event.ServerRole
		reason string // in the event's and the session's text
		lost   bool
	}{
		{
			name:   "link connected, nothing told",
			answer: func(_ *testing.T, p *peer) { p.say(wire.EventLinkConnected) },
			state:  event.LinkUp,
		},
		{
			name: "link connected, a backup",
			answer: func(_ *testing.T, p *peer) {
				p.say(wire.EventLinkConnected, wire.IntAttribute(wire.AttributeServerRole, 1))
			},
			state: event.LinkStandby, role: event.RoleBackup, reason: "not usable until it is primary",
		},
		{
			name: "link connected, an unknown role",
			answer: func(_ *testing.T, p *peer) {
				p.say(wire.EventLinkConnected, wire.IntAttribute(wire.AttributeServerRole, 7))
			},
			state: event.LinkStandby, role: event.RoleBackup, reason: "not usable until it is primary",
		},
		{
			name: "link connected, undecodable behind the type",
			answer: func(_ *testing.T, p *peer) {
				p.raw([]byte{0, 0, 0, 5, 1, 0, 0, 0, 95})
			},
			state: event.LinkUp,
		},
		{
			name: "something else first",
			answer: func(_ *testing.T, p *peer) {
				p.say(wire.EventServerInfo)
				p.say(wire.EventLinkConnected)
			},
			state: event.LinkUp,
		},
		{
			name:   "link disconnected",
			answer: func(_ *testing.T, p *peer) { p.say(wire.EventLinkDisconnected) },
			state:  event.LinkDown, reason: "no link to the switch",
		},
		{
			name: "error with text",
			answer: func(_ *testing.T, p *peer) {
				p.say(wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 119), wire.TextAttribute(wire.AttributeErrorMessage, "bad password"))
			},
			state: event.LinkRefused, reason: "refused the login: error 119, bad password",
		},
		{
			name: "error without text",
			answer: func(_ *testing.T, p *peer) {
				p.say(wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 55))
			},
			state: event.LinkRefused, reason: "refused the login: error 55",
		},
		{
			name:   "closed",
			answer: func(_ *testing.T, p *peer) { p.Conn.Close() },
			state:  event.LinkRefused, reason: "closed the connection without answering",
		},
		{
			name: "reset",
			answer: func(t *testing.T, p *peer) {
				if err := p.Conn.(*net.TCPConn).SetLinger(0); err != nil {
					t.Fatal(err)
				}
				p.Conn.Close()
			},
			state: event.LinkRefused, reason: "closed the connection without answering",
		},
		{
			name: "closed inside the answer",
			answer: func(t *testing.T, p *peer) {
				p.raw(encoded(t, wire.EventLinkConnected)[:6])
				p.Conn.Close()
			},
			state: event.LinkWaiting, reason: "the stream ends inside a frame",
		},
		{
			name:   "garbage",
			answer: func(_ *testing.T, p *peer) { p.raw([]byte("HTTP/1.1 400 Bad Request\r\n\r\n")) },
			state:  event.LinkWaiting, reason: "48 54 54 50 2f",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newServer(t)
			c := open(t, s.address(), once)
			p := s.accept()
			p.expect(wire.RequestRegisterClient)
			tt.answer(t, p)
			c.link(event.LinkLoggingIn)
			link := c.kind(event.KindLink).Link
			if link.State != tt.state || link.Role != tt.role || link.Lost || link.Address != s.address() {
				t.Errorf("the link is reported as %+v", link)
			}
			if !strings.Contains(link.Reason, tt.reason) || (tt.reason == "") != (link.Reason == "") {
				t.Errorf("the reason is %q, want %q", link.Reason, tt.reason)
			}
			if err := c.Err(); (err != nil) != !tt.state.Connected() || (err != nil && !strings.Contains(err.Error(), s.address())) {
				t.Errorf("the session's error is %v", err)
			}
			if tt.state == event.LinkRefused {
				var refused *LoginError
				if !errors.As(c.Err(), &refused) {
					t.Errorf("the session's error is a %T", c.Err())
				}
			}
		})
	}
}

func TestLinkDownAndUp(t *testing.T) {
	s := newServer(t)
	c := open(t, s.address(), nil)
	c.Register("7001", "7002", "7001", "")
	p := s.accept()
	p.expect(wire.RequestRegisterClient)
	p.say(wire.EventLinkDisconnected, wire.TextAttribute(wire.AttributeServerVersion, "8.1"))
	c.link(event.LinkDown)
	if err := c.SendCommands(t.Context(), []event.Command{{ID: 1, DN: "7001", Verb: event.VerbStart}}); err != nil {
		t.Fatal(err)
	}
	unsent := c.kind(event.KindUnsent)
	if unsent.Request.Command != 1 || unsent.DN != "7001" || !strings.Contains(unsent.Problem, "no link to the switch (error 54)") {
		t.Errorf("the command was reported as %+v", unsent)
	}
	for round := range uint32(3) {
		p.say(wire.EventLinkConnected)
		up := c.link(event.LinkUp).Link
		if up.Round != round+1 || up.Version != "8.1" {
			t.Errorf("the link is reported as %+v", up)
		}
		for _, dn := range []string{"7001", "7002"} {
			request := p.expect(wire.RequestRegisterAddress)
			if thisDN(request) != dn {
				t.Errorf("%s is registered, want %s", thisDN(request), dn)
			}
			p.answer(request, wire.EventRegistered)
			if got := c.message(wire.EventRegistered).Request; got.Round != round+1 || got.Kind != event.RequestRegister {
				t.Errorf("the answer is reported as %+v", got)
			}
		}
		if round < 2 {
			p.say(wire.EventLinkDisconnected)
			c.link(event.LinkDown)
		}
	}
}

// Nothing is registered while the link is down; queries are sent to the server.
func TestRegisterWhileLinkDown(t *testing.T) {
	c, p := connect(t, nil)
	p.say(wire.EventLinkDisconnected)
	c.link(event.LinkDown)
	c.Register("7001")
	for range 2 { // a registration could follow the first one in the same write
		done := make(chan error, 1)
		go func() {
			_, err := c.Do(t.Context(), wire.Message{Type: wire.RequestQueryServer})
			done <- err
		}()
		p.answer(p.expect(wire.RequestQueryServer), wire.EventServerInfo)
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	p.say(wire.EventLinkConnected)
	if got := thisDN(p.expect(wire.RequestRegisterAddress)); got != "7001" {
		t.Errorf("%s is registered", got)
	}
}

func TestPassword(t *testing.T) {
	const secret = "s3cret-word"
	s := newServer(t)
	c := open(t, s.address(), func(o *Options) { o.Password = func() (string, error) { return secret, nil } })
	p := s.accept()
	login := p.expect(wire.RequestRegisterClient)
	if got, _ := login.Text(wire.AttributeApplicationPassword); string(got) != secret {
		t.Errorf("the password on the wire is %q", got)
	}
	if last := login.Attributes[len(login.Attributes)-1].ID; last != wire.AttributeApplicationPassword || len(login.Attributes) != 4 {
		t.Errorf("the login has %d attributes, the last is %s", len(login.Attributes), last)
	}
	p.say(wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 119))
	all := ""
	for {
		e := c.next()
		all += fmt.Sprintf("%+v %s %s", e, e.Message.Body, hex.EncodeToString(e.Message.Body))
		if e.Kind == event.KindSent {
			if got, _ := e.Message.Text(wire.AttributeApplicationPassword); string(got) != hiddenPassword {
				t.Errorf("the Sent event shows the password as %q", got)
			}
		}
		if e.Kind == event.KindLink && e.Link.State == event.LinkRefused {
			all += e.Link.Reason
			break
		}
	}
	all += c.Err().Error()
	if strings.Contains(all, secret) || strings.Contains(all, hex.EncodeToString([]byte(secret))) {
		t.Error("an event or an error contains the password")
	}
}

func TestNoConnection(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := listener.Addr().String()
	listener.Close()
	tests := []struct {
		name, address, reason string
		change                func(*Options)
	}{
		{name: "no one listens", address: closed, reason: "connection refused"},
		{name: "no password", address: closed, reason: "reading the password: " + io.ErrUnexpectedEOF.Error(), change: func(o *Options) {
			o.Password = func() (string, error) { return "", io.ErrUnexpectedEOF }
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := open(t, tt.address, func(o *Options) {
				once(o)
				if tt.change != nil {
					tt.change(o)
				}
			})
			link := c.link(event.LinkWaiting).Link
			if !strings.Contains(link.Reason, tt.reason) || !strings.Contains(link.Reason, tt.address) || link.Lost || !link.Retry.IsZero() {
				t.Errorf("the link is reported as %+v", link)
			}
			var failure *ConnectError
			if !errors.As(c.Err(), &failure) {
				t.Errorf("the session's error is a %T", c.Err())
			}
			if err := c.SendCommands(t.Context(), []event.Command{{ID: 4, DN: "1", Verb: event.VerbQuery}}); err != nil {
				t.Fatal(err)
			}
			if unsent := c.kind(event.KindUnsent); unsent.Request.Command != 4 || !strings.Contains(unsent.Problem, "query for DN 1 was not sent: not connected") {
				t.Errorf("the command was reported as %+v", unsent)
			}
		})
	}
}

func TestOptions(t *testing.T) {
	good := func() Options {
		return Options{Addresses: []string{"a:1"}}
	}
	tests := []struct {
		name   string
		change func(*Options)
		want   string
	}{
		{"no address", func(o *Options) { o.Addresses = nil }, "HOST:PORT"},
		{"no port", func(o *Options) { o.Addresses = []string{"host"} }, `"host" is not HOST:PORT`},
		{"a bad port", func(o *Options) { o.Addresses = []string{"host:sip"} }, `port of T-Server address "host:sip" must be from 1 to 65535`},
		{"three addresses", func(o *Options) { o.Addresses = []string{"a:1", "b:1", "c:1"} }, "3 T-Server addresses are too many"},
		{"one address twice", func(o *Options) { o.Addresses = []string{"a:1", "a:1"} }, "a:1 is given twice"},
		{"pauses upside down", func(o *Options) { o.ReconnectMin, o.ReconnectMax = 2, 1 }, "longest pause between attempts, 1ns, is shorter than the shortest, 2ns"},
		{"too much jitter", func(o *Options) { o.ReconnectJitter = 1.5 }, "attempts is 1.5; it must be from 0 to 1"},
		{"jitter that is not a number", func(o *Options) { o.ReconnectJitter = math.NaN() }, "attempts is NaN; it must be"},
		{"negative wait", func(o *Options) { o.SwitchoverWait = -1 }, "switchover wait is -1ns"},
		{"port 0", func(o *Options) { o.Addresses = []string{"a:1", "host:0"} }, `port of T-Server address "host:0" must be from 1 to 65535`},
		{"negative window", func(o *Options) { o.RegisterWindow = -1 }, "window is -1"},
		{"negative timeout", func(o *Options) { o.LoginTimeout = -1 }, "login timeout is -1ns"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			options := good()
			tt.change(&options)
			_, err := Open(t.Context(), options)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Open returns %v, want %q", err, tt.want)
			}
		})
	}
	filled, err := good().complete()
	if err != nil {
		t.Fatal(err)
	}
	if filled.AppName != "tlibconn" || filled.RegisterWindow != 500 || filled.RegisterTimeout != DefaultRegisterTimeout ||
		filled.ConnectTimeout != DefaultConnectTimeout || filled.LoginTimeout != DefaultLoginTimeout ||
		filled.WriteTimeout != DefaultWriteTimeout || filled.ReconnectMin != DefaultReconnectMin || filled.ReconnectMax != DefaultReconnectMax ||
		filled.ReconnectJitter != DefaultReconnectJitter || filled.SwitchoverWait != DefaultSwitchoverWait ||
		filled.BackupInterval != DefaultBackupInterval || filled.RefusedRetry != DefaultRefusedRetry || filled.FramingWait != DefaultFramingWait || filled.BatchInterval != DefaultBatchInterval || filled.Dial == nil || filled.Go == nil || filled.Allow == nil {
		t.Errorf("the defaults are %+v", filled)
	}
}

package tlibconn

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// failure returns the next state of the link that has a reason.
func (c *client) failure() *event.Link {
	c.t.Helper()
	return c.until(func(e *event.Event) bool { return e.Kind == event.KindLink && e.Link.Reason != "" }).Link
}

func packet(op wire.ADDPOp, value uint32) []byte { return wire.ADDP{Op: op, Value: value}.Append(nil) }

// bubble is a session and its peer over a pipe, in a bubble of testing/synctest:
// time passes only when everything waits.
type bubble struct {
	t     *testing.T
	c     *client
	p     *peer
	start time.Time
	lines chan string // what happened at both ends, in order

	dialled atomic.Bool
}

// inBubble opens a session whose peer has only accepted the connection.
func inBubble(t *testing.T, change func(*Options), test func(b *bubble)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ours, theirs := net.Pipe()
		b := &bubble{t: t, start: time.Now(), lines: make(chan string, 100)}
		b.c = open(t, "sim:7000", func(o *Options) {
			o.Dial = func(context.Context, string, string) (net.Conn, error) {
				if b.dialled.Swap(true) {
					return nil, errors.New("there is no other pipe")
				}
				return ours, nil
			}
			change(o)
		})
		b.p = newPeer(t, theirs)
		if err := theirs.SetDeadline(time.Time{}); err != nil {
			t.Fatal(err)
		}
		test(b)
	})
}

func (b *bubble) note(what string) { b.lines <- fmt.Sprint(time.Since(b.start), " ", what) }

// follow records what the client sends until it closes the connection, and answers up to
// n polls.
func (b *bubble) follow(answers int) {
	defer close(b.lines)
	for {
		frame, err := b.p.Frames.Next()
		switch {
		case err != nil:
			b.note("closed")
			return
		case frame.Body != nil:
			b.note("message")
			continue
		}
		b.note(fmt.Sprintf("%c %d", frame.ADDP.Op, frame.ADDP.Value))
		if frame.ADDP.Op == wire.ADDPPoll && answers > 0 {
			answers--
			b.p.raw(packet(wire.ADDPAnswer, frame.ADDP.Value))
		}
	}
}

// ends checks what was recorded until the client closed the connection.
func (b *bubble) ends(want ...string) {
	b.t.Helper()
	var got []string
	for line := range b.lines {
		got = append(got, line)
	}
	if !slices.Equal(got, want) {
		b.t.Errorf("got  %q\nwant %q", got, want)
	}
}

// The times were observed in the vendor's client: polls after 3.0, 6.0 and 9.0 s of silence; with 2 s and
// no answer, a poll at 2.0 s and the end at 4.0 s (WIRE.md, ADDP).
func TestADDPAsTheVendorsClient(t *testing.T) {
	t.Run("answered", func(t *testing.T) {
		inBubble(t, func(o *Options) { o.ADDPTimeout, o.ADDPRemoteTimeout = 3*time.Second, 5*time.Second }, func(b *bubble) {
			go b.follow(3)
			b.p.say(wire.EventLinkConnected)
			b.c.link(event.LinkUp)
			lost := b.c.failure()
			b.ends("0s I 5000", "0s message", "3s P 0", "6s P 1", "9s P 2", "12s P 3", "15s closed")
			if !lost.Lost || !strings.Contains(lost.Reason, "T-Server is silent: nothing received for 6s, not even an answer to ADDP poll 3") {
				t.Errorf("the link is reported as %+v", lost)
			}
		})
	})
	t.Run("no answer", func(t *testing.T) {
		inBubble(t, func(o *Options) { o.ADDPTimeout, o.ADDPTrace = 2*time.Second, ADDPTraceBoth }, func(b *bubble) {
			go b.follow(0)
			b.p.raw(packet(wire.ADDPAccepted, 4711))
			b.p.say(wire.EventLinkConnected)
			b.c.failure()
			b.ends(fmt.Sprint("0s I ", 1<<23), "0s message", "2s P 0", "4s closed")
		})
	})
}

// The connection to a mute peer continues, and the peer is polled again once it sends an
// ADDP packet.
func TestADDPNoAnswer(t *testing.T) {
	inBubble(t, func(o *Options) { o.ADDPTimeout, o.ADDPRemoteTimeout = 2*time.Second, 2*time.Second }, func(b *bubble) {
		go b.follow(0)
		b.p.say(wire.EventLinkConnected)
		b.c.link(event.LinkUp)
		mute := b.c.kind(event.KindLink).Link
		b.note("told")
		if mute.KeepAlive != "ADDP no answer" || mute.State != event.LinkUp || mute.Lost || mute.Round != 0 {
			t.Errorf("the link is reported as %+v", mute)
		}
		<-time.After(time.Hour)
		b.p.say(wire.EventServerInfo)
		b.c.message(wire.EventServerInfo)
		b.p.raw(packet(wire.ADDPPoll, 77))
		if again := b.c.kind(event.KindLink).Link; again.KeepAlive != "" || again.State != event.LinkUp {
			t.Errorf("the link is reported as %+v", again)
		}
		b.c.failure()
		b.ends("0s I 2000", "0s message", "2s P 0", "4s told", "1h0m4s p 77", "1h0m6s P 1", "1h0m8s closed")
	})
}

func TestADDPRoundTrip(t *testing.T) {
	inBubble(t, func(o *Options) { o.ADDPTimeout = 3 * time.Second }, func(b *bubble) {
		go b.follow(0)
		b.p.say(wire.EventLinkConnected, wire.TextAttribute(wire.AttributeServerVersion, "8.1"))
		b.c.link(event.LinkUp)
		<-time.After(3084 * time.Millisecond)
		b.p.raw(packet(wire.ADDPAnswer, 0))
		told := b.c.kind(event.KindLink).Link
		if told.RoundTrip != 84*time.Millisecond || told.State != event.LinkUp || told.Version != "8.1" || told.Round != 0 {
			t.Errorf("the link is reported as %+v", told)
		}
		// A later state of the link contains it too.
		b.p.say(wire.EventLinkDisconnected)
		if down := b.c.link(event.LinkDown).Link; down.RoundTrip != 84*time.Millisecond {
			t.Errorf("the link is reported as %+v", down)
		}
	})
}

// Polls are answered with ADDP off, between the parts of an extension, and
// before the login's answer.
func TestADDPPollsAreAnswered(t *testing.T) {
	for name, change := range map[string]func(*Options){
		"off":         nil,
		"on":          func(o *Options) { o.ADDPTimeout, o.ADDPRemoteTimeout = time.Minute, time.Minute },
		"remote only": func(o *Options) { o.ADDPRemoteTimeout = time.Minute },
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t)
			c := open(t, s.address(), change)
			p := s.accept()
			if change != nil {
				p.packet(wire.ADDPStart, 60_000)
			}
			p.expect(wire.RequestRegisterClient)
			p.raw(packet(wire.ADDPPoll, 0))
			p.packet(wire.ADDPAnswer, 0)
			p.say(wire.EventLinkConnected)
			want := map[string]string{"off": "ADDP off", "remote only": "ADDP remote only"}[name]
			if got := c.link(event.LinkUp).Link.KeepAlive; got != want {
				t.Errorf("the keep-alive is reported as %q", got)
			}
			body := encoded(t, wire.EventServerInfo, wire.TextAttribute(wire.AttributeErrorMessage, "in two parts"))[4:]
			parts, err := wire.AppendParts(nil, body, []uint16{9, uint16(len(body) - 9)})
			if err != nil {
				t.Fatal(err)
			}
			second := len(parts) - (len(body) - 9) - 4
			p.raw(parts[:second])
			for i := range uint32(3) {
				p.raw(packet(wire.ADDPPoll, wire.MaxADDPValue-i))
				p.packet(wire.ADDPAnswer, wire.MaxADDPValue-i)
			}
			p.raw(parts[second:])
			c.message(wire.EventServerInfo)
		})
	}
}

// packet checks that the client sends this packet next.
func (p *peer) packet(op wire.ADDPOp, value uint32) {
	p.TB.Helper()
	frame, err := p.Frames.Next()
	if err != nil || frame.Body != nil || frame.ADDP != (wire.ADDP{Op: op, Value: value}) {
		p.TB.Fatalf("the client sent %x, %+v, %v; want %c %d", frame.Body, frame.ADDP, err, op, value)
	}
}

// nextPacket returns the next packet that the client sends.
func (p *peer) nextPacket() wire.ADDP {
	p.TB.Helper()
	frame, err := p.Frames.Next()
	if err != nil || frame.Body != nil {
		p.TB.Fatalf("the client sent %x, %v; want a packet", frame.Body, err)
	}
	return frame.ADDP
}

func TestADDPTrace(t *testing.T) {
	inBubble(t, func(o *Options) { o.ADDPTimeout, o.ADDPTrace = 2*time.Second, ADDPTraceLocal }, func(b *bubble) {
		b.p.packet(wire.ADDPStart, 0)
		go b.follow(0)
		b.p.raw(packet(wire.ADDPAccepted, 4711))
		b.p.say(wire.EventLinkConnected)
		b.p.raw(packet(wire.ADDPPoll, 5))
		var got []string
		for len(got) < 5 {
			e := b.c.kind(event.KindRemark)
			if e.Connection != 1 || e.Time.IsZero() {
				t.Errorf("a remark is %+v", e)
			}
			got = append(got, e.Problem)
		}
		want := []string{"sent ADDP I 0", "received ADDP i 4711", "received ADDP P 5", "sent ADDP p 5", "sent ADDP P 0"}
		if !slices.Equal(got, want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	})
}

// If a peer closes the connection on an ADDPStart, the session tries once more without
// it.
func TestADDPRefused(t *testing.T) {
	on := func(o *Options) { o.ADDPTimeout, o.ADDPRemoteTimeout = time.Minute, time.Minute }
	t.Run("accepts without", func(t *testing.T) {
		for _, reset := range []bool{false, true} {
			s := newServer(t)
			c := open(t, s.address(), on)
			p := s.accept()
			p.packet(wire.ADDPStart, 60_000)
			if reset {
				if err := p.Conn.(*net.TCPConn).SetLinger(0); err != nil {
					t.Fatal(err)
				}
			}
			p.Conn.Close()
			again := s.accept()
			again.login()
			for {
				link := c.kind(event.KindLink).Link
				if link.State == event.LinkWaiting || link.State == event.LinkRefused {
					t.Fatalf("the link is reported as %+v", link)
				}
				if link.State == event.LinkUp {
					if link.KeepAlive != "ADDP refused" {
						t.Errorf("the link is reported as %+v", link)
					}
					break
				}
			}
			c.mu.Lock()
			k := c.newKeepAlive(s.address())
			c.mu.Unlock()
			if k.started || !k.refused || k.timeout != 0 {
				t.Errorf("the next connection's keep-alive is %+v", k)
			}
		}
	})
	for name, tt := range map[string]struct {
		again  func(p *peer)
		reason string
		known  bool // the address is remembered
	}{
		"closes without, too": {func(p *peer) { p.Conn.Close() }, "closed the connection without answering", false},
		"refuses the login": {func(p *peer) {
			p.say(wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 119))
		}, "refused the login: error 119", true},
		"garbage": {func(p *peer) { p.raw([]byte("garbage")) }, "67 61 72 62", false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t)
			c := open(t, s.address(), on)
			p := s.accept()
			p.packet(wire.ADDPStart, 60_000)
			p.Conn.Close()
			again := s.accept()
			again.expect(wire.RequestRegisterClient)
			tt.again(again)
			if got := c.failure().Reason; !strings.Contains(got, tt.reason) {
				t.Errorf("the reason is %q", got)
			}
			c.mu.Lock()
			known := c.withoutADDP[s.address()]
			c.mu.Unlock()
			if known != tt.known {
				t.Errorf("remembered: %t", known)
			}
		})
	}
	t.Run("a peer that speaks it closes for another reason", func(t *testing.T) {
		s := newServer(t)
		c := open(t, s.address(), on)
		p := s.accept()
		p.packet(wire.ADDPStart, 60_000)
		p.raw(packet(wire.ADDPAccepted, 1))
		p.expect(wire.RequestRegisterClient)
		p.Conn.Close()
		c.failure()
		if got := c.Counters().Connections; got != 1 {
			t.Errorf("%d connections", got)
		}
	})
}

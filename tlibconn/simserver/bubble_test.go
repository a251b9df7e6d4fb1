package simserver_test

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
)

// bubble is a server in a bubble of testing/synctest, where time passes only while all
// goroutines wait.
type bubble struct {
	*simserver.Server
	network *tlibtest.Pipes
	start   time.Time
}

func inBubble(t *testing.T, options simserver.Options, test func(t *testing.T, b *bubble)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		network := tlibtest.NewPipes()
		options.Listener = network
		test(t, &bubble{Server: serve(t, options), network: network, start: time.Now()})
	})
}

func (b *bubble) connect(t *testing.T) *peer {
	t.Helper()
	ours, err := b.network.Dial(t.Context(), "", "")
	ok(t, err)
	p := newPeer(t, ours)
	// The time in the bubble differs from that of the test.
	ok(t, ours.SetDeadline(time.Time{}))
	return p
}

func (b *bubble) login(t *testing.T, name string, numbers ...string) *peer {
	t.Helper()
	p := b.connect(t)
	p.LogIn(name)
	if m := p.Next(); m.Type != wire.EventLinkConnected {
		t.Fatalf("the login was answered with %s", line(m))
	}
	for _, number := range numbers {
		p.Register(number, 0)
		p.Expect(wire.EventRegistered)
	}
	return p
}

// at asserts the time since the start.
func (b *bubble) at(t *testing.T, want time.Duration) {
	t.Helper()
	if got := time.Since(b.start); got != want {
		t.Fatalf("it is %v after the start, want %v", got, want)
	}
}

// follow reads the peer's stream to its end and returns its content with times.
func (b *bubble) follow(p *peer, told chan<- string) {
	defer close(told)
	for {
		f, err := p.Frames.Next()
		var what string
		switch {
		case errors.Is(err, io.EOF):
			what = "end"
		case err != nil:
			what = err.Error()
		case f.Body == nil:
			what = fmt.Sprintf("%c %d", f.ADDP.Op, f.ADDP.Value)
		default:
			what = wire.MessageType(uint32(f.Body[1])<<24 | uint32(f.Body[2])<<16 | uint32(f.Body[3])<<8 | uint32(f.Body[4])).String()
		}
		told <- fmt.Sprintf("%s %s", time.Since(b.start), what)
		if err != nil {
			return
		}
	}
}

func addp(op wire.ADDPOp, value uint32) []byte { return wire.ADDP{Op: op, Value: value}.Append(nil) }

func collect(told <-chan string) string {
	var lines []string
	for text := range told {
		lines = append(lines, text)
	}
	return strings.Join(lines, ", ")
}

// The server polls a silent client and then gives it up. Any byte from the client is a
// sign of life (WIRE.md, ADDP).
func TestADDPServerPolls(t *testing.T) {
	log := newLogbook()
	inBubble(t, simserver.Options{DNs: dns("7001"), Log: log.write}, func(t *testing.T, b *bubble) {
		p := b.connect(t)
		told := make(chan string, 100)
		p.Write(addp(wire.ADDPStart, 3000|wire.ADDPServerTrace))
		go b.follow(p, told)
		p.LogIn("desk")
		// 0s start; 3s poll 0, answered at 4s; 7s poll 1; half a frame at 9s;
		// 12s poll 2; nothing more.
		pass(4 * time.Second)
		p.Write(addp(wire.ADDPAnswer, 0))
		pass(5 * time.Second)
		p.Write([]byte{0, 0})
		got := collect(told)
		want := "0s i 8391608, 0s EventLinkConnected, 3s P 0, 7s P 1, 12s P 2, 15s end"
		if got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		if clients := b.Clients(); len(clients) != 0 {
			t.Errorf("the clients are %v", clients)
		}
	})
	log.await(t, "client 1 (desk, pipe) was disconnected: it sent nothing, not even an answer to ADDP poll 2")
	log.await(t, "ADDP to client 1 (pipe): i 8391608")
	log.await(t, "ADDP from client 1 (desk, pipe): p 0")
}

// A new start packet replaces the previous one.
func TestADDPStartedAgain(t *testing.T) {
	inBubble(t, simserver.Options{LoginTimeout: time.Hour}, func(t *testing.T, b *bubble) {
		p := b.connect(t)
		told := make(chan string, 100)
		go b.follow(p, told)
		p.Write(addp(wire.ADDPStart, 60_000))
		p.Write(addp(wire.ADDPStart, 0))
		pass(200 * time.Second)
		p.Write(addp(wire.ADDPStart, 500))
		if got, want := collect(told), "0s i 60000, 0s i 0, 3m20s i 500, 3m20.5s P 0, 3m21s end"; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	})
}

// While the path is half-open, the server does not answer, poll or close. Then it starts
// counting again.
func TestADDPOnAHalfOpenPath(t *testing.T) {
	inBubble(t, simserver.Options{}, func(t *testing.T, b *bubble) {
		p := b.connect(t)
		told := make(chan string, 100)
		go b.follow(p, told)
		p.Write(addp(wire.ADDPStart, 1000))
		synctest.Wait()
		ok(t, b.Order("half-open=now"))
		p.Write(addp(wire.ADDPPoll, 7))
		pass(time.Hour)
		ok(t, b.Order("half-open=off"))
		got := collect(told)
		want := "0s i 1000, 1h0m0s p 7, 1h0m1s P 0, 1h0m2s end"
		if got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	})
}

func TestADDPModes(t *testing.T) {
	for _, tt := range []struct{ order, want string }{
		{"addp=on", "0s i 1000, 0s p 7, 0s EventServerInfo, 1s P 0, 2s end"},
		{"addp=off", "0s EventServerInfo, 1m0s end"},
		{"addp=silent", "0s i 1000, 0s EventServerInfo, 1m0s end"},
		{"addp=close", "0s end"},
		{"addp=close,addp=on", "0s i 1000, 0s p 7, 0s EventServerInfo, 1s P 0, 2s end"},
	} {
		t.Run(tt.order, func(t *testing.T) {
			inBubble(t, simserver.Options{}, func(t *testing.T, b *bubble) {
				preset(t, b.Server, tt.order)
				p := b.connect(t)
				told := make(chan string, 100)
				go func() {
					defer close(told)
					heard := make(chan string)
					go b.follow(p, heard)
					for text := range heard {
						if !strings.HasSuffix(text, "EventLinkConnected") {
							told <- text
						}
					}
				}()
				stream := append(addp(wire.ADDPStart, 1000), unhex(t, flowLogin)...)
				stream = append(stream, addp(wire.ADDPPoll, 7)...)
				// A server that closes does not read all of it.
				_, _ = p.Conn.Write(append(stream, frame(t, wire.RequestQueryServer)...))
				pass(time.Minute)
				b.Drop(simserver.Target{}, false)
				if got := collect(told); got != tt.want {
					t.Errorf("got  %s\nwant %s", got, tt.want)
				}
			})
		})
	}
}

// ADDP packets between the frames of an extension, including that of the login, are
// answered.
func TestADDPBetweenTheFramesOfAnExtension(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001")})
	p := connect(t, s)
	login := unhex(t, flowLogin)[4:]
	stream, err := wire.AppendParts(nil, login, []uint16{20, uint16(len(login) - 20)})
	ok(t, err)
	p.Write(stream[:32])
	for at, rest := uint32(0), stream[32:]; len(rest) > 0; at++ {
		p.Write(addp(wire.ADDPPoll, at))
		f, failed := p.Frames.Next()
		if failed != nil || f.Body != nil || f.ADDP != (wire.ADDP{Op: wire.ADDPAnswer, Value: at}) {
			t.Fatalf("poll %d was answered with %+v, %v", at, f, failed)
		}
		size := 4 + int(rest[3])
		p.Write(rest[:size])
		rest = rest[size:]
	}
	p.Expect(wire.EventLinkConnected)
}

// With byte-wise and a delay, one byte arrives every 50 ms.
func TestDelay(t *testing.T) {
	inBubble(t, simserver.Options{DNs: dns("7001"), Path: simserver.Path{Delay: 50 * time.Millisecond}}, func(t *testing.T, b *bubble) {
		p := b.login(t, "desk", "7001")
		b.at(t, 100*time.Millisecond)
		ok(t, b.Order("app=desk,byte-wise=on,delay=1s"))
		p.capture("7001", "start")
		p.Expect(wire.EventACK)
		b.at(t, 18*time.Second+100*time.Millisecond)
		ok(t, b.Order("delay=off"))
		p.Expect(wire.EventUserEvent)
		p.nothing()
		b.at(t, 18*time.Second+100*time.Millisecond)
	})
}

// An order that ends a long delay has effect at once, and so does closing the server.
func TestDelayIsInterrupted(t *testing.T) {
	inBubble(t, simserver.Options{DNs: dns("7001")}, func(t *testing.T, b *bubble) {
		p, other := b.login(t, "desk", "7001"), b.login(t, "other", "7001")
		ok(t, b.Order("delay=1h"))
		p.capture("7001", "start")
		pass(time.Second)
		ok(t, b.Order("app=desk,delay=off"))
		p.Expect(wire.EventACK)
		b.at(t, time.Second)
		ok(t, b.Close())
		other.ExpectEnd()
		b.at(t, time.Second)
	})
}

// An endless message arrives one byte a second.
func TestEndlessByteASecond(t *testing.T) {
	inBubble(t, simserver.Options{DNs: dns("7001")}, func(t *testing.T, b *bubble) {
		p := b.login(t, "desk", "7001")
		ok(t, b.Order("byte-wise=on,delay=1s,endless"))
		got := make([]byte, 40)
		if _, err := io.ReadFull(p.Conn, got); err != nil {
			t.Fatal(err)
		}
		b.at(t, 40*time.Second)
		want := "0000001c" + hex.EncodeToString([]byte("$PACKET EXTENSION V1.00$")) + "01000000" + "00003ffc" + "00000000"
		if hex.EncodeToString(got) != want {
			t.Errorf("got  %x\nwant %s", got, want)
		}
	})
}

// While a path is half-open, nothing is read, acted on or answered. Then everything is,
// in order.
func TestHalfOpen(t *testing.T) {
	var acted int
	options := simserver.Options{DNs: dns("7001"), OnReceive: func(simserver.Client, []byte) { acted++ }}
	inBubble(t, options, func(t *testing.T, b *bubble) {
		p, other := b.login(t, "desk", "7001"), b.login(t, "other", "7001")
		ok(t, b.Order("app=desk,half-open=now"))
		synctest.Wait()
		before := acted
		p.capture("7001", "start")
		synctest.Wait()
		if acted != before {
			t.Error("the request was acted on")
		}
		other.capture("7001", "stop")
		other.Expect(wire.EventACK)
		other.Expect(wire.EventUserEvent)
		told := make(chan string, 10)
		go b.follow(p, told)
		pass(time.Hour)
		if len(told) != 0 {
			t.Errorf("the half-open client got %s", <-told)
		}
		ok(t, b.Order("half-open=off"))
		other.Expect(wire.EventUserEvent)
		synctest.Wait()
		if got := <-told + ", " + <-told + ", " + <-told; got != "1h0m0s EventUserEvent, 1h0m0s EventACK, 1h0m0s EventUserEvent" {
			t.Errorf("got %s", got)
		}
		b.Drop(simserver.Target{}, true)
		collect(told)
	})
}

// half-open=on is also for later clients, half-open=now is not.
func TestHalfOpenForThoseThatCome(t *testing.T) {
	inBubble(t, simserver.Options{}, func(t *testing.T, b *bubble) {
		if err := b.Order("half-open=now"); err == nil || err.Error() != `the fault "half-open=now" has no effect: no client is connected` {
			t.Errorf("got %v", err)
		}
		first := b.login(t, "first")
		ok(t, b.Order("half-open=on"))
		second := b.connect(t)
		told := make(chan string, 10)
		go b.follow(second, told)
		go second.LogIn("second")
		pass(time.Hour)
		if len(told) != 0 {
			t.Errorf("got %s", <-told)
		}
		ok(t, b.Order("half-open=off"))
		if got := <-told; got != "1h0m0s EventLinkConnected" {
			t.Errorf("got %s", got)
		}
		first.nothing()
		b.Drop(simserver.Target{}, true)
		collect(told)
	})
}

// pass waits in the bubble.
func pass(d time.Duration) { <-time.After(d) }

// A client that does not log in is disconnected, whatever else it sends. A client that
// has logged in may be silent.
func TestLoginInTime(t *testing.T) {
	var mu sync.Mutex
	var log []string
	options := simserver.Options{Password: "s3cret", DNs: dns("7001"), Log: func(sentence string) {
		mu.Lock()
		defer mu.Unlock()
		log = append(log, sentence)
	}}
	inBubble(t, options, func(t *testing.T, b *bubble) {
		silent, slow, refused, desk := b.connect(t), b.connect(t), b.connect(t), b.connect(t)
		told := make([]chan string, 3)
		for i, p := range []*peer{silent, slow, refused} {
			told[i] = make(chan string, 100)
			go b.follow(p, told[i])
		}
		desk.LogIn("desk", "s3cret")
		desk.Expect(wire.EventLinkConnected)
		refused.LogIn("desk", "wrong")
		for range 10 {
			pass(2 * time.Second)
			slow.Write(addp(wire.ADDPPoll, 1))
		}
		pass(time.Minute)
		for i, want := range []string{"30s end", "30s end", "30s end"} {
			if got := collect(told[i]); !strings.HasSuffix(got, want) {
				t.Errorf("client %d: %s, want %s at the end", i+1, got, want)
			}
		}
		desk.queryAddress()
		desk.Expect(wire.EventError)
		// A rejected login restarts the time.
		desk.LogIn("desk", "wrong")
		desk.Expect(wire.EventError)
		pass(29 * time.Second)
		desk.LogIn("desk", "s3cret")
		desk.Expect(wire.EventLinkConnected)
		pass(time.Hour)
		desk.nothing()
	})
	mu.Lock()
	defer mu.Unlock()
	if got := strings.Count(strings.Join(log, "\n"), " left: it did not log in within 30s"); got != 3 {
		t.Errorf("the log reports %d clients that did not log in: %s", got, log)
	}
}

func TestLoginTimeoutIsAnOption(t *testing.T) {
	inBubble(t, simserver.Options{LoginTimeout: 3 * time.Second}, func(t *testing.T, b *bubble) {
		told := make(chan string, 10)
		b.follow(b.connect(t), told)
		if got := collect(told); got != "3s end" {
			t.Errorf("got %s", got)
		}
	})
}

// TestStopAfterARestart checks that a restart does not undo a later stop.
func TestStopAfterARestart(t *testing.T) {
	inBubble(t, simserver.Options{}, func(t *testing.T, b *bubble) {
		b.Restart(4 * time.Second)
		b.Stop()
		<-time.After(time.Minute)
		if refusing, _ := b.Refusing(); !refusing {
			t.Error("the restart made it listen again")
		}
	})
}

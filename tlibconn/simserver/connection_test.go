package simserver_test

import (
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/wire"
)

func TestDrop(t *testing.T) {
	for _, tt := range []struct {
		order string
		want  error
	}{{"drop=fin", io.EOF}, {"drop=rst", syscall.ECONNRESET}} {
		t.Run(tt.order, func(t *testing.T) {
			s := serve(t, simserver.Options{DNs: dns("7001", "7002")})
			p, other := login(t, s, "desk", "7001"), login(t, s, "other", "7002")
			// Unread input of the server must not turn FIN into RST.
			ok(t, s.Order("app=desk,half-open=now"))
			p.capture("7001", "start")
			ok(t, s.Order("dn=7001,"+tt.order))
			if _, err := p.Frames.Next(); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			other.nothing()
			if clients := s.Clients(); len(clients) != 1 || clients[0].Application != "other" {
				t.Errorf("the clients are %v", clients)
			}
			again := login(t, s, "desk", "7001")
			ok(t, s.Order("app=other,"+tt.order))
			other.ExpectEnd()
			again.nothing()
		})
	}
}

// The bytes that wait for a client are written before its connection is closed by FIN.
func TestDropComesLast(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001")})
	p := login(t, s, "desk", "7001")
	ok(t, s.Order("half-open=now"))
	ok(t, s.UserEvent("7001", 0, wire.TextPair("k", "v")))
	if count := s.Drop(simserver.Target{IDs: []int{1, 9}}, false); count != 1 {
		t.Errorf("%d clients were dropped", count)
	}
	p.ExpectLines("EventUserEvent UserData={k:v} ThisDN=7001")
	if _, err := p.Frames.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("got %v", err)
	}
	// A client that never closes its end does not block the server.
	ok(t, s.Close())
}

// A request that was read before its path became half-open is not acted on.
func TestHalfOpenHoldsWhatWasRead(t *testing.T) {
	read, goOn := make(chan struct{}), make(chan struct{})
	options := simserver.Options{DNs: dns("7001"), OnReceive: func(client simserver.Client, _ []byte) {
		if client.Application == "desk" && client.Registrations == 1 {
			read <- struct{}{}
			<-goOn
		}
	}}
	s := serve(t, options)
	other, p := login(t, s, "other", "7001"), login(t, s, "desk", "7001")
	p.capture("7001", "start")
	<-read
	ok(t, s.Order("app=desk,half-open=now"))
	close(goOn)
	other.capture("7001", "stop")
	other.ExpectLines("EventACK ReferenceID=2", "EventUserEvent UserData={screen-capture:stop} ThisDN=7001")
	ok(t, s.Order("half-open=off"))
	other.ExpectLines(event7001)
	p.ExpectLines("EventUserEvent UserData={screen-capture:stop} ThisDN=7001", "EventACK ReferenceID=2", event7001)
}

// writes counts the writes to each connection.
type writes struct {
	net.Conn
	mu     *sync.Mutex
	counts *[]int
}

func (w writes) Write(p []byte) (int, error) {
	w.mu.Lock()
	*w.counts = append(*w.counts, len(p))
	w.mu.Unlock()
	return w.Conn.Write(p)
}

func TestByteWise(t *testing.T) {
	var mu sync.Mutex
	var counts []int
	s := serve(t, simserver.Options{DNs: dns("7001"), Wrap: func(c net.Conn) net.Conn { return writes{c, &mu, &counts} }})
	ok(t, s.Order("app=desk,byte-wise=on"))
	login(t, s, "other", "7001")
	mu.Lock()
	if len(counts) != 2 {
		t.Errorf("the other client's writes are %v", counts)
	}
	counts = nil
	mu.Unlock()
	p := login(t, s, "desk", "7001")
	ok(t, s.Order("byte-wise=off,byte-wise=on"))
	p.capture("7001", "start")
	p.ExpectLines("EventACK ReferenceID=2", event7001)
	mu.Lock()
	defer mu.Unlock()
	for _, count := range counts {
		if count != 1 && count != 80-9 { // the other client's event
			t.Fatalf("a write of %d bytes", count)
		}
	}
	if len(counts) < 200 {
		t.Errorf("only %d writes", len(counts))
	}
}

// A client that has left is not kept because of bytes that a delay holds back.
func TestDelayEndsWithTheClient(t *testing.T) {
	ended := make(chan struct{}, 10)
	s := serve(t, simserver.Options{DNs: dns("7001"), Go: func(f func()) {
		go func() {
			f()
			ended <- struct{}{}
		}()
	}})
	p := login(t, s, "desk", "7001")
	ok(t, s.Order("delay=1h"))
	p.capture("7001", "start")
	ok(t, p.Conn.Close())
	guard := time.After(hangGuard)
	for _, which := range []string{"reading", "writing"} {
		select {
		case <-ended:
		case <-guard:
			t.Fatalf("%s continues", which)
		}
	}
}

func TestConnect(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001")})
	p := login(t, s, "desk", "7001")
	ok(t, s.Order("connect=refuse"))
	preset(t, s, "connect=refuse")
	if conn, err := net.Dial("tcp", s.Addr()); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("got %v, %v", conn, err)
	}
	p.nothing()
	ok(t, s.Order("connect=close"))
	connect(t, s).ExpectEnd()
	p.nothing()
	ok(t, s.Order("connect=on"))
	preset(t, s, "connect=on")
	login(t, s, "again", "7001")
	p.nothing()
}

func TestConnectWherePortIsTaken(t *testing.T) {
	s := serve(t, simserver.Options{})
	ok(t, s.Order("connect=refuse"))
	thief, err := net.Listen("tcp", s.Addr())
	ok(t, err)
	want := "the simulated T-Server cannot listen on " + s.Addr() + ": "
	if err = s.Order("connect=on"); err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %v", err)
	}
	ok(t, thief.Close())
	ok(t, s.Start())
	login(t, s, "desk")
}

// A restart keeps DNs, agents, faults and the port, and loses registrations, calls and
// ConnIDs.
func TestRestart(t *testing.T) {
	log := newLogbook()
	s := serve(t, simserver.Options{DNs: []simserver.DN{{Number: "7001", AgentID: "A"}}, Log: log.write})
	ok(t, s.Order("echo=off"))
	before := must(s.Ring("7001", "X"))(t)
	for _, order := range []string{"restart", "restart=1ms"} {
		p := login(t, s, "desk", "7001")
		ok(t, s.Order(order))
		p.ExpectEnd()
		log.await(t, "the simulated T-Server listens on "+s.Addr()+" again")
		log.clear()
		p = connect(t, s)
		p.LogIn("desk")
		m := p.Expect(wire.EventLinkConnected)
		if number := m.Find(wire.AttributeEventSequenceNumber); number == nil || number.Number != 1 {
			t.Errorf("the login's answer is event %+v", number)
		}
		p.capture("7001", "start")
		p.ExpectLines("EventError ReferenceID=1 ThisDN=7001 ErrorCode=41 ErrorMessage=Client has not registered for DN")
		p.Register("7001", 0)
		p.ExpectLines("EventRegistered ReferenceID=2 ThisDN=7001 Extensions={AgentStatus:2i status:0i} AgentID=A")
		p.capture("7001", "start")
		p.ExpectLines("EventACK ReferenceID=3")
		after := must(s.Ring("7001", "X"))(t)
		p.Expect(wire.EventRinging)
		if after>>32 == before>>32 {
			t.Errorf("the ConnIDs continue: %x, %x", before, after)
		}
		ok(t, p.Conn.Close())
	}
}

func TestStopAndStart(t *testing.T) {
	s := serve(t, simserver.Options{})
	p := login(t, s, "desk")
	s.Stop()
	p.ExpectEnd()
	if conn, err := net.Dial("tcp", s.Addr()); err == nil {
		t.Errorf("a stopped server accepted %v", conn.LocalAddr())
	}
	ok(t, s.Start())
	login(t, s, "desk")
}

func TestFlood(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001", "7002")})
	p, other := login(t, s, "desk", "7001", "7002"), login(t, s, "other", "7001")
	ok(t, s.Order("app=desk,flood=20001"))
	for i := range 20_001 {
		want := "EventUserEvent UserData={flood:1i} ThisDN=" + []string{"7001", "7002"}[i%2]
		if got := line(p.Next()); got != want {
			t.Fatalf("event %d: got %s, want %s", i, got, want)
		}
	}
	p.nothing()
	other.nothing()
}

// A client that does not read a flood is forgotten, and the flood ends with it.
func TestFloodOfAClientThatDoesNotRead(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001")})
	login(t, s, "deaf", "7001")
	ok(t, s.Order("flood=100000000"))
	p := login(t, s, "desk", "7001")
	p.nothing()
	ok(t, s.Close())
}

func TestEndless(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001")})
	p := login(t, s, "desk", "7001")
	ok(t, s.Order("endless"), s.UserEvent("7001", 0))
	p.capture("7001", "start")
	for range 2 {
		f, err := p.Frames.Next()
		if err != nil || len(f.Body) != 16<<20 {
			t.Fatalf("got %d bytes, %v", len(f.Body), err)
		}
	}
	ok(t, s.Close())
}

// A client for which too many bytes wait while its path is half-open stays connected
// until the path is no longer half-open. The other clients get everything.
func TestHalfOpenForTooLong(t *testing.T) {
	log := newLogbook()
	s := serve(t, simserver.Options{DNs: dns("7001"), MaxQueued: 1 << 20, Log: log.write})
	p, other := login(t, s, "desk", "7001"), login(t, s, "other", "7001")
	ok(t, s.Order("app=desk,half-open=now"))
	blob := wire.BinaryPair("b", make([]byte, 60_000))
	for range 100 {
		ok(t, s.UserEvent("7001", 0, blob))
		other.Expect(wire.EventUserEvent)
	}
	ok(t, s.UserEvent("7001", 0))
	other.Expect(wire.EventUserEvent)
	log.await(t, "it will be disconnected when its connection is no longer half-open")
	if count := strings.Count(log.text(), "nothing more is sent to"); count != 1 {
		t.Errorf("the log has it %d times", count)
	}
	if clients := s.Clients(); len(clients) != 2 {
		t.Errorf("the clients are %v", clients)
	}
	ok(t, s.Order("half-open=off"))
	p.Drain()
	if clients := s.Clients(); len(clients) != 1 {
		t.Errorf("the clients are %v", clients)
	}
	other.nothing()
}

func TestSetPath(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001"), Path: simserver.Path{ADDP: simserver.ADDPOff}})
	p := login(t, s, "desk")
	p.Write(addp(wire.ADDPPoll, 1))
	p.nothing()
	s.SetPath(simserver.Target{IDs: []int{1}}, simserver.Path{})
	p.Write(addp(wire.ADDPPoll, 2))
	if f, err := p.Frames.Next(); err != nil || f.ADDP.Value != 2 {
		t.Errorf("got %+v, %v", f, err)
	}
	other := login(t, s, "other")
	other.Write(addp(wire.ADDPPoll, 3))
	other.nothing()
	if count := s.Send(simserver.Target{Applications: []string{"desk", "other", "nobody"}}, addp(wire.ADDPPoll, 4)); count != 2 {
		t.Errorf("%d clients", count)
	}
	for _, each := range []*peer{p, other} {
		if f, err := each.Frames.Next(); err != nil || f.ADDP.Value != 4 {
			t.Errorf("got %+v, %v", f, err)
		}
	}
}

// Each kind of garbage has the effect on a client that its Values name.
func TestGarbage(t *testing.T) {
	for _, kind := range simserver.GarbageKinds() {
		t.Run(kind.Word, func(t *testing.T) {
			s := serve(t, simserver.Options{DNs: dns("7001")})
			p, other := login(t, s, "desk", "7001"), login(t, s, "other", "7001")
			ok(t, s.Order("app=desk,garbage="+kind.Word))
			f, err := p.Frames.Next()
			for err == nil && f.Body == nil {
				f, err = p.Frames.Next()
			}
			got := "is valid"
			var framing *wire.FramingError
			var broken *wire.MessageError
			if errors.As(err, &framing) {
				got = "breaks the connection"
			} else if err != nil {
				t.Fatal(err)
			} else {
				var m wire.Message
				if errors.As(m.Decode(f.Body, wire.Limits{}), &broken) {
					got = "loses only that message"
				}
				p.nothing()
			}
			if got != kind.Values {
				t.Errorf("it %s, want it %s (%v, %v)", got, kind.Values, err, broken)
			}
			other.nothing()
		})
	}
	if _, err := simserver.Garbage("litter", ""); err == nil || !strings.HasPrefix(err.Error(), `unknown kind of garbage "litter"; use text, zeros, `) {
		t.Errorf("got %v", err)
	}
	text, err := simserver.Garbage("text", "")
	if err != nil || !strings.HasPrefix(string(text), "HTTP/1.1") {
		t.Errorf("got %q, %v", text, err)
	}
}

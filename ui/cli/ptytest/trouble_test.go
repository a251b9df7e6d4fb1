//go:build unix

package ptytest

import (
	"io"
	"net"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
	"capdeck/ui/internal/screentest"
)

// narrow is the usual size of a terminal: errors must be readable at it.
var narrow = size{80, 24}

// TestAnotherClient starts a capture from another client, capdeck without a screen: the row says that it was not our
// command.
func TestAnotherClient(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001", "7002")
	d := p.sitAt(t, wide, "7001,7002")
	d.waitAll(t, "2 of 2 DNs registered", "○ 2 off")
	out, err := exec.Command(program(), "send", "start", "7002", "--host", p.server.Addr()).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "7002  start confirmed") {
		t.Errorf("capdeck send said %q, %v", out, err)
	}
	d.waitRow(t, "7002", "● REC", "start by another client")
	if got := row(d.Screen, "7001"); !strings.Contains(got, "○ OFF") || strings.Contains(got, "start") {
		t.Errorf("the other row says %q", got)
	}
	d.quit(t)
}

// TestNoRecorder is the most common fault in the field: T-Server accepts the command, and no recorder performs it.
func TestNoRecorder(t *testing.T) {
	t.Parallel()
	p := startServer(t, simserver.Options{}, "7001", "7002")
	d := p.sitAt(t, wide, "7001,7002", "--indication-timeout", "300ms")
	d.waitRow(t, "7001", "~ ? UNKNOWN", "! NO ANSWER")
	d.Send(t, "s")
	d.waitRow(t, "7001", "~ ? UNKNOWN", "start ! NO ANSWER in 300 ms")
	d.waitAll(t, "! 2 faults", "~ 2 stale")
	// A recorder connects, and the next command is confirmed.
	p.record(t, recorder.Options{DNs: []string{"7001", "7002"}})
	d.Send(t, "s")
	d.waitRow(t, "7001", "  ● REC", "start confirmed")
	d.waitAll(t, "! 1 fault", "~ 1 stale")
	d.quit(t)
}

// TestRejected shows T-Server's own text.
func TestRejected(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001")
	if err := p.server.Order("dn=7001,error=1161"); err != nil {
		t.Fatal(err)
	}
	d := p.sitAt(t, size{140, 30}, "7001", "--no-query")
	d.WaitText(t, "1 of 1 DN registered")
	d.Send(t, "s")
	d.waitRow(t, "7001", "? UNKNOWN", "start ! REJECTED 1161 Incorrect object")
}

// TestRefusedDN has a DN that the T-Server does not know: its row says so, and the others work.
func TestRefusedDN(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001", "7003")
	d := p.sitAt(t, narrow, "7001-7003")
	d.waitRow(t, "7002", "? UNKNOWN", "! REFUSED 59 DN is not configured in CME")
	d.waitAll(t, "2/3 DNs", "○ 2 off")
	d.Send(t, "js")
	d.WaitText(t, "start for DN 7002 was not sent: the DN is not registered")
	d.Send(t, "js")
	d.waitRow(t, "7003", "● REC", "start confirmed")
	d.quit(t)
}

// TestOutOfService: the DN's row shows the fault until the DN is back in service.
func TestOutOfService(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001", "7002")
	d := p.sitAt(t, narrow, "7001,7002")
	d.waitAll(t, "2/2 DNs", "○ 2 off")
	if err := p.server.OutOfService("7001"); err != nil {
		t.Fatal(err)
	}
	d.waitRow(t, "7001", "○ OFF", "! OUT OF SERVICE")
	if err := p.server.BackInService("7001"); err != nil {
		t.Fatal(err)
	}
	d.WaitFor(t, func(screen *screentest.Screen) bool {
		return !strings.Contains(row(screen, "7001"), "OUT OF SERVICE")
	}, "the DN to be back in service")
	if err := p.server.UnregisterUnasked("7002", 42); err != nil {
		t.Fatal(err)
	}
	d.waitRow(t, "7002", "~ ○ OFF", "42")
	d.has(t, "1/2 DNs")
}

// TestLinkDown loses the link to the switch: the board keeps everything, but nothing is vouched for until the link
// is back.
func TestLinkDown(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001", "7002")
	d := p.sitAt(t, narrow, "7001,7002")
	d.waitAll(t, "2/2 DNs", "○ 2 off")
	d.Send(t, "s")
	d.waitRow(t, "7001", "● REC", "start confirmed")

	p.server.LinkDown()
	d.waitAll(t, "LINK DOWN", "has no link to the switch", "~ 2 stale")
	d.waitRow(t, "7001", "~ ● REC")
	d.waitRow(t, "7002", "~ ○ OFF")
	d.Send(t, "s")
	d.WaitText(t, "start for DN 7001 was not sent: T-Server has no link to the switch")

	p.server.LinkUp()
	d.waitAll(t, "LINK UP", "2/2 DNs", "~ 0 stale")
	d.waitRow(t, "7001", "   ● REC")
	d.quit(t)
}

// TestNotConnected tests the ways in which no session is established. Each gives a sentence, and the rows are shown.
// The unknown host is one for which no resolver is asked, so the test needs no network.
func TestNotConnected(t *testing.T) {
	closed := listen(t, func(net.Conn) {})
	closed.Close()
	locked := startServer(t, simserver.Options{Password: "secret"}, "7001")
	hangsUp := listen(t, func(conn net.Conn) { conn.Close() })
	web := listen(t, func(conn net.Conn) {
		// The request does not matter: any request is answered.
		_, _ = conn.Read(make([]byte, 1000))
		_, _ = io.WriteString(conn, "HTTP/1.1 400 Bad Request\r\n\r\n")
	})
	for _, test := range []struct {
		name, host string
		state      string
		sentence   string
	}{
		{"unknown host", "no..such..host:7000", "NOT CONNECTED", `Cannot connect to T-Server no..such..host:7000: unknown host name "no..such..host".`},
		{"refused connection", closed.Addr().String(), "NOT CONNECTED", "Cannot connect to T-Server " + closed.Addr().String() + ": connection refused; is T-Server running there, and is the port right?"},
		{"bad password", locked.server.Addr(), "LOGIN REFUSED", "T-Server " + locked.server.Addr() + " refused the login: error 119, Bad password. Check --app-name and the password"},
		{"no answer but a hang-up", hangsUp.Addr().String(), "NOT CONNECTED", "T-Server " + hangsUp.Addr().String() + " refused the login: it closed the connection without answering"},
		{"no T-Server", web.Addr().String(), "NOT CONNECTED", "The connection to T-Server " + web.Addr().String() + " was dropped: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := sit(t, narrow, "--host", test.host, "--dn", "7001,7002")
			d.WaitFor(t, func(screen *screentest.Screen) bool {
				return strings.Contains(unfolded(screen), test.sentence) && strings.Contains(screen.Row(0), test.state)
			}, test.state+": "+test.sentence)
			for _, dn := range []string{"7001", "7002"} {
				if got := row(d.Screen, dn); !strings.Contains(got, "? UNKNOWN") {
					t.Errorf("the row of %s is %q", dn, got)
				}
			}
			d.Send(t, "s")
			d.WaitText(t, "start for DN 7001 was not sent: capdeck is not logged in")
			d.quit(t)
		})
	}
}

// unfolded returns the text of the screen in one line.
func unfolded(screen *screentest.Screen) string {
	return strings.Join(strings.Fields(screen.Text()), " ")
}

// listen accepts connections and passes each to serve.
func listen(t *testing.T, serve func(net.Conn)) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go serve(conn)
		}
	}()
	t.Cleanup(func() { listener.Close() })
	return listener
}

// TestGarbage breaks the connection of a working board: the sentence says why, and the states on the board stay, but
// are not vouched for.
func TestGarbage(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	door := &door{Listener: listener}
	p := startParties(t, simserver.Options{Listener: door}, "7001", "7002")
	d := p.sitAt(t, wide, "7001,7002")
	d.waitAll(t, "2 of 2 DNs registered", "○ 2 off")
	d.Send(t, "s")
	d.waitRow(t, "7001", "● REC", "start confirmed")
	// No further connection is accepted.
	if err = door.Close(); err != nil {
		t.Fatal(err)
	}
	// "HTTP": a frame of 1.2 GB.
	p.meddler.conn(t, board).now(t, "48545450 2f312e31")
	d.waitAll(t, "NOT CONNECTED", "~ 2 stale", "was dropped: framing error")
	d.waitRow(t, "7001", "~ ● REC", "start confirmed")
	d.waitRow(t, "7002", "~ ○ OFF")
	d.quit(t)
}

// door is a listener that can be closed twice.
type door struct {
	net.Listener
	once sync.Once
	err  error
}

func (d *door) Close() error {
	d.once.Do(func() { d.err = d.Listener.Close() })
	return d.err
}

// TestMalformedMessage: a malformed message costs only that message.
func TestMalformedMessage(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001")
	d := p.sitAt(t, wide, "7001")
	d.waitAll(t, "1 of 1 DN registered", "○ 1 off")
	// An EventUserEvent whose ThisDN has the unknown wire letter z.
	p.meddler.conn(t, board).now(t, "00000010 01 00000060 00000014 7a 0004 37303031")
	d.WaitText(t, "undecodable")
	d.Send(t, "s")
	d.waitRow(t, "7001", "● REC", "start confirmed")
	d.has(t, "LINK UP")
	d.quit(t)
}

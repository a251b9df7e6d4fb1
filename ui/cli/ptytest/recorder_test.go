//go:build unix

package ptytest

import (
	"bufio"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
	"capdeck/ui/internal/screentest"
)

// sitAtRecorder starts capdeck recorder --manual, and an agent's desktop.
func (p *parties) sitAtRecorder(t *testing.T, at size, dns string, args ...string) (*desk, *tlibtest.Peer) {
	t.Helper()
	d := sit(t, at, append([]string{"recorder", "--manual", "--host", p.server.Addr(), "--dn", dns}, args...)...)
	d.waitAll(t, "LINK UP", "0 waiting")
	agent := tlibtest.Dial(t, p.server.Addr())
	agent.Start("desk", "7001", "7002")
	return d, agent
}

func sendVerb(agent *tlibtest.Peer, dn, verb string) {
	agent.SendUserEvent(dn, 0xc1, wire.TextPair(event.CaptureKey, verb))
}

// awaitIndication waits until the desktop receives an indication.
func awaitIndication(agent *tlibtest.Peer, word string) {
	for {
		m := agent.Next()
		list, given := m.List(wire.AttributeUserData)
		if m.Type == wire.EventUserEvent && given && event.ParseCapture(list).Indication.String() == word {
			return
		}
	}
}

// TestRecorderByHand answers commands with keys.
func TestRecorderByHand(t *testing.T) {
	p := startServer(t, simserver.Options{}, "7001", "7002")
	d, agent := p.sitAtRecorder(t, size{80, 24}, "7001,7002")
	sendVerb(agent, "7001", "start")
	d.waitAll(t, "1 waiting", "> 7001       ○ OFF      start    00000000000000c1")
	sendVerb(agent, "7002", "query")
	d.waitAll(t, "2 waiting")
	d.Send(t, "jp")
	awaitIndication(agent, "paused")
	d.waitAll(t, "1 waiting", "query -> paused", "accepted", "> 7001")
	d.Send(t, "a")
	awaitIndication(agent, "enabled")
	d.waitAll(t, "0 waiting", "start -> enabled")
	agent.SendUserEvent("7002", 0, wire.TextPair(event.CaptureKey, "stop"))
	d.waitAll(t, "1 waiting")
	d.Send(t, "?")
	d.waitAll(t, "Answer enabled to the command under the cursor")
	d.Send(t, "ded\x1b")
	d.WaitFor(t, func(screen *screentest.Screen) bool { return strings.Contains(screen.Text(), "> 7002") }, "the help to close")
	d.Resize(t, 40, 10)
	d.waitAll(t, "> 7002       ‖ PAUSED   stop")
	d.Send(t, "d")
	awaitIndication(agent, "disabled")
	d.Send(t, "q")
	if code := d.WaitExit(t); code != 0 {
		t.Errorf("exit code %d", code)
	}
	for _, line := range []string{"commands     3  (start 1, stop 1, pause 0, resume 0, query 1)", "indications  3  (accepted 3,"} {
		if !strings.Contains(string(d.Raw()), line) {
			t.Errorf("the counts do not contain %q", line)
		}
	}
}

// TestRecorderByHandRejected shows the code and the text of a rejected indication, and ends by a signal.
func TestRecorderByHandRejected(t *testing.T) {
	p := startServer(t, simserver.Options{}, "7001", "7002")
	d, agent := p.sitAtRecorder(t, wide, "7001,7002")
	sendVerb(agent, "7001", "start")
	d.waitAll(t, "1 waiting")
	if err := p.server.Order("dn=7001,error=59"); err != nil {
		t.Fatal(err)
	}
	d.Send(t, "e")
	d.waitAll(t, "start -> enabled", "rejected 59 DN is not configured in CME")
	d.Signal(t, syscall.SIGTERM)
	if code := d.WaitExit(t); code != 128+int(syscall.SIGTERM) {
		t.Errorf("exit code %d", code)
	}
}

// TestRecorderProcess ends the program by signals. The end of standard input does not end it.
func TestRecorderProcess(t *testing.T) {
	p := startServer(t, simserver.Options{}, "7001")
	for signal, code := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143} {
		cmd := exec.Command(program(), "recorder", "--host", p.server.Addr(), "--dn", "7001", "--json")
		cmd.Env = []string{"HOME=/"} // and standard input is /dev/null
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err = cmd.Start(); err != nil {
			t.Fatal(err)
		}
		guard := time.AfterFunc(hangGuard, func() { _ = cmd.Process.Kill() })
		lines := bufio.NewScanner(out)
		for lines.Scan() && !strings.Contains(lines.Text(), "recording 1 DN as recorder") {
		}
		agent := tlibtest.Dial(t, p.server.Addr())
		agent.Start("desk", "7001")
		sendVerb(agent, "7001", "start")
		awaitIndication(agent, "enabled")
		if err = cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		last := ""
		for lines.Scan() {
			last = lines.Text()
		}
		_ = cmd.Wait()
		guard.Stop()
		if got := cmd.ProcessState.ExitCode(); got != code || !strings.Contains(last, `"type":"counts"`) || !strings.Contains(last, `"commands":1`) {
			t.Errorf("after %s the exit code is %d, want %d, and the last line is %s", signal, got, code, last)
		}
	}
}

//go:build unix

package ptytest

import (
	"bytes"
	"regexp"
	"syscall"
	"testing"

	"capdeck/tlibconn/journal"
	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
	"capdeck/ui/internal/screentest"
)

// control matches bytes that plain text does not contain. The terminal itself turns each line end into CR LF.
var control = regexp.MustCompile("\r[^\n]|[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]")

// isPlain fails if anything but lines of text was ever written.
func (d *desk) isPlain(t *testing.T) {
	t.Helper()
	raw := d.Raw()
	if at := control.FindIndex(raw); at != nil {
		t.Errorf("this is not plain text: %q", raw[max(at[0]-80, 0):at[1]])
	}
}

// leavePlain types quit and waits for the end, which must be a normal one.
func (d *desk) leavePlain(t *testing.T) {
	t.Helper()
	d.Send(t, "quit\n")
	if code := d.WaitExit(t); code != 0 {
		t.Errorf("the program ended with %d", code)
	}
	d.isPlain(t)
}

// TestPlain starts and stops a capture, and survives the loss of the connection, in lines.
func TestPlain(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001", "7002")
	d := p.sitAt(t, wide, "7001,7002", "--plain")
	d.waitAll(t, "Link up: "+p.server.Addr()+" is primary", "2 DNs, 2 registered: 0 recording, 0 paused, 2 off, 0 unknown.")
	d.Send(t, "start 7001\n")
	d.waitAll(t, "7001: recording, was off", "start confirmed in ")

	d.Send(t, "stop 7001\n")
	d.WaitText(t, "Stop the capture of 1 DN (7001)? Type yes or no.")
	d.Send(t, "y\n")
	d.WaitText(t, `"y" is not an answer; the question is still open: Stop the capture`)
	d.Send(t, "yes\n")
	d.waitAll(t, "7001: off, was recording", "stop confirmed in ")

	p.server.Stop()
	d.waitAll(t, "Not connected to "+p.server.Addr(), "7001: not vouched for: the link was lost")
	if err := p.server.Start(); err != nil {
		t.Fatal(err)
	}
	d.Send(t, "reconnect\n")
	d.WaitFor(t, func(screen *screentest.Screen) bool {
		return bytes.Count([]byte(screen.Text()), []byte("2 DNs, 2 registered: 0 recording, 0 paused, 2 off")) == 2
	}, "the counts after the reconnect")
	d.leavePlain(t)
}

// TestPlainNotify writes a line where the board would ring the bell or notify.
func TestPlainNotify(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"bell", "osc9"} {
		p := startParties(t, simserver.Options{}, "7001")
		d := p.sitAt(t, wide, "7001,7002", "--plain", "--notify", how, "--notify-on", "fault,link")
		d.waitAll(t, "7002: REFUSED 59.", "2 DNs, 1 registered")
		d.leavePlain(t)
	}
}

// TestPlainReadOnly refuses with a sentence.
func TestPlainReadOnly(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001")
	d := p.sitAt(t, wide, "7001", "--plain", "--read-only")
	d.waitAll(t, "This session is read-only: it sends only queries.", "1 DN, 1 registered")
	d.Send(t, "start 7001\n")
	d.WaitText(t, "This session is read-only: start is not sent.")
	d.Send(t, "query 7001\n")
	d.WaitText(t, "7001: query confirmed in ")
	d.leavePlain(t)
}

// TestPlainByItself uses the plain form if TERM says that a screen cannot be drawn.
func TestPlainByItself(t *testing.T) {
	t.Parallel()
	for variable, sentence := range map[string]string{
		"TERM=dumb": "TERM is dumb, so capdeck runs in its plain form; set TERM", "TERM=": "TERM is not set, so capdeck runs in its plain form; set TERM",
	} {
		t.Run(variable, func(t *testing.T) {
			p := startParties(t, simserver.Options{}, "7001")
			d := sitWith(t, narrow, []string{variable}, "--host", p.server.Addr(), "--dn", "7001")
			d.waitAll(t, sentence, "1 DN, 1 registered")
			// ctrl+d at the beginning of a line ends the input.
			d.Send(t, "\x04")
			if code := d.WaitExit(t); code != 0 {
				t.Errorf("the program ended with %d", code)
			}
			d.isPlain(t)
		})
	}
}

// TestPlainSlow has a terminal that accepts nothing: commands are sent and outcomes arrive nevertheless, and are
// shown when it accepts output again.
func TestPlainSlow(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001")
	d := p.sitAt(t, wide, "7001", "--plain", "--no-query")
	d.WaitText(t, "1 DN, 1 registered")
	d.Pause()
	for range 12 { // more than the kernel holds, and fewer lines than are folded
		d.Send(t, "help\n")
	}
	for _, verb := range []string{"start", "query"} {
		d.Send(t, verb+" 7001\n")
	}
	// A login, a registration, and the two commands.
	p.seen.wait(t, board, 4)
	d.Resume()
	d.WaitText(t, "query confirmed in ")
	d.hasShown(t, "7001: recording, was unknown")
	d.leavePlain(t)
}

// TestPlainEnds: an open command gets its outcome however the program ends, and the next start reports one that has
// none.
func TestPlainEnds(t *testing.T) {
	t.Parallel()
	p := startServer(t, simserver.Options{}, "7001")
	p.record(t, recorder.Options{DNs: []string{"7001"}, Behaviour: recorder.Behaviour{Silent: true}})
	variables, dir := withState(t)
	sit := func() *desk {
		return sitWith(t, wide, variables, "--host", p.server.Addr(), "--dn", "7001", "--no-query", "--indication-timeout", "1h", "--plain")
	}
	start := func(d *desk) {
		d.WaitText(t, "1 DN, 1 registered")
		d.Send(t, "start 7001\n")
		d.WaitText(t, "7001: start accepted")
	}
	d := sit()
	start(d)
	d.Signal(t, syscall.SIGTERM)
	if code := d.WaitExit(t); code != 128+int(syscall.SIGTERM) {
		t.Errorf("the program ended with %d", code)
	}
	d.waitAll(t, "7001: start got no answer, capdeck exited")

	d = sit()
	start(d)
	d.Send(t, "quit\n")
	d.WaitText(t, "1 command waits for an answer. Quit? Type yes or no.")
	d.Send(t, "yes\n")
	if code := d.WaitExit(t); code != 0 {
		t.Errorf("the program ended with %d", code)
	}
	for _, record := range readJournal(t, dir, journal.Filter{}) {
		if record.Intent.Verb == "start" && record.Outcome.Outcome != "unanswered" {
			t.Errorf("the journal says %+v", record)
		}
	}

	d = sit()
	start(d)
	if err := d.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	d.WaitExit(t)
	d = sit()
	d.waitAll(t, "1 command of an earlier run with an unknown outcome", "1 DN, 1 registered")
	d.leavePlain(t)
}

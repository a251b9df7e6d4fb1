package ptytest

import (
	"os"
	"os/exec"
	"testing"

	"capdeck/tlibconn/simserver"
	"capdeck/ui/screentest"
)

// jobShell runs a program as a shell with job control does: when it is stopped
// the shell says so, and enter lets it go on.
const jobShell = `
set -m
cd "$1" && shift || exit 99
stty -g >before
"$@"
stty -g >after
echo THE SHELL IS BACK
read line
fg
code=$?
stty -g >again
exit $code
`

func underJobShell(t *testing.T, args ...string) (d *desk, notes string) {
	t.Helper()
	notes = t.TempDir()
	cmd := exec.Command("sh", append([]string{"-c", jobShell, "sh", notes, program()}, args...)...)
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "XDG_STATE_HOME="+notes)
	return &desk{Terminal: screentest.Start(t, cmd, wide.width, wide.height), cmd: cmd}, notes
}

// TestSuspend stops the program by ctrl+z: the shell finds its terminal as it
// was, and gets it back by fg the way it was. What happened meanwhile is shown,
// at the size that the terminal has then.
func TestSuspend(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001", "7002")
	d, notes := underJobShell(t, "--host", p.server.Addr(), "--dn", "7001,7002")
	d.waitAll(t, "2 of 2 DNs registered", "○ 2 off")
	d.Send(t, "\x1a")
	d.waitAll(t, "capdeck is stopped: the link to T-Server will be lost", "THE SHELL IS BACK")
	d.isRestored(t)
	settings(t, notes)

	if _, err := p.server.Ring("7002", "+331"); err != nil {
		t.Fatal(err)
	}
	d.Resize(t, 100, 30)
	d.Send(t, "\n")
	d.waitRow(t, "7002", "ringing +331")
	d.WaitFor(t, func(screen *screentest.Screen) bool {
		return screen.AltScreen() && screen.MouseOn() && screen.Bracketed() && !screen.CursorVisible()
	}, "the screen to be up again")
	d.waitAll(t, "2 of 2 DNs registered", "s start")
	d.Send(t, "s")
	d.waitRow(t, "7001", "● REC", "start confirmed")
	d.quit(t)
	if before, again := note(t, notes, "before"), note(t, notes, "again"); before != again {
		t.Errorf("the line settings were %q and are %q", before, again)
	}
}

// TestSuspendWithoutShell is on a terminal where nobody would let the program go
// on: the kernel does not stop it, and it says so.
func TestSuspendWithoutShell(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001")
	d := p.sitAt(t, wide, "7001")
	d.waitAll(t, "1 of 1 DN registered", "○ 1 off")
	d.Send(t, "\x1a")
	d.waitAll(t, "! capdeck is not stopped: there is no shell", "○ 1 off")
	d.Send(t, "s")
	d.waitRow(t, "7001", "● REC", "start confirmed")
	d.quit(t)
}

// TestMouseSwitch leaves the mouse to the terminal and takes it back.
func TestMouseSwitch(t *testing.T) {
	t.Parallel()
	p := startServer(t, simserver.Options{}, "7001")
	d := p.sitAt(t, wide, "7001", "--no-query")
	d.WaitText(t, "1 of 1 DN registered")
	is := func(on bool) {
		t.Helper()
		d.WaitFor(t, func(screen *screentest.Screen) bool { return screen.MouseOn() == on }, "the mouse")
	}
	is(true)
	d.Send(t, "m")
	is(false)
	d.WaitText(t, "the mouse is the terminal's")
	d.Send(t, "mm") // read at once
	d.Send(t, "m")
	d.WaitText(t, "the mouse moves the cursor")
	is(true)
	d.quit(t)
}

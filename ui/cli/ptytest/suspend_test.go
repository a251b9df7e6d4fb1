//go:build unix

package ptytest

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"capdeck/tlibconn/journal"
	"capdeck/tlibconn/simserver"
	"capdeck/ui/internal/screentest"
)

// jobShell runs a program as a shell with job control does. When the program is stopped, the shell changes the
// settings of the terminal to its own and says so, and enter continues the program. If the line begins with a pound
// sign, the program first continues in the background.
const jobShell = `
set -m
cd "$1" && shift || exit 99
stty -g >before
sh -c 'echo $$ >pid.new && mv pid.new pid && exec "$@"' sh "$@"
stty -g >after
stty "$(cat before)"
echo THE SHELL IS BACK
read line
if [ "$line" = "#" ]; then
	bg
	echo IN THE BACKGROUND
	read line
	echo "READ $line"
	read line
fi
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

// TestSuspend stops the program with ctrl+z. The shell finds its terminal unchanged, and the program gets it back
// with fg. The screen then shows what happened in the meantime, at the current size of the terminal.
func TestSuspend(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001", "7002")
	d, notes := underJobShell(t, "--host", p.server.Addr(), "--dn", "7001,7002")
	d.waitAll(t, "2 of 2 DNs registered", "○ 2 off")
	d.Send(t, "\x1a")
	d.waitAll(t, "capdeck is suspended; the link to T-Server will be lost", "THE SHELL IS BACK")
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

// isUp waits until the screen is as it was before a stop.
func (d *desk) isUp(t *testing.T) {
	t.Helper()
	d.WaitFor(t, func(screen *screentest.Screen) bool {
		return screen.AltScreen() && screen.MouseOn() && screen.Bracketed() && !screen.CursorVisible() &&
			hasAll(screen.Text(), "2 of 2 DNs registered", "s start") && !strings.Contains(screen.Text(), "THE SHELL")
	}, "the screen to be up again")
}

func signalNoted(t *testing.T, notes string, signal syscall.Signal) {
	t.Helper()
	pid, err := strconv.Atoi(note(t, notes, "pid"))
	if err != nil {
		t.Fatal(err)
	}
	if err = syscall.Kill(pid, signal); err != nil {
		t.Fatal(err)
	}
}

// TestStopByOthers: after a stop without warning, keys are read one by one again and not echoed, and the whole
// screen is repainted. A stop that the program is asked for (SIGTSTP) leaves the terminal as ctrl+z does.
func TestStopByOthers(t *testing.T) {
	t.Parallel()
	for _, signal := range []syscall.Signal{syscall.SIGSTOP, syscall.SIGTSTP} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			p := startParties(t, simserver.Options{}, "7001", "7002")
			d, notes := underJobShell(t, "--host", p.server.Addr(), "--dn", "7001,7002")
			d.waitAll(t, "2 of 2 DNs registered", "○ 2 off")
			signalNoted(t, notes, signal)
			d.WaitText(t, "THE SHELL IS BACK")
			if signal == syscall.SIGTSTP {
				d.has(t, "capdeck is suspended; the link to T-Server will be lost")
				d.isRestored(t)
				settings(t, notes)
			}
			d.Resize(t, 110, 35)
			d.Send(t, "\n")
			d.isUp(t)
			d.Send(t, "s")
			d.waitRow(t, "7001", "● REC", "start confirmed")
			d.Send(t, "j")
			d.waitAll(t, ">  7002")
			d.quit(t)
			if before, again := note(t, notes, "before"), note(t, notes, "again"); before != again {
				t.Errorf("the line settings were %q and are %q", before, again)
			}
		})
	}
}

// TestInTheBackground continues the program in the background: the terminal belongs to the shell, and the session
// stays alive.
func TestInTheBackground(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001", "7002")
	d, notes := underJobShell(t, "--host", p.server.Addr(), "--dn", "7001,7002", "--requery", "1s", "--confirm", "never")
	d.waitAll(t, "2 of 2 DNs registered", "○ 2 off")
	d.Send(t, "s")
	d.waitRow(t, "7001", "● REC", "start confirmed")
	signalNoted(t, notes, syscall.SIGSTOP)
	d.WaitText(t, "THE SHELL IS BACK")
	d.Send(t, "#\n")
	d.WaitText(t, "IN THE BACKGROUND")
	if _, err := p.server.Ring("7002", "+331"); err != nil {
		t.Fatal(err)
	}
	d.Send(t, "sxsx\n")
	d.WaitText(t, "READ sxsx")
	// Captures are queried again; the second time the program has long known of the call.
	frames, _ := p.seen.of(board)
	p.seen.wait(t, board, len(frames)+2)
	raw := d.Raw()
	if shell := raw[bytes.Index(raw, []byte("IN THE BACKGROUND")):]; bytes.ContainsRune(shell, '\x1b') {
		t.Errorf("the program has written to the shell's terminal: %q", shell)
	}
	d.Send(t, "\n")
	d.isUp(t)
	d.waitRow(t, "7002", "ringing +331")
	d.keepPressing(t, "G", ">  7002")
	d.Send(t, "s")
	d.waitRow(t, "7002", "● REC", "start confirmed")
	d.quit(t)
	sent := ""
	for _, entry := range readJournal(t, filepath.Join(notes, "capdeck", "journal"), journal.Filter{}) {
		if entry.Intent.Verb != "query" {
			sent += entry.Intent.Verb + " " + entry.Intent.DN + ", "
		}
	}
	if sent != "start 7001, start 7002, " {
		t.Errorf("sent was %s", sent)
	}
}

// TestContinuedWithoutAStop: a SIGCONT without a stop does no harm.
func TestContinuedWithoutAStop(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001", "7002")
	d := p.sitAt(t, wide, "7001,7002")
	d.waitAll(t, "2 of 2 DNs registered", "○ 2 off")
	if _, err := d.Screen.Write([]byte("\x1b[HTHE SHELL")); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		d.Signal(t, syscall.SIGCONT)
	}
	d.isUp(t)
	d.keepPressing(t, "G", ">  7002")
	d.waitAll(t, "○ 2 off")
	d.quit(t)
}

// TestSuspendWithoutShell is on a terminal where nothing would continue the program: the kernel does not stop it,
// and it says so.
func TestSuspendWithoutShell(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001")
	d := p.sitAt(t, wide, "7001")
	d.waitAll(t, "1 of 1 DN registered", "○ 1 off")
	d.Send(t, "\x1a")
	d.waitAll(t, "! capdeck was not suspended: there is no shell", "○ 1 off")
	d.Send(t, "s")
	d.waitRow(t, "7001", "● REC", "start confirmed")
	d.quit(t)
}

// TestMouseSwitch releases the mouse to the terminal and takes it back.
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
	d.WaitText(t, "the mouse is off")
	d.Send(t, "mm") // both in one read
	d.Send(t, "m")
	d.WaitText(t, "the mouse is on: a click moves the cursor")
	is(true)
	d.quit(t)
}

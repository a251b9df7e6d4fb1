//go:build unix

package ptytest

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
	"capdeck/ui/internal/screentest"
)

// hangGuard is how long a wait may last before the test fails: the only time in these tests.
const hangGuard = 30 * time.Second

// inBackground starts goroutines for the parties.
func inBackground(f func()) { go f() }

// parties are the other sides of the program's connections: a T-Server, and a recorder unless the test has none.
// seen holds what the T-Server's sockets received.
type parties struct {
	server   *simserver.Server
	recorder *recorder.Recorder
	seen     *tap
	meddler  *meddler
}

// startServer starts a T-Server without a recorder. Equal seeds give equal ConnIDs.
func startServer(t *testing.T, options simserver.Options, dns ...string) *parties {
	t.Helper()
	p := &parties{seen: newTap(), meddler: &meddler{}}
	options.Go, options.OnReceive, options.Wrap = inBackground, p.seen.receive, p.meddler.wrap
	for _, dn := range dns {
		options.DNs = append(options.DNs, simserver.DN{Number: dn})
	}
	server, err := simserver.New(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if closing := server.Close(); closing != nil {
			t.Error(closing)
		}
	})
	p.server = server
	return p
}

// startParties starts a T-Server and a recorder of all its DNs, which is the T-Server's client 1. The program will
// be client 2.
func startParties(t *testing.T, options simserver.Options, dns ...string) *parties {
	t.Helper()
	p := startServer(t, options, dns...)
	p.record(t, recorder.Options{DNs: dns})
	return p
}

// record starts the recorder.
func (p *parties) record(t *testing.T, options recorder.Options) {
	t.Helper()
	options.Addresses, options.Go = []string{p.server.Addr()}, inBackground
	ctx, cancel := context.WithTimeout(t.Context(), hangGuard)
	defer cancel()
	rec, err := recorder.Start(ctx, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(rec.Close)
	p.recorder = rec
}

// size is the size of a terminal in columns and rows.
type size struct{ width, height int }

// wide is a size that shows every column of the board.
var wide = size{120, 40}

// desk is the program on its terminal.
type desk struct {
	*screentest.Terminal
	cmd *exec.Cmd
}

// sit starts the program with the arguments.
func sit(t *testing.T, at size, args ...string) *desk {
	t.Helper()
	return sitWith(t, at, nil, args...)
}

// sitAt starts the program on the parties' T-Server.
func (p *parties) sitAt(t *testing.T, at size, dns string, args ...string) *desk {
	t.Helper()
	return sit(t, at, append([]string{"--host", p.server.Addr(), "--dn", dns}, args...)...)
}

// sitWith starts the program with additional variables.
func sitWith(t *testing.T, at size, variables []string, args ...string) *desk {
	t.Helper()
	cmd := exec.Command(program(), args...)
	if variables != nil {
		cmd.Env = append(append(os.Environ(), "TERM=xterm-256color"), variables...)
	}
	return &desk{Terminal: screentest.Start(t, cmd, at.width, at.height), cmd: cmd}
}

// row returns the line of a DN without the signs of cursor and mark.
func row(screen *screentest.Screen, dn string) string {
	for line := range strings.Lines(screen.Text()) {
		if len(line) > 3 && strings.HasPrefix(line[3:], dn+" ") {
			return strings.TrimRight(line[3:], "\n")
		}
	}
	return ""
}

// waitRow waits until the line of a DN contains all of the texts.
func (d *desk) waitRow(t *testing.T, dn string, texts ...string) {
	t.Helper()
	d.WaitFor(t, func(screen *screentest.Screen) bool {
		return hasAll(row(screen, dn), texts...)
	}, "the row of "+dn+" with "+strings.Join(texts, " and "))
}

// waitNoRow waits until the board shows no such DN.
func (d *desk) waitNoRow(t *testing.T, dn string) {
	t.Helper()
	d.WaitFor(t, func(screen *screentest.Screen) bool { return row(screen, dn) == "" }, "the row of "+dn+" to go")
}

// waitAll waits until the screen contains all of the texts at once.
func (d *desk) waitAll(t *testing.T, texts ...string) {
	t.Helper()
	d.WaitFor(t, func(screen *screentest.Screen) bool { return hasAll(screen.Text(), texts...) }, strings.Join(texts, " and "))
}

// waitGone waits until the screen no longer contains the text.
func (d *desk) waitGone(t *testing.T, text string) {
	t.Helper()
	d.WaitFor(t, func(screen *screentest.Screen) bool { return !strings.Contains(screen.Text(), text) }, text+" to go")
}

func hasAll(text string, wanted ...string) bool {
	for _, want := range wanted {
		if !strings.Contains(text, want) {
			return false
		}
	}
	return true
}

// has fails unless the screen contains the texts now.
func (d *desk) has(t *testing.T, texts ...string) {
	t.Helper()
	screen := d.Screen.Text()
	for _, text := range texts {
		if !strings.Contains(screen, text) {
			t.Errorf("the screen does not say %q:\n%s", text, screen)
		}
	}
}

// focus moves the focus of the open dialog to its second choice, which has the given name. A dialog accepts no key
// before the terminal has shown it, so the key is pressed until the dialog accepts it; at the last choice the key
// does nothing more.
func (d *desk) focus(t *testing.T, choice string) {
	t.Helper()
	d.keepPressing(t, "\x1b[C", "["+choice+"]")
}

// keepPressing presses a key until the screen contains the text. A key that arrives before its target is shown is
// discarded.
func (d *desk) keepPressing(t *testing.T, key, text string) {
	t.Helper()
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		again := time.NewTicker(100 * time.Millisecond)
		defer again.Stop()
		for {
			d.Send(t, key)
			select {
			case <-done:
				return
			case <-again.C:
			}
		}
	}()
	defer func() { close(done); <-stopped }()
	d.WaitText(t, text)
}

// hasShown fails unless the program has drawn the text at some time. A text that is only shown briefly may be gone
// when a test checks.
func (d *desk) hasShown(t *testing.T, text string) {
	t.Helper()
	if !bytes.Contains(d.Raw(), []byte(text)) {
		t.Errorf("%q was never shown", text)
	}
}

// quit presses q and waits for the end, which must be a normal one.
func (d *desk) quit(t *testing.T) {
	t.Helper()
	d.Send(t, "q")
	if code := d.WaitExit(t); code != 0 {
		t.Errorf("the program ended with %d", code)
	}
	d.isRestored(t)
}

// isRestored fails unless the program has taken its screen down.
func (d *desk) isRestored(t *testing.T) {
	t.Helper()
	for _, mode := range []struct {
		name string
		on   bool
	}{
		{"the alternate screen is on", d.Screen.AltScreen()},
		{"the cursor is hidden", !d.Screen.CursorVisible()},
		{"the mouse is on", d.Screen.MouseOn()},
		{"bracketed paste is on", d.Screen.Bracketed()},
	} {
		if mode.on {
			t.Errorf("the screen was left, and %s", mode.name)
		}
	}
}

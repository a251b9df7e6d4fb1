//go:build unix

package ptytest

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"capdeck/tlibconn/simserver"
)

// TestConfiguration runs the board from a file alone: T-Server, DNs, policy, keys.
func TestConfiguration(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001")
	config := t.TempDir()
	file := filepath.Join(config, "capdeck", "config.toml")
	if err := os.Mkdir(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("host = %q\ndn-file = \"floor.csv\"\nconfirm = \"always\"\n[keys]\nstart = \"f2\"\nresume = \"s\"\nhelp = \"alt+h\"\nclear = \"ctrl+k\"\nquit = \"Q\"\n", p.server.Addr())
	for name, text := range map[string]string{file: text, filepath.Join(filepath.Dir(file), "floor.csv"): "7001,Lee,day\n"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	d := sitWith(t, wide, []string{"XDG_CONFIG_HOME=" + config})
	d.waitRow(t, "7001", "○ OFF", "Lee")
	d.has(t, "f2 start", "s resume", "alt+h help", "Q quit")
	// The former key of start asks for confirmation of its new action.
	d.Send(t, "s")
	d.waitAll(t, "Resume the capture of 1 DN?")
	d.focus(t, "resume")
	d.Send(t, "n")
	d.waitGone(t, "Resume the capture of 1 DN?")
	d.Send(t, "\x1bOQ")
	d.focus(t, "start")
	d.Send(t, "y")
	d.waitRow(t, "7001", "● REC", "start confirmed")
	// The former key of quit does nothing any more.
	d.Send(t, "q")
	d.Send(t, "\x1bh")
	d.waitAll(t, "Help", "ctrl+k closes", "f2 ")
	d.Send(t, "\x1b[6~\x1b[6~")
	d.waitAll(t, "alt+h ")
	d.Send(t, "\x0b")
	d.waitGone(t, "ctrl+k closes")
	d.Send(t, "Q")
	if code := d.WaitExit(t); code != 0 {
		t.Errorf("the program ended with %d", code)
	}
	d.isRestored(t)
}

// TestConfirmFlag: no confirmation is asked for if the flag says so.
func TestConfirmFlag(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001")
	d := p.sitAt(t, wide, "7001", "--confirm", "never")
	d.waitRow(t, "7001", "○ OFF")
	d.Send(t, "x")
	d.waitRow(t, "7001", "stop confirmed")
	d.quit(t)
}

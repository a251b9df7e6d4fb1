//go:build unix

package ptytest

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"capdeck/tlibconn/simserver"
	"capdeck/ui/internal/screentest"
)

// TestOwnThemes shows a user's own theme, and steps to one that replaces the built-in dark.
func TestOwnThemes(t *testing.T) {
	t.Parallel()
	config := t.TempDir()
	folder := filepath.Join(config, "capdeck", "themes")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, colour := range map[string]string{"night.toml": "#102030", "dark.toml": "#405060"} {
		text := "[roles]\ntitle = { fg = \"" + colour + "\", bold = true }\n"
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := startParties(t, simserver.Options{}, "7001")
	variables := []string{"XDG_CONFIG_HOME=" + config, "TERM=xterm-256color", "COLORTERM=truecolor", "NO_COLOR="}
	d := sitWith(t, wide, variables, "--host", p.server.Addr(), "--dn", "7001", "--theme", "night")
	d.waitAll(t, "1 of 1 DN registered", "○ 1 off")
	title := func(colour string) func(*screentest.Screen) bool {
		return func(screen *screentest.Screen) bool {
			style := screen.Cell(1, 0).Style
			return style.FG == colour && style.Bold
		}
	}
	d.WaitFor(t, title("#102030"), "the user's own theme")
	d.Send(t, "t")
	d.WaitFor(t, title("#405060"), "the user's own dark")
	d.quit(t)
}

// TestMono shows a board in mono on a terminal with every colour: it receives bold, underline and reverse, but no
// colour, and signs distinguish the states.
func TestMono(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001", "7002")
	variables := []string{"TERM=xterm-256color", "COLORTERM=truecolor", "NO_COLOR="}
	d := sitWith(t, wide, variables, "--host", p.server.Addr(), "--dn", "7001,7002", "--theme", "mono")
	d.waitAll(t, "2 of 2 DNs registered", "○ 2 off", ">  7001")
	d.Send(t, " s")
	d.waitRow(t, "7001", "● REC", "start confirmed")
	d.waitAll(t, " * 7001", ">  7002")
	d.Send(t, "?")
	d.WaitText(t, "esc closes")
	d.Send(t, "\x1b")
	d.waitGone(t, "esc closes")
	d.quit(t)
	for _, sequence := range graphics.FindAll(d.Raw(), -1) {
		if !regexp.MustCompile(`^\x1b\[([0147](;[147])*)?m$`).Match(sequence) {
			t.Fatalf("%q was sent", sequence)
		}
	}
}

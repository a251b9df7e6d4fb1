//go:build unix

package ptytest

import (
	"os"
	"path/filepath"
	"testing"

	"capdeck/tlibconn/simserver"
	"capdeck/ui/internal/screentest"
)

// TestPickColumns chooses columns by flag and by key.
func TestPickColumns(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001")
	d := p.sitAt(t, wide, "7001", "--columns", "capture,dn,registration,last")
	d.waitAll(t, "Capture     DN    Registration", "registered", "Last command")
	d.Send(t, "c")
	d.waitAll(t, "Columns", "4 of 14 shown", "[*] Registration", "[ ] Team")
	d.Send(t, "jj ")
	d.waitAll(t, "3 of 14 shown", "[ ] Registration")
	d.Send(t, "r")
	d.waitAll(t, "7 of 14 shown", "DN    Agent  Capture")
	d.Send(t, "\x1b")
	d.waitAll(t, "Capture     DN    Registration", "s start")
	d.quit(t)
}

// TestRegisterAndUnregister removes a DN from the board and adds it again, and checks the registrations of the
// T-Server.
func TestRegisterAndUnregister(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001", "7002", "7003", "7004")
	d := p.sitAt(t, wide, "7001,7002", "--read-only")
	d.waitAll(t, "2 of 2 DNs registered", "○ 2 off")
	d.Send(t, "+7002-7004\r")
	d.waitAll(t, "4 of 4 DNs registered", "○ 4 off", "added 2 DNs", "1 was already on the board")
	if got := registrations(p); got != 4 {
		t.Errorf("T-Server has %d registrations of the board", got)
	}
	d.Send(t, "  -")
	d.waitAll(t, "Remove 2 DNs from the board?", "[cancel]")
	d.focus(t, "unregister")
	d.Send(t, "y")
	d.waitNoRow(t, "7001")
	d.waitAll(t, "2 of 2 DNs registered", "removed 2 DNs from the board")
	d.WaitFor(t, func(*screentest.Screen) bool { return registrations(p) == 2 }, "EventUnregistered")
	d.Send(t, "+7001\r")
	d.waitRow(t, "7001", "○ OFF")
	d.WaitText(t, "3 of 3 DNs registered")
	if got := registrations(p); got != 3 {
		t.Errorf("T-Server has %d registrations of the board", got)
	}
	d.quit(t)
}

// registrations returns how many DNs the board has registered.
func registrations(p *parties) int {
	for _, client := range p.server.Clients() {
		if client.Application == "capdeck" {
			return client.Registrations
		}
	}
	return 0
}

// TestSaveColumns writes the columns to a configuration, leaves the rest of it unchanged, and finds the columns at
// the next start.
func TestSaveColumns(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001")
	home := t.TempDir()
	file := filepath.Join(home, "capdeck", "config.toml")
	if err := os.Mkdir(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	const before = "# the floor's board\nquery-rate = 100 # a second\n"
	if err := os.WriteFile(file, []byte(before), 0o600); err != nil {
		t.Fatal(err)
	}
	variables := []string{"XDG_CONFIG_HOME=" + home}
	d := sitWith(t, wide, variables, "--host", p.server.Addr(), "--dn", "7001")
	d.waitAll(t, "1 of 1 DN registered", "DN    Agent  Capture")
	d.Send(t, "cj ")
	d.WaitText(t, "6 of 14 shown")
	d.Send(t, "w")
	d.WaitText(t, "the columns were saved in "+file)
	d.quit(t)
	after, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if want := before + "columns = [\"dn\", \"capture\", \"since\", \"gap\", \"call\", \"last\"]\n"; string(after) != want {
		t.Errorf("the configuration is\n%s\nwant\n%s", after, want)
	}
	again := sitWith(t, wide, variables, "--host", p.server.Addr(), "--dn", "7001")
	again.waitAll(t, "DN    Capture     Since", "1 of 1 DN registered")
	if err = os.WriteFile(file, []byte("colums = 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	again.Send(t, "cw")
	again.WaitText(t, "! the columns were not saved: the configuration has errors")
	again.quit(t)

	other := sitWith(t, wide, []string{"XDG_CONFIG_HOME=" + t.TempDir()}, "--host", p.server.Addr(), "--dn", "7001", "--columns", "dn,capture")
	other.WaitText(t, "1 of 1 DN registered")
	other.Send(t, "cw")
	other.WaitText(t, "the columns were saved, but --columns overrides ")
	other.quit(t)
}

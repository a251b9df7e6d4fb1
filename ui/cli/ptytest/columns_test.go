package ptytest

import (
	"testing"

	"capdeck/tlibconn/simserver"
	"capdeck/ui/screentest"
)

// TestPickColumns chooses columns by flag and by key.
func TestPickColumns(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001")
	d := p.sitAt(t, wide, "7001", "--columns", "capture,dn,registration,last")
	d.waitAll(t, "Capture      DN", "Registration", "registered", "Last command")
	d.Send(t, "c")
	d.waitAll(t, "Columns", "4 of 13 shown", "[*] Registration", "[ ] Team")
	d.Send(t, "jj ")
	d.waitAll(t, "3 of 13 shown", "[ ] Registration")
	d.Send(t, "r")
	d.waitAll(t, "7 of 13 shown", "ConnID")
	d.Send(t, "\x1b")
	d.waitAll(t, "Capture      DN", "Registration", "s start")
	d.quit(t)
}

// TestRegisterAndUnregister takes a DN off the board and puts it back: T-Server
// knows.
func TestRegisterAndUnregister(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001", "7002", "7003", "7004")
	d := p.sitAt(t, wide, "7001,7002", "--read-only")
	d.waitAll(t, "2 of 2 DNs registered", "○ 2 off")
	d.Send(t, "+7002-7004\r")
	d.waitAll(t, "4 of 4 DNs registered", "○ 4 off", "2 DNs come to the board", "1 was on it already")
	if got := registrations(p); got != 4 {
		t.Errorf("T-Server has %d registrations of the board", got)
	}
	d.Send(t, "  -")
	d.waitAll(t, "Take 2 DNs off the board?", "[cancel]")
	d.focus(t, "unregister")
	d.Send(t, "y")
	d.waitNoRow(t, "7001")
	d.waitAll(t, "2 of 2 DNs registered", "2 DNs have left the board")
	d.WaitFor(t, func(*screentest.Screen) bool { return registrations(p) == 2 }, "EventUnregistered")
	d.Send(t, "+7001\r")
	d.waitRow(t, "7001", "○ OFF")
	d.WaitText(t, "3 of 3 DNs registered")
	if got := registrations(p); got != 3 {
		t.Errorf("T-Server has %d registrations of the board", got)
	}
	d.quit(t)
}

// registrations is how many DNs the board has registered.
func registrations(p *parties) int {
	for _, client := range p.server.Clients() {
		if client.Application == "capdeck" {
			return client.Registrations
		}
	}
	return 0
}

//go:build unix

package ptytest

import (
	"context"
	"strings"
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
)

// TestSilentRestartIsFoundOut: a recorder that restarts has lost its captures and does not report it. The board
// queries again.
func TestSilentRestartIsFoundOut(t *testing.T) {
	dns := numbers(7001, 41)
	initial := map[string]event.Indication{}
	for _, dn := range dns {
		initial[dn] = event.Enabled
	}
	p := startServer(t, simserver.Options{}, dns...)
	p.record(t, recorder.Options{DNs: dns, Initial: initial})
	d := p.sitAt(t, wide, "7001-7041", "--requery", "3s", "--query-rate", "0")
	d.waitAll(t, "● 41 rec", "~ 0 stale")
	ctx, cancel := context.WithTimeout(t.Context(), hangGuard)
	defer cancel()
	if err := p.recorder.Restart(ctx); err != nil {
		t.Fatal(err)
	}
	d.waitAll(t, "● 0 rec", "○ 41 off", "~ 0 stale", "! 0 faults")
	d.quit(t)
}

// TestSilentRecorderIsToldAndFound: without a recorder the header says so. When one connects, all DNs are queried
// again.
func TestSilentRecorderIsToldAndFound(t *testing.T) {
	dns := numbers(7001, 25)
	p := startServer(t, simserver.Options{}, dns...)
	d := p.sitAt(t, wide, "7001-7025", "--indication-timeout", "300ms")
	d.waitAll(t, "RECORDER SILENT since", "! 25 faults")
	p.record(t, recorder.Options{DNs: dns})
	d.waitAll(t, "○ 25 off", "! 0 faults", "~ 0 stale")
	d.waitGone(t, "RECORDER SILENT")
	d.quit(t)
}

// TestRejectedQueryIsTold: T-Server rejects the query of a DN; the DN is queried again.
func TestRejectedQueryIsTold(t *testing.T) {
	p := startParties(t, simserver.Options{}, "7001", "7002")
	if err := p.server.Order("dn=7001,error=50"); err != nil {
		t.Fatal(err)
	}
	d := p.sitAt(t, wide, "7001,7002")
	d.waitRow(t, "7001", "? UNKNOWN", "! NOT ASKED 50")
	d.waitAll(t, "1 not asked", "! 1 fault")
	if err := p.server.Order("dn=7001,error=off"); err != nil {
		t.Fatal(err)
	}
	d.waitRow(t, "7001", "○ OFF")
	d.waitGone(t, "not asked")
	d.quit(t)
}

// TestBackInServiceIsAsked: a DN that is out of service at the start is queried when it is back.
func TestBackInServiceIsAsked(t *testing.T) {
	p := startParties(t, simserver.Options{}, "7001", "7002")
	if err := p.server.OutOfService("7001"); err != nil {
		t.Fatal(err)
	}
	d := p.sitAt(t, wide, "7001,7002")
	d.waitRow(t, "7002", "○ OFF")
	d.waitRow(t, "7001", "? UNKNOWN", "! OUT OF SERVICE")
	if err := p.server.BackInService("7001"); err != nil {
		t.Fatal(err)
	}
	d.waitRow(t, "7001", "○ OFF")
	d.waitAll(t, "! 0 faults")
	d.quit(t)
}

// TestResynchronise: calls that no snapshot reported are found after a registration that was answered with error
// 125, after an EventHardwareError, and after a key.
func TestResynchronise(t *testing.T) {
	p := startParties(t, simserver.Options{}, "7001", "7002", "7003")
	for _, dn := range []string{"7001", "7002", "7003"} {
		call, err := p.server.Ring(dn, "+33123456")
		if err != nil {
			t.Fatal(err)
		}
		if err := p.server.Answer(dn, call); err != nil {
			t.Fatal(err)
		}
	}
	order := func(orders ...string) {
		t.Helper()
		for _, o := range orders {
			if err := p.server.Order(o); err != nil {
				t.Fatal(err)
			}
		}
	}
	order("dn=7001,register=125", "dn=7002,snapshot=off", "dn=7003,snapshot=off")
	d := p.sitAt(t, wide, "7001-7003", "--read-only")
	d.waitRow(t, "7001", "○ OFF", "talking")
	d.waitAll(t, "○ 3 off")
	if got := row(d.Screen, "7002") + row(d.Screen, "7003"); strings.Contains(got, "talking") {
		t.Fatalf("the calls are known already: %s", got)
	}
	order("dn=7002,snapshot=ints", "dn=7003,snapshot=ints", "dn=7002,hardware-error=52")
	d.waitRow(t, "7002", "talking")
	d.Send(t, "G")
	d.Send(t, "U")
	d.waitRow(t, "7003", "talking")
	d.quit(t)
}

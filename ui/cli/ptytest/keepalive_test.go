//go:build unix

package ptytest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/simserver/selfsigned"
	"capdeck/ui/internal/screentest"
)

// TestKeepAliveOnTheScreen follows the keep-alive: its start with the values of the flags, the round trip, a
// T-Server that does not answer, and one whose machine vanishes.
func TestKeepAliveOnTheScreen(t *testing.T) {
	t.Parallel()
	p := startServer(t, simserver.Options{}, "7001")
	d := p.sitAt(t, size{200, 60}, "7001", "--no-query", "--addp-timeout", "0.5", "--addp-remote-timeout", "2.5", "--addp-trace", "both")
	d.waitAll(t, "1 of 1 DN registered")
	// The start: 2,500 ms and the trace bit; then poll 0.
	p.seen.waitFrame(t, 1, "7032498009c4")
	p.seen.waitFrame(t, 1, "703250000000")
	d.waitAll(t, "received ADDP p ", "primary  8.1.104.12  ADDP ")
	// The program reconnects at once, so the reason above the rows may be gone before it is drawn. It stays in the
	// messages, because the next connection is useless too and brings few messages.
	if err := p.server.Order("half-open=on"); err != nil {
		t.Fatal(err)
	}
	d.WaitFor(t, func(screen *screentest.Screen) bool {
		for line := range strings.Lines(screen.Text()) {
			if hasAll(line, "-- NOT CONNECTED", "T-Server is silent", "not even an answer to ADDP poll") {
				return true
			}
		}
		return false
	}, "the message that says why the connection was lost")
	if err := p.server.Order("half-open=off"); err != nil {
		t.Fatal(err)
	}
	d.waitAll(t, "1 of 1 DN registered", "LINK UP")
	d.quit(t)
}

func TestKeepAliveWithoutAnswer(t *testing.T) {
	t.Parallel()
	p := startServer(t, simserver.Options{Path: simserver.Path{ADDP: simserver.ADDPOff}}, "7001")
	d := p.sitAt(t, narrow, "7001", "--no-query", "--addp-timeout", "0.2")
	d.waitAll(t, "ADDP no answer", "LINK UP")
	d.quit(t)
}

// TestTLSOnTheScreen connects with a certificate to a T-Server that requests one. Without verification the header
// says so, at any width.
func TestTLSOnTheScreen(t *testing.T) {
	t.Parallel()
	authority, err := selfsigned.NewAuthority("capdeck test authority")
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := authority.Issue(selfsigned.Options{Name: "tserver", Hosts: []string{"127.0.0.1"}})
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	cert, key, err := certificate.Write(folder, "desk")
	if err != nil {
		t.Fatal(err)
	}
	ca := filepath.Join(folder, "ca.pem")
	if err = os.WriteFile(ca, authority.PEM, 0o600); err != nil {
		t.Fatal(err)
	}
	p := startServer(t, simserver.Options{TLS: certificate.Server(authority)}, "7001")
	d := p.sitAt(t, wide, "7001", "--no-query", "--tls", "--tls-ca", ca, "--tls-cert", cert, "--tls-key", key)
	d.waitAll(t, "1 of 1 DN registered")
	d.quit(t)
	for _, at := range []size{wide, {40, 10}} {
		d = p.sitAt(t, at, "7001", "--no-query", "--tls", "--tls-insecure", "--tls-cert", cert, "--tls-key", key)
		d.waitAll(t, "TLS NOT VERIFIED")
		d.quit(t)
	}
	d = p.sitAt(t, wide, "7001", "--no-query", "--tls", "--tls-insecure", "--tls-legacy", "--tls-ca", ca, "--tls-cert", cert, "--tls-key", key)
	d.waitAll(t, "TLS LEGACY, NAME NOT VERIFIED", "1 of 1 DN registered")
	d.quit(t)
	d = p.sitAt(t, wide, "7001", "--no-query", "--tls", "--tls-ca", ca)
	d.waitAll(t, "it asks for a client certificate, and none is configured")
}

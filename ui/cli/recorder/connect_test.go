package recorder_test

import (
	"os"
	"path/filepath"
	"testing"

	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/simserver/selfsigned"
	"capdeck/ui/cli/exit"
)

// The flags of TLS, of the password, of the name and of the character set reach the session, also after the connection
// was lost.
func TestConnectionFlags(t *testing.T) {
	const latin1 = "\xd8deg\xe5rd" // Ødegård
	folder := t.TempDir()
	authority, err := selfsigned.NewAuthority("test")
	ok(t, err)
	certificate, err := authority.Issue(selfsigned.Options{Name: "tserver", Hosts: []string{"127.0.0.1"}})
	ok(t, err)
	ca, err := authority.Write(folder, "ca")
	ok(t, err)
	secret := filepath.Join(folder, "secret")
	ok(t, os.WriteFile(secret, []byte("secret\n"), 0o600))
	server := serve(t, simserver.Options{TLS: certificate.Server(nil), Password: "secret"}, latin1)
	p := play(t, server, "--dn", "Ødegård", "--charset", "windows-1252", "--tls", "--tls-ca", ca, "--password-file", secret, "--app-name", "vendor")
	p.await("recording 1 DN as vendor")
	ok(t, server.Order("error=50"))
	for range 2 {
		clients := server.Clients()
		if len(clients) != 1 || clients[0].Application != "vendor" {
			t.Fatalf("the clients are %+v", clients)
		}
		_, err = p.orders.WriteString("recorder dn=Ødegård,unasked=enabled\n")
		ok(t, err)
		p.await("Ødegård", "unasked -> enabled", "rejected 50")
		server.Drop(simserver.Target{Applications: []string{"vendor"}}, false)
		p.await("the recorder is not connected: the connection to T-Server " + server.Addr() + " was lost")
		p.await("logged in to T-Server")
		// Registered again: only then can an order be sent.
		_, err = p.orders.WriteString("recorder dn=Ødegård,unasked=paused\n")
		ok(t, err)
		p.await("unasked -> paused")
	}
	if _, code := p.end(); code != exit.OK {
		t.Errorf("exit code %d", code)
	}
}

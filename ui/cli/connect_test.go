package cli

import (
	"context"
	"crypto/tls"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"capdeck/tlibconn"
	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/simserver/selfsigned"
	"capdeck/tlibconn/tlsconn"
)

// TestConnectScripts runs the scripts of testdata/connect against simulated
// T-Servers. $PLAIN is an ordinary one. $MUTE closes the connection when ADDP starts. $TLS
// has a TLS port, and $MUTUAL also requires client certificates. $LEGACY supports only RSA
// key exchange. The certificate of $NAMELESS has only the common name sip-a. Their DNs are
// 7001 and, in ISO 8859-1, Ødegård. ca.pem is the authority of all of them; desk.pem and
// desk.key belong to a client.
func TestConnectScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/connect", Setup: func(env *testscript.Env) error {
		authority, err := selfsigned.NewAuthority("capdeck test authority")
		if err != nil {
			return err
		}
		if err = writeCertificates(authority, env.WorkDir); err != nil {
			return err
		}
		server, err := authority.Issue(selfsigned.Options{Name: "tserver", Hosts: []string{"127.0.0.1"}})
		if err != nil {
			return err
		}
		nameless, err := authority.Issue(selfsigned.Options{Name: "sip-a"})
		if err != nil {
			return err
		}
		old, err := authority.Issue(selfsigned.Options{Name: "tserver", Hosts: []string{"127.0.0.1"}, RSA: true})
		if err != nil {
			return err
		}
		legacy := old.Server(nil)
		legacy.MaxVersion, legacy.CipherSuites = tls.VersionTLS12, []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}
		for name, options := range map[string]simserver.Options{
			"PLAIN":  {},
			"MUTE":   {Path: simserver.Path{ADDP: simserver.ADDPClose}},
			"TLS":    {TLS: server.Server(nil)},
			"MUTUAL": {TLS: server.Server(authority)},

			"LEGACY":   {TLS: legacy},
			"NAMELESS": {TLS: nameless.Server(nil)},
		} {
			host, err := startRecorded(env, options)
			if err != nil {
				return err
			}
			env.Setenv(name, host)
		}
		env.Setenv("XDG_STATE_HOME", env.WorkDir+"/state")
		return nil
	}})
}

// writeCertificates writes the files that the scripts name.
func writeCertificates(authority *selfsigned.Authority, folder string) error {
	desk, err := authority.Issue(selfsigned.Options{Name: "desk"})
	if err != nil {
		return err
	}
	if _, err = authority.Write(folder, "ca"); err != nil {
		return err
	}
	if _, _, err = desk.Write(folder, "desk"); err != nil {
		return err
	}
	open := filepath.Join(folder, "open.key")
	if err = os.WriteFile(open, desk.KeyPEM, 0o600); err != nil {
		return err
	}
	return os.Chmod(open, 0o640)
}

// startRecorded starts a T-Server and its recorder, which presents the certificate of the
// folder if T-Server requires one.
func startRecorded(env *testscript.Env, options simserver.Options) (string, error) {
	const latin1 = "\xd8deg\xe5rd" // Ødegård
	options.Go, options.DNs = func(f func()) { go f() }, []simserver.DN{{Number: "7001"}, {Number: latin1}}
	server, err := simserver.New(options)
	if err != nil {
		return "", err
	}
	env.Defer(func() { server.Close() })
	recording := recorder.Options{Addresses: []string{server.Addr()}, DNs: []string{"7001", latin1}, Go: options.Go}
	if options.TLS != nil {
		file := func(name string) string { return filepath.Join(env.WorkDir, name) }
		secure := tlsconn.Options{
			CAFile: file("ca.pem"), CertFile: file("desk.pem"), KeyFile: file("desk.key"), Insecure: true, Legacy: true,
		}
		loaded, wrong := secure.Load()
		if wrong != nil {
			return "", wrong
		}
		recording.Configure = func(o *tlibconn.Options) { o.TLS = loaded }
	}
	rec, err := recorder.Start(context.Background(), recording)
	if err != nil {
		return "", err
	}
	env.Defer(rec.Close)
	return server.Addr(), nil
}

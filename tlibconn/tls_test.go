package tlibconn

import (
	"crypto/tls"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/simserver/selfsigned"
	"capdeck/tlibconn/tlsconn"
	"capdeck/tlibconn/wire"
)

// certificates creates the certificate files of one test.
type certificates struct {
	t         *testing.T
	folder    string
	authority *selfsigned.Authority
	ca        string
}

func newCertificates(t *testing.T) *certificates {
	t.Helper()
	authority, err := selfsigned.NewAuthority("capdeck test authority")
	if err != nil {
		t.Fatal(err)
	}
	c := &certificates{t: t, folder: t.TempDir(), authority: authority}
	if c.ca, err = authority.Write(c.folder, "ca"); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *certificates) issue(options selfsigned.Options) *selfsigned.Certificate {
	c.t.Helper()
	certificate, err := c.authority.Issue(options)
	if err != nil {
		c.t.Fatal(err)
	}
	return certificate
}

// client writes a client's certificate and returns options that use it.
func (c *certificates) client(options selfsigned.Options) tlsconn.Options {
	c.t.Helper()
	certificate, key, err := c.issue(options).Write(c.folder, options.Name)
	if err != nil {
		c.t.Fatal(err)
	}
	return tlsconn.Options{CAFile: c.ca, CertFile: certificate, KeyFile: key}
}

// secureServer starts a simulated T-Server with a TLS port; nil means a port without TLS.
func secureServer(t *testing.T, config *tls.Config) *simserver.Server {
	t.Helper()
	server, err := simserver.New(simserver.Options{DNs: []simserver.DN{{Number: "7001"}}, TLS: config, Go: func(f func()) { go f() }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	return server
}

// openTLS opens a session that uses TLS and capdeck's keep-alive.
func openTLS(t *testing.T, address string, options tlsconn.Options, change func(*Options)) *client {
	t.Helper()
	loaded, err := options.Load()
	if err != nil {
		t.Fatal(err)
	}
	return open(t, address, func(o *Options) {
		o.TLS, o.ADDPTimeout, o.ADDPRemoteTimeout = loaded, DefaultADDPTimeout, DefaultADDPRemoteTimeout
		o.ConnectTimeout, o.HandshakeTimeout = hang, hang
		if change != nil {
			change(o)
		}
	})
}

// rsaSuites are cipher suites with RSA key exchange.
func rsaSuites() []uint16 {
	return []uint16{
		tls.TLS_RSA_WITH_AES_256_GCM_SHA384, tls.TLS_RSA_WITH_AES_128_GCM_SHA256,
		tls.TLS_RSA_WITH_AES_128_CBC_SHA256, tls.TLS_RSA_WITH_AES_256_CBC_SHA, tls.TLS_RSA_WITH_AES_128_CBC_SHA,
	}
}

func TestTLS(t *testing.T) {
	files := newCertificates(t)
	other, err := selfsigned.NewAuthority("another authority")
	if err != nil {
		t.Fatal(err)
	}
	local := files.issue(selfsigned.Options{Name: "tserver", Hosts: []string{"127.0.0.1"}})
	named := files.issue(selfsigned.Options{Name: "tserver", Hosts: []string{"sip-a.example", "sip-b.example"}})
	nameless := files.issue(selfsigned.Options{Name: "sip-a"})
	expired := files.issue(selfsigned.Options{Name: "tserver", Hosts: []string{"127.0.0.1"}, Expired: true})
	sameName := files.issue(selfsigned.Options{Name: "sip-a", Hosts: []string{"127.0.0.1"}})
	old, modern := local.Server(nil), local.Server(nil)
	old.MaxVersion, modern.MinVersion = tls.VersionTLS12, tls.VersionTLS13
	mutual12 := local.Server(files.authority)
	mutual12.MaxVersion = tls.VersionTLS12
	onlyRSA := files.issue(selfsigned.Options{Name: "tserver", Hosts: []string{"127.0.0.1"}, RSA: true}).Server(nil)
	onlyRSA.MaxVersion, onlyRSA.CipherSuites = tls.VersionTLS12, rsaSuites()
	only3DES := onlyRSA.Clone()
	only3DES.CipherSuites = []uint16{tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA, tls.TLS_RSA_WITH_RC4_128_SHA}
	trusting := tlsconn.Options{CAFile: files.ca}
	strangers := &certificates{t: t, folder: t.TempDir(), authority: other, ca: files.ca}

	for _, tt := range []struct {
		name    string
		server  *tls.Config
		options tlsconn.Options
		reason  []string // of the failure, none if the login succeeds
	}{
		{"trusted", local.Server(nil), trusting, nil},
		{"TLS 1.2", old, trusting, nil},
		{"TLS 1.3", modern, tlsconn.Options{CAFile: files.ca, MinVersion: tls.VersionTLS13}, nil},
		{"named otherwise", named.Server(nil), tlsconn.Options{CAFile: files.ca, ServerName: "sip-b.example"}, nil},
		{"no name but the one that is asked for", nameless.Server(nil), tlsconn.Options{CAFile: files.ca, ServerName: "SIP-A."}, nil},
		{"not verified", expired.Server(nil), tlsconn.Options{Insecure: true}, nil},
		{"name not verified", named.Server(nil), tlsconn.Options{Insecure: true, CAFile: files.ca}, nil},
		{"no name, not verified", nameless.Server(nil), tlsconn.Options{Insecure: true, CAFile: files.ca}, nil},
		{"only RSA key exchange", onlyRSA, tlsconn.Options{CAFile: files.ca, Legacy: true}, nil},
		{"legacy where it is not needed", old, tlsconn.Options{CAFile: files.ca, Legacy: true}, nil},
		{"legacy where it is not needed, TLS 1.3", modern, tlsconn.Options{CAFile: files.ca, Legacy: true}, nil},
		{"mutual", local.Server(files.authority), files.client(selfsigned.Options{Name: "desk"}), nil},
		{"mutual, TLS 1.2", mutual12, files.client(selfsigned.Options{Name: "desk"}), nil},

		{"unknown authority", local.Server(nil), tlsconn.Options{}, []string{
			"cannot connect to T-Server", "CN=tserver", "signed by an authority that is not trusted here", "CN=capdeck test authority", tlsconn.RemedyAuthority.String(),
		}},
		{"name not verified, unknown authority", strangers.issue(selfsigned.Options{Name: "tserver"}).Server(nil), tlsconn.Options{Insecure: true, CAFile: files.ca}, []string{
			"signed by an authority that is not trusted here: CN=another authority; " + tlsconn.RemedyAuthority.String(),
		}},
		{"name not verified, expired", expired.Server(nil), tlsconn.Options{Insecure: true, CAFile: files.ca}, []string{"its certificate (CN=tserver) expired on 20"}},
		{"expired", expired.Server(nil), trusting, []string{"its certificate (CN=tserver) expired on 20"}},
		{"wrong name", named.Server(nil), trusting, []string{"its certificate is for sip-a.example, sip-b.example, not for 127.0.0.1; " + tlsconn.RemedyServerName.String()}},
		{"no name", nameless.Server(nil), trusting, []string{"its certificate lists no host names, and its common name is sip-a, not 127.0.0.1; " + tlsconn.RemedyServerName.String()}},
		{"no name, another one asked for", nameless.Server(nil), tlsconn.Options{CAFile: files.ca, ServerName: "sip-b"}, []string{"its common name is sip-a, not sip-b; " + tlsconn.RemedyServerName.String()}},
		{"wrong name asked for", local.Server(nil), tlsconn.Options{CAFile: files.ca, ServerName: "sip-a"}, []string{"its certificate is for 127.0.0.1, not for sip-a; " + tlsconn.RemedyServerName.String()}},
		{"common name together with other names", sameName.Server(nil), tlsconn.Options{CAFile: files.ca, ServerName: "sip-a"}, []string{"its certificate is for 127.0.0.1, not for sip-a"}},
		{"too old", old, tlsconn.Options{CAFile: files.ca, MinVersion: tls.VersionTLS13}, []string{"it supports no TLS version that is allowed here; " + tlsconn.RemedyMinVersion.String()}},
		{"only RSA key exchange, not allowed", onlyRSA, trusting, []string{"it supports only RSA key exchange, which is off by default: anyone who obtains the server's key later can read what was recorded before; " + tlsconn.RemedyLegacy.String()}},
		{"only 3DES and RC4", only3DES, trusting, []string{"it refuses the TLS connection: handshake failure"}},
		{"only 3DES and RC4, legacy", only3DES, tlsconn.Options{CAFile: files.ca, Legacy: true}, []string{"it refuses the TLS connection: handshake failure"}},
		{"plain server", nil, trusting, []string{"it closed the connection during the TLS handshake, as a port without TLS does; " + tlsconn.RemedyPlain.String()}},
		{"client certificate wanted", local.Server(files.authority), trusting, []string{"it asks for a client certificate, and none is configured; " + tlsconn.RemedyCertificate.String()}},
		{"client certificate wanted, TLS 1.2", mutual12, trusting, []string{"it asks for a client certificate, and none is configured; " + tlsconn.RemedyCertificate.String()}},
		{"client certificate of a stranger", local.Server(files.authority), strangers.client(selfsigned.Options{Name: "stranger"}), []string{"it refuses our client certificate: it does not trust the authority; " + tlsconn.RemedyCertificate.String()}},
		{"client certificate of a stranger, TLS 1.2", mutual12, strangers.client(selfsigned.Options{Name: "stranger"}), []string{"it refuses our client certificate"}},
		{"client certificate expired", local.Server(files.authority), files.client(selfsigned.Options{Name: "old", Expired: true}), []string{"it refuses our client certificate: expired; " + tlsconn.RemedyCertificate.String()}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server := secureServer(t, tt.server)
			c := openTLS(t, server.Addr(), tt.options, nil)
			c.Register("7001")
			if tt.reason == nil {
				c.link(event.LinkUp)
				if m := c.message(wire.EventRegistered); m.Request.Kind != event.RequestRegister {
					t.Errorf("the answer is %+v", m)
				}
				return
			}
			link := c.failure()
			for _, part := range tt.reason {
				if !strings.Contains(link.Reason, part) {
					t.Errorf("the reason is %q, which lacks %q", link.Reason, part)
				}
			}
			if !strings.Contains(link.Reason, server.Addr()) || strings.Contains(link.Reason, "tls:") || strings.Contains(link.Reason, "x509") {
				t.Errorf("the reason is %q", link.Reason)
			}
		})
	}
}

// Servers without TLS where the client expects it, and with TLS where it does not.
func TestTLSOnTheWrongPort(t *testing.T) {
	t.Run("a server that speaks first", func(t *testing.T) {
		s := newServer(t)
		c := openTLS(t, s.address(), tlsconn.Options{}, nil)
		p := s.accept()
		p.say(wire.EventServerInfo)
		if got := c.failure().Reason; !strings.Contains(got, "it does not speak TLS on this port") {
			t.Errorf("the reason is %q", got)
		}
	})
	t.Run("a server that waits", func(t *testing.T) {
		s := newServer(t)
		c := openTLS(t, s.address(), tlsconn.Options{}, func(o *Options) { o.HandshakeTimeout = 20 * time.Millisecond })
		s.accept()
		if got := c.failure().Reason; !strings.Contains(got, "it did not answer the TLS handshake in time") {
			t.Errorf("the reason is %q", got)
		}
	})
	t.Run("an alert", func(t *testing.T) {
		s := newServer(t)
		c := open(t, s.address(), nil)
		p := s.accept()
		p.expect(wire.RequestRegisterClient)
		p.raw([]byte{0x15, 3, 1, 0, 2, 2, 70})
		link := c.failure()
		if !strings.Contains(link.Reason, "expects TLS on this port") || !strings.HasSuffix(link.Reason, tlsconn.RemedyTLS.String()) || !strings.Contains(link.Reason, "15 03 01 00 02 02 46") {
			t.Errorf("the reason is %q", link.Reason)
		}
	})
	t.Run("a simulated T-Server", func(t *testing.T) {
		files := newCertificates(t)
		server := secureServer(t, files.issue(selfsigned.Options{Name: "tserver"}).Server(nil))
		c := open(t, server.Addr(), func(o *Options) { o.ADDPTimeout = time.Minute })
		if got := c.failure().Reason; !strings.Contains(got, "closed the connection without answering, as a TLS port also does; "+tlsconn.RemedyTLS.String()) {
			t.Errorf("the reason is %q", got)
		}
	})
}

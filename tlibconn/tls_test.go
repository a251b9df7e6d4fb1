package tlibconn

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/simserver/selfsigned"
	"capdeck/tlibconn/wire"
)

// certificates are files and servers' configurations of one test.
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

// client writes a client's certificate and returns the options with it.
func (c *certificates) client(options selfsigned.Options) TLSOptions {
	c.t.Helper()
	certificate, key, err := c.issue(options).Write(c.folder, options.Name)
	if err != nil {
		c.t.Fatal(err)
	}
	return TLSOptions{CAFile: c.ca, CertFile: certificate, KeyFile: key}
}

// secureServer is a simulated T-Server with a port for TLS; nil means a plain
// one.
func secureServer(t *testing.T, config *tls.Config) *simserver.Server {
	t.Helper()
	server, err := simserver.New(simserver.Options{DNs: []simserver.DN{{Number: "7001"}}, TLS: config, Go: func(f func()) { go f() }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	return server
}

// openTLS opens a session by TLS, with the keep-alive as the program has it.
func openTLS(t *testing.T, address string, options TLSOptions, change func(*Options)) *client {
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
	onlyRSA.MaxVersion, onlyRSA.CipherSuites = tls.VersionTLS12, rsaSuites[:]
	only3DES := onlyRSA.Clone()
	only3DES.CipherSuites = []uint16{tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA, tls.TLS_RSA_WITH_RC4_128_SHA}
	trusting := TLSOptions{CAFile: files.ca}
	strangers := &certificates{t: t, folder: t.TempDir(), authority: other, ca: files.ca}

	for _, tt := range []struct {
		name    string
		server  *tls.Config
		options TLSOptions
		reason  []string // of the failure, none if the login stands
	}{
		{"trusted", local.Server(nil), trusting, nil},
		{"TLS 1.2", old, trusting, nil},
		{"TLS 1.3", modern, TLSOptions{CAFile: files.ca, MinVersion: tls.VersionTLS13}, nil},
		{"named otherwise", named.Server(nil), TLSOptions{CAFile: files.ca, ServerName: "sip-b.example"}, nil},
		{"no name but the one that is asked for", nameless.Server(nil), TLSOptions{CAFile: files.ca, ServerName: "SIP-A."}, nil},
		{"not verified", expired.Server(nil), TLSOptions{Insecure: true}, nil},
		{"name not verified", named.Server(nil), TLSOptions{Insecure: true, CAFile: files.ca}, nil},
		{"no name, not verified", nameless.Server(nil), TLSOptions{Insecure: true, CAFile: files.ca}, nil},
		{"only RSA key exchange", onlyRSA, TLSOptions{CAFile: files.ca, Legacy: true}, nil},
		{"legacy where it is not needed", old, TLSOptions{CAFile: files.ca, Legacy: true}, nil},
		{"legacy where it is not needed, TLS 1.3", modern, TLSOptions{CAFile: files.ca, Legacy: true}, nil},
		{"mutual", local.Server(files.authority), files.client(selfsigned.Options{Name: "desk"}), nil},
		{"mutual, TLS 1.2", mutual12, files.client(selfsigned.Options{Name: "desk"}), nil},

		{"unknown authority", local.Server(nil), TLSOptions{}, []string{
			"cannot connect to T-Server", "CN=tserver", "signed by an authority that is not trusted here", "CN=capdeck test authority", RemedyAuthority.String(),
		}},
		{"name not verified, unknown authority", strangers.issue(selfsigned.Options{Name: "tserver"}).Server(nil), TLSOptions{Insecure: true, CAFile: files.ca}, []string{
			"signed by an authority that is not trusted here: CN=another authority; " + RemedyAuthority.String(),
		}},
		{"name not verified, expired", expired.Server(nil), TLSOptions{Insecure: true, CAFile: files.ca}, []string{"its certificate (CN=tserver) has expired on 20"}},
		{"expired", expired.Server(nil), trusting, []string{"its certificate (CN=tserver) has expired on 20"}},
		{"wrong name", named.Server(nil), trusting, []string{"its certificate is for sip-a.example, sip-b.example, not for 127.0.0.1; " + RemedyServerName.String()}},
		{"no name", nameless.Server(nil), trusting, []string{"its certificate lists no host names, and its common name is sip-a, not 127.0.0.1; " + RemedyServerName.String()}},
		{"no name, another one asked for", nameless.Server(nil), TLSOptions{CAFile: files.ca, ServerName: "sip-b"}, []string{"its common name is sip-a, not sip-b; " + RemedyServerName.String()}},
		{"wrong name asked for", local.Server(nil), TLSOptions{CAFile: files.ca, ServerName: "sip-a"}, []string{"its certificate is for 127.0.0.1, not for sip-a; " + RemedyServerName.String()}},
		{"common name beside other names", sameName.Server(nil), TLSOptions{CAFile: files.ca, ServerName: "sip-a"}, []string{"its certificate is for 127.0.0.1, not for sip-a"}},
		{"too old", old, TLSOptions{CAFile: files.ca, MinVersion: tls.VersionTLS13}, []string{"it speaks no version of TLS that is allowed here; " + RemedyMinVersion.String()}},
		{"only RSA key exchange, not allowed", onlyRSA, trusting, []string{reasonOnlyRSA + "; " + RemedyLegacy.String()}},
		{"only 3DES and RC4", only3DES, trusting, []string{"it refuses the TLS connection: handshake failure"}},
		{"only 3DES and RC4, legacy", only3DES, TLSOptions{CAFile: files.ca, Legacy: true}, []string{"it refuses the TLS connection: handshake failure"}},
		{"plain server", nil, trusting, []string{"it closed the connection during the TLS handshake, as a port without TLS does; " + RemedyPlain.String()}},
		{"client certificate wanted", local.Server(files.authority), trusting, []string{reasonNoCertificate + "; " + RemedyCertificate.String()}},
		{"client certificate wanted, TLS 1.2", mutual12, trusting, []string{reasonNoCertificate + "; " + RemedyCertificate.String()}},
		{"client certificate of a stranger", local.Server(files.authority), strangers.client(selfsigned.Options{Name: "stranger"}), []string{"it refuses our client certificate: it does not trust the authority; " + RemedyCertificate.String()}},
		{"client certificate of a stranger, TLS 1.2", mutual12, strangers.client(selfsigned.Options{Name: "stranger"}), []string{"it refuses our client certificate"}},
		{"client certificate expired", local.Server(files.authority), files.client(selfsigned.Options{Name: "old", Expired: true}), []string{"it refuses our client certificate: expired; " + RemedyCertificate.String()}},
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

// What is no TLS at all on a port where it should be, and TLS where it should
// not be.
func TestTLSOnTheWrongPort(t *testing.T) {
	t.Run("a server that speaks first", func(t *testing.T) {
		s := newServer(t)
		c := openTLS(t, s.address(), TLSOptions{}, nil)
		p := s.accept()
		p.say(wire.EventServerInfo)
		if got := c.failure().Reason; !strings.Contains(got, reasonPlain) {
			t.Errorf("the reason is %q", got)
		}
	})
	t.Run("a server that waits", func(t *testing.T) {
		s := newServer(t)
		c := openTLS(t, s.address(), TLSOptions{}, func(o *Options) { o.HandshakeTimeout = 20 * time.Millisecond })
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
		if !strings.Contains(link.Reason, "speaks TLS on this port") || !strings.HasSuffix(link.Reason, RemedyTLS.String()) || !strings.Contains(link.Reason, "15 03 01 00 02 02 46") {
			t.Errorf("the reason is %q", link.Reason)
		}
	})
	t.Run("a simulated T-Server", func(t *testing.T) {
		files := newCertificates(t)
		server := secureServer(t, files.issue(selfsigned.Options{Name: "tserver"}).Server(nil))
		c := open(t, server.Addr(), func(o *Options) { o.ADDPTimeout = time.Minute })
		if got := c.failure().Reason; !strings.Contains(got, "closed the connection without an answer, as a port for TLS does too; "+RemedyTLS.String()) {
			t.Errorf("the reason is %q", got)
		}
	})
}

func TestTLSFiles(t *testing.T) {
	files := newCertificates(t)
	good := files.client(selfsigned.Options{Name: "desk"})
	another := files.client(selfsigned.Options{Name: "another"})
	write := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(files.folder, name)
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	key, err := os.ReadFile(good.KeyFile)
	if err != nil {
		t.Fatal(err)
	}
	open := write("open.key", string(key), 0o644)
	text := write("text.pem", "no certificate\n", 0o600)
	huge := write("huge.pem", strings.Repeat("x", maxTLSFile+1), 0o600)
	for _, tt := range []struct {
		name    string
		options TLSOptions
		field   string // "" for none
		want    string
	}{
		{"all", good, "", ""},
		{"nothing", TLSOptions{}, "", ""},
		{"no such authority", TLSOptions{CAFile: files.folder + "/none.pem"}, "CAFile", "none.pem: no such file"},
		{"no authority in it", TLSOptions{CAFile: text}, "CAFile", "text.pem holds no certificate in PEM form"},
		{"too large", TLSOptions{CAFile: huge}, "CAFile", "huge.pem is larger than 1048576 bytes"},
		{"key alone", TLSOptions{KeyFile: good.KeyFile}, "KeyFile", "of no use without its certificate"},
		{"certificate alone", TLSOptions{CertFile: good.CertFile}, "CertFile", "of no use without its key"},
		{"no such certificate", TLSOptions{CertFile: files.folder + "/none.pem", KeyFile: good.KeyFile}, "CertFile", "none.pem: no such file"},
		{"no certificate in it", TLSOptions{CertFile: text, KeyFile: good.KeyFile}, "CertFile", "text.pem holds no certificate in PEM form"},
		{"no such key", TLSOptions{CertFile: good.CertFile, KeyFile: files.folder + "/none.key"}, "KeyFile", "none.key: no such file"},
		{"a key that others can read", TLSOptions{CertFile: good.CertFile, KeyFile: open}, "KeyFile", "open.key: others can read it (mode 0644): chmod 600 it"},
		{"another's key", TLSOptions{CertFile: good.CertFile, KeyFile: another.KeyFile}, "KeyFile", "another.key is not the key of the certificate"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.options.Load()
			if tt.field == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			var option *TLSOptionError
			if !errors.As(err, &option) || option.Field != tt.field || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %+v: %v", option, err)
			}
			if strings.Contains(err.Error(), "BEGIN") {
				t.Error("the error holds the file")
			}
		})
	}
}

func TestTLSVersions(t *testing.T) {
	for text, want := range map[string]uint16{"1.0": 0x301, "1.1": 0x302, "1.2": 0x303, "1.3": 0x304} {
		if got, err := ParseTLSVersion(text); err != nil || got != want {
			t.Errorf("%s is %x, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "1", "1.4", "TLS1.2", "3"} {
		if _, err := ParseTLSVersion(text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
	if config, err := (TLSOptions{}).config(); err != nil || config.MinVersion != tls.VersionTLS12 {
		t.Errorf("the default is %x, %v", config.MinVersion, err)
	}
}

// The end of a session does not wait for a peer that takes nothing.
func TestTLSCloseDoesNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		certificate := newCertificates(t).issue(selfsigned.Options{Name: "tserver"})
		ours, theirs := net.Pipe()
		defer theirs.Close()
		shaken := make(chan error, 1)
		go func() {
			config := certificate.Server(nil)
			config.SessionTicketsDisabled = true // nobody would read them here
			shaken <- tls.Server(theirs, config).Handshake()
		}()
		loaded, err := TLSOptions{Insecure: true}.Load()
		if err != nil {
			t.Fatal(err)
		}
		secured, err := loaded.secure(t.Context(), ours, "sip-a.example:7000", nil)
		if err != nil {
			t.Fatal(err)
		}
		if err = <-shaken; err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if err = secured.Close(); err == nil {
			t.Error("the good-bye was taken")
		}
		if took := time.Since(start); took != goodbyeTime {
			t.Errorf("the end took %s", took)
		}
		if _, err = ours.Write([]byte{0}); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("the socket is open: %v", err)
		}
	})
}

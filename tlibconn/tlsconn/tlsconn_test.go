package tlsconn

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"capdeck/tlibconn/simserver/selfsigned"
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
func (c *certificates) client(options selfsigned.Options) Options {
	c.t.Helper()
	certificate, key, err := c.issue(options).Write(c.folder, options.Name)
	if err != nil {
		c.t.Fatal(err)
	}
	return Options{CAFile: c.ca, CertFile: certificate, KeyFile: key}
}

func TestFiles(t *testing.T) {
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
	huge := write("huge.pem", strings.Repeat("x", maxFile+1), 0o600)
	for _, tt := range []struct {
		name    string
		options Options
		field   string // "" for none
		want    string
	}{
		{"all", good, "", ""},
		{"nothing", Options{}, "", ""},
		{"no such authority", Options{CAFile: files.folder + "/none.pem"}, "CAFile", "none.pem: no such file"},
		{"no authority in it", Options{CAFile: text}, "CAFile", "text.pem contains no certificate in PEM form"},
		{"too large", Options{CAFile: huge}, "CAFile", "huge.pem is larger than 1048576 bytes"},
		{"key alone", Options{KeyFile: good.KeyFile}, "KeyFile", "needs its certificate"},
		{"certificate alone", Options{CertFile: good.CertFile}, "CertFile", "needs its key"},
		{"no such certificate", Options{CertFile: files.folder + "/none.pem", KeyFile: good.KeyFile}, "CertFile", "none.pem: no such file"},
		{"no certificate in it", Options{CertFile: text, KeyFile: good.KeyFile}, "CertFile", "text.pem contains no certificate in PEM form"},
		{"no such key", Options{CertFile: good.CertFile, KeyFile: files.folder + "/none.key"}, "KeyFile", "none.key: no such file"},
		{"a key that others can read", Options{CertFile: good.CertFile, KeyFile: open}, "KeyFile", "open.key is readable by others (mode 0644); run chmod 600 on it"},
		{"another's key", Options{CertFile: good.CertFile, KeyFile: another.KeyFile}, "KeyFile", "another.key is not the key of the certificate"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.options.Load()
			if tt.field == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			var option *OptionError
			if !errors.As(err, &option) || option.Field != tt.field || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %+v: %v", option, err)
			}
			if strings.Contains(err.Error(), "BEGIN") {
				t.Error("the error holds the file")
			}
		})
	}
}

func TestVersions(t *testing.T) {
	for text, want := range map[string]uint16{"1.0": 0x301, "1.1": 0x302, "1.2": 0x303, "1.3": 0x304} {
		if got, err := ParseVersion(text); err != nil || got != want {
			t.Errorf("%s is %x, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "1", "1.4", "TLS1.2", "3"} {
		if _, err := ParseVersion(text); err == nil {
			t.Errorf("%q is accepted", text)
		}
	}
	if config, err := (Options{}).config(); err != nil || config.MinVersion != tls.VersionTLS12 {
		t.Errorf("the default is %x, %v", config.MinVersion, err)
	}
}

// Close does not wait for a peer that does not read.
func TestCloseDoesNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		certificate := newCertificates(t).issue(selfsigned.Options{Name: "tserver"})
		ours, theirs := net.Pipe()
		defer theirs.Close()
		shaken := make(chan error, 1)
		go func() {
			config := certificate.Server(nil)
			config.SessionTicketsDisabled = true // no one would read them here
			shaken <- tls.Server(theirs, config).Handshake()
		}()
		loaded, err := Options{Insecure: true}.Load()
		if err != nil {
			t.Fatal(err)
		}
		secured, err := loaded.Secure(t.Context(), ours, "sip-a.example:7000", nil)
		if err != nil {
			t.Fatal(err)
		}
		if err = <-shaken; err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if err = secured.Close(); err == nil {
			t.Error("Close returned no error, although the peer did not read")
		}
		if took := time.Since(start); took != goodbyeTime {
			t.Errorf("the end took %s", took)
		}
		if _, err = ours.Write([]byte{0}); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("the socket is open: %v", err)
		}
	})
}

func TestCommonNames(t *testing.T) {
	for _, tt := range []struct {
		pattern, host string
		want          bool
	}{
		{"sip-a", "sip-a", true},
		{"sip-a", "SIP-A", true},
		{"sip-a.example", "sip-a.example.", true},
		{"sip-a.example.", "sip-a.example", true},
		{"10.0.0.1", "10.0.0.1", true},
		{"*.example.com", "sip-a.example.com", true},
		{"*.example.com", "sip-a.floor.example.com", false},
		{"*.example.com", "example.com", false},
		{"*.com", "example.com", false},
		{"*", "sip-a", false},
		{"sip-*.example.com", "sip-a.example.com", false},
		{"sip-a", "sip-b", false},
		{"", "sip-a", false},
		{"", "", false},
	} {
		if got := sameHost(tt.pattern, tt.host); got != tt.want {
			t.Errorf("%q is for %q: %v", tt.pattern, tt.host, got)
		}
	}
	if got := nameReason(&x509.Certificate{}, "sip-a"); got != "its certificate is for no host (its subject is ), not for sip-a" {
		t.Errorf("the reason is %q", got)
	}
}

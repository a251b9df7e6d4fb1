package tlibconn

import (
	"context"
	"crypto/tls"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/simserver/selfsigned"

	"capdeck/tlibconn/tlsconn"
)

// The first handshake of a server that has just started can be slow. It has its own limit, which begins when the
// connection is established.
func TestTLSHandshakeHasItsOwnLimit(t *testing.T) {
	certificate := newCertificates(t).issue(selfsigned.Options{Name: "tserver"})
	loaded, err := tlsconn.Options{Insecure: true}.Load()
	if err != nil {
		t.Fatal(err)
	}
	open := func(t *testing.T, connect time.Duration) (*client, *peer) {
		ours, theirs := net.Pipe()
		dialled := false
		c := open(t, "sim:7000", func(o *Options) {
			once(o)
			o.TLS = loaded
			o.Dial = func(ctx context.Context, _, _ string) (net.Conn, error) {
				if dialled {
					t.Error("it connects again")
				}
				dialled = true
				select {
				case <-time.After(connect):
					return ours, nil
				case <-ctx.Done():
					return nil, ctx.Err()
				}
			}
		})
		p := newPeer(t, theirs)
		if err := theirs.SetDeadline(time.Time{}); err != nil {
			t.Fatal(err)
		}
		return c, p
	}
	t.Run("slow", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			c, p := open(t, 3*time.Second)
			<-time.After(3*time.Second + DefaultHandshakeTimeout - time.Second)
			config := certificate.Server(nil)
			config.SessionTicketsDisabled = true // no one would read them here
			secured := tls.Server(p.Conn, config)
			newPeer(t, secured).login()
			if e := c.link(event.LinkUp); e.Time.Sub(start) != 12*time.Second {
				t.Errorf("the login is answered after %s", e.Time.Sub(start))
			}
			c.Close()
		})
	})
	t.Run("too slow", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			c, p := open(t, 3*time.Second)
			go p.closed()
			link := c.failure()
			if took := time.Since(start); took != 3*time.Second+DefaultHandshakeTimeout || !strings.Contains(link.Reason, "it did not answer the TLS handshake in time") {
				t.Errorf("after %s the link is reported as %+v", took, link)
			}
			c.Close()
		})
	})
	t.Run("not connected", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			c, _ := open(t, time.Hour)
			link := c.failure()
			if took := time.Since(start); took != DefaultConnectTimeout || !strings.HasSuffix(link.Reason, "it did not answer in time") {
				t.Errorf("after %s the link is reported as %+v", took, link)
			}
			c.Close()
		})
	})
	t.Run("closed meanwhile", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			c, p := open(t, 0)
			go p.closed()
			<-time.After(time.Second)
			c.Close()
			if took := time.Since(start); took != time.Second {
				t.Errorf("Close returned after %s", took)
			}
		})
	})
}

// Each remedy has a text, and the error of a connection that ended for another reason has
// none.
func TestRemedies(t *testing.T) {
	for r := tlsconn.RemedyTLS; r <= tlsconn.RemedyLegacy; r++ {
		if r.String() == "" {
			t.Errorf("remedy %d has no text", r)
		}
	}
	if tlsconn.RemedyNone.String() != "" || (tlsconn.RemedyLegacy+1).String() != "" {
		t.Error("RemedyNone has a text")
	}
	s := &Session{options: Options{Advice: func(r tlsconn.Remedy) string { return "<" + r.String() + ">" }}}
	for want, err := range map[string]error{
		"cannot connect to T-Server a:1: x; <allow older TLS versions>": &ConnectError{Address: "a:1", Err: &tlsconn.Error{Reason: "x", Remedy: tlsconn.RemedyMinVersion}},
		"the connection to T-Server a:1 was lost: x; <>":                &LostError{Address: "a:1", Err: &tlsconn.Error{Reason: "x"}},
		"the connection to T-Server a:1 was closed by this client; <>":  &LostError{Address: "a:1", Err: ErrClosed},
	} {
		if got := s.reason(err); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

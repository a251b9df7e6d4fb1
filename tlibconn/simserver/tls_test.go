package simserver_test

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/simserver/selfsigned"
	"capdeck/tlibconn/wire"
)

func authority(t *testing.T) *selfsigned.Authority {
	t.Helper()
	a, err := selfsigned.NewAuthority("capdeck test")
	ok(t, err)
	return a
}

func issue(t *testing.T, a *selfsigned.Authority, options selfsigned.Options) *selfsigned.Certificate {
	t.Helper()
	c, err := a.Issue(options)
	ok(t, err)
	return c
}

// secure connects with TLS. The first read or write does the handshake.
func secure(t *testing.T, s *simserver.Server, config *tls.Config) *peer {
	t.Helper()
	return newPeer(t, tls.Client(connect(t, s).Conn, config))
}

func TestTLS(t *testing.T) {
	a := authority(t)
	server := issue(t, a, selfsigned.Options{Name: "tserver", Hosts: []string{"127.0.0.1"}})
	good := &tls.Config{RootCAs: a.Pool(), ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12}
	log := newLogbook()
	s := serve(t, simserver.Options{DNs: dns("7001"), TLS: server.Server(nil), Log: log.write})

	for _, path := range []simserver.Path{{}, {ByteWise: true}, {Delay: time.Microsecond}} {
		s.SetPath(simserver.Target{}, path)
		p := secure(t, s, good)
		p.LogIn("desk")
		p.Expect(wire.EventLinkConnected)
		p.Register("7001", 0)
		p.Expect(wire.EventRegistered)
		p.capture("7001", "start")
		p.ExpectLines("EventACK ReferenceID=2", event7001)
		if path == (simserver.Path{}) {
			ok(t, s.Order("drop=fin"))
		} else {
			ok(t, s.Order("byte-wise=on,drop=fin"))
		}
		if _, err := p.Frames.Next(); !errors.Is(err, io.EOF) {
			t.Errorf("%+v: the end is %v", path, err)
		}
	}
	s.SetPath(simserver.Target{}, simserver.Path{})
	other := secure(t, s, &tls.Config{RootCAs: authority(t).Pool(), ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12})
	if _, err := other.Conn.Write([]byte{0}); err == nil {
		t.Error("an unknown authority was accepted")
	}
	old := good.Clone()
	old.MinVersion, old.MaxVersion = tls.VersionTLS12, tls.VersionTLS12
	p := secure(t, s, old)
	p.LogIn("old")
	p.Expect(wire.EventLinkConnected)

	plain := connect(t, s)
	plain.LogIn("plain")
	plain.Drain()
	log.await(t, "its connection broke (tls: first record does not look like a TLS handshake)")
}

func TestMutualTLS(t *testing.T) {
	a, foreign := authority(t), authority(t)
	server := issue(t, a, selfsigned.Options{Name: "tserver", Hosts: []string{"127.0.0.1", "tserver.test"}})
	log := newLogbook()
	s := serve(t, simserver.Options{DNs: dns("7001"), TLS: server.Server(a), Log: log.write})
	dial := func(certificates ...*selfsigned.Certificate) *peer {
		config := &tls.Config{RootCAs: a.Pool(), ServerName: "tserver.test", MinVersion: tls.VersionTLS12}
		for _, c := range certificates {
			config.Certificates = append(config.Certificates, c.TLS)
		}
		return secure(t, s, config)
	}
	p := dial(issue(t, a, selfsigned.Options{Name: "desk"}))
	p.LogIn("desk")
	p.Expect(wire.EventLinkConnected)
	for _, tt := range []struct {
		name string
		peer *peer
		log  string
	}{
		{"none", dial(), "tls: client didn't provide a certificate"},
		{"expired", dial(issue(t, a, selfsigned.Options{Name: "desk", Expired: true})), "certificate has expired"},
		{"foreign", dial(issue(t, foreign, selfsigned.Options{Name: "desk"})), "certificate signed by unknown authority"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, _ = tt.peer.Conn.Write([]byte{0, 0})
			if _, err := tt.peer.Frames.Next(); err == nil || errors.Is(err, io.EOF) {
				t.Errorf("got %v", err)
			}
			log.await(t, tt.log)
			log.clear()
		})
	}
	p.nothing()
}

// TestPorts checks a server with a plain port and one with TLS, which open and close
// together.
func TestPorts(t *testing.T) {
	a := authority(t)
	server := issue(t, a, selfsigned.Options{Name: "tserver", Hosts: []string{"127.0.0.1"}})
	config := &tls.Config{RootCAs: a.Pool(), ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12}
	s := serve(t, simserver.Options{DNs: dns("7001"), Ports: []simserver.Port{{TLS: server.Server(nil)}, {}}})
	reach := func() {
		t.Helper()
		var peers []*peer
		for i, port := range s.Ports() {
			conn, err := net.Dial("tcp", port.Listen)
			ok(t, err)
			if port.TLS != nil {
				conn = tls.Client(conn, config)
			}
			if (i == 1) != (port.TLS != nil) || port.Listen != s.Addrs()[i] {
				t.Errorf("port %d is %+v", i, port)
			}
			p := newPeer(t, conn)
			p.Start("desk", "7001")
			peers = append(peers, p)
		}
		ok(t, s.UserEvent("7001", 0, wire.TextPair("screen-capture", "enabled")))
		for _, p := range peers {
			p.ExpectLines(strings.ReplaceAll(event7001, "start", "enabled"))
		}
	}
	reach()
	s.Stop()
	for _, address := range s.Addrs() {
		if conn, err := net.Dial("tcp", address); err == nil {
			t.Errorf("%s accepted %v", address, conn.LocalAddr())
		}
	}
	ok(t, s.Start())
	reach()
	if _, err := simserver.New(simserver.Options{Ports: []simserver.Port{{Listen: s.Addr()}}}); err == nil || !strings.Contains(err.Error(), "cannot listen on "+s.Addr()) {
		t.Errorf("a port that is taken: %v", err)
	}
}

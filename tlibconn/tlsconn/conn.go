package tlsconn

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"sync/atomic"
	"time"

	"capdeck/tlibconn/internal/neterror"
)

// goodbyeTime is how long the announcement of a TLS connection's end may wait for a peer that
// does not read.
const goodbyeTime = 250 * time.Millisecond

// Dial makes another connection to the same address.
type Dial func(ctx context.Context) (net.Conn, error)

// Conn is a connection whose errors describe problems of TLS in words.
type Conn struct {
	*tls.Conn
	raw *rawSocket
	// asked reports that the server asked for our certificate, shown that we presented
	// one. Both are known after the handshake. With TLS 1.3, the first read shows
	// whether the server accepts the certificate.
	asked, shown bool
	heard        bool // data arrived after the handshake; owned by the reader
}

// rawSocket is the connection below TLS. It shortens the wait of package tls at the end.
type rawSocket struct {
	net.Conn
	ending atomic.Bool
}

// SetWriteDeadline sets the deadline, which is at most goodbyeTime away while the
// connection is closing.
func (s *rawSocket) SetWriteDeadline(t time.Time) error {
	if s.ending.Load() {
		if limit := time.Now().Add(goodbyeTime); t.IsZero() || limit.Before(t) {
			t = limit
		}
	}
	return s.Conn.SetWriteDeadline(t)
}

// Secure makes conn a TLS connection to an address, or closes it. again dials the same address
// once more; ctx bounds all of it. The error is a *Error.
func (t *Client) Secure(ctx context.Context, conn net.Conn, address string, again Dial) (*Conn, error) {
	s, config, err := t.socket(conn, address)
	if err == nil {
		err = s.HandshakeContext(ctx)
	}
	if err == nil {
		return s, nil
	}
	conn.Close()
	if !t.options.Legacy && !s.asked && isRefusedHello(err) && t.knowsOnlyRSA(ctx, config, again) {
		return nil, &Error{Reason: reasonOnlyRSA, Err: err, Remedy: RemedyLegacy}
	}
	return nil, s.explain(err, config)
}

// socket returns a TLS connection before its handshake.
func (t *Client) socket(conn net.Conn, address string) (*Conn, *tls.Config, error) {
	config := t.config.Clone()
	s := &Conn{raw: &rawSocket{Conn: conn}}
	if config.ServerName == "" {
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return s, config, err
		}
		config.ServerName = host
	}
	certificates := config.Certificates
	config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
		s.asked = true
		if len(certificates) == 0 {
			return &tls.Certificate{}, nil
		}
		s.shown = true
		return &certificates[0], nil
	}
	config.VerifyConnection = func(state tls.ConnectionState) error { return t.verify(&state, config.ServerName) }
	s.Conn = tls.Client(s.raw, config)
	return s, config, nil
}

// Read reads from the connection.
func (s *Conn) Read(p []byte) (int, error) {
	n, err := s.Conn.Read(p)
	s.heard = s.heard || n > 0
	if err != nil {
		err = s.explainRead(err)
	}
	return n, err
}

// Close announces the end, waiting at most 250 ms for the peer to read it, and closes the
// connection.
func (s *Conn) Close() error {
	s.raw.ending.Store(true)
	return s.Conn.Close()
}

// explainRead turns the error of a read into a *Error if TLS is the cause.
func (s *Conn) explainRead(err error) error {
	reason, remedy := alertReason(err, s.asked, s.shown)
	if reason == "" && !s.heard && s.asked && !s.shown && neterror.IsClosing(err) {
		reason, remedy = reasonNoCertificate, RemedyCertificate
	}
	var record tls.RecordHeaderError
	if reason == "" && errors.As(err, &record) {
		reason = "it stopped sending TLS"
	}
	if reason == "" {
		return err
	}
	return &Error{Reason: reason, Err: err, Remedy: remedy}
}

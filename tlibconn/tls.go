package tlibconn

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync/atomic"
	"time"
)

const (
	maxTLSFile = 1 << 20 // of certificates or a key
	// goodbyeTime is how long the end of a TLS connection may be announced to a
	// peer that takes nothing.
	goodbyeTime = 250 * time.Millisecond
)

// TLSOptions says how connections are made where the server's port is one for
// TLS, from the first byte (SEMANTICS.md, High availability and keep-alive).
// The zero value trusts the system's authorities and shows no certificate.
type TLSOptions struct {
	// CAFile names a file of certificates in PEM form, the only authorities
	// that are trusted; "" means the system's.
	CAFile string
	// CertFile and KeyFile name the certificate and the key in PEM form that
	// are shown to a server that asks for one: both or none.
	CertFile, KeyFile string
	// ServerName is the name that the server's certificate must have; "" means
	// the host that is connected to.
	ServerName string
	// MinVersion is the lowest version of TLS that is spoken, as in
	// tls.VersionTLS12, which 0 stands for.
	MinVersion uint16
	// Insecure takes any certificate: whoever sits on the way can read and
	// change everything.
	Insecure bool
}

// TLSOptionError says which field of TLSOptions cannot be used.
type TLSOptionError struct {
	// Field is the name of the field, "CAFile" for example.
	Field string
	// Err is the reason, a sentence that names the file.
	Err error
}

// Error is the reason.
func (e *TLSOptionError) Error() string { return e.Err.Error() }

// Unwrap returns Err.
func (e *TLSOptionError) Unwrap() error { return e.Err }

// ParseTLSVersion returns the number of a version of TLS: "1.0", "1.1", "1.2"
// or "1.3".
func ParseTLSVersion(text string) (uint16, error) {
	for _, version := range tlsVersions {
		if text == version.text {
			return version.number, nil
		}
	}
	return 0, fmt.Errorf("%q is not 1.0, 1.1, 1.2 or 1.3", text)
}

var tlsVersions = [...]struct {
	text   string
	number uint16
}{{"1.0", tls.VersionTLS10}, {"1.1", tls.VersionTLS11}, {"1.2", tls.VersionTLS12}, {"1.3", tls.VersionTLS13}}

// Dial makes a connection to an address, as Options.Dial does.
type Dial = func(ctx context.Context, network, address string) (net.Conn, error)

// Dialer reads the files and returns a function for Options.Dial that connects
// by dial, TCP if nil, and makes the TLS handshake, both before its context
// ends. The error is a *TLSOptionError. Errors of the function say in words
// what is wrong with the server or its certificate (*TLSError).
func (o TLSOptions) Dialer(dial Dial) (Dial, error) {
	config, err := o.config()
	if err != nil {
		return nil, err
	}
	if dial == nil {
		dial = new(net.Dialer).DialContext
	}
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		secured, err := handshake(ctx, conn, config, address)
		if err != nil {
			conn.Close()
			return nil, err
		}
		return secured, nil
	}, nil
}

func (o TLSOptions) config() (*tls.Config, error) {
	config := &tls.Config{ServerName: o.ServerName, MinVersion: o.MinVersion, InsecureSkipVerify: o.Insecure}
	if config.MinVersion == 0 {
		config.MinVersion = tls.VersionTLS12
	}
	if o.CAFile != "" {
		text, err := readTLSFile(o.CAFile)
		if err != nil {
			return nil, &TLSOptionError{Field: "CAFile", Err: err}
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(text) {
			return nil, &TLSOptionError{Field: "CAFile", Err: fmt.Errorf("%s holds no certificate in PEM form", o.CAFile)}
		}
	}
	switch {
	case o.CertFile == "" && o.KeyFile == "":
		return config, nil
	case o.CertFile == "":
		return nil, &TLSOptionError{Field: "KeyFile", Err: fmt.Errorf("the key %s is of no use without its certificate", o.KeyFile)}
	case o.KeyFile == "":
		return nil, &TLSOptionError{Field: "CertFile", Err: fmt.Errorf("the certificate %s is of no use without its key", o.CertFile)}
	}
	pair, err := o.keyPair()
	if err != nil {
		return nil, err
	}
	config.Certificates = []tls.Certificate{pair}
	return config, nil
}

func (o TLSOptions) keyPair() (tls.Certificate, error) {
	certificate, err := readTLSFile(o.CertFile)
	if err != nil {
		return tls.Certificate{}, &TLSOptionError{Field: "CertFile", Err: err}
	}
	if !x509.NewCertPool().AppendCertsFromPEM(certificate) {
		return tls.Certificate{}, &TLSOptionError{Field: "CertFile", Err: fmt.Errorf("%s holds no certificate in PEM form", o.CertFile)}
	}
	key, err := readKeyFile(o.KeyFile)
	if err != nil {
		return tls.Certificate{}, &TLSOptionError{Field: "KeyFile", Err: err}
	}
	pair, err := tls.X509KeyPair(certificate, key)
	if err != nil {
		return tls.Certificate{}, &TLSOptionError{Field: "KeyFile", Err: fmt.Errorf("%s is not the key of the certificate %s: %w", o.KeyFile, o.CertFile, err)}
	}
	return pair, nil
}

func readTLSFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return readLimited(file)
}

// readKeyFile reads a file that nobody but its owner can read.
func readKeyFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if info.Mode().IsRegular() && info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%s: others can read it (mode %04o): chmod 600 it", path, info.Mode().Perm())
	}
	return readLimited(file)
}

func readLimited(file *os.File) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(file, maxTLSFile+1))
	if err == nil && len(text) > maxTLSFile {
		err = fmt.Errorf("%s is larger than %d bytes", file.Name(), maxTLSFile)
	}
	return text, err
}

// tlsSocket is a connection whose errors say in words what TLS has to do with
// them.
type tlsSocket struct {
	*tls.Conn
	raw *rawSocket
	// asked says that the server asked for our certificate, shown that it got
	// one: known when the handshake is done. With TLS 1.3 the server's opinion
	// of it comes with the first read.
	asked, shown bool
	heard        bool // something came behind the handshake; the reader's own
}

// rawSocket is what TLS writes to. At its end TLS waits for longer than we do.
type rawSocket struct {
	net.Conn
	ending atomic.Bool
}

// SetWriteDeadline sets the deadline, at the end not later than goodbyeTime.
func (s *rawSocket) SetWriteDeadline(t time.Time) error {
	if s.ending.Load() {
		t = earlier(t, time.Now().Add(goodbyeTime))
	}
	return s.Conn.SetWriteDeadline(t)
}

// handshake makes conn a TLS connection to an address.
func handshake(ctx context.Context, conn net.Conn, config *tls.Config, address string) (*tlsSocket, error) {
	config = config.Clone()
	if config.ServerName == "" {
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		config.ServerName = host
	}
	s := &tlsSocket{raw: &rawSocket{Conn: conn}}
	certificates := config.Certificates
	config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
		s.asked = true
		if len(certificates) == 0 {
			return &tls.Certificate{}, nil
		}
		s.shown = true
		return &certificates[0], nil
	}
	s.Conn = tls.Client(s.raw, config)
	if err := s.HandshakeContext(ctx); err != nil {
		return nil, s.explain(err, config)
	}
	return s, nil
}

// Read reads what the peer sent.
func (s *tlsSocket) Read(p []byte) (int, error) {
	n, err := s.Conn.Read(p)
	s.heard = s.heard || n > 0
	if err != nil {
		err = s.explainRead(err)
	}
	return n, err
}

// Close announces the end, if the peer takes that at once, and closes the
// connection.
func (s *tlsSocket) Close() error {
	s.raw.ending.Store(true)
	return s.Conn.Close()
}

// explainRead turns the error of a read into a *TLSError where TLS is the cause.
func (s *tlsSocket) explainRead(err error) error {
	reason := alertReason(err, s.asked, s.shown)
	if reason == "" && !s.heard && s.asked && !s.shown && isClosing(err) {
		reason = reasonNoCertificate
	}
	var record tls.RecordHeaderError
	if reason == "" && errors.As(err, &record) {
		reason = "what it sent is not TLS any more"
	}
	if reason == "" {
		return err
	}
	return &TLSError{Reason: reason, Err: err}
}

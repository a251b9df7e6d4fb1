package tlsconn

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"time"

	"capdeck/tlibconn/internal/neterror"
)

// Error reports a problem of a TLS connection to a server.
type Error struct {
	// Reason describes the problem. It may contain text from the server's certificate.
	Reason string
	// Err is the cause: an error of crypto/tls, crypto/x509 or the network.
	Err error
	// Remedy is the option that may help.
	Remedy Remedy
}

// Error returns Reason.
func (e *Error) Error() string { return e.Reason }

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

const (
	reasonNoCertificate = "it asks for a client certificate, and none is configured"
	reasonPlain         = "it does not speak TLS on this port"
	reasonOnlyRSA       = "it supports only RSA key exchange, which is off by default: anyone who obtains the server's key later can read what was recorded before"
	maxShownNames       = 8 // of a certificate
	maxShownName        = 100
)

// explain describes why a handshake failed.
func (s *Conn) explain(err error, config *tls.Config) error {
	reason, remedy := alertReason(err, s.asked, s.shown)
	if reason == "" {
		reason, remedy = certificateReason(err, config)
	}
	if reason == "" {
		reason, remedy = handshakeReason(err, s.asked)
	}
	if remedy == RemedyMinVersion && config.MinVersion <= tls.VersionTLS10 {
		remedy = RemedyNone
	}
	return &Error{Reason: reason, Err: err, Remedy: remedy}
}

func handshakeReason(err error, asked bool) (string, Remedy) {
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &record):
		return reasonPlain, RemedyPlain
	case neterror.IsClosing(err) && asked:
		return "it closed the connection after it asked for a client certificate", RemedyCertificate
	case neterror.IsClosing(err):
		return "it closed the connection during the TLS handshake, as a port without TLS does", RemedyPlain
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		return "it did not answer the TLS handshake in time, as a port without TLS does", RemedyPlain
	case strings.Contains(err.Error(), "unsupported protocol version"):
		return "it supports only TLS versions older than those allowed here: " + err.Error(), RemedyMinVersion
	}
	return "the TLS handshake failed: " + strings.TrimPrefix(err.Error(), "tls: "), RemedyNone
}

// alertReason describes the server's alert, and returns "" if err is not an alert. Package tls
// exports no type for received alerts, only their text (RFC 8446, 6.2).
func alertReason(err error, asked, shown bool) (string, Remedy) {
	var alert *net.OpError
	if !errors.As(err, &alert) || alert.Op != "remote error" {
		return "", RemedyNone
	}
	text := strings.TrimPrefix(alert.Err.Error(), "tls: ")
	switch text {
	case "certificate required":
		return reasonNoCertificate, RemedyCertificate
	case "protocol version not supported":
		return "it supports no TLS version that is allowed here", RemedyMinVersion
	case "expired certificate":
		return "it refuses our client certificate: expired", RemedyCertificate
	case "unknown certificate authority":
		if shown {
			return "it refuses our client certificate: it does not trust the authority", RemedyCertificate
		}
	case "bad certificate", "unsupported certificate", "revoked certificate", "unknown certificate", "handshake failure", "access denied":
		switch {
		case asked && !shown:
			return reasonNoCertificate, RemedyCertificate
		case shown:
			return "it refuses our client certificate: " + text, RemedyCertificate
		}
	}
	return "it refuses the TLS connection: " + text, RemedyNone
}

// certificateReason describes what is wrong with the server's certificate, and returns "" if
// nothing is.
func certificateReason(err error, config *tls.Config) (string, Remedy) {
	var unknown x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	var name x509.HostnameError
	switch {
	case errors.As(err, &unknown):
		return fmt.Sprintf("its certificate (%s) is signed by an authority that is not trusted here: %s", subject(unknown.Cert), issuer(unknown.Cert)), RemedyAuthority
	case errors.As(err, &invalid):
		return "its certificate " + invalidReason(&invalid), RemedyNone
	case errors.As(err, &name):
		return nameReason(name.Certificate, config.ServerName), RemedyServerName
	}
	return "", RemedyNone
}

func invalidReason(invalid *x509.CertificateInvalidError) string {
	c := invalid.Cert
	switch {
	case invalid.Reason != x509.Expired || c == nil:
		return "cannot be used: " + strings.TrimPrefix(invalid.Error(), "x509: ")
	case time.Now().Before(c.NotBefore):
		return fmt.Sprintf("(%s) is not valid before %s; the time here is %s", subject(c), day(c.NotBefore), day(time.Now()))
	}
	return fmt.Sprintf("(%s) expired on %s", subject(c), day(c.NotAfter))
}

func day(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

func subject(c *x509.Certificate) string {
	if c == nil {
		return "unknown"
	}
	return shorten(c.Subject.String())
}

func issuer(c *x509.Certificate) string {
	switch {
	case c == nil:
		return "unknown"
	case c.Issuer.String() == c.Subject.String():
		return "itself"
	}
	return shorten(c.Issuer.String())
}

// nameReason describes for which names a certificate is valid, if it is not valid for a
// host.
func nameReason(c *x509.Certificate, host string) string {
	if common := c.Subject.CommonName; !namesHosts(c) && common != "" {
		return fmt.Sprintf("its certificate lists no host names, and its common name is %s, not %s", shorten(common), host)
	}
	return fmt.Sprintf("its certificate is for %s, not for %s", namesOf(c), host)
}

// namesOf lists the names for which a certificate is valid.
func namesOf(c *x509.Certificate) string {
	names := slices.Clone(c.DNSNames)
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	if len(names) == 0 {
		return fmt.Sprintf("no host (its subject is %s)", subject(c))
	}
	more := ""
	if len(names) > maxShownNames {
		more = fmt.Sprintf(" and %d more", len(names)-maxShownNames)
		names = names[:maxShownNames]
	}
	for i := range names {
		names[i] = shorten(names[i])
	}
	return strings.Join(names, ", ") + more
}

func shorten(text string) string {
	if len(text) > maxShownName {
		return strings.ToValidUTF8(text[:maxShownName], "") + "…"
	}
	return text
}

package tlsconn

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"slices"
	"strings"
)

// verify checks the server's certificate as far as the options require: that a trusted
// authority signed it, and that it is valid for name.
func (t *Client) verify(state *tls.ConnectionState, name string) error {
	if len(state.PeerCertificates) == 0 {
		return errors.New("it presented no certificate")
	}
	own := state.PeerCertificates[0]
	if !t.options.Insecure || t.options.CAFile != "" {
		chain := x509.VerifyOptions{Roots: t.config.RootCAs, Intermediates: x509.NewCertPool()}
		for _, certificate := range state.PeerCertificates[1:] {
			chain.Intermediates.AddCert(certificate)
		}
		if _, err := own.Verify(chain); err != nil {
			return err
		}
	}
	switch {
	case t.options.Insecure, t.options.ServerName != "" && !namesHosts(own) && sameHost(own.Subject.CommonName, name):
		return nil
	}
	return own.VerifyHostname(name)
}

// namesHosts reports whether a certificate has the extension for alternative names (RFC 5280,
// 4.2.1.6). If it has, the common name is ignored.
func namesHosts(c *x509.Certificate) bool {
	subjectAltName := asn1.ObjectIdentifier{2, 5, 29, 17}
	for i := range c.Extensions {
		if slices.Equal(c.Extensions[i].Id, subjectAltName) {
			return true
		}
	}
	return false
}

// sameHost compares a common name with a host name. As elsewhere in certificates, a "*" matches
// the first label.
func sameHost(pattern, host string) bool {
	pattern, host = strings.TrimSuffix(pattern, "."), strings.TrimSuffix(host, ".")
	if rest, ok := strings.CutPrefix(pattern, "*."); ok {
		_, parent, more := strings.Cut(host, ".")
		return more && strings.Contains(rest, ".") && strings.EqualFold(rest, parent)
	}
	return pattern != "" && strings.EqualFold(pattern, host)
}

// Package selfsigned makes certificates at run time: an authority, and certificates of
// servers and clients that it signs, including invalid ones. The simulated T-Server uses
// it for TLS and mutual TLS, in capdeck tserver and in tests. It knows nothing about
// T-Library. Certificates are valid for ten years.
package selfsigned

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// lifetime is how long a certificate is valid before and after the time at which
// it was made.
const lifetime = 10 * 365 * 24 * time.Hour

const rsaBits = 2048

// Authority signs certificates.
type Authority struct {
	// PEM is the authority's own certificate, as --tls-ca reads it.
	PEM []byte

	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// Options describes a certificate.
type Options struct {
	// Name is the subject's common name.
	Name string
	// Hosts are the host names and IP addresses that a server's certificate is
	// valid for; a client's certificate needs none.
	Hosts []string
	// RSA selects an RSA key of 2048 bits, which RSA key exchange requires,
	// instead of an elliptic-curve key.
	RSA bool
	// Expired selects a certificate that expired an hour ago.
	Expired bool
}

// Certificate is a signed certificate with its key.
type Certificate struct {
	// PEM and KeyPEM are the certificate and its key, PEM encoded.
	PEM, KeyPEM []byte
	// TLS holds both for a tls.Config.
	TLS tls.Certificate
}

// NewAuthority makes an authority with the given name. It fails only if the
// system has no randomness.
func NewAuthority(name string) (*Authority, error) {
	template := &x509.Certificate{
		Subject:               pkix.Name{CommonName: name},
		NotBefore:             time.Now().Add(-lifetime),
		NotAfter:              time.Now().Add(lifetime),
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
		IsCA:                  true,
		BasicConstraintsValid: true,
	}
	made, err := sign(template, nil, false)
	if err != nil {
		return nil, fmt.Errorf("cannot make the authority %s: %w", name, err)
	}
	return &Authority{PEM: made.PEM, certificate: made.TLS.Leaf, key: made.TLS.PrivateKey.(*ecdsa.PrivateKey)}, nil
}

// Issue makes a certificate that a server or a client can present.
func (a *Authority) Issue(options Options) (*Certificate, error) {
	template := &x509.Certificate{
		Subject:     pkix.Name{CommonName: options.Name},
		NotBefore:   time.Now().Add(-lifetime),
		NotAfter:    time.Now().Add(lifetime),
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	if options.Expired {
		template.NotAfter = time.Now().Add(-time.Hour)
	}
	for _, host := range options.Hosts {
		if ip := net.ParseIP(host); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, host)
		}
	}
	if options.RSA {
		template.KeyUsage |= x509.KeyUsageKeyEncipherment
	}
	made, err := sign(template, a, options.RSA)
	if err != nil {
		return nil, fmt.Errorf("cannot make the certificate of %s: %w", options.Name, err)
	}
	return made, nil
}

// Pool returns a pool that contains only the authority, for the RootCAs or
// ClientCAs of a tls.Config.
func (a *Authority) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.certificate)
	return pool
}

// Server returns the configuration of a server that presents the certificate.
// If clients is not nil, each client must present a certificate that this
// authority signed.
func (c *Certificate) Server(clients *Authority) *tls.Config {
	config := &tls.Config{Certificates: []tls.Certificate{c.TLS}, MinVersion: tls.VersionTLS12}
	if clients != nil {
		config.ClientAuth = tls.RequireAndVerifyClientCert
		config.ClientCAs = clients.Pool()
	}
	return config
}

// Write writes the certificate and its key to name.pem and name.key in the
// folder and returns the two paths.
func (c *Certificate) Write(folder, name string) (certificate, key string, err error) {
	certificate, key = filepath.Join(folder, name+".pem"), filepath.Join(folder, name+".key")
	if err = os.WriteFile(certificate, c.PEM, 0o600); err == nil {
		err = os.WriteFile(key, c.KeyPEM, 0o600)
	}
	return certificate, key, err
}

// Write writes the authority's certificate to name.pem in the folder and
// returns the path.
func (a *Authority) Write(folder, name string) (string, error) {
	path := filepath.Join(folder, name+".pem")
	return path, os.WriteFile(path, a.PEM, 0o600)
}

// sign makes a key and a certificate for it, signed by the given authority, or
// self-signed if by is nil.
func sign(template *x509.Certificate, by *Authority, rsaKey bool) (*Certificate, error) {
	key, err := newKey(rsaKey)
	if err != nil {
		return nil, err
	}
	template.SerialNumber, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, err
	}
	parent, signer := template, key
	if by != nil {
		parent, signer = by.certificate, by.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signer)
	if err != nil {
		return nil, err
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	made := &Certificate{
		PEM:    pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
		KeyPEM: pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER}),
	}
	made.TLS, err = tls.X509KeyPair(made.PEM, made.KeyPEM)
	return made, err
}

func newKey(rsaKey bool) (crypto.Signer, error) {
	if rsaKey {
		return rsa.GenerateKey(rand.Reader, rsaBits)
	}
	return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
}

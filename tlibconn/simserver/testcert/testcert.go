// Package testcert makes certificates at run time, for tests of TLS and mutual
// TLS against the simulated T-Server, and for the recorder beside it: an
// authority that signs certificates of servers and clients, good ones and bad
// ones. They last for ten years.
package testcert

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

// Options say what a certificate is for.
type Options struct {
	// Name is the subject's common name.
	Name string
	// Hosts are the host names and IP addresses that a server's certificate
	// speaks for; none for a client's.
	Hosts []string
	// RSA makes the key one for RSA, of 2048 bits: RSA key exchange needs one.
	RSA bool
	// Expired makes the certificate one that was valid until an hour ago.
	Expired bool
}

// Certificate is a signed certificate with its key.
type Certificate struct {
	// PEM and KeyPEM are the certificate and the key as files hold them.
	PEM, KeyPEM []byte
	// TLS is both, as tls.Config takes them.
	TLS tls.Certificate
}

// NewAuthority makes an authority of that name. The error is the system's, for
// want of randomness.
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
		return nil, fmt.Errorf("the authority %s cannot be made: %w", name, err)
	}
	return &Authority{PEM: made.PEM, certificate: made.TLS.Leaf, key: made.TLS.PrivateKey.(*ecdsa.PrivateKey)}, nil
}

// Issue makes a certificate that is good for a server and for a client.
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
		return nil, fmt.Errorf("the certificate of %s cannot be made: %w", options.Name, err)
	}
	return made, nil
}

// Pool returns a pool that holds the authority alone: RootCAs or ClientCAs of a
// tls.Config.
func (a *Authority) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.certificate)
	return pool
}

// Server returns the configuration of a server with that certificate. clients,
// unless nil, is the authority of the certificates that clients must show.
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

// sign makes a key and a certificate for it, signed by the authority or, where
// that is nil, by itself.
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

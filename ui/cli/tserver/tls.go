package tserver

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"

	"capdeck/tlibconn/simserver/selfsigned"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/textfile"
)

// tlsConfigs returns the TLS configuration of the server and of its own recorder, both
// nil without TLS. The error names the flag.
func (f *options) tlsConfigs() (server, recording *tls.Config, err error) {
	switch {
	case f.tlsCert == "" && f.tlsKey == "" && f.tlsClientCA == "":
		return nil, nil, nil
	case f.tlsCert == "" || f.tlsKey == "":
		return nil, nil, exit.UsageError("TLS needs a certificate and its key: use --tls-cert and --tls-key")
	}
	certificate, err := f.keyPair()
	if err != nil {
		return nil, nil, err
	}
	server = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	recording = &tls.Config{
		MinVersion: tls.VersionTLS12,
		// The recorder knows the certificate itself, so its authority and its names do
		// not matter.
		InsecureSkipVerify: true,
		VerifyConnection: func(state tls.ConnectionState) error {
			if len(state.PeerCertificates) > 0 && bytes.Equal(state.PeerCertificates[0].Raw, certificate.Certificate[0]) {
				return nil
			}
			return errors.New("a server other than this program's own answered")
		},
	}
	if f.tlsClientCA == "" {
		return server, recording, nil
	}
	return server, recording, f.askForCertificates(server, recording)
}

// maxPEM is the most bytes of a file of certificates.
const maxPEM = 1 << 20

// keyPair reads the server's certificate and its key.
func (f *options) keyPair() (tls.Certificate, error) {
	chain, err := textfile.Read(f.tlsCert, textfile.Options{Most: maxPEM, Pipe: true})
	if err != nil {
		return tls.Certificate{}, exit.UsageError("--tls-cert %w", err)
	}
	key, err := textfile.Read(f.tlsKey, textfile.Options{Most: maxPEM, Pipe: true})
	if err != nil {
		return tls.Certificate{}, exit.UsageError("--tls-key %w", err)
	}
	if !x509.NewCertPool().AppendCertsFromPEM(chain) {
		return tls.Certificate{}, exit.UsageError("--tls-cert %s contains no certificate in PEM form", f.tlsCert)
	}
	pair, err := tls.X509KeyPair(chain, key)
	if err != nil {
		return tls.Certificate{}, exit.UsageError("--tls-key %s is not the PEM key of the certificate %s: %w", f.tlsKey, f.tlsCert, err)
	}
	return pair, nil
}

// askForCertificates makes TLS mutual. The recorder gets its own certificate, which is
// valid only for this run.
func (f *options) askForCertificates(server, recording *tls.Config) error {
	text, err := textfile.Read(f.tlsClientCA, textfile.Options{Most: maxPEM, Pipe: true})
	if err != nil {
		return exit.UsageError("--tls-client-ca %w", err)
	}
	server.ClientAuth = tls.RequireAndVerifyClientCert
	server.ClientCAs = x509.NewCertPool()
	if !server.ClientCAs.AppendCertsFromPEM(text) {
		return exit.UsageError("--tls-client-ca %s contains no certificate in PEM form", f.tlsClientCA)
	}
	authority, err := selfsigned.NewAuthority("capdeck tserver")
	if err != nil {
		return fmt.Errorf("cannot start the recorder: %w", err)
	}
	own, err := authority.Issue(selfsigned.Options{Name: "recorder"})
	if err != nil {
		return fmt.Errorf("cannot start the recorder: %w", err)
	}
	server.ClientCAs.AppendCertsFromPEM(authority.PEM)
	recording.Certificates = []tls.Certificate{own.TLS}
	return nil
}

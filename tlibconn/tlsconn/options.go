package tlsconn

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

const (
	maxFile = 1 << 20 // of certificates or a key
	// pipeWait is how long a pipe is waited for that stands for a file.
	pipeWait = 5 * time.Second
)

// Options says how connections are made where the server's port is one for
// TLS, from the first byte (SEMANTICS.md, High availability and keep-alive).
// The zero value trusts the system's authorities and shows no certificate.
type Options struct {
	// CAFile names a file of certificates in PEM form, the only authorities
	// that are trusted; "" means the system's.
	CAFile string
	// CertFile and KeyFile name the certificate and the key in PEM form that
	// are shown to a server that asks for one: both or none.
	CertFile, KeyFile string
	// ServerName is the name that the server's certificate must have; "" means
	// the host that is connected to. A certificate without names of hosts has it
	// if its subject's common name is ServerName: only a name that was asked for
	// is compared with it.
	ServerName string
	// MinVersion is the lowest version of TLS that is spoken, as in
	// tls.VersionTLS12, which 0 stands for.
	MinVersion uint16
	// Insecure does not check the certificate's name, and without CAFile nothing
	// of it: whoever sits on the way can then read and change everything. With
	// CAFile the certificate must be signed by one of those authorities.
	Insecure bool
	// Legacy allows RSA key exchange up to TLS 1.2, with AES and no other cipher,
	// for servers that know nothing else: whoever gets the server's key later
	// can read what was recorded before.
	Legacy bool
}

// OptionError says which field of Options cannot be used.
type OptionError struct {
	// Field is the name of the field, "CAFile" for example.
	Field string
	// Err is the reason, a sentence that names the file.
	Err error
}

// Error is the reason.
func (e *OptionError) Error() string { return e.Err.Error() }

// Unwrap returns Err.
func (e *OptionError) Unwrap() error { return e.Err }

// ParseVersion returns the number of a version of TLS: "1.0", "1.1", "1.2"
// or "1.3".
func ParseVersion(text string) (uint16, error) {
	for _, version := range versions {
		if text == version.text {
			return version.number, nil
		}
	}
	return 0, fmt.Errorf("%q is not 1.0, 1.1, 1.2 or 1.3", text)
}

var versions = [...]struct {
	text   string
	number uint16
}{{"1.0", tls.VersionTLS10}, {"1.1", tls.VersionTLS11}, {"1.2", tls.VersionTLS12}, {"1.3", tls.VersionTLS13}}

// TLS is how connections are made by TLS: [Options] whose files were read. It
// is safe for concurrent use.
type Client struct {
	options Options
	config  *tls.Config
}

// Load reads the files for Options.TLS. The error is a *OptionError.
func (o Options) Load() (*Client, error) {
	config, err := o.config()
	if err != nil {
		return nil, err
	}
	return &Client{options: o, config: config}, nil
}

func (o Options) config() (*tls.Config, error) {
	// The certificate is checked by verify.
	config := &tls.Config{ServerName: o.ServerName, MinVersion: o.MinVersion, InsecureSkipVerify: true}
	if config.MinVersion == 0 {
		config.MinVersion = tls.VersionTLS12
	}
	if o.Legacy {
		config.CipherSuites = legacySuites()
	}
	if o.CAFile != "" {
		text, err := readFile(o.CAFile)
		if err != nil {
			return nil, &OptionError{Field: "CAFile", Err: err}
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(text) {
			return nil, &OptionError{Field: "CAFile", Err: fmt.Errorf("%s holds no certificate in PEM form", o.CAFile)}
		}
	}
	switch {
	case o.CertFile == "" && o.KeyFile == "":
		return config, nil
	case o.CertFile == "":
		return nil, &OptionError{Field: "KeyFile", Err: fmt.Errorf("the key %s is of no use without its certificate", o.KeyFile)}
	case o.KeyFile == "":
		return nil, &OptionError{Field: "CertFile", Err: fmt.Errorf("the certificate %s is of no use without its key", o.CertFile)}
	}
	pair, err := o.keyPair()
	if err != nil {
		return nil, err
	}
	config.Certificates = []tls.Certificate{pair}
	return config, nil
}

func (o Options) keyPair() (tls.Certificate, error) {
	certificate, err := readFile(o.CertFile)
	if err != nil {
		return tls.Certificate{}, &OptionError{Field: "CertFile", Err: err}
	}
	if !x509.NewCertPool().AppendCertsFromPEM(certificate) {
		return tls.Certificate{}, &OptionError{Field: "CertFile", Err: fmt.Errorf("%s holds no certificate in PEM form", o.CertFile)}
	}
	key, err := readKeyFile(o.KeyFile)
	if err != nil {
		return tls.Certificate{}, &OptionError{Field: "KeyFile", Err: err}
	}
	pair, err := tls.X509KeyPair(certificate, key)
	if err != nil {
		return tls.Certificate{}, &OptionError{Field: "KeyFile", Err: fmt.Errorf("%s is not the key of the certificate %s: %w", o.KeyFile, o.CertFile, err)}
	}
	return pair, nil
}

// openFile opens a file without waiting for anybody who writes into it, as
// opening a pipe does, and lets it be read for no longer than pipeWait.
func openFile(path string) (*os.File, error) {
	file, err := openWithoutWaiting(path)
	if err == nil {
		// What is an ordinary file takes no deadline, and needs none.
		_ = file.SetReadDeadline(time.Now().Add(pipeWait))
	}
	return file, err
}

func readFile(path string) ([]byte, error) {
	file, err := openFile(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return readLimited(file)
}

// readKeyFile reads a file that nobody but its owner can read.
func readKeyFile(path string) ([]byte, error) {
	file, err := openFile(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if info.Mode().IsRegular() && othersRead(info.Mode()) {
		return nil, fmt.Errorf("%s: others can read it (mode %04o): chmod 600 it", path, info.Mode().Perm())
	}
	return readLimited(file)
}

func readLimited(file *os.File) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = fmt.Errorf("%s is a pipe, and it did not end in %s", file.Name(), pipeWait)
	}
	if err == nil && len(text) > maxFile {
		err = fmt.Errorf("%s is larger than %d bytes", file.Name(), maxFile)
	}
	return text, err
}

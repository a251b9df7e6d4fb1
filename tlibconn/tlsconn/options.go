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
	maxFile = 1 << 20 // bytes of certificates or a key
	// pipeWait is how long reading waits for a pipe that is given in place of a file.
	pipeWait = 5 * time.Second
)

// Options configures connections that use TLS from the first byte (SEMANTICS.md, High
// availability and keep-alive). The zero value trusts the system's authorities and presents no
// certificate.
type Options struct {
	// CAFile names a PEM file with the certificates of the only trusted authorities; ""
	// means the system's.
	CAFile string
	// CertFile and KeyFile name the PEM files of the certificate and the key to present
	// to a server that asks for one. Set both or neither.
	CertFile, KeyFile string
	// ServerName is the name that the server's certificate must contain; "" means the
	// host of the address. If ServerName is set and the certificate has no host names,
	// its subject's common name is compared instead.
	ServerName string
	// MinVersion is the lowest TLS version that is accepted; 0 means tls.VersionTLS12.
	MinVersion uint16
	// Insecure skips the check of the certificate's name. With CAFile, the certificate
	// must still be signed by one of those authorities. Without CAFile it is not checked,
	// so anyone between the client and the server can read and change everything.
	Insecure bool
	// Legacy allows RSA key exchange up to TLS 1.2, with AES only, for servers that
	// support nothing better. Anyone who obtains the server's key later can read what was
	// recorded before.
	Legacy bool
}

// OptionError reports a field of Options that cannot be used.
type OptionError struct {
	// Field is the name of the field, for example "CAFile".
	Field string
	// Err is the reason, and names the file.
	Err error
}

// Error returns the text of Err.
func (e *OptionError) Error() string { return e.Err.Error() }

// Unwrap returns Err.
func (e *OptionError) Unwrap() error { return e.Err }

// ParseVersion returns the number of a TLS version: "1.0", "1.1", "1.2" or "1.3".
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

// Client makes TLS connections. It holds [Options] and the contents of their files. It is safe
// for concurrent use.
type Client struct {
	options Options
	config  *tls.Config
}

// Load reads the files of the options. The error is a *OptionError.
func (o Options) Load() (*Client, error) {
	config, err := o.config()
	if err != nil {
		return nil, err
	}
	return &Client{options: o, config: config}, nil
}

func (o Options) config() (*tls.Config, error) {
	// Client.verify checks the certificate.
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
			return nil, &OptionError{Field: "CAFile", Err: fmt.Errorf("%s contains no certificate in PEM form", o.CAFile)}
		}
	}
	switch {
	case o.CertFile == "" && o.KeyFile == "":
		return config, nil
	case o.CertFile == "":
		return nil, &OptionError{Field: "KeyFile", Err: fmt.Errorf("the key %s needs its certificate", o.KeyFile)}
	case o.KeyFile == "":
		return nil, &OptionError{Field: "CertFile", Err: fmt.Errorf("the certificate %s needs its key", o.CertFile)}
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
		return tls.Certificate{}, &OptionError{Field: "CertFile", Err: fmt.Errorf("%s contains no certificate in PEM form", o.CertFile)}
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

// openFile opens a file without waiting for a writer, as opening a pipe would, and limits the
// time for reading it to pipeWait.
func openFile(path string) (*os.File, error) {
	file, err := openWithoutWaiting(path)
	if err == nil {
		// An ordinary file does not support deadlines and does not need one.
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

// readKeyFile reads a file that only its owner can read.
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
		return nil, fmt.Errorf("%s is readable by others (mode %04o); run chmod 600 on it", path, info.Mode().Perm())
	}
	return readLimited(file)
}

func readLimited(file *os.File) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = fmt.Errorf("%s is a pipe whose writer did not close it within %s", file.Name(), pipeWait)
	}
	if err == nil && len(text) > maxFile {
		err = fmt.Errorf("%s is larger than %d bytes", file.Name(), maxFile)
	}
	return text, err
}

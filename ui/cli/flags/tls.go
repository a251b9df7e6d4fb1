package flags

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"

	"capdeck/tlibconn"
	"capdeck/tlibconn/tlsconn"
	"capdeck/ui/cli/exit"
)

// TLS is the group of flags that encrypt the connection.
type TLS struct {
	On               bool
	CA, Cert, Key    string // PEM files, "" for none
	ServerName       string // "" for the name of the host
	MinVersion       string // 1.0 to 1.3
	Insecure, Legacy bool
}

const defaultTLSVersion = "1.2"

// Register declares the group in a set of flags.
func (f *TLS) Register(all *pflag.FlagSet) {
	under(all, "TLS", f.declare)
}

func (f *TLS) declare(flags *pflag.FlagSet) {
	flags.BoolVar(&f.On, "tls", false, "connect using TLS")
	flags.StringVar(&f.CA, "tls-ca", "", "trust the authorities in this PEM file instead of the system's")
	flags.StringVar(&f.Cert, "tls-cert", "", "present the certificate in this PEM file to a T-Server that asks for one")
	flags.StringVar(&f.Key, "tls-key", "", "read the key of --tls-cert from this PEM file, which only its owner may be able to read")
	flags.StringVar(&f.ServerName, "tls-server-name", "", "require this name in T-Server's certificate instead of the host's; the common name counts if the certificate has no list of names")
	flags.StringVar(&f.MinVersion, "tls-min-version", defaultTLSVersion, "accept this version of TLS or later: 1.0, 1.1, 1.2 or 1.3")
	flags.BoolVar(&f.Insecure, "tls-insecure", false, "accept any certificate, or with --tls-ca any that one of those authorities signed: anyone who has one can read and change everything")
	flags.BoolVar(&f.Legacy, "tls-legacy", false, "allow RSA key exchange with AES up to TLS 1.2, for a T-Server that supports nothing better: anyone who obtains its key later can read recorded traffic")
}

// Check returns an error for flags that contradict each other.
func (f *TLS) Check() error {
	given := []string{}
	for _, flag := range []struct {
		name string
		set  bool
	}{
		{"ca", f.CA != ""},
		{"cert", f.Cert != ""},
		{"key", f.Key != ""},
		{"server-name", f.ServerName != ""},
		{"min-version", f.MinVersion != defaultTLSVersion},
		{"insecure", f.Insecure},
		{"legacy", f.Legacy},
	} {
		if flag.set {
			given = append(given, "--tls-"+flag.name)
		}
	}
	switch {
	case !f.On && len(given) > 0:
		return exit.UsageError("%s without --tls: nothing would be encrypted", strings.Join(given, ", "))
	case f.Legacy && f.MinVersion == "1.3":
		return exit.UsageError("--tls-legacy and --tls-min-version 1.3 exclude each other, since TLS 1.3 has no RSA key exchange: omit one of them")
	case f.Insecure && f.ServerName != "":
		return exit.UsageError("--tls-insecure and --tls-server-name exclude each other: accept any certificate, or only one with that name")
	}
	return nil
}

// Apply sets the options that make a session connect with TLS. The error names the
// flag.
func (f *TLS) Apply(options *tlibconn.Options) error {
	if err := f.Check(); err != nil || !f.On {
		return err
	}
	least, err := tlsconn.ParseVersion(f.MinVersion)
	if err != nil {
		return exit.UsageError("--tls-min-version: %w", err)
	}
	options.TLS, err = tlsconn.Options{
		CAFile: f.CA, CertFile: f.Cert, KeyFile: f.Key, ServerName: f.ServerName, MinVersion: least, Insecure: f.Insecure, Legacy: f.Legacy,
	}.Load()
	var option *tlsconn.OptionError
	if errors.As(err, &option) {
		flag := map[string]string{"CAFile": "tls-ca", "CertFile": "tls-cert", "KeyFile": "tls-key"}[option.Field]
		return exit.UsageError("--%s: %w", flag, err)
	}
	return err
}

// Advice returns a clause that names the flag for a remedy, or "" if no flag helps.
func Advice(remedy tlsconn.Remedy) string {
	switch remedy {
	case tlsconn.RemedyTLS:
		return "to connect using TLS, add --tls"
	case tlsconn.RemedyPlain:
		return "to connect without TLS, omit --tls"
	case tlsconn.RemedyAuthority:
		return "if it is the right server, name its authority's certificate with --tls-ca"
	case tlsconn.RemedyServerName:
		return "if it is the right server, add --tls-server-name with a name from its certificate"
	case tlsconn.RemedyCertificate:
		return "name a certificate that it accepts with --tls-cert and --tls-key"
	case tlsconn.RemedyMinVersion:
		return "to allow older versions, add --tls-min-version 1.0"
	case tlsconn.RemedyLegacy:
		return "to allow it nevertheless, add --tls-legacy"
	}
	return ""
}

// Warning returns the warning that must stay on the screen, or "". A narrow window shows
// only its first words.
func (f *TLS) Warning() string {
	var words []string
	if f.Legacy {
		words = append(words, "LEGACY")
	}
	switch {
	case f.Insecure && f.CA != "":
		words = append(words, "NAME NOT VERIFIED")
	case f.Insecure:
		words = append(words, "NOT VERIFIED")
	}
	if !f.On || len(words) == 0 {
		return ""
	}
	return "TLS " + strings.Join(words, ", ")
}

// Warn writes the same warnings as sentences, before the screen opens or instead of it.
func (f *TLS) Warn(out io.Writer) {
	switch {
	case !f.On:
		return
	case f.Insecure && f.CA != "":
		fmt.Fprintln(out, "capdeck: --tls-insecure: the name in T-Server's certificate is not verified, only its authority")
	case f.Insecure:
		fmt.Fprintln(out, "capdeck: --tls-insecure: T-Server's certificate is not verified")
	}
	if f.Legacy {
		fmt.Fprintln(out, "capdeck: --tls-legacy: RSA key exchange is allowed: anyone who obtains T-Server's key later can read recorded traffic")
	}
}

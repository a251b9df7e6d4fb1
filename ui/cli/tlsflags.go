package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"

	"capdeck/tlibconn"
	"capdeck/ui/cli/exit"
)

// tlsFlags are the flags of TLS.
type tlsFlags struct {
	on, insecure, legacy             bool
	ca, cert, key, serverName, least string
}

const defaultTLSVersion = "1.2"

func (f *tlsFlags) register(flags *pflag.FlagSet) {
	flags.BoolVar(&f.on, "tls", false, "the port of --host is one for TLS")
	flags.StringVar(&f.ca, "tls-ca", "", "a PEM file of the authorities to trust; else the system's")
	flags.StringVar(&f.cert, "tls-cert", "", "a PEM file of the certificate to show to a T-Server that asks for one")
	flags.StringVar(&f.key, "tls-key", "", "a PEM file of its key, readable by its owner only")
	flags.StringVar(&f.serverName, "tls-server-name", "", "the name that T-Server's certificate must have, in its list of names or, without such a list, as its common name; else the host's")
	flags.StringVar(&f.least, "tls-min-version", defaultTLSVersion, "the lowest version of TLS: 1.0, 1.1, 1.2 or 1.3")
	flags.BoolVar(&f.insecure, "tls-insecure", false, "accept any certificate, or with --tls-ca any that one of those authorities signed: whoever has one can read and change everything")
	flags.BoolVar(&f.legacy, "tls-legacy", false, "allow RSA key exchange with AES up to TLS 1.2, for a T-Server that supports nothing better: anyone who obtains its key later can read what was recorded before")
}

// check finds flags that contradict each other.
func (f *tlsFlags) check() error {
	given := []string{}
	for _, flag := range []struct {
		name string
		set  bool
	}{
		{"ca", f.ca != ""},
		{"cert", f.cert != ""},
		{"key", f.key != ""},
		{"server-name", f.serverName != ""},
		{"min-version", f.least != defaultTLSVersion},
		{"insecure", f.insecure},
		{"legacy", f.legacy},
	} {
		if flag.set {
			given = append(given, "--tls-"+flag.name)
		}
	}
	switch {
	case !f.on && len(given) > 0:
		return exit.UsageError("%s without --tls: nothing would be encrypted", strings.Join(given, ", "))
	case f.legacy && f.least == "1.3":
		return exit.UsageError("--tls-legacy and --tls-min-version 1.3 contradict each other: TLS 1.3 has no RSA key exchange, so leave one of them out")
	case f.insecure && f.serverName != "":
		return exit.UsageError("--tls-insecure and --tls-server-name exclude each other: any certificate, or one of that name")
	}
	return nil
}

// apply makes the session connect by TLS; the error names the flag.
func (f *tlsFlags) apply(options *tlibconn.Options) error {
	if err := f.check(); err != nil || !f.on {
		return err
	}
	least, err := tlibconn.ParseTLSVersion(f.least)
	if err != nil {
		return exit.UsageError("--tls-min-version: %w", err)
	}
	options.TLS, err = tlibconn.TLSOptions{
		CAFile: f.ca, CertFile: f.cert, KeyFile: f.key, ServerName: f.serverName, MinVersion: least, Insecure: f.insecure, Legacy: f.legacy,
	}.Load()
	var option *tlibconn.TLSOptionError
	if errors.As(err, &option) {
		flag := map[string]string{"CAFile": "tls-ca", "CertFile": "tls-cert", "KeyFile": "tls-key"}[option.Field]
		return exit.UsageError("--%s: %w", flag, err)
	}
	return err
}

// tlsAdvice says which flag applies a remedy.
func tlsAdvice(remedy tlibconn.Remedy) string {
	switch remedy {
	case tlibconn.RemedyTLS:
		return "to connect with TLS, give --tls"
	case tlibconn.RemedyPlain:
		return "to connect without TLS, leave out --tls"
	case tlibconn.RemedyAuthority:
		return "if it is the right server, give its authority's certificate with --tls-ca"
	case tlibconn.RemedyServerName:
		return "if it is the right server, give a name of its certificate with --tls-server-name"
	case tlibconn.RemedyCertificate:
		return "give a certificate that it accepts with --tls-cert and --tls-key"
	case tlibconn.RemedyMinVersion:
		return "to allow older versions, give --tls-min-version 1.0"
	case tlibconn.RemedyLegacy:
		return "to allow it all the same, give --tls-legacy"
	}
	return ""
}

// warning is what must stay on the screen, "" for nothing. Its beginning is what
// a narrow window shows.
func (f *tlsFlags) warning() string {
	var words []string
	if f.legacy {
		words = append(words, "LEGACY")
	}
	switch {
	case f.insecure && f.ca != "":
		words = append(words, "NAME NOT VERIFIED")
	case f.insecure:
		words = append(words, "NOT VERIFIED")
	}
	if !f.on || len(words) == 0 {
		return ""
	}
	return "TLS " + strings.Join(words, ", ")
}

// warn says the same where there is no screen, and behind it.
func (f *tlsFlags) warn(out io.Writer) {
	switch {
	case !f.on:
		return
	case f.insecure && f.ca != "":
		fmt.Fprintln(out, "capdeck: --tls-insecure: the name in T-Server's certificate is not verified, only its authority")
	case f.insecure:
		fmt.Fprintln(out, "capdeck: --tls-insecure: T-Server's certificate is not verified")
	}
	if f.legacy {
		fmt.Fprintln(out, "capdeck: --tls-legacy: RSA key exchange is allowed: anyone who obtains T-Server's key later can read what was recorded before")
	}
}

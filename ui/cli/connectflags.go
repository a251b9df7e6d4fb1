package cli

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"capdeck/tlibconn"
)

// seconds is a flag's time as T-Library's configuration gives it: in seconds,
// with decimals (SEMANTICS.md, High availability and keep-alive).
type seconds time.Duration

// Set reads the flag's text.
func (s *seconds) Set(text string) error {
	number, err := strconv.ParseFloat(text, 64)
	limit := tlibconn.MaxADDPTimeout.Seconds()
	if err != nil || math.IsNaN(number) || number < 0 || number > limit || number > 0 && number < 0.001 {
		return fmt.Errorf("give seconds from 0.001 to %g, as in 10 or 2.5, or 0 to turn it off", limit)
	}
	*s = seconds(math.Round(number*1000) * float64(time.Millisecond))
	return nil
}

// String returns the seconds as Set reads them.
func (s *seconds) String() string {
	return strconv.FormatFloat(time.Duration(*s).Seconds(), 'f', -1, 64)
}

// Type is the word for the value in help texts.
func (s *seconds) Type() string { return "seconds" }

// keepAliveFlags are the flags of ADDP.
type keepAliveFlags struct {
	timeout, remoteTimeout seconds
	trace                  string
}

func (f *keepAliveFlags) register(flags *pflag.FlagSet) {
	f.timeout, f.remoteTimeout = seconds(tlibconn.DefaultADDPTimeout), seconds(tlibconn.DefaultADDPRemoteTimeout)
	flags.Var(&f.timeout, "addp-timeout", "after how much silence T-Server is polled; 0 turns it off")
	flags.Var(&f.remoteTimeout, "addp-remote-timeout", "after how much silence T-Server is to poll; 0 turns it off")
	flags.StringVar(&f.trace, "addp-trace", "off", "who logs the polls: off, local (the message log), remote (T-Server), both")
}

func (f *keepAliveFlags) apply(options *tlibconn.Options) error {
	trace, err := tlibconn.ParseADDPTrace(f.trace)
	if err != nil {
		return usageError("--addp-trace: %w", err)
	}
	options.ADDPTimeout, options.ADDPRemoteTimeout = time.Duration(f.timeout), time.Duration(f.remoteTimeout)
	options.ADDPTrace = trace
	return nil
}

// tlsFlags are the flags of TLS.
type tlsFlags struct {
	on, insecure                     bool
	ca, cert, key, serverName, least string
}

const defaultTLSVersion = "1.2"

func (f *tlsFlags) register(flags *pflag.FlagSet) {
	flags.BoolVar(&f.on, "tls", false, "the port of --host is one for TLS")
	flags.StringVar(&f.ca, "tls-ca", "", "a PEM file of the authorities to trust; else the system's")
	flags.StringVar(&f.cert, "tls-cert", "", "a PEM file of the certificate to show to a T-Server that asks for one")
	flags.StringVar(&f.key, "tls-key", "", "a PEM file of its key, readable by its owner only")
	flags.StringVar(&f.serverName, "tls-server-name", "", "the name that T-Server's certificate must have; else the host's")
	flags.StringVar(&f.least, "tls-min-version", defaultTLSVersion, "the lowest version of TLS: 1.0, 1.1, 1.2 or 1.3")
	flags.BoolVar(&f.insecure, "tls-insecure", false, "take any certificate: whoever sits on the way can read and change everything")
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
	} {
		if flag.set {
			given = append(given, "--tls-"+flag.name)
		}
	}
	switch {
	case !f.on && len(given) > 0:
		return usageError("%s without --tls: nothing would be encrypted", strings.Join(given, ", "))
	case f.insecure && f.ca != "":
		return usageError("--tls-insecure and --tls-ca exclude each other: any certificate, or that authority's")
	case f.insecure && f.serverName != "":
		return usageError("--tls-insecure and --tls-server-name exclude each other: any certificate, or one of that name")
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
		return usageError("--tls-min-version: %w", err)
	}
	options.Dial, err = tlibconn.TLSOptions{
		CAFile: f.ca, CertFile: f.cert, KeyFile: f.key, ServerName: f.serverName, MinVersion: least, Insecure: f.insecure,
	}.Dialer(nil)
	var option *tlibconn.TLSOptionError
	if errors.As(err, &option) {
		flag := map[string]string{"CAFile": "tls-ca", "CertFile": "tls-cert", "KeyFile": "tls-key"}[option.Field]
		return usageError("--%s: %w", flag, err)
	}
	return err
}

// warning is what must stay on the screen, "" for nothing.
func (f *tlsFlags) warning() string {
	if f.on && f.insecure {
		return "TLS NOT VERIFIED"
	}
	return ""
}

// warn says the same where there is no screen, and behind it.
func (f *tlsFlags) warn(out io.Writer) {
	if f.warning() != "" {
		fmt.Fprintln(out, "capdeck: --tls-insecure: T-Server's certificate is not verified")
	}
}

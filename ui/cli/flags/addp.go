package flags

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/spf13/pflag"

	"capdeck/tlibconn"
	"capdeck/ui/cli/exit"
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

// ADDP holds the flags of the keep-alive protocol.
type ADDP struct {
	timeout, remoteTimeout seconds
	trace                  string
}

func (f *ADDP) declare(set *pflag.FlagSet) {
	f.timeout, f.remoteTimeout = seconds(tlibconn.DefaultADDPTimeout), seconds(tlibconn.DefaultADDPRemoteTimeout)
	set.Var(&f.timeout, "addp-timeout", "after how much silence T-Server is polled; 0 turns it off")
	set.Var(&f.remoteTimeout, "addp-remote-timeout", "after how much silence T-Server is to poll; 0 turns it off")
	set.StringVar(&f.trace, "addp-trace", "off", "who logs the polls: off, local (the message log), remote (T-Server), both")
}

// Apply sets the options of the keep-alive protocol. The error names the flag.
func (f *ADDP) Apply(options *tlibconn.Options) error {
	trace, err := tlibconn.ParseADDPTrace(f.trace)
	if err != nil {
		return exit.UsageError("--addp-trace: %w", err)
	}
	options.ADDPTimeout, options.ADDPRemoteTimeout = time.Duration(f.timeout), time.Duration(f.remoteTimeout)
	options.ADDPTrace = trace
	return nil
}

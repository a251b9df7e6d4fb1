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

// seconds is the value of a flag in seconds, with decimals, as in the configuration of
// T-Library (SEMANTICS.md, High availability and keep-alive).
type seconds time.Duration

// Set parses the text of the flag.
func (s *seconds) Set(text string) error {
	number, err := strconv.ParseFloat(text, 64)
	limit := tlibconn.MaxADDPTimeout.Seconds()
	if err != nil || math.IsNaN(number) || number < 0 || number > limit || number > 0 && number < 0.001 {
		return fmt.Errorf("use 0.001 to %g seconds, as in 10 or 2.5, or 0 to turn it off", limit)
	}
	*s = seconds(math.Round(number*1000) * float64(time.Millisecond))
	return nil
}

// String returns the seconds in the form that Set parses.
func (s *seconds) String() string {
	return strconv.FormatFloat(time.Duration(*s).Seconds(), 'f', -1, 64)
}

// Type returns the word for the value in help texts.
func (s *seconds) Type() string { return "seconds" }

// ADDP holds the flags of the keep-alive protocol.
type ADDP struct {
	timeout, remoteTimeout seconds
	trace                  string
}

func (f *ADDP) declare(set *pflag.FlagSet) {
	f.timeout, f.remoteTimeout = seconds(tlibconn.DefaultADDPTimeout), seconds(tlibconn.DefaultADDPRemoteTimeout)
	set.Var(&f.timeout, "addp-timeout", "poll T-Server after this many seconds of silence; 0 turns polling off")
	set.Var(&f.remoteTimeout, "addp-remote-timeout", "have T-Server poll capdeck after this many seconds of silence; 0 turns polling off")
	set.StringVar(&f.trace, "addp-trace", "off", "log the polls: off, local (in the message log), remote (in T-Server's log) or both")
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

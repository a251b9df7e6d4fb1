package flags

import (
	"github.com/spf13/pflag"

	"capdeck/ui/cli/exit"
)

// Board holds the groups of flags of the board.
type Board struct {
	Session
	DNs          DNs
	Confirmation Confirmation
	Queries      Queries
	Coverage     Coverage
	Screen       Screen
	Metrics      Metrics
	Evidence     Evidence
	// Demo asks for a simulated T-Server.
	Demo bool
}

// Register declares the groups in a set of flags.
func (f *Board) Register(set *pflag.FlagSet) {
	f.Session.Register(set)
	f.DNs.Register(set)
	f.Confirmation.Register(set)
	f.Queries.Register(set)
	f.Coverage.Register(set)
	f.Screen.Register(set)
	f.Metrics.Register(set)
	f.Evidence.Register(set)
	RegisterConfig(set)
	registerDemo(set, &f.Demo)
}

// registerDemo declares --demo in a set of flags.
func registerDemo(all *pflag.FlagSet, demo *bool) {
	under(all, headingConnection, func(set *pflag.FlagSet) {
		set.BoolVar(demo, "demo", false, "run against a simulated T-Server with a recorder, agents and calls; nothing is recorded on disk")
	})
}

// Check returns an error for the first invalid flag, before anything is opened. It checks
// neither the DNs nor what CheckPairs checks.
func (f *Board) Check() error {
	if problems := f.Problems(); len(problems) > 0 {
		return problems[0]
	}
	if err := f.Metrics.Check(); err != nil {
		return err
	}
	return f.Session.Check()
}

// CheckPairs returns an error for flags that exclude each other, or whose values do not fit
// together.
func (f *Board) CheckPairs() error {
	switch {
	case f.Demo && f.Connection.Host != "":
		return exit.UsageError("--demo has its own T-Server: omit --host")
	case f.Demo && f.TLS.On:
		return exit.UsageError("--demo has its own T-Server, without TLS: omit --tls")
	case f.Screen.KeepGoing && !f.Screen.Plain:
		return exit.UsageError("--keep-going has an effect only with --plain: add --plain or omit --keep-going")
	case f.Demo && f.DNs.List+f.DNs.File != "":
		return exit.UsageError("--demo has its own DNs: omit --dn and --dn-file")
	}
	return f.Coverage.checkGrace(&f.Queries, &f.Timing)
}

// Problems returns an error for each negative number and time of the board, and for a policy of
// coverage that cannot be read. Each
// names its flag.
func (f *Board) Problems() []error {
	var problems []error
	refuse := func(negative bool, format string, value any) {
		if negative {
			problems = append(problems, exit.UsageError(format, value))
		}
	}
	refuse(f.Confirmation.CommandRate < 0, "--command-rate %d: use a number of commands a second, or 0 for no limit", f.Confirmation.CommandRate)
	refuse(f.Confirmation.WriteLock < 0, "--write-lock %s: use a time such as 5m, or 0 for no lock", f.Confirmation.WriteLock)
	problems = append(problems, f.Queries.Problems()...)
	problems = append(problems, f.Coverage.Problems()...)
	return append(problems, f.Evidence.Problems()...)
}

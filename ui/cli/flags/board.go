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
	under(set, headingConnection, func(set *pflag.FlagSet) {
		set.BoolVar(&f.Demo, "demo", false, "run against a simulated T-Server with a recorder, agents and calls; nothing is recorded on disk")
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
	refuse(f.Queries.Rate < 0, "--query-rate %d: use a number of queries a second, or 0 for no limit", f.Queries.Rate)
	refuse(f.Queries.VerifyAfter < 0, "--verify-after %s: use a time such as 2s, or 0 for never", f.Queries.VerifyAfter)
	refuse(f.Queries.Requery < 0, "--requery %s: use a time such as 30s, or 0 for never", f.Queries.Requery)
	refuse(f.Queries.StaleAfter < 0, "--stale-after %s: use a time such as 3m, or 0 for twice the time of --requery", f.Queries.StaleAfter)
	problems = append(problems, f.Coverage.Problems()...)
	return append(problems, f.Evidence.Problems()...)
}

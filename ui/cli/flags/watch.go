package flags

import (
	"time"

	"github.com/spf13/pflag"

	"capdeck/ui/cli/exit"
)

// Watch holds the groups of flags of capdeck watch, which sends no commands.
type Watch struct {
	Session
	DNs      DNs
	Queries  Queries
	Coverage Coverage
	Metrics  Metrics
	// Demo asks for a simulated T-Server.
	Demo bool
	// JSON asks for one JSON object a line.
	JSON bool
	// Messages asks for each T-Library message, too.
	Messages bool
	// Filter is the filter of the DNs whose lines are printed, "" for all.
	Filter string
	// Until are the filters that must all be met to end. None means never.
	Until []string
	// Timeout is when to end in any case, 0 for never; Count after how many lines, 0 for never.
	Timeout time.Duration
	Count   int
}

// Register declares the groups in a set of flags. The session is read-only.
func (f *Watch) Register(set *pflag.FlagSet) {
	f.Safety.ReadOnly, f.Safety.ConnID = true, defaultConnID
	f.Connection.Register(set)
	f.Safety.Journal.Register(set)
	f.Timing.Register(set)
	f.TLS.Register(set)
	f.DNs.Register(set)
	f.Queries.Register(set)
	f.Coverage.Register(set)
	f.Metrics.Register(set)
	RegisterConfig(set)
	registerDemo(set, &f.Demo)
	under(set, headingLines, func(own *pflag.FlagSet) {
		own.BoolVar(&f.JSON, "json", false, "print each line as a JSON object")
		own.BoolVar(&f.Messages, "messages", false, "print each T-Library message, too, as T-Server prints them in its log or, with --json, as JSON")
		own.StringVar(&f.Filter, "filter", "", "print only lines of the DNs that match this filter before or after what the line says, as in 'team:claims !state:off'")
		own.StringArrayVar(&f.Until, "until", nil, "end once a DN matches this filter, as in 'state:paused dn:7001'; may be repeated, then all of them must be met at the same time")
		own.DurationVar(&f.Timeout, "timeout", 0, "end after this long; 0 means never")
		own.IntVar(&f.Count, "count", 0, "end after this many lines; 0 means never")
		// They suit one run, and the board has a flag --messages of its own.
		own.VisitAll(func(flag *pflag.Flag) { annotate(flag, typedKey, "true") })
	})
}

// Check returns an error for the first invalid flag, before anything is opened. It checks
// neither the DNs nor the filters.
func (f *Watch) Check() error {
	switch {
	case f.Demo && f.Connection.Host != "":
		return exit.UsageError("--demo has its own T-Server: omit --host")
	case f.Demo && f.DNs.List+f.DNs.File != "":
		return exit.UsageError("--demo has its own DNs: omit --dn and --dn-file")
	case f.Timeout < 0:
		return exit.UsageError("--timeout %s: use a time such as 30s, or 0 for never", f.Timeout)
	case f.Count < 0:
		return exit.UsageError("--count %d: use a number of lines, or 0 for never", f.Count)
	}
	problems := append(f.Queries.Problems(), f.Coverage.Problems()...)
	if len(problems) > 0 {
		return problems[0]
	}
	if err := f.Coverage.checkGrace(&f.Queries, &f.Timing); err != nil {
		return err
	}
	if err := f.Metrics.Check(); err != nil {
		return err
	}
	return f.Session.Check()
}

package flags

import (
	"time"

	"github.com/spf13/pflag"

	"capdeck/model/board"
	"capdeck/ui/cli/exit"
)

// Timing is the group of flags for the timeouts of a command.
type Timing struct {
	RequestTimeout    time.Duration // until T-Server's answer
	IndicationTimeout time.Duration // from that answer until the recorder's indication
}

// Register declares the group in a set of flags.
func (f *Timing) Register(all *pflag.FlagSet) {
	under(all, headingTiming, func(set *pflag.FlagSet) {
		set.DurationVar(&f.RequestTimeout, "request-timeout", board.DefaultRequestTimeout, "wait this long for T-Server's answer to a command")
		set.DurationVar(&f.IndicationTimeout, "indication-timeout", board.DefaultIndicationTimeout, "wait this long for the recorder's indication after T-Server's answer")
	})
}

// Problems returns an error for each timeout that is not positive. Each names its flag.
func (f *Timing) Problems() []error {
	var problems []error
	for _, timeout := range []struct {
		name  string
		value time.Duration
	}{{"request-timeout", f.RequestTimeout}, {"indication-timeout", f.IndicationTimeout}} {
		if timeout.value <= 0 {
			problems = append(problems, exit.UsageError("--%s %s: use more than 0, as in 5s", timeout.name, timeout.value))
		}
	}
	return problems
}

// Queries is the group of flags for automatic queries.
type Queries struct {
	None        bool
	Rate        int           // queries per second, 0 for no limit
	VerifyAfter time.Duration // 0 for never
	Requery     time.Duration // 0 for never
	StaleAfter  time.Duration // 0 for twice the time of a requery
}

// Register declares the group in a set of flags.
func (f *Queries) Register(all *pflag.FlagSet) {
	under(all, headingTiming, func(set *pflag.FlagSet) {
		set.BoolVar(&f.None, "no-query", false, "send no automatic query, neither to the recorder nor to T-Server")
		set.IntVar(&f.Rate, "query-rate", board.DefaultQueryRate, "send at most this many automatic queries a second; 0 means no limit")
		set.DurationVar(&f.VerifyAfter, "verify-after", board.DefaultVerifyAfter, "query a DN once, this long after its call was answered, if the recorder has said nothing for the call; 0 means never")
		set.DurationVar(&f.Requery, "requery", board.DefaultRequery, "query a DN that is recorded, paused or on a call this long after its last indication, or later if --query-rate is too low; 0 means never")
		set.DurationVar(&f.StaleAfter, "stale-after", 0, "mark a DN that is recorded, paused or on a call as stale after this long without an indication; 0 means twice the time after which it is queried again")
	})
}

// Problems returns an error for each negative number and time. Each names its flag.
func (f *Queries) Problems() []error {
	var problems []error
	refuse := func(negative bool, format string, value any) {
		if negative {
			problems = append(problems, exit.UsageError(format, value))
		}
	}
	refuse(f.Rate < 0, "--query-rate %d: use a number of queries a second, or 0 for no limit", f.Rate)
	refuse(f.VerifyAfter < 0, "--verify-after %s: use a time such as 2s, or 0 for never", f.VerifyAfter)
	refuse(f.Requery < 0, "--requery %s: use a time such as 30s, or 0 for never", f.Requery)
	refuse(f.StaleAfter < 0, "--stale-after %s: use a time such as 3m, or 0 for twice the time of --requery", f.StaleAfter)
	return problems
}

// Apply sets the options of automatic queries.
func (f *Queries) Apply(options *board.Options) {
	options.AutomaticQueries, options.QueryRate = !f.None, f.Rate
	options.VerifyAfter, options.Requery, options.StaleAfter = f.VerifyAfter, f.Requery, f.StaleAfter
}

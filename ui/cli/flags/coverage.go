package flags

import (
	"strings"
	"time"

	"github.com/spf13/pflag"

	"capdeck/model/coverage"
	"capdeck/model/filter"
	"capdeck/ui/cli/exit"
)

// Coverage is the group of flags for the policy of coverage: which calls must be captured,
// and what counts as a gap.
type Coverage struct {
	Grace      time.Duration
	Least      time.Duration
	PauseLimit time.Duration // 0 for none
	AfterCall  time.Duration // 0 for never
	// NoStopsByOthers raises no incident if another client stops a capture during a call.
	NoStopsByOthers bool
	// Exclude is a filter, ExcludeTime a list of windows of time; both may be "".
	Exclude, ExcludeTime string
}

// Register declares the group in a set of flags.
func (f *Coverage) Register(all *pflag.FlagSet) {
	under(all, headingCoverage, func(set *pflag.FlagSet) {
		set.DurationVar(&f.Grace, "coverage-grace", coverage.DefaultGrace, "a call may lack a verified capture for this long before that is a gap")
		set.DurationVar(&f.Least, "coverage-min", coverage.DefaultLeast, "leave a DN's time on calls out of the coverage if it is shorter than this")
		set.DurationVar(&f.PauseLimit, "pause-limit", coverage.DefaultPauseLimit, "a capture that is paused for longer than this during a call is an incident; 0 means no limit")
		set.DurationVar(&f.AfterCall, "after-call", coverage.DefaultAfterCall, "a capture of a call that goes on for longer than this after the DN's last call, and not in after-call work, is an incident; 0 means no limit")
		set.BoolVar(&f.NoStopsByOthers, "no-stops-by-others", false, "raise no incident when another client, such as an agent's desktop, stops a capture during a call")
		set.StringVar(&f.Exclude, "coverage-exclude", "", "leave the DNs and calls that match this filter out of the coverage, as in team:test")
		set.StringVar(&f.ExcludeTime, "coverage-exclude-time", "", "leave calls that begin in these windows of time, in local time, out of the coverage, as in \"mon-fri 22:00-06:00, 2026-12-24 18:00-24:00\"")
	})
}

// Problems returns an error for each invalid value. Each names its flag.
func (f *Coverage) Problems() []error {
	var problems []error
	check := func(name string, value time.Duration, instead string) {
		// The coverage log has the grace, and its reader takes none that is longer.
		const longest = 365 * 24 * time.Hour
		if value < 0 || value > longest {
			problems = append(problems, exit.UsageError("--%s %s: use a time such as %s, and at most %s", name, value, instead, shortTime(longest)))
		}
	}
	check("coverage-grace", f.Grace, "10s")
	check("coverage-min", f.Least, "4s, or 0 for none")
	check("pause-limit", f.PauseLimit, "2m, or 0 for no limit")
	check("after-call", f.AfterCall, "10m, or 0 for no limit")
	if err := f.checkExclude(); err != nil {
		problems = append(problems, err)
	}
	if _, err := f.windows(); err != nil {
		problems = append(problems, exit.UsageError("--coverage-exclude-time: %w", err))
	}
	return problems
}

// checkExclude returns an error for a filter that cannot be read, or that would leave out just
// the calls that are not captured.
func (f *Coverage) checkExclude() error {
	excluded, err := new(filter.Reader).ParseLine(f.Exclude)
	if err != nil {
		return exit.UsageError("--coverage-exclude %q: %w", f.Exclude, err)
	}
	if name := excluded.OfCapture(); name != "" {
		return exit.UsageError("--coverage-exclude %q: %s: depends on the capture, which is what coverage measures; use dn:, label:, team:, agent:, queue:, call: or calltype:", f.Exclude, name)
	}
	return nil
}

func (f *Coverage) windows() (coverage.Windows, error) {
	return coverage.ParseWindows(f.ExcludeTime, time.Local)
}

// checkGrace returns an error if a call could be in a gap before its verification had an
// answer or none. Problems refuses a negative grace.
func (f *Coverage) checkGrace(queries *Queries, timing *Timing) error {
	least := queries.VerifyAfter + timing.IndicationTimeout
	if queries.None || queries.VerifyAfter <= 0 || f.Grace >= least || f.Grace < 0 {
		return nil
	}
	return exit.UsageError("--coverage-grace %s is shorter than --verify-after %s and --indication-timeout %s together: a call would be in a gap before the recorder had time to answer; use at least %s",
		f.Grace, queries.VerifyAfter, timing.IndicationTimeout, least)
}

// Options returns the policy, but for what Exclude excludes, which a board must
// understand. The error names the flag.
func (f *Coverage) Options() (coverage.Options, error) {
	if problems := f.Problems(); len(problems) > 0 {
		return coverage.Options{}, problems[0]
	}
	options := coverage.Options{Grace: f.Grace, Least: f.Least, PauseLimit: f.PauseLimit, AfterCall: f.AfterCall}
	windows, err := f.windows()
	if strings.TrimSpace(f.ExcludeTime) != "" {
		options.ExcludesTime = windows.Contains
	}
	return options, err
}

// Policy returns the policy as it would be given on the command line, a flag each, for
// reports.
func (f *Coverage) Policy() []string {
	policy := []string{
		"--coverage-grace " + shortTime(f.Grace), "--coverage-min " + shortTime(f.Least), "--pause-limit " + shortTime(f.PauseLimit), "--after-call " + shortTime(f.AfterCall),
	}
	if f.Exclude != "" {
		policy = append(policy, "--coverage-exclude "+f.Exclude)
	}
	if windows, err := f.windows(); err == nil && f.ExcludeTime != "" {
		policy = append(policy, "--coverage-exclude-time "+windows.String())
	}
	return policy
}

// shortTime formats a duration as a person types it: 10m rather than 10m0s.
func shortTime(d time.Duration) string {
	text := d.String()
	if whole, ok := strings.CutSuffix(text, "m0s"); ok {
		text = whole + "m"
	}
	if whole, ok := strings.CutSuffix(text, "h0m"); ok {
		text = whole + "h"
	}
	return text
}

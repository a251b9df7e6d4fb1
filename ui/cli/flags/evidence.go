package flags

import (
	"math"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/kballard/go-shellquote"
	"github.com/spf13/pflag"

	"capdeck/ui/cli/exit"
)

// Evidence is the group of flags for what is kept of coverage and incidents, and for who
// hears of an incident.
type Evidence struct {
	// None keeps nothing on disk.
	None bool
	keep string
	size string
	// alert is the command of --alert-exec.
	alert string
}

// Register declares the group in a set of flags.
func (f *Evidence) Register(all *pflag.FlagSet) {
	under(all, headingEvidence, func(set *pflag.FlagSet) {
		set.BoolVar(&f.None, "no-evidence", false, "keep no evidence: neither coverage nor incidents are recorded on disk")
		set.StringVar(&f.keep, "evidence-keep", "90d", "delete evidence that is older than this, as in 90d; 0 keeps it for ever")
		set.StringVar(&f.size, "evidence-size", "0", "delete the oldest evidence if it has more than this, as in 5GB; 0 means no limit")
		set.StringVar(&f.alert, "alert-exec", "", "run this command, without a shell, when an incident is raised or over; it reads the incident as JSON from its standard input")
	})
}

// Problems returns an error for each invalid value. Each names its flag.
func (f *Evidence) Problems() []error {
	var problems []error
	if _, err := f.Keep(); err != nil {
		problems = append(problems, err)
	}
	if _, err := f.Size(); err != nil {
		problems = append(problems, err)
	}
	if _, err := f.Alert(); err != nil {
		problems = append(problems, err)
	}
	return problems
}

// Keep returns for how long evidence is kept, 0 for ever. The error names the flag.
func (f *Evidence) Keep() (time.Duration, error) {
	const day = 24 * time.Hour
	wrong := exit.UsageError("--evidence-keep %q: use a number of days such as 90d, or 0 to keep it for ever", f.keep)
	if number, ok := strings.CutSuffix(f.keep, "d"); ok {
		days, err := strconv.ParseUint(number, 10, 16)
		if err != nil {
			return 0, wrong
		}
		return time.Duration(days) * day, nil
	}
	keep, err := time.ParseDuration(f.keep)
	if err != nil || keep < 0 || keep > 0 && keep < day {
		return 0, wrong
	}
	return keep, nil
}

// Size returns how many bytes of evidence are kept, 0 for no limit. The error names the
// flag.
func (f *Evidence) Size() (int64, error) {
	number, factor := f.size, int64(1)
	for _, unit := range []struct {
		name string
		size int64
	}{{"GB", 1e9}, {"MB", 1e6}, {"kB", 1e3}, {"KB", 1e3}, {"B", 1}} {
		if text, ok := strings.CutSuffix(f.size, unit.name); ok {
			number, factor = strings.TrimSpace(text), unit.size
			break
		}
	}
	size, err := strconv.ParseInt(number, 10, 64)
	if err != nil || size < 0 || size > math.MaxInt64/factor {
		return 0, exit.UsageError("--evidence-size %q: use a size such as 500MB or 5GB, or 0 for no limit", f.size)
	}
	return size * factor, nil
}

// Alert returns the command of --alert-exec with its arguments, none without the flag. It is
// split into words as a shell does, with quotes and backslashes, but nothing is expanded.
// The error names the flag.
func (f *Evidence) Alert() ([]string, error) {
	words, err := shellquote.Split(f.alert)
	switch {
	case err != nil:
		return nil, exit.UsageError("--alert-exec %q: a quote or a backslash at the end has no counterpart: %w", f.alert, err)
	case len(words) == 0 && f.alert != "", len(words) > 0 && words[0] == "":
		return nil, exit.UsageError("--alert-exec %q: name a command", f.alert)
	}
	return words, nil
}

// FindAlert returns a usage error if there is no such program as --alert-exec names. It looks
// at the disk, so it is asked only when incidents are about to be watched: a wrong name should
// not come to light with the first incident.
func (f *Evidence) FindAlert() error {
	words, err := f.Alert()
	if err != nil || len(words) == 0 {
		return err
	}
	if _, err := exec.LookPath(words[0]); err != nil {
		return exit.UsageError("--alert-exec %q: the command cannot be run: %w", f.alert, err)
	}
	return nil
}

package flags

import (
	"time"

	"github.com/spf13/pflag"

	"capdeck/ui/cli/exit"
)

// The words of --wait.
const (
	waitAccepted  = "accepted"
	waitConfirmed = "confirmed"
)

// Send is the group of flags for how capdeck send sends its commands.
type Send struct {
	// DNFile is a CSV file of further DNs, "" for none.
	DNFile string
	// Rate is how many commands are sent per second, 0 for no limit.
	Rate int
	// Wait is what ends a command: accepted or confirmed.
	Wait string
	// Repeat is the number of rounds, each of which sends a command for each DN.
	Repeat int
	// Interval is the least time from the beginning of a round to that of the next one. 0
	// means that a round begins when the previous one has ended.
	Interval time.Duration
}

// Register declares the group in a set of flags.
func (f *Send) Register(all *pflag.FlagSet) {
	under(all, headingDNs, func(set *pflag.FlagSet) {
		set.StringVar(&f.DNFile, "dn-file", "", "send for the DNs of this CSV file too, with the columns dn,label,team; only from the command line")
	})
	// A file of DNs that a board has in its configuration is not what a person names here.
	_ = all.SetAnnotation("dn-file", typedKey, []string{"true"})
	under(all, headingSending, func(set *pflag.FlagSet) {
		set.IntVar(&f.Rate, "rate", defaultCommandRate, "send at most this many commands a second; 0 means no limit")
		set.StringVar(&f.Wait, "wait", waitConfirmed, "end a command when it is confirmed (by the recorder's indication) or accepted (by T-Server's EventACK)")
		set.IntVar(&f.Repeat, "repeat", 1, "send the command this many times for each DN, in rounds, and print a summary at the end")
		set.DurationVar(&f.Interval, "interval", 0, "begin a round at least this long after the previous one began, and never before that one has ended")
	})
}

// Accepted reports whether EventACK ends a command.
func (f *Send) Accepted() bool { return f.Wait == waitAccepted }

// Check returns an error for the first invalid flag. It names the flag.
func (f *Send) Check() error {
	switch {
	case f.Rate < 0:
		return exit.UsageError("--rate %d: use 0 for no limit, or more, as in 50", f.Rate)
	case f.Wait != waitAccepted && f.Wait != waitConfirmed:
		return exit.UsageError("--wait %q: use %s or %s", f.Wait, waitAccepted, waitConfirmed)
	case f.Repeat < 1:
		return exit.UsageError("--repeat %d: use 1 or more", f.Repeat)
	case f.Interval < 0:
		return exit.UsageError("--interval %s: use 0 or more, as in 10s", f.Interval)
	case f.Interval > 0 && f.Repeat == 1:
		return exit.UsageError("--interval %s has no effect without --repeat, as in --repeat 10", f.Interval)
	}
	return nil
}

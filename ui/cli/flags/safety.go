package flags

import (
	"time"

	"github.com/spf13/pflag"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/ui/cli/exit"
)

// Safety is the group of flags that limit and record what a session sends.
type Safety struct {
	ReadOnly bool
	ConnID   string // which call a command names
	Journal  Journal
}

// defaultConnID is the default of --conn-id.
const defaultConnID = "capture"

// Register declares the group in a set of flags.
func (f *Safety) Register(all *pflag.FlagSet) {
	under(all, headingSafety, func(set *pflag.FlagSet) {
		set.BoolVar(&f.ReadOnly, "read-only", false, "send only queries and registrations")
		set.StringVar(&f.ConnID, "conn-id", defaultConnID, "name this call in commands: capture (that of the capture), current, none, or a ConnID in hex")
	})
	f.Journal.Register(all)
}

// ConnIDPolicy returns which call a command names. The error names the flag.
func (f *Safety) ConnIDPolicy() (board.ConnIDPolicy, error) {
	policy, err := board.ParseConnIDPolicy(f.ConnID)
	if err != nil {
		return policy, exit.UsageError("--conn-id: %w", err)
	}
	return policy, nil
}

// Journal holds the flags of the journal.
type Journal struct {
	None bool   // nothing is recorded
	Sync string // second or always
}

// The words of --journal-sync.
const (
	syncSecond = "second"
	syncAlways = "always"
)

// Register declares the group in a set of flags.
func (f *Journal) Register(all *pflag.FlagSet) {
	under(all, headingSafety, func(set *pflag.FlagSet) {
		set.BoolVar(&f.None, "no-journal", false, "send commands without recording them in the journal")
		set.StringVar(&f.Sync, "journal-sync", syncSecond, "write the journal to the disk: second (within a second) or always (before a command is sent)")
	})
}

// Check returns an error for an unknown word. It names the flag.
func (f *Journal) Check() error {
	if f.Sync != syncSecond && f.Sync != syncAlways {
		return exit.UsageError("--journal-sync %q: use second or always", f.Sync)
	}
	return nil
}

// Always reports whether each intent must be on the disk before its command is sent.
func (f *Journal) Always() bool { return f.Sync == syncAlways }

// defaultCommandRate is the default of --command-rate.
const defaultCommandRate = 200

// Confirmation is the group of flags that guard the commands of a person at a board.
type Confirmation struct {
	Confirm     string        // which commands ask first
	WriteLock   time.Duration // 0 for no lock
	CommandRate int           // commands per second to several DNs, 0 for no limit
}

// Register declares the group in a set of flags.
func (f *Confirmation) Register(all *pflag.FlagSet) {
	under(all, headingSafety, func(set *pflag.FlagSet) {
		set.IntVar(&f.CommandRate, "command-rate", defaultCommandRate, "send at most this many commands a second to several DNs; 0 means no limit")
		set.DurationVar(&f.WriteLock, "write-lock", 0, "refuse start, stop, pause and resume until w unlocks them, and again this long after the last one; with 0, only w locks them")
		set.StringVar(&f.Confirm, "confirm", model.ConfirmDangerous.String(), "ask before a command: never, bulk (for more than one DN), dangerous (stop, pause, or more than one DN) or always")
	})
}

// Policy returns which commands ask first. The error names the flag.
func (f *Confirmation) Policy() (model.Confirm, error) {
	confirm, err := model.ParseConfirm(f.Confirm)
	if err != nil {
		return confirm, exit.UsageError("--confirm: %w", err)
	}
	return confirm, nil
}

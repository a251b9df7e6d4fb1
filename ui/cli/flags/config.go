package flags

import (
	"github.com/spf13/pflag"

	"capdeck/model"
	"capdeck/themes"
	"capdeck/ui/cli/config"
)

// ConfigName is the name of --config. A command that has this flag reads the
// configuration.
const ConfigName = "config"

// RegisterConfig declares --config in a set of flags.
func RegisterConfig(all *pflag.FlagSet) {
	under(all, headingOther, func(set *pflag.FlagSet) {
		set.String(ConfigName, "", "read this configuration file instead of config.toml in $XDG_CONFIG_HOME/capdeck")
	})
}

// LineOnly returns the flags that are not keys of the configuration, each with the
// reason, the second half of a sentence that begins with "it".
func LineOnly() map[string]string {
	return map[string]string{
		// It names this file.
		ConfigName: "names the configuration file itself: use --config or CAPDECK_CONFIG",
		// A user who forgot the line could mistake the simulation for the real floor.
		"demo": "applies to one run: use --demo",
		// A person must be there to answer.
		"password-prompt": "applies to one run: use --password-prompt, or set password-file here",
		// It suits a script whose lines do not depend on each other.
		"keep-going": "applies to one script: use --keep-going",
		// The caller chooses the form of one answer.
		"json": "applies to one run: use --json",
		// They describe one task, and a forgotten line would send it again.
		"rate":     "applies to one run of capdeck send: use --rate; command-rate is for the board",
		"wait":     "applies to one run: use --wait",
		"repeat":   "applies to one run: use --repeat",
		"interval": "applies to one run: use --interval",
	}
}

// NewSpec returns the keys that the configuration may contain, derived from the groups of
// flags.
func NewSpec() *config.Spec { return config.New(SpecOptions()) }

// SpecOptions returns the groups of flags, with the facts that their types do not show.
func SpecOptions() config.Options {
	all := pflag.NewFlagSet("configuration", pflag.ContinueOnError)
	new(Board).Register(all)
	return config.Options{
		Flags:    []*pflag.FlagSet{all},
		LineOnly: LineOnly(),
		Lists:    []string{"host", "dn", "columns"},
		Paths:    []string{"dn-file", "password-file", "tls-ca", "tls-cert", "tls-key"},
		Choices: map[string][]string{
			"color":           themes.ColorChoices(),
			"addp-trace":      {"off", "local", "remote", "both"},
			"confirm":         model.ConfirmNames(),
			"journal-sync":    {syncSecond, syncAlways},
			"messages":        {messagesEvents, messagesRaw},
			"tls-min-version": {"1.0", "1.1", "1.2", "1.3"},
		},
		Actions: model.Actions(),
	}
}

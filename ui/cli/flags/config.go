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
		set.String(ConfigName, "", "the configuration file; else config.toml in $XDG_CONFIG_HOME/capdeck")
	})
}

// LineOnly returns the flags that are not keys of the configuration, each with the
// reason, the second half of a sentence that begins with "it".
func LineOnly() map[string]string {
	return map[string]string{
		// It names this file.
		ConfigName: "names the configuration itself: give --config or CAPDECK_CONFIG",
		// A user who forgot the line would take the simulation for the real floor.
		"demo": "is for one run: give --demo",
		// A person must be there to answer.
		"password-prompt": "is for one run: give --password-prompt, or name a password-file here",
		// It suits one script, whose lines can be carried out one without another.
		"keep-going": "is for one script: give --keep-going",
		// It is the form of one answer, which the caller chooses.
		"json": "is for one run: give --json",
	}
}

// NewSpec derives what the configuration may hold from the groups of flags.
func NewSpec() *config.Spec { return config.New(SpecOptions()) }

// SpecOptions returns the groups of flags and what their types do not tell.
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
			"tls-min-version": {"1.0", "1.1", "1.2", "1.3"},
		},
		Actions: model.Actions(),
	}
}

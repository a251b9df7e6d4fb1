package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"capdeck/model"
	"capdeck/themes"
	"capdeck/ui/cli/config"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/process"
)

// configFlag names the configuration file; a command that has it reads one.
const configFlag = "config"

func registerConfig(set *pflag.FlagSet) {
	set.String(configFlag, "", "the configuration file; else config.toml in $XDG_CONFIG_HOME/capdeck")
}

// lineOnly are the flags of board and send that the configuration does not take,
// each with what it is; help and version are no flags before the command runs.
func lineOnly() map[string]string {
	return map[string]string{
		// It is this file.
		configFlag: "names the configuration itself: give --config or CAPDECK_CONFIG",
		// Who forgot such a line would take the simulation for the real floor.
		"demo": "is for one run: give --demo",
		// Somebody must be there to answer.
		"password-prompt": "is for one run: give --password-prompt, or name a password-file here",
		// It is for one script, whose lines can stand that.
		"keep-going": "is for one script: give --keep-going",
		// It is the form of one answer, and the caller's to choose.
		"json": "is for one run: give --json",
	}
}

// newSpec derives what the configuration may hold from the flags of the board and
// of send.
func newSpec() *config.Spec { return config.New(specOptions()) }

// specOptions says of some flags what their type does not.
func specOptions() config.Options {
	return config.Options{
		Flags:    []*pflag.FlagSet{newBoardCommand(process.Streams{}, hooks{}, nil).Flags(), newSendCommand(process.Streams{}).Flags()},
		LineOnly: lineOnly(),
		Lists:    []string{"host", "dn", "columns"},
		Paths:    []string{"dn-file", "password-file", "tls-ca", "tls-cert", "tls-key"},
		Choices: map[string][]string{
			"color":           themes.ColorChoices(),
			"addp-trace":      {"off", "local", "remote", "both"},
			"confirm":         model.ConfirmNames(),
			"journal-sync":    {"second", "always"},
			"tls-min-version": {"1.0", "1.1", "1.2", "1.3"},
		},
		Actions: model.Actions(),
	}
}

// configuration is what is in force in a run, and where it came from.
type configuration struct {
	spec *config.Spec
	// path is the file in use, be it there or not.
	path string
	file *config.File
	// values are those of all flags of the command, by their names.
	values config.Layer
}

// load gives each flag of the command that is not on its line the value of its
// variable, or else of the configuration, if the command reads one.
func (c *configuration) load(command *cobra.Command, lookup func(string) (string, bool)) error {
	set := command.Flags()
	layers := []config.Layer{environment(set, lookup), commandLine(set)}
	defaults := config.Layer{}
	if set.Lookup(configFlag) != nil {
		if err := process.CheckPlaces(); err != nil {
			return err
		}
		named := config.Merge(layers...)[configFlag].Text
		if err := c.name(named); err != nil {
			return err
		}
		c.spec = newSpec()
		if command.Annotations[writesConfig] == "" {
			var err error
			if c.file, err = c.spec.Read(c.path, named != ""); err != nil {
				return exit.UsageError("%w", err)
			}
			layers = append(layers, c.file.Values)
			defaults = c.spec.Defaults()
		}
	}
	values := config.Merge(defaults, localeOf(lookup).layer(set), inForce(config.Merge(layers...)))
	if err := apply(set, values); err != nil {
		return err
	}
	c.values = values
	return nil
}

// name takes the file that the user named, or "" for the usual one.
func (c *configuration) name(path string) error {
	c.path = process.ConfigFile()
	if path == "" {
		return nil
	}
	var err error
	if c.path, err = filepath.Abs(path); err != nil {
		return fmt.Errorf("the configuration %s cannot be found: %w", path, err)
	}
	return nil
}

// apply sets the flags that are not on the command line. An error names the
// variable; the file's values were checked when it was read.
func apply(set *pflag.FlagSet, values config.Layer) error {
	var problems []error
	set.VisitAll(func(flag *pflag.Flag) {
		value := values[flag.Name]
		if value.Source == config.SourceDefault || value.Source == config.SourceFlag {
			return
		}
		if err := set.Set(flag.Name, value.Text); err != nil {
			problems = append(problems, fmt.Errorf("the variable %s: %q: %s", value.Origin, value.Text, flags.Wanted(flag, err)))
		}
	})
	if err := errors.Join(problems...); err != nil {
		return exit.UsageError("%w", err)
	}
	return nil
}

// environment is the layer of the variables. One without a value is none.
func environment(set *pflag.FlagSet, lookup func(string) (string, bool)) config.Layer {
	layer := config.Layer{}
	set.VisitAll(func(flag *pflag.Flag) {
		name := environmentPrefix + strings.ToUpper(strings.ReplaceAll(flag.Name, "-", "_"))
		if value, set := lookup(name); set && value != "" && flag.Name != "help" && flag.Name != "version" {
			layer[flag.Name] = config.Value{Text: value, Source: config.SourceEnvironment, Origin: name}
		}
	})
	return layer
}

// commandLine is the layer of the flags that were given.
func commandLine(set *pflag.FlagSet) config.Layer {
	layer := config.Layer{}
	set.Visit(func(flag *pflag.Flag) {
		layer[flag.Name] = config.Value{Text: textOf(flag), Source: config.SourceFlag, Origin: "--" + flag.Name}
	})
	return layer
}

// textOf is a flag's value as the flag reads it; pflag's lists say it with
// brackets around.
func textOf(flag *pflag.Flag) string {
	if list, isList := flag.Value.(pflag.SliceValue); isList {
		return strings.Join(list.GetSlice(), ",")
	}
	return flag.Value.String()
}

// inForce takes out what a flag of a stronger layer makes pointless: who gives
// --dn does not mean the DN file of the configuration as well. Of two flags of
// one layer both stay, and the command says what is wrong with that.
func inForce(values config.Layer) config.Layer {
	connection := []string{"host", "dn", "dn-file", "password-file"}
	for name := range values {
		if name == "tls" || strings.HasPrefix(name, "tls-") {
			connection = append(connection, name)
		}
	}
	all := config.Merge(values)
	for name, without := range map[string][]string{
		"demo":            connection,
		"dn":              {"dn-file"},
		"dn-file":         {"dn"},
		"password-prompt": {"password-file"},
		"password-file":   {"password-prompt"},
	} {
		given, set := all[name]
		if !set || given.Text == "" || given.Text == "false" {
			continue
		}
		for _, other := range without {
			if all[other].Source < given.Source {
				delete(values, other)
			}
		}
	}
	return values
}

// flagName finds flags in an error's text.
var flagName = regexp.MustCompile(`--[a-z0-9][a-z0-9-]*`)

// explain adds to an error about flags where their values came from, if that was
// not the command line.
func (c *configuration) explain(err error) error {
	if err == nil || exit.CodeOf(err) != exit.Usage {
		return err
	}
	var from []string
	for _, flag := range flagName.FindAllString(err.Error(), -1) {
		value := c.values[strings.TrimPrefix(flag, "--")]
		if value.Source != config.SourceFile && value.Source != config.SourceEnvironment {
			continue
		}
		if text := flag + " is from " + value.Origin; !slices.Contains(from, text) && !strings.Contains(err.Error(), text) {
			from = append(from, text)
		}
	}
	if len(from) == 0 {
		return err
	}
	return exit.UsageError("%w (%s)", err, strings.Join(from, ", "))
}

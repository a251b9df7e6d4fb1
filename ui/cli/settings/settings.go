// Package settings merges the values that the command line, the environment, the locale and
// the configuration file give a command's flags, and records where each value came from. It
// knows flags only by their names and values, not what they do.
package settings

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"capdeck/ui/cli/config"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/process"
)

// environmentPrefix begins the name of a flag's variable: CAPDECK_APP_NAME is
// --app-name.
const environmentPrefix = "CAPDECK_"

// WritesConfig is the annotation of a command that writes the configuration instead of
// reading it.
const WritesConfig = "writes-config"

// Settings are the values in force in a run, and where each of them came from. The zero
// value is empty.
type Settings struct {
	// Spec describes what the configuration may contain. It is nil for a command that
	// does not read one.
	Spec *config.Spec
	// Path is the configuration file in use, which need not exist.
	Path string
	// File is the contents of the configuration. It is nil for a command that does not
	// read one.
	File *config.File
	// Values are the values of all flags of the command, by name.
	Values config.Layer
}

// Load sets each flag of the command that is not on the command line to the value of its
// variable or, if the command reads the configuration, to the value there.
func (c *Settings) Load(command *cobra.Command, lookup func(string) (string, bool)) error {
	set := command.Flags()
	layers := []config.Layer{environment(set, lookup), commandLine(set)}
	defaults := config.Layer{}
	if set.Lookup(flags.ConfigName) != nil {
		if err := process.CheckPlaces(); err != nil {
			return err
		}
		named := config.Merge(layers...)[flags.ConfigName].Text
		if err := c.name(named); err != nil {
			return err
		}
		c.Spec = flags.NewSpec()
		if command.Annotations[WritesConfig] == "" {
			var err error
			if c.File, err = c.Spec.Read(c.Path, named != ""); err != nil {
				return exit.UsageError("%w", err)
			}
			layers = append(layers, c.File.Values)
			defaults = c.Spec.Defaults()
		}
	}
	values := config.Merge(defaults, LocaleOf(lookup).layer(set), inForce(config.Merge(layers...)))
	dropUntyped(set, values)
	if err := apply(set, values); err != nil {
		return err
	}
	c.Values = values
	return nil
}

// name sets Path to the file that the user named, or to the default one for "".
func (c *Settings) name(path string) error {
	c.Path = process.ConfigFile()
	if path == "" {
		return nil
	}
	var err error
	if c.Path, err = filepath.Abs(path); err != nil {
		return fmt.Errorf("cannot find the configuration %s: %w", path, err)
	}
	return nil
}

// dropUntyped removes the values of flags that only the command line may set and does not.
func dropUntyped(set *pflag.FlagSet, values config.Layer) {
	set.VisitAll(func(flag *pflag.Flag) {
		if flags.MustBeTyped(flag) && values[flag.Name].Source != config.SourceFlag {
			delete(values, flag.Name)
		}
	})
}

// apply sets the flags that are not on the command line. An error names the variable;
// the values of the file were checked when it was read.
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

// environment returns the layer of the variables. An empty variable counts as unset.
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

// commandLine returns the layer of the flags that were given.
func commandLine(set *pflag.FlagSet) config.Layer {
	layer := config.Layer{}
	set.Visit(func(flag *pflag.Flag) {
		layer[flag.Name] = config.Value{Text: textOf(flag), Source: config.SourceFlag, Origin: "--" + flag.Name}
	})
	return layer
}

// textOf returns a flag's value in the form that the flag parses. The String of a list has
// brackets around it, which the flag does not parse.
func textOf(flag *pflag.Flag) string {
	if list, isList := flag.Value.(pflag.SliceValue); isList {
		return strings.Join(list.GetSlice(), ",")
	}
	return flag.Value.String()
}

// inForce removes the values that a flag of a stronger layer replaces: a user who gives --dn
// does not also mean the DN file of the configuration. Two such flags of one layer both
// stay, and the command reports them.
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

// flagName matches flags in an error's text.
var flagName = regexp.MustCompile(`--[a-z0-9][a-z0-9-]*`)

// Explain adds to an error about flags where their values came from, unless they came from
// the command line.
func (c *Settings) Explain(err error) error {
	if err == nil || exit.CodeOf(err) != exit.Usage {
		return err
	}
	var from []string
	for _, flag := range flagName.FindAllString(err.Error(), -1) {
		value := c.Values[strings.TrimPrefix(flag, "--")]
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

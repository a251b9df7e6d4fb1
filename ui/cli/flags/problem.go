// Package flags holds the groups of flags that commands share. A group declares its
// flags, checks their values and returns options. It knows no command and opens
// nothing.
package flags

import (
	"errors"
	"strconv"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"capdeck/ui/cli/exit"
)

// Problem returns a sentence for an error about a flag of the command line.
func Problem(command *cobra.Command, err error) error {
	var value *pflag.InvalidValueError
	var missing *pflag.ValueRequiredError
	var unknown *pflag.NotExistError
	switch {
	case errors.As(err, &value):
		return exit.UsageError("--%s %s: %s", value.GetFlag().Name, value.GetValue(), Wanted(value.GetFlag(), value.Unwrap()))
	case errors.As(err, &missing):
		return exit.UsageError("--%s needs a value: %s", missing.GetFlag().Name, missing.GetFlag().Usage)
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() != "":
		return exit.UsageError("unknown flag -%s: flags are whole words after two dashes; see %s --help", unknown.GetSpecifiedName(), command.CommandPath())
	}
	var syntax *pflag.InvalidSyntaxError
	if errors.As(err, &syntax) {
		return exit.UsageError("%s is not a flag; see %s --help", syntax.GetSpecifiedFlag(), command.CommandPath())
	}
	return exit.UsageError("%w; see --help", err)
}

// Wanted returns which values a flag accepts. why is the error for a value that it
// refused.
func Wanted(flag *pflag.Flag, why error) string {
	var value *pflag.InvalidValueError
	if errors.As(why, &value) {
		why = value.Unwrap()
	}
	switch flag.Value.Type() {
	case "bool":
		return "use true or false"
	case "int", "int64", "uint", "uint64", "float64":
		if errors.Is(why, strconv.ErrRange) {
			return "the number is too large or too small"
		}
		return "use a whole number, as in " + orExample(flag.DefValue, "0", "200")
	case "duration":
		return "use a time with its unit, as in 30s or 1m30s"
	case "stringSlice":
		return "use a list separated by commas, with double quotes around a value that contains a comma"
	}
	// The error of such a flag says which values it accepts.
	return why.Error()
}

// orExample returns a flag's default as an example, or another example if the default is
// empty or the value nothing.
func orExample(byDefault, nothing, example string) string {
	if byDefault == nothing || byDefault == "" {
		return example
	}
	return byDefault
}

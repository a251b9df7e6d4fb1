// Package flags holds the groups of flags that commands share. A group declares its
// flags, checks their values and yields options. It knows no command and opens
// nothing.
package flags

import (
	"errors"
	"strconv"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"capdeck/ui/cli/exit"
)

// Problem says in words what is wrong with a flag of the command line.
func Problem(command *cobra.Command, err error) error {
	var value *pflag.InvalidValueError
	var missing *pflag.ValueRequiredError
	var unknown *pflag.NotExistError
	switch {
	case errors.As(err, &value):
		return exit.UsageError("--%s %s: %s", value.GetFlag().Name, value.GetValue(), Wanted(value.GetFlag(), value.Unwrap()))
	case errors.As(err, &missing):
		return exit.UsageError("--%s needs a value behind it: %s", missing.GetFlag().Name, missing.GetFlag().Usage)
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() != "":
		return exit.UsageError("unknown flag: -%s; flags have whole names with two dashes, see %s --help", unknown.GetSpecifiedName(), command.CommandPath())
	}
	var syntax *pflag.InvalidSyntaxError
	if errors.As(err, &syntax) {
		return exit.UsageError("%s is no flag; see %s --help", syntax.GetSpecifiedFlag(), command.CommandPath())
	}
	return exit.UsageError("%w; see --help", err)
}

// Wanted says what a flag takes. why is what the flag says of a value.
func Wanted(flag *pflag.Flag, why error) string {
	var value *pflag.InvalidValueError
	if errors.As(why, &value) {
		why = value.Unwrap()
	}
	switch flag.Value.Type() {
	case "bool":
		return "give true or false"
	case "int", "int64", "uint", "uint64", "float64":
		if errors.Is(why, strconv.ErrRange) {
			return "no number of that size is taken"
		}
		return "give a whole number, as in " + orExample(flag.DefValue, "0", "200")
	case "duration":
		return "give a time with its unit, as in 30s or 1m30s"
	case "stringSlice":
		return "give a list with commas between; a value with a comma in it stands in double quotes"
	}
	// Such a flag says itself what it takes.
	return why.Error()
}

// orExample returns a flag's default as an example, or another one where the
// default says nothing.
func orExample(byDefault, nothing, example string) string {
	if byDefault == nothing || byDefault == "" {
		return example
	}
	return byDefault
}

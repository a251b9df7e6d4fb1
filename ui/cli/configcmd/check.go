package configcmd

import (
	"errors"
	"slices"

	"capdeck/tlibconn"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/process"
	"capdeck/ui/cli/settings"
	"capdeck/ui/cli/userthemes"
)

// check returns an error for all values that the board or send would refuse before they
// connect, each with its origin. It does not require a T-Server or a DN.
func check(given *flags.Board, streams process.Streams, inForce *settings.Settings) error {
	var problems []error
	var told []string
	for _, problem := range problemsOf(given, streams) {
		if problem == nil || slices.Contains(told, problem.Error()) {
			continue
		}
		told = append(told, problem.Error())
		problems = append(problems, inForce.Explain(problem))
	}
	if err := errors.Join(problems...); err != nil {
		return exit.UsageError("%w", err)
	}
	return nil
}

// problemsOf returns an error for each invalid value. Some of the errors are nil, and some
// repeat others.
func problemsOf(given *flags.Board, streams process.Streams) []error {
	problems := append(given.Problems(), given.Timing.Problems()...)
	add := func(err error) { problems = append(problems, err) }
	if given.Connection.Host != "" {
		_, err := given.Connection.Addresses()
		add(err)
	}
	add(given.CheckPairs())
	add(given.Connection.ADDP.Apply(&tlibconn.Options{}))
	add(given.Safety.Journal.Check())
	add(given.TLS.Apply(&tlibconn.Options{}))
	add(given.Connection.Password.Check())
	_, err := given.Connection.ServerCharset()
	add(err)
	_, err = given.Safety.ConnIDPolicy()
	add(err)
	add(given.DNs.Check(&given.Connection))
	_, err = given.Confirmation.Policy()
	add(err)
	_, err = given.Screen.Notify.Watch()
	add(err)
	_, err = given.Screen.ColumnList()
	add(err)
	_, _, _, err = userthemes.Load(given.Screen.Theme, process.ThemeDir(), streams)
	add(err)
	_, err = flags.Profile(given.Screen.Color, streams)
	add(err)
	return problems
}

package cli

import (
	"errors"
	"slices"

	"capdeck/model"
	"capdeck/model/column"
	"capdeck/tlibconn"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/process"
	"capdeck/ui/cli/textfile"
)

// inForce returns why values cannot be in force: all that the board or send would
// refuse before they connect, each with where it came from. That no T-Server and no
// DN is named is none of them.
func (f *boardFlags) inForce(streams process.Streams) error {
	var problems []error
	var told []string
	for _, problem := range f.problems(streams) {
		if problem == nil || slices.Contains(told, problem.Error()) {
			continue
		}
		told = append(told, problem.Error())
		problems = append(problems, f.settings.explain(problem))
	}
	if err := errors.Join(problems...); err != nil {
		return exit.UsageError("%w", err)
	}
	return nil
}

// problems are what is wrong with the values; nil ones and repetitions are among them.
func (f *boardFlags) problems(streams process.Streams) []error {
	problems := append(f.numbers(), f.timeouts()...)
	take := func(err error) { problems = append(problems, err) }
	if f.host != "" {
		_, err := f.addresses()
		take(err)
	}
	take(f.checkPairs())
	take(f.keepAlive.apply(&tlibconn.Options{}))
	take(f.journal.check())
	take(f.tls.apply(&tlibconn.Options{}))
	take(f.password.Check())
	_, err := f.writtenIn()
	take(err)
	_, err = f.connIDPolicy()
	take(err)
	take(f.checkDNs())
	_, err = f.confirmPolicy()
	take(err)
	_, err = f.notify.watch()
	take(err)
	_, err = f.columnList()
	take(err)
	_, _, _, err = loadThemes(f.theme, process.ThemeDir(), streams)
	take(err)
	_, err = profileOf(f.color, streams)
	take(err)
	return problems
}

// checkDNs finds what is wrong with the DNs. What a pipe holds is left to the command
// that it is for.
func (f *boardFlags) checkDNs() error {
	looked := f.connectFlags
	if textfile.IsPipe(looked.dnFile) {
		looked.dnFile = ""
	}
	_, err := looked.entries()
	return err
}

// confirmPolicy returns which commands ask first; the error names the flag.
func (f *boardFlags) confirmPolicy() (model.Confirm, error) {
	confirm, err := model.ParseConfirm(f.confirm)
	if err != nil {
		return confirm, exit.UsageError("--confirm: %w", err)
	}
	return confirm, nil
}

// columnList returns the columns from left to right; the error names the flag.
func (f *boardFlags) columnList() ([]column.ID, error) {
	columns, err := column.Parse(f.columns)
	if err != nil {
		return nil, exit.UsageError("--columns: %w", err)
	}
	return columns, nil
}

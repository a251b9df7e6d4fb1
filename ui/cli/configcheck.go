package cli

import (
	"errors"
	"os"
	"slices"

	"capdeck/model"
	"capdeck/model/column"
	"capdeck/tlibconn"
)

// inForce returns why values cannot be in force: all that the board or send would
// refuse before they connect, each with where it came from. That no T-Server and no
// DN is named is none of them.
func (f *boardFlags) inForce(streams Streams) error {
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
		return usageError("%w", err)
	}
	return nil
}

// problems are what is wrong with the values; nil ones and repetitions are among them.
func (f *boardFlags) problems(streams Streams) []error {
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
	take(f.checkPassword())
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
	_, _, _, err = loadThemes(f.theme, themeDir(), streams)
	take(err)
	_, err = profileOf(f.color, streams)
	take(err)
	return problems
}

// checkDNs finds what is wrong with the DNs. What a pipe holds is left to the command
// that it is for.
func (f *boardFlags) checkDNs() error {
	looked := f.connectFlags
	if isPipe(looked.dnFile) {
		looked.dnFile = ""
	}
	_, err := looked.entries()
	return err
}

// checkPassword finds what is wrong with the file of the password, which is not kept.
func (f *boardFlags) checkPassword() error {
	switch {
	case f.passwordFile != "" && f.passwordPrompt:
		return errTwoPasswords()
	case f.passwordFile == "" || isPipe(f.passwordFile):
		return nil
	}
	_, err := readPasswordFile(f.passwordFile)
	return err
}

// isPipe reports whether a file is there and gives what it holds only once.
func isPipe(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.Mode().IsRegular() && !info.IsDir()
}

// confirmPolicy returns which commands ask first; the error names the flag.
func (f *boardFlags) confirmPolicy() (model.Confirm, error) {
	confirm, err := model.ParseConfirm(f.confirm)
	if err != nil {
		return confirm, usageError("--confirm: %w", err)
	}
	return confirm, nil
}

// columnList returns the columns from left to right; the error names the flag.
func (f *boardFlags) columnList() ([]column.ID, error) {
	columns, err := column.Parse(f.columns)
	if err != nil {
		return nil, usageError("--columns: %w", err)
	}
	return columns, nil
}

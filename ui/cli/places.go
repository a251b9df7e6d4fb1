package cli

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"syscall"

	"github.com/adrg/xdg"

	"capdeck/ui/cli/textfile"
)

// The variables that name where configuration and state are.
const (
	configVariable = "XDG_CONFIG_HOME"
	stateVariable  = "XDG_STATE_HOME"
)

// findHome sees to it that HOME names a folder: that of the account where the
// variable is missing, as in some services and containers. Without it all would be
// looked for, and written, at the root of the file system.
func findHome(account func() (*user.User, error)) {
	if isHome(os.Getenv("HOME")) {
		return
	}
	if owner, err := account(); err == nil && isHome(owner.HomeDir) {
		// The text has no NUL, so that it can be set.
		_ = os.Setenv("HOME", owner.HomeDir)
		xdg.Reload()
	}
}

// isHome reports whether a folder can be somebody's home.
func isHome(dir string) bool { return filepath.IsAbs(dir) && filepath.Clean(dir) != "/" }

// placeOf returns the folder of ours in dir, which is what a variable names or
// below HOME; "" where there is neither.
func placeOf(variable, dir string) string {
	if !filepath.IsAbs(os.Getenv(variable)) && !isHome(os.Getenv("HOME")) {
		return ""
	}
	return filepath.Join(dir, "capdeck")
}

// configDir is where the configuration and themes are, "" for nowhere.
func configDir() string { return placeOf(configVariable, xdg.ConfigHome) }

// stateDir is where the journal and reports go, "" for nowhere.
func stateDir() string { return placeOf(stateVariable, xdg.StateHome) }

// checkPlaces says what to do where there is no place for files.
func checkPlaces() error {
	if err := checkPlace(configDir(), configVariable, "the configuration"); err != nil {
		return err
	}
	return checkPlace(stateDir(), stateVariable, "the journal")
}

// checkPlace says what to do where there is no folder for one kind of files.
func checkPlace(dir, variable, what string) error {
	if dir != "" {
		return nil
	}
	return usageError("there is no folder for %s: HOME names none, and your account (uid %d) has no home folder; set HOME, or %s", what, os.Getuid(), variable)
}

// journalProblem says why the journal cannot be written or read, and what to do.
func journalProblem(err error) string {
	text := textfile.InWords(err)
	var errno syscall.Errno
	if errors.As(err, &errno) {
		text += fmt.Sprintf("; mend that, or name another folder by %s", stateVariable)
	}
	return text
}

package process

import (
	"fmt"
	"os"
	"os/user"
	"path/filepath"

	"github.com/adrg/xdg"

	"capdeck/ui/cli/exit"
)

// The variables that name where configuration and state are.
const (
	configVariable = "XDG_CONFIG_HOME"
	StateVariable  = "XDG_STATE_HOME"
)

// FindHome sees to it that HOME names a folder: that of the account where the
// variable is missing, as in some services and containers. Without it all would be
// looked for, and written, at the root of the file system.
func FindHome(account func() (*user.User, error)) {
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

// ConfigDir is the folder of the configuration and the themes, or "" if there is
// no place for one.
func ConfigDir() string { return placeOf(configVariable, xdg.ConfigHome) }

// ConfigFile is the configuration file that is read if no other one is named.
func ConfigFile() string { return filepath.Join(ConfigDir(), "config.toml") }

// ThemeDir is the folder of the user's own themes.
func ThemeDir() string { return filepath.Join(ConfigDir(), "themes") }

// StateDir is the folder of the journal and of crash reports, or "" if there is no
// place for one.
func StateDir() string { return placeOf(StateVariable, xdg.StateHome) }

// JournalDir is the folder of the journal, or "" if there is no place for one.
func JournalDir() string {
	if StateDir() == "" {
		return ""
	}
	return filepath.Join(StateDir(), "journal")
}

// CheckPlaces returns an error that tells what to do if there is no place for the
// configuration or for the journal.
func CheckPlaces() error {
	if err := checkPlace(ConfigDir(), configVariable, "the configuration"); err != nil {
		return err
	}
	return CheckStateDir()
}

// CheckStateDir returns an error that tells what to do if there is no place for
// the journal.
func CheckStateDir() error { return checkPlace(StateDir(), StateVariable, "the journal") }

// checkPlace says what to do where there is no folder for one kind of files.
func checkPlace(dir, variable, what string) error {
	if dir != "" {
		return nil
	}
	return exit.UsageError("there is no folder for %s: HOME names none, and your account (uid %d) has no home folder; set HOME, or %s", what, os.Getuid(), variable)
}

// UserName returns the name of the account that sends commands, for the journal.
func UserName() string {
	if current, err := user.Current(); err == nil {
		return current.Username
	}
	return fmt.Sprintf("uid %d", os.Getuid())
}

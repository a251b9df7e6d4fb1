package process

import (
	"fmt"
	"os"
	"os/user"
	"path/filepath"

	"github.com/adrg/xdg"

	"capdeck/ui/cli/exit"
)

// The variables that name the folders of configuration and state.
const (
	configVariable = "XDG_CONFIG_HOME"
	StateVariable  = "XDG_STATE_HOME"
)

// FindHome sets HOME to the account's home folder if the variable names no folder, as in some services and
// containers. Otherwise all files would be looked for and written at the root of the file system.
func FindHome(account func() (*user.User, error)) {
	if isHome(os.Getenv("HOME")) {
		return
	}
	if owner, err := account(); err == nil && isHome(owner.HomeDir) {
		// The text contains no NUL, so Setenv cannot fail.
		_ = os.Setenv("HOME", owner.HomeDir)
		xdg.Reload()
	}
}

// isHome reports whether a folder can be a home folder.
func isHome(dir string) bool { return filepath.IsAbs(dir) && filepath.Clean(dir) != "/" }

// placeOf returns capdeck's folder in dir, which is named by a variable or is below HOME. It returns "" if there is
// neither.
func placeOf(variable, dir string) string {
	if !filepath.IsAbs(os.Getenv(variable)) && !isHome(os.Getenv("HOME")) {
		return ""
	}
	return filepath.Join(dir, "capdeck")
}

// ConfigDir returns the folder of the configuration and the themes, "" if there is none.
func ConfigDir() string { return placeOf(configVariable, xdg.ConfigHome) }

// ConfigFile returns the configuration file that is read if no other is named.
func ConfigFile() string { return filepath.Join(ConfigDir(), "config.toml") }

// ThemeDir returns the folder of the user's own themes.
func ThemeDir() string { return filepath.Join(ConfigDir(), "themes") }

// StateDir returns the folder of the journal and of crash reports, "" if there is none.
func StateDir() string { return placeOf(StateVariable, xdg.StateHome) }

// JournalDir returns the folder of the journal, "" if there is none.
func JournalDir() string {
	if StateDir() == "" {
		return ""
	}
	return filepath.Join(StateDir(), "journal")
}

// CheckPlaces returns an error, with advice, if there is no folder for the configuration or for the journal.
func CheckPlaces() error {
	if err := checkPlace(ConfigDir(), configVariable, "the configuration"); err != nil {
		return err
	}
	return CheckStateDir()
}

// CheckStateDir returns an error, with advice, if there is no folder for the journal.
func CheckStateDir() error { return checkPlace(StateDir(), StateVariable, "the journal") }

// checkPlace returns an error, with advice, if there is no folder for one kind of files.
func checkPlace(dir, variable, what string) error {
	if dir != "" {
		return nil
	}
	return exit.UsageError("no folder for %s: HOME is not set to a folder, and your account (uid %d) has no home folder; set HOME or %s", what, os.Getuid(), variable)
}

// UserName returns the name of the account that sends commands, for the journal.
func UserName() string {
	if current, err := user.Current(); err == nil {
		return current.Username
	}
	return fmt.Sprintf("uid %d", os.Getuid())
}

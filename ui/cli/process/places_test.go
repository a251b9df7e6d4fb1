package process

import (
	"errors"
	"os/user"
	"strings"
	"testing"

	"github.com/adrg/xdg"
)

// TestPlaces tests a HOME that is missing or is not a home folder.
func TestPlaces(t *testing.T) {
	gone := errors.New("user: unknown userid 4711")
	for _, test := range []struct {
		name, home, account       string
		config, state             string // the variables
		wantConfig, want, problem string
	}{
		{name: "HOME", home: "/home/lee", account: "/home/kim", wantConfig: "/home/lee/.config/capdeck", want: "/home/lee/.local/state/capdeck"},
		{name: "none", account: "/home/kim", wantConfig: "/home/kim/.config/capdeck", want: "/home/kim/.local/state/capdeck"},
		{name: "the root", home: "/", account: "/home/kim", wantConfig: "/home/kim/.config/capdeck", want: "/home/kim/.local/state/capdeck"},
		{name: "no path", home: "lee", account: "/home/kim", wantConfig: "/home/kim/.config/capdeck", want: "/home/kim/.local/state/capdeck"},
		{name: "no account", problem: "no folder for the configuration: HOME is not set to a folder, and your account (uid "},
		{name: "an account whose home is the root", account: "/", problem: "set HOME or XDG_CONFIG_HOME"},
		{name: "nowhere for the state", config: "/etc/xdg", wantConfig: "/etc/xdg/capdeck", problem: "no folder for the journal: "},
		{name: "both variables", config: "/etc/xdg", state: "/var/state", wantConfig: "/etc/xdg/capdeck", want: "/var/state/capdeck"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Setenv("HOME", test.home)
			t.Setenv(configVariable, test.config)
			t.Setenv(StateVariable, test.state)
			t.Cleanup(xdg.Reload)
			xdg.Reload()
			FindHome(func() (*user.User, error) {
				if test.account == "" {
					return nil, gone
				}
				return &user.User{HomeDir: test.account}, nil
			})
			if ConfigDir() != test.wantConfig || StateDir() != test.want {
				t.Errorf("the folders are %q and %q", ConfigDir(), StateDir())
			}
			err := CheckPlaces()
			if test.problem == "" && err != nil || test.problem != "" && (err == nil || !strings.Contains(err.Error(), test.problem)) {
				t.Errorf("the error is %v, want %q", err, test.problem)
			}
			if strings.HasPrefix(JournalDir(), "journal") || strings.HasPrefix(JournalDir(), "/.") {
				t.Errorf("the journal is in %q", JournalDir())
			}
		})
	}
}

//go:build unix

package ptytest

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	// The test builds the program, which go test does not see. This makes a cached result invalid when the program
	// has changed.
	_ "capdeck/ui/cli"
)

// programVariable is the variable that passes the path of the program to the tests.
const programVariable = "CAPDECK_PTYTEST_PROGRAM"

// TestMain builds the program once, and keeps it away from the user's own
// files and variables.
func TestMain(m *testing.M) {
	flag.Parse()
	// Under nohup SIGHUP is ignored, also by processes that the tests start. A signal that is handled here is not.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	code, err := buildAndRun(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func buildAndRun(m *testing.M) (int, error) {
	dir, err := os.MkdirTemp("", "capdeck-ptytest")
	if err != nil {
		return 0, err
	}
	defer func() {
		if removing := os.RemoveAll(dir); removing != nil {
			fmt.Fprintln(os.Stderr, removing)
		}
	}()
	for _, variable := range os.Environ() {
		if name, _, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "CAPDECK_") {
			if err = os.Unsetenv(name); err != nil {
				return 0, err
			}
		}
	}
	state := filepath.Join(dir, "state")
	path := filepath.Join(dir, "capdeck")
	if err = notTheFirstRun(state); err != nil {
		return 0, err
	}
	// Without evidence no test meets the incidents of another one.
	for name, value := range map[string]string{"CAPDECK_NO_EVIDENCE": "true", programVariable: path, "XDG_STATE_HOME": state, "XDG_CONFIG_HOME": filepath.Join(dir, "config"), "LC_ALL": "C.UTF-8", "CAPDECK_MESSAGES": "raw"} {
		if err = os.Setenv(name, value); err != nil {
			return 0, err
		}
	}
	if out, failed := exec.Command("go", "build", "-o", path, "capdeck").CombinedOutput(); failed != nil {
		return 0, fmt.Errorf("building the program: %w\n%s", failed, out)
	}
	code := m.Run()
	return code, noReports(state)
}

// notTheFirstRun leaves the mark of an earlier run, so that all tests see the same screen.
func notTheFirstRun(state string) error {
	if err := os.MkdirAll(filepath.Join(state, "capdeck"), 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(state, "capdeck", "used"), nil, 0o600)
}

// noReports fails if the program has written a report of an internal error.
func noReports(state string) error {
	reports, err := filepath.Glob(filepath.Join(state, "capdeck", "*.txt"))
	if err != nil {
		return err
	}
	for _, report := range reports {
		if text, failed := os.ReadFile(report); failed == nil && len(text) > 0 {
			return fmt.Errorf("the program left a report of an internal error:\n%s", text)
		}
	}
	return nil
}

// program is the path of the program under test.
func program() string { return os.Getenv(programVariable) }

package flags

import (
	"slices"
	"strings"
	"testing"
	"time"

	"capdeck/ui/cli/exit"

	"github.com/spf13/pflag"
)

// parsed returns the flags of the board, parsed from arguments.
func parsed(t *testing.T, arguments ...string) *Board {
	t.Helper()
	given, set := new(Board), pflag.NewFlagSet("test", pflag.ContinueOnError)
	given.Register(set)
	if err := set.Parse(arguments); err != nil {
		t.Fatal(err)
	}
	return given
}

func TestCoverageFlags(t *testing.T) {
	t.Parallel()
	given := parsed(t, "--coverage-grace", "8s", "--after-call", "1h", "--coverage-exclude", "team:test", "--coverage-exclude-time", "mon-fri 22:00-06:00")
	if err := given.CheckPairs(); err != nil {
		t.Fatal(err)
	}
	options, err := given.Coverage.Options()
	if err != nil || options.Grace != 8*time.Second || options.Least != 4*time.Second || options.PauseLimit != 2*time.Minute || options.AfterCall != time.Hour {
		t.Errorf("options %+v, %v", options, err)
	}
	if !options.ExcludesTime(time.Date(2026, 11, 23, 23, 0, 0, 0, time.Local)) {
		t.Error("Monday at 23:00 is not excluded")
	}
	want := []string{
		"--coverage-grace 8s", "--coverage-min 4s", "--pause-limit 2m", "--after-call 1h", "--coverage-exclude team:test",
		"--coverage-exclude-time mon-fri 22:00-06:00 (local time)",
	}
	if got := given.Coverage.Policy(); !slices.Equal(got, want) {
		t.Errorf("policy %q, want %q", got, want)
	}
	if options, _ = parsed(t).Coverage.Options(); options.ExcludesTime != nil {
		t.Error("without windows, times are compared with them")
	}
}

func TestWrongCoverageFlags(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		arguments, want string
	}{
		{"--coverage-grace=-1s", "--coverage-grace -1s: use a time"},
		{"--coverage-grace=9000h", "--coverage-grace 9000h0m0s: use a time such as 10s, and at most 8760h"},
		{"--after-call=2562047h", "--after-call 2562047h0m0s: use a time"},
		{"--coverage-grace=8760h --pause-limit=8760h", ""},
		{"--coverage-min=-1s", "--coverage-min -1s"},
		{"--pause-limit=-1s", "--pause-limit -1s"},
		{"--after-call=-1s", "--after-call -1s"},
		{"--coverage-exclude=colour:red", `--coverage-exclude "colour:red": `},
		{"--coverage-exclude=!state:recording", `--coverage-exclude "!state:recording": state: depends on the capture`},
		{"--coverage-exclude=gap:>3s", "gap: depends on the capture"},
		{"--coverage-exclude=fault:silent", "fault: depends on the capture"},
		{"--coverage-exclude=dn:7001-7010,7020", ""},
		{"--coverage-exclude-time=monday", `--coverage-exclude-time: window "monday"`},
		{"--coverage-grace=6s", "--coverage-grace 6s is shorter than --verify-after 2s and --indication-timeout 5s together"},
		{"--indication-timeout=9s", "use at least 11s"},
		{"--coverage-grace=1s --verify-after=0", ""},
		{"--coverage-grace=1s --no-query", ""},
		{"--coverage-grace=7s", ""},
	} {
		given := parsed(t, strings.Fields(test.arguments)...)
		var err error
		if problems := given.Problems(); len(problems) > 0 {
			err = problems[0]
		} else {
			err = given.CheckPairs()
		}
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%s: %v", test.arguments, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want) || exit.CodeOf(err) != exit.Usage):
			t.Errorf("%s: %v, want %s", test.arguments, err, test.want)
		}
	}
}

package flags

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"
)

func TestEvidence(t *testing.T) {
	t.Parallel()
	parse := func(name, value string) *Evidence {
		var f Evidence
		set := pflag.NewFlagSet("", pflag.ContinueOnError)
		f.Register(set)
		if err := set.Set(name, value); err != nil {
			t.Fatal(err)
		}
		return &f
	}
	for text, want := range map[string]time.Duration{"90d": 90 * 24 * time.Hour, "0": 0, "0d": 0, "48h": 48 * time.Hour, "-1d": -1, "1h": -1, "d": -1, "": -1, "99999d": -1, "-24h": -1} {
		if got, err := parse("evidence-keep", text).Keep(); err == nil && got != want || (err != nil) != (want < 0) {
			t.Errorf("--evidence-keep %q: %s, %v", text, got, err)
		}
	}
	for text, want := range map[string]int64{"0": 0, "5GB": 5e9, "500 MB": 5e8, "1kB": 1000, "7": 7, "7B": 7, "-1": -1, "GB": -1, "1.5GB": -1, fmt.Sprint(math.MaxInt64, "GB"): -1} {
		if got, err := parse("evidence-size", text).Size(); err == nil && got != want || (err != nil) != (want < 0) {
			t.Errorf("--evidence-size %q: %d, %v", text, got, err)
		}
	}
	for text, want := range map[string][]string{
		"": nil, "mail me": {"mail", "me"}, `"/opt/my alerts/send" --to 'a b' c\ d $HOME *`: {"/opt/my alerts/send", "--to", "a b", "c d", "$HOME", "*"},
	} {
		if got, err := parse("alert-exec", text).Alert(); err != nil || !slices.Equal(got, want) {
			t.Errorf("--alert-exec %q: %q, %v", text, got, err)
		}
	}
	for _, text := range []string{`"a`, `a\`, " ", `""`} {
		problems := parse("alert-exec", text).Problems()
		if len(problems) != 1 || !strings.HasPrefix(problems[0].Error(), "--alert-exec ") {
			t.Errorf("--alert-exec %q: %v", text, problems)
		}
	}
}

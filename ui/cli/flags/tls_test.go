package flags

import (
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"capdeck/tlibconn/tlsconn"
)

func TestTLSWarnings(t *testing.T) {
	for _, tt := range []struct {
		flags TLS
		want  string
		lines int // that Warn writes
	}{
		{TLS{}, "", 0},
		{TLS{Insecure: true, Legacy: true}, "", 0}, // without --tls
		{TLS{On: true, CA: "ca.pem"}, "", 0},
		{TLS{On: true, Insecure: true}, "TLS NOT VERIFIED", 1},
		{TLS{On: true, Insecure: true, CA: "ca.pem"}, "TLS NAME NOT VERIFIED", 1},
		{TLS{On: true, Legacy: true}, "TLS LEGACY", 1},
		{TLS{On: true, Legacy: true, Insecure: true}, "TLS LEGACY, NOT VERIFIED", 2},
		{TLS{On: true, Legacy: true, Insecure: true, CA: "ca.pem"}, "TLS LEGACY, NAME NOT VERIFIED", 2},
	} {
		var said strings.Builder
		tt.flags.Warn(&said)
		if got := tt.flags.Warning(); got != tt.want || strings.Count(said.String(), "\n") != tt.lines {
			t.Errorf("%+v: Warning is %q, Warn writes %q", tt.flags, got, said.String())
		}
	}
}

// TestTLSAdviceNamesFlags checks that each advice names flags that exist.
func TestTLSAdviceNamesFlags(t *testing.T) {
	flags := pflag.NewFlagSet("all", pflag.ContinueOnError)
	new(Session).Register(flags)
	flagName := regexp.MustCompile(`--[a-z0-9][a-z0-9-]*`)
	for remedy := tlsconn.RemedyTLS; remedy.String() != ""; remedy++ {
		named := flagName.FindAllString(Advice(remedy), -1)
		for _, name := range named {
			if flags.Lookup(strings.TrimPrefix(name, "--")) == nil {
				t.Errorf("%s is not a flag", name)
			}
		}
		if len(named) == 0 {
			t.Errorf("%q names no flag", remedy)
		}
	}
	if got := Advice(tlsconn.RemedyNone); got != "" {
		t.Errorf("the advice for RemedyNone is %q, want none", got)
	}
}

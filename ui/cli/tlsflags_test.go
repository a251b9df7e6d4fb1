package cli

import (
	"strings"
	"testing"

	"capdeck/tlibconn"
	"capdeck/ui/cli/process"
)

func TestTLSWarnings(t *testing.T) {
	for _, tt := range []struct {
		flags tlsFlags
		want  string
		lines int // of what is said behind the screen
	}{
		{tlsFlags{}, "", 0},
		{tlsFlags{insecure: true, legacy: true}, "", 0}, // without --tls
		{tlsFlags{on: true, ca: "ca.pem"}, "", 0},
		{tlsFlags{on: true, insecure: true}, "TLS NOT VERIFIED", 1},
		{tlsFlags{on: true, insecure: true, ca: "ca.pem"}, "TLS NAME NOT VERIFIED", 1},
		{tlsFlags{on: true, legacy: true}, "TLS LEGACY", 1},
		{tlsFlags{on: true, legacy: true, insecure: true}, "TLS LEGACY, NOT VERIFIED", 2},
		{tlsFlags{on: true, legacy: true, insecure: true, ca: "ca.pem"}, "TLS LEGACY, NAME NOT VERIFIED", 2},
	} {
		var said strings.Builder
		tt.flags.warn(&said)
		if got := tt.flags.warning(); got != tt.want || strings.Count(said.String(), "\n") != tt.lines {
			t.Errorf("%+v warns %q and says %q", tt.flags, got, said.String())
		}
	}
}

// Whatever may help is a flag that there is.
func TestTLSAdviceNamesFlags(t *testing.T) {
	flags := newSendCommand(process.Streams{}).Flags()
	for remedy := tlibconn.RemedyTLS; remedy.String() != ""; remedy++ {
		named := flagName.FindAllString(tlsAdvice(remedy), -1)
		for _, name := range named {
			if flags.Lookup(strings.TrimPrefix(name, "--")) == nil {
				t.Errorf("%s is no flag", name)
			}
		}
		if len(named) == 0 {
			t.Errorf("%q names no flag", remedy)
		}
	}
	if got := tlsAdvice(tlibconn.RemedyNone); got != "" {
		t.Errorf("nothing helps, but %q is said", got)
	}
}

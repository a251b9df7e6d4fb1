//go:build unix

package ptytest

import (
	"strings"
	"testing"

	"capdeck/tlibconn/simserver"
)

// TestLocale has terminals in character sets other than UTF-8: they receive only ASCII, unless the user chose
// otherwise.
func TestLocale(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001", "Zoë")
	tests := []struct {
		name      string
		variables []string
		args      []string
		note      string
		ascii     bool
	}{
		{"Latin 1", []string{"LC_ALL=", "LC_CTYPE=", "LANG=de_DE.ISO-8859-1"}, nil, "LANG names ISO-8859-1, so capdeck sends only ASCII; use --ascii=false to send UTF-8", true},
		{"refused", []string{"LC_ALL=", "LC_CTYPE=ru_RU.KOI8-R"}, []string{"--ascii=false"}, "", false},
		{"C", []string{"LC_ALL=C"}, nil, "LC_ALL=C names no character set: if signs and names look wrong, use --ascii", false},
		{"UTF-8", []string{"LC_ALL=", "LC_CTYPE=", "LANG=de_DE.UTF-8"}, nil, "", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			args := append([]string{"--host", p.server.Addr(), "--dn", "7001,Zoë"}, test.args...)
			d := sitWith(t, wide, test.variables, args...)
			d.waitAll(t, "2 of 2 DNs registered", test.note)
			if test.ascii {
				d.waitRow(t, "Zoe", "o OFF")
			} else {
				d.waitRow(t, "Zoë", "○ OFF")
			}
			d.quit(t)
			raw := string(d.Raw())
			if beyond := strings.IndexFunc(raw, func(r rune) bool { return r > 0x7e }); (beyond < 0) != test.ascii {
				t.Errorf("a character outside ASCII is at byte %d", beyond)
			}
			if test.note == "" && strings.Contains(raw, "--ascii") {
				t.Error("something is said of --ascii")
			}
		})
		t.Run(test.name+", plain", func(t *testing.T) {
			args := append([]string{"--plain", "--host", p.server.Addr(), "--dn", "7001,Zoë"}, test.args...)
			d := sitWith(t, wide, test.variables, args...)
			d.waitAll(t, test.note, "2 DNs, 2 registered")
			d.Send(t, "list\n")
			d.WaitText(t, "2 DNs of 2.")
			d.leavePlain(t)
			raw := string(d.Raw())
			if beyond := strings.IndexFunc(raw, func(r rune) bool { return r > 0x7e }); (beyond < 0) != test.ascii {
				t.Errorf("a character outside ASCII is at byte %d of %q", beyond, raw)
			}
		})
	}
}

package settings

import (
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"capdeck/ui/cli/config"
	"capdeck/ui/cli/flags"
)

// TestLocale checks for locales whether they set --ascii, and the sentence about them.
func TestLocale(t *testing.T) {
	const unset = "LC_ALL, LC_CTYPE and LANG are not set: if signs and names look wrong, use --ascii, or set LANG to a UTF-8 locale"
	tests := []struct {
		variables string
		ascii     string // where it comes from, "" if not set
		said      string
	}{
		{"", "", unset},
		{"LC_ALL= LANG=", "", unset},
		{"LANG=de_DE.UTF-8", "", ""},
		{"LANG=de_DE.utf8@euro", "", ""},
		{"LC_CTYPE=UTF-8", "", ""},
		{"LANG=C.UTF-8", "", ""},
		{"LANG=C", "", "LANG=C names no character set: if signs and names look wrong, use --ascii, or set LANG to a UTF-8 locale"},
		{"LC_ALL=POSIX LANG=de_DE.UTF-8", "", "LC_ALL=POSIX names no character set: if signs and names look wrong, use --ascii, or set LC_ALL to a UTF-8 locale"},
		{"LANG=de_DE@euro", "", "LANG=de_DE@euro names no character set: if signs and names look wrong, use --ascii, or set LANG to a UTF-8 locale"},
		{"LANG=de_DE.ISO-8859-1", "LANG", "LANG names ISO-8859-1, so capdeck sends only ASCII; use --ascii=false to send UTF-8"},
		{"LC_CTYPE=ru_RU.KOI8-R LANG=de_DE.UTF-8", "LC_CTYPE", "LC_CTYPE names KOI8-R, so capdeck sends only ASCII; use --ascii=false to send UTF-8"},
		{"LC_ALL=en_US.UTF-8 LC_CTYPE=ru_RU.KOI8-R", "", ""},
		{"LC_ALL= LC_CTYPE=ja_JP.eucJP@x", "LC_CTYPE", "LC_CTYPE names eucJP, so capdeck sends only ASCII; use --ascii=false to send UTF-8"},
	}
	for _, test := range tests {
		t.Run(test.variables, func(t *testing.T) {
			l := LocaleOf(func(name string) (string, bool) {
				for _, variable := range strings.Fields(test.variables) {
					if value, is := strings.CutPrefix(variable, name+"="); is {
						return value, true
					}
				}
				return "", false
			})
			set := pflag.NewFlagSet("", pflag.ContinueOnError)
			set.Bool(flags.ASCIIName, false, "")
			ascii := l.layer(set)[flags.ASCIIName]
			if ascii.Origin != test.ascii || (ascii.Text == "true") != (test.ascii != "") {
				t.Errorf("--ascii is %+v", ascii)
			}
			if got := l.Sentence(ascii); got != test.said {
				t.Errorf("the sentence is %q, want %q", got, test.said)
			}
			if got := l.Sentence(config.Value{Source: config.SourceFile}); got != "" {
				t.Errorf("with --ascii in the configuration, the sentence is %q", got)
			}
			if l.layer(pflag.NewFlagSet("", pflag.ContinueOnError)) != nil {
				t.Error("a command without --ascii gets it")
			}
		})
	}
}

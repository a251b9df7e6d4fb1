package process

import (
	"testing"

	"capdeck/themes"
)

func TestConsoleOfWindows(t *testing.T) {
	for _, test := range []struct {
		set     map[string]string
		profile themes.Profile
		lang    string
	}{
		{nil, themes.TrueColor, "C.UTF-8"},
		{map[string]string{"TERM": "", "LANG": ""}, themes.TrueColor, "C.UTF-8"},
		{map[string]string{"NO_COLOR": "1"}, themes.NoColor, "C.UTF-8"},
		{map[string]string{"TERM": "xterm-256color"}, themes.ANSI256, "C.UTF-8"},
		{map[string]string{"TERM": "dumb", "LC_ALL": "de_DE.ISO-8859-1"}, themes.NoStyles, ""},
		{map[string]string{"COLORTERM": "no", "LANG": "de_DE.UTF-8"}, themes.ANSI256, "de_DE.UTF-8"},
	} {
		environment := variables(func(name string) (string, bool) {
			value, set := test.set[name]
			return value, set
		}).ofConsole
		value := func(name string) string {
			value, _ := environment(name)
			return value
		}
		if got := themes.ProfileOf(value); got != test.profile {
			t.Errorf("with %v the profile is %s, want %s", test.set, got, test.profile)
		}
		if got := value("LANG"); got != test.lang {
			t.Errorf("with %v LANG is %q, want %q", test.set, got, test.lang)
		}
		if dumb, sentence := IsDumb(environment); dumb != (test.set["TERM"] == "dumb") {
			t.Errorf("with %v the terminal is dumb: %v, %s", test.set, dumb, sentence)
		}
	}
}

package themes_test

import (
	"errors"
	"strings"
	"testing"

	"capdeck/themes"
)

func TestProfileOf(t *testing.T) {
	tests := []struct {
		env  string
		want themes.Profile
	}{
		{"", themes.NoStyles},
		{"TERM=dumb", themes.NoStyles},
		{"TERM=unknown", themes.NoStyles},
		{"TERM=dumb COLORTERM=truecolor", themes.NoStyles},
		{"TERM=dumb NO_COLOR=1", themes.NoStyles},
		{"TERM=screen", themes.ANSI},
		{"TERM=tmux", themes.ANSI},
		{"TERM=rxvt", themes.ANSI},
		{"TERM=putty", themes.ANSI},
		{"TERM=st", themes.ANSI},
		{"TERM=konsole", themes.ANSI},
		{"TERM=vt100", themes.ANSI},
		{"TERM=vt220", themes.ANSI},
		{"TERM=linux", themes.ANSI},
		{"TERM=xterm", themes.ANSI},
		{"TERM=XTERM-COLOR", themes.ANSI},
		{"TERM=ansi", themes.ANSI},
		{"TERM=cygwin", themes.ANSI},
		{"TERM=of-next-year", themes.ANSI},
		{"TERM=rxvt-unicode-256color", themes.ANSI256},
		{"TERM=screen-256color-bce", themes.ANSI256},
		{"TERM=screen.xterm-256color", themes.ANSI256},
		{"TERM=xterm-256color", themes.ANSI256},
		{"TERM=xterm COLORTERM=yes", themes.ANSI256},
		{"TERM=xterm-direct", themes.TrueColor},
		{"TERM=xterm-direct256", themes.TrueColor},
		{"TERM=foot", themes.TrueColor},
		{"TERM=alacritty", themes.TrueColor},
		{"TERM=xterm-kitty", themes.TrueColor},
		{"TERM=wezterm", themes.TrueColor},
		{"TERM=vt100 COLORTERM=truecolor", themes.TrueColor},
		{"TERM=xterm-256color COLORTERM=24bit", themes.TrueColor},
		{"TERM=screen COLORTERM=truecolor", themes.ANSI256},
		{"TERM=screen COLORTERM=truecolor TERM_PROGRAM=tmux", themes.TrueColor},
		{"TERM=xterm-mono", themes.NoColor},
		{"TERM=linux-m", themes.NoColor},
		{"TERM=xterm-256color COLORTERM=truecolor NO_COLOR=1", themes.NoColor},
		{"TERM=xterm-256color NO_COLOR=", themes.ANSI256},
		{"TERM=xterm CLICOLOR=0", themes.NoColor},
		{"TERM=xterm CLICOLOR=0 CLICOLOR_FORCE=1", themes.ANSI},
		{"TERM=xterm CLICOLOR=1", themes.ANSI},
	}
	for _, test := range tests {
		t.Run(test.env, func(t *testing.T) {
			if got := themes.ProfileOf(environment(test.env)); got != test.want {
				t.Errorf("it shows %v, want %v", got, test.want)
			}
		})
	}
}

// environment looks up variables in "NAME=value NAME=value".
func environment(variables string) func(name string) string {
	values := map[string]string{}
	for _, variable := range strings.Fields(variables) {
		name, value, _ := strings.Cut(variable, "=")
		values[name] = value
	}
	return func(name string) string { return values[name] }
}

func TestChooseProfile(t *testing.T) {
	const rich, dumb = "TERM=xterm-256color NO_COLOR=1", "TERM=dumb"
	tests := []struct {
		choice, env string
		want        themes.Profile
	}{
		{"auto", rich, themes.NoColor},
		{"", "TERM=xterm-256color", themes.ANSI256},
		{"never", "TERM=xterm-256color", themes.NoColor},
		{"never", dumb, themes.NoStyles},
		{"16", rich, themes.ANSI},
		{"256", rich, themes.ANSI256},
		{"true", dumb, themes.TrueColor},
	}
	for _, test := range tests {
		got, err := themes.ChooseProfile(test.choice, environment(test.env))
		if err != nil || got != test.want {
			t.Errorf("%s with %s: %v, %v, want %v", test.choice, test.env, got, err, test.want)
		}
	}
	for _, choice := range []string{"always", "TRUE", "24bit", "8", " 16"} {
		if _, err := themes.ChooseProfile(choice, environment(rich)); !errors.Is(err, themes.ErrUnknownColors) {
			t.Errorf("%q: %v", choice, err)
		}
	}
	for _, choice := range themes.ColorChoices() {
		if _, err := themes.ChooseProfile(choice, environment("")); err != nil {
			t.Errorf("%q: %v", choice, err)
		}
	}
}

// TestRemark: a theme reports which states it cannot distinguish.
func TestRemark(t *testing.T) {
	theme := parse(t, `
[roles]
rec = { fg = "#d70000" }
paused = { fg = "#d80000" }
off = {}
unknown = {}
fault = { fg = "#d70000", bold = true }
`)
	for _, test := range []struct {
		profile themes.Profile
		want    string
	}{
		{themes.TrueColor, ""},
		{themes.ANSI256, "with 256 colours rec and paused look alike; their signs tell them apart"},
		{themes.NoColor, "with no colours rec, paused, off and unknown look alike; their signs tell them apart"},
		{themes.NoStyles, "with no styles rec, paused, off, unknown and fault look alike; their signs tell them apart"},
	} {
		if got := theme.For(test.profile).Remark(); got != test.want {
			t.Errorf("with %v: %q, want %q", test.profile, got, test.want)
		}
	}
	if got, want := load(t, "light").For(themes.NoColor).Remark(), "with no colours rec, paused, off and unknown look alike; their signs tell them apart"; got != want {
		t.Errorf("light: %q, want %q", got, want)
	}
	for _, name := range themes.Names() {
		for _, profile := range []themes.Profile{themes.TrueColor, themes.ANSI256, themes.ANSI} {
			if got := load(t, name).For(profile).Remark(); got != "" {
				t.Errorf("theme %s: %s", name, got)
			}
		}
	}
}

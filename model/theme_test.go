package model

import (
	"testing"
	"time"

	"capdeck/model/action"
)

// TestThemesChange adds and removes theme files, and checks that the theme in force is kept by
// its name, regardless of its position in the list.
func TestThemesChange(t *testing.T) {
	f := newFloor(t, 1, Options{Themes: []string{"dark", "light", "night"}})
	change := func(names ...string) {
		f.update(ThemesChanged{Now: f.now, Names: names})
	}
	inForce := func(theme, note string) {
		t.Helper()
		if got := f.m.Theme(); got != theme {
			t.Errorf("the theme is %q, want %q", got, theme)
		}
		if got := f.m.Note(); got.Text != note || got.IsError {
			t.Errorf("the note is %+v, want %q", got, note)
		}
		f.later(time.Minute)
	}
	f.do(action.Theme, action.Theme)
	inForce("night", "theme: night")
	change("dark", "early", "light", "night")
	inForce("night", "")
	change("dark", "light")
	inForce("dark", "the theme night is gone; using dark")
	change("dark", "light", "night")
	inForce("night", "the theme night is available again")
	change("dark", "light")
	f.do(action.Theme) // of the one that is shown
	inForce("light", "theme: light")
	change("dark", "light", "night")
	inForce("light", "")
	change()
	if f.do(action.Theme); f.m.Theme() != "" {
		t.Errorf("without themes there is %q", f.m.Theme())
	}
}

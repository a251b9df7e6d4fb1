package model

import (
	"slices"
	"time"
)

// ThemesChanged gives new names to Options.Themes, because the user's files have
// changed. The theme that was chosen stays in force by its name; while there is
// none of that name, the first one is.
type ThemesChanged struct {
	Now   time.Time
	Names []string
}

func (m ThemesChanged) at() time.Time { return m.Now }

// Theme is the name of the theme in force, "" where there are none.
func (m *Model) Theme() string {
	names := m.options.Themes
	switch {
	case len(names) == 0:
		return ""
	case slices.Contains(names, m.theme):
		return m.theme
	}
	return names[0]
}

// nextTheme steps to the theme behind the one in force.
func (m *Model) nextTheme() {
	if names := m.options.Themes; len(names) > 0 {
		m.theme = names[(slices.Index(names, m.Theme())+1)%len(names)]
		m.say("theme: "+m.theme, false)
	}
}

func (m *Model) changeThemes(names []string) {
	before := m.Theme()
	m.options.Themes = names
	switch now := m.Theme(); {
	case now == before || before == "":
	case now == m.theme:
		m.say("the theme "+now+" is there again", false)
	default:
		m.say("the theme "+before+" is gone: "+now+" is shown", false)
	}
}

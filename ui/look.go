package ui

import (
	"time"

	"capdeck/model"
	"capdeck/themes"
)

// look is how things are drawn: a theme, fitted to the terminal, and signs.
type look struct {
	theme  *themes.Theme
	glyphs themes.Glyphs
}

// newLooks fits the themes to the terminal. There is always one.
func newLooks(options Options) []look {
	glyphs := themes.UnicodeGlyphs()
	if options.ASCII {
		glyphs = themes.ASCIIGlyphs()
	}
	looks := make([]look, 0, len(options.Themes)+1)
	for _, theme := range options.Themes {
		looks = append(looks, look{theme: theme.For(options.Profile), glyphs: glyphs})
	}
	return append(looks, look{theme: &themes.Theme{}, glyphs: glyphs})
}

// showTheme follows the model's theme, and says of another one what the terminal does
// not show of it.
func (a *App) showTheme() []model.Effect {
	before := a.look.theme.Name()
	a.chooseLook()
	if a.look.theme.Name() == before {
		return nil
	}
	return a.remarkOnTheme()
}

// remarkOnTheme says what the terminal does not show of the theme in force.
func (a *App) remarkOnTheme() []model.Effect {
	remark := a.look.theme.Remark()
	if remark == "" {
		return nil
	}
	return a.tell(model.Say{Now: a.options.Now(), Text: "theme " + a.look.theme.Name() + ": " + remark})
}

// remarkUnasked is remarkOnTheme where the user has not just asked for the theme:
// without colours it would be no news.
func (a *App) remarkUnasked() []model.Effect {
	if a.options.Profile <= themes.NoColor {
		return nil
	}
	return a.remarkOnTheme()
}

// chooseLook follows the model's theme; the last look is the plain one, for a
// name that is not among the themes.
func (a *App) chooseLook() {
	name := a.model.Theme()
	for _, l := range a.looks {
		a.look = l
		if l.theme.Name() == name {
			return
		}
	}
}

// ThemesChanged gives new values to Options.Themes: the user's files have
// changed. The theme in force keeps its name.
type ThemesChanged struct {
	Now    time.Time
	Themes []*themes.Theme
}

func (a *App) changeThemes(msg ThemesChanged) []model.Effect {
	a.options.Themes = msg.Themes
	a.looks = newLooks(a.options)
	names := make([]string, len(msg.Themes))
	for i, theme := range msg.Themes {
		names[i] = theme.Name()
	}
	effects := a.tell(model.ThemesChanged{Now: msg.Now, Names: names})
	a.chooseLook()
	return append(effects, a.remarkUnasked()...)
}

// open returns the sequence that begins a role's style.
func (l *look) open(role themes.Role) string { return l.theme.Open(role) }

// on is open for text on the selected row.
func (l *look) on(role themes.Role, selected bool) string {
	if selected {
		return l.theme.OpenSelected(role)
	}
	return l.theme.Open(role)
}

package ui

import (
	"time"

	"capdeck/model"
	"capdeck/model/effect"
	"capdeck/themes"
	"capdeck/ui/canvas"
)

// newStyles fits the themes to the terminal. The last styles are plain and serve any other
// theme, so the result is never empty.
func newStyles(options Options) []canvas.Styles {
	glyphs := themes.UnicodeGlyphs()
	if options.ASCII {
		glyphs = themes.ASCIIGlyphs()
	}
	all := make([]canvas.Styles, 0, len(options.Themes)+1)
	for _, theme := range options.Themes {
		all = append(all, canvas.Styles{Theme: theme.For(options.Profile), Glyphs: glyphs})
	}
	return append(all, canvas.Styles{Theme: &themes.Theme{}, Glyphs: glyphs})
}

// showTheme adopts the model's theme. If it has changed, the note tells what the terminal
// cannot show of it.
func (a *App) showTheme() []effect.Effect {
	before := a.styles.Theme.Name()
	a.chooseStyles()
	if a.styles.Theme.Name() == before {
		return nil
	}
	return a.remarkOnTheme()
}

// remarkOnTheme puts into the note what the terminal cannot show of the current theme.
func (a *App) remarkOnTheme() []effect.Effect {
	remark := a.styles.Theme.Remark()
	if remark == "" {
		return nil
	}
	return a.tell(model.Say{Now: a.options.Now(), Text: "theme " + a.styles.Theme.Name() + ": " + remark})
}

// remarkUnasked is remarkOnTheme for a theme that the user did not just choose. On a
// terminal without colours there is no remark, since the user knows.
func (a *App) remarkUnasked() []effect.Effect {
	if a.options.Profile <= themes.NoColor {
		return nil
	}
	return a.remarkOnTheme()
}

// chooseStyles selects the styles of the model's theme, or the plain styles, which are the
// last, if there is no theme of that name.
func (a *App) chooseStyles() {
	name := a.model.Theme()
	for _, styles := range a.allStyles {
		a.styles = styles
		if styles.Theme.Name() == name {
			return
		}
	}
}

// ThemesChanged replaces Options.Themes after the user's files have changed. The name of the
// current theme stays the same.
type ThemesChanged struct {
	Now    time.Time
	Themes []*themes.Theme
}

func (a *App) changeThemes(msg ThemesChanged) []effect.Effect {
	a.options.Themes = msg.Themes
	a.allStyles = newStyles(a.options)
	names := make([]string, len(msg.Themes))
	for i, theme := range msg.Themes {
		names[i] = theme.Name()
	}
	effects := a.tell(model.ThemesChanged{Now: msg.Now, Names: names})
	a.chooseStyles()
	return append(effects, a.remarkUnasked()...)
}

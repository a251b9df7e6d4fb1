package dntext

import (
	"capdeck/model/say"
	"capdeck/themes"
)

// Role returns the theme's role for a role of say.
func Role(role say.Role) themes.Role {
	switch role {
	case say.Faint:
		return themes.Faint
	case say.Pending:
		return themes.Pending
	case say.Done:
		return themes.Done
	case say.Warning:
		return themes.Warning
	case say.Fault:
		return themes.Fault
	case say.Stale:
		return themes.Stale
	case say.Rec:
		return themes.Rec
	case say.Paused:
		return themes.Paused
	case say.Off:
		return themes.Off
	case say.Unknown:
		return themes.Unknown
	case say.Title:
		return themes.Title
	case say.Accent:
		return themes.Accent
	case say.Text:
	}
	return themes.Text
}

// Text returns the text of a part with its role in a theme, after the glyph of the role if
// it is marked.
func Text(said say.Part, g *themes.Glyphs) (themes.Role, string) {
	role := Role(said.Role)
	if said.Faded {
		role = themes.Faint
	}
	switch {
	case !said.Marked:
		return role, said.Text
	case said.Text == "":
		return role, Glyph(said.Role, g)
	}
	return role, Glyph(said.Role, g) + " " + said.Text
}

// Glyph returns the glyph of a role, "" for a role without one.
func Glyph(role say.Role, g *themes.Glyphs) string {
	switch role {
	case say.Fault:
		return g.Fault
	case say.Stale:
		return g.Stale
	case say.Rec:
		return g.Rec
	case say.Paused:
		return g.Paused
	case say.Off:
		return g.Off
	case say.Unknown:
		return g.Unknown
	case say.Text, say.Faint, say.Pending, say.Done, say.Warning, say.Title, say.Accent:
	}
	return ""
}

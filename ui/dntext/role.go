package dntext

import (
	"capdeck/model/say"
	"capdeck/themes"
)

// Role returns the role in a theme of what is said.
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
	case say.Text:
	}
	return themes.Text
}

// Text returns what is said with its role in a theme, behind the mark of a fault if it has
// one.
func Text(said say.Part, g *themes.Glyphs) (themes.Role, string) {
	if said.Marked {
		return Role(said.Role), g.Fault + " " + said.Text
	}
	return Role(said.Role), said.Text
}

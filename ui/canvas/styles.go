package canvas

import "capdeck/themes"

// Styles say how things are drawn: a theme, fitted to the terminal, and the
// glyphs. Escape sequences are made once per theme, so that Open and On only
// look them up.
type Styles struct {
	Theme  *themes.Theme
	Glyphs themes.Glyphs
}

// Open returns the sequence that begins a role's style, "" for a role that the
// theme leaves plain.
func (s *Styles) Open(role themes.Role) string { return s.Theme.Open(role) }

// On is Open for text on a row: on the selected one the ground is the
// selection's.
func (s *Styles) On(role themes.Role, selected bool) string {
	if selected {
		return s.Theme.OpenSelected(role)
	}
	return s.Theme.Open(role)
}

package canvas

import "capdeck/themes"

// Styles holds a theme that was fitted to the terminal, and the glyphs. The theme makes
// its escape sequences once, so Open and On only look them up.
type Styles struct {
	Theme  *themes.Theme
	Glyphs themes.Glyphs
}

// Open returns the escape sequence that begins the style of a role, "" if the role has no
// style.
func (s *Styles) Open(role themes.Role) string { return s.Theme.Open(role) }

// On is Open for text on a row. If the row is selected, the style has the background of
// the selection.
func (s *Styles) On(role themes.Role, selected bool) string {
	if selected {
		return s.Theme.OpenSelected(role)
	}
	return s.Theme.Open(role)
}

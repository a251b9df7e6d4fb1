package dntext

import (
	"time"

	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/themes"
)

// Capture returns the glyph and the word of a capture state.
func Capture(state board.State, g *themes.Glyphs) (role themes.Role, glyph, word string) {
	said := say.State(say.Shown, state)
	return Role(said.Role), Glyph(said.Role, g), said.Text
}

// RowCapture is Capture of a row. While the DN is on a call that was answered and its
// capture is off, paused or unknown, the role is loud and the glyph of that danger follows
// the word, so that terminals without colours show it as well.
func RowCapture(row *board.Row, g *themes.Glyphs) (role themes.Role, glyph, word, mark string) {
	role, glyph, word = Capture(row.State(), g)
	if row.Established() && row.State() != board.StateRec {
		return themes.NotCaptured, glyph, word, g.Exposed
	}
	return role, glyph, word, ""
}

// AppendSince appends how long a capture has been in its state, with > in front if
// only a lower bound is known. It appends nothing if the time is not known.
func AppendSince(dst []byte, capture *board.Capture, now time.Time) []byte {
	if capture.Since.IsZero() {
		return dst
	}
	if capture.SinceIsLowerBound {
		dst = append(dst, '>')
	}
	return phrase.AppendAge(dst, now.Sub(capture.Since))
}

package dntext

import (
	"time"

	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/themes"
)

// Capture returns the glyph and the word of a capture state.
func Capture(state board.State, g *themes.Glyphs) (role themes.Role, glyph, word string) {
	switch state {
	case board.StateRec:
		return themes.Rec, g.Rec, "REC"
	case board.StatePaused:
		return themes.Paused, g.Paused, "PAUSED"
	case board.StateOff:
		return themes.Off, g.Off, "OFF"
	}
	return themes.Unknown, g.Unknown, "UNKNOWN"
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

// Call returns the state of a call and its other party.
func Call(call *board.Call) string { return string(AppendCall(nil, call)) }

// AppendCall appends Call to dst.
func AppendCall(dst []byte, call *board.Call) []byte {
	dst = append(dst, call.State.String()...)
	if call.Other == "" {
		return dst
	}
	return append(append(dst, ' '), call.Other...)
}

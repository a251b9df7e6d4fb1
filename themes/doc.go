// Package themes says how the screen looks: a style for each role that text can play, and the glyphs. It knows nothing of the
// rest of the program, and draws nothing: a style is the escape sequence that opens it, made once when the theme is loaded,
// because making one per cell costs thirty times more.
//
// A theme is a TOML file; dark, light, mono, contrast and colorblind are in the program, and a folder may hold the user's own. The
// files say themselves how to write one, and which background they are for: a test holds every role of them to a contrast of 4.5:1.
package themes

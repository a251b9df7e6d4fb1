// Package themes defines how the screen looks: a style for each role that text can play, and the glyphs. It knows
// nothing of the rest of the program and draws nothing. A style is the escape sequence that opens it, computed once
// when the theme is loaded, because computing it for each cell costs thirty times more.
//
// A theme is a TOML file. dark, light, mono, contrast and colorblind are built in, and a folder may hold the user's
// own. The files themselves explain how to write one, and for which background they are; a test checks that every
// role has a contrast of 4.5:1.
package themes

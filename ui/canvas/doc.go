// Package canvas is what every room of the screen draws with: a frame that is
// built line by line, the styles of the theme in force, segments that make room
// for each other on one line, lines of styled text, and what each line means to
// the mouse. It knows themes, cells and the identities that a click can hit. It
// knows neither the model nor what any line is about.
package canvas

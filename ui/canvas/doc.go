// Package canvas is what all parts of the screen draw with: a frame that is built line by
// line, the styles of the current theme, segments that make room for each other on a line,
// lines of styled text, and what each line means to the mouse. It knows themes, cells and
// what a click can hit. It knows neither the model nor the meaning of what is drawn.
package canvas

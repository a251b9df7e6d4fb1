// Package export writes the board and the message log as CSV and as JSON lines.
// docs/EXPORT.md names the fields, which are the same in both forms, and says
// what is done to text.
//
// What is written are values, taken where the board and the log may be read, so
// that the writing can be done elsewhere.
package export

// Package export writes the board and the message log as CSV and as JSON lines. docs/EXPORT.md names the fields,
// which are the same in both formats, and describes how text is changed.
//
// The package writes values, which are copied where the board and the log may be read, so that the writing can
// happen elsewhere. It knows no screen and no file names.
package export

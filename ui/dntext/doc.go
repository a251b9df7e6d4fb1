// Package dntext says in words and glyphs how a DN stands: its capture, its calls,
// its last command, and why it cannot be trusted or used, each with the role that it
// is drawn in. It reads a row of the board and nothing else. It does not lay out
// anything: the rooms that show a DN do.
package dntext

// Package overlay draws what lies on top of the board: the dialog, the palette, the
// column picker, the help, and the line of a prompt, whose text it edits. It reads what
// model/overlay holds. It decides nothing: keys that mean more than an edit go to the
// model.
package overlay

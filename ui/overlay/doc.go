// Package overlay draws the overlays: the dialog, the palette, the column picker, the
// help and the line of a prompt, whose text it edits. It reads the state that
// model/overlay holds and makes no decisions. Keys that do more than edit text go to the
// model.
package overlay

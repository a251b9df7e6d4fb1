// Package footer draws the area below everything else: the key line, and the hint of the
// first run. It is handed the keys. It does not know which of them have a meaning now: ui
// and model decide that.
package footer

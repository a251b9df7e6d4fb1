package input

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/ui/keymsg"
)

// ctrlC is the one key that counts while the rest of what was thrown away is swallowed.
const ctrlC = 0x03

// drop throws away what is held, of which nothing has come for too long. Its rest may come at any time.
func (d *Decoder) drop(rest state) {
	d.state, d.until, d.tellAt = rest, time.Time{}, time.Time{}
	d.overdue, d.told, d.late = true, false, true
}

// mayGoOn says that what may be the rest of a sequence became too late to be it, unless several bytes come in one
// read.
func (d *Decoder) mayGoOn(rest state) {
	d.doubt = true
	d.wait(rest, restWait)
}

// giveUp waits no longer for the rest of what was thrown away. Of the end of a paste that has begun only its own
// rest is waited for.
func (d *Decoder) giveUp(before state) {
	d.overdue, d.doubt = false, false
	if before != paste {
		return
	}
	matched := d.paste.matched
	d.paste.clear()
	switch {
	case matched == 1:
		d.wait(afterEscape, introducerWait)
	case matched > 1:
		d.held = append(d.held[:0], pasteEnd[len("\x1b["):matched]...)
		d.drop(csi)
	}
}

// goOn goes to a string or a paste, of which a byte was read.
func (d *Decoder) goOn(next state, wait time.Duration) {
	switch {
	case d.state != next && !d.overdue:
		d.tellAt = d.now.Add(noteWait)
	case d.lone && !d.overdue:
		return // it may have been typed
	}
	d.hold(next, wait)
}

// takesBack looks at a read as a whole, which may be no rest of what is held. It reports whether nothing of it is left
// to be taken.
func (d *Decoder) takesBack(read []byte) bool {
	if len(read) == 0 {
		return true
	}
	if d.doubt {
		if d.doubt = false; len(read) == 1 || !d.isRest(read[0]) {
			d.state = ground
		}
	}
	if !d.overdue || d.state == ground || d.state != paste && read[0] == esc {
		return false
	}
	if d.lone && read[0] == ctrlC {
		d.hold(d.state, quietWait)
		d.tell(tea.KeyMsg{Type: tea.KeyCtrlC})
		return true
	}
	if !d.told {
		d.told = true
		d.tell(keymsg.Unended{Paste: d.state == paste, Dropped: true})
	}
	return false
}

// isRest reports whether b may begin the rest of what became a key.
func (d *Decoder) isRest(b byte) bool {
	switch d.state {
	case afterEscape:
		return b == '[' || b == 'O' || introducesString(b)
	case csi, ss3:
		return b >= ' ' && b <= '?'
	default:
		return beginsString(d.kind, b)
	}
}

// tell hands over what belongs to no press that is held: it counts as read now.
func (d *Decoder) tell(msg tea.Msg) {
	if d.reading != 0 {
		d.emit(keymsg.Press{Msg: msg, Frame: d.reading})
	}
}

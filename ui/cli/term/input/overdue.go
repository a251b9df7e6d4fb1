package input

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/ui/keymsg"
)

// ctrlC is the only key that counts while the rest of a dropped sequence is swallowed.
const ctrlC = 0x03

// drop discards the held bytes because their rest has not arrived in time. The rest may still arrive later.
func (d *Decoder) drop(rest state) {
	d.state, d.until, d.tellAt = rest, time.Time{}, time.Time{}
	d.overdue, d.told, d.late = true, false, true
}

// mayGoOn marks what may be the rest of a sequence as too late to be one, unless several bytes arrive in one read.
func (d *Decoder) mayGoOn(rest state) {
	d.doubt = true
	d.wait(rest, restWait)
}

// giveUp stops waiting for the rest of a dropped sequence. If the end of a paste has begun, only the rest of that
// end is still expected.
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

// goOn enters or continues a string or a paste after one of its bytes was read.
func (d *Decoder) goOn(next state, wait time.Duration) {
	switch {
	case d.state != next && !d.overdue:
		d.tellAt = d.now.Add(noteWait)
	case d.lone && !d.overdue:
		return // it may have been typed
	}
	d.hold(next, wait)
}

// takesBack examines a read as a whole, because it may not be the rest of the held bytes. It reports whether nothing
// of the read is left to handle.
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

// isRest reports whether b may begin the rest of a sequence whose beginning became a key.
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

// tell emits a message that belongs to no held press. It counts as read now.
func (d *Decoder) tell(msg tea.Msg) {
	if d.reading != 0 {
		d.emit(keymsg.Press{Msg: msg, Frame: d.reading})
	}
}

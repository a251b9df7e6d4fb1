package input

import (
	"time"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"
)

// Control characters with a meaning inside a sequence.
const (
	bel = 0x07
	can = 0x18
	sub = 0x1a
	esc = 0x1b
	del = 0x7f
)

// step handles one byte.
func (d *Decoder) step(b byte) {
	switch d.state {
	case ground:
		d.begin(b)
	case afterEscape:
		d.inAfterEscape(b)
	case escape:
		d.inEscape(b)
	case csi:
		d.inCSI(b)
	case csiDollar:
		d.inCSIDollar(b)
	case csiLinux:
		d.inCSILinux(b)
	case csiBlur:
		d.inCSIBlur(b)
	case x10:
		d.inX10(b)
	case ss3:
		d.inSS3(b)
	case stringStart, stringBody:
		d.inString(b)
	case stringEscape:
		d.inStringEscape(b)
	case lateString:
		d.inLateString(b)
	case lateCharacter:
		d.inString(b)
	case character:
		d.inCharacter(b)
	case paste:
		d.inPaste(b)
	}
}

// first records that the byte being read begins the held bytes.
func (d *Decoder) first() {
	d.state, d.frame, d.alt, d.late, d.held = ground, d.reading, false, false, d.held[:0]
	d.overdue, d.noKey, d.tellAt = false, false, time.Time{}
}

// begin handles a byte that does not belong to any held bytes.
func (d *Decoder) begin(b byte) {
	d.first()
	switch {
	case b == esc:
		d.hold(escape, keyWait)
	case b < utf8.RuneSelf:
		d.press(keyOf(b))
	default:
		d.inCharacter(b)
	}
}

func (d *Decoder) inAfterEscape(b byte) {
	d.first()
	d.late = true
	switch {
	case b == '[':
		d.hold(csi, sequenceWait)
	case b == 'O':
		d.hold(ss3, sequenceWait)
	case introducesString(b):
		d.kind = b
		d.hold(lateString, introducerWait)
	default:
		d.begin(b)
	}
}

func (d *Decoder) inEscape(b byte) {
	switch {
	case b == esc && !d.alt:
		d.alt = true
		d.hold(escape, keyWait)
	case b == '[':
		d.hold(csi, keyWait)
	case b == 'O':
		d.hold(ss3, keyWait)
	case introducesString(b):
		if d.alt {
			d.alt = false
			d.press(tea.KeyMsg{Type: tea.KeyEsc})
		}
		d.kind = b
		d.hold(stringStart, keyWait)
	case d.alt:
		d.press(tea.KeyMsg{Type: tea.KeyEsc})
		d.begin(b)
	case b < utf8.RuneSelf:
		d.state, d.alt = ground, true
		d.press(keyOf(b))
	default:
		d.alt = true
		d.inCharacter(b)
	}
}

// interrupts handles a byte that cannot be part of CSI or SS3, and reports whether b is one. ESC and bytes that are
// not ASCII begin something else. A terminal executes a control character inside a sequence and then continues the
// sequence. The decoder continues it too, but ignores both.
func (d *Decoder) interrupts(b byte) bool {
	switch {
	case b == esc || b > del:
		d.begin(b)
	case b < ' ' || b == del:
		d.noKey = d.noKey || !d.late
		d.late = true
		d.hold(d.state, sequenceWait)
	default:
		return false
	}
	return true
}

func (d *Decoder) inCSI(b byte) {
	bare := len(d.held) == 0
	switch {
	case d.interrupts(b):
	case bare && b == '[':
		d.hold(csiLinux, sequenceWait)
	case bare && b == 'O':
		d.holdKey(csiBlur)
	case bare && b == 'M':
		d.hold(x10, sequenceWait)
	case b == '$' && isKeyNumber(string(d.held)):
		d.keep(b)
		d.holdKey(csiDollar)
	case b >= '@':
		d.state = ground
		d.endCSI(b)
	default:
		d.keep(b)
		d.hold(csi, sequenceWait)
	}
}

// keep holds a byte of the parameters. A sequence with too many of them means nothing.
func (d *Decoder) keep(b byte) {
	if len(d.held) == maxParameters {
		d.late = true
		return
	}
	d.held = append(d.held, b)
}

func (d *Decoder) inCSILinux(b byte) {
	if d.interrupts(b) {
		return
	}
	d.state = ground
	if b >= 'A' && b <= 'E' {
		d.known(tea.KeyMsg{Type: tea.KeyF1 - tea.KeyType(b-'A')})
	}
}

// inCSIDollar handles a byte after ESC [ 7 $. The dollar sign ends a key with shift in rxvt; other sequences
// continue.
func (d *Decoder) inCSIDollar(b byte) {
	if b == esc || b > del {
		if !d.late {
			d.dollarKey()
		}
		d.begin(b)
		return
	}
	d.inCSI(b)
}

// dollarKey emits the key that ended with a dollar sign.
func (d *Decoder) dollarKey() {
	if key, ok := csiKey(string(d.held[:len(d.held)-1]), '$'); ok {
		d.press(key)
	}
}

// holdKey enters a state that is a key, or a report, if nothing follows.
func (d *Decoder) holdKey(next state) {
	wait := keyWait
	if d.late {
		wait = introducerWait
	}
	d.hold(next, wait)
}

func (d *Decoder) inCSIBlur(b byte) {
	key, isArrow := arrowBehindBlur(b)
	if !isArrow {
		if !d.late {
			d.report(tea.BlurMsg{})
		}
		d.begin(b)
		return
	}
	d.state = ground
	d.known(key)
}

func (d *Decoder) inX10(b byte) {
	if b == esc {
		d.begin(b)
		return
	}
	d.keep(b)
	d.hold(x10, sequenceWait)
	if len(d.held) < 3 {
		return
	}
	d.state = ground
	if !d.late {
		d.report(mouseMsg(int(d.held[0])-x10Offset, int(d.held[1])-x10Offset, int(d.held[2])-x10Offset))
	}
}

func (d *Decoder) inSS3(b byte) {
	switch {
	case d.interrupts(b):
	case b >= '0' && b <= '?':
		d.keep(b)
		d.hold(ss3, sequenceWait)
	default:
		d.state = ground
		if key, ok := ss3Key(string(d.held), b); ok {
			d.known(key)
		}
	}
}

// known emits a key unless its beginning already became another one.
func (d *Decoder) known(key tea.KeyMsg) {
	if !d.late {
		d.press(key)
	}
}

// endCSI handles a complete CSI sequence.
func (d *Decoder) endCSI(final byte) {
	parameters := string(d.held)
	if parameters == "200" && final == '~' {
		d.beginPaste()
		return
	}
	if d.late {
		return
	}
	if parameters == "" && final == 'I' {
		d.report(tea.FocusMsg{})
		return
	}
	if mouse, ok := parseMouse(parameters, final); ok {
		d.report(mouse)
		return
	}
	if key, ok := csiKey(parameters, final); ok {
		d.press(key)
	}
}

// introducesString reports whether ESC and b begin a string: DCS, SOS, OSC, PM or APC.
func introducesString(b byte) bool {
	return b == 'P' || b == 'X' || b == ']' || b == '^' || b == '_'
}

// beginsString reports whether b is the first byte of a string that terminals send: answers begin with a number or a
// sign, a title (OSC) with l or L, and an answer about graphics (APC) with G.
func beginsString(kind, b byte) bool {
	switch {
	case b <= ' ' || b >= del:
		return false
	case kind == ']' && (b == 'l' || b == 'L'), kind == '_' && b == 'G':
		return true
	}
	letter := b | 0x20
	return letter < 'a' || letter > 'z'
}

// inString handles a byte of a string. ST ends it, and BEL ends an OSC. CAN and SUB abort it, but its rest may
// follow.
func (d *Decoder) inString(b byte) {
	switch {
	case b == esc:
		overdue := d.overdue
		d.first()
		d.overdue = overdue
		d.hold(stringEscape, sequenceWait)
	case b == can || b == sub:
		d.drop(stringBody)
		d.hold(stringBody, quietWait)
	case b == bel && (d.kind == ']' || d.kind == c1OSC) || b == c1ST && d.kind&c1 != 0:
		d.state = ground
	default:
		d.goOn(stringBody, sequenceWait)
	}
}

func (d *Decoder) inStringEscape(b byte) {
	if b == '\\' {
		d.state = ground
		return
	}
	// The string was cut off: the ESC begins something else.
	d.overdue = false
	d.inEscape(b)
}

// inLateString handles the first byte after a possible introducer of a string.
func (d *Decoder) inLateString(b byte) {
	switch {
	case b < ' ' || b >= del:
		d.begin(b)
	case beginsString(d.kind, b):
		d.first()
		d.goOn(stringBody, sequenceWait)
	default:
		d.first()
		d.keep(b)
		d.hold(lateCharacter, keyWait)
	}
}

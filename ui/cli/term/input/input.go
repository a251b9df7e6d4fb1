// Package input splits and decodes the bytes that a terminal sends: keys, mouse reports, changes of focus and
// pastes.
//
// Letters are commands, so nothing but a key press may become one. A sequence is held until it is complete, and an
// unknown sequence is swallowed to its end, wherever the reads divide it. The package does no I/O, has no clock and
// starts no goroutine: the goroutine that reads the terminal calls a Decoder.
//
// A terminal sends no lengths, so some bytes mean a key only if nothing follows them, and time decides:
//
//   - ESC, or ESC and one of [ ] O P X ^ _, is that key (esc, alt+[, …) if nothing follows for 50 ms, and so is
//     shift with a key of rxvt, ESC [ 7 $.
//   - After that, the rest of a sequence may still arrive: a lost packet delays an SSH connection by 200 ms and
//     more. For 1 s, an introducer that follows a lone ESC begins a sequence that is swallowed to its end; for 2
//     s the rest of CSI and SS3 is swallowed too. Bytes that begin as the answers of terminals do (a digit, a
//     sign, "l" of a title, "G" of graphics) are the rest of a string for 1 s. Any other letter is a key if
//     nothing else follows for 50 ms, so alt+P swallows nothing. For 8 s more, a read of several bytes is the
//     rest if it begins like one.
//   - A sequence that does not continue for 2 s is dropped, and so is a paste that does not continue for 10 s.
//     In a string or a paste, a single byte that arrives 50 ms or more after the one before does not count as a
//     continuation, because it may be typed.
//
// The rest of a dropped sequence may arrive at any time, and its letters are not keys. The sequence therefore stays
// open: input is swallowed up to its end, or until nothing has arrived for 1 s. Then keys are keys again. The user
// loses what he types until then, and is told (keymsg.Unended): a lost key costs less than a command that no one
// gave. The only key that counts in the meantime is ctrl+c. The user is also told after a string or a paste has been
// open for 1 s, so that he does not type in vain.
package input

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/ui/keymsg"
)

const (
	// keyWait is how long bytes are held that may be a key or the beginning of a sequence.
	keyWait = 50 * time.Millisecond
	// introducerWait is how long the rest of a sequence is expected after its beginning was treated as a key.
	introducerWait = time.Second
	// restWait is how much longer a read of several bytes may be that rest.
	restWait = 8 * time.Second
	// quietWait is how long nothing must have arrived after a dropped sequence before keys count again.
	quietWait = time.Second
	// noteWait is how long a string or a paste is open before the user is told.
	noteWait = time.Second
	// sequenceWait is how long a sequence may pause.
	sequenceWait = 2 * time.Second
	// pasteWait is how long a paste may pause.
	pasteWait = 10 * time.Second
)

// maxParameters is the maximum number of parameter bytes in a sequence that means something. A longer sequence is
// swallowed.
const maxParameters = 64

// MaxPaste is the maximum size of a paste in bytes: 4 MiB, enough for 100,000 DNs with their names. A longer paste
// is refused as a whole.
const MaxPaste = 4 << 20

// state describes the bytes that are held.
type state byte

const (
	ground        state = iota // nothing
	afterEscape                // nothing; a lone ESC became a key
	escape                     // ESC, or ESC ESC
	csi                        // ESC [ and parameters
	csiDollar                  // ESC [ 7 $: a key of rxvt, unless the last byte of another sequence follows
	csiLinux                   // ESC [ [: one byte follows
	csiBlur                    // ESC [ O: a change of focus, unless the letter of an arrow follows
	x10                        // ESC [ M: three bytes follow
	ss3                        // ESC O and parameters
	stringStart                // ESC and the introducer of a string
	stringBody                 // a string
	stringEscape               // a string and ESC, which \ ends
	lateString                 // nothing; the introducer of a string became a key
	lateCharacter              // one character after it: a key, or the rest of a string
	character                  // the beginning of a character in UTF-8
	paste                      // a paste
)

// Decoder turns the bytes of one terminal into presses. Only the goroutine that reads the terminal uses it.
//
// The goroutine waits until the terminal can be read or Deadline has passed. If the terminal can be read, the
// goroutine gets the number of the newest written frame, then reads, then calls Feed. It gets the number before the
// read, so that no press is assigned to a frame that was written after the read. If the deadline has passed and a
// non-blocking read finds nothing, it calls Expire. Feed ignores the deadline: bytes that arrived in time are not
// late because the program was slow.
type Decoder struct {
	// now, reading and emit are the arguments of the current call.
	now     time.Time
	reading uint64
	emit    func(keymsg.Press)

	state state
	until time.Time // when Expire decides; zero if never
	frame uint64    // of the first byte that is held
	alt   bool      // an ESC precedes what is held
	late  bool      // the beginning became a key, or is unknown: the rest means nothing
	noKey bool      // the held introducer of CSI or SS3 was not a press
	kind  byte      // what introduced the string
	held  []byte    // parameters, or the bytes of a character
	paste pasted

	tellAt  time.Time // when to tell the user of an open string or paste; zero if done
	overdue bool      // the beginning was dropped, and its rest is swallowed
	told    bool      // the user was told of the dropped sequence
	doubt   bool      // only a read of several bytes can be the rest of what became a key
	last    time.Time // time of the previous read
	lone    bool      // the read is one byte, and keyWait passed before it
}

// New returns a Decoder that holds nothing.
func New() *Decoder { return &Decoder{} }

// Feed decodes the bytes of one read that returned at now, and calls emit for each complete press, in order. It
// keeps no reference to data.
//
// frame is the number of the newest frame that the terminal had accepted before the read. 0 means that nothing is
// shown, as before the first frame and from a suspension until the first frame after it. A press whose first byte
// was read then is discarded; a sequence or a paste is discarded to its end, even if that is read later.
func (d *Decoder) Feed(now time.Time, frame uint64, data []byte, emit func(keymsg.Press)) {
	d.now, d.reading, d.emit = now, frame, emit
	d.lone, d.last = len(data) == 1 && now.Sub(d.last) >= keyWait, now
	if !d.takesBack(data) {
		for _, b := range data {
			d.step(b)
		}
	}
	d.emit = nil
}

// Deadline returns when Expire must be called if nothing is read before. ok is false if there is nothing to decide.
func (d *Decoder) Deadline() (at time.Time, ok bool) {
	switch {
	case d.state == ground:
		return time.Time{}, false
	case !d.tellAt.IsZero():
		return d.tellAt, true
	}
	return d.until, !d.until.IsZero()
}

// Expire decides what becomes of the held bytes if their deadline has passed at now: a lone ESC becomes a key, a
// sequence that did not continue is dropped. Before Deadline it does nothing. A new deadline may follow, and may
// have passed already.
func (d *Decoder) Expire(now time.Time, emit func(keymsg.Press)) {
	at, ok := d.Deadline()
	if !ok || now.Before(at) {
		return
	}
	d.now, d.emit = now, emit
	if d.tellAt.IsZero() {
		d.expire()
	} else {
		d.tellAt = time.Time{}
		d.tell(keymsg.Unended{Paste: d.state == paste})
	}
	d.emit = nil
}

// expire ends the wait of the current state.
func (d *Decoder) expire() {
	before := d.state
	d.state = ground
	if d.overdue || d.doubt {
		d.giveUp(before)
		return
	}
	switch before {
	case escape:
		d.press(tea.KeyMsg{Type: tea.KeyEsc})
		d.wait(afterEscape, introducerWait-keyWait)
	case afterEscape, lateString:
		d.mayGoOn(before)
	case csi:
		d.introducerAlone(csi, '[')
	case ss3:
		d.introducerAlone(ss3, 'O')
	case stringStart:
		d.press(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{rune(d.kind)}, Alt: true})
		d.wait(lateString, introducerWait-keyWait)
	case csiBlur:
		if !d.late {
			d.report(tea.BlurMsg{})
			d.late = true
			d.wait(csiBlur, introducerWait-keyWait)
		}
	case csiDollar:
		if !d.late {
			d.dollarKey()
			d.late = true
			d.wait(csiDollar, introducerWait-keyWait)
		}
	case lateCharacter:
		d.press(keyOf(d.held[0]))
	case csiLinux, x10, stringBody:
		d.drop(before)
	case stringEscape:
		d.drop(stringBody)
	case paste:
		d.send(keymsg.PasteRefused{})
		d.paste.text, d.paste.over = nil, true
		d.drop(paste)
	}
}

// introducerAlone treats the introducer of CSI or SS3 as a key if nothing followed it, and expects the rest.
func (d *Decoder) introducerAlone(rest state, introducer rune) {
	switch {
	case len(d.held) > 0 || d.noKey:
		d.drop(rest)
		return
	case d.late:
		d.mayGoOn(rest)
		return
	}
	if d.alt {
		d.alt = false
		d.press(tea.KeyMsg{Type: tea.KeyEsc})
	}
	d.press(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{introducer}, Alt: true})
	d.late = true
	d.wait(rest, sequenceWait-keyWait)
}

// hold enters a state in which the next byte is expected within wait.
func (d *Decoder) hold(next state, wait time.Duration) {
	if d.overdue {
		wait = quietWait
	}
	d.state, d.until = next, d.now.Add(wait)
}

// wait extends the deadline of the same byte.
func (d *Decoder) wait(next state, longer time.Duration) {
	d.state, d.until = next, d.until.Add(longer)
}

// press emits one key, with alt if an ESC precedes it.
func (d *Decoder) press(key tea.KeyMsg) {
	key.Alt = key.Alt || d.alt
	d.send(key)
}

// report emits a message that is not a key press. An ESC before it was a press of its own.
func (d *Decoder) report(msg tea.Msg) {
	if d.alt {
		d.send(tea.KeyMsg{Type: tea.KeyEsc})
	}
	d.send(msg)
}

func (d *Decoder) send(msg tea.Msg) {
	if d.frame != 0 {
		d.emit(keymsg.Press{Msg: msg, Frame: d.frame})
	}
}

// Package input frames and decodes what a terminal sends: keys, mouse reports, changes of focus and pastes.
//
// Letters are commands, so nothing but a key press may become one. A sequence is held until it is whole, and
// what is not known is swallowed to its end, however reads cut it. The package does no I/O, has no clock and
// starts no goroutine: whoever reads the terminal calls a Decoder.
//
// A terminal sends no lengths, so some bytes mean a key only if nothing follows them, and time decides:
//
//   - ESC, or ESC and one of [ ] O P X ^ _, is that key (esc, alt+[, …) if nothing follows for 50 ms, and so is
//     shift with a key of rxvt, ESC [ 7 $.
//   - Then the rest of a sequence may still come: a packet that is lost costs an SSH connection 200 ms and
//     more. For 1 s, an introducer that follows a lone ESC begins a sequence that is swallowed to its end; for 2 s
//     so is the rest of CSI and SS3. What begins as the answers of terminals do (a digit, a sign, "l" of a title,
//     "G" of graphics) is the rest of a string for 1 s. Another letter is a key if nothing else follows for 50 ms:
//     alt+P eats nothing. For 8 s more a read of several bytes is the
//     rest if it begins like one.
//   - A sequence that does not go on for 2 s is thrown away, and so is a paste that does not go on for 10 s. In a
//     string or a paste a byte that comes alone, 50 ms or more behind the one before, is no sign that it goes on:
//     it may be typed.
//
// What was thrown away may still have a rest, at any time, and the letters of that are no keys. So it stays open:
// what comes is swallowed up to its end, or until nothing has come for 1 s. Then keys are keys again. A user
// loses what he types until then, and is told (keymsg.Unended): a key that is lost costs less than a command
// that nobody gave. Of keys only ctrl+c counts. So that nobody types in vain, a string or paste that is open for
// 1 s is told as well.
package input

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/ui/keymsg"
)

const (
	// keyWait is how long what may be a key or the beginning of a sequence is held.
	keyWait = 50 * time.Millisecond
	// introducerWait is how long the rest of a sequence is expected whose beginning was taken for a key.
	introducerWait = time.Second
	// restWait is how long, after that, a read of several bytes may be that rest.
	restWait = 8 * time.Second
	// quietWait is how long nothing may have come until keys count behind what was thrown away.
	quietWait = time.Second
	// noteWait is how long a string or a paste is open until that is told.
	noteWait = time.Second
	// sequenceWait is how long a sequence may pause.
	sequenceWait = 2 * time.Second
	// pasteWait is how long a paste may pause.
	pasteWait = 10 * time.Second
)

// maxParameters is how many bytes the parameters of a sequence may have that means something. A longer one
// is swallowed.
const maxParameters = 64

// MaxPaste is how many bytes a paste may have: 4 MiB, room for 100,000 DNs with their names. A longer one is
// refused whole.
const MaxPaste = 4 << 20

// state says what the bytes that are held are.
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
	stringEscape               // a string and ESC: \ ends it
	lateString                 // nothing; what introduces a string became a key
	lateCharacter              // one character behind it: a key, or the rest of a string
	character                  // the beginning of a character in UTF-8
	paste                      // a paste
)

// Decoder turns the bytes of one terminal into presses. It is used by one goroutine: that which reads the
// terminal.
//
// The goroutine waits until the terminal can be read or Deadline is reached. If it can be read, it takes the
// number of the newest written frame, then reads, then calls Feed: the number is taken before the read, so
// that no press is ever said to have been read after a frame that came later. If the deadline was reached
// and a read that does not wait finds nothing, it calls Expire. Feed itself looks at no deadline: bytes that
// were there in time are not late because the program was slow.
type Decoder struct {
	// now, reading and emit are those of the call that is going on.
	now     time.Time
	reading uint64
	emit    func(keymsg.Press)

	state state
	until time.Time // when Expire decides, zero for never
	frame uint64    // of the first byte that is held
	alt   bool      // an ESC stands in front of what is held
	late  bool      // the beginning was taken for a key, or is not known: nothing comes of it
	noKey bool      // the introducer of CSI or SS3 that is held was no press
	kind  byte      // what introduced the string
	held  []byte    // parameters, or the bytes of a character
	paste pasted

	tellAt  time.Time // when a string or a paste that is open is told, zero if it was
	overdue bool      // what is held was thrown away: its rest is swallowed
	told    bool      // so it was said
	doubt   bool      // only a read of several bytes can be the rest of what became a key
	last    time.Time // of the read before
	lone    bool      // the read is one byte, and there was none for keyWait before it
}

// New returns a Decoder that holds nothing.
func New() *Decoder { return &Decoder{} }

// Feed takes what one read returned at now, and calls emit for each press that it completes, in their order.
// It keeps no reference to data.
//
// frame is the number of the newest frame that the terminal had taken before the read. 0 says that nothing is
// shown, as before the first frame and from a suspension until the first frame after it: a press whose first
// byte was read then is thrown away, a sequence or a paste to its end, even if that is read later.
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

// Deadline returns when Expire is to be called if nothing is read until then; ok is false if nothing is to be
// decided.
func (d *Decoder) Deadline() (at time.Time, ok bool) {
	switch {
	case d.state == ground:
		return time.Time{}, false
	case !d.tellAt.IsZero():
		return d.tellAt, true
	}
	return d.until, !d.until.IsZero()
}

// Expire decides what is held if its time is over at now: a lone ESC becomes a key, a sequence that did not
// go on is thrown away. Before Deadline it does nothing. There may be a deadline afterwards, even one that
// has passed.
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

// expire ends the waiting of the state.
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

// introducerAlone takes the introducer of CSI or SS3 for a key if nothing followed it, and expects the rest.
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

// hold goes to a state in which the next byte is expected within wait.
func (d *Decoder) hold(next state, wait time.Duration) {
	if d.overdue {
		wait = quietWait
	}
	d.state, d.until = next, d.now.Add(wait)
}

// wait goes on from a deadline to a later one, which counts from the same byte.
func (d *Decoder) wait(next state, longer time.Duration) {
	d.state, d.until = next, d.until.Add(longer)
}

// press hands over one key, with what stands in front of it.
func (d *Decoder) press(key tea.KeyMsg) {
	key.Alt = key.Alt || d.alt
	d.send(key)
}

// report hands over what no key press made. An ESC in front of it was a press of its own.
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

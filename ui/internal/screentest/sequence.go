package screentest

import (
	"encoding/base64"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// control performs a control sequence.
func (s *Screen) control(cmd ansi.Cmd, params ansi.Params) {
	if cmd.Intermediate() != 0 {
		s.failControl(cmd, params)
		return
	}
	switch cmd.Prefix() {
	case 0:
		if !s.move(cmd.Final(), params) && !s.erase(cmd.Final(), params) && !s.graphics(cmd.Final(), params) && !s.reset(cmd.Final(), params) {
			s.failControl(cmd, params)
		}
	case '?':
		if cmd.Final() != 'h' && cmd.Final() != 'l' || len(params) == 0 {
			s.failControl(cmd, params)
			return
		}
		for i := range params {
			number, _, _ := params.Param(i, 0)
			if !s.setMode(number, cmd.Final() == 'h') {
				s.failControl(cmd, params)
			}
		}
	default:
		s.failControl(cmd, params)
	}
}

// failControl records a control sequence that capdeck never emits.
func (s *Screen) failControl(cmd ansi.Cmd, params ansi.Params) {
	var text strings.Builder
	text.WriteString("ESC [ ")
	if cmd.Prefix() != 0 {
		text.WriteByte(cmd.Prefix())
	}
	values := make([]int, len(params))
	for i := range params {
		values[i], _, _ = params.Param(i, 0)
	}
	s.fail("control sequence %s%v %c", text.String(), values, cmd.Final())
}

// move performs the sequences that move the cursor, and reports whether the given one does.
func (s *Screen) move(final byte, params ansi.Params) bool {
	// A parameter of 0 means 1, as does a missing one (ECMA-48, 8.3.22).
	first, _, _ := params.Param(0, 1)
	first = max(first, 1)
	x, y := s.shown.x, s.shown.y
	if final == 'H' {
		column, _, _ := params.Param(1, 1)
		s.shown.moveTo(max(column, 1)-1, first-1)
		return len(params) <= 2
	}
	switch final {
	case 'A':
		y -= first
	case 'B':
		y += first
	case 'C':
		x += first
	case 'D':
		x -= first
	case 'G':
		x = first - 1
	default:
		return false
	}
	s.shown.moveTo(x, y)
	return len(params) <= 1
}

// erase performs ED and EL in the forms that Bubble Tea uses, and reports whether the sequence is one of them. If
// the cursor waits at the margin, erasing to the right removes the last character, as in xterm; tmux keeps it.
func (s *Screen) erase(final byte, params ansi.Params) bool {
	what, _, _ := params.Param(0, 0)
	if final != 'J' && final != 'K' || len(params) > 1 || what != 0 && what != 2 {
		return false
	}
	g, from := s.shown, s.shown.x
	if what == 2 {
		from = 0
	}
	g.waiting = false
	g.erase(from, g.y, s.style)
	if final == 'J' {
		first := g.y + 1
		if what == 2 {
			first = 0
		}
		for y := first; y < g.height; y++ {
			g.erase(0, y, s.style)
		}
	}
	return true
}

// graphics performs SGR, and reports whether the sequence is one.
func (s *Screen) graphics(final byte, params ansi.Params) bool {
	if final != 'm' {
		return false
	}
	if err := s.style.selectGraphics(params); err != nil {
		s.fail("%v", err)
	}
	return true
}

// setMode sets or resets a private mode, and reports whether it is one that capdeck uses.
func (s *Screen) setMode(number int, on bool) bool {
	switch number {
	case modeCursor, modeMouseClicks, modeMouseDrag, modeMouseMotion, modeFocus, modeMouseSGR, modeBracketedPaste:
	case modeAltScreen:
		switch {
		case on && s.shown == s.main:
			s.alternate = newGrid(s.main.width, s.main.height)
			s.alternate.moveTo(s.main.x, s.main.y)
			s.shown = s.alternate
		case !on:
			s.shown = s.main
		}
	default:
		return s.resetMode(number, on)
	}
	s.modes[number] = on
	return true
}

// command performs an operating system command.
func (s *Screen) command(number int, data []byte) {
	_, text, _ := strings.Cut(string(data), ";")
	switch number {
	case 0, 2:
		s.title = text
	case 9:
		s.notes = append(s.notes, text)
	case 52:
		selection, encoded, ok := strings.Cut(text, ";")
		decoded, err := base64.StdEncoding.DecodeString(encoded)
		if !ok || err != nil || selection != "c" {
			s.fail("OSC 52 that copies nothing to the clipboard: %.40q", text)
			return
		}
		s.clipboard = append(s.clipboard, string(decoded))
	default:
		s.fail("operating system command %.40q", data)
	}
}

package screentest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/ansi/parser"
)

// Screen is the screen of a terminal. Writes draw on it; the other methods read it. It is safe for concurrent use.
type Screen struct {
	mu     sync.Mutex
	parser *ansi.Parser
	// main and alternate are the two buffers; shown is the current one.
	main, alternate, shown *grid
	style                  Style
	// modes holds the private modes that are set, by number.
	modes     map[int]bool
	title     string
	clipboard []string
	notes     []string
	unwrapper unwrapper
	bells     int
	bytes     int64
	failures  []error
}

// The private modes that capdeck uses (xterm control sequences, DECSET).
const (
	modeCursor         = 25
	modeMouseClicks    = 1000
	modeMouseDrag      = 1002
	modeMouseMotion    = 1003
	modeFocus          = 1004
	modeMouseSGR       = 1006
	modeAltScreen      = 1049
	modeBracketedPaste = 2004
)

// maxFailures is the maximum number of failures that are kept; the first one is the cause.
const maxFailures = 10

// maxClipboard is the maximum size in bytes of the contents of one OSC 52 sequence.
const maxClipboard = 1 << 20

// encodedRuneError is U+FFFD in UTF-8 as the parser collects it, first byte lowest; anything else it reports as U+FFFD is malformed.
const encodedRuneError = 0xbdbfef

// New returns a blank screen of width columns and height rows, each at least 1.
func New(width, height int) *Screen {
	width, height = max(width, 1), max(height, 1)
	s := &Screen{
		parser:    ansi.NewParser(),
		main:      newGrid(width, height),
		alternate: newGrid(width, height),
		modes:     map[int]bool{modeCursor: true},
	}
	s.shown = s.main
	s.parser.SetDataSize(maxClipboard)
	s.parser.SetHandler(ansi.Handler{
		Print:     s.print,
		Execute:   s.execute,
		HandleCsi: s.control,
		HandleOsc: s.command,
		HandleEsc: func(cmd ansi.Cmd) {
			// The string terminator ends a string that has been handled already.
			isTerminator := cmd.Final() == '\\' && cmd.Intermediate() == 0
			if !isTerminator && !isASCII(cmd) {
				s.fail("escape sequence ESC %q", string(rune(cmd.Final())))
			}
		},
		HandleDcs: func(cmd ansi.Cmd, _ ansi.Params, _ []byte) {
			s.fail("device control string %q", string(rune(cmd.Final())))
		},
		HandlePm:  func([]byte) { s.fail("privacy message") },
		HandleApc: func([]byte) { s.fail("application program command") },
		HandleSos: func([]byte) { s.fail("start of string") },
	})
	return s
}

// Write draws the bytes, which may be split anywhere, even within a sequence. It never fails; see Err.
func (s *Screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, b := range p {
		s.bytes++
		s.unwrap(b)
	}
	return len(p), nil
}

// advance handles one byte that reaches the terminal.
func (s *Screen) advance(b byte) {
	if b >= 0x80 && b <= 0x9f && s.parser.State() == parser.GroundState {
		// The parser would treat it as a C1 control; terminals that read UTF-8 show garbage.
		s.fail("byte 0x%02x outside a character", b)
		return
	}
	s.parser.Advance(b)
}

// Resize changes the size; cells that fit keep their place.
func (s *Screen) Resize(width, height int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.main.resize(max(width, 1), max(height, 1))
	s.alternate.resize(max(width, 1), max(height, 1))
}

// Err returns the failures: output that capdeck never emits, at most the first ten. It returns nil if there are
// none.
func (s *Screen) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return errors.Join(s.failures...)
}

// fail records a failure with the position of the cursor.
func (s *Screen) fail(format string, args ...any) {
	if len(s.failures) < maxFailures {
		what := fmt.Sprintf(format, args...)
		s.failures = append(s.failures, fmt.Errorf("byte %d, column %d, row %d: %s", s.bytes, s.shown.x, s.shown.y, what))
	}
}

// print draws a character.
func (s *Screen) print(char rune) {
	width := runeWidth(char)
	switch {
	case char == utf8.RuneError && s.parser.Command()&0xffffff != encodedRuneError:
		s.fail("bytes that are not UTF-8")
	case char < 0x20 || char >= 0x7f && char <= 0x9f:
		s.fail("control character %U in text", char)
	case unsettled(char):
		s.fail("%U, which terminals show in different widths", char)
	case width == 0:
		if !s.shown.join(char) {
			s.fail("combining mark %U with no character before it", char)
		}
	case width > s.shown.width:
		s.fail("%U is wider than the screen", char)
	default:
		s.shown.put(char, width, s.style)
	}
}

// unsettled reports whether the width of a rune, or of its neighbours, differs between terminals, or it reorders
// text.
func unsettled(char rune) bool {
	switch {
	case char >= 0x200b && char <= 0x200f, char >= 0x2028 && char <= 0x202e, char >= 0x2060 && char <= 0x206f:
		return true
	case char == 0xad, char == 0x61c, char == 0xfeff, char >= 0xfe00 && char <= 0xfe0f:
		return true
	case char >= 0x1f1e6 && char <= 0x1f1ff, char >= 0x1f3fb && char <= 0x1f3ff, char >= 0xe0000 && char <= 0xe0fff:
		return true
	}
	return false
}

// execute performs a control character.
func (s *Screen) execute(b byte) {
	switch b {
	case '\r':
		s.shown.moveTo(0, s.shown.y)
	case '\n':
		s.shown.lineFeed()
	case '\a':
		s.bells++
	case cancel, shiftIn:
	default:
		s.fail("control character 0x%02x", b)
	}
}

// Width returns the number of columns.
func (s *Screen) Width() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shown.width
}

// Height returns the number of rows.
func (s *Screen) Height() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shown.height
}

// Text returns the rows, each followed by a line feed, without the blanks at their ends. A wide character occurs
// once.
func (s *Screen) Text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out strings.Builder
	for y := range s.shown.rows {
		out.WriteString(s.shown.text(y))
		out.WriteByte('\n')
	}
	return out.String()
}

// Row returns row y, from 0, as Text shows it; empty outside the screen.
func (s *Screen) Row(y int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if y < 0 || y >= s.shown.height {
		return ""
	}
	return s.shown.text(y)
}

// Cell returns the cell in column x and row y, from 0; the zero Cell outside the screen.
func (s *Screen) Cell(x, y int) Cell {
	s.mu.Lock()
	defer s.mu.Unlock()
	if x < 0 || x >= s.shown.width || y < 0 || y >= s.shown.height {
		return Cell{}
	}
	return s.shown.rows[y][x]
}

// Cursor returns the cursor's column and row, from 0.
func (s *Screen) Cursor() (x, y int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shown.x, s.shown.y
}

// CursorVisible reports whether the cursor is shown.
func (s *Screen) CursorVisible() bool { return s.mode(modeCursor) }

// AltScreen reports whether the alternate screen is shown.
func (s *Screen) AltScreen() bool { return s.mode(modeAltScreen) }

// MouseOn reports whether the mouse is reported, in any form.
func (s *Screen) MouseOn() bool {
	return s.mode(modeMouseClicks) || s.mode(modeMouseDrag) || s.mode(modeMouseMotion)
}

// Bracketed reports whether pastes are bracketed.
func (s *Screen) Bracketed() bool { return s.mode(modeBracketedPaste) }

// mode reports whether a private mode is set.
func (s *Screen) mode(number int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.modes[number]
}

// Title returns the window title that was set last.
func (s *Screen) Title() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.title
}

// Clipboard returns the texts copied by OSC 52, decoded, oldest first.
func (s *Screen) Clipboard() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.clipboard)
}

// Notes returns the texts of the OSC 9 notifications, oldest first.
func (s *Screen) Notes() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.notes)
}

// Bells returns how many times the bell rang.
func (s *Screen) Bells() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bells
}

// Bytes returns the number of bytes written.
func (s *Screen) Bytes() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bytes
}

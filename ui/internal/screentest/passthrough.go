package screentest

// Multiplexer is a program that stands between the program under test and the terminal. It takes what is meant for the terminal in device
// control strings, and hands on what is in them.
type Multiplexer uint8

// The multiplexers. With None, the zero value, a device control string is a failure.
const (
	None Multiplexer = iota
	// Tmux takes ESC P tmux; with each ESC doubled, up to ESC \ (tmux(1), allow-passthrough).
	Tmux
	// GNUScreen takes ESC P up to ESC \ as it is; a sequence may go on in the next one (screen(1), Virtual Terminal).
	GNUScreen
)

// tmuxPrefix begins what tmux hands on, behind ESC P.
const tmuxPrefix = "tmux;"

const escape = 0x1b

// unwrapper takes the wrapping of a multiplexer off a stream of bytes.
type unwrapper struct {
	kind    Multiplexer
	inside  bool
	escaped bool // the last byte was an ESC that was not passed on yet
	prefix  int  // bytes of tmuxPrefix that are still to come
	strings int  // that were unwrapped
}

// Inside says that a multiplexer stands between the program and the terminal.
func (s *Screen) Inside(kind Multiplexer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unwrapper.kind = kind
}

// Unwrapped returns how many device control strings of the multiplexer came.
func (s *Screen) Unwrapped() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.unwrapper.strings
}

// unwrap passes on to the terminal what a byte of the program completes.
func (s *Screen) unwrap(b byte) {
	u := &s.unwrapper
	switch {
	case u.kind == None:
		s.advance(b)
	case u.inside && u.prefix > 0:
		if b != tmuxPrefix[len(tmuxPrefix)-u.prefix] {
			s.fail("a device control string that tmux does not hand on")
		}
		u.prefix--
	case b == escape && !u.escaped:
		u.escaped = true
	case !u.escaped:
		s.advance(b)
	case u.inside:
		s.unwrapEscaped(b)
	case b == 'P':
		u.inside, u.escaped = true, false
		if u.kind == Tmux {
			u.prefix = len(tmuxPrefix)
		}
	default:
		// An ESC behind an ESC may begin a string itself.
		s.advance(escape)
		if u.escaped = b == escape; !u.escaped {
			s.advance(b)
		}
	}
}

// unwrapEscaped takes the byte behind an ESC in a string.
func (s *Screen) unwrapEscaped(b byte) {
	u := &s.unwrapper
	u.escaped = false
	switch {
	case b == '\\':
		u.inside = false
		u.strings++
	case u.kind == GNUScreen:
		s.advance(escape)
		s.advance(b)
	case b == escape:
		s.advance(escape)
	default:
		s.fail("an ESC that is not doubled in what tmux hands on")
	}
}

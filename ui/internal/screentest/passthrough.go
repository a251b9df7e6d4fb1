package screentest

// Multiplexer is a program between the program under test and the terminal. It receives device control strings with
// sequences for the terminal, and passes on their contents.
type Multiplexer uint8

// The multiplexers. With None, the zero value, a device control string is a failure.
const (
	None Multiplexer = iota
	// Tmux accepts ESC P tmux; with each ESC doubled, up to ESC \ (tmux(1), allow-passthrough).
	Tmux
	// GNUScreen accepts ESC P up to ESC \ unchanged; a sequence may continue in the next one (screen(1), Virtual
	// Terminal).
	GNUScreen
)

// tmuxPrefix begins the strings that tmux passes on, after ESC P.
const tmuxPrefix = "tmux;"

const escape = 0x1b

// unwrapper removes the wrapping of a multiplexer from a stream of bytes.
type unwrapper struct {
	kind    Multiplexer
	inside  bool
	escaped bool // the last byte was an ESC that was not passed on yet
	prefix  int  // bytes of tmuxPrefix that are still missing
	strings int  // number of strings that were unwrapped
}

// Inside sets the multiplexer between the program and the terminal.
func (s *Screen) Inside(kind Multiplexer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unwrapper.kind = kind
}

// Unwrapped returns the number of the multiplexer's device control strings so far.
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
			s.fail("a device control string that tmux does not pass on")
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
		// An ESC after an ESC may begin a string itself.
		s.advance(escape)
		if u.escaped = b == escape; !u.escaped {
			s.advance(b)
		}
	}
}

// unwrapEscaped handles the byte after an ESC in a string.
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
		s.fail("an ESC that is not doubled in a string for tmux")
	}
}

package term

import (
	"errors"
	"fmt"
	"os"
	"sync"

	"golang.org/x/term"
)

// settings holds the line settings (termios) of the terminal: those of the start, and the raw ones that the program
// needs. The zero value is for a file that is not a terminal.
type settings struct {
	file  *os.File
	start *term.State
	// output holds the additional settings that the system needs for output.
	output outputMode

	mu sync.Mutex
	// raw holds the settings that were set last, nil while the original ones are in force. over: they were restored
	// for good.
	raw  *term.State
	over bool
}

// errSettingsOver is returned if raw mode is requested after the end.
var errSettingsOver = errors.New("the terminal's line settings were already restored")

func readSettings(terminal, input *os.File) *settings {
	for _, file := range withSettings(terminal, input) {
		if file == nil {
			continue
		}
		if state, err := term.GetState(int(file.Fd())); err == nil {
			return &settings{file: file, start: state, output: readOutputMode(terminal)}
		}
	}
	return &settings{}
}

// foreground reports whether this process may change the terminal. In the background the attempt would stop it
// (SIGTTOU).
func (s *settings) foreground() bool {
	if s.file == nil {
		return true
	}
	return inForeground(int(s.file.Fd()))
}

// setRaw sets raw mode: each byte can be read as it arrives, and none is echoed, changed or turned into a signal. In
// the background of the terminal the kernel stops the process here until a shell brings it to the foreground. After
// end, setRaw changes nothing and returns an error.
func (s *settings) setRaw() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.over:
		return errSettingsOver
	case s.start == nil:
		return nil
	}
	fd := int(s.file.Fd())
	if _, err := term.MakeRaw(fd); err != nil {
		return fmt.Errorf("setting the terminal to raw mode: %w", err)
	}
	var err error
	if s.raw, err = term.GetState(fd); err != nil {
		return fmt.Errorf("reading the terminal's line settings: %w", err)
	}
	return s.output.set()
}

// isRaw reports whether the settings are those of setRaw. A shell that finds the program stopped sets its own. If
// the settings cannot be read, isRaw returns true, because reading the terminal will report the cause.
func (s *settings) isRaw() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.raw == nil {
		return s.start == nil
	}
	state, err := term.GetState(int(s.file.Fd()))
	return err != nil || *state == *s.raw
}

// giveBack restores the settings of the start at once, without waiting until the terminal has accepted the output.
func (s *settings) giveBack() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.restore()
}

// end is giveBack for good.
func (s *settings) end() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over = true
	return s.restore()
}

// restore is giveBack with s.mu held. In the background it does nothing, because the settings belong to another
// program.
func (s *settings) restore() error {
	if s.start == nil || !s.foreground() {
		return nil
	}
	if err := term.Restore(int(s.file.Fd()), s.start); err != nil {
		return fmt.Errorf("restoring the terminal's line settings: %w", err)
	}
	s.raw = nil
	return s.output.restore()
}

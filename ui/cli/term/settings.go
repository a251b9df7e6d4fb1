package term

import (
	"errors"
	"fmt"
	"os"
	"sync"

	"golang.org/x/term"
)

// settings are the line settings (termios) of the terminal: as they were at the start, and raw, as the
// program needs them. The zero value is for what is no terminal.
type settings struct {
	file  *os.File
	start *term.State
	// output is what the system wants set for the output besides.
	output outputMode

	mu sync.Mutex
	// raw is what was set last, nil while they are those of the start. over: they were given back for good.
	raw  *term.State
	over bool
}

// errSettingsOver is returned when raw mode is asked for after the end.
var errSettingsOver = errors.New("the terminal's line settings were given back already")

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

// foreground reports whether this process may change the terminal. In the background the attempt would
// stop it (SIGTTOU).
func (s *settings) foreground() bool {
	if s.file == nil {
		return true
	}
	return inForeground(int(s.file.Fd()))
}

// setRaw sets raw mode: each byte can be read as it comes, and none is echoed, made a signal or changed. In the
// background of the terminal the kernel stops the process in it until a shell brings it to the foreground.
// After end it changes nothing and returns an error.
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

// isRaw reports whether the settings are those of setRaw. A shell that finds the program stopped sets its own.
// Where they cannot be read, reading the terminal will tell why.
func (s *settings) isRaw() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.raw == nil {
		return s.start == nil
	}
	state, err := term.GetState(int(s.file.Fd()))
	return err != nil || *state == *s.raw
}

// giveBack sets what was set at the start, at once, without waiting for output to be taken.
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

// restore is giveBack. In the background it does nothing: the settings are those of another program.
// s.mu is held.
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

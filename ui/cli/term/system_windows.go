package term

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/windows"
)

// CanSuspend returns nil where a program can be stopped and go on later, else the sentence why not.
func CanSuspend() error {
	return errors.New("capdeck is not stopped: Windows has no shell that would let it go on; open another window instead")
}

// listen listens for nothing: nobody stops a process here.
func (s *Stops) listen() { s.ignored = true }

func isStop(os.Signal) bool { return false }

func stopSelf() {}

func stopGroup() error { return errors.ErrUnsupported }

// inForeground always reports true: a console has no background.
func inForeground(int) bool { return true }

// withSettings returns what the line settings can be read of: those of the output are others, see outputMode.
func withSettings(_, input *os.File) []*os.File { return []*os.File{input} }

// outputMode is the mode of the console's output: as it was, and with what makes it understand the sequences of a
// terminal. The zero value is for what is no console.
type outputMode struct {
	console windows.Handle
	start   uint32
}

func readOutputMode(terminal *os.File) (o outputMode) {
	if terminal == nil {
		return o
	}
	console := windows.Handle(terminal.Fd())
	if err := windows.GetConsoleMode(console, &o.start); err == nil {
		o.console = console
	}
	return o
}

func (o outputMode) set() error {
	if o.console == 0 {
		return nil
	}
	const needed = windows.ENABLE_PROCESSED_OUTPUT | windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING | windows.DISABLE_NEWLINE_AUTO_RETURN
	if err := windows.SetConsoleMode(o.console, o.start|needed); err != nil {
		return fmt.Errorf("the console does not understand the sequences of a terminal, as since Windows 10: %w", err)
	}
	return nil
}

func (o outputMode) restore() error {
	if o.console == 0 {
		return nil
	}
	if err := windows.SetConsoleMode(o.console, o.start); err != nil {
		return fmt.Errorf("restoring the mode of the console's output: %w", err)
	}
	return nil
}

// writeNow writes nothing: there is no write that does not wait.
func writeNow(uintptr, []byte) int { return 0 }

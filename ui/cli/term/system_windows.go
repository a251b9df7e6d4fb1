package term

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/windows"
)

// CanSuspend returns nil if a program can be stopped and continued later, else an error that explains why not.
func CanSuspend() error {
	return errors.New("capdeck was not suspended: Windows has no shell that could resume it; open another window instead")
}

// listen subscribes to nothing: no process is stopped on Windows.
func (s *Stops) listen() { s.ignored = true }

func isStop(os.Signal) bool { return false }

func stopSelf() {}

func stopGroup() error { return errors.ErrUnsupported }

// inForeground always reports true: a console has no background.
func inForeground(int) bool { return true }

// withSettings returns the file whose line settings are read. The output has settings of its own; see outputMode.
func withSettings(_, input *os.File) []*os.File { return []*os.File{input} }

// outputMode is the mode of the console's output: the original one, and the one that makes the console understand
// escape sequences. The zero value is for a file that is not a console.
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
		return fmt.Errorf("the console does not support escape sequences; capdeck needs Windows 10 or later: %w", err)
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

// writeNow writes nothing: a console has no write that does not wait.
func writeNow(uintptr, []byte) int { return 0 }

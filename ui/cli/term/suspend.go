package term

import (
	"errors"
	"fmt"
	"io"
	"time"
)

const (
	// stopTimeout is how long the kernel has to stop the process. One whose
	// group no shell looks after (orphaned, as POSIX calls it) is never stopped.
	stopTimeout = time.Second
	// lateTimeout is how long after that its SIGCONT may come: time goes on
	// while the process stands still, and both are found at once.
	lateTimeout = 100 * time.Millisecond
)

// errNoShell is returned where a stop would be the end.
var errNoShell = errors.New("capdeck is not stopped: there is no shell that would let it go on")

// Suspension stops the program as a shell expects of ctrl+z. It is a
// tea.ExecCommand: Bubble Tea has left the terminal when it calls Run, and takes
// it back afterwards. tea.Suspend would stop the process before this package's
// goroutine has written what Bubble Tea put into it. Stops makes it.
type Suspension struct {
	streams
	stops *Stops
	text  string
	begun time.Time
}

// Run stops the process group until a shell lets it go on. The error says that
// nothing was stopped.
func (s *Suspension) Run() error {
	reader, settings := s.stops.options.Reader, s.stops.options.Writer.settings
	s.stops.suspended.Store(true)
	defer s.stops.suspended.Store(false)
	reader.Pause()
	err := s.leave()
	if err == nil {
		s.begun = time.Now()
		err = s.stops.stop()
	}
	// In the background of the terminal the kernel stops the process here once more.
	if failed := settings.setRaw(); err == nil {
		err = failed
	}
	s.stops.options.Screen.Renew()
	reader.resume()
	return err
}

// leave gives the terminal back: it waits until it has taken what Bubble Tea left
// it with, and the line behind it.
func (s *Suspension) leave() error {
	writer := s.stops.options.Writer
	_, err := writer.WriteString(s.text + "\r\n")
	if err == nil {
		err = writer.Flush()
	}
	if err == nil {
		err = writer.settings.giveBack()
	}
	if err != nil {
		return fmt.Errorf("capdeck is not stopped, because it would leave the terminal as it is: %w", err)
	}
	return nil
}

// Stopped returns how long ago Run stopped the process, 0 if it did not. It is to
// be asked when the terminal was taken back: in the background that stops the
// process once more.
func (s *Suspension) Stopped() time.Duration {
	if s.begun.IsZero() {
		return 0
	}
	return passed(s.begun, time.Now())
}

// stop stops the process group, as the kernel does at ctrl+z, and returns when a
// shell lets it go on.
func (s *Stops) stop() error {
	if s.ignored {
		return errNoShell
	}
	select {
	case <-s.continued: // of a time before
	default:
	}
	if err := stopGroup(); err != nil {
		return fmt.Errorf("capdeck cannot be stopped: %w", err)
	}
	if !received(s.continued, stopTimeout) && !received(s.continued, lateTimeout) {
		return errNoShell
	}
	return nil
}

// passed returns the time from one reading of the clock to another, the longer one of
// two: the monotonic clock does not count the time in which a machine sleeps, and the
// time of day may have been set back meanwhile.
func passed(from, to time.Time) time.Duration {
	return max(to.Sub(from), to.Round(0).Sub(from.Round(0)))
}

func received(signals <-chan struct{}, timeout time.Duration) bool {
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	select {
	case <-signals:
		return true
	case <-timer.C:
		return false
	}
}

// streams are for Bubble Tea, which asks a program to use its streams.
type streams struct{}

// SetStdin does nothing.
func (streams) SetStdin(io.Reader) {}

// SetStdout does nothing.
func (streams) SetStdout(io.Writer) {}

// SetStderr does nothing.
func (streams) SetStderr(io.Writer) {}

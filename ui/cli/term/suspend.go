package term

import (
	"errors"
	"fmt"
	"io"
	"time"
)

const (
	// stopTimeout is how long the kernel has to stop the process. A process whose group has no shell to control it
	// (orphaned, in the terms of POSIX) is never stopped.
	stopTimeout = time.Second
	// lateTimeout is how much later its SIGCONT may arrive. Time passes while the process is stopped, so the timeout
	// and the signal are found together.
	lateTimeout = 100 * time.Millisecond
)

// errNoShell is returned where nothing would ever continue a stopped process.
var errNoShell = errors.New("capdeck was not suspended: there is no shell that could resume it")

// Suspension stops the program as a shell expects after ctrl+z. Stops creates it. It is a tea.ExecCommand: Bubble
// Tea has released the terminal before it calls Run, and takes it back afterwards. tea.Suspend would stop the
// process before this package's goroutine has written the output of Bubble Tea.
type Suspension struct {
	streams
	stops *Stops
	text  string
	begun time.Time
}

// Run stops the process group until a shell continues it. It returns an error if nothing was stopped.
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
	// In the background of the terminal the kernel stops the process here a second time.
	if failed := settings.setRaw(); err == nil {
		err = failed
	}
	s.stops.options.Screen.Renew()
	reader.resume()
	return err
}

// leave releases the terminal: it writes the line, waits until the terminal has accepted all output of Bubble Tea
// and the line, and restores the line settings.
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
		return fmt.Errorf("capdeck was not suspended because it could not restore the terminal: %w", err)
	}
	return nil
}

// Stopped returns how long ago Run stopped the process, 0 if it did not. It must be called after the terminal was
// taken back, because that can stop the process a second time in the background.
func (s *Suspension) Stopped() time.Duration {
	if s.begun.IsZero() {
		return 0
	}
	return passed(s.begun, time.Now())
}

// stop stops the process group, as the kernel does at ctrl+z, and returns when a shell continues it.
func (s *Stops) stop() error {
	if s.ignored {
		return errNoShell
	}
	select {
	case <-s.continued: // left over from an earlier stop
	default:
	}
	if err := stopGroup(); err != nil {
		return fmt.Errorf("suspending capdeck: %w", err)
	}
	if !received(s.continued, stopTimeout) && !received(s.continued, lateTimeout) {
		return errNoShell
	}
	return nil
}

// passed returns the time between two readings of the clock, by the monotonic clock or the time of day, whichever is
// longer. The monotonic clock does not count the time in which a machine sleeps, and the time of day may have been
// set back in the meantime.
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

// streams satisfies the interface of Bubble Tea, which offers its streams to a command.
type streams struct{}

// SetStdin does nothing.
func (streams) SetStdin(io.Reader) {}

// SetStdout does nothing.
func (streams) SetStdout(io.Writer) {}

// SetStderr does nothing.
func (streams) SetStderr(io.Writer) {}

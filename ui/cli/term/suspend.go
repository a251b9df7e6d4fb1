package term

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

const (
	// flushTimeout is how long Flush waits for a terminal that takes little.
	flushTimeout = 500 * time.Millisecond
	// stopTimeout is how long the kernel has to stop the process. One whose
	// group no shell looks after (orphaned, as POSIX calls it) is never stopped.
	stopTimeout = time.Second
	// lateTimeout is how long after that its SIGCONT may come: time goes on
	// while the process stands still, and both are found at once.
	lateTimeout = 100 * time.Millisecond
)

// Mouse asks the terminal to report clicks, the wheel and drags, or to keep the
// mouse to itself. It returns at once, and keeps its place among frames.
func (w *Writer) Mouse(on bool) {
	sequence := mouseOff
	if on {
		sequence = mouseOn
	}
	// An error would say that the Writer has ended, and with it the screen.
	_, _ = w.WriteString(sequence)
}

// Flush waits until the terminal has taken all that was written so far, for half
// a second at most. The error says that it has not, or that it is gone.
func (w *Writer) Flush() error {
	w.mu.Lock()
	if w.stats.Err != nil || w.end.begun {
		defer w.mu.Unlock()
		return w.stats.Err
	}
	taken := make(chan struct{})
	w.push(unit{kind: flushUnit, taken: taken})
	w.mu.Unlock()
	timer := time.NewTimer(flushTimeout)
	defer timer.Stop()
	select {
	case <-taken:
		return nil
	case <-timer.C:
		return fmt.Errorf("the terminal took nothing for %s", flushTimeout)
	}
}

// Suspension stops the program as a shell expects of ctrl+z. It is a
// tea.ExecCommand: Bubble Tea has left the terminal when it calls Run, and takes
// it back afterwards. tea.Suspend would stop the process before this package's
// goroutine has written what Bubble Tea put into it.
type Suspension struct {
	// Writer is the way to the terminal, Text a line that stays there.
	Writer *Writer
	Text   string

	begun time.Time
}

// Run stops the process group until a shell lets it go on. The error says that
// nothing was stopped.
func (s *Suspension) Run() error {
	if err := s.leave(); err != nil {
		return fmt.Errorf("capdeck is not stopped, because it would leave the terminal as it is: %w", err)
	}
	continued := make(chan os.Signal, 1)
	signal.Notify(continued, syscall.SIGCONT)
	defer signal.Stop(continued)
	s.begun = time.Now()
	if err := syscall.Kill(0, syscall.SIGTSTP); err != nil {
		return fmt.Errorf("capdeck cannot be stopped: %w", err)
	}
	if !received(continued, stopTimeout) && !received(continued, lateTimeout) {
		return errors.New("capdeck is not stopped: there is no shell that would let it go on")
	}
	return nil
}

// leave waits until the terminal has taken what Bubble Tea left it with, and the
// line behind it.
func (s *Suspension) leave() error {
	if _, err := s.Writer.WriteString(s.Text + "\r\n"); err != nil {
		return err
	}
	return s.Writer.Flush()
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

// passed returns the time from one reading of the clock to another, the longer one of
// two: the monotonic clock does not count the time in which a machine sleeps, and the
// time of day may have been set back meanwhile.
func passed(from, to time.Time) time.Duration {
	return max(to.Sub(from), to.Round(0).Sub(from.Round(0)))
}

func received(signals <-chan os.Signal, timeout time.Duration) bool {
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	select {
	case <-signals:
		return true
	case <-timer.C:
		return false
	}
}

// SetStdin is for Bubble Tea, which asks a program to use its streams.
func (s *Suspension) SetStdin(io.Reader) {}

// SetStdout is for Bubble Tea likewise.
func (s *Suspension) SetStdout(io.Writer) {}

// SetStderr is for Bubble Tea likewise.
func (s *Suspension) SetStderr(io.Writer) {}

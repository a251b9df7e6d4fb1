package term

import (
	"context"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"time"
)

// beatInterval is how often Stops reads the clock. A process cannot see when it was stopped, only that time has
// passed in the meantime.
const beatInterval = time.Second

// StopsOptions names the terminal to release and take back, and the functions that do it. All fields are required.
type StopsOptions struct {
	Writer *Writer
	Reader *Reader
	Screen *Screen
	// Go starts goroutines.
	Go func(func())
	// Asked is called when another process asks this one to stop (SIGTSTP); it must run a Suspension. Returned is
	// called when the process was stopped without warning and is in the foreground again; it must run the Return.
	// Both are called on their own goroutines and may block.
	Asked    func()
	Returned func(*Return)
}

// Stops alone handles SIGTSTP and SIGCONT. It leaves the terminal as a shell needs it when the process is asked to
// stop, and has it taken back after any stop. It cannot see a stop by SIGSTOP; it sees only that the process
// continues, or that another program has the terminal.
type Stops struct {
	options StopsOptions
	signals chan os.Signal
	lost    chan struct{}
	// ignored: the parent process had SIGTSTP ignored.
	ignored bool

	// suspended: a Suspension is waiting for continued.
	suspended atomic.Bool
	continued chan struct{}

	mu sync.Mutex
	// returning: a Return was requested and has not run yet. stopped is the duration of the last stop.
	returning bool
	stopped   time.Duration
}

// NewStops returns a Stops. Its goroutine ends with ctx. NewStops must be called before the Reader starts.
func NewStops(ctx context.Context, options StopsOptions) *Stops {
	s := &Stops{
		options: options, signals: make(chan os.Signal, 8), lost: make(chan struct{}, 1),
		continued: make(chan struct{}, 1),
	}
	s.listen()
	tell := func() {
		select {
		case s.lost <- struct{}{}:
		default:
		}
	}
	options.Reader.lost = tell
	options.Writer.lost.Store(&tell)
	options.Go(func() { s.run(ctx) })
	return s
}

// Suspension returns the command that stops the program. text is a line that stays on the terminal.
func (s *Stops) Suspension(text string) *Suspension { return &Suspension{stops: s, text: text} }

func (s *Stops) run(ctx context.Context) {
	defer signal.Stop(s.signals)
	beat := time.NewTicker(beatInterval)
	defer beat.Stop()
	beats := beats{last: time.Now()}
	var away <-chan time.Time // fires while another program has the terminal
	check := func() {
		away = nil
		if !s.takeBack() {
			away = time.After(backgroundPause)
		}
	}
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-beat.C:
			beats.beat(now)
		case received := <-s.signals:
			switch {
			case isStop(received):
				s.asked()
			case s.suspended.Load():
				s.goOn()
			default:
				s.note(beats.stopped(time.Now()))
				check()
			}
		case <-s.lost:
			check()
		case <-away:
			check()
		}
	}
}

// asked stops the program as ctrl+z does. In the background there is no terminal to release.
func (s *Stops) asked() {
	switch {
	case s.suspended.Load():
	case s.options.Writer.settings.foreground():
		s.options.Go(s.options.Asked)
	default:
		stopSelf()
	}
}

// goOn makes a Suspension continue.
func (s *Stops) goOn() {
	select {
	case s.continued <- struct{}{}:
	default:
	}
}

// note records the duration of a stop for the Return that follows.
func (s *Stops) note(stopped time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped = max(s.stopped, stopped)
}

// takeBack requests a Return and returns true, unless another program has the terminal. Nothing is read until the
// Return has run.
func (s *Stops) takeBack() bool {
	s.options.Reader.Pause()
	if !s.options.Writer.settings.foreground() {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.returning {
		s.returning = true
		s.options.Go(func() { s.options.Returned(&Return{stops: s}) })
	}
	return true
}

// Return takes the terminal back after a stop that others caused. It is a tea.ExecCommand that runs no program: only
// releasing and restoring the terminal makes Bubble Tea set every mode again.
type Return struct {
	streams
	stops   *Stops
	stopped time.Duration
}

// Run sets raw mode again and resumes the Reader.
func (r *Return) Run() error {
	s := r.stops
	s.mu.Lock()
	s.returning = false
	r.stopped, s.stopped = s.stopped, 0
	s.mu.Unlock()
	err := s.options.Writer.settings.setRaw()
	s.options.Screen.Renew()
	s.options.Reader.resume()
	return err
}

// Stopped returns how long the process was stopped, with a precision of about a second; 0 if less than two.
func (r *Return) Stopped() time.Duration { return r.stopped }

// beats detects stops by reading the clock at regular intervals.
type beats struct {
	last time.Time
	// gap is the last interval that was longer than two beats; ended is when it was found.
	gap   time.Duration
	ended time.Time
}

func (b *beats) beat(now time.Time) {
	if gap := passed(b.last, now); gap >= 2*beatInterval {
		b.gap, b.ended = gap, now
	}
	b.last = now
}

// stopped returns how long the process was stopped before a SIGCONT. A beat that became due in the meantime may have
// been handled first.
func (b *beats) stopped(now time.Time) time.Duration {
	b.beat(now)
	if b.ended.IsZero() || passed(b.ended, now) >= 2*beatInterval {
		return 0
	}
	return b.gap
}

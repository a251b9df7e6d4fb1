package term

import (
	"context"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"time"
)

// beatInterval is how often Stops looks at the clock: a process cannot see when it was stopped, only that
// time has passed without it.
const beatInterval = time.Second

// StopsOptions say whose terminal is given back and taken back, and who does it. All are required.
type StopsOptions struct {
	Writer *Writer
	Reader *Reader
	Screen *Screen
	// Go starts goroutines.
	Go func(func())
	// Asked is called when somebody else asks the process to stop (SIGTSTP): it is to run a Suspension. Returned is
	// called when the process was stopped without being asked and stands in the foreground again: it is to run the
	// Return. Both are called on a goroutine of their own and may wait.
	Asked    func()
	Returned func(*Return)
}

// Stops is the one owner of SIGTSTP and SIGCONT: it sees that the terminal is left as a shell needs it when the
// process is asked to stop, and is taken back after any stop. A stop by SIGSTOP is not seen; what is seen is
// that the process goes on, or that the terminal is not its own.
type Stops struct {
	options StopsOptions
	signals chan os.Signal
	lost    chan struct{}
	// ignored: whoever started the process had it ignore SIGTSTP.
	ignored bool

	// suspended: a Suspension waits for continued.
	suspended atomic.Bool
	continued chan struct{}

	mu sync.Mutex
	// returning: a Return was asked for and has not run. stopped is how long the last stop was.
	returning bool
	stopped   time.Duration
}

// NewStops returns a Stops, whose goroutine ends with ctx. It is called before the Reader starts.
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

// Suspension returns what stops the program, with a line that stays on the terminal.
func (s *Stops) Suspension(text string) *Suspension { return &Suspension{stops: s, text: text} }

func (s *Stops) run(ctx context.Context) {
	defer signal.Stop(s.signals)
	beat := time.NewTicker(beatInterval)
	defer beat.Stop()
	beats := beats{last: time.Now()}
	var away <-chan time.Time // ticks while the terminal is another program's
	look := func() {
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
				look()
			}
		case <-s.lost:
			look()
		case <-away:
			look()
		}
	}
}

// asked stops the program as ctrl+z does. In the background there is no terminal to leave.
func (s *Stops) asked() {
	switch {
	case s.suspended.Load():
	case s.options.Writer.settings.foreground():
		s.options.Go(s.options.Asked)
	default:
		stopSelf()
	}
}

// goOn lets a Suspension go on.
func (s *Stops) goOn() {
	select {
	case s.continued <- struct{}{}:
	default:
	}
}

// note keeps how long a stop was, for the Return that follows.
func (s *Stops) note(stopped time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped = max(s.stopped, stopped)
}

// takeBack asks for a Return and reports true, unless the terminal is another program's. Until it has run,
// nothing is read.
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

// Return takes the terminal back after a stop by others. It is a tea.ExecCommand that does nothing in between:
// that Bubble Tea releases and restores the terminal is the only thing that sets every mode anew.
type Return struct {
	streams
	stops   *Stops
	stopped time.Duration
}

// Run sets raw mode again, and lets the Reader go on.
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

// Stopped returns how long the process was stopped, to the second; 0 for less than two.
func (r *Return) Stopped() time.Duration { return r.stopped }

// beats finds stops in regular looks at the clock.
type beats struct {
	last time.Time
	// gap is the last time that was longer than two beats, ended when it was found.
	gap   time.Duration
	ended time.Time
}

func (b *beats) beat(now time.Time) {
	if gap := passed(b.last, now); gap >= 2*beatInterval {
		b.gap, b.ended = gap, now
	}
	b.last = now
}

// stopped returns how long the process stood still before a SIGCONT. The beat that was due meanwhile may have
// been looked at first.
func (b *beats) stopped(now time.Time) time.Duration {
	b.beat(now)
	if b.ended.IsZero() || passed(b.ended, now) >= 2*beatInterval {
		return 0
	}
	return b.gap
}

package crash

import (
	"os"
	"os/signal"
	"syscall"
	"time"
)

// HandleSignals handles SIGHUP, SIGINT, SIGQUIT and SIGTERM until End. A signal that is ignored at the time of the
// call stays ignored, as SIGHUP under nohup.
//
// It must be called first in main. The first signal calls the function of OnSignal; SIGQUIT writes the stacks of all
// goroutines to a file before. If End is not reached within SignalTimeout, the terminal is restored and the process
// exits with 128 + the number of the signal. The same happens at once if OnSignal was not called yet. Further
// signals change nothing, because a session is often ended by two of them.
func (g *Guard) HandleSignals() {
	signals := make(chan os.Signal, 4)
	for _, s := range []os.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM} {
		if !signal.Ignored(s) {
			signal.Notify(signals, s)
		}
	}
	g.Go(func() {
		defer signal.Stop(signals)
		select {
		case <-g.ended:
		case s := <-signals:
			g.signalled(s)
		}
	})
}

// OnSignal sets the function that asks the program to end after a signal. stop is called on its own goroutine and
// may block (tea.Program.Quit does while its event loop is busy). Until OnSignal is called, a signal ends the
// process at once.
func (g *Guard) OnSignal(stop func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.stop = stop
}

// OnSignalWithin is OnSignal for a program that has something to put back first: it has so long, instead of
// SignalTimeout, to end by itself, and then the exit code is its own.
func (g *Guard) OnSignalWithin(limit time.Duration, stop func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.stop, g.within, g.ownCode = stop, limit, true
}

// Signal returns the signal that is ending the program, and false if there is none.
func (g *Guard) Signal() (syscall.Signal, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.received, g.received != 0
}

func (g *Guard) signalled(s os.Signal) {
	number, ok := s.(syscall.Signal)
	if !ok {
		number = syscall.SIGTERM
	}
	// Otherwise restoring line settings from the background would stop the process.
	ignoreStops()
	g.mu.Lock()
	g.received = number
	if number == syscall.SIGQUIT {
		g.stacks = g.stackReport()
	}
	stop, within := g.stop, g.within
	g.mu.Unlock()
	if within == 0 {
		within = SignalTimeout
	}
	if stop == nil {
		g.exit(128 + int(number))
		return
	}
	g.Go(stop)
	g.enforce(within, 128+int(number))
}

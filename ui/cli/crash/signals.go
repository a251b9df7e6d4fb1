package crash

import (
	"os"
	"os/signal"
	"syscall"
)

// HandleSignals takes over SIGHUP, SIGINT, SIGQUIT and SIGTERM until End. One that is ignored when it is
// called, as nohup does with SIGHUP, stays ignored.
//
// It is called first in main. At the first signal the function of OnSignal is called; SIGQUIT writes the stacks of
// all goroutines to a file before. If End is not reached within SignalTimeout, or at once where there is no such
// function yet, the terminal is restored and the process ends with 128 + the signal's number. Further signals
// change nothing: whoever ends a session often sends two.
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

// OnSignal says what asks the program to end at a signal. stop is called on a goroutine of its own and may block
// (tea.Program.Quit does while its event loop is busy). Until OnSignal is called, a signal ends the process at once.
func (g *Guard) OnSignal(stop func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.stop = stop
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
	// Restoring line settings from the background would otherwise stop the process instead.
	ignoreStops()
	g.mu.Lock()
	g.received = number
	if number == syscall.SIGQUIT {
		g.stacks = g.stackReport()
	}
	stop := g.stop
	g.mu.Unlock()
	if stop == nil {
		g.exit(128 + int(number))
		return
	}
	g.Go(stop)
	g.enforce(SignalTimeout, 128+int(number))
}

package crash

import (
	"os"
	"os/signal"
	"syscall"
)

// HandleSignals takes over SIGHUP, SIGINT, SIGQUIT and SIGTERM until End. One that is ignored when it is
// called, as nohup does with SIGHUP, stays ignored.
//
// At the first signal stop is called, on a goroutine of its own; it asks the program to end and may block
// (tea.Program.Quit does while its event loop is busy). SIGQUIT writes the stacks of all goroutines to a
// file before. If End is not reached within SignalTimeout, the terminal is restored and the process ends with
// 128 + the signal's number. Further signals change nothing: whoever ends a session often sends two.
func (g *Guard) HandleSignals(stop func()) {
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
			g.signalled(s, stop)
		}
	})
}

// Signal returns the signal that is ending the program, and false if there is none.
func (g *Guard) Signal() (syscall.Signal, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.received, g.received != 0
}

func (g *Guard) signalled(s os.Signal, stop func()) {
	number, ok := s.(syscall.Signal)
	if !ok {
		number = syscall.SIGTERM
	}
	// Restoring line settings from the background would otherwise stop the process instead.
	signal.Ignore(syscall.SIGTTOU)
	g.mu.Lock()
	g.received = number
	if number == syscall.SIGQUIT {
		g.stacks = g.stackReport()
	}
	g.mu.Unlock()
	g.Go(stop)
	g.enforce(SignalTimeout, 128+int(number))
}

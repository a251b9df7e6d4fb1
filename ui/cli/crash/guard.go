package crash

import (
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"sync"
	"syscall"
	"time"
)

const (
	// EndTimeout is how long the program has, after a panic, to end by itself.
	EndTimeout = time.Second
	// SignalTimeout is how long the program has, after a signal, to end by itself. With RestoreTimeout and
	// sayTimeout it stays within a second.
	SignalTimeout = 650 * time.Millisecond
	// RestoreTimeout is how long the function of SetRestore may take.
	RestoreTimeout = 200 * time.Millisecond
	// sayTimeout is how long a sentence may take on its way to standard error, which may be a terminal that
	// takes nothing.
	sayTimeout = 100 * time.Millisecond
	// maxReports is how many panics one process reports. More tell nothing new.
	maxReports = 8
)

// Options describe the program to its Guard.
type Options struct {
	// Program and Version stand in the reports and sentences.
	Program, Version string
	// Dir is where reports go, the state directory; it is made if it does not exist.
	Dir string
	// Redact are texts that no report may contain, such as a password. Blank ones are left out.
	Redact []string
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Stderr is where sentences go; nil means os.Stderr.
	Stderr io.Writer
	// Exit ends the process when it does not end by itself; nil means os.Exit.
	Exit func(code int)
}

// Guard starts goroutines and commands and deals with their panics. All methods may be called from any
// goroutine.
type Guard struct {
	options Options
	crashed chan struct{}
	ended   chan struct{}
	endOnce sync.Once
	sayOnce sync.Once

	mu       sync.Mutex
	restore  func()
	stop     func()
	secrets  []string
	report   report
	reports  int
	received syscall.Signal
	stacks   report
	fatal    string
}

// New returns a Guard.
func New(options Options) *Guard {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Stderr == nil {
		options.Stderr = os.Stderr
	}
	if options.Exit == nil {
		options.Exit = os.Exit
	}
	g := &Guard{
		options: options,
		crashed: make(chan struct{}),
		ended:   make(chan struct{}),
		restore: func() {},
	}
	for _, secret := range options.Redact {
		g.AddSecret(secret)
	}
	return g
}

// AddSecret adds a text that no report may contain, for one that is known later than the Guard is made.
// A blank one is left out. What the runtime writes to the file of CatchFatal is not searched for it.
func (g *Guard) AddSecret(secret string) {
	if secret == "" {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.secrets = append(g.secrets, secret)
}

// SetDir sets Options.Dir, for one that is known later than signals are handled.
func (g *Guard) SetDir(dir string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.options.Dir = dir
}

// SetRestore says how the terminal is restored. restore is called from any goroutine, possibly more than
// once, and must return within RestoreTimeout or so. Until SetRestore is called there is nothing to restore.
func (g *Guard) SetRestore(restore func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.restore = restore
}

// Go runs f in a goroutine. If f panics, the program ends as the package documentation says.
func (g *Guard) Go(f func()) {
	go g.run("a goroutine", f)
}

// Do runs f in this goroutine and reports whether it returned: false means that it panicked, was recovered,
// and that the program is ending.
func (g *Guard) Do(f func()) bool { return g.run("the program", f) }

// run runs f and reports whether it returned. where names the place of a panic in the report.
func (g *Guard) run(where string, f func()) (ok bool) {
	defer func() {
		if value := recover(); value != nil {
			g.panicked(where, value, debug.Stack())
		}
	}()
	f()
	return true
}

func (g *Guard) panicked(where string, value any, stack []byte) {
	g.mu.Lock()
	g.reports++
	count := g.reports
	if count <= maxReports {
		g.report = g.appendReport(g.report, where, value, stack)
	}
	restore := g.restore
	g.mu.Unlock()
	if count > 1 {
		return
	}
	// Restoring line settings from the background would otherwise stop the process instead.
	ignoreStops()
	g.run("restoring the terminal", restore)
	close(g.crashed)
	g.Go(func() { g.enforce(EndTimeout, 1) })
}

// enforce ends the process with code unless it ends by itself in time.
func (g *Guard) enforce(timeout time.Duration, code int) {
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	select {
	case <-g.ended:
	case <-timer.C:
		g.exit(code)
	}
}

// exit restores the terminal, says why, and ends the process.
func (g *Guard) exit(code int) {
	g.mu.Lock()
	restore := g.restore
	g.mu.Unlock()
	g.run("restoring the terminal", restore)
	g.say()
	g.dropFatal()
	g.options.Exit(code)
}

// Done returns a channel that is closed when the first panic was reported and the terminal restored.
func (g *Guard) Done() <-chan struct{} { return g.crashed }

// Crashed reports whether something panicked, and the file with the report: "" if it could not be written.
func (g *Guard) Crashed() (file string, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.report.file, g.reports > 0
}

// End is called last, after the screen is down, with the exit code that the program would have. It says
// what happened on standard error, if something did, removes the file of CatchFatal if nothing was written
// to it, and returns the exit code: 1 after a panic, 128 + its number after a signal, code otherwise.
// Calling it again returns the same and says nothing.
func (g *Guard) End(code int) int {
	g.say()
	g.endOnce.Do(func() {
		g.dropFatal()
		close(g.ended)
	})
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case g.reports > 0:
		return 1
	case g.received != 0:
		return 128 + int(g.received)
	default:
		return code
	}
}

// say writes the sentences to standard error, once.
func (g *Guard) say() {
	g.sayOnce.Do(func() { Say(g.options.Stderr, g.sentences()) })
}

// Say writes text to w, which may be a terminal that takes nothing: it waits for it no longer than 100 ms. What
// has not been taken until then may still be, or is lost with the process. An empty text writes nothing.
func Say(w io.Writer, text string) {
	if text == "" {
		return
	}
	said := make(chan struct{})
	go func() {
		defer close(said)
		_, _ = io.WriteString(w, text)
	}()
	timer := time.NewTimer(sayTimeout)
	defer timer.Stop()
	select {
	case <-said:
	case <-timer.C:
	}
}

// sentences says what happened: nothing, a panic, or SIGQUIT.
func (g *Guard) sentences() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	text := ""
	if g.received == syscall.SIGQUIT {
		text += g.stacks.sentence(
			fmt.Sprintf("%s was ended by SIGQUIT; the stacks of its goroutines are in", g.options.Program),
			fmt.Sprintf("%s was ended by SIGQUIT; the stacks of its goroutines", g.options.Program))
	}
	if g.reports > 0 {
		text += g.report.sentence(
			fmt.Sprintf("%s stopped because of an internal error; the details are in", g.options.Program),
			fmt.Sprintf("%s stopped because of an internal error; its details", g.options.Program))
	}
	return text
}

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
	// EndTimeout is how long the program has to end by itself after a panic.
	EndTimeout = time.Second
	// SignalTimeout is how long the program has to end by itself after a signal. Together with RestoreTimeout and
	// sayTimeout it stays below one second.
	SignalTimeout = 650 * time.Millisecond
	// RestoreTimeout is how long the function of SetRestore may run.
	RestoreTimeout = 200 * time.Millisecond
	// sayTimeout is how long writing a sentence to standard error may take, because that may be a terminal that
	// accepts nothing.
	sayTimeout = 100 * time.Millisecond
	// maxReports is the maximum number of panics that one process reports. More would reveal nothing new.
	maxReports = 8
)

// Options configures a Guard.
type Options struct {
	// Program and Version appear in the reports and sentences.
	Program, Version string
	// Dir is the directory for reports, the state directory. It is created if it does not exist.
	Dir string
	// Redact lists texts that no report may contain, such as a password. Empty ones are ignored.
	Redact []string
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Stderr receives the sentences; nil means os.Stderr.
	Stderr io.Writer
	// Exit ends the process if it does not end by itself; nil means os.Exit.
	Exit func(code int)
}

// Guard starts goroutines and commands and handles their panics. Any goroutine may call its methods.
type Guard struct {
	options Options
	crashed chan struct{}
	ended   chan struct{}
	endOnce sync.Once
	sayOnce sync.Once

	mu       sync.Mutex
	restore  func()
	stop     func()
	within   time.Duration // from a signal to the end; 0 means SignalTimeout
	ownCode  bool          // the code of End is the program's even after a signal
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

// AddSecret adds a text that no report may contain, for a secret that becomes known after New. An empty text is
// ignored. The output of the runtime to the file of CatchFatal is not redacted.
func (g *Guard) AddSecret(secret string) {
	if secret == "" {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.secrets = append(g.secrets, secret)
}

// SetDir sets Options.Dir, for a directory that becomes known after HandleSignals.
func (g *Guard) SetDir(dir string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.options.Dir = dir
}

// SetRestore sets the function that restores the terminal. It may be called from any goroutine and more than once,
// and must return within about RestoreTimeout. Before SetRestore there is nothing to restore.
func (g *Guard) SetRestore(restore func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.restore = restore
}

// Go runs f in a goroutine. If f panics, the program ends as the package documentation says.
func (g *Guard) Go(f func()) {
	go g.run("a goroutine", f)
}

// Do runs f in this goroutine and reports whether it returned. False means that it panicked and was recovered, and
// that the program is ending.
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
	// Otherwise restoring line settings from the background would stop the process.
	ignoreStops()
	g.run("restoring the terminal", restore)
	close(g.crashed)
	g.Go(func() { g.enforce(EndTimeout, 1) })
}

// enforce exits with code unless the process ends by itself within timeout.
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

// Done returns a channel that is closed once the first panic has been reported and the terminal restored.
func (g *Guard) Done() <-chan struct{} { return g.crashed }

// Crashed reports whether anything panicked, and returns the file with the report, "" if it could not be written.
func (g *Guard) Crashed() (file string, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.report.file, g.reports > 0
}

// End must be called last, after the screen is down, with the exit code that the program would have. It writes to
// standard error what went wrong, if anything did, removes the file of CatchFatal if it is empty, and returns the
// exit code: 1 after a panic, 128 + its number after a signal, code otherwise. Further calls return the same and
// write nothing.
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
	case g.received != 0 && !g.ownCode:
		return 128 + int(g.received)
	default:
		return code
	}
}

// say writes the sentences to standard error, once.
func (g *Guard) say() {
	g.sayOnce.Do(func() { Say(g.options.Stderr, g.sentences()) })
}

// Say writes text to w. If w may be a terminal, which can accept nothing, Say waits for at most 100 ms: text that w
// has not accepted by then may still be written, or is lost when the process exits. A file or a pipe always gets the
// text. An empty text writes nothing.
func Say(w io.Writer, text string) {
	if text == "" {
		return
	}
	if isFileOrPipe(w) {
		// However busy the machine is, a script must find the reason there.
		_, _ = io.WriteString(w, text)
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

// isFileOrPipe reports whether w is an open file other than a device such as a terminal.
func isFileOrPipe(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeDevice == 0
}

// sentences returns the text for standard error after a panic or SIGQUIT, else "".
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

package cli

import (
	"errors"
	"fmt"
	"io"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"golang.org/x/term"

	"capdeck/model"
	"capdeck/model/effect"
	"capdeck/model/say"
	"capdeck/tlibconn/event"
	"capdeck/ui/cell"
	"capdeck/ui/cli/config"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/live"
	"capdeck/ui/plain"
)

// scriptRest is how long the rest of a script is waited for once it has ended early,
// line by line, and behind quit in all: whoever writes it may wait for our end.
const scriptRest = time.Second

// plainFront shows the board as lines, and takes lines as commands.
type plainFront struct {
	program *program
	app     *plain.App
	queue   *plain.Queue
	timer   *time.Timer      // the next Tick
	rest    <-chan time.Time // no line of a script that has ended early came until then
	quit    bool
	script  bool      // the lines come from no terminal
	code    exit.Code // of a script: the worst of what its lines came to

	messages chan model.Msg    // from other goroutines than the loop's
	batches  chan model.Events // of the session
	taken    chan struct{}     // the last batch was
	lines    chan typedLine
	noLines  bool          // the input has ended
	stopped  chan struct{} // by a signal
	written  chan error    // why the output has ended, nil when all is written; closed then
	failed   error         // what came from written before the end
	unread   error         // why the input ended early
}

func newPlainFront(p *program) *plainFront {
	f := &plainFront{
		program: p, queue: plain.NewQueue(), timer: time.NewTimer(0),
		messages: make(chan model.Msg), batches: make(chan model.Events), taken: make(chan struct{}),
		lines: make(chan typedLine), stopped: make(chan struct{}), written: make(chan error, 1),
	}
	f.script = !term.IsTerminal(int(p.streams.In.Fd()))
	f.app = plain.New(plain.Options{
		Model: p.state, Site: live.Site, Host: p.flags.Connection.Host, Opening: p.opening, Warning: p.flags.TLS.Warning(),
		Text: p.boardOptions.Text, Out: f.queue, Script: f.script, KeepGoing: p.flags.Screen.KeepGoing,
		Patience: live.Patience(p.addresses, p.flags.Timing.RequestTimeout),
	})
	return f
}

// run takes what comes until the user, a signal, the end of the output or an
// internal error ends it.
func (f *plainFront) run() error {
	p := f.program
	// Whoever reads our output may leave: that ends the program in order.
	signal.Ignore(syscall.SIGPIPE)
	p.guard.OnSignal(func() { close(f.stopped) })
	p.guard.Go(func() {
		defer close(f.written)
		f.written <- f.queue.WriteLines(f.output())
	})
	p.guard.Go(f.readBatches)
	p.guard.Go(func() { f.readLines(p.streams.In) })
	p.tellJournal(f.send)
	p.guard.Do(func() {
		f.carryOut(f.app.Start(time.Now()))
		for !f.quit && f.next() {
		}
		if f.quit && f.script && !f.noLines {
			f.app.Dropped(time.Now(), f.dropped())
		}
	})
	p.end(f.app.Update, &plainEffects{sessionEffects{program: p}})
	f.queue.Close()
	if f.failed != nil {
		return f.failed
	}
	if f.unread != nil || !f.script {
		return f.unread
	}
	if f.app.Failed() {
		f.count(exit.Failure)
	}
	if f.quit {
		f.count(f.unreached())
	}
	return exit.With(f.code)
}

// unreached is the code for an input that has ended without a link to the switch.
func (f *plainFront) unreached() exit.Code {
	switch link, _ := f.program.state.Board().Link(live.Site); link.State {
	case event.LinkUp:
		return exit.OK
	case event.LinkRefused:
		return exit.Login
	}
	return exit.Connect
}

// output is where the lines go. Whoever reads a pipe is not bound to the locale, and
// gets ASCII only if it was asked for.
func (f *plainFront) output() io.Writer {
	p := f.program
	asked := p.settings.Values[flags.ASCIIName].Source > config.SourceLocale
	if p.flags.Screen.ASCII && (asked || term.IsTerminal(int(p.streams.Out.Fd()))) {
		return &asciiWriter{out: p.streams.Out}
	}
	return p.streams.Out
}

// asciiWriter writes each line as cell.ASCII has it.
type asciiWriter struct {
	out  io.Writer
	line []byte // room for one
}

// Write is part of io.Writer.
func (w *asciiWriter) Write(line []byte) (int, error) {
	w.line = cell.ASCII(w.line[:0], line)
	if _, err := w.out.Write(w.line); err != nil {
		return 0, err
	}
	return len(line), nil
}

// count takes an exit code into that of the whole run.
func (f *plainFront) count(code exit.Code) { f.code = exit.Worst(f.code, code) }

// next takes one thing that has come; false says that the program is to end.
func (f *plainFront) next() bool {
	var lines <-chan typedLine
	if !f.noLines && f.app.TakesLine() {
		lines = f.lines
	}
	select {
	case <-f.stopped:
		return false
	case <-f.program.guard.Done():
		return false
	case <-f.program.ctx.Done():
		return false
	case f.failed = <-f.written:
		return false
	case now := <-f.timer.C:
		f.carryOut(f.app.Update(model.Tick{Now: now}))
	case msg := <-f.messages:
		f.carryOut(f.app.Update(msg))
	case events := <-f.batches:
		f.carryOut(f.app.Update(events))
		select {
		case f.taken <- struct{}{}:
		case <-f.program.ctx.Done():
		}
	case line := <-lines:
		f.carryOut(f.line(line))
		if f.app.Stopped() && !f.noLines {
			f.rest = time.After(scriptRest)
		}
	case <-f.rest:
		f.carryOut(f.app.Update(model.Say{Now: time.Now(), Text: "no further line came for " + say.Duration(scriptRest) + ": a line that comes later is neither carried out nor named"}))
		f.carryOut(f.line(typedLine{err: io.EOF}))
	}
	return true
}

// dropped counts the lines of a script behind its quit.
func (f *plainFront) dropped() int {
	count := 0
	for end := time.After(scriptRest); ; {
		select {
		case line := <-f.lines:
			if line.err != nil {
				return count
			}
			if strings.TrimSpace(line.text) != "" {
				count++
			}
		case <-end:
			return count
		case <-f.stopped:
			return count
		case <-f.program.guard.Done():
			return count
		case <-f.program.ctx.Done():
			return count
		}
	}
}

func (f *plainFront) line(line typedLine) []effect.Effect {
	now := time.Now()
	var effects []effect.Effect
	if line.refused != "" {
		return f.app.Refused(now, line.text, line.refused)
	}
	if line.err == nil {
		if hook := f.program.hooks.line; hook != nil {
			hook(line.text, f.program.guard.Go)
		}
		return f.app.Line(now, line.text)
	}
	f.noLines, f.rest = true, nil
	if !errors.Is(line.err, io.EOF) {
		f.unread = fmt.Errorf("no more lines are taken: %w", line.err)
		effects = f.app.Update(model.Say{Now: now, Text: f.unread.Error(), IsError: true})
	}
	return append(effects, f.app.EndOfInput(now)...)
}

// send hands a message to the loop; false says that the program ends.
func (f *plainFront) send(msg model.Msg) bool {
	select {
	case f.messages <- msg:
		return true
	case <-f.program.ctx.Done():
		return false
	}
}

// readBatches hands the session's batches to the loop, one at a time: asking
// for the next one gives the last one back.
func (f *plainFront) readBatches() {
	for {
		events, ok := f.program.nextBatch()
		if !ok {
			return
		}
		select {
		case f.batches <- events:
		case <-f.program.ctx.Done():
			return
		}
		select {
		case <-f.taken:
		case <-f.program.ctx.Done():
			return
		}
	}
}

// readLines hands lines to the loop as it takes them.
func (f *plainFront) readLines(in io.Reader) {
	reader := newLineReader(in, !f.script)
	for {
		line := reader.next()
		if !f.hand(line) || line.err != nil {
			return
		}
	}
}

// hand hands a line to the loop; false says that the program ends.
func (f *plainFront) hand(line typedLine) bool {
	select {
	case f.lines <- line:
		return true
	case <-f.program.ctx.Done():
		return false
	}
}

// finish waits until everything is written. A signal ends that, too.
func (f *plainFront) finish() error {
	select {
	case err, waits := <-f.written:
		if waits {
			return err
		}
		return nil // run has said why the output ended
	case <-f.program.guard.Done():
		return nil
	}
}

// Package plain shows a running board as lines and reads lines as commands (--plain), from
// a person or a script. It reads and writes the lines and ends the program; what they say
// and mean is up to ui/plain.
package plain

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
	"capdeck/ui/cli/crash"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/live"
	"capdeck/ui/plain"
)

// scriptRest is how long to wait for the rest of a script that has ended early: for each
// line, and after quit for all lines together. The writer of the script may be waiting for
// this process to exit.
const scriptRest = time.Second

// Options describe how the board is shown.
type Options struct {
	// Opening is the first line, or "" for none.
	Opening string
	// Line, which may be nil, receives each line before it is executed. start starts a
	// goroutine. Tests use Line.
	Line func(text string, start func(func()))
}

// Front shows a board as lines and reads lines as commands. It is a live.Front.
type Front struct {
	board   *live.Board
	options Options
	guard   *crash.Guard
	app     *plain.App
	queue   *plain.Queue
	timer   *time.Timer      // the next Tick
	rest    <-chan time.Time // when to stop waiting for lines of a script that has ended early
	quit    bool
	script  bool      // the lines do not come from a terminal
	code    exit.Code // the worst exit code of a script's lines

	messages chan model.Msg    // from goroutines other than the loop's
	batches  chan model.Events // of the session
	taken    chan struct{}     // signals that the loop is done with the last batch
	lines    chan typedLine
	noLines  bool          // the input has ended
	stopped  chan struct{} // by a signal
	written  chan error    // why the output has ended, nil if everything is written; closed afterwards
	failed   error         // the error received from written before the end
	unread   error         // why the input ended early
}

// New returns the front of a board.
func New(b *live.Board, options Options) *Front {
	f := &Front{
		board: b, options: options, guard: b.Streams.Guard, queue: plain.NewQueue(), timer: time.NewTimer(0),
		messages: make(chan model.Msg), batches: make(chan model.Events), taken: make(chan struct{}),
		lines: make(chan typedLine), stopped: make(chan struct{}), written: make(chan error, 1),
	}
	f.script = !term.IsTerminal(int(f.board.Streams.In.Fd()))
	f.app = plain.New(plain.Options{
		Model: f.board.Model, Site: live.Site, Host: f.board.Flags.Connection.Host, Opening: options.Opening, Warning: f.board.Flags.TLS.Warning(),
		Text: f.board.Board.Text, Out: f.queue, Script: f.script, KeepGoing: f.board.Flags.Screen.KeepGoing,
		Patience: live.Patience(f.board.Addresses, f.board.Flags.Timing.RequestTimeout),
	})
	return f
}

// Run handles lines, events and ticks until the user, a signal, the end of the output or
// an internal error ends it.
func (f *Front) Run() error {
	// If the reader of the output leaves, the program ends in good order.
	signal.Ignore(syscall.SIGPIPE)
	f.guard.OnSignal(func() { close(f.stopped) })
	f.guard.Go(func() {
		defer close(f.written)
		f.written <- f.queue.WriteLines(f.output())
	})
	f.guard.Go(f.readBatches)
	f.guard.Go(func() { f.readLines(f.board.Streams.In) })
	f.board.TellNews(f.send)
	f.guard.Do(func() {
		f.carryOut(f.app.Start(time.Now()))
		for !f.quit && f.next() {
		}
		if f.quit && f.script && !f.noLines {
			f.app.Dropped(time.Now(), f.dropped())
		}
	})
	f.board.End(f.app.Update, f.effects())
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

// unreached returns the exit code for an input that ended without a link to the switch.
func (f *Front) unreached() exit.Code {
	switch link, _ := f.board.Model.Board().Link(live.Site); link.State {
	case event.LinkUp:
		return exit.OK
	case event.LinkRefused:
		return exit.Login
	}
	return exit.Connect
}

// output returns the writer for the lines. The locale says nothing about the reader of a
// pipe, which gets only ASCII on request.
func (f *Front) output() io.Writer {
	asked := f.board.Settings.Values[flags.ASCIIName].Source > config.SourceLocale
	if f.board.Flags.Screen.ASCII && (asked || term.IsTerminal(int(f.board.Streams.Out.Fd()))) {
		return &asciiWriter{out: f.board.Streams.Out}
	}
	return f.board.Streams.Out
}

// asciiWriter writes each line in the form of cell.ASCII.
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

// count adds an exit code to that of the whole run.
func (f *Front) count(code exit.Code) { f.code = exit.Worst(f.code, code) }

// next waits for one input and handles it. It returns false if the program must exit.
func (f *Front) next() bool {
	var lines <-chan typedLine
	if !f.noLines && f.app.TakesLine() {
		lines = f.lines
	}
	select {
	case <-f.stopped:
		return false
	case <-f.guard.Done():
		return false
	case <-f.board.Context.Done():
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
		case <-f.board.Context.Done():
		}
	case line := <-lines:
		f.carryOut(f.line(line))
		if f.app.Stopped() && !f.noLines {
			f.rest = time.After(scriptRest)
		}
	case <-f.rest:
		f.carryOut(f.app.Update(model.Say{Now: time.Now(), Text: "no more lines arrived for " + say.Duration(scriptRest) + "; lines that arrive later are neither carried out nor listed"}))
		f.carryOut(f.line(typedLine{err: io.EOF}))
	}
	return true
}

// dropped counts the lines of a script after its quit.
func (f *Front) dropped() int {
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
		case <-f.guard.Done():
			return count
		case <-f.board.Context.Done():
			return count
		}
	}
}

func (f *Front) line(line typedLine) []effect.Effect {
	now := time.Now()
	var effects []effect.Effect
	if line.refused != "" {
		return f.app.Refused(now, line.text, line.refused)
	}
	if line.err == nil {
		if hook := f.options.Line; hook != nil {
			hook(line.text, f.guard.Go)
		}
		return f.app.Line(now, line.text)
	}
	f.noLines, f.rest = true, nil
	if !errors.Is(line.err, io.EOF) {
		f.unread = fmt.Errorf("reading lines has ended: %w", line.err)
		effects = f.app.Update(model.Say{Now: now, Text: f.unread.Error(), IsError: true})
	}
	return append(effects, f.app.EndOfInput(now)...)
}

// send passes a message to the loop. It returns false if the program is exiting.
func (f *Front) send(msg model.Msg) bool {
	select {
	case f.messages <- msg:
		return true
	case <-f.board.Context.Done():
		return false
	}
}

// readBatches passes the session's batches to the loop, one at a time, since asking for the
// next one gives the last one back.
func (f *Front) readBatches() {
	for {
		events, ok := f.board.NextBatch()
		if !ok {
			return
		}
		select {
		case f.batches <- events:
		case <-f.board.Context.Done():
			return
		}
		select {
		case <-f.taken:
		case <-f.board.Context.Done():
			return
		}
	}
}

// readLines passes lines to the loop, as fast as the loop receives them.
func (f *Front) readLines(in io.Reader) {
	reader := newLineReader(in, !f.script)
	for {
		line := reader.next()
		if !f.hand(line) || line.err != nil {
			return
		}
	}
}

// hand passes a line to the loop. It returns false if the program is exiting.
func (f *Front) hand(line typedLine) bool {
	select {
	case f.lines <- line:
		return true
	case <-f.board.Context.Done():
		return false
	}
}

// Finish waits until everything is written or a signal arrives.
func (f *Front) Finish() error {
	select {
	case err, waits := <-f.written:
		if waits {
			return err
		}
		return nil // Run has returned why the output ended
	case <-f.guard.Done():
		return nil
	}
}

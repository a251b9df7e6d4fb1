// Package screen shows a running board on the whole terminal: it runs Bubble Tea on the
// terminal's reader and writer, and performs the effects that only the screen can perform,
// such as copying, exporting and suspending. It draws nothing itself and knows only the
// flags of the board.
package screen

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/themes"
	"capdeck/ui"
	"capdeck/ui/cli/crash"
	"capdeck/ui/cli/live"
	"capdeck/ui/cli/print"
	"capdeck/ui/cli/process"
	"capdeck/ui/cli/term"
	"capdeck/ui/keymsg"
)

// Options describe how the board is shown.
type Options struct {
	// Themes are the themes, with the one in use first.
	Themes  []*themes.Theme
	Profile themes.Profile
	// Opening is the first note, or "" for none.
	Opening string
	// QuietDN is the DN that the hint for newcomers names, or "" for none.
	QuietDN string
	// Wrap, which may be nil, wraps the model that Bubble Tea runs. start starts a
	// goroutine. Tests use it.
	Wrap func(model tea.Model, start func(func())) tea.Model
}

// Front shows a board on the whole terminal. It is a live.Front.
type Front struct {
	board       *live.Board
	options     Options
	guard       *crash.Guard
	multiplexer multiplexer
	writer      *term.Writer
	stops       *term.Stops
	jobs        jobs
	interrupted chan struct{}         // by a signal
	gone        atomic.Pointer[error] // why the terminal can no longer be read
}

// New returns the front of a board.
func New(board *live.Board, options Options) *Front {
	environment := func(name string) string {
		value, _ := board.Streams.Environment(name)
		return value
	}
	return &Front{
		board: board, options: options, guard: board.Streams.Guard,
		multiplexer: multiplexerOf(environment), interrupted: make(chan struct{}),
	}
}

// Run runs Bubble Tea on the output writer until it ends, and restores the terminal.
func (f *Front) Run() error {
	streams := f.board.Streams
	f.jobs.init(f.board.Context)
	screen := term.NewScreen(f.app(), func(frame uint64) tea.Msg { return ui.FrameWritten{Frame: frame} })
	defer screen.Stop()
	writer, err := term.New(term.Options{
		Terminal: f.board.Streams.Out, Input: f.board.Streams.In, Go: f.guard.Go,
		FrameQueued: screen.FrameQueued, FrameWritten: screen.FrameWritten,
	})
	if err != nil {
		return fmt.Errorf("cannot set up the screen: %w", err)
	}
	f.writer = writer
	f.guard.SetRestore(func() { _ = writer.Restore(crash.RestoreTimeout) })
	sizes := &resizes{Environment: f.board.Streams.Environment, Go: f.guard.Go, Now: time.Now, Wait: func(d time.Duration) { <-time.After(d) }}
	options := []tea.ProgramOption{
		// Bubble Tea gets an empty input, since term.Reader reads the terminal (see its
		// package).
		tea.WithFilter(sizes.filter), tea.WithContext(f.board.Context), tea.WithInput(strings.NewReader("")), tea.WithOutput(writer),
		tea.WithAltScreen(), tea.WithoutSignalHandler(), tea.WithoutCatchPanics(),
	}
	if !f.board.Flags.Screen.NoMouse {
		options = append(options, tea.WithMouseCellMotion())
	}
	running := tea.NewProgram(f.guard.Model(screen), options...)
	sizes.Send = running.Send
	f.guard.Go(firstResize(f.board.Context, f.board.Streams.Out, running.Send))
	f.guard.OnSignal(func() {
		close(f.interrupted)
		f.jobs.stop(errEnded)
		running.Quit()
	})
	reader, err := f.read(screen, running)
	if err != nil {
		_ = writer.Close()
		return fmt.Errorf("cannot set up the screen: %w", err)
	}
	defer reader.Close()
	f.guard.Go(func() { newThemeWatch(f.options.Themes, streams).follow(f.board.Context, running.Send) })
	f.board.TellNews(func(msg model.Msg) bool { running.Send(msg); return true })
	_, err = running.Run()
	reader.Close()
	f.jobs.leave()
	f.board.End(f.board.Model.Update, f.effects())
	if closed := writer.Close(); err == nil {
		err = closed
	}
	if gone := f.gone.Load(); gone != nil {
		err = *gone
	}
	if err != nil && !errors.Is(err, tea.ErrProgramKilled) {
		return fmt.Errorf("the screen ended: %w", err)
	}
	return nil
}

// read starts to read the terminal for Bubble Tea, and to handle stops by ctrl+z.
func (f *Front) read(screen *term.Screen, running *tea.Program) (*term.Reader, error) {
	reader, err := term.NewReader(term.ReaderOptions{
		Writer: f.writer, Screen: screen, Input: f.board.Streams.In, Go: f.guard.Go,
		Send: func(press keymsg.Press) { running.Send(press) },
		Ended: func(err error) {
			f.gone.Store(&err)
			running.Quit()
		},
	})
	if err != nil {
		return nil, err
	}
	f.stops = term.NewStops(f.board.Context, term.StopsOptions{
		Writer: f.writer, Reader: reader, Screen: screen, Go: f.guard.Go,
		Asked:    func() { running.Send(model.Stop{Now: time.Now()}) },
		Returned: func(back *term.Return) { running.Send(resumedAfter(back)()) },
	})
	return reader, reader.Start()
}

// Finish waits for the files that are being written and prints their outcomes. The terminal
// must have been restored.
func (f *Front) Finish() error {
	return f.jobs.end(f.interrupted, func(text string) {
		crash.Say(f.board.Streams.Err, "capdeck: "+print.Lines(text)+"\n")
	})
}

func (f *Front) app() tea.Model {
	var screen tea.Model = ui.New(ui.Options{
		Model: f.board.Model, Site: live.Site, Host: f.board.Flags.Connection.Host, Warning: f.board.Flags.TLS.Warning(), ASCII: f.board.Flags.Screen.ASCII, Opening: f.options.Opening, Text: f.board.Board.Text,
		FirstRun: firstRun(process.StateDir()), Quiet: f.options.QuietDN,
		Keys: f.board.Settings.File.Bindings.Replaced(), Themes: f.options.Themes, Profile: f.options.Profile,
		Perform: f.perform, NextBatch: f.nextBatch, Wrap: f.guard.Wrap,
	})
	if f.options.Wrap != nil {
		screen = f.options.Wrap(screen, f.guard.Go)
	}
	return screen
}

// nextBatch calls the board's NextBatch for Bubble Tea.
func (f *Front) nextBatch() tea.Msg {
	if events, ok := f.board.NextBatch(); ok {
		return events
	}
	return nil
}

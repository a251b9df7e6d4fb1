package cli

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/ui"
	"capdeck/ui/cli/crash"
	"capdeck/ui/cli/live"
	"capdeck/ui/cli/print"
	"capdeck/ui/cli/process"
	"capdeck/ui/cli/term"
	"capdeck/ui/keymsg"
)

// screenModel is the model that Bubble Tea runs.
type screenModel = tea.Model

// screenFront shows the board on the whole of a terminal.
type screenFront struct {
	program     *program
	interrupted chan struct{}         // by a signal
	gone        atomic.Pointer[error] // why the terminal can no longer be read
}

// run runs Bubble Tea on the output writer until it ends, and restores the
// terminal.
func (f *screenFront) run() error {
	p := f.program
	p.jobs.begin(p.ctx)
	screen := term.NewScreen(f.app(), func(frame uint64) tea.Msg { return ui.FrameWritten{Frame: frame} })
	defer screen.Stop()
	writer, err := term.New(term.Options{
		Terminal: p.streams.Out, Input: p.streams.In, Go: p.guard.Go,
		FrameQueued: screen.FrameQueued, FrameWritten: screen.FrameWritten,
	})
	if err != nil {
		return fmt.Errorf("the screen cannot be set up: %w", err)
	}
	p.writer = writer
	p.guard.SetRestore(func() { _ = writer.Restore(crash.RestoreTimeout) })
	sizes := &resizes{Environment: p.streams.Environment, Go: p.guard.Go, Now: time.Now, Wait: func(d time.Duration) { <-time.After(d) }}
	options := []tea.ProgramOption{
		// Its input is at its end: term.Reader reads the terminal (see its package).
		tea.WithFilter(sizes.filter), tea.WithContext(p.ctx), tea.WithInput(strings.NewReader("")), tea.WithOutput(writer),
		tea.WithAltScreen(), tea.WithoutSignalHandler(), tea.WithoutCatchPanics(),
	}
	if !p.flags.Screen.NoMouse {
		options = append(options, tea.WithMouseCellMotion())
	}
	running := tea.NewProgram(p.guard.Model(screen), options...)
	sizes.Send = running.Send
	p.guard.Go(firstResize(p.ctx, p.streams.Out, running.Send))
	p.guard.OnSignal(func() {
		close(f.interrupted)
		p.jobs.stop(errEnded)
		running.Quit()
	})
	reader, err := f.read(screen, running)
	if err != nil {
		_ = writer.Close()
		return fmt.Errorf("the screen cannot be set up: %w", err)
	}
	defer reader.Close()
	p.guard.Go(func() { p.themeWatch().follow(p.ctx, running.Send) })
	p.tellJournal(func(msg model.Msg) bool { running.Send(msg); return true })
	_, err = running.Run()
	reader.Close()
	p.jobs.leave()
	p.end(p.state.Update, &screenEffects{sessionEffects: sessionEffects{program: p}})
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

// read begins to read the terminal, for Bubble Tea, and to look after stops.
func (f *screenFront) read(screen *term.Screen, running *tea.Program) (*term.Reader, error) {
	p := f.program
	reader, err := term.NewReader(term.ReaderOptions{
		Writer: p.writer, Screen: screen, Input: p.streams.In, Go: p.guard.Go,
		Send: func(press keymsg.Press) { running.Send(press) },
		Ended: func(err error) {
			f.gone.Store(&err)
			running.Quit()
		},
	})
	if err != nil {
		return nil, err
	}
	p.stops = term.NewStops(p.ctx, term.StopsOptions{
		Writer: p.writer, Reader: reader, Screen: screen, Go: p.guard.Go,
		Asked:    func() { running.Send(model.Stop{Now: time.Now()}) },
		Returned: func(back *term.Return) { running.Send(resumedAfter(back)()) },
	})
	return reader, reader.Start()
}

// finish waits for the files that are being written, and says what became of
// them: the terminal was given back.
func (f *screenFront) finish() error {
	p := f.program
	return p.jobs.end(f.interrupted, func(text string) {
		crash.Say(p.streams.Err, "capdeck: "+print.Lines(text)+"\n")
	})
}

func (f *screenFront) app() tea.Model {
	p := f.program
	environment := func(name string) string {
		value, _ := p.streams.Environment(name)
		return value
	}
	p.multiplexer = multiplexerOf(environment)
	var screen tea.Model = ui.New(ui.Options{
		Model: p.state, Site: live.Site, Host: p.flags.Connection.Host, Warning: p.flags.TLS.Warning(), ASCII: p.flags.Screen.ASCII, Opening: p.opening, Text: p.boardOptions.Text,
		FirstRun: firstRun(process.StateDir()), Quiet: p.quiet(),
		Keys: p.settings.File.Bindings.Replaced(), Themes: p.themes, Profile: p.profile,
		Perform: f.perform, NextBatch: f.nextBatch, Wrap: p.guard.Wrap,
	})
	if p.hooks.screen != nil {
		screen = p.hooks.screen(screen, p.guard.Go)
	}
	return screen
}

// nextBatch is nextBatch of the program for Bubble Tea.
func (f *screenFront) nextBatch() tea.Msg {
	if events, ok := f.program.nextBatch(); ok {
		return events
	}
	return nil
}

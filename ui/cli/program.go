package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/themes"
	"capdeck/tlibconn"
	"capdeck/ui"
	"capdeck/ui/cli/crash"
	"capdeck/ui/cli/term"
)

// screenModel is the model that Bubble Tea runs.
type screenModel = tea.Model

// program is the board on a terminal: session, model, screen, and the way out.
type program struct {
	streams      Streams
	flags        *boardFlags
	entries      []dnEntry
	boardOptions board.Options
	confirm      model.Confirm
	themeNames   []string
	themes       []*themes.Theme
	columns      []model.Column
	hooks        hooks

	guard   *crash.Guard
	session *tlibconn.Session
	journal records
	writer  *term.Writer
	news    journalNews
	state   *model.Model // Bubble Tea's own while it runs
	ctx     context.Context
}

// run shows the board until the user, a signal or an internal error ends it.
func (p *program) run(ctx context.Context) error {
	p.guard = crash.New(crash.Options{Program: "capdeck", Version: Version, Dir: stateDir(), Stderr: p.streams.Err})
	// Without the file a fatal error of the runtime is told on the terminal.
	_ = p.guard.CatchFatal()
	var err error
	if !p.guard.Do(func() { err = p.show(ctx) }) {
		err = errors.New("an internal error ended the board")
	}
	if code := ExitCode(p.guard.End(int(codeOf(err)))); code != codeOf(err) {
		return exitWith(code)
	}
	return err
}

func (p *program) show(ctx context.Context) error {
	var cancel context.CancelFunc
	p.ctx, cancel = context.WithCancel(ctx)
	defer cancel()
	if p.flags.demo {
		demo, err := startDemo(p.ctx, p.guard.Go)
		if err != nil {
			return err
		}
		defer demo.close()
		p.flags.host, p.entries = demo.server.Addr(), demo.entries
	}
	p.news = make(journalNews, 1)
	options, recorded, err := p.flags.sessionOptions(p.streams, p.guard, p.news.changed)
	if err != nil {
		return err
	}
	p.journal = recorded
	return closeBehind(p.connect(options), recorded)
}

// connect shows the board of a session.
func (p *program) connect(options tlibconn.Options) error {
	var err error
	if p.session, err = tlibconn.Open(p.ctx, options); err != nil {
		return usageError("%w", err)
	}
	defer p.session.Close()
	p.session.Register(dnsOf(p.entries)...)
	return p.screen()
}

// screen runs Bubble Tea on the output writer until it ends, and restores the
// terminal.
func (p *program) screen() error {
	screen := term.NewScreen(p.app(), ui.FrameWritten{})
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
	options := []tea.ProgramOption{
		tea.WithContext(p.ctx), tea.WithInput(p.streams.In), tea.WithOutput(writer),
		tea.WithAltScreen(), tea.WithoutSignalHandler(), tea.WithoutCatchPanics(),
	}
	if !p.flags.noMouse {
		options = append(options, tea.WithMouseCellMotion())
	}
	running := tea.NewProgram(p.guard.Model(screen), options...)
	p.guard.HandleSignals(running.Quit)
	if state := p.journal.State(); state.Err != nil {
		p.news.changed(state)
	}
	p.guard.Go(func() { p.news.tell(p.ctx, p.journal, running.Send) })
	if !p.flags.journal.none && !p.flags.demo {
		p.guard.Go(func() { tellUnknown(p.journal, running.Send) })
	}
	_, err = running.Run()
	p.end()
	if closed := writer.Close(); err == nil {
		err = closed
	}
	if err != nil && !errors.Is(err, tea.ErrProgramKilled) {
		return fmt.Errorf("the screen ended: %w", err)
	}
	return nil
}

// end gives the commands that are open their outcomes: a signal ends the screen
// without the model's knowledge. After an internal error nothing of the model is
// trusted, and the journal says that their outcome is unknown.
func (p *program) end() {
	if _, crashed := p.guard.Crashed(); !crashed {
		_ = p.perform(p.state.Update(model.Ending{Now: time.Now(), Why: "capdeck ended"}))
	}
}

func (p *program) app() tea.Model {
	truth := board.New(p.boardOptions)
	truth.Add(boardEntries(p.entries)...)
	p.state = model.New(model.Options{
		Board: truth, Site: siteName, By: userName(), ReadOnly: p.flags.readOnly, Confirm: p.confirm, Themes: p.themeNames,
		Columns: p.columns, Mouse: !p.flags.noMouse,
	})
	environment := func(name string) string {
		value, _ := p.streams.Environment(name)
		return value
	}
	var screen tea.Model = ui.New(ui.Options{
		Model: p.state, Site: siteName, Host: p.flags.host, Warning: p.flags.tls.warning(), ASCII: p.flags.ascii, Text: p.boardOptions.Text,
		Keys: p.flags.settings.file.Bindings.Replaced(), Themes: p.themes, Profile: themes.ProfileOf(environment),
		Perform: p.perform, NextBatch: p.nextBatch, Wrap: p.guard.Wrap,
	})
	if p.hooks.screen != nil {
		screen = p.hooks.screen(screen, p.guard.Go)
	}
	return screen
}

// nextBatch waits for events of the session; nil says that it has ended.
func (p *program) nextBatch() tea.Msg {
	batch, err := p.session.NextBatch(p.ctx)
	if err != nil {
		return nil
	}
	return model.Events{Now: time.Now(), Batch: batch}
}

// perform carries out the model's effects without waiting. The session takes
// commands in the order of its calls, so that they are made here and not in a
// command of Bubble Tea, whose commands run at once and in no order.
func (p *program) perform(effects []model.Effect) tea.Cmd {
	var commands []tea.Cmd
	for _, effect := range effects {
		switch effect := effect.(type) {
		case model.Send:
			if err := p.session.Send(p.ctx, effect.Commands); err != nil {
				unsent := model.Unsent{Now: time.Now(), Commands: effect.Commands, Why: err.Error()}
				commands = append(commands, func() tea.Msg { return unsent })
			}
		case model.Wake:
			commands = append(commands, tea.Tick(max(time.Until(effect.At), 0), func(now time.Time) tea.Msg {
				return model.Tick{Now: now}
			}))
		case model.Reconnect:
			p.session.Reconnect()
		case model.Register:
			p.session.Register(effect.DNs...)
		case model.Unregister:
			p.session.Unregister(effect.DNs...)
		case model.Mouse:
			p.writer.Mouse(effect.On)
		case model.Suspend:
			commands = append(commands, p.suspend(effect.Text))
		case model.SaveColumns:
			commands = append(commands, p.saveColumns(effect.Names))
		case model.Quit:
			commands = append(commands, tea.Quit)
		case model.Outcomes:
			// The journal's State counts what it has no room for.
			_ = p.journal.Outcome(outcomesOf(effect.Commands))
		}
	}
	return tea.Batch(commands...)
}

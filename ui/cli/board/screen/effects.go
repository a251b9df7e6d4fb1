package screen

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/model/effect"
	"capdeck/ui/cli/live"
)

// screenEffects performs the effects of the screen, which has the terminal to itself.
type screenEffects struct {
	live.SessionEffects
	front *Front
	// waits wait for slow effects. Each returns a message for the model, or nil for none.
	waits []func() model.Msg
	// suspends is the text that a stop by ctrl+z leaves on the terminal, or "" for no
	// stop.
	suspends string
	redraws  bool // the whole screen must be repainted
}

// effects returns a new screenEffects.
func (f *Front) effects() *screenEffects {
	return &screenEffects{SessionEffects: live.SessionEffects{Board: f.board}, front: f}
}

// Copy is part of effect.Front.
func (s *screenEffects) Copy(e effect.Copy) {
	s.Messages = append(s.Messages, copyText(e, s.front.multiplexer, s.front.writer))
}

// Export is part of effect.Front.
//
// The values are those of this moment. They are written on another goroutine.
func (s *screenEffects) Export(e effect.Export) {
	jobs := &s.front.jobs
	write := contents(s.Board.Model, s.Board.Board.Text, e)
	s.waits = append(s.waits, jobs.start(s.front.guard.Go, "the export "+e.Path, func() model.Msg { return writeExport(jobs.ctx, e, write) }))
}

// SaveColumns is part of effect.Front.
func (s *screenEffects) SaveColumns(e effect.SaveColumns) {
	f := s.front
	s.waits = append(s.waits, f.jobs.start(f.guard.Go, "the configuration", func() model.Msg { return saveColumns(f.board.Settings, e.Names) }))
}

// Notify is part of effect.Front.
func (s *screenEffects) Notify(e effect.Notify) {
	_ = s.front.writer.Inject([]byte(attention(s.Board.Flags.Screen.Notify.Note(), e.Text, s.front.multiplexer)))
}

// Mouse is part of effect.Front.
func (s *screenEffects) Mouse(e effect.Mouse) { s.front.writer.Mouse(e.On) }

// Redraw is part of effect.Front.
func (s *screenEffects) Redraw(effect.Redraw) {
	s.front.writer.Reset()
	s.redraws = true
}

// Suspend is part of effect.Front.
func (s *screenEffects) Suspend(e effect.Suspend) { s.suspends = e.Text }

// Quit is part of effect.Front.
func (s *screenEffects) Quit(e effect.Quit) {
	s.front.jobs.leave()
	s.SessionEffects.Quit(e)
}

// perform performs the model's effects and passes what they leave to Bubble Tea, whose
// commands run concurrently and in no order.
func (f *Front) perform(effects []effect.Effect) tea.Cmd {
	left := f.effects()
	effect.CarryOut(left, effects)
	var commands []tea.Cmd
	for _, msg := range left.Messages {
		commands = append(commands, func() tea.Msg { return msg })
	}
	for _, at := range left.Wakes {
		commands = append(commands, tea.Tick(max(time.Until(at), 0), func(now time.Time) tea.Msg {
			return model.Tick{Now: now}
		}))
	}
	for _, wait := range left.waits {
		commands = append(commands, f.guard.Wrap(func() tea.Msg {
			if msg := wait(); msg != nil {
				return msg
			}
			return nil
		}))
	}
	if left.suspends != "" {
		commands = append(commands, suspended(f.stops, left.suspends))
	}
	if left.redraws {
		commands = append(commands, tea.ClearScreen)
	}
	if left.Ends {
		commands = append(commands, tea.Quit)
	}
	return tea.Batch(commands...)
}

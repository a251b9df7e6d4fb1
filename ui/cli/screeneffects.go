package cli

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/model/effect"
)

// screenEffects carries out the effects of the screen, which has the terminal to
// itself.
type screenEffects struct {
	sessionEffects
	// waits return a message for the model, nil for none, when something is done that
	// takes its time.
	waits []func() model.Msg
	// suspends is the text that a stop by ctrl+z leaves on the terminal, "" for no
	// stop.
	suspends string
	redraws  bool // the whole screen is to be painted again
}

// Copy is part of effect.Front.
func (s *screenEffects) Copy(e effect.Copy) {
	s.messages = append(s.messages, s.program.copyText(e))
}

// Export is part of effect.Front.
func (s *screenEffects) Export(e effect.Export) { s.waits = append(s.waits, s.program.export(e)) }

// SaveColumns is part of effect.Front.
func (s *screenEffects) SaveColumns(e effect.SaveColumns) {
	p := s.program
	s.waits = append(s.waits, p.jobs.start(p.guard.Go, "the configuration", func() model.Msg { return p.saveColumns(e.Names) }))
}

// Notify is part of effect.Front.
func (s *screenEffects) Notify(e effect.Notify) { s.program.notify(e.Text) }

// Mouse is part of effect.Front.
func (s *screenEffects) Mouse(e effect.Mouse) { s.program.writer.Mouse(e.On) }

// Redraw is part of effect.Front.
func (s *screenEffects) Redraw(effect.Redraw) {
	s.program.writer.Reset()
	s.redraws = true
}

// Suspend is part of effect.Front.
func (s *screenEffects) Suspend(e effect.Suspend) { s.suspends = e.Text }

// perform carries out the model's effects and hands what they leave to Bubble
// Tea, whose commands run at once and in no order.
func (f *screenFront) perform(effects []effect.Effect) tea.Cmd {
	p := f.program
	left := screenEffects{sessionEffects: sessionEffects{program: p}}
	effect.CarryOut(&left, effects)
	var commands []tea.Cmd
	for _, msg := range left.messages {
		commands = append(commands, func() tea.Msg { return msg })
	}
	for _, at := range left.wakes {
		commands = append(commands, tea.Tick(max(time.Until(at), 0), func(now time.Time) tea.Msg {
			return model.Tick{Now: now}
		}))
	}
	for _, wait := range left.waits {
		commands = append(commands, p.guard.Wrap(func() tea.Msg {
			if msg := wait(); msg != nil {
				return msg
			}
			return nil
		}))
	}
	if left.suspends != "" {
		commands = append(commands, suspended(p.stops, left.suspends))
	}
	if left.redraws {
		commands = append(commands, tea.ClearScreen)
	}
	if left.quit {
		commands = append(commands, tea.Quit)
	}
	return tea.Batch(commands...)
}

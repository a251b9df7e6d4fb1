package plain

import (
	"time"

	"capdeck/model"
	"capdeck/model/effect"
	"capdeck/ui/cli/live"
)

// plainEffects performs the effects of the board as lines. It has no screen, no mouse and
// no clipboard, and refuses effects that need one. No typed line asks for such an effect.
type plainEffects struct{ live.SessionEffects }

// effects returns a new plainEffects.
func (f *Front) effects() *plainEffects {
	return &plainEffects{live.SessionEffects{Board: f.board}}
}

// Notify is part of effect.Front. The note that belongs to it is a line of its own.
func (s *plainEffects) Notify(effect.Notify) {}

// Copy is part of effect.Front.
func (s *plainEffects) Copy(effect.Copy) { s.refuse("copying") }

// Export is part of effect.Front.
func (s *plainEffects) Export(effect.Export) { s.refuse("exporting") }

// SaveColumns is part of effect.Front.
func (s *plainEffects) SaveColumns(effect.SaveColumns) { s.refuse("saving the columns") }

// Mouse is part of effect.Front.
func (s *plainEffects) Mouse(effect.Mouse) { s.refuse("the mouse") }

// Redraw is part of effect.Front.
func (s *plainEffects) Redraw(effect.Redraw) { s.refuse("repainting") }

// Suspend is part of effect.Front.
func (s *plainEffects) Suspend(effect.Suspend) { s.refuse("suspending") }

// refuse reports that an effect needs the screen.
func (s *plainEffects) refuse(what string) {
	s.Messages = append(s.Messages, model.Say{Now: time.Now(), Text: what + " needs the screen; run capdeck without --plain", IsError: true})
}

// carryOut performs effects and passes the messages that they leave to the model.
func (f *Front) carryOut(effects []effect.Effect) {
	for len(effects) > 0 {
		for _, e := range effects {
			if ended, ok := e.(effect.Outcomes); ok {
				for i := range ended.Commands {
					f.count(live.ExitCode(ended.Commands[i].Life))
				}
			}
		}
		left := f.effects()
		effect.CarryOut(left, effects)
		effects = nil
		for _, at := range left.Wakes {
			// The model only ever asks for an earlier Tick, and for a later one at that
			// Tick, so the last request counts.
			f.timer.Reset(max(time.Until(at), 0))
		}
		f.quit = f.quit || left.Ends
		for _, msg := range left.Messages {
			effects = append(effects, f.app.Update(msg)...)
		}
	}
}

package ui

import (
	"fmt"
	"math"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/model/effect"
	"capdeck/ui/canvas"
	"capdeck/ui/keymsg"
)

// nowRead is the frame of a press that says nothing of it: it was read after all that is shown.
const nowRead = math.MaxUint64

// seen says since which frame the terminal shows what a press may answer. The reader of the terminal and the
// writer of frames send their messages without an order between them, so the time at which a press is handled
// proves nothing: a press carries the frame that the terminal had taken before it was read.
type seen struct {
	read uint64 // the frame before the press that is being handled
	// frame is the newest frame that the terminal has taken, before the one that it had taken before that, and
	// hits what the lines of the latter meant.
	frame, before uint64
	hits          canvas.Hits
	// dialog and palette are the first frames that show the dialog and the selection of the palette that are
	// shown now.
	dialog, palette uint64
}

// takePress takes a press by what the terminal showed when it was read.
func (a *App) takePress(press keymsg.Press) (tea.Model, tea.Cmd) {
	a.seen.read = press.Frame
	_, cmd := a.Update(press.Msg)
	a.seen.read = nowRead
	return a, cmd
}

// show takes note that the terminal shows what View returned last.
func (a *App) show(frame uint64) {
	s := &a.seen
	a.shown, s.hits = s.hits, a.shown
	a.shown.CopyFrom(&a.built)
	s.frame, s.before = frame, s.frame
	if a.shown.Dialog != s.hits.Dialog {
		s.dialog = frame
	}
	if a.shown.Palette != s.hits.Palette || a.shown.Chosen != s.hits.Chosen {
		s.palette = frame
	}
}

// isEarly reports whether a key was read before the terminal showed the dialog that is open. Only esc, which
// answers nothing, is never too early.
func (a *App) isEarly(name string) bool {
	dialog := a.model.Overlay().Dialog()
	return dialog != nil && dialog.Ready && a.seen.read < a.seen.dialog && name != "esc"
}

// carriesOutUnseen reports whether a key would carry out what the palette has selected, and was read before the
// terminal showed that.
func (a *App) carriesOutUnseen(name string) bool {
	return name == "enter" && a.model.Overlay().Dialog() == nil && a.showsPalette() && a.seen.read < a.seen.palette
}

// enterUnseen takes such a key as one to which nothing was shown as selected, which the model tells.
func (a *App) enterUnseen(key tea.KeyMsg) []effect.Effect {
	effects := a.tell(model.OverlayShown{Now: a.options.Now(), ID: a.model.Overlay().Palette().ID})
	effects = append(effects, a.edit(key)...)
	return append(effects, a.paletteWritten()...)
}

// hasMoved reports whether a line of the screen means something else than it did when the click that is being
// handled was read.
func (a *App) hasMoved(y int) bool {
	s := &a.seen
	if s.read >= s.frame {
		return false
	}
	return s.read < s.before || y >= len(s.hits.Lines) || s.hits.Lines[y] != a.shown.Lines[y]
}

// refusedPaste says why a paste was not taken.
func refusedPaste(paste keymsg.PasteRefused) string {
	if paste.Limit == 0 {
		return "the end of the paste did not arrive: nothing of it was taken"
	}
	return fmt.Sprintf("the paste is longer than %d MiB: nothing of it was taken", paste.Limit>>20)
}

// unended says that keys are taken for part of what a terminal has begun.
func unended(what keymsg.Unended) string {
	switch {
	case what.Dropped && what.Paste:
		return "what came may be the rest of a paste and was not taken: wait a second without typing, then keys count"
	case what.Dropped:
		return "what came may be the rest of an answer of the terminal and was not taken: wait a second without typing, then keys count"
	case what.Paste:
		return "a paste has begun and has not ended; keys are taken for part of it until it ends or nothing of it comes for 10 s"
	default:
		return "an answer of the terminal has begun and has not ended; keys are taken for part of it until it ends or nothing of it comes for 2 s"
	}
}

// tellRefused says why what was typed or pasted was not taken: at the prompt where one is open, which covers the line
// of notes.
func (a *App) tellRefused(why string) []effect.Effect {
	if a.editing() {
		return a.tell(model.OverlayRefused{Now: a.options.Now(), Why: why})
	}
	return a.tell(model.Say{Now: a.options.Now(), Text: why, IsError: true})
}

// typed takes a key or the mouse. What was typed between the key that stops the program and the stop is meant for
// whoever has the terminal then: it is dropped.
func (a *App) typed(msg tea.Msg) []effect.Effect {
	if a.suspended {
		return nil
	}
	a.dismissHint()
	switch msg := msg.(type) {
	case tea.KeyMsg:
		return a.press(msg)
	case tea.MouseMsg:
		return a.mouse(msg)
	}
	return nil
}

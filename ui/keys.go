package ui

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/model/action"
	"capdeck/model/column"
	"capdeck/model/effect"
	"capdeck/ui/keymsg"
)

// handlePress handles a press according to what the terminal showed when it was read.
func (a *App) handlePress(press keymsg.Press) (tea.Model, tea.Cmd) {
	a.frames.read = press.Frame
	_, cmd := a.Update(press.Msg)
	a.frames.read = nowRead
	return a, cmd
}

// typed handles a key or the mouse. Input between the key that suspends the program and
// the suspension is meant for another program, so it is dropped.
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

// dismissHint removes the hint of the first run at the first key.
func (a *App) dismissHint() {
	a.dirty = a.dirty || a.hinting
	a.hinting = false
}

// press handles one key, or a paste.
func (a *App) press(key tea.KeyMsg) []effect.Effect {
	now := a.options.Now()
	name := keymsg.Name(key)
	switch {
	case a.isUnseen() && name != "esc" && name != "ctrl+c", a.isEarly(name):
		return nil
	case a.keys.Action(name) == action.Cancel && isModified(name):
		return a.tell(model.Do{Now: now, ID: action.Cancel})
	case a.model.Overlay().Dialog() != nil:
		if name == "" {
			return nil
		}
		return a.tell(model.OverlayKey{Now: now, Key: name})
	case a.isEnterUnseen(name):
		return a.enterUnseen(key)
	case a.editing():
		return a.edit(key)
	case a.model.Overlay().Picker() != nil:
		return a.tell(model.OverlayKey{Now: now, Key: name})
	case keymsg.IsPaste(key):
		return a.tell(model.Say{Now: now, Text: "a paste is not read as keys" + a.keys.Hint(action.Filter, "; press ", " first to paste into the filter"), IsError: true})
	}
	id := a.keys.Action(name)
	if id == "" || name == "" || a.layout.mode == modeTooSmall && id != action.Quit {
		return nil
	}
	return a.act(id)
}

// act asks for an action. If the key was read before the terminal showed where the cursor
// landed, the action is handled as if nothing had been shown there.
func (a *App) act(id action.ID) []effect.Effect {
	now, key := a.options.Now(), a.frames.landedOn
	if at, ok := a.model.Rows().Cursor(); !ok || at != key || a.frames.read >= a.frames.landed {
		return a.tell(model.Do{Now: now, ID: id})
	}
	effects := a.tell(model.CursorShown{Now: now, Key: key})
	effects = append(effects, a.tell(model.Do{Now: now, ID: id})...)
	return append(effects, a.tell(model.CursorShown{Now: now, Key: key, Seen: true})...)
}

// editing reports whether a prompt is open, so that keys go to its input.
func (a *App) editing() bool { return a.input.IsOpen() }

// edit handles a key, or a paste, while a prompt is open.
func (a *App) edit(msg tea.KeyMsg) []effect.Effect {
	now := a.options.Now()
	switch name := keymsg.Name(msg); name {
	case "enter", "esc", "ctrl+c", "up", "down", "pgup", "pgdown", "tab", "shift+tab", "ctrl+p", "ctrl+n":
		return a.tell(model.OverlayKey{Now: now, Key: name})
	}
	a.dirty = true
	switch changed, refused := a.input.Edit(msg, a.model.Overlay().Prompt()); {
	case refused != "":
		return a.tell(model.OverlayRefused{Now: now, Why: refused})
	case changed:
		return a.tell(model.OverlayText{Now: now, Text: a.input.Text()})
	}
	return nil
}

// isUnseen reports whether the terminal does not show what would receive the key: a dialog
// that is not on the terminal, or a prompt or picker in a window that is too small.
func (a *App) isUnseen() bool {
	small := a.layout.mode == modeTooSmall
	if dialog := a.model.Overlay().Dialog(); dialog != nil {
		return small || a.frames.shown.Dialog != dialog.ID
	}
	return small && (a.editing() || a.model.Overlay().Picker() != nil)
}

// isModified reports whether a key is pressed with ctrl or alt. Such a key is neither text
// nor an answer to a dialog.
func isModified(name string) bool {
	return strings.HasPrefix(name, "ctrl+") || strings.HasPrefix(name, "alt+")
}

// isEarly reports whether a key was read before the terminal showed the open dialog. esc
// is never too early, since it does not confirm anything.
func (a *App) isEarly(name string) bool {
	dialog := a.model.Overlay().Dialog()
	return dialog != nil && dialog.Ready && a.frames.read < a.frames.dialog && name != "esc"
}

// isEnterUnseen reports whether a key would run the selected command of the palette, and
// was read before the terminal showed the selection.
func (a *App) isEnterUnseen(name string) bool {
	return name == "enter" && a.model.Overlay().Dialog() == nil && a.showsPalette() && a.frames.read < a.frames.palette
}

// enterUnseen handles such a key as if nothing had been shown as selected. The model then
// tells the user.
func (a *App) enterUnseen(key tea.KeyMsg) []effect.Effect {
	effects := a.tell(model.OverlayShown{Now: a.options.Now(), ID: a.model.Overlay().Palette().ID})
	effects = append(effects, a.edit(key)...)
	return append(effects, a.paletteWritten()...)
}

// refusedPaste returns why a paste was refused.
func refusedPaste(paste keymsg.PasteRefused) string {
	if paste.Limit == 0 {
		return "the paste was discarded, because its end did not arrive"
	}
	return fmt.Sprintf("the paste was discarded, because it is longer than %d MiB", paste.Limit>>20)
}

// unended reports that keys are read as part of what the terminal began to send.
func unended(what keymsg.Unended) string {
	switch {
	case what.Dropped && what.Paste:
		return "input was discarded, because it may be the rest of a paste; wait one second before you type"
	case what.Dropped:
		return "input was discarded, because it may be the rest of an answer of the terminal; wait one second before you type"
	case what.Paste:
		return "a paste has not ended; keys are read as part of it until it ends or no input arrives for 10 s"
	default:
		return "an answer of the terminal has not ended; keys are read as part of it until it ends or no input arrives for 2 s"
	}
}

// tellRefused tells the user why input was refused: at the prompt if one is open, since
// the prompt covers the note.
func (a *App) tellRefused(why string) []effect.Effect {
	if a.editing() {
		return a.tell(model.OverlayRefused{Now: a.options.Now(), Why: why})
	}
	return a.tell(model.Say{Now: a.options.Now(), Text: why, IsError: true})
}

// wheelSteps is the number of lines that one notch of the wheel scrolls.
const wheelSteps = 3

// mouse handles a click or a turn of the wheel according to what the terminal shows
// there.
func (a *App) mouse(msg tea.MouseMsg) []effect.Effect {
	if msg.Action != tea.MouseActionPress || msg.Y < 0 || msg.Y >= len(a.frames.shown.Lines) || a.editing() && !a.showsPalette() {
		return nil
	}
	now, at := a.options.Now(), &a.frames.shown.Lines[msg.Y]
	switch msg.Button {
	case tea.MouseButtonWheelUp:
		return a.tell(model.Scrolled{Now: now, Pane: at.Pane, Steps: -wheelSteps})
	case tea.MouseButtonWheelDown:
		return a.tell(model.Scrolled{Now: now, Pane: at.Pane, Steps: wheelSteps})
	case tea.MouseButtonLeft:
		if c := a.frames.headAt(msg.X, msg.Y); c != column.None {
			return a.tell(model.ClickedHead{Now: now, Column: c})
		}
		if bar := &a.frames.shown.Bar; bar.Holds(msg.X, msg.Y) {
			return a.tell(model.ClickedBar{Now: now, Line: msg.Y - bar.Top, Of: bar.Of})
		}
		if a.frames.hasMoved(msg.Y) {
			return nil
		}
		if at.Action != "" {
			return a.tell(model.ClickedAction{Now: now, ID: at.Action})
		}
		if at.IsRow {
			return a.tell(model.ClickedDN{Now: now, Key: at.Key})
		}
		if at.IsTeam {
			return a.tell(model.ClickedTeam{Now: now, Key: at.Team})
		}
		if at.Incident != "" {
			return a.tell(model.ClickedIncident{Now: now, ID: at.Incident})
		}
		if at.Message != 0 {
			return a.tell(model.ClickedMessage{Now: now, Number: at.Message})
		}
	}
	return nil
}

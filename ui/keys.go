package ui

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/model/action"
	"capdeck/model/effect"
	"capdeck/ui/keymsg"
)

// press takes one key, or a paste.
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
	case a.carriesOutUnseen(name):
		return a.enterUnseen(key)
	case a.editing():
		return a.edit(key)
	case a.model.Overlay().Picker() != nil:
		return a.tell(model.OverlayKey{Now: now, Key: name})
	case keymsg.IsPaste(key):
		return a.tell(model.Say{Now: now, Text: "a paste is not taken as keys" + a.keys.Hint(action.Filter, ": press ", " first to paste into the filter"), IsError: true})
	}
	id := a.keys.Action(name)
	if id == "" || name == "" || a.layout.mode == modeTooSmall && id != action.Quit {
		return nil
	}
	return a.tell(model.Do{Now: now, ID: id})
}

// editing reports whether keys go to the input of a prompt.
func (a *App) editing() bool { return a.input.IsOpen() }

// edit handles a key, or a paste, while a prompt is open.
func (a *App) edit(msg tea.KeyMsg) []effect.Effect {
	now := a.options.Now()
	switch name := keymsg.Name(msg); name {
	case "enter", "esc", "ctrl+c", "up", "down", "pgup", "pgdown", "tab", "ctrl+p", "ctrl+n":
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

// isUnseen reports whether the terminal does not show what would take the key: a dialog
// that is no longer on it, or anything that is typed or chosen in a window that has
// become too small.
func (a *App) isUnseen() bool {
	small := a.layout.mode == modeTooSmall
	if dialog := a.model.Overlay().Dialog(); dialog != nil {
		return small || a.shown.Dialog != dialog.ID
	}
	return small && (a.editing() || a.model.Overlay().Picker() != nil)
}

// isModified reports whether a key is pressed with ctrl or alt: it is then no
// text, and no key of a dialog.
func isModified(name string) bool {
	return strings.HasPrefix(name, "ctrl+") || strings.HasPrefix(name, "alt+")
}

// wheelSteps is how many lines one notch of the wheel moves.
const wheelSteps = 3

// mouse takes a click or a turn of the wheel, by what the terminal shows at
// that place.
func (a *App) mouse(msg tea.MouseMsg) []effect.Effect {
	if msg.Action != tea.MouseActionPress || msg.Y < 0 || msg.Y >= len(a.shown.Lines) || a.editing() && !a.showsPalette() {
		return nil
	}
	now, at := a.options.Now(), &a.shown.Lines[msg.Y]
	switch msg.Button {
	case tea.MouseButtonWheelUp:
		return a.tell(model.Scrolled{Now: now, Pane: at.Pane, Steps: -wheelSteps})
	case tea.MouseButtonWheelDown:
		return a.tell(model.Scrolled{Now: now, Pane: at.Pane, Steps: wheelSteps})
	case tea.MouseButtonLeft:
		if a.hasMoved(msg.Y) {
			return nil
		}
		if at.Action != "" {
			return a.tell(model.ClickedAction{Now: now, ID: at.Action})
		}
		if at.IsRow {
			return a.tell(model.ClickedDN{Now: now, Key: at.Key})
		}
		if at.Message != 0 {
			return a.tell(model.ClickedMessage{Now: now, Number: at.Message})
		}
	}
	return nil
}

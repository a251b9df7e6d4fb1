package ui

import (
	"strings"
	"unicode"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/themes"
	"capdeck/ui/cell"
	"capdeck/ui/keymsg"
)

// maxFilter is how many characters a filter takes.
const maxFilter = 256

// newInput returns the filter's input, of which only the editing is used: it
// is drawn here, and the commands that it wants to run are not.
func newInput() textinput.Model {
	input := textinput.New()
	input.CharLimit = maxFilter
	return input
}

// startInput begins or ends the editing when the model did.
func (a *App) startInput() {
	filter := a.model.Filter()
	if filter.Editing == a.editing {
		return
	}
	a.editing = filter.Editing
	if !a.editing {
		a.input.Blur()
		return
	}
	a.input.SetValue(filter.Text)
	a.input.CursorEnd()
	// The command that Focus returns would let the cursor blink.
	_ = a.input.Focus()
}

// edit takes a key, or a paste, while the filter is edited.
func (a *App) edit(msg tea.KeyMsg) []model.Effect {
	now := a.options.Now()
	switch keymsg.Name(msg) {
	case "enter":
		return a.tell(model.FilterDone{Now: now, Keep: true})
	case "esc", "ctrl+c":
		return a.tell(model.FilterDone{Now: now})
	case "up":
		return a.tell(model.Do{Now: now, ID: model.ActionUp})
	case "down":
		return a.tell(model.Do{Now: now, ID: model.ActionDown})
	}
	if keymsg.IsPaste(msg) {
		msg = tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(pasted(string(msg.Runes)))}
	}
	before := a.input.Value()
	// Its only commands are that of blinking, and that of its own paste, which
	// would start a program.
	a.input, _ = a.input.Update(msg)
	a.dirty = true
	if a.input.Value() == before {
		return nil
	}
	return a.tell(model.FilterText{Now: now, Text: a.input.Value()})
}

// pasted makes one line of a paste that any terminal can show.
func pasted(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, text)
	return cell.Clean(text)
}

// drawInput draws the filter being edited: its text around a cursor, and what
// was not understood of it.
func (a *App) drawInput(c *canvas) {
	filter := a.model.Filter()
	line := c.begin(hit{})
	line.Text(c.look.open(themes.Key), " / ")
	runes := []rune(a.input.Value())
	at := min(a.input.Position(), len(runes))
	before, after := runes[:at], string(runes[at:])
	room := max(line.Rest()-1, 0)
	if filter.Problem != "" {
		room = max(min(room, c.width/2), 1)
	}
	for len(before) > 0 && cell.Width(string(before)) > room {
		before = before[1:]
	}
	input := c.look.open(themes.Input)
	line.Text(input, string(before))
	line.Text(c.look.open(themes.Accent), c.look.glyphs.Vertical)
	line.Text(input, cell.Cut(after, room-cell.Width(string(before)), c.look.glyphs.Ellipsis))
	if filter.Problem != "" {
		line.Space("", 2)
		line.Text(c.look.open(themes.Error), filter.Problem)
	} else {
		line.Space("", 3)
		line.Text(c.look.open(themes.Faint), "enter keep  esc undo")
	}
	c.end("")
}

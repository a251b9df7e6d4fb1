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

// maxInput is how many characters a prompt takes.
const maxInput = 1024

// newInput returns the input of prompts, of which only the editing is used: it
// is drawn here, and the commands that it wants to run are not.
func newInput() textinput.Model {
	input := textinput.New()
	input.CharLimit = maxInput
	return input
}

// followPrompt opens and closes the input when the model did, and takes over
// what the model made of its text.
func (a *App) followPrompt() {
	prompt := a.model.Prompt()
	if prompt == nil {
		if a.editing() {
			a.prompt = 0
			a.input.Blur()
		}
		return
	}
	if prompt.ID == a.prompt && prompt.Text == a.input.Value() {
		return
	}
	a.prompt = prompt.ID
	a.input.SetValue(prompt.Text)
	a.input.CursorEnd()
	// The command that Focus returns would let the cursor blink.
	_ = a.input.Focus()
}

// editing reports whether keys go to the input of a prompt.
func (a *App) editing() bool { return a.prompt != 0 }

// edit takes a key, or a paste, while a prompt is open.
func (a *App) edit(msg tea.KeyMsg) []model.Effect {
	now := a.options.Now()
	switch name := keymsg.Name(msg); name {
	case "enter", "esc", "ctrl+c", "up", "down", "pgup", "pgdown", "tab", "ctrl+p", "ctrl+n":
		return a.tell(model.PromptKey{Now: now, Key: name})
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
	return a.tell(model.PromptText{Now: now, Text: a.input.Value()})
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

// problemFits reports whether the line of a prompt has room for what was not
// understood of it.
func (a *App) problemFits(prompt *model.Prompt) bool {
	typed := min(cell.Width(prompt.Text), a.width/2)
	return cell.Width(prompt.Label)+typed+cell.Width(prompt.Problem)+6 <= a.width
}

// drawInput draws the prompt: its text around a cursor, what tab would add, and
// what was not understood of it.
func (a *App) drawInput(c *canvas) {
	prompt := a.model.Prompt()
	line := c.begin(hit{})
	line.Text(c.look.open(themes.Key), " "+prompt.Label+" ")
	runes := []rune(a.input.Value())
	at := min(a.input.Position(), len(runes))
	before, after := runes[:at], string(runes[at:])
	room := max(line.Rest()-1, 0)
	problem := prompt.Problem
	if len(a.layout.note) > 0 {
		problem = "" // it is told above
	}
	if problem != "" {
		room = max(min(room, c.width/2), 1)
	}
	for len(before) > 0 && cell.Width(string(before)) > room {
		before = before[1:]
	}
	input, faint := c.look.open(themes.Input), c.look.open(themes.Faint)
	line.Text(input, string(before))
	line.Text(c.look.open(themes.Accent), c.look.glyphs.Vertical)
	line.Text(input, cell.Cut(after, room-cell.Width(string(before)), c.look.glyphs.Ellipsis))
	if problem != "" {
		line.Space("", 2)
		line.Text(c.look.open(themes.Error), problem)
		c.end("")
		return
	}
	hint := prompt.Hint
	rest, goesOn := strings.CutPrefix(prompt.Completion, prompt.Text)
	switch {
	case prompt.Completion == "":
	case goesOn && after == "":
		line.Text(faint, rest)
		hint = "tab complete  " + hint
	default:
		hint = "tab " + prompt.Completion + "  " + hint
	}
	line.Space("", 3)
	line.Text(faint, hint)
	c.end("")
}

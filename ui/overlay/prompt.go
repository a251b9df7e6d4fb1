package overlay

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model/overlay"
	"capdeck/model/phrase"
	"capdeck/themes"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/fold"
	"capdeck/ui/keymsg"
)

// maxInput is the largest number of characters of a prompt: enough for as many DNs as a
// board can have. Input that would exceed it is refused as a whole.
const maxInput = 1 << 20

// Input is the text of the open prompt, and its cursor. It uses textinput for editing
// only: the line is drawn here, and the commands that textinput returns are not run.
type Input struct {
	text   textinput.Model
	prompt uint64 // the ID of the prompt, 0 while none is open
}

// NewInput returns an Input that serves all prompts of a session, one at a time.
func NewInput() Input {
	text := textinput.New()
	// A limit would cut a paste silently.
	text.CharLimit = 0
	return Input{text: text}
}

// Follow opens or closes the input as the model did with the prompt, and adopts the text
// that the model gave it. prompt is nil if none is open.
func (i *Input) Follow(prompt *overlay.Prompt) {
	if prompt == nil {
		if i.IsOpen() {
			i.prompt = 0
			i.text.Blur()
		}
		return
	}
	if prompt.ID == i.prompt && prompt.Text == i.text.Value() {
		return
	}
	i.prompt = prompt.ID
	i.text.SetValue(prompt.Text)
	i.text.CursorEnd()
	// The command that Focus returns would make the cursor blink.
	_ = i.text.Focus()
}

// IsOpen reports whether a prompt is open, so that keys go to the input.
func (i *Input) IsOpen() bool { return i.prompt != 0 }

// Text returns the text as typed so far.
func (i *Input) Text() string { return i.text.Value() }

// Edit handles an editing key or a paste. changed reports whether the text has changed.
// refused is the reason why the key or paste was refused, "" if it was not.
func (i *Input) Edit(msg tea.KeyMsg, prompt *overlay.Prompt) (changed bool, refused string) {
	before := i.text.Value()
	if keymsg.IsPaste(msg) {
		msg = tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(i.pasted(string(msg.Runes), prompt))}
	}
	if room := maxInput - utf8.RuneCountInString(before); len(msg.Runes) > room {
		return false, tooMuch(len(msg.Runes), room)
	}
	// The commands of textinput make the cursor blink, or start a program to read the
	// clipboard.
	i.text, _ = i.text.Update(msg)
	return i.text.Value() != before, ""
}

// tooMuch returns the reason for refusing input that does not fit.
func tooMuch(characters, room int) string {
	return fmt.Sprintf("refused %s: there is room for %s more; use --dn-file for a long list",
		phrase.Count(characters, "character", "characters"), phrase.Number(room))
}

// ProblemFits reports whether the line of a prompt has room for its problem in a window
// that is width cells wide.
func ProblemFits(prompt *overlay.Prompt, width int) bool {
	typed := min(cell.Width(prompt.Text[:min(len(prompt.Text), fold.MaxText)]), width/2)
	return cell.Width(prompt.Label)+typed+cell.Width(prompt.Problem)+6 <= width
}

// Draw draws the line of the prompt: its text with the cursor, and behind it the problem,
// or else what tab would add and the hint. problemAbove reports that the problem is shown above the
// line, so that it is not repeated here.
func (i *Input) Draw(c *canvas.Canvas, prompt *overlay.Prompt, problemAbove bool) {
	line := c.NewLine(canvas.Hit{})
	line.Text(c.Styles.Open(themes.Key), " "+prompt.Label+" ")
	runes := []rune(i.text.Value())
	at := min(i.text.Position(), len(runes))
	before, after := runes[:at], string(runes[at:])
	room := max(line.Rest()-1, 0)
	problem := prompt.Problem
	if problemAbove {
		problem = ""
	}
	if problem != "" {
		room = max(min(room, c.Width/2), 1)
	}
	before = fold.Tail(before, room)
	input, faint := c.Styles.Open(themes.Input), c.Styles.Open(themes.Faint)
	line.Text(input, string(before))
	line.Text(c.Styles.Open(themes.Accent), c.Styles.Glyphs.Vertical)
	line.Text(input, cell.Cut(after, room-cell.Width(string(before)), c.Styles.Glyphs.Ellipsis))
	if problem != "" {
		line.Space("", 2)
		line.Text(c.Styles.Open(themes.Error), problem)
		c.EndLine("")
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
	c.EndLine("")
}

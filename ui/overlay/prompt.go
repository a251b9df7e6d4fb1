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

// maxInput is the number of characters that a prompt takes: enough for as many DNs as
// a board may have. Anything longer is refused as a whole.
const maxInput = 1 << 20

// Input is the text of the prompt that is open, and its cursor. Only the editing of
// textinput is used: the line is drawn here, and the commands that textinput wants to
// run are not run.
type Input struct {
	text   textinput.Model
	prompt uint64 // the ID of the prompt, 0 while none is open
}

// NewInput returns an Input for the prompts of a session, one after the other.
func NewInput() Input {
	text := textinput.New()
	// A limit would cut a paste without a word.
	text.CharLimit = 0
	return Input{text: text}
}

// Follow opens and closes the input as the model does, and adopts what the model made
// of its text. prompt is nil if none is open.
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
	// The command that Focus returns would let the cursor blink.
	_ = i.text.Focus()
}

// IsOpen reports whether keys go to the input.
func (i *Input) IsOpen() bool { return i.prompt != 0 }

// Text is what is typed.
func (i *Input) Text() string { return i.text.Value() }

// Edit handles a key that edits, or a paste. changed reports whether the text is
// another one; refused says why nothing was taken of a key or paste, "" if it was.
func (i *Input) Edit(msg tea.KeyMsg, prompt *overlay.Prompt) (changed bool, refused string) {
	before := i.text.Value()
	if keymsg.IsPaste(msg) {
		msg = tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(i.pasted(string(msg.Runes), prompt))}
	}
	if room := maxInput - utf8.RuneCountInString(before); len(msg.Runes) > room {
		return false, tooMuch(len(msg.Runes), room)
	}
	// Its only commands are that of blinking, and that of its own paste, which
	// would start a program.
	i.text, _ = i.text.Update(msg)
	return i.text.Value() != before, ""
}

// tooMuch says that nothing was taken of what has no room.
func tooMuch(characters, room int) string {
	return fmt.Sprintf("nothing of %s was taken: there is room for %s more; give a long list by --dn-file",
		phrase.Count(characters, "character", "characters"), phrase.Number(room))
}

// ProblemFits reports whether the line of a prompt, in a window of that width, has room
// for what was not understood.
func ProblemFits(prompt *overlay.Prompt, width int) bool {
	typed := min(cell.Width(prompt.Text[:min(len(prompt.Text), fold.MaxText)]), width/2)
	return cell.Width(prompt.Label)+typed+cell.Width(prompt.Problem)+6 <= width
}

// Draw draws the line of the prompt: its text around a cursor, what tab would add, and
// what was not understood, unless problemAbove means that this is told above.
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

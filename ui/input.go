package ui

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/model/effect"
	"capdeck/model/filter"
	"capdeck/model/overlay"
	"capdeck/model/phrase"
	"capdeck/themes"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/fold"
	"capdeck/ui/keymsg"
)

// maxInput is how many characters a prompt takes: as many DNs as a board may
// have find room. What goes beyond is refused as a whole.
const maxInput = 1 << 20

// newInput returns the input of prompts, of which only the editing is used: it
// is drawn here, and the commands that it wants to run are not.
func newInput() textinput.Model {
	input := textinput.New()
	// It would cut a paste without a word.
	input.CharLimit = 0
	return input
}

// followPrompt opens and closes the input when the model did, and takes over
// what the model made of its text.
func (a *App) followPrompt() {
	prompt := a.model.Overlay().Prompt()
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
func (a *App) edit(msg tea.KeyMsg) []effect.Effect {
	now := a.options.Now()
	switch name := keymsg.Name(msg); name {
	case "enter", "esc", "ctrl+c", "up", "down", "pgup", "pgdown", "tab", "ctrl+p", "ctrl+n":
		return a.tell(model.OverlayKey{Now: now, Key: name})
	}
	before := a.input.Value()
	if keymsg.IsPaste(msg) {
		msg = tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(a.pasted(string(msg.Runes)))}
	}
	if room := maxInput - utf8.RuneCountInString(before); len(msg.Runes) > room {
		a.dirty = true
		return a.tell(model.OverlayRefused{Now: now, Why: tooMuch(len(msg.Runes), room)})
	}
	// Its only commands are that of blinking, and that of its own paste, which
	// would start a program.
	a.input, _ = a.input.Update(msg)
	a.dirty = true
	if a.input.Value() == before {
		return nil
	}
	return a.tell(model.OverlayText{Now: now, Text: a.input.Value()})
}

// tooMuch says that nothing was taken of what has no room.
func tooMuch(characters, room int) string {
	return fmt.Sprintf("nothing of %s was taken: there is room for %s more; give a long list by --dn-file",
		phrase.Count(characters, "character", "characters"), phrase.Number(room))
}

// pasted makes one line of a paste that any terminal can show. Where the prompt
// is for DNs, each of its lines is one: a column of a sheet, or what was copied
// from the board.
func (a *App) pasted(text string) string {
	value := []rune(a.input.Value())
	at := min(a.input.Position(), len(value))
	before, behind := string(value[:at]), string(value[at:])
	switch prompt := a.model.Overlay().Prompt(); {
	case prompt == nil:
	case prompt.Takes == overlay.TakesDNs:
		text = pastedList(before, text, behind)
	case prompt.Takes == overlay.TakesFilter && filter.EndsInDNs(before):
		text = pastedInWord(before, text, behind)
	}
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, text)
	return cell.Clean(text)
}

// pastedInWord is pastedList for a list that is one word of a Text: a blank would
// end it, so that a line with one stands in double quotes.
func pastedInWord(before, text, behind string) string {
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
	for i, line := range lines {
		if line = strings.TrimSpace(line); strings.ContainsFunc(line, unicode.IsSpace) && !strings.Contains(line, `"`) {
			lines[i] = `"` + line + `"`
		}
	}
	if len(lines) > 1 || strings.ContainsAny(text, "\r\n") {
		text = strings.Join(lines, "\n") + "\n"
	}
	if behind != "" && unicode.IsSpace([]rune(behind)[0]) {
		behind = "" // of another word
	}
	return pastedList(before, text, behind)
}

// pastedList puts commas for the line breaks of a paste, and around it where it
// would run into what is typed already, before and behind it. A paste without line
// breaks stays as it is: it may be a part of a DN.
func pastedList(before, text, behind string) string {
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
	if len(lines) == 0 || len(lines) == 1 && lines[0] == text {
		return text
	}
	var list strings.Builder
	join := func(next string) {
		last, _ := utf8.DecodeLastRuneInString(list.String())
		if list.Len() == 0 {
			last, _ = utf8.DecodeLastRuneInString(before)
		}
		first, _ := utf8.DecodeRuneInString(next)
		if (list.Len() > 0 || before != "") && !strings.ContainsRune(",;:", last) && !strings.ContainsRune(",;", first) {
			list.WriteByte(',')
		}
		list.WriteString(next)
	}
	for _, line := range lines {
		// Tabs become blanks: several columns of a sheet are no list of DNs.
		if line = strings.TrimSpace(line); line != "" {
			join(line)
		}
	}
	if behind = strings.TrimSpace(behind); behind != "" && !strings.ContainsRune(",;", []rune(behind)[0]) {
		list.WriteByte(',')
	}
	return list.String()
}

// problemFits reports whether the line of a prompt has room for what was not
// understood of it.
func (a *App) problemFits(prompt *overlay.Prompt) bool {
	typed := min(cell.Width(prompt.Text[:min(len(prompt.Text), fold.MaxText)]), a.width/2)
	return cell.Width(prompt.Label)+typed+cell.Width(prompt.Problem)+6 <= a.width
}

// drawInput draws the prompt: its text around a cursor, what tab would add, and
// what was not understood of it.
func (a *App) drawInput(c *canvas.Canvas) {
	prompt := a.model.Overlay().Prompt()
	line := c.NewLine(canvas.Hit{})
	line.Text(c.Styles.Open(themes.Key), " "+prompt.Label+" ")
	runes := []rune(a.input.Value())
	at := min(a.input.Position(), len(runes))
	before, after := runes[:at], string(runes[at:])
	room := max(line.Rest()-1, 0)
	problem := prompt.Problem
	if len(a.layout.note) > 0 {
		problem = "" // it is told above
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

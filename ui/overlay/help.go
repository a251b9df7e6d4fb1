package overlay

import (
	"strings"

	"capdeck/model/action"
	"capdeck/model/overlay"
	"capdeck/themes"
	"capdeck/ui/bindings"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/fold"
)

const (
	helpKeyCells = 16
	// maxHelpLines is the number of lines that a sentence is folded into at most.
	maxHelpLines = 8
)

// Help is what the help is made of.
type Help struct {
	Keys    *bindings.Bindings
	Refuser Refuser
	Glyphs  *themes.Glyphs
	// Pane is the one that has the focus.
	Pane action.Pane
	// Mouse means that the mouse is used.
	Mouse bool
	// Width is the window's, in cells.
	Width int
}

// Text is the help, made from the table of actions: those of the pane that has the
// focus, then the others by group, then the keys of what takes all keys while it is
// open.
func (h *Help) Text() []canvas.TextLine {
	lines := []canvas.TextLine{canvas.Plain(themes.Header, paneTitle(h.Pane))}
	var others []canvas.TextLine
	group := ""
	for i := range h.Keys.Actions() {
		row := &h.Keys.Actions()[i]
		if help, in := row.In[h.Pane]; in {
			lines = append(lines, h.actionLines(row, help)...)
			continue
		}
		if row.Group != group {
			group = row.Group
			others = append(others, nil, canvas.Plain(themes.Header, group))
		}
		others = append(others, h.actionLines(row, "")...)
	}
	lines = append(lines, others...)
	for _, fixed := range [...]overlay.FixedKeys{overlay.DialogKeys(), overlay.PaletteKeys(), overlay.PromptKeys()} {
		lines = append(lines, nil, canvas.Plain(themes.Header, fixed.Title))
		for _, key := range fixed.Keys {
			lines = append(lines, h.keyLines(strings.Join(key.Keys, ", "), key.Help)...)
		}
	}
	if h.Mouse {
		lines = append(lines, nil, canvas.Plain(themes.Header, "Mouse"))
		lines = append(lines, h.keyLines("click", "Move the cursor to a DN, or select a message or a command")...)
		lines = append(lines, h.keyLines("wheel", "Move or scroll")...)
	}
	return append(lines, h.legend()...)
}

// paneTitle is the heading of the keys of a pane.
func paneTitle(pane action.Pane) string {
	switch pane {
	case action.PaneMessages:
		return "In the messages"
	case action.PaneDetail:
		return "In the detail"
	}
	return "In the board"
}

// actionLines are those of an action: the keys in force, what it does, in words of the
// pane's own unless they are "", and why it does nothing now.
func (h *Help) actionLines(row *action.Row, help string) []canvas.TextLine {
	if help == "" {
		help = row.Help
	}
	if why := h.Refuser.Refusal(row); why != "" {
		help += " (refused: " + why + ")"
	}
	return h.keyLines(strings.Join(h.Keys.Of(row), ", "), help)
}

// keyLines say what keys do, on as many lines as the window's width asks for.
func (h *Help) keyLines(keys, help string) []canvas.TextLine {
	return h.signLines(themes.Key, keys, help)
}

func (h *Help) signLines(role themes.Role, sign, help string) []canvas.TextLine {
	var lines []canvas.TextLine
	for _, text := range fold.Words(help, h.Width-helpKeyCells-2, maxHelpLines) {
		lines = append(lines, canvas.TextLine{canvas.Styled(role, "  "+cell.Pad(sign, helpKeyCells-2)), canvas.Styled(themes.Text, " "+text)})
		sign = ""
	}
	return lines
}

// legend says what the glyphs of the board mean.
func (h *Help) legend() []canvas.TextLine {
	g := h.Glyphs
	lines := []canvas.TextLine{nil, canvas.Plain(themes.Header, "Signs")}
	for _, s := range [...]struct {
		role       themes.Role
		sign, help string
	}{
		{themes.Rec, g.Rec + " REC", "the recorder says that the screen is being captured"},
		{themes.Paused, g.Paused + " PAUSED", "the capture is paused"},
		{themes.Off, g.Off + " OFF", "the screen is not being captured"},
		{themes.Unknown, g.Unknown + " UNKNOWN", "no recorder has said anything yet"},
		{themes.Stale, g.Stale, "in front of a state that may be old" + h.Keys.Hint(action.Detail, ": ", " says why")},
		{themes.Fault, g.Fault, "in front of what went wrong"},
		{themes.Accent, g.Cursor, "the cursor: commands act on this DN unless some are marked"},
		{themes.Marked, g.Mark, "a marked DN"},
		{themes.Accent, g.Ascending + " " + g.Descending, "the column by which the rows are sorted, and reversed"},
		{themes.Header, g.SecondAscending + " " + g.SecondDescending, "the column by which those are sorted that are alike in the first"},
	} {
		lines = append(lines, h.signLines(s.role, s.sign, s.help)...)
	}
	return lines
}

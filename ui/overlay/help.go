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
	// maxHelpLines is the largest number of lines that a sentence is folded into.
	maxHelpLines = 8
)

// Help holds what the help is made from.
type Help struct {
	Keys    *bindings.Bindings
	Refuser Refuser
	Glyphs  *themes.Glyphs
	// Pane is the pane that has the focus.
	Pane action.Pane
	// Confirm says which commands ask first, Policy is the word for that.
	Confirm, Policy string
	// Mouse reports whether the mouse is in use.
	Mouse bool
	// Width is the width of the window, in cells.
	Width int
}

// Text returns the help, made from the table of actions: the actions of the pane that
// has the focus, then the others by group, then the keys of the overlays, which receive
// all keys while they are open.
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
	lines = append(lines, nil, canvas.Plain(themes.Header, "Questions"))
	lines = append(lines, h.keyLines(h.Policy, h.Confirm+" (--confirm)")...)
	if h.Mouse {
		lines = append(lines, nil, canvas.Plain(themes.Header, "Mouse"))
		lines = append(lines, h.keyLines("click", "Move the cursor to a DN, select a message or a command, sort by the column of a head, or jump to a part of the rows with the scroll bar")...)
		lines = append(lines, h.keyLines("wheel", "Move or scroll")...)
	}
	return append(lines, h.legend()...)
}

// paneTitle returns the heading above the keys of a pane.
func paneTitle(pane action.Pane) string {
	switch pane {
	case action.PaneMessages:
		return "In the messages pane"
	case action.PaneDetail:
		return "In the text pane"
	}
	return "On the board"
}

// actionLines returns the lines of an action: its keys, what it does, and why it does
// nothing now. help is the pane's own description, "" if the pane has none.
func (h *Help) actionLines(row *action.Row, help string) []canvas.TextLine {
	if help == "" {
		help = row.Help
	}
	if why := h.Refuser.Refusal(row); why != "" {
		help += " (refused: " + why + ")"
	}
	return h.keyLines(strings.Join(h.Keys.Of(row), ", "), help)
}

// keyLines returns what keys do, on as many lines as the width of the window requires.
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

// legend returns what the glyphs of the board mean.
func (h *Help) legend() []canvas.TextLine {
	g := h.Glyphs
	lines := []canvas.TextLine{nil, canvas.Plain(themes.Header, "Symbols")}
	for _, s := range [...]struct {
		role       themes.Role
		sign, help string
	}{
		{themes.Rec, g.Rec + " REC", "The recorder reports that the screen is being captured"},
		{themes.Paused, g.Paused + " PAUSED", "The capture is paused"},
		{themes.Off, g.Off + " OFF", "The screen is not being captured"},
		{themes.Unknown, g.Unknown + " UNKNOWN", "No recorder has sent an indication yet"},
		{themes.NotCaptured, g.Off + " OFF" + g.Exposed, "The DN is on a call and is not being recorded; the same with PAUSED and UNKNOWN"},
		{themes.Stale, g.Stale, "The capture state may be out of date" + h.Keys.Hint(action.Detail, "; ", " shows why")},
		{themes.Fault, g.Fault, "Something went wrong"},
		{themes.Accent, g.Cursor, "The cursor. Commands act on this DN unless DNs are marked"},
		{themes.Marked, g.Mark, "A marked DN"},
		{themes.Accent, g.Ascending + " " + g.Descending, "The first sort column, ascending or descending"},
		{themes.Header, g.SecondAscending + " " + g.SecondDescending, "The second sort column, for rows that are equal in the first"},
	} {
		lines = append(lines, h.signLines(s.role, s.sign, s.help)...)
	}
	return lines
}

package ui

import (
	"strings"

	"capdeck/model/action"
	"capdeck/model/overlay"
	"capdeck/themes"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/fold"
)

const (
	helpKeyCells = 16
	// mostHelpLines is how many lines a sentence is folded into.
	mostHelpLines = 8
)

// helpText is the help overlay, made from the table of actions: those of the
// pane that has the focus, then the others by group, then the keys of what
// takes all keys while it is open.
func (a *App) helpText() []canvas.TextLine {
	lines := []canvas.TextLine{canvas.Plain(themes.Header, paneTitles[a.model.Focus()])}
	var others []canvas.TextLine
	group := ""
	for i := range a.keys.Actions() {
		row := &a.keys.Actions()[i]
		if help, in := row.In[a.model.Focus()]; in {
			lines = append(lines, a.actionLines(row, help)...)
			continue
		}
		if row.Group != group {
			group = row.Group
			others = append(others, nil, canvas.Plain(themes.Header, group))
		}
		others = append(others, a.actionLines(row, "")...)
	}
	lines = append(lines, others...)
	for _, fixed := range [...]overlay.FixedKeys{overlay.DialogKeys(), overlay.PaletteKeys(), overlay.PromptKeys()} {
		lines = append(lines, nil, canvas.Plain(themes.Header, fixed.Title))
		for _, key := range fixed.Keys {
			lines = append(lines, a.helpLine(strings.Join(key.Keys, ", "), key.Help)...)
		}
	}
	if a.model.Mouse() {
		lines = append(lines, nil, canvas.Plain(themes.Header, "Mouse"))
		lines = append(lines, a.helpLine("click", "move the cursor to a DN, or select a message or a command")...)
		lines = append(lines, a.helpLine("wheel", "move or scroll")...)
	}
	return append(lines, a.legend()...)
}

// paneTitles are the headings of the keys of each pane.
var paneTitles = map[action.Pane]string{
	action.PaneBoard: "In the board", action.PaneMessages: "In the messages", action.PaneDetail: "In the detail",
}

// actionLines are those of an action: the keys in force, what it does, in words
// of the pane's own unless they are "", and why it does nothing now.
func (a *App) actionLines(row *action.Row, help string) []canvas.TextLine {
	if help == "" {
		help = row.Help
	}
	if why := a.model.Refusal(row); why != "" {
		help += " (refused: " + why + ")"
	}
	return a.helpLine(strings.Join(a.keys.Of(row), ", "), help)
}

// helpLine says what keys do, on as many lines as the window's width asks for.
func (a *App) helpLine(keys, help string) []canvas.TextLine {
	return a.signLine(themes.Key, keys, help)
}

func (a *App) signLine(role themes.Role, sign, help string) []canvas.TextLine {
	var lines []canvas.TextLine
	for _, text := range fold.Words(help, a.width-helpKeyCells-2, mostHelpLines) {
		lines = append(lines, canvas.TextLine{canvas.Styled(role, "  "+cell.Pad(sign, helpKeyCells-2)), canvas.Styled(themes.Text, " "+text)})
		sign = ""
	}
	return lines
}

// legend says what the signs of the board mean.
func (a *App) legend() []canvas.TextLine {
	g := &a.styles.Glyphs
	lines := []canvas.TextLine{nil, canvas.Plain(themes.Header, "Signs")}
	for _, s := range [...]struct {
		role       themes.Role
		sign, help string
	}{
		{themes.Rec, g.Rec + " REC", "the recorder says that the screen is being captured"},
		{themes.Paused, g.Paused + " PAUSED", "the capture is paused"},
		{themes.Off, g.Off + " OFF", "the screen is not being captured"},
		{themes.Unknown, g.Unknown + " UNKNOWN", "no recorder has said anything yet"},
		{themes.Stale, g.Stale, "in front of a state that may be old" + a.keys.Hint(action.Detail, ": ", " says why")},
		{themes.Fault, g.Fault, "in front of what went wrong"},
		{themes.Accent, g.Cursor, "the cursor: commands act on this DN unless some are marked"},
		{themes.Marked, g.Mark, "a marked DN"},
		{themes.Accent, g.Ascending + " " + g.Descending, "the column by which the rows are sorted, and reversed"},
		{themes.Header, g.SecondAscending + " " + g.SecondDescending, "the column by which those are sorted that are alike in the first"},
	} {
		lines = append(lines, a.signLine(s.role, s.sign, s.help)...)
	}
	return lines
}

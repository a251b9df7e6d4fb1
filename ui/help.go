package ui

import (
	"strings"

	"capdeck/model"
	"capdeck/themes"
	"capdeck/ui/cell"
)

const helpKeyCells = 16

// helpText is the help overlay, made from the table of actions.
func (a *App) helpText() []textLine {
	var lines []textLine
	group := ""
	for i := range a.keys.actions {
		action := &a.keys.actions[i]
		if action.Group != group {
			if group != "" {
				lines = append(lines, nil)
			}
			group = action.Group
			lines = append(lines, plainLine(themes.Header, group))
		}
		help := action.Help
		if a.model.ReadOnly() && !action.ReadOnly {
			help += " (refused: this session is read-only)"
		}
		lines = append(lines, helpLine(strings.Join(a.keys.keysOf(action), ", "), help))
	}
	lines = append(lines, nil, plainLine(themes.Header, "In a dialog"),
		helpLine("left, right", "choose; enter takes the choice, which is to do nothing at first"),
		helpLine("y", "yes"), helpLine("n, esc", "no"), helpLine("up, down", "scroll the list of DNs"))
	if a.model.Mouse() {
		lines = append(lines, nil, plainLine(themes.Header, "Mouse"),
			helpLine("click", "move the cursor to a DN, or select a message"), helpLine("wheel", "move or scroll"))
	}
	return append(lines, a.legend()...)
}

func helpLine(keys, help string) textLine {
	return textLine{{themes.Key, "  " + cell.Pad(keys, helpKeyCells-2)}, {themes.Text, " " + help}}
}

// legend says what the signs of the board mean.
func (a *App) legend() []textLine {
	g := &a.look.glyphs
	lines := []textLine{nil, plainLine(themes.Header, "Signs")}
	for _, s := range [...]struct {
		role       themes.Role
		sign, help string
	}{
		{themes.Rec, g.Rec + " REC", "the recorder says that the screen is being captured"},
		{themes.Paused, g.Paused + " PAUSED", "the capture is paused"},
		{themes.Off, g.Off + " OFF", "the screen is not being captured"},
		{themes.Unknown, g.Unknown + " UNKNOWN", "no recorder has said anything yet"},
		{themes.Stale, g.Stale, "in front of a state that may be old" + a.keyFor(model.ActionDetail, ": ", " says why")},
		{themes.Fault, g.Fault, "in front of what went wrong"},
		{themes.Accent, g.Cursor, "the cursor: commands act on this DN unless some are marked"},
		{themes.Marked, g.Mark, "a marked DN"},
		{themes.Accent, g.Ascending + " " + g.Descending, "the column by which the rows are sorted, and reversed"},
		{themes.Header, g.SecondAscending + " " + g.SecondDescending, "the column by which those are sorted that are alike in the first"},
	} {
		lines = append(lines, textLine{{s.role, "  " + cell.Pad(s.sign, helpKeyCells-2)}, {themes.Text, " " + s.help}})
	}
	return lines
}

// drawKeys draws the key line: the keys that mean something now. The last two
// stay however narrow the window is.
func (a *App) drawKeys(c *canvas) {
	var items [][2]string
	switch {
	case a.model.Dialog() != nil:
		items = [][2]string{{"left right", "choose"}, {"enter", "take"}, {"y", "yes"}, {"n esc", "no"}}
	case a.model.Picker() != nil:
		items = a.pickerItems()
	case a.model.ShowsHelp():
		up, down := a.keyFor(model.ActionUp, "", " "), a.keyFor(model.ActionDown, "", "")
		items = [][2]string{{up + down, "scroll"}, {a.keyFor(model.ActionClear, "", ""), "close"}}
	default:
		items = a.actionItems()
	}
	line := c.begin(hit{})
	width := func(item [2]string) int { return cell.Width(item[0]) + 1 + cell.Width(item[1]) }
	kept := max(len(items)-2, 0)
	room := c.width - 1
	for _, item := range items[kept:] {
		room -= width(item) + 2
	}
	line.Space("", 1)
	for i, item := range items {
		if i < kept && width(item)+2 > room {
			continue
		}
		if i < kept {
			room -= width(item) + 2
		}
		if line.Used() > 1 {
			line.Space("", 2)
		}
		line.Text(c.look.open(themes.Key), item[0])
		line.Space("", 1)
		line.Text(c.look.open(themes.Faint), item[1])
	}
	c.end("")
}

// actionItems are the actions of the key line with their first keys.
func (a *App) actionItems() [][2]string {
	var items [][2]string
	for i := range a.keys.actions {
		action := &a.keys.actions[i]
		keys := a.keys.keysOf(action)
		if action.Word == "" || len(keys) == 0 || a.model.ReadOnly() && !action.ReadOnly {
			continue
		}
		items = append(items, [2]string{keys[0], action.Word})
	}
	return items
}

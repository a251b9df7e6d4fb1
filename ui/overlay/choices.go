package overlay

import (
	"capdeck/model/action"
	"capdeck/model/overlay"
	"capdeck/themes"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
)

// choiceGap returns the number of blanks between the answers of a dialog.
func choiceGap(width int) int {
	if width < canvas.FullWidth {
		return 1
	}
	return 3
}

// choiceCells returns the width of an answer with its brackets.
func choiceCells(choice *overlay.Choice) int { return cell.Width(choice.Label) + len("[]") }

// breakChoices returns the index of the first answer of each line, so that all of them are
// seen in a window that is width cells wide.
func breakChoices(choices []overlay.Choice, width int) []int {
	lines, used := []int{0}, 1
	for i := range choices {
		cells := choiceCells(&choices[i])
		if i > lines[len(lines)-1] && used+cells > width {
			lines, used = append(lines, i), 1
		}
		used += cells + choiceGap(width)
	}
	return lines
}

// drawChoices draws the answers, whose lines begin with those answers. A single line leaves
// out as many of the first ones as necessary for the focused one to fit.
func drawChoices(c *canvas.Canvas, dialog *overlay.Dialog, lines []int) {
	if len(lines) == 1 {
		drawChoiceLine(c, dialog, firstChoice(dialog, c.Width), len(dialog.Choices))
		return
	}
	for n, from := range lines {
		to := len(dialog.Choices)
		if n+1 < len(lines) {
			to = lines[n+1]
		}
		drawChoiceLine(c, dialog, from, to)
	}
}

// firstChoice returns the first answer of a single line.
func firstChoice(dialog *overlay.Dialog, width int) int {
	first := dialog.Focus
	room := width - 1 - choiceCells(&dialog.Choices[first])
	for first > 0 {
		cells := choiceCells(&dialog.Choices[first-1]) + choiceGap(width)
		if room < cells {
			break
		}
		first, room = first-1, room-cells
	}
	return first
}

// drawChoiceLine draws a line with the answers from one up to but not including another.
func drawChoiceLine(c *canvas.Canvas, dialog *overlay.Dialog, from, to int) {
	line := c.NewLine(canvas.Hit{Pane: action.PaneDetail})
	line.Space("", 1)
	for i, choice := range dialog.Choices[from:to] {
		if from+i == dialog.Focus {
			line.Text(c.Styles.Open(themes.Focus), "["+choice.Label+"]")
		} else {
			line.Text(c.Styles.Open(themes.Text), " "+choice.Label+" ")
		}
		line.Space("", choiceGap(c.Width))
	}
	c.EndLine("")
}

package plain

import (
	"strings"

	"capdeck/model/board"
	"capdeck/model/say"
)

// rowName returns the name of a row: its DN and its label or agent.
func rowName(row *board.Row) string {
	name := row.Label()
	if name == "" {
		name = row.Agent().ID
	}
	return strings.TrimRight(row.Key().DN+" "+name, " ")
}

// rowText returns the state of a row.
func (a *App) rowText(row *board.Row) string {
	text := say.Row(row)
	if a.model.Rows().Marked(row.Key()) {
		text += ", marked"
	}
	return text
}

package plain

import (
	"strings"

	"capdeck/model/board"
	"capdeck/model/say"
)

// rowName names a row: its DN, and whose it is.
func rowName(row *board.Row) string {
	name := row.Label()
	if name == "" {
		name = row.Agent().ID
	}
	return strings.TrimRight(row.Key().DN+" "+name, " ")
}

// rowText returns how a row stands.
func (a *App) rowText(row *board.Row) string {
	text := say.Row(row)
	if a.model.Rows().Marked(row.Key()) {
		text += ", marked"
	}
	return text
}

package ui

import (
	"capdeck/model/action"
	"capdeck/model/phrase"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/messages"
)

// drawMessages draws the messages pane with its title.
func (a *App) drawMessages(c *canvas.Canvas) {
	log := a.model.Messages().Log()
	pane := messages.Pane{
		Reader: &a.reader, Title: a.messagesTitle(), Focused: a.model.Focus() == action.PaneMessages,
		Lines: a.layout.messages - 1, Only: a.model.Messages().DN(),
		View: a.model.Messages().View(), Search: a.model.Messages().Search(), Left: log.Left(), Cut: log.Cut(),
	}
	pane.Draw(c)
}

// messagesTitle says whose messages are shown, and which DN the keys act on if its row
// is not seen.
func (a *App) messagesTitle() string {
	only := a.model.Messages().DN()
	title := messages.Title(only, a.model.Messages().ShowsAutomatic(), a.width, a.styles.Glyphs.Ellipsis)
	dnOfKeys, _ := a.model.Aim()
	if a.layout.rows == 0 || a.model.Focus() == action.PaneMessages && dnOfKeys != only {
		title = a.withAim(title)
	}
	return title
}

// aimCells is the least number of cells for a DN in a title.
const aimCells = 11

// withAim adds to a title what the keys of commands act on, for when the rows are not
// in sight or something else is selected. In a small window it comes first, since the
// end is cut.
func (a *App) withAim(title string) string {
	dn, marked := a.model.Aim()
	aim := cell.Cut(cell.Clean(dn), max(a.width/4, aimCells), a.styles.Glyphs.Ellipsis)
	if marked > 0 {
		aim = phrase.Number(marked) + " marked"
	}
	switch {
	case aim == "":
		return title
	case a.width < canvas.FullWidth:
		return "keys: " + aim + "  " + title
	}
	return title + "   (keys act on " + aim + ")"
}

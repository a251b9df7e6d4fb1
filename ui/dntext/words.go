package dntext

import (
	"time"

	"capdeck/model/board"
	"capdeck/model/say"
	"capdeck/themes"
	"capdeck/tlibconn/event"
	"capdeck/ui/cell"
)

// Words lays out the texts about DNs at one moment.
type Words struct {
	Glyphs *themes.Glyphs
	// Link is the state of the session's link.
	Link event.LinkState
	Now  time.Time
	// NoCommand reports that the last command is not shown next to the words.
	NoCommand bool
}

// Lasting lays out say.Lasting.
func (w *Words) Lasting(row *board.Row) (themes.Role, string) {
	return Text(say.Lasting(say.Shown, row, w.Now), w.Glyphs)
}

// Trouble lays out say.Trouble. told reports that the failure of the last command is shown
// elsewhere.
func (w *Words) Trouble(row *board.Row, told bool) (themes.Role, string) {
	return Text(say.Trouble(row, w.Link, w.Now, !w.NoCommand, told), w.Glyphs)
}

// LastCommand lays out say.LastCommand.
func (w *Words) LastCommand(row *board.Row, c *board.Command) (themes.Role, string) {
	return Text(say.LastCommand(say.Shown, row, c, w.Now), w.Glyphs)
}

// CommandAsWas lays out say.CommandAsWas.
func (w *Words) CommandAsWas(c *board.Command) (themes.Role, string) {
	return Text(say.CommandAsWas(say.Shown, c, w.Now), w.Glyphs)
}

// Short returns say.Short of a text for that many cells.
func Short(text string, cells int) string {
	return say.Short(text, func(text string) bool { return cell.Width(text) <= cells })
}

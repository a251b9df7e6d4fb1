package ui

import (
	"capdeck/model/action"
	"capdeck/ui/canvas"
	"capdeck/ui/dntext"
	"capdeck/ui/rows"
)

// words say how DNs stand, in the theme in force and at the model's time.
func (a *App) words() dntext.Words {
	link, _ := a.model.Board().Link(a.options.Site)
	return dntext.Words{Glyphs: &a.styles.Glyphs, Link: link.State, Now: a.model.Now(), NoCommand: a.layout.columns.NoLast}
}

// table draws rows of the board as the layout has room for them.
func (a *App) table() rows.Table {
	return rows.Table{Styles: &a.styles, Columns: &a.layout.columns, Words: a.words()}
}

// drawRows draws the visible rows of the board.
func (a *App) drawRows(c *canvas.Canvas, table *rows.Table) {
	view := rows.View{Rows: a.model.VisibleRows(), Lines: a.layout.rows, Marks: a.model}
	view.Cursor, view.HasCursor = a.model.Cursor()
	if len(a.model.Rows()) == 0 {
		view.Empty = a.empty()
	}
	table.Draw(c, &view)
}

// empty says why no row is shown.
func (a *App) empty() string {
	if a.model.Board().Len() == 0 {
		return "No DN is on the board. Start capdeck with --dn 7001,7005-7050 or --dn-file FILE."
	}
	filter := a.model.Filter()
	text := "No DN passes the filter: " + filter.String() + a.keys.Hint(action.Clear, "   (", " clears it)")
	if filter.Aside != "" {
		text += "   " + filter.Aside
	}
	return text
}

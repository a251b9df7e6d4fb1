package ui

import (
	"capdeck/model"
	"capdeck/model/action"
	"capdeck/model/phrase"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/dntext"
	"capdeck/ui/header"
	"capdeck/ui/messages"
	"capdeck/ui/rows"
)

// header returns the header and the banner in their present state.
func (a *App) header() header.Header {
	m := a.model
	journal := m.Sent().Journal()
	h := header.Header{
		Board: m.Board(), Site: a.options.Site, Host: a.options.Host, Warning: a.options.Warning,
		Keys: &a.keys, Glyphs: &a.styles.Glyphs, Now: m.Now(), Zone: a.options.Zone, Width: a.width,
		Compact: a.layout.mode == modeCompact, Tall: a.height >= tallHeight,
		JournalFailed: journal.Failed, JournalWhy: journal.Why, Behind: m.Behind(),
		Safety: header.Safety{
			ReadOnly: m.ReadOnly(), Locked: m.Locked(), LocksIn: m.LocksIn(),
			NeverAsks: m.Confirm() == model.ConfirmNever,
		},
		List: header.List{Filter: m.Rows().Filter().String(), Rows: len(m.Rows().Shown()), Counts: m.Rows().Counts()},
	}
	h.EvidenceFailed, h.EvidenceWhy = m.Evidence().Failed, m.Evidence().Why
	counts := m.Incidents().Counts()
	h.Incidents, h.MajorIncidents = counts.Unacknowledged, counts.Major
	h.Shown, h.All = m.CallCounts()
	h.Since, h.Appended, h.Frozen = m.Rows().Frozen()
	h.Marked, h.Hidden = m.Rows().Marks()
	h.Sort = rows.SortSegment(m.Rows().Order(), &a.styles.Glyphs)
	return h
}

// words makes the texts about DNs, with the current theme's glyphs and the model's time.
func (a *App) words() dntext.Words {
	link, _ := a.model.Board().Link(a.options.Site)
	return dntext.Words{Glyphs: &a.styles.Glyphs, Link: link.State, Now: a.model.Now(), NoCommand: a.layout.columns.NoLast}
}

// table returns the table that draws rows of the board in the columns of the layout.
func (a *App) table() rows.Table {
	return rows.Table{Styles: &a.styles, Columns: &a.layout.columns, Words: a.words(), Gap: a.model.Rows().Gap, CallSince: a.model.History().Since, Bar: a.bar()}
}

// drawRows draws the visible rows of the board.
func (a *App) drawRows(c *canvas.Canvas, table *rows.Table) {
	view := rows.View{Rows: a.model.Rows().Visible(), Lines: a.layout.rows, Marks: a.model.Rows()}
	view.Cursor, view.HasCursor = a.model.Rows().Cursor()
	if len(a.model.Rows().Shown()) == 0 {
		view.Empty = a.empty()
	}
	if a.layout.rows == 0 && a.layout.lower != lowerHelp {
		// The title of what covers the rows names the DN.
		c.Hits.Cursor, c.Hits.HasCursor = view.Cursor, view.HasCursor
	}
	table.Draw(c, &view)
}

// empty returns why no row is shown.
func (a *App) empty() string {
	if a.model.Board().Len() == 0 {
		return "The board is empty. Start capdeck with --dn 7001,7005-7050 or --dn-file FILE."
	}
	filter := a.model.Rows().Filter()
	text := filter.None() + a.keys.Hint(action.Clear, "   (", " clears it)")
	if filter.Aside != "" {
		text += "   " + filter.Aside
	}
	return text
}

// drawMessages draws the messages pane with its title.
func (a *App) drawMessages(c *canvas.Canvas) {
	left, cut := a.model.Messages().Missing()
	pane := messages.Pane{
		Reader: &a.reader, Title: a.messagesTitle(), Focused: a.model.Panes().Focus() == action.PaneMessages,
		Lines: a.layout.messages - 1, Only: a.model.Messages().DN(),
		View: a.model.Messages().View(), Search: a.model.Messages().Search(), Left: left, Cut: cut, Feed: a.model.Messages().ShowsFeed(),
	}
	pane.Draw(c)
}

// messagesTitle names the messages that are shown, and the DN that keys act on if its row
// is not visible.
func (a *App) messagesTitle() string {
	only := a.model.Messages().DN()
	title := messages.Title(only, a.model.Messages().ShowsFeed(), a.model.Messages().ShowsAutomatic(), a.width, a.styles.Glyphs.Ellipsis)
	dnOfKeys, _ := a.model.Rows().Aim()
	if a.layout.rows == 0 || a.model.Panes().Focus() == action.PaneMessages && dnOfKeys != only {
		title = a.withAim(title)
	}
	return title
}

// aimCells is the least width of a DN in a title.
const aimCells = 11

// withAim adds to a title the DNs that the keys of commands act on, for when the rows are
// not visible or something else is selected. In a small window they are in front, since the
// end of the title is cut.
func (a *App) withAim(title string) string {
	dn, marked := a.model.Rows().Aim()
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

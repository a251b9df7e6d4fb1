package ui

import (
	"capdeck/model"
	"capdeck/ui/header"
	"capdeck/ui/rows"
)

// header is what the header and the banner show now.
func (a *App) header() header.Header {
	m := a.model
	journal := m.Sent().Journal()
	h := header.Header{
		Board: m.Board(), Site: a.options.Site, Host: a.options.Host, Warning: a.options.Warning,
		Keys: &a.keys, Glyphs: &a.styles.Glyphs, Now: m.Now(), Zone: a.options.Zone, Width: a.width,
		Compact:       a.layout.mode == modeCompact,
		JournalFailed: journal.Failed, JournalWhy: journal.Why, Behind: m.Behind(),
		Safety: header.Safety{
			ReadOnly: m.ReadOnly(), Locked: m.Locked(), LocksIn: m.LocksIn(),
			Confirm: m.Confirm().String(), NeverAsks: m.Confirm() == model.ConfirmNever,
		},
		List: header.List{Filter: m.Filter().String(), Rows: len(m.Rows())},
	}
	h.Since, h.Appended, h.Frozen = m.Frozen()
	h.Marked, h.Hidden = m.Marks()
	first, second := m.Sort()
	h.Sort = rows.SortSegment(first, second, &a.styles.Glyphs)
	return h
}

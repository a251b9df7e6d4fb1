package plain

import (
	"slices"

	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/model/say"
)

// changedRows returns the changes of rows since the last call, in the board's order,
// including the rows whose commands have ended.
func (a *App) changedRows(ended map[board.Key][]board.Command) []change {
	truth := a.model.Board()
	if a.seen == truth.Version() && len(ended) == 0 && a.members == truth.MembersVersion() {
		return nil
	}
	var changes []change
	for _, row := range truth.Rows() {
		before, known := a.rows[row]
		if known && row.Version() <= a.seen {
			continue
		}
		after := rowStateOf(row)
		a.rows[row] = after
		outcomes := ended[row.Key()]
		if known && (before != after || len(outcomes) > 0) {
			changes = append(changes, change{row, before, after, outcomes})
		}
	}
	if a.members != truth.MembersVersion() {
		for row := range a.rows {
			if truth.Row(row.Key()) != row {
				delete(a.rows, row)
			}
		}
	}
	a.seen, a.members = truth.Version(), truth.MembersVersion()
	return changes
}

// announceRows announces the changes of rows: each on its own line, or many in one.
func (a *App) announceRows(ended map[board.Key][]board.Command) {
	changes := slices.DeleteFunc(a.changedRows(ended), func(c change) bool {
		return !c.isNews(a.settling)
	})
	if a.quiet {
		changes = slices.DeleteFunc(changes, func(c change) bool {
			if c.isOurs() {
				return false
			}
			a.missed++
			return true
		})
	}
	a.pace.restart(a.now)
	changes = a.announceProgress(changes)
	if len(changes) > mostLines {
		a.pace.countAll(changes)
	} else {
		for i := range changes {
			a.announceRow(&changes[i])
		}
	}
	if text := a.pace.sentence(a.now, a.over); text != "" {
		a.announce(text)
	}
}

func (a *App) announceRow(c *change) {
	if a.pace.lines >= mostLines {
		a.pace.overflow(c)
		return
	}
	if text := c.text(); text != "" {
		a.pace.lines++
		a.announce(rowName(c.row) + ": " + text)
	}
}

// announceProgress announces the progress of several commands, with one line for each
// step, and returns the other changes.
func (a *App) announceProgress(changes []change) []change {
	steps := map[string]int{}
	var order []string
	for i := range changes {
		if !changes[i].isProgress() {
			continue
		}
		words := changes[i].text()
		if steps[words] == 0 {
			order = append(order, words)
		}
		steps[words]++
	}
	order = slices.DeleteFunc(order, func(words string) bool { return steps[words] == 1 })
	if a.pace.lines+len(order) > mostLines {
		return changes
	}
	for _, words := range order {
		a.pace.lines++
		a.announce(phrase.Number(steps[words]) + " DNs: " + words)
	}
	return slices.DeleteFunc(changes, func(c change) bool { return c.isProgress() && steps[c.text()] > 1 })
}

// announceBulks reports once how each command for several DNs ended that failed for some
// of them. If none failed, the model's note reports it.
func (a *App) announceBulks() {
	said := map[uint64]bool{}
	for _, view := range a.model.Bulks() {
		if !view.Done() {
			continue
		}
		if !a.bulks[view.ID] {
			a.answer(say.Sentence(say.BulkSummary(&view)) + " Type failures to show only the DNs where it failed.")
		}
		said[view.ID] = true
	}
	a.bulks = said
}

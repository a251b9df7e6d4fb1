package plain

import (
	"slices"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/model/say"
)

// isProgress reports whether nothing has changed but that an open command has
// got further.
func (c *change) isProgress() bool {
	after := c.after
	after.command = c.before.command
	return after == c.before && len(c.ended) == 0 && c.after.command.id != 0 &&
		(c.after.command.life == board.LifeSent || c.after.command.life == board.LifeAccepted)
}

// announceProgress announces the progress of several commands in a line for each
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

// announceBulks says how commands for several DNs have ended that failed
// somewhere, once. That one went well is a note of the model.
func (a *App) announceBulks() {
	said := map[uint64]bool{}
	for _, view := range a.model.Bulks() {
		if !view.Done() {
			continue
		}
		if !a.bulks[view.ID] {
			a.answer(say.Sentence(model.BulkSummary(&view)) + " Type failures to show only where it failed.")
		}
		said[view.ID] = true
	}
	a.bulks = said
}

package manual

import (
	"slices"

	"capdeck/themes"
	"capdeck/tlibconn/recorder"
)

// maxHistory is how many lines the history keeps.
const maxHistory = 1000

// entry is a line of the history.
type entry struct {
	role themes.Role
	text string
	// open is the command whose answer has no fate yet, 0 for other lines.
	open uint64
}

// history holds what became of commands and indications, and notes, oldest first.
type history struct{ entries []entry }

func (h *history) add(e entry) {
	h.entries = append(h.entries, e)
	if len(h.entries) >= 2*maxHistory {
		h.entries = append(h.entries[:0], h.entries[len(h.entries)-maxHistory:]...)
	}
}

// settle replaces the oldest open line of the fate's command, or adds a line.
func (h *history) settle(fate *recorder.Fate, line string) {
	settled := entry{role: roleOf(fate.Outcome), text: line}
	at := slices.IndexFunc(h.entries, func(e entry) bool { return e.open != 0 && e.open == fate.Command.ID })
	if at < 0 {
		h.add(settled)
		return
	}
	h.entries[at] = settled
}

// last returns the last n lines.
func (h *history) last(n int) []entry { return h.entries[max(len(h.entries)-n, 0):] }

func roleOf(outcome recorder.Outcome) themes.Role {
	switch outcome {
	case recorder.OutcomeAccepted:
		return themes.Done
	case recorder.OutcomeIgnored:
		return themes.Faint
	}
	return themes.Fault
}

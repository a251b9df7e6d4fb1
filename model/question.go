package model

import (
	"fmt"
	"slices"

	"capdeck/model/board"
	"capdeck/model/overlay"
	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/tlibconn/event"
)

// commandDialog returns the question before a command. If some of several targets have the state
// that it asks for already, it offers to leave those out; if the filter hides some, it offers the
// visible ones.
func (m *Model) commandDialog(verb event.Verb, targets []board.Key) overlay.Dialog {
	all := phrase.Count(len(targets), "DN", "DNs")
	question := fmt.Sprintf("%s the capture of %s?", phrase.Capital(verb.String()), all)
	if verb == event.VerbQuery {
		question = fmt.Sprintf("Query %s?", all)
	}
	hidden := m.rows.Hidden(targets)
	visible := without(targets, func(key board.Key) bool { _, hides := hidden[key]; return hides })
	wanted := board.StateAskedBy(verb)
	others := without(targets, func(key board.Key) bool { return m.has(key, wanted) })
	onCalls := 0
	if verb != event.VerbQuery {
		onCalls = len(targets) - len(without(targets, m.isOnCall))
	}

	choices := []overlay.Choice{{Label: "cancel"}, {Label: verb.String(), Targets: targets}}
	if len(others) > 0 && len(others) < len(targets) {
		choices[1].Label = "all (" + phrase.Number(len(targets)) + ")"
		choices = append(choices, overlay.Choice{Label: "only the others (" + phrase.Number(len(others)) + ")", Targets: others})
	}
	if len(hidden) > 0 && len(visible) > 0 {
		choices = append(choices, overlay.Choice{Label: "visible only (" + phrase.Number(len(visible)) + ")", Targets: visible})
	}
	return overlay.Dialog{
		Purpose: dialogCommand, Question: question, Verb: verb, Targets: targets, Hidden: hidden, Choices: choices,
		Facts: say.Already(wanted, len(targets)-len(others), onCalls, len(targets)),
	}
}

// has reports whether a DN has a state that the recorder vouches for. No DN has StateUnknown.
func (m *Model) has(key board.Key, state board.State) bool {
	row := m.board.Row(key)
	return row != nil && state != board.StateUnknown && row.State() == state && row.Stale() == 0
}

// isOnCall reports whether a DN is on an answered call.
func (m *Model) isOnCall(key board.Key) bool {
	row := m.board.Row(key)
	return row != nil && row.Established()
}

// without returns the keys that are not left out, in a slice of its own.
func without(keys []board.Key, leaveOut func(board.Key) bool) []board.Key {
	return slices.DeleteFunc(slices.Clone(keys), leaveOut)
}

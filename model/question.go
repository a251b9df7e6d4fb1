package model

import (
	"fmt"
	"slices"
	"time"

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
	facts, others := m.targetFacts(verb, targets)
	choices := []overlay.Choice{{Label: "cancel"}, {Label: verb.String(), Targets: targets}}
	otherChoice := 0
	if count := len(others.Targets); count > 0 && count < len(targets) {
		choices[1].Label = "all (" + phrase.Number(len(targets)) + ")"
		choices, otherChoice = append(choices, others), len(choices)
	}
	if len(hidden) > 0 && len(visible) > 0 {
		choices = append(choices, overlay.Choice{Label: "visible only (" + phrase.Number(len(visible)) + ")", Targets: visible})
	}
	return overlay.Dialog{
		Purpose: dialogCommand, Question: question, Verb: verb, Targets: targets, Hidden: hidden, Choices: choices,
		Facts: facts, Others: otherChoice,
	}
}

// targetFacts returns how many of the targets of a command have the state that it asks for,
// and how many are on a call, and the choice of those that do not have the state.
func (m *Model) targetFacts(verb event.Verb, targets []board.Key) (facts string, others overlay.Choice) {
	wanted := board.StateAskedBy(verb)
	others.Targets = without(targets, func(key board.Key) bool { return m.has(key, wanted) })
	others.Label = "only the others (" + phrase.Number(len(others.Targets)) + ")"
	onCalls := 0
	if verb != event.VerbQuery {
		onCalls = len(targets) - len(without(targets, m.isOnCall))
	}
	return say.Already(wanted, len(targets)-len(others.Targets), onCalls, len(targets)), others
}

// followed is what the open question before a command was last made from.
type followed struct {
	dialog, board uint64 // the ID of the dialog, and the version of the board
	at            time.Time
}

// followTime is the least time between two changes of an open question: its targets can be
// all DNs of the board.
const followTime = 100 * time.Millisecond

// followQuestion keeps the numbers of the open question before a command true while its
// targets change. The targets themselves stay.
func (m *Model) followQuestion() {
	d := m.overlay.Dialog()
	if d == nil || d.Purpose != dialogCommand {
		return
	}
	now := followed{dialog: d.ID, board: m.board.Version(), at: m.clock.now}
	if m.followed.dialog == now.dialog && (m.followed.board == now.board || now.at.Sub(m.followed.at) < followTime) {
		return
	}
	m.followed = now
	facts, others := m.targetFacts(d.Verb, d.Targets)
	m.overlay.Follow(d.ID, facts, others)
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

package model

import (
	"fmt"
	"slices"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/bulk"
	"capdeck/model/effect"
	"capdeck/model/overlay"
	"capdeck/model/phrase"
	"capdeck/tlibconn/event"
)

// command is what a capture key does: freeze the targets, ask where the policy
// says so, queue.
func (m *Model) command(row *action.Row) []effect.Effect {
	m.send(row, m.rows.Targets())
	return nil
}

// send queues a command for the targets, and asks first where the policy says
// so.
func (m *Model) send(row *action.Row, targets []board.Key) {
	if fresh, note := m.withoutRepeated(row.Verb, targets); note != "" && len(fresh) == 0 {
		m.say(note, true)
		return
	}
	if !m.asks(row, len(targets)) {
		m.queue(row.Verb, targets)
		return
	}
	hidden := m.rows.Hidden(targets)
	visible := slices.DeleteFunc(slices.Clone(targets), func(key board.Key) bool { _, hides := hidden[key]; return hides })
	question := fmt.Sprintf("%s the capture of %s?", phrase.Capital(row.Verb.String()), phrase.Count(len(targets), "DN", "DNs"))
	if row.Verb == event.VerbQuery {
		question = fmt.Sprintf("Query %s?", phrase.Count(len(targets), "DN", "DNs"))
	}
	choices := []overlay.Choice{{Label: "cancel"}, {Label: row.Verb.String(), Targets: targets}}
	if len(hidden) > 0 && len(visible) > 0 {
		choices = append(choices, overlay.Choice{Label: "visible only (" + phrase.Number(len(visible)) + ")", Targets: visible})
	}
	m.ask(overlay.Dialog{
		Purpose: dialogCommand, Question: question, Verb: row.Verb, Targets: targets, Hidden: hidden, Choices: choices,
	})
}

// chosenTargets are the keys that a command hits; where there are none it says
// why.
func (m *Model) chosenTargets() (targets []board.Key, ok bool) {
	if why := m.noTarget(); why != "" {
		m.say(why, true)
		return nil, false
	}
	return m.rows.Targets(), true
}

// Confirm is the confirm policy in force.
func (m *Model) Confirm() Confirm { return m.options.Confirm }

// asks is the confirm policy (docs/ARCHITECTURE.md, Actions and acting safely).
func (m *Model) asks(row *action.Row, targets int) bool {
	switch m.options.Confirm {
	case ConfirmNever:
		return false
	case ConfirmBulk:
		return targets > 1
	case ConfirmAlways:
		return true
	}
	return targets > 1 || row.Dangerous
}

// withoutRepeated returns the targets whose last command is not the same one
// without an outcome yet, and a note about the others: a key that is held down
// sends one command and no more. targets is not changed.
func (m *Model) withoutRepeated(verb event.Verb, targets []board.Key) (fresh []board.Key, note string) {
	repeats := func(key board.Key) bool {
		row := m.board.Row(key)
		return row != nil && row.WaitsFor(verb)
	}
	if !slices.ContainsFunc(targets, repeats) {
		return targets, ""
	}
	fresh = slices.DeleteFunc(slices.Clone(targets), repeats)
	if len(targets) == 1 {
		return fresh, board.NewRefusal(targets[0], verb, board.RefusedRepeated).Error()
	}
	return fresh, fmt.Sprintf("%s was not sent to %s of %s DNs: the same command for them still waits for its outcome",
		verb, phrase.Number(len(targets)-len(fresh)), phrase.Number(len(targets)))
}

// queue hands the commands to the board. The marks stay: the next command of a
// shift change is often for the same rows.
func (m *Model) queue(verb event.Verb, targets []board.Key) {
	// What is allowed can have changed while a dialog was open.
	if why := m.forbidsVerb(verb); why != "" {
		m.say(why, true)
		return
	}
	targets, note := m.withoutRepeated(verb, targets)
	if note != "" {
		m.say(note, true)
		note += "; "
	}
	if len(targets) == 0 {
		return
	}
	m.lock.extend(m.now)
	all, reason := bulk.Command{Verb: verb}, ""
	for _, key := range targets {
		id, err := m.board.Queue(m.now, key, verb, m.options.By)
		if err == nil {
			bulk.Overtake(m.now, m.board, key, verb, id)
			all.Queued = append(all.Queued, id)
			continue
		}
		if len(all.Refused) == 0 {
			reason = err.Error()
		}
		all.Refused = append(all.Refused, key)
	}
	switch refused := len(all.Refused); {
	case len(targets) == 1 && refused == 1:
		m.say(note+reason, true)
		return
	case len(targets) == 1:
		m.bulks.AddSingle(all.Queued[0])
		return
	case refused > 0:
		m.say(fmt.Sprintf("%s%s not sent to %s of %s DNs, the first: %s", note, verb, phrase.Number(refused), phrase.Number(len(targets)), reason), true)
	}
	m.bulks.Add(all)
}

// unsent ends commands that the session did not take.
func (m *Model) unsent(msg Unsent) {
	person := false
	for _, command := range msg.Commands {
		person = person || !command.Automatic
		m.board.Apply(&event.Event{
			Kind: event.KindUnsent, Time: m.now, Site: command.Site, DN: command.DN, Problem: msg.Why, Obstacle: msg.Obstacle,
			Request: event.Request{Kind: event.RequestCapture, Command: command.ID, Automatic: command.Automatic},
		})
	}
	// Of an automatic query the row says it.
	if person {
		m.say(msg.Why, true)
	}
}

package model

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/bulk"
	"capdeck/model/effect"
	"capdeck/model/phrase"
	"capdeck/model/rows"
	"capdeck/model/say"
	"capdeck/tlibconn/event"
)

// command handles a capture key: it fixes the targets, asks if the confirm policy
// requires it, and queues the commands.
func (m *Model) command(row *action.Row) []effect.Effect {
	m.send(row, m.rows.Targets())
	return nil
}

// send queues a command for the targets. It asks first if the confirm policy requires
// it.
func (m *Model) send(row *action.Row, targets []board.Key) {
	if fresh, note := m.withoutRepeated(row.Verb, targets); note != "" && len(fresh) == 0 {
		m.say(note, true)
		return
	}
	if !m.asks(row, len(targets)) {
		m.queue(row.Verb, targets)
		return
	}
	m.ask(m.commandDialog(row.Verb, targets))
}

// chosenTargets returns the keys of the DNs that a command affects. If there are none,
// it tells the user why.
func (m *Model) chosenTargets() (targets []board.Key, ok bool) {
	if why := m.noTarget(); why != "" {
		m.say(why, true)
		return nil, false
	}
	return m.rows.Targets(), true
}

// Confirm returns the confirm policy in force.
func (m *Model) Confirm() Confirm { return m.options.Confirm }

// asks reports whether the confirm policy requires a question (docs/ARCHITECTURE.md,
// Actions and acting safely).
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

// withoutRepeated returns the targets without those whose last command is the same one
// and has no outcome yet, and a note about those left out: a key that is held down
// sends only one command. targets is not changed.
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
	return fresh, fmt.Sprintf("%s was not sent to %s of %s DNs: the same command is still waiting for its outcome",
		verb, phrase.Number(len(targets)-len(fresh)), phrase.Number(len(targets)))
}

// queue hands the commands to the board. The marks stay: the next command of a
// shift change is often for the same rows.
func (m *Model) queue(verb event.Verb, targets []board.Key) {
	// The lock or the journal can have changed while a dialog was open.
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
	m.lock.extend(m.clock.now)
	all, reason := bulk.Command{Verb: verb}, ""
	for _, key := range targets {
		id, err := m.board.Queue(m.clock.now, key, verb, m.options.By)
		if err == nil {
			bulk.Overtake(m.clock.now, m.board, key, verb, id)
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
		m.say(fmt.Sprintf("%s%s was not sent to %s of %s DNs; the first: %s", note, verb, phrase.Number(refused), phrase.Number(len(targets)), reason), true)
	}
	m.bulks.Add(all)
}

// unsent ends commands that the session did not accept.
func (m *Model) unsent(msg Unsent) {
	person := false
	for _, command := range msg.Commands {
		person = person || !command.Automatic
		m.board.Apply(&event.Event{
			Kind: event.KindUnsent, Time: m.clock.now, Site: command.Site, DN: command.DN, Problem: msg.Why, Obstacle: msg.Obstacle,
			Request: event.Request{Kind: event.RequestCapture, Command: command.ID, Automatic: command.Automatic},
		})
	}
	// The row shows why an automatic query was not sent.
	if person {
		m.say(msg.Why, true)
	}
}

// typed carries out a Command.
func (m *Model) typed(msg Command) {
	if m.overlay.Dialog() != nil || len(msg.Keys) == 0 {
		return
	}
	m.notes.note = Note{}
	row := m.actionOf(msg.Verb)
	if row == nil {
		return
	}
	if why := m.Forbids(&row.Row); why != "" {
		m.say(why, true)
		return
	}
	m.send(&row.Row, msg.Keys)
}

// typedFilter carries out a SetFilter.
func (m *Model) typedFilter(text string) {
	if m.overlay.Prompt() == nil {
		m.rows.SetLineFilter(m.clock.now, text)
	}
}

// mark carries out a Mark.
func (m *Model) mark(msg Mark) {
	if msg.Off {
		m.rows.Unmark(msg.Keys...)
	} else {
		m.rows.Mark(msg.Keys...)
	}
}

// Bulks returns the commands for several DNs that are running, and, until the user
// closes them, those that ended without being confirmed everywhere.
func (m *Model) Bulks() []bulk.View { return m.bulks.Views(m.board) }

// endBulks records outcomes. A command for several DNs that is now confirmed everywhere
// becomes a note; any other summary stays until the user closes it.
func (m *Model) endBulks(outcomes []board.Command) {
	for _, confirmed := range m.bulks.End(outcomes) {
		m.say(say.BulkSummary(&confirmed), false)
	}
}

// cancelQueued cancels all commands that have not been sent.
func (m *Model) cancelQueued() {
	cancelled := m.board.CancelAll(m.clock.now, "the user cancelled it")
	if cancelled == 0 {
		m.say("no command is waiting to be sent: commands that were sent cannot be cancelled", true)
		return
	}
	m.say(phrase.Count(cancelled, "command", "commands")+" cancelled before being sent", false)
}

// showFailures shows only the DNs where the last bulk was not confirmed, or removes
// that filter.
func (m *Model) showFailures() {
	switch {
	case m.rows.Filter().Only != "":
		m.rows.SetOnly(m.clock.now, nil)
		if marked, _ := m.rows.Marks(); marked > 0 {
			m.say("all DNs are shown again; "+phrase.Count(marked, "DN is", "DNs are")+" still marked", false)
		}
	case m.failures() == nil:
		m.say("the last command for several DNs was confirmed at all of them, or there was none", true)
	default:
		only := m.failures()
		m.rows.SetOnly(m.clock.now, only)
		m.rows.ClearMarks()
		m.rows.Mark(slices.Collect(maps.Keys(only.Keys))...)
		m.rows.Land("")
		marked, _ := m.rows.Marks()
		m.say(phrase.Count(marked, "DN is", "DNs are")+" marked: "+only.Words, false)
	}
}

// failures returns the DNs where a command for several DNs was not confirmed, or nil if
// there are none.
func (m *Model) failures() *rows.Only {
	keys, verbs := m.bulks.Failures()
	if len(keys) == 0 {
		return nil
	}
	words := make([]string, 0, len(verbs)+1)
	for _, verb := range verbs {
		words = append(words, verb.String())
	}
	return &rows.Only{Keys: keys, Words: strings.Join(append(words, "not confirmed"), " ")}
}

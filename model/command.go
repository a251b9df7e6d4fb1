package model

import (
	"fmt"

	"capdeck/model/board"
	"capdeck/tlibconn/event"
)

// command is what a capture key does: freeze the targets, ask where the policy
// says so, queue.
func (m *Model) command(action Action) {
	if m.options.ReadOnly && !action.ReadOnly {
		m.say(fmt.Sprintf("this session is read-only: %s is not sent", action.Verb), true)
		return
	}
	targets, ok := m.chosenTargets()
	if !ok {
		return
	}
	if !m.asks(action, len(targets)) {
		m.queue(action.Verb, targets)
		return
	}
	_, hidden := m.Marks()
	question := fmt.Sprintf("%s the capture of %s?", capital(action.Verb.String()), count(len(targets), "DN", "DNs"))
	if action.Verb == event.VerbQuery {
		question = fmt.Sprintf("Query %s?", count(len(targets), "DN", "DNs"))
	}
	m.open(Dialog{
		Question: question, Verb: action.Verb, Targets: targets, Hidden: hidden,
		Choices: []string{"cancel", action.Verb.String()},
		answer:  func(int) []Effect { m.queue(action.Verb, targets); return nil },
	})
}

// chosenTargets are the keys that a command hits; where there are none it says
// why.
func (m *Model) chosenTargets() (targets []board.Key, ok bool) {
	targets = m.targets()
	switch {
	case len(targets) > 0:
		return targets, true
	case m.marks.lost:
		m.say("the marked DNs have left the board: move the cursor to choose another", true)
	default:
		m.say("no row is under the cursor: move to one first", true)
	}
	return nil, false
}

// asks is the confirm policy (docs/ARCHITECTURE.md, Acting safely).
func (m *Model) asks(action Action, targets int) bool {
	switch m.options.Confirm {
	case ConfirmNever:
		return false
	case ConfirmBulk:
		return targets > 1
	case ConfirmAlways:
		return true
	}
	return targets > 1 || action.Dangerous
}

// queue hands the commands to the board. The marks stay: the next command of a
// shift change is often for the same rows.
func (m *Model) queue(verb event.Verb, targets []board.Key) {
	if m.journal.Failed {
		m.say(fmt.Sprintf("%s is not sent, because the journal cannot be written: %s", verb, m.journal.Why), true)
		return
	}
	refused, reason := 0, ""
	for _, key := range targets {
		if _, err := m.board.Queue(m.now, key, verb, m.options.By); err != nil {
			if refused == 0 {
				reason = err.Error()
			}
			refused++
		}
	}
	switch {
	case refused == 1 && len(targets) == 1:
		m.say(reason, true)
	case refused > 0:
		m.say(fmt.Sprintf("%s not sent to %d of %d DNs, the first: %s", verb, refused, len(targets), reason), true)
	case len(targets) > 1:
		m.say(fmt.Sprintf("%s for %d DNs", verb, len(targets)), false)
	}
}

func capital(word string) string {
	if word == "" {
		return ""
	}
	return string(word[0]-'a'+'A') + word[1:]
}

// unsent ends commands that the session did not take.
func (m *Model) unsent(msg Unsent) {
	for _, command := range msg.Commands {
		m.board.Apply(&event.Event{
			Kind: event.KindUnsent, Time: m.now, Site: command.Site, DN: command.DN, Problem: msg.Why,
			Request: event.Request{Kind: event.RequestCapture, Command: command.ID},
		})
	}
	m.say(msg.Why, true)
}

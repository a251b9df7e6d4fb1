package model

import (
	"fmt"
	"time"

	"capdeck/model/effect"
	"capdeck/model/overlay"
	"capdeck/model/phrase"
	"capdeck/model/sent"
	"capdeck/tlibconn/event"
)

// quitReason is the reason for which open commands end when the user quits.
const quitReason = "capdeck was quit"

// Sent is what was sent from here, with its pane and the state of the journal, for
// reading.
func (m *Model) Sent() *sent.Pane { return m.sent }

// journalChanged notes the state of the journal. When the journal works again, the
// automatic queries that have waited for it go on.
func (m *Model) journalChanged(msg JournalState) {
	failed := m.sent.Journal().Failed
	m.sent.SetJournal(sent.JournalState(msg))
	if failed && !msg.Failed {
		m.board.ResumeQueries()
	}
}

// reconnect makes the session connect now. It asks first if that costs something: a
// link that is up, or the answers to open commands.
func (m *Model) reconnect() []effect.Effect {
	link, _ := m.board.Link(m.options.Site)
	open := m.board.Counters().OpenCommands
	if link.State != event.LinkUp && open == 0 {
		return []effect.Effect{effect.Reconnect{}}
	}
	question := "Connect anew? Each capture is stale until its recorder says it again."
	if open > 0 {
		question = fmt.Sprintf("%s for an answer and would be lost. Connect anew?", phrase.Count(open, "command waits", "commands wait"))
	}
	m.ask(overlay.Dialog{
		Purpose: dialogReconnect, Question: question, Choices: []overlay.Choice{{Label: "stay"}, {Label: "connect anew"}},
	})
	return nil
}

// quit ends the program. It asks first if commands are waiting for an answer.
func (m *Model) quit() {
	open := m.board.Counters().OpenCommands
	if open == 0 {
		m.leave()
		return
	}
	m.ask(overlay.Dialog{
		Purpose: dialogQuit, CtrlCAnswers: true,
		Question: fmt.Sprintf("%s for an answer. Quit?", phrase.Count(open, "command waits", "commands wait")),
		Choices:  []overlay.Choice{{Label: "stay"}, {Label: "quit"}},
	})
}

// leave ends every command, and the program after that.
func (m *Model) leave() {
	m.end(quitReason)
	m.quits = true
}

// end gives every command its outcome: queued commands are never sent, and the answers
// to those that were sent will not be seen.
func (m *Model) end(why string) {
	m.board.EndAll(m.now, why)
	m.ended = true
}

// last adds the last outcomes to the effects, before the program ends.
func (m *Model) last(effects []effect.Effect) []effect.Effect {
	m.rows.Follow(m.now)
	if outcomes := m.board.TakeOutcomes(); len(outcomes) > 0 {
		m.endBulks(outcomes)
		effects = append(effects, effect.Outcomes{Commands: outcomes})
	}
	if m.quits {
		m.quits = false
		effects = append(effects, effect.Quit{})
	}
	return effects
}

// countdown returns the time at which the number of seconds until the next connection
// attempt, rounded up, changes; ok is false if no attempt is scheduled.
func (m *Model) countdown() (at time.Time, ok bool) {
	link, _ := m.board.Link(m.options.Site)
	left := link.Retry.Sub(m.now)
	if link.State != event.LinkWaiting || left <= 0 {
		return time.Time{}, false
	}
	return m.now.Add((left-1)%time.Second + 1), true
}

package model

import (
	"fmt"
	"strings"
	"time"

	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/model/overlay"
	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/model/sent"
	"capdeck/tlibconn/event"
)

// quitReason is the reason for which open commands end when the user quits.
const quitReason = "capdeck was quit"

// ending records how far the program has got with exiting.
type ending struct {
	ended bool // every command has its outcome, and no more are sent
	quits bool // effect.Quit is due
}

// Sent returns the pane with the commands sent from here and the state of the journal.
// The caller must not change it.
func (m *Model) Sent() *sent.Pane { return m.sent }

// journalChanged records the state of the journal. When the journal works again, the
// automatic queries that waited for it continue.
func (m *Model) journalChanged(msg JournalState) {
	failed := m.sent.Journal().Failed
	m.sent.SetJournal(sent.JournalState(msg))
	m.incidents.JournalFailed(m.options.Site, msg.Failed, msg.Why, m.clock.now)
	if failed && !msg.Failed {
		m.board.ResumeQueries()
	}
}

// reconnect makes the session reconnect now. It asks first if that would break a link
// that is up or lose the answers to open commands.
func (m *Model) reconnect() []effect.Effect {
	link, _ := m.board.Link(m.options.Site)
	open := m.board.Counters().OpenCommands
	if link.State != event.LinkUp && open == 0 {
		return m.reconnectNow()
	}
	question := "Reconnect? Each capture is stale until its recorder reports it again."
	if open > 0 {
		question = fmt.Sprintf("%s for an answer and would be lost. Reconnect?", phrase.Count(open, "command waits", "commands wait"))
	}
	m.ask(overlay.Dialog{
		Purpose: dialogReconnect, Question: question, Choices: []overlay.Choice{{Label: "stay"}, {Label: "reconnect"}},
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

// leave ends every command and then the program.
func (m *Model) leave() {
	m.end(quitReason)
	m.ending.quits = true
}

// end gives every command its outcome: queued commands are never sent, and the answers
// to those that were sent will not be received.
func (m *Model) end(why string) {
	m.board.EndAll(m.clock.now, why)
	if !m.ending.ended {
		m.closeCoverage()
		m.incidents.Close(m.clock.now)
	}
	m.ending.ended = true
}

// last appends the last outcomes to the effects before the program exits.
func (m *Model) last(effects []effect.Effect) []effect.Effect {
	m.rows.Follow(m.clock.now)
	if outcomes := m.board.TakeOutcomes(); len(outcomes) > 0 {
		m.endBulks(outcomes)
		effects = append(effects, effect.Outcomes{Commands: outcomes})
	}
	if m.ending.quits {
		m.ending.quits = false
		effects = append(effects, effect.Quit{})
	}
	return effects
}

// Locked reports whether the write-lock refuses start, stop, pause and resume.
func (m *Model) Locked() bool { return m.lock.locked }

// LocksIn returns the time until the write-lock closes if no command is given before.
// It is 0 while the lock is closed, and if it never closes by itself.
func (m *Model) LocksIn() time.Duration { return m.lock.remaining(m.clock.now) }

func (m *Model) toggleLock() {
	switch {
	case m.options.ReadOnly:
		m.say("this session is read-only: commands cannot be unlocked", true)
	case m.lock.locked:
		m.lock.open(m.clock.now)
		text := "commands are unlocked"
		if m.options.WriteLock > 0 {
			text += fmt.Sprintf("; they lock again %s after the last one", shortTime(m.options.WriteLock))
		}
		m.say(text, false)
	default:
		m.closeLock("commands are locked")
	}
}

// shortTime formats a duration as it is typed for a flag, such as 5m.
func shortTime(d time.Duration) string {
	text := d.String()
	if whole, ok := strings.CutSuffix(text, "m0s"); ok {
		text = whole + "m"
	}
	if whole, ok := strings.CutSuffix(text, "h0m"); ok {
		text = whole + "h"
	}
	return text
}

// closeLock refuses commands from now on, and cancels those that have not been sent.
func (m *Model) closeLock(text string) {
	m.lock.close()
	if cancelled := m.board.CancelWrites(m.clock.now, "the write-lock was set"); cancelled > 0 {
		text += "; " + phrase.Count(cancelled, "waiting command was", "waiting commands were") + " cancelled"
	}
	m.say(text, false)
}

// keepLock closes the lock when its time is over, and reports each change to the
// session before anything is sent.
func (m *Model) keepLock(effects []effect.Effect) []effect.Effect {
	if m.lock.isOver(m.clock.now) {
		m.closeLock("commands are locked again")
	}
	if m.lock.isNews() {
		effects = append(effects, effect.WriteLock{Locked: m.lock.locked})
	}
	return effects
}

// tellAlerts shows the user the alerts that the board raised.
func (m *Model) tellAlerts(effects []effect.Effect) []effect.Effect {
	m.notes.add(m.board.TakeAlerts())
	first, more, ok := m.notes.alert(m.clock.now)
	if !ok {
		return effects
	}
	text := m.alertText(first)
	if more > 0 {
		text += " and " + phrase.Number(more) + " more"
	}
	m.say(text, true)
	return append(effects, effect.Notify{Text: text})
}

func (m *Model) alertText(alert board.Alert) string {
	link, _ := m.board.Link(alert.Key.Site)
	return say.Alert(alert, link.Address)
}

// countdown returns the time at which the number of seconds until the next connection
// attempt, rounded up, changes; ok is false if no attempt is scheduled.
func (m *Model) countdown() (at time.Time, ok bool) {
	link, _ := m.board.Link(m.options.Site)
	left := link.Retry.Sub(m.clock.now)
	if link.State != event.LinkWaiting || left <= 0 {
		return time.Time{}, false
	}
	return m.clock.now.Add((left-1)%time.Second + 1), true
}

package model

import (
	"slices"
	"strings"

	"capdeck/model/board"
	"capdeck/model/incidents"
	"capdeck/model/overlay"
	"capdeck/model/say"
)

// acknowledgement is what the open dialog and prompt are about: incidents, and the DNs
// that they were chosen by, if any. They are fixed when the dialog opens, so that what
// happens later is not acknowledged unseen.
type acknowledgement struct {
	ids    []string
	keys   []board.Key
	reason incidents.Reason
}

// noneToAcknowledge returns a sentence on why there is nothing to acknowledge, or "" if
// there is.
func (m *Model) noneToAcknowledge() string {
	if !m.inIncidents() {
		return m.noTarget()
	}
	if len(m.listed.Targets()) == 0 {
		return "no incident is listed"
	}
	return ""
}

// acknowledgeTargets asks how to acknowledge the incidents of the marked DNs, or of the
// one under the cursor; in the list of incidents, the marked ones or the one under the
// cursor.
func (m *Model) acknowledgeTargets() {
	if m.inIncidents() {
		m.acknowledgeListed()
		return
	}
	targets, ok := m.chosenTargets()
	if !ok {
		return
	}
	ids := m.incidents.OfDNs(targets)
	if len(ids) == 0 {
		m.acknowledgeRemarks(targets)
		return
	}
	var with []board.Key
	for _, key := range targets {
		if m.incidents.HasUnacknowledged(key) {
			with = append(with, key)
		}
	}
	m.askReason(acknowledgement{ids: ids, keys: targets}, with)
}

// acknowledgeListed does so for the list of incidents. An incident that is linked to a chosen
// one is acknowledged with it: the question names both.
func (m *Model) acknowledgeListed() {
	var asked acknowledgement
	for _, incident := range m.listed.Targets() {
		if incident.IsAcknowledged() {
			continue
		}
		for _, id := range append([]string{incident.ID}, m.incidents.Linked(incident.ID)...) {
			if !slices.Contains(asked.ids, id) {
				asked.ids = append(asked.ids, id)
			}
		}
		if key := incident.Key; m.board.Row(key) != nil && !slices.Contains(asked.keys, key) {
			asked.keys = append(asked.keys, key)
		}
	}
	if len(asked.ids) == 0 {
		m.say("there is nothing to acknowledge: "+say.AcknowledgedAlready, false)
		return
	}
	m.askReason(asked, asked.keys)
}

// askReason asks for the reason of incidents of these DNs.
func (m *Model) askReason(asked acknowledgement, dns []board.Key) {
	m.asked = asked
	choices := []overlay.Choice{{Label: "cancel"}}
	for _, reason := range incidents.Reasons() {
		choices = append(choices, overlay.Choice{Label: reason.String()})
	}
	all := make([]incidents.Incident, 0, len(asked.ids))
	for _, id := range asked.ids {
		if incident, ok := m.incidents.Get(id); ok {
			all = append(all, incident)
		}
	}
	m.ask(overlay.Dialog{
		Purpose: dialogAcknowledge, Question: say.AcknowledgeQuestion(all), Targets: dns, Choices: choices, Focus: 1, Menu: true,
	})
}

// askNote asks for a note, after the dialog was answered with a choice.
func (m *Model) askNote(choice int) {
	m.asked.reason = incidents.Reasons()[choice-1]
	m.overlay.OpenPrompt(overlay.Prompt{
		Purpose: promptNote, Label: m.asked.reason.String() + ", note", Remembers: true,
		Advice: overlay.Advice{Hint: "enter acknowledge  esc cancel  ctrl+p earlier notes"},
	})
}

// acknowledge acknowledges what was asked about, with a note.
func (m *Model) acknowledge(note string) {
	asked := m.asked
	m.asked = acknowledgement{}
	count := m.incidents.Acknowledge(asked.ids, asked.reason, strings.TrimSpace(note), m.options.By, m.clock.now)
	m.showLasting()
	m.say(say.Acknowledged(count, asked.reason, len(m.rows.Hidden(asked.keys))), false)
}

// acknowledgedElsewhere takes over what other processes have acknowledged.
func (m *Model) acknowledgedElsewhere(others []incidents.Incident) {
	taken := m.incidents.AcknowledgedElsewhere(others)
	if len(taken) == 0 {
		return
	}
	m.showLasting()
	m.say(say.AcknowledgedElsewhere(taken), false)
}

// acknowledgeRemarks acknowledges what rows show that is no incident: that another client
// stopped a capture, if such stops are none.
func (m *Model) acknowledgeRemarks(keys []board.Key) {
	if m.board.Acknowledge(keys...) == 0 {
		m.say(say.NothingToAcknowledge(keys), false)
		return
	}
	m.say(say.RemarkAcknowledged(keys), false)
}

// typedAcknowledge acknowledges the incidents of the named DNs at once.
func (m *Model) typedAcknowledge(msg Acknowledge) {
	if m.overlay.Dialog() != nil || len(msg.Keys) == 0 || msg.Reason == 0 {
		return
	}
	ids := m.incidents.OfDNs(msg.Keys)
	if len(ids) == 0 {
		m.acknowledgeRemarks(msg.Keys)
		return
	}
	m.asked = acknowledgement{ids: ids, keys: msg.Keys, reason: msg.Reason}
	m.acknowledge(msg.Note)
}

// showLasting puts on the rows what went wrong and was not acknowledged.
func (m *Model) showLasting() {
	for _, key := range m.incidents.TakeDNs() {
		m.board.SetLasting(key, m.incidents.Lasting(key))
		if !m.incidents.HasUnacknowledged(key) {
			m.board.Acknowledge(key)
		}
	}
}

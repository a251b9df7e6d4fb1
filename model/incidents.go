package model

import (
	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/model/incidents"
	"capdeck/model/say"
)

// Incidents returns what went wrong. The caller must not change it.
func (m *Model) Incidents() *incidents.Incidents { return m.incidents }

// Evidence returns whether the logs of coverage and incidents can be written.
func (m *Model) Evidence() EvidenceState { return m.evidence }

// changed passes a change of the board to the parts that keep something about it. It
// ignores what the end of the program causes.
func (m *Model) changed(change *board.Change) {
	if m.ending.ended {
		return
	}
	m.coverage.Changed(change)
	m.incidents.Changed(change)
	m.record(change)
}

// whyDown returns why the link of a site is down.
func (m *Model) whyDown(site string) string {
	link, _ := m.board.Link(site)
	return link.Reason
}

// reconnectNow makes the session reconnect. The loss of the link is then asked for.
func (m *Model) reconnectNow() []effect.Effect {
	m.incidents.AskedReconnect(m.options.Site)
	return []effect.Effect{effect.Reconnect{}}
}

// keepIncidents hands what happened to incidents to the log on disk.
func (m *Model) keepIncidents(effects []effect.Effect) []effect.Effect {
	m.showLasting()
	if entries := m.incidents.TakeEntries(); len(entries) > 0 {
		effects = append(effects, effect.Incidents{Entries: entries})
		if m.options.NotifyIncidents {
			m.noted.add(entries)
		}
	}
	return m.tellIncidents(effects)
}

// incidentNotes holds what happened to incidents since the user's attention was asked for:
// the first entry, and how many more.
type incidentNotes struct {
	first incidents.Entry
	count int
}

func (n *incidentNotes) add(entries []incidents.Entry) {
	for i := range entries {
		if kind := entries[i].Kind; kind != incidents.EntryRaised && kind != incidents.EntryCleared {
			continue
		}
		if n.count++; n.count == 1 {
			n.first = entries[i]
		}
	}
}

// tellIncidents asks for the user's attention if an incident was raised or is over, as seldom
// as for the alerts of the board.
func (m *Model) tellIncidents(effects []effect.Effect) []effect.Effect {
	if m.noted.count == 0 || !m.notes.mayAlert(m.clock.now) {
		return effects
	}
	text := say.IncidentNote(&m.noted.first, m.noted.count-1)
	m.noted, m.notes.alerted = incidentNotes{}, m.clock.now
	m.say(text, true)
	return append(effects, effect.Notify{Text: text})
}

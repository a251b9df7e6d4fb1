package model

import (
	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/model/incidents"
	"capdeck/model/panes"
	"capdeck/model/say"
)

// Incidents returns what went wrong. The caller must not change it.
func (m *Model) Incidents() *incidents.Incidents { return m.incidents }

// Listed returns the list of incidents. The caller must not change it.
func (m *Model) Listed() *incidents.Pane { return m.listed }

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

// inIncidents reports whether keys act on the list of incidents.
func (m *Model) inIncidents() bool {
	return m.panes.Text().Content() == panes.Incidents && m.panes.Focus() == action.PaneDetail
}

// toggleIncidents opens the list of incidents and moves the focus to it, or closes it.
func (m *Model) toggleIncidents() {
	m.changePanes(func(p *panes.Panes) { p.Toggle(panes.Incidents) })
	if m.panes.Text().Content() == panes.Incidents {
		m.panes.SetFocus(action.PaneDetail)
	}
}

// nextIncidents lists other incidents, or opens the list.
func (m *Model) nextIncidents() {
	if m.panes.Text().Content() != panes.Incidents {
		m.toggleIncidents()
		return
	}
	m.listed.NextView()
}

// toggleMark marks the row, or the incident, under the cursor.
func (m *Model) toggleMark() {
	if m.inIncidents() {
		m.listed.ToggleMark()
		return
	}
	m.rows.ToggleMark()
}

// goToIncident moves to the DN of the incident under the cursor, and shows its detail.
func (m *Model) goToIncident() {
	under, ok := m.listed.Cursor()
	switch {
	case !ok:
		m.changePanes((*panes.Panes).CloseText)
		return
	case under.Key.DN == "":
		m.say(say.IncidentWithoutDN, true)
		return
	case m.board.Row(under.Key) == nil:
		m.say(say.NoLongerOnBoard(under.Key.DN), true)
		return
	}
	m.rows.MoveToKey(under.Key)
	if key, chosen := m.rows.Cursor(); !chosen || key != under.Key {
		m.say(say.FilterHidesDN(under.Key.DN), true)
		return
	}
	m.changePanes(func(p *panes.Panes) {
		p.SetFocus(action.PaneBoard)
		p.ToggleDetail()
	})
}

// clickIncident moves the focus and the cursor to an incident, unless an overlay hides the
// list.
func (m *Model) clickIncident(id string) {
	if m.overlay.IsOpen() || m.panes.Text().Content() != panes.Incidents {
		return
	}
	m.panes.SetFocus(action.PaneDetail)
	m.listed.MoveToID(id)
}

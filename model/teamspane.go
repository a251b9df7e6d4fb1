package model

import (
	"capdeck/model/action"
	"capdeck/model/filter"
	"capdeck/model/panes"
	"capdeck/model/say"
	"capdeck/model/teams"
)

// Teams returns the list of teams. The caller must not change it, apart from
// [teams.Teams.Visible].
func (m *Model) Teams() *teams.Teams { return m.teams }

// inTeams reports whether keys act on the list of teams.
func (m *Model) inTeams() bool {
	return m.panes.Text().Content() == panes.Teams && m.panes.Focus() == action.PaneDetail
}

// toggleTeams opens the list of teams and moves the focus to it, or closes it.
func (m *Model) toggleTeams() {
	m.changePanes(func(p *panes.Panes) { p.Toggle(panes.Teams) })
	if m.panes.Text().Content() == panes.Teams {
		m.panes.SetFocus(action.PaneDetail)
		m.teams.Open(m.clock.now)
	}
}

// followTeams updates the list of teams while it is open.
func (m *Model) followTeams() {
	if m.panes.Text().Content() == panes.Teams {
		m.teams.Follow(m.clock.now)
	}
}

// filterTeam filters the board by the team under the cursor and closes the list. All DNs of
// the team are shown: a quick view, or the set of failures, is left.
func (m *Model) filterTeam() {
	team, ok := m.teams.Cursor()
	if !ok {
		m.say(say.NoTeam, true)
		return
	}
	text, ok := filter.OfTeam(team.Name)
	if !ok {
		m.say(say.TeamNotNamed(team.Name), true)
		return
	}
	m.changePanes(func(p *panes.Panes) {
		p.CloseText()
		p.SetFocus(action.PaneBoard)
	})
	if left := m.rows.Filter().Views(); left != "" {
		m.rows.SetQuick(m.clock.now, filter.AnyState)
		m.rows.SetOnly(m.clock.now, nil)
		m.say(say.WholeTeam(team.Name, left), false)
	}
	m.rows.SetFilter(m.clock.now, text)
	m.rows.Land("")
}

// sortTeams changes the order of the teams and says so.
func (m *Model) sortTeams(change func(*teams.Teams)) {
	change(m.teams)
	m.say(m.teams.Order().String(), false)
}

// clickTeam moves the focus and the cursor to a team, unless an overlay hides the list.
func (m *Model) clickTeam(key teams.Key) {
	if m.overlay.IsOpen() || m.panes.Text().Content() != panes.Teams {
		return
	}
	m.panes.SetFocus(action.PaneDetail)
	m.teams.MoveToKey(key)
}

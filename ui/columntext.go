package ui

import (
	"strconv"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/themes"
)

// columnText is what a column says of a row; capture and last command are drawn
// by functions of their own.
func (a *App) columnText(row *board.Row, column model.Column) (themes.Role, string) {
	switch column {
	case model.ColumnDN:
		return themes.Text, row.Key().DN
	case model.ColumnAgent:
		return themes.Text, agentText(row)
	case model.ColumnLabel:
		return themes.Text, row.Label()
	case model.ColumnAgentID:
		return themes.Text, row.Agent().ID
	case model.ColumnAgentState:
		return themes.Text, agentStateText(row)
	case model.ColumnTeam:
		return themes.Text, row.Team()
	case model.ColumnSince:
		capture := row.Capture()
		return themes.Faint, since(&capture, a.model.Now())
	case model.ColumnHeard:
		if heard := row.Capture().Heard; !heard.IsZero() {
			return themes.Faint, age(a.model.Now().Sub(heard))
		}
	case model.ColumnCall:
		if call, has := row.CurrentCall(); has {
			return themes.Text, callText(&call)
		}
	case model.ColumnConnID:
		if call, has := row.CurrentCall(); has {
			return themes.Faint, board.ConnIDText(call.ConnID)
		}
	case model.ColumnRegistration:
		return a.registrationText(row)
	}
	return themes.Text, ""
}

func agentText(row *board.Row) string {
	if label := row.Label(); label != "" {
		return label
	}
	return row.Agent().ID
}

func agentStateText(row *board.Row) string {
	agent := row.Agent()
	if agent.Reason == "" {
		return agent.State.String()
	}
	return agent.State.String() + " " + agent.Reason
}

// registrationText is how the DN stands at T-Server, with the code of what went
// wrong.
func (a *App) registrationText(row *board.Row) (themes.Role, string) {
	reg := row.Registration()
	text := reg.State.String()
	if reg.Code != 0 {
		text += " " + strconv.Itoa(int(reg.Code))
	}
	switch reg.State {
	case board.RegistrationRefused, board.RegistrationLost, board.RegistrationNoAnswer, board.RegistrationOutOfService:
		return themes.Fault, a.look.glyphs.Fault + " " + text
	case board.RegistrationPending, board.RegistrationNone:
		return themes.Pending, text
	}
	return themes.Faint, text
}

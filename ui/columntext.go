package ui

import (
	"strconv"

	"capdeck/model/board"
	"capdeck/model/column"
	"capdeck/themes"
	"capdeck/ui/cell"
)

// madeText is the room for a text that is made for a column: as much as the
// compiler keeps of one on the stack.
const madeText = 32

// drawColumn draws what a column says of a row in so many cells; capture and last
// command are drawn by functions of their own. Texts that are made for the line are
// made on the stack: a frame has hundreds of them.
func (a *App) drawColumn(line *cell.Line, row *board.Row, c column.ID, selected bool, cells int) {
	var room [madeText]byte
	role, made := themes.Text, room[:0]
	switch c {
	case column.Since:
		capture := row.Capture()
		role, made = themes.Faint, appendSince(made, &capture, a.model.Now())
	case column.Heard:
		if heard := row.Capture().Heard; !heard.IsZero() {
			role, made = themes.Faint, appendAge(made, a.model.Now().Sub(heard))
		}
	case column.Call:
		a.drawCall(line, row, selected, cells)
		return
	case column.ConnID:
		if call, has := row.CurrentCall(); has {
			role, made = themes.Faint, append(made, board.ConnIDText(call.ConnID)...)
		}
	default:
		var text string
		role, text = a.columnText(row, c)
		line.Field(a.styles.On(role, selected), text, cells)
		return
	}
	line.Field(a.styles.On(role, selected), string(made), cells)
}

// columnText is what a column says of a row in a text that is not made for the
// line.
func (a *App) columnText(row *board.Row, c column.ID) (themes.Role, string) {
	switch c {
	case column.DN:
		return themes.Text, row.Key().DN
	case column.Agent:
		return themes.Text, agentText(row)
	case column.Label:
		return themes.Text, row.Label()
	case column.AgentID:
		return themes.Text, row.Agent().ID
	case column.AgentState:
		return themes.Text, agentStateText(row)
	case column.Team:
		return themes.Text, row.Team()
	case column.Registration:
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
		return agent.StateText()
	}
	return agent.StateText() + " " + agent.Reason
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
		return themes.Fault, a.styles.Glyphs.Fault + " " + text
	case board.RegistrationPending, board.RegistrationNone:
		return themes.Pending, text
	}
	return themes.Faint, text
}

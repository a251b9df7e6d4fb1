package rows

import (
	"strconv"

	"capdeck/model/board"
	"capdeck/model/column"
	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/themes"
	"capdeck/ui/cell"
	"capdeck/ui/dntext"
)

// madeText is the buffer size for a text that is made while a column is drawn. The
// compiler keeps a buffer of this size on the stack.
const madeText = 32

// drawField draws the field of a column, except capture and last command, which have
// functions of their own. It makes texts on the stack, since a frame has hundreds of
// them.
func (t *Table) drawField(line *cell.Line, row *board.Row, c column.ID, selected bool, cells int) {
	var room [madeText]byte
	role, made := themes.Text, room[:0]
	switch c {
	case column.Since:
		capture := row.Capture()
		role, made = themes.Faint, dntext.AppendSince(made, &capture, t.Words.Now)
	case column.Gap:
		if t.Gap == nil {
			break
		}
		if gap, has := t.Gap(row); has {
			role, made = gapRole(row), phrase.AppendAge(made, gap)
		}
	case column.Heard:
		if heard := row.Capture().Heard; !heard.IsZero() {
			role, made = themes.Faint, phrase.AppendAge(made, t.Words.Now.Sub(heard))
		}
	case column.Call:
		t.drawCall(line, row, selected, cells)
		return
	case column.ConnID:
		if call, has := row.CurrentCall(); has {
			role, made = themes.Faint, append(made, say.ConnID(call.ConnID)...)
		}
	default:
		var text string
		role, text = t.Text(row, c)
		line.Field(t.Styles.On(role, selected), text, cells)
		return
	}
	line.Field(t.Styles.On(role, selected), string(made), cells)
}

// gapRole returns the role of a gap: as loud as the capture of the row.
func gapRole(row *board.Row) themes.Role {
	switch {
	case row.Established() && row.State() != board.StateRec:
		return themes.NotCaptured
	case row.Stale() != 0:
		return themes.Stale
	}
	return themes.Faint
}

// Text returns the text of a column and its role. The text is "" for columns whose text is
// made while they are drawn.
func (t *Table) Text(row *board.Row, c column.ID) (themes.Role, string) {
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
		return t.registrationText(row)
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

// registrationText returns the registration of a DN, with the error code if it failed.
func (t *Table) registrationText(row *board.Row) (themes.Role, string) {
	reg := row.Registration()
	text := reg.State.String()
	if reg.Code != 0 {
		text += " " + strconv.Itoa(int(reg.Code))
	}
	switch reg.State {
	case board.RegistrationRefused, board.RegistrationLost, board.RegistrationNoAnswer, board.RegistrationOutOfService:
		return themes.Fault, t.Styles.Glyphs.Fault + " " + text
	case board.RegistrationPending, board.RegistrationNone:
		return themes.Pending, text
	}
	return themes.Faint, text
}

package ui

import (
	"capdeck/model"
	"capdeck/model/action"
	"capdeck/themes"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
)

// paneText is what the text pane shows. Of what was sent the lines are made when
// it is known which of them are seen.
func (a *App) paneText() []canvas.TextLine {
	switch a.model.Subject() {
	case model.SubjectMessage:
		entry, ok := a.model.SelectedMessage()
		if !ok {
			return []canvas.TextLine{canvas.Plain(themes.Warning, "No message has come yet.")}
		}
		return a.messageLines(&entry)
	case model.SubjectStatistics:
		return a.statisticsText()
	case model.SubjectSent:
		return a.sentText()
	}
	return a.detailText()
}

// textTitle names what the text pane is about, how that stands, and the action
// that closes it.
func (a *App) textTitle() (title, state string, closes action.ID) {
	closes = action.Detail
	key, chosen := a.model.Cursor()
	switch a.model.Subject() {
	case model.SubjectMessage:
		title = "Message"
		if a.model.ShowsBytes() {
			title = "Bytes"
		}
	case model.SubjectStatistics:
		title, closes = "Statistics", action.Statistics
	case model.SubjectSent:
		title, state = a.sentTitle()
		closes = action.Sent
	default:
		if !chosen {
			return "Detail", "", closes
		}
		title = "Detail of " + cell.Clean(key.DN)
		if _, marked := a.model.Aim(); marked > 0 {
			title = a.withAim(title)
		}
		return title, "", closes
	}
	if a.layout.rows == 0 || a.model.Focus() != action.PaneBoard {
		title = a.withAim(title)
	}
	return title, state, closes
}

package ui

import (
	"fmt"
	"strings"

	"capdeck/model/action"
	"capdeck/model/panes"
	"capdeck/model/phrase"
	"capdeck/themes"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/detail"
	"capdeck/ui/incidents"
	"capdeck/ui/sent"
	"capdeck/ui/statistics"
	"capdeck/ui/teams"
)

// paneText returns the lines of the text pane. Those of the sent commands are filled in
// later, when it is known which of them are visible.
func (a *App) paneText() []canvas.TextLine {
	switch a.model.Panes().Text().Content() {
	case panes.Message:
		entry, ok := a.model.Messages().Selected()
		if !ok {
			return []canvas.TextLine{canvas.Plain(themes.Warning, "No message has arrived yet.")}
		}
		return a.reader.Lines(&entry, a.width, a.model.Panes().Text().AsBytes())
	case panes.Statistics:
		return a.statisticsText()
	case panes.Teams:
		// drawTeams draws them.
		return make([]canvas.TextLine, 1+max(a.model.Teams().Len(), 1))
	case panes.Sent:
		view := a.model.Sent().View()
		return a.sentPane().Text(&view)
	case panes.Incidents:
		// Only their number matters: drawIncidents makes those that are visible.
		return make([]canvas.TextLine, a.incidentsPane().Lines())
	}
	return a.detailText()
}

// textTitle returns the title of the text pane, its state, and the action that closes it.
func (a *App) textTitle() (title, state string, closes action.ID) {
	closes = action.Detail
	key, chosen := a.model.Rows().Cursor()
	switch a.model.Panes().Text().Content() {
	case panes.Message:
		title = "Message"
		if a.model.Messages().ShowsFeed() {
			title = "Event"
		}
		if a.model.Panes().Text().AsBytes() {
			title = "Bytes"
		}
	case panes.Statistics:
		title, closes = "Statistics", action.Statistics
	case panes.Teams:
		title, closes = "Teams", action.Teams
	case panes.Sent:
		view := a.model.Sent().View()
		title, state = a.sentPane().Title(&view, a.model.Sent().Journal().Failed)
		closes = action.Sent
	default:
		if !chosen {
			return "Detail", "", closes
		}
		title = "Detail of " + cell.Clean(key.DN)
		if _, marked := a.model.Rows().Aim(); marked > 0 {
			title = a.withAim(title)
		}
		return title, "", closes
	}
	if a.layout.rows == 0 || a.model.Panes().Focus() != action.PaneBoard {
		title = a.withAim(title)
	}
	return title, state, closes
}

// drawTeams draws the list of teams with its title. Its heads stay while it scrolls.
func (a *App) drawTeams(c *canvas.Canvas, title, hint string) {
	l, list := &a.layout, a.model.Teams()
	if l.text < 0 {
		return
	}
	visible := list.Visible()
	if len(visible) < list.Len() {
		hint = fmt.Sprintf("%d to %d of %s   %s", list.Top()+1, list.Top()+len(visible), phrase.Count(list.Len(), "team", "teams"), hint)
	}
	if a.width >= canvas.WideWidth {
		hint = strings.TrimLeft(a.keys.Hint(action.Detail, "", " filters  ")+a.keys.Hint(action.SortNext, "", " sorts  ")+hint, " ")
	}
	c.Rule(action.PaneDetail, title, hint, a.model.Panes().Focus() == action.PaneDetail)
	a.teamsPane().Draw(c, visible, l.text)
}

func (a *App) teamsPane() *teams.Pane {
	pane := &teams.Pane{Glyphs: &a.styles.Glyphs, Width: a.width, Order: a.model.Teams().Order()}
	pane.Cursor, pane.HasCursor = a.model.Teams().Cursor()
	return pane
}

// copiedText returns the lines of the text pane for a copy.
func (a *App) copiedText() []canvas.TextLine {
	if a.model.Panes().Text().Content() == panes.Teams {
		return a.teamsPane().Text(a.model.Teams().All())
	}
	if a.model.Panes().Text().Content() == panes.Incidents {
		return a.incidentsPane().Text()
	}
	return a.paneText()
}

// detailMessages is the number of messages that the detail lists.
const detailMessages = 20

// detailText returns everything that is known about the DN under the cursor.
func (a *App) detailText() []canvas.TextLine {
	input := detail.Input{Board: a.model.Board(), History: a.model.History(), Words: a.words(), Keys: &a.keys, Zone: a.options.Zone, Width: a.width}
	if key, chosen := a.model.Rows().Cursor(); chosen {
		input.Row = input.Board.Row(key)
	}
	if input.Row != nil {
		input.Standing, input.Incidents = a.model.Coverage().Standing(input.Row), a.model.Incidents().OfDN(input.Row.Key())
		input.Messages = a.lastMessages(input.Row.Key().DN)
	}
	return detail.Text(input)
}

// lastMessages returns the last messages of a DN, newest first.
func (a *App) lastMessages(dn string) []canvas.TextLine {
	lines := make([]canvas.TextLine, 0, detailMessages)
	log := a.model.Messages().Log()
	for n := log.Before(log.End(), dn); n != 0 && len(lines) < detailMessages; n = log.Before(n, dn) {
		entry, ok := log.At(n)
		if !ok {
			break
		}
		lines = append(lines, a.reader.Line(&entry, &a.styles.Glyphs))
	}
	return lines
}

func (a *App) statisticsText() []canvas.TextLine {
	return statistics.Text(statistics.Input{
		Board: a.model.Board(), Commands: a.model.Statistics(), Began: a.model.Statistics().Began(), Now: a.model.Now(),
		Zone: a.options.Zone, Glyphs: &a.styles.Glyphs, Width: a.width,
	})
}

func (a *App) incidentsPane() *incidents.Pane {
	all := a.model.Incidents()
	return &incidents.Pane{
		List: a.model.Listed(), Dropped: all.Dropped(), Now: a.model.Now(), Zone: a.options.Zone, Width: a.width,
		Key: a.keys.Hint(action.Listed, "", ""),
	}
}

// drawIncidents draws the list of incidents with its title.
func (a *App) drawIncidents(c *canvas.Canvas) {
	l, pane := &a.layout, a.incidentsPane()
	if l.text < 0 {
		return
	}
	title, state := pane.Title(l.text)
	focused := a.model.Panes().Focus() == action.PaneDetail
	c.Rule(action.PaneDetail, title, strings.TrimLeft(state+a.keys.Hint(action.Incidents, "   ", " closes"), " "), focused)
	pane.Draw(c, l.text, focused)
}

func (a *App) sentPane() *sent.Pane {
	return &sent.Pane{Zone: a.options.Zone, Glyphs: &a.styles.Glyphs, Width: a.width}
}

// textTop returns the first line of the text pane to show. It can be too high for a full
// pane; the caller limits it.
func (a *App) textTop() int {
	if text := a.model.Panes().Text(); text.Content() != panes.Sent {
		return text.Top()
	}
	return a.model.Sent().Top()
}

package ui

import (
	"strings"

	"capdeck/model"
	"capdeck/model/action"
	"capdeck/model/phrase"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
)

// stateGap is the cells between the parts of a title's state, a comma and a
// blank.
const stateGap = 2

// ruleCells is what a pane's title line has at least besides title, state and
// the gap between them.
const ruleCells = 7

// drawMessagesTitle draws the title line of the messages pane: whose messages
// they are, and what the pane shows of the log. In a narrow window that is
// shortened, and of the state what matters least leaves.
func (a *App) drawMessagesTitle(c *canvas.Canvas, view *model.MessagesView) {
	title := a.messagesTitle(a.model.MessagesOf())
	_, state := canvas.Fit([]canvas.Segment{{Text: title}}, a.messagesState(view), stateGap, c.Width-ruleCells)
	texts := make([]string, len(state))
	for i := range state {
		texts[i] = state[i].Text
	}
	c.Rule(action.PaneMessages, title, strings.Join(texts, ", "), a.model.Focus() == action.PaneMessages)
}

// messagesTitle says whose messages are shown, and which DN keys act on where
// its row is not seen.
func (a *App) messagesTitle(only string) string {
	short := a.width < canvas.FullWidth
	dn := func(text string) string {
		return cell.Cut(cell.Clean(text), max(a.width/4, messageDN), a.styles.Glyphs.Ellipsis)
	}
	title := "Messages"
	if a.model.ShowsAutomatic() {
		title = "Automatic queries"
	}
	switch {
	case only != "" && short && !a.model.ShowsAutomatic():
		title = dn(only) + " only"
	case only != "":
		title += " of " + dn(only) + " only"
	}
	dnOfKeys, _ := a.model.Aim()
	if a.layout.rows == 0 || a.model.Focus() == action.PaneMessages && dnOfKeys != only {
		title = a.withAim(title)
	}
	return title
}

// withAim adds to a title what the keys of commands act on, where the rows are
// not in sight or something else is selected. In a small window it stands in
// front: the end is what is cut.
func (a *App) withAim(title string) string {
	dn, marked := a.model.Aim()
	aim := cell.Cut(cell.Clean(dn), max(a.width/4, messageDN), a.styles.Glyphs.Ellipsis)
	if marked > 0 {
		aim = phrase.Number(marked) + " marked"
	}
	switch {
	case aim == "":
		return title
	case a.width < canvas.FullWidth:
		return "keys: " + aim + "  " + title
	}
	return title + "   (keys act on " + aim + ")"
}

// messagesState says what the pane shows of the log, what is searched for, and
// what the log lacks.
func (a *App) messagesState(view *model.MessagesView) []canvas.Segment {
	var parts []canvas.Segment
	log := a.model.Log()
	if left := log.Left(); left > 0 {
		parts = append(parts, canvas.Segment{Text: phrase.Number(int(left)) + " older gone", Short: phrase.Number(int(left)) + " gone", Rank: 4})
	}
	if cut := log.Cut(); cut > 0 {
		parts = append(parts, canvas.Segment{Text: phrase.Number(int(cut)) + " cut", Rank: 5})
	}
	switch search := a.model.Search(); {
	case search.Running:
		done, all := phrase.Number(int(search.Done)), phrase.Number(int(search.All))
		parts = append(parts, canvas.Segment{Text: "searching " + a.styles.Glyphs.Ellipsis + " " + done + " of " + all, Short: "searching " + done, Rank: 2})
	case search.Text != "":
		text := cell.Cut(cell.Clean(search.Text), max(a.width/5, messageDN), a.styles.Glyphs.Ellipsis)
		parts = append(parts, canvas.Segment{Text: "search: " + text, Short: "/" + text, Rank: 3})
	}
	switch newer := phrase.Number(int(view.Newer)); {
	case view.Following:
		parts = append(parts, canvas.Segment{Text: "following"})
	case view.Newer == 0:
		parts = append(parts, canvas.Segment{Text: "not following", Short: "standing", Rank: 1})
	default:
		parts = append(parts, canvas.Segment{Text: newer + " newer below", Short: newer + " newer", Rank: 1})
	}
	return parts
}

// messagesWord says whether an action is one of the messages pane, and what the
// key line calls it there, "" where it would do nothing now.
func (a *App) messagesWord(row *action.Row) (word string, ofPane bool) {
	m := a.model
	switch row.ID {
	case action.Filter:
		return "search", true
	case action.SearchOlder, action.SearchNewer:
		if m.Search().Text == "" {
			return "", true
		}
	case action.MessagesDN:
		if m.MessagesOf() != "" {
			return "all DNs", true
		}
	case action.Bytes:
		if m.Subject() != model.SubjectMessage {
			return "", true
		}
		if m.ShowsBytes() {
			return "text", true
		}
	}
	return row.Word, row.Group == action.GroupMessages
}

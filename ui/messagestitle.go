package ui

import (
	"strings"

	"capdeck/model"
	"capdeck/model/phrase"
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
func (a *App) drawMessagesTitle(c *canvas, view *model.MessagesView) {
	title := a.messagesTitle(a.model.MessagesOf())
	_, state := fit([]segment{{text: title}}, a.messagesState(view), stateGap, c.width-ruleCells)
	texts := make([]string, len(state))
	for i := range state {
		texts[i] = state[i].text
	}
	c.rule(model.PaneMessages, title, strings.Join(texts, ", "), a.model.Focus() == model.PaneMessages)
}

// messagesTitle says whose messages are shown, and which DN keys act on where
// its row is not seen.
func (a *App) messagesTitle(only string) string {
	short := a.width < fullWidth
	dn := func(text string) string {
		return cell.Cut(cell.Clean(text), max(a.width/4, messageDN), a.look.glyphs.Ellipsis)
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
	if a.layout.rows == 0 || a.model.Focus() == model.PaneMessages && dnOfKeys != only {
		title = a.withAim(title)
	}
	return title
}

// withAim adds to a title what the keys of commands act on, where the rows are
// not in sight or something else is selected. In a small window it stands in
// front: the end is what is cut.
func (a *App) withAim(title string) string {
	dn, marked := a.model.Aim()
	aim := cell.Cut(cell.Clean(dn), max(a.width/4, messageDN), a.look.glyphs.Ellipsis)
	if marked > 0 {
		aim = phrase.Number(marked) + " marked"
	}
	switch {
	case aim == "":
		return title
	case a.width < fullWidth:
		return "keys: " + aim + "  " + title
	}
	return title + "   (keys act on " + aim + ")"
}

// messagesState says what the pane shows of the log, what is searched for, and
// what the log lacks.
func (a *App) messagesState(view *model.MessagesView) []segment {
	var parts []segment
	log := a.model.Log()
	if left := log.Left(); left > 0 {
		parts = append(parts, segment{text: phrase.Number(int(left)) + " older gone", short: phrase.Number(int(left)) + " gone", rank: 4})
	}
	if cut := log.Cut(); cut > 0 {
		parts = append(parts, segment{text: phrase.Number(int(cut)) + " cut", rank: 5})
	}
	switch search := a.model.Search(); {
	case search.Running:
		done, all := phrase.Number(int(search.Done)), phrase.Number(int(search.All))
		parts = append(parts, segment{text: "searching " + a.look.glyphs.Ellipsis + " " + done + " of " + all, short: "searching " + done, rank: 2})
	case search.Text != "":
		text := cell.Cut(cell.Clean(search.Text), max(a.width/5, messageDN), a.look.glyphs.Ellipsis)
		parts = append(parts, segment{text: "search: " + text, short: "/" + text, rank: 3})
	}
	switch newer := phrase.Number(int(view.Newer)); {
	case view.Following:
		parts = append(parts, segment{text: "following"})
	case view.Newer == 0:
		parts = append(parts, segment{text: "not following", short: "standing", rank: 1})
	default:
		parts = append(parts, segment{text: newer + " newer below", short: newer + " newer", rank: 1})
	}
	return parts
}

// messagesWord says whether an action is one of the messages pane, and what the
// key line calls it there, "" where it would do nothing now.
func (a *App) messagesWord(action *model.Action) (word string, ofPane bool) {
	m := a.model
	switch action.ID {
	case model.ActionFilter:
		return "search", true
	case model.ActionSearchOlder, model.ActionSearchNewer:
		if m.Search().Text == "" {
			return "", true
		}
	case model.ActionMessagesDN:
		if m.MessagesOf() != "" {
			return "all DNs", true
		}
	case model.ActionBytes:
		if m.Subject() != model.SubjectMessage {
			return "", true
		}
		if m.ShowsBytes() {
			return "text", true
		}
	}
	return action.Word, action.Group == model.GroupMessages
}

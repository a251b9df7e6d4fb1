package ui

import (
	"strings"

	"capdeck/model/action"
	"capdeck/model/overlay"
	"capdeck/model/panes"
	"capdeck/ui/canvas"
	"capdeck/ui/footer"
)

// drawKeys draws the key line, with the keys that have an effect now.
func (a *App) drawKeys(c *canvas.Canvas) {
	var items []footer.Key
	switch {
	case a.model.Overlay().Dialog() != nil:
		keys := overlay.DialogKeys()
		if a.model.Overlay().Dialog().Menu {
			keys = overlay.MenuKeys()
		}
		for _, key := range keys.Keys {
			if key.Word != "" {
				items = append(items, footer.Key{Name: strings.Join(key.Keys, " "), Word: key.Word})
			}
		}
	case a.model.Overlay().Picker() != nil:
		items = pickerKeys()
	case a.model.Overlay().ShowsHelp():
		items = []footer.Key{
			{Name: a.keys.Hint(action.Up, "", a.keys.Hint(action.Down, " ", "")), Word: "scroll"},
			{Name: a.keys.Hint(action.Clear, "", ""), Word: "close"},
		}
	default:
		items = a.actionItems()
	}
	footer.DrawKeys(c, items)
}

// incidentsItems returns the keys of the list of incidents.
func (a *App) incidentsItems() []footer.Key {
	var items []footer.Key
	for _, of := range [...]struct {
		id   action.ID
		word string
	}{
		{action.Acknowledge, "acknowledge"},
		{action.Mark, "mark"},
		{action.Detail, "go to DN"},
		{action.Listed, "list others"},
		{action.Incidents, "close"},
		{action.Help, "help"},
		{action.Quit, "quit"},
	} {
		if name := a.keys.Hint(of.id, "", ""); name != "" {
			items = append(items, footer.Key{Name: name, Word: of.word})
		}
	}
	return items
}

// actionItems returns the actions of the key line with their first keys. The actions of
// the messages are included only if the messages have the focus. They are then first.
func (a *App) actionItems() []footer.Key {
	if a.model.Panes().Focus() == action.PaneDetail && a.model.Panes().Text().Content() == panes.Incidents {
		return a.incidentsItems()
	}
	var items, ofMessages []footer.Key
	inMessages := a.model.Panes().Focus() == action.PaneMessages
	for i := range a.keys.Actions() {
		row := &a.keys.Actions()[i]
		keys := a.keys.Of(row)
		if row.Word == "" || len(keys) == 0 || a.model.Forbids(row) != "" {
			continue
		}
		word, ofPane := row.Word, false
		if inMessages {
			word, ofPane = a.messagesWord(row)
		}
		switch {
		case ofPane && word != "":
			ofMessages = append(ofMessages, footer.Key{Name: keys[0], Word: word})
		case !ofPane && row.Group != action.GroupMessages:
			items = append(items, footer.Key{Name: keys[0], Word: word})
		}
	}
	return append(ofMessages, items...)
}

// messagesWord reports whether an action belongs to the messages pane, and returns its word
// on the key line, "" if it would do nothing now.
func (a *App) messagesWord(row *action.Row) (word string, ofPane bool) {
	m := a.model
	switch row.ID {
	case action.Filter:
		return "search", true
	case action.SearchOlder, action.SearchNewer:
		if m.Messages().Search().Text == "" {
			return "", true
		}
	case action.MessagesDN:
		if m.Messages().DN() != "" {
			return "all DNs", true
		}
	case action.RawMessages:
		if !m.Messages().ShowsFeed() {
			return "events", true
		}
	case action.Bytes:
		if m.Panes().Text().Content() != panes.Message {
			return "", true
		}
		if m.Panes().Text().AsBytes() {
			return "text", true
		}
	}
	return row.Word, row.Group == action.GroupMessages
}

// pickerKeys returns the keys of the column picker.
func pickerKeys() []footer.Key {
	return []footer.Key{
		{Name: "space", Word: "show"},
		{Name: "< >", Word: "move"},
		{Name: "r", Word: "reset"},
		{Name: "w", Word: "save"},
		{Name: "enter", Word: "keep"},
		{Name: "esc", Word: "undo"},
	}
}

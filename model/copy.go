package model

import (
	"capdeck/model/action"
	"capdeck/model/effect"
	"capdeck/model/panes"
	"capdeck/model/phrase"
)

// copy copies what has the focus.
func (m *Model) copy() []effect.Effect {
	focus, content := m.panes.Focus(), m.panes.Text().Content()
	switch {
	case focus == action.PaneMessages, focus == action.PaneDetail && content == panes.Message:
		entry, ok := m.messages.Selected()
		if !ok {
			m.say("no message is selected: there is nothing to copy", true)
			return nil
		}
		return []effect.Effect{effect.Copy{Of: effect.CopiedMessage, What: "the message", Message: entry.Number, Automatic: m.messages.ShowsAutomatic()}}
	case focus == action.PaneDetail && content == panes.Statistics:
		return []effect.Effect{effect.Copy{Of: effect.CopiedDetail, What: "the statistics"}}
	case focus == action.PaneDetail && content == panes.Sent:
		m.say("what was sent is not copied from here: capdeck journal prints it", true)
		return nil
	case focus == action.PaneDetail:
		key, ok := m.rows.Cursor()
		if !ok {
			m.say(m.noTarget(), true)
			return nil
		}
		return []effect.Effect{effect.Copy{Of: effect.CopiedDetail, What: "the detail of " + key.DN}}
	}
	targets := m.rows.Targets()
	if len(targets) == 0 {
		m.say(m.noTarget(), true)
		return nil
	}
	return []effect.Effect{effect.Copy{Of: effect.CopiedDNs, What: phrase.Count(len(targets), "DN", "DNs"), Keys: targets}}
}

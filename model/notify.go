package model

import (
	"time"

	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/model/phrase"
)

// notifyPause is the least time from one Notify to the next.
const notifyPause = 10 * time.Second

// alerts are the changes that the board watched for and nobody was told of yet.
type alerts struct {
	first board.Alert
	count int
	told  time.Time // of the last Notify
}

// notify tells of what the board watches for (board.Options.Watch): the first at
// once, what follows in one note when the pause is over.
func (m *Model) notify(effects []effect.Effect) []effect.Effect {
	if first, count := m.board.TakeAlerts(); count > 0 {
		if m.alerts.count == 0 {
			m.alerts.first = first
		}
		m.alerts.count += count
	}
	if m.alerts.count == 0 || !m.alerts.told.IsZero() && m.now.Sub(m.alerts.told) < notifyPause {
		return effects
	}
	text := m.alertText(m.alerts.first)
	if more := m.alerts.count - 1; more > 0 {
		text += " and " + phrase.Number(more) + " more"
	}
	m.alerts = alerts{told: m.now}
	m.say(text, true)
	return append(effects, effect.Notify{Text: text})
}

func (m *Model) alertText(alert board.Alert) string {
	switch alert.Kind {
	case board.WatchStopped:
		return alert.Key.DN + ": the capture stopped unasked"
	case board.WatchFault:
		return alert.Key.DN + ": " + alert.Fault.String()
	}
	link, _ := m.board.Link(alert.Key.Site)
	return "the link to " + link.Address + " is down"
}

package model

import (
	"fmt"
	"time"

	"capdeck/model/board"
	"capdeck/model/phrase"
)

// Acknowledge acknowledges for the rows with these keys that the capture stopped
// unasked, or was stopped by another client, as a typed line does. While a dialog is
// open, and for no keys, it does nothing.
type Acknowledge struct {
	Now  time.Time
	Keys []board.Key
}

func (m Acknowledge) at() time.Time { return m.Now }

// acknowledgeTargets is what the key does: the marked DNs, or the one under the
// cursor.
func (m *Model) acknowledgeTargets() {
	if targets, ok := m.chosenTargets(); ok {
		m.acknowledge(targets)
	}
}

func (m *Model) acknowledge(keys []board.Key) {
	if m.overlay.Dialog() != nil || len(keys) == 0 {
		return
	}
	hidden := m.rows.Hidden(keys)
	count := m.board.Acknowledge(keys...)
	switch {
	case count == 0 && len(keys) == 1:
		m.say(fmt.Sprintf("there is nothing to acknowledge for DN %s: no capture stopped unasked", keys[0].DN), false)
	case count == 0:
		m.say("there is nothing to acknowledge: no capture stopped unasked at these "+phrase.Count(len(keys), "DN", "DNs"), false)
	case len(keys) == 1:
		m.say(fmt.Sprintf("acknowledged: the capture of DN %s had stopped", keys[0].DN), false)
	default:
		text := fmt.Sprintf("acknowledged %s of %s", phrase.Number(count), phrase.Count(len(keys), "DN", "DNs"))
		if len(hidden) > 0 {
			text += "; the filter hides " + phrase.Number(len(hidden)) + " of them"
		}
		m.say(text, false)
	}
}

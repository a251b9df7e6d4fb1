package recorder

import "capdeck/tlibconn/event"

// Next is the recorder's table: it returns the state that a command leads to, which is also the
// indication that answers it. start leads to enabled and stop to disabled from any state, pause from
// enabled to paused, resume from paused to enabled. Everything else, such as query, changes nothing.
// answered is false if verb is not a verb.
func Next(state event.Indication, verb event.Verb) (next event.Indication, answered bool) {
	switch verb {
	case event.VerbStart:
		return event.Enabled, true
	case event.VerbStop:
		return event.Disabled, true
	case event.VerbPause:
		if state == event.Enabled {
			return event.Paused, true
		}
	case event.VerbResume:
		if state == event.Paused {
			return event.Enabled, true
		}
	case event.VerbQuery:
	default:
		return state, false
	}
	return state, true
}

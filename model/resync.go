package model

import (
	"fmt"
	"strconv"
	"time"

	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/model/phrase"
	"capdeck/tlibconn/event"
)

// AddressesUnsent says that the session took none of the DNs of a QueryAddresses.
type AddressesUnsent struct {
	Now  time.Time
	Keys []board.Key
	Why  string
	// Obstacle is what was in the way, if that passes by itself.
	Obstacle event.Obstacle
}

func (m AddressesUnsent) at() time.Time { return m.Now }

// Resynchronise asks for the calls, the agents and the captures of the rows with these
// keys, as a typed line does. While a dialog is open, and for no keys, it does
// nothing.
type Resynchronise struct {
	Now  time.Time
	Keys []board.Key
}

func (m Resynchronise) at() time.Time { return m.Now }

// resyncTargets is what the key does: the marked DNs, or the one under the cursor.
func (m *Model) resyncTargets() {
	if targets, ok := m.chosenTargets(); ok {
		m.resync(targets)
	}
}

// resync asks for the calls, the agent and the capture of the targets. It changes
// nothing, so that it never asks first.
func (m *Model) resync(targets []board.Key) {
	if m.overlay.Dialog() != nil || len(targets) == 0 {
		return
	}
	refused, reason := 0, ""
	for _, key := range targets {
		if err := m.board.Resync(m.now, key); err != nil {
			if refused++; refused == 1 {
				reason = err.Error()
			}
		}
	}
	switch asked := len(targets) - refused; {
	case asked == 0:
		m.say(reason, true)
	case refused > 0:
		m.say(fmt.Sprintf("resynchronising %s of %s DNs; the first of the others: %s", phrase.Number(asked), phrase.Number(len(targets)), reason), true)
	case asked == 1:
		m.say("resynchronising DN "+targets[0].DN, false)
	default:
		text := "resynchronising " + phrase.Number(asked) + " DNs"
		if hidden := m.rows.Hidden(targets); len(hidden) > 0 {
			text += "; the filter hides " + phrase.Number(len(hidden)) + " of them"
		}
		m.say(text, false)
	}
}

// askAddresses asks for what the board wants to know of DNs, and says what failed of
// what the user asked for.
func (m *Model) askAddresses(effects []effect.Effect) []effect.Effect {
	if keys := m.board.NextResyncs(m.now); len(keys) > 0 {
		effects = append(effects, effect.QueryAddresses{Keys: keys})
	}
	failures := m.board.TakeResyncFailures()
	if len(failures) == 0 {
		return effects
	}
	first := &failures[0]
	why := first.Why
	if first.Code != 0 {
		why = strconv.Itoa(int(first.Code)) + " " + why
	}
	text := "DN " + first.Key.DN + " was not resynchronised: " + why
	if len(failures) > 1 {
		text = phrase.Number(len(failures)) + " DNs were not resynchronised, the first, " + first.Key.DN + ": " + why
	}
	m.say(text, true)
	return effects
}

// addressesUnsent takes note of DNs that the session did not ask about.
func (m *Model) addressesUnsent(msg AddressesUnsent) {
	for _, key := range msg.Keys {
		m.board.Apply(&event.Event{
			Kind: event.KindUnsent, Time: m.now, Site: key.Site, DN: key.DN, Problem: msg.Why, Obstacle: msg.Obstacle,
			Request: event.Request{Kind: event.RequestAddress},
		})
	}
}

package plain

import (
	"strings"
	"time"

	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/model/say"
)

// pace counts changes if there are too many to announce one by one.
type pace struct {
	begun time.Time // when the counted lines began
	lines int       // announced one by one since then
	said  time.Time // when counts were last announced
	tally
}

// tally is the number of rows for each kind of change.
type tally struct {
	rows                   int
	states                 [4]int // by board.State
	stale, fresh, faults   int
	confirmed, unconfirmed int // commands
}

// restart starts a new count of lines if the last one is old.
func (p *pace) restart(now time.Time) {
	if now.Sub(p.begun) >= paceTime {
		p.begun, p.lines = now, 0
	}
}

func (p *pace) countAll(changes []change) {
	for i := range changes {
		p.count(&changes[i])
	}
}

// overflow counts a change that follows too many lines. The counts are announced when
// their time is over.
func (p *pace) overflow(c *change) {
	p.count(c)
	if p.said.Before(p.begun) {
		p.said = p.begun
	}
}

// count adds a row's change to the counts.
func (p *pace) count(c *change) {
	p.rows++
	if c.after.state != c.before.state && int(c.after.state) < len(p.states) {
		p.states[c.after.state]++
	}
	switch {
	case c.after.stale != 0 && c.before.stale == 0:
		p.stale++
	case c.after.stale == 0 && c.before.stale != 0:
		p.fresh++
	}
	if c.after.fault != c.before.fault && c.after.fault.Kind != board.FaultNone {
		p.faults++
	}
	for i := range c.ended {
		if c.ended[i].Life == board.LifeConfirmed {
			p.confirmed++
		} else {
			p.unconfirmed++
		}
	}
}

// sentence returns the counts and resets them. It returns "" if there are none, and if
// others were announced a moment ago, unless these are the last.
func (p *pace) sentence(now time.Time, last bool) string {
	if p.rows == 0 || !last && now.Sub(p.said) < paceTime {
		return ""
	}
	var parts []string
	add := func(n int, words string) {
		if n > 0 {
			parts = append(parts, phrase.Number(n)+" "+words)
		}
	}
	for _, state := range [...]board.State{board.StateRec, board.StatePaused, board.StateOff, board.StateUnknown} {
		add(p.states[state], "DNs now "+say.State(say.Spoken, state).Text)
	}
	add(p.stale, "no longer vouched for")
	add(p.fresh, "vouched for again")
	add(p.confirmed, "commands confirmed")
	add(p.unconfirmed, "commands not confirmed")
	add(p.faults, "new faults")
	text := phrase.Count(p.rows, "change", "changes")
	if len(parts) > 0 {
		text += ": " + strings.Join(parts, ", ")
	}
	text += "."
	if p.faults > 0 {
		text += " Type list state:fault to see which."
	}
	p.tally, p.said = tally{}, now
	return text
}

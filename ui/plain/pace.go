package plain

import (
	"time"

	"capdeck/model/board"
	"capdeck/model/say"
)

// pace counts changes if there are too many to announce one by one.
type pace struct {
	begun time.Time // when the counted lines began
	lines int       // announced one by one since then
	said  time.Time // when counts were last announced
	say.Changes
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
	p.Rows++
	if c.after.state != c.before.state && int(c.after.state) < len(p.States) {
		p.States[c.after.state]++
	}
	switch {
	case c.after.stale != 0 && c.before.stale == 0:
		p.Stale++
	case c.after.stale == 0 && c.before.stale != 0:
		p.Fresh++
	}
	switch c.after.fault.Kind {
	case c.before.fault.Kind, board.FaultNone:
	case board.FaultHadConflict, board.FaultWasRejected:
		// It was counted when it began.
	default:
		p.Faults++
	}
	for i := range c.ended {
		if c.ended[i].Life == board.LifeConfirmed {
			p.Confirmed++
		} else {
			p.Unconfirmed++
		}
	}
}

// sentence returns the counts and resets them. It returns "" if there are none, and if
// others were announced a moment ago, unless these are the last.
func (p *pace) sentence(now time.Time, last bool) string {
	if p.Rows == 0 || !last && now.Sub(p.said) < paceTime {
		return ""
	}
	text := p.Text()
	if p.Faults > 0 {
		text += " Type list state:fault to see which."
	}
	p.Changes, p.said = say.Changes{}, now
	return text
}

package model

import (
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn/event"
)

// paceBurst is how many parts of a second's commands may leave at once.
const paceBurst = 10

// pace says how many queued commands may leave.
type pace struct {
	allowance float64
	at        time.Time // of the allowance
}

// refill adds what the rate allows since the last call, up to a burst.
func (p *pace) refill(now time.Time, rate int) {
	most := max(1, float64(rate)/paceBurst)
	switch passed := now.Sub(p.at); {
	case p.at.IsZero():
		p.allowance = most
	case passed > 0:
		p.allowance = min(most, p.allowance+passed.Seconds()*float64(rate))
	}
	p.at = now
}

// next returns when half a burst may leave, or all that waits if that is less,
// so that a timer does not fire for each command.
func (p *pace) next(waiting, rate int) time.Time {
	need := min(float64(waiting), max(1, float64(rate)/paceBurst/2)) - p.allowance
	return p.at.Add(time.Duration(max(need, 0) / float64(rate) * float64(time.Second)))
}

// release takes out the commands that are to leave now: those for a single DN
// at once, and of the others as many as Options.CommandRate allows.
func (m *Model) release() []event.Command {
	var out []event.Command
	for _, id := range m.urgent {
		if command, ok := m.board.ReleaseOne(m.now, id); ok {
			out = append(out, command)
		}
	}
	m.urgent = m.urgent[:0]
	if m.board.Waiting() == 0 {
		return append(out, m.board.Release(m.now, 0)...)
	}
	rate := m.options.CommandRate
	if rate == 0 {
		return append(out, m.board.Release(m.now, 0)...)
	}
	m.pace.refill(m.now, rate)
	if most := int(m.pace.allowance); most > 0 {
		released := m.board.Release(m.now, most)
		m.pace.allowance -= float64(len(released))
		out = append(out, released...)
	}
	return out
}

// nextRelease returns when release has more to do; ok is false if nothing waits.
func (m *Model) nextRelease() (at time.Time, ok bool) {
	waiting := m.board.Waiting()
	if waiting == 0 || m.options.CommandRate == 0 {
		return time.Time{}, false
	}
	return m.pace.next(waiting, m.options.CommandRate), true
}

// overtake cancels what waits for a DN, because a newer command was queued for
// it: an older one that left behind it would undo it.
func (m *Model) overtake(key board.Key, verb event.Verb, newer board.CommandID) {
	if verb == event.VerbQuery || m.board.Waiting() == 0 {
		return
	}
	row := m.board.Row(key)
	if row == nil {
		return
	}
	for _, c := range row.OpenCommands() {
		if c.ID != newer && c.Life == board.LifeQueued && c.Verb != event.VerbQuery {
			m.board.Cancel(m.now, c.ID, "a newer "+verb.String()+" was given")
		}
	}
}

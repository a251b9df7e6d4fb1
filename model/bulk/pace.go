package bulk

import (
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn/event"
)

// burst is the fraction of a second's commands that may be sent at once: a tenth.
const burst = 10

// Release takes the commands to be sent now out of the board's queue: all those for a
// single DN, and as many of the others as the rate allows.
func (b *Bulks) Release(now time.Time, truth *board.Board) []event.Command {
	var out []event.Command
	for _, id := range b.single {
		if command, ok := truth.ReleaseOne(now, id); ok {
			out = append(out, command)
		}
	}
	b.single = b.single[:0]
	if b.limit == nil || truth.Waiting() == 0 {
		return append(out, truth.Release(now, 0)...)
	}
	if most := int(b.limit.TokensAt(now)); most > 0 {
		released := truth.Release(now, most)
		b.limit.AllowN(now, len(released))
		out = append(out, released...)
	}
	return out
}

// NextRelease returns when Release has more to do, and false if nothing waits. That is
// when half a burst may be sent, or all waiting commands if they are fewer: a timer
// need not fire for each command.
func (b *Bulks) NextRelease(now time.Time, truth *board.Board) (at time.Time, ok bool) {
	waiting := truth.Waiting()
	if waiting == 0 || b.limit == nil {
		return time.Time{}, false
	}
	rate := float64(b.limit.Limit())
	missing := min(float64(waiting), max(1, rate/burst/2)) - b.limit.TokensAt(now)
	return now.Add(time.Duration(max(missing, 0) / rate * float64(time.Second))), true
}

// Overtake cancels the commands that wait for a DN because a newer command was queued
// for it: an older command that was sent after the newer one would undo it. A query
// neither cancels commands nor is cancelled.
func Overtake(now time.Time, truth *board.Board, key board.Key, verb event.Verb, newer board.CommandID) {
	if verb == event.VerbQuery || truth.Waiting() == 0 {
		return
	}
	row := truth.Row(key)
	if row == nil {
		return
	}
	for _, c := range row.OpenCommands() {
		if c.ID != newer && c.Life == board.LifeQueued && c.Verb != event.VerbQuery {
			truth.Cancel(now, c.ID, "a newer "+verb.String()+" was given")
		}
	}
}

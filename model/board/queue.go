package board

import (
	"time"

	"capdeck/tlibconn/event"
)

// Queue queues a command at time now; by names who requested it, for the journal. Take it
// out with Release at once. The error is a *Refusal: nothing was queued.
func (b *Board) Queue(now time.Time, key Key, verb event.Verb, by string) (CommandID, error) {
	b.at = now
	r := b.Row(key)
	if reason := b.refuses(r, verb); reason != 0 {
		return 0, NewRefusal(key, verb, reason)
	}
	c := b.newCommand(now, r, verb)
	c.By = by
	b.queue = append(b.queue, c)
	b.waiting++
	r.site.whole.counters.OpenCommands++
	r.lastCommand = c
	b.changed(r)
	return c.ID, nil
}

func (b *Board) refuses(r *Row, verb event.Verb) RefusalReason {
	if r != nil && verb.String() == "" {
		return RefusedNoVerb
	}
	if reason := r.refusesRequests(); reason != 0 {
		return reason
	}
	if len(r.open) >= MaxOpenCommands {
		return RefusedTooMany
	}
	return 0
}

func (b *Board) newCommand(now time.Time, r *Row, verb event.Verb) *command {
	b.lastID++
	c := &command{
		Command: Command{
			ID: b.lastID, Key: r.key, Verb: verb, Life: LifeQueued, Queued: now,
			Timeout: b.options.IndicationTimeout,
		},
		row: r,
	}
	b.commands[c.ID] = c
	r.open = append(r.open, c)
	return c
}

// Release removes up to limit queued commands from the queue, oldest first, to be sent
// now; 0 means all. It chooses their ConnIDs. They count as sent when their KindSent event
// arrives.
func (b *Board) Release(now time.Time, limit int) []event.Command {
	b.at = now
	if b.waiting == 0 {
		b.queue = b.queue[:0]
		return nil
	}
	var out []event.Command
	taken := 0
	for _, c := range b.queue {
		if limit > 0 && len(out) == limit {
			break
		}
		taken++
		if c.waits() {
			b.waiting--
			out = append(out, b.release(now, c))
		}
	}
	left := copy(b.queue, b.queue[taken:])
	clear(b.queue[left:])
	b.queue = b.queue[:left]
	return out
}

// ReleaseOne removes one queued command ahead of the others; ok is false if it has already
// left or has ended.
func (b *Board) ReleaseOne(now time.Time, id CommandID) (command event.Command, ok bool) {
	b.at = now
	c := b.commands[id]
	if c == nil || !c.waits() {
		return event.Command{}, false
	}
	b.waiting--
	return b.release(now, c), true
}

func (b *Board) release(now time.Time, c *command) event.Command {
	c.released = now
	c.ConnID = b.chooseConnID(c.row, c.Verb)
	c.connID = c.ConnID
	b.changed(c.row)
	b.schedule(c.row)
	return event.Command{
		ID: uint64(c.ID), Site: c.Key.Site, DN: c.Key.DN, Verb: c.Verb, ConnID: c.ConnID,
		Automatic: c.automatic, Round: c.round,
	}
}

// chooseConnID returns the call that a command names when it leaves now.
func (b *Board) chooseConnID(r *Row, verb event.Verb) uint64 {
	switch b.options.ConnID.Mode {
	case ConnIDNone:
		return 0
	case ConnIDFixed:
		return b.options.ConnID.Fixed
	case ConnIDCapture:
		if id := r.liveCaptureCall(); verb != event.VerbStart && id != 0 {
			return id
		}
	}
	call, _ := r.CurrentCall()
	return call.ConnID
}

// liveCaptureCall returns the call of the live capture if it is still on the DN: that of
// the row's capture, else the newest live one by call.
func (r *Row) liveCaptureCall() uint64 {
	if live(r.capture.State) && r.hasCall(r.capture.ConnID) {
		return r.capture.ConnID
	}
	for i := len(r.byCall) - 1; i >= 0; i-- {
		if c := &r.byCall[i]; live(c.State) && r.hasCall(c.ConnID) {
			return c.ConnID
		}
	}
	return 0
}

// Waiting returns the number of commands that are queued and not released.
func (b *Board) Waiting() int { return b.waiting }

// Cancel ends a command that was not released, for the reason why. It returns false if the
// command has left, has ended or is unknown.
func (b *Board) Cancel(now time.Time, id CommandID, why string) bool {
	b.at = now
	c := b.commands[id]
	if c == nil || !c.waits() {
		return false
	}
	b.cancel(now, c, why)
	if len(b.queue) > 2*b.waiting+64 {
		b.dropCancelled()
	}
	return true
}

// CancelAll ends all commands that were not released and returns their number.
func (b *Board) CancelAll(now time.Time, why string) int {
	return b.cancelWhere(now, why, func(*command) bool { return true })
}

// CancelWrites ends all commands but queries that were not released and returns their
// number.
func (b *Board) CancelWrites(now time.Time, why string) int {
	return b.cancelWhere(now, why, func(c *command) bool { return c.Verb != event.VerbQuery })
}

func (b *Board) cancelWhere(now time.Time, why string, which func(*command) bool) int {
	b.at = now
	cancelled := 0
	for _, c := range b.queue {
		if c.waits() && which(c) {
			b.cancel(now, c, why)
			cancelled++
		}
	}
	b.dropCancelled()
	return cancelled
}

func (b *Board) dropCancelled() {
	kept := b.queue[:0]
	for _, c := range b.queue {
		if c.waits() {
			kept = append(kept, c)
		}
	}
	clear(b.queue[len(kept):])
	b.queue = kept
}

// waits reports whether the command is still in the queue.
func (c *command) waits() bool { return c.Life == LifeQueued && c.released.IsZero() }

func (b *Board) cancel(now time.Time, c *command, why string) {
	c.Why = why
	b.finish(c, LifeCancelled, now)
}

// Life returns the state of an open command, 0 for one that is not open.
func (b *Board) Life(id CommandID) Life {
	if open := b.commands[id]; open != nil {
		return open.Life
	}
	return 0
}

// TakeOutcomes returns the commands that have ended since the last call, in the order in
// which they ended, each exactly once. It does not return automatic queries.
func (b *Board) TakeOutcomes() []Command {
	out := b.outcomes
	b.outcomes = nil
	return out
}

// OnEnd sets a function that is called with each command of ours when it has its outcome,
// automatic queries among them; nil removes it. The command belongs to the board: ended
// must not retain any of it after it returns, and must not call the board.
func (b *Board) OnEnd(ended func(c *Command, automatic bool)) { b.ended = ended }

// EndAll ends every command, because no more answers will be seen. Commands that were not
// released are cancelled; the others end as LifeLost, LifeUnanswered or, with an
// indication, LifeConfirmed. A released command counts as sent, whether or not its
// KindSent event has arrived. Automatic queries end too, and have no outcome. EndAll
// returns the number of commands that ended.
func (b *Board) EndAll(now time.Time, why string) int {
	b.Expire(now)
	ended := 0
	for _, r := range b.rows {
		for len(r.open) > 0 {
			if c := r.open[0]; c.waits() {
				b.cancel(now, c, why)
			} else {
				b.endByLoss(c, now, why)
			}
			ended++
		}
	}
	b.dropCancelled()
	return ended
}

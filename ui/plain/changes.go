package plain

import (
	"slices"
	"strings"
	"time"

	"capdeck/model/board"
	"capdeck/model/say"
	"capdeck/tlibconn/event"
)

const (
	// mostLines is how many rows are announced one by one within paceTime;
	// further ones are counted in one line.
	mostLines = 20
	paceTime  = 2 * time.Second
	// settleTime is how long registrations and automatic queries are waited for
	// before rows are announced one by one nevertheless.
	settleTime = 30 * time.Second
)

// told is what was last announced of a row, or was so when it came.
type told struct {
	state        board.State
	stale        board.Stale
	call         board.CaptureCall
	fault        board.Fault
	hidden       board.Fault // by FaultStopped
	registration board.RegistrationState
	command      lastCommand
}

// lastCommand tells one standing of a row's last command from another.
type lastCommand struct {
	id   board.CommandID
	sent time.Time // tells the commands of other clients apart, which have no id
	life board.Life
	late event.Indication
}

// change is what has changed at a row.
type change struct {
	row    *board.Row
	before told
	after  told
	ended  []board.Command // those of ours that have ended
}

func tell(row *board.Row) told {
	now := told{state: row.State(), stale: row.Stale(), call: row.CaptureCall(), fault: row.Fault(), hidden: row.HiddenFault(), registration: row.Registration().State}
	if c, ok := row.LastCommand(); ok {
		now.command = lastCommand{c.ID, c.Sent, c.Life, c.Late}
	}
	return now
}

// changedRows returns the rows that have changed since the last call, in the
// board's order, and those whose commands have ended.
func (a *App) changedRows(ended map[board.Key][]board.Command) []change {
	truth := a.model.Board()
	if a.seen == truth.Version() && len(ended) == 0 && a.members == truth.MembersVersion() {
		return nil
	}
	var changes []change
	for _, row := range truth.Rows() {
		before, known := a.rows[row]
		if known && row.Version() <= a.seen {
			continue
		}
		after := tell(row)
		a.rows[row] = after
		outcomes := ended[row.Key()]
		if known && (before != after || len(outcomes) > 0) {
			changes = append(changes, change{row, before, after, outcomes})
		}
	}
	if a.members != truth.MembersVersion() {
		for row := range a.rows {
			if truth.Row(row.Key()) != row {
				delete(a.rows, row)
			}
		}
	}
	a.seen, a.members = truth.Version(), truth.MembersVersion()
	return changes
}

// announceRows announces what has changed at rows: each in a line of its own,
// or many in one.
func (a *App) announceRows(ended map[board.Key][]board.Command) {
	changes := slices.DeleteFunc(a.changedRows(ended), func(c change) bool {
		return !c.isNews(a.settling)
	})
	if a.quiet {
		changes = slices.DeleteFunc(changes, func(c change) bool {
			if c.isOurs() {
				return false
			}
			a.missed++
			return true
		})
	}
	a.pace.begin(a.now)
	changes = a.announceProgress(changes)
	if len(changes) > mostLines {
		a.pace.countAll(changes)
	} else {
		for i := range changes {
			a.announceRow(&changes[i])
		}
	}
	if text := a.pace.sentence(a.now, a.over); text != "" {
		a.announce(text)
	}
}

func (a *App) announceRow(c *change) {
	if a.pace.lines >= mostLines {
		a.pace.overflow(c)
		return
	}
	if text := c.text(); text != "" {
		a.pace.lines++
		a.announce(rowName(c.row) + ": " + text)
	}
}

// isOurs reports whether the change is one of a command from this board.
func (c *change) isOurs() bool {
	return len(c.ended) > 0 || c.after.command != c.before.command && c.after.command.id != 0
}

// isNews reports whether the change is to be announced. While the board settles
// after a login, that a DN is registered and that its state is heard is what
// everybody waits for: the counts at the end say it.
func (c *change) isNews(settling bool) bool {
	if len(c.ended) > 0 || c.after.command != c.before.command && c.after.command.life != board.LifeQueued {
		return true
	}
	if !settling {
		return c.text() != ""
	}
	return c.after.fault != c.before.fault && c.after.fault.Kind != board.FaultNone || c.after.hidden != c.before.hidden ||
		c.after.state != c.before.state && c.before.state != board.StateUnknown
}

// text is what has changed, in words; "" where nothing is to be said.
func (c *change) text() string {
	var parts []string
	add := func(text string) {
		if text != "" {
			parts = append(parts, text)
		}
	}
	switch {
	case c.after.state != c.before.state:
		add(say.CaptureChange(c.before.state, c.after.state, c.after.call))
	case c.after.call != c.before.call && c.after.call == board.CaptureAfterCall:
		add(say.CaptureChange(c.before.state, c.after.state, c.after.call))
	}
	add(c.vouched())
	add(c.registered())
	for i := range c.ended {
		add(commandText(&c.ended[i]))
	}
	add(c.lastCommand())
	add(c.faulty())
	return strings.Join(parts, ", ")
}

// vouched says that the state has become stale, for what further reasons, or is
// so no more.
func (c *change) vouched() string {
	switch {
	case c.after.stale == c.before.stale:
		return ""
	case c.after.stale != 0 && c.after.stale&^c.before.stale == 0:
		return "" // one of several reasons has gone
	case c.after.stale != 0:
		return say.Unvouched(c.after.stale)
	case c.after.state != c.before.state:
		return ""
	}
	return say.VouchedAgain(c.after.state)
}

// registered says that the registration holds again. That it does not is a
// fault.
func (c *change) registered() string {
	if !c.after.registration.Held() || c.before.registration.Held() {
		return ""
	}
	switch c.before.registration {
	case board.RegistrationRefused, board.RegistrationLost, board.RegistrationNoAnswer:
		return "registered again"
	case board.RegistrationNone, board.RegistrationPending:
	}
	return ""
}

// lastCommand says how the last command stands, if that is news and is not said
// as an outcome.
func (c *change) lastCommand() string {
	last, ok := c.row.LastCommand()
	if !ok || c.after.command == c.before.command || last.Life == board.LifeQueued {
		return ""
	}
	for i := range c.ended {
		if c.ended[i].ID == last.ID {
			return ""
		}
	}
	return commandText(&last)
}

// faulty says what is wrong now, or that it is not any more, where no command
// says it.
func (c *change) faulty() string {
	text := ""
	switch was, is := c.before.fault.Kind == board.FaultStopped, c.after.fault.Kind == board.FaultStopped; {
	case is && !was:
		text = say.FaultSentence(c.row, c.after.fault)
	case was && !is:
		text = "stopped unasked, acknowledged"
	}
	if present := c.faultyNow(); present != "" {
		if text != "" {
			text += ", "
		}
		text += present
	}
	return text
}

// present is what is wrong with a row, but for a capture that stopped.
func (t *told) present() board.Fault {
	if t.fault.Kind == board.FaultStopped {
		return t.hidden
	}
	return t.fault
}

// faultyNow is faulty without the captures that stopped.
func (c *change) faultyNow() string {
	before, after := c.before.present(), c.after.present()
	switch {
	case after == before:
		return ""
	case after.Kind == board.FaultNone && before.Kind >= board.FaultRejected:
		// The next command takes it away: its own words are enough.
		return ""
	case after.Kind == board.FaultNone && c.registered() != "":
		return ""
	case after.Kind == board.FaultNone:
		return say.Cleared(before)
	case after.Kind >= board.FaultRejected && len(c.ended) > 0:
		return ""
	}
	return say.FaultSentence(c.row, after)
}

// commandText returns how a command stands.
func commandText(c *board.Command) string { return say.CommandAsWas(say.Spoken, c, time.Time{}).Text }

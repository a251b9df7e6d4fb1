package plain

import (
	"strings"
	"time"

	"capdeck/model/board"
	"capdeck/model/say"
	"capdeck/tlibconn/event"
)

const (
	// mostLines is the number of rows that are announced one by one within paceTime;
	// further ones are counted in one line.
	mostLines = 20
	paceTime  = 2 * time.Second
	// settleTime is the time after which rows are announced one by one even if registrations
	// and automatic queries are still in progress.
	settleTime = 30 * time.Second
)

// rowState is the state of a row when it was last announced, or when it was added.
type rowState struct {
	state        board.State
	stale        board.Stale
	call         board.CaptureCall
	fault        board.Fault
	hidden       board.Fault // by a lasting one
	registration board.RegistrationState
	command      lastCommand
}

// lastCommand identifies one state of a row's last command.
type lastCommand struct {
	id   board.CommandID
	sent time.Time // identifies the commands of other clients, which have no ID
	life board.Life
	late event.Indication
}

// change is what has changed in a row.
type change struct {
	row    *board.Row
	before rowState
	after  rowState
	ended  []board.Command // the board's own commands that have ended
}

// rowStateOf returns the present state of a row.
func rowStateOf(row *board.Row) rowState {
	now := rowState{state: row.State(), stale: row.Stale(), call: row.CaptureCall(), fault: row.Fault(), hidden: row.HiddenFault(), registration: row.Registration().State}
	if c, ok := row.LastCommand(); ok {
		now.command = lastCommand{c.ID, c.Sent, c.Life, c.Late}
	}
	return now
}

// isOurs reports whether a command from this board caused the change.
func (c *change) isOurs() bool {
	return len(c.ended) > 0 || c.after.command != c.before.command && c.after.command.id != 0
}

// isProgress reports whether the only change is the progress of an open command.
func (c *change) isProgress() bool {
	after := c.after
	after.command = c.before.command
	return after == c.before && len(c.ended) == 0 && c.after.command.id != 0 &&
		(c.after.command.life == board.LifeSent || c.after.command.life == board.LifeAccepted)
}

// isNews reports whether the change is announced. While the board settles after a login,
// everyone expects DNs to be registered and their states to arrive: the counts at the end
// report them.
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

// text returns what has changed, in words, "" if there is nothing to announce.
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

// vouched reports that the state has become stale, the new reasons for it, or that it is
// no longer stale.
func (c *change) vouched() string {
	switch {
	case c.after.stale == c.before.stale:
		return ""
	case c.after.stale != 0 && c.after.stale&^c.before.stale == 0:
		return "" // one of several reasons is gone
	case c.after.stale != 0:
		return say.Unvouched(c.after.stale)
	case c.after.state != c.before.state:
		return ""
	}
	return say.VouchedAgain(c.after.state)
}

// registered reports that the DN is registered again. A lost registration is a fault.
func (c *change) registered() string {
	if !c.after.registration.Held() || c.before.registration.Held() {
		return ""
	}
	switch c.before.registration {
	case board.RegistrationRefused, board.RegistrationLost, board.RegistrationNoAnswer:
		return say.RegisteredAgain()
	case board.RegistrationNone, board.RegistrationPending:
	}
	return ""
}

// lastCommand reports the state of the last command if it is new and not reported as an
// outcome.
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

// faulty reports a new fault or the end of one, unless the words of a command report it. A
// lasting fault is announced as an incident.
func (c *change) faulty() string {
	text := ""
	if was, is := c.before.fault, c.after.fault; was.Kind.Lasts() && !is.Kind.Lasts() {
		text = say.LastingAcknowledged(was)
	}
	if present := c.faultyNow(); present != "" {
		if text != "" {
			text += ", "
		}
		text += present
	}
	return text
}

// present returns the fault of a row that does not last.
func (s *rowState) present() board.Fault {
	if s.fault.Kind.Lasts() {
		return s.hidden
	}
	return s.fault
}

// faultyNow is faulty without the lasting faults.
func (c *change) faultyNow() string {
	before, after := c.before.present(), c.after.present()
	switch {
	case after == before:
		return ""
	case after.Kind == board.FaultNone && before.Kind >= board.FaultRejected:
		// The next command removes it: the words of that command are enough.
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

// commandText returns the state of a command.
func commandText(c *board.Command) string { return say.CommandAsWas(say.Spoken, c, time.Time{}).Text }

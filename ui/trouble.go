package ui

import (
	"strconv"
	"strings"
	"time"

	"capdeck/model/board"
	"capdeck/themes"
	"capdeck/tlibconn/event"
	"capdeck/ui/cell"
)

// drawLast draws in so many cells what is wrong with the DN, if the last command does
// not say it, whose call the capture is of, if there was no room for that, and the last
// command. Where that column is not shown there is no command.
func (a *App) drawLast(line *cell.Line, row *board.Row, selected bool, cells int) {
	ground := a.styles.On(themes.Text, selected)
	end := line.Used() + cells
	if cells < line.Rest() {
		// Another column stands behind it.
		defer func() { line.Space(ground, end-line.Used()) }()
		cells -= gap
	}
	last := line.Used() + cells
	if cells <= 1 {
		return
	}
	remark, short := a.remarkBehind(row)
	drawn, limit := false, last
	if a.layout.columns.showsCall() && short != "" {
		// A row that shows a call says that the capture is of another, whatever else
		// there is to say.
		limit = max(last-cell.Width(short)-gap, last-cells)
	}
	draw := func(role themes.Role, text string) {
		if text == "" || drawn && limit-line.Used() < leastTrouble {
			return
		}
		if drawn {
			line.Space(ground, gap)
		}
		drawn = true
		line.Field(a.styles.On(role, selected), text, min(cell.Width(text), limit-line.Used()))
	}
	noLast := a.layout.columns.noLast
	draw(themes.Fault, shortTrouble(a.stoppedUnasked(row), limit-line.Used()))
	role, text := a.trouble(row, !noLast && row.LastCommandFails())
	draw(role, shortTrouble(text, limit-line.Used()))
	limit = last
	if room := last - line.Used(); drawn && cell.Width(remark)+gap > room {
		remark = short
	}
	draw(themes.Warning, remark)
	if command, has := row.LastCommand(); has && !noLast && !a.isOtherStop(row, &command) {
		draw(a.lastCommand(row, &command))
	}
}

// remarkBehind returns what is to be said behind the capture's column of the call that
// the capture is of, and the same in fewer cells; "" where it stands in that column.
func (a *App) remarkBehind(row *board.Row) (remark, short string) {
	about := row.CaptureCall().String()
	if about == "" {
		return "", ""
	}
	if inColumn, _ := a.callRemark(row); inColumn != "" {
		return "", ""
	}
	word, _, _ := strings.Cut(about, " ")
	return "(" + about + ")", "(" + word + ")"
}

// leastTrouble is the cells below which nothing is said behind something else.
const leastTrouble = 6

// stoppedUnasked says that a capture stopped and nobody asked for it, "" if none did.
func (a *App) stoppedUnasked(row *board.Row) string {
	fault := row.Fault()
	if fault.Kind != board.FaultStopped {
		return ""
	}
	stop, _ := row.Stopped()
	return a.styles.Glyphs.Fault + " " + fault.String() + timesText(&stop) + " " + a.stopAge(&stop)
}

// trouble says in words why a DN cannot be trusted or used at present: what
// stoppedUnasked says is left out. told says that the fault of the last command is said
// elsewhere.
func (a *App) trouble(row *board.Row, told bool) (themes.Role, string) {
	reg, fault := row.Registration(), row.Fault()
	if fault.Kind == board.FaultStopped {
		fault = row.HiddenFault()
	}
	link, _ := a.model.Board().Link(a.options.Site)
	switch {
	case reg.State == board.RegistrationPending && link.State == event.LinkUp && fault.Kind == board.FaultNone:
		return themes.Pending, "registration pending"
	case fault.Kind != board.FaultNone:
	case reg.State == board.RegistrationNone || reg.State == board.RegistrationPending:
		if _, has := row.LastCommand(); has && !a.layout.columns.noLast {
			// The banner says what is wrong and ~ that it concerns the DN: the
			// room is for the command's outcome, which nothing else tells.
			return themes.Text, ""
		}
		return themes.Faint, unregisteredText(reg.State, link.State)
	}
	sign := a.styles.Glyphs.Fault + " "
	switch fault.Kind {
	case board.FaultNone, board.FaultStopped:
		if text := a.stoppedByOther(row); text != "" {
			return themes.Warning, text
		}
		if _, has := row.LastCommand(); row.Stale() != 0 && (!has || a.layout.columns.noLast) {
			return themes.Stale, row.Stale().String()
		}
		return themes.Text, ""
	case board.FaultRefused, board.FaultRegistrationLost:
		if reg.Text != "" {
			return themes.Fault, sign + fault.String() + " " + reg.Text
		}
	case board.FaultNotRegistered:
		return themes.Fault, sign + fault.String() + ", no answer"
	case board.FaultConflict:
		first, second, _ := row.Conflict()
		return themes.Fault, sign + fault.String() + " " + first.String() + "/" + second.String()
	case board.FaultNotAsked:
		notAsked, _ := row.NotAsked()
		return themes.Fault, sign + fault.String() + " " + notAsked.Why
	case board.FaultRejected, board.FaultContradicted, board.FaultNoAnswer, board.FaultLost:
		if told {
			return themes.Text, ""
		}
	}
	return themes.Fault, sign + fault.String()
}

// stoppedByOther says that another client stopped the capture during the call. Beside a
// fault it is not said.
func (a *App) stoppedByOther(row *board.Row) string {
	stop, ok := row.Stopped()
	if !ok || !stop.ByOther || row.Fault().Kind != board.FaultNone {
		return ""
	}
	return "stopped by another client " + a.stopAge(&stop)
}

// isOtherStop reports whether the command is the stop that stoppedByOther tells.
func (a *App) isOtherStop(row *board.Row, command *board.Command) bool {
	return command.Who == board.WhoOther && command.Verb == event.VerbStop && a.stoppedByOther(row) != ""
}

// stopAge is how long ago a capture stopped, with > in front where that is only
// known to be the least.
func (a *App) stopAge(stop *board.Stopped) string {
	text := age(a.model.Now().Sub(stop.At)) + " ago"
	if stop.AtLeast {
		return ">" + text
	}
	return text
}

// timesText is how often a capture stopped, where that is more than once.
func timesText(stop *board.Stopped) string {
	if stop.Count < 2 {
		return ""
	}
	return " " + strconv.Itoa(stop.Count) + " times,"
}

// unregisteredText says why a DN without a registration has none.
func unregisteredText(state board.RegistrationState, link event.LinkState) string {
	switch {
	case state == board.RegistrationNone:
		return "not registered yet"
	case link == event.LinkDown:
		return "link down"
	case link == event.LinkStandby:
		return "standby"
	}
	return "not connected"
}

// lastCommand is the row's last command in words. A failure that is no fault of the row
// any more has neither its sign nor its colour.
func (a *App) lastCommand(row *board.Row, c *board.Command) (themes.Role, string) {
	if c.Life.Failed() && !row.LastCommandFails() {
		return themes.Warning, withReason(c, board.PastCommandText(*c, a.model.Now()))
	}
	return commandRole(c), commandText(c, a.model.Now())
}

func commandRole(c *board.Command) themes.Role {
	switch c.Life {
	case board.LifeQueued, board.LifeSent, board.LifeAccepted:
		return themes.Pending
	case board.LifeConfirmed:
		return themes.Done
	case board.LifeCancelled, board.LifeSuperseded:
		return themes.Warning
	case board.LifeRejected, board.LifeContradicted, board.LifeUnanswered, board.LifeLost:
		return themes.Fault
	}
	return themes.Faint
}

// commandText is the command's state in words, with the server's text where it
// was rejected.
func commandText(c *board.Command, now time.Time) string {
	return withReason(c, board.CommandText(*c, now))
}

func withReason(c *board.Command, text string) string {
	if c.Life == board.LifeRejected && c.Text != "" {
		text += " " + c.Text
	}
	return text
}

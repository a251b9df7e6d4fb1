package dntext

import (
	"strconv"
	"time"

	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/themes"
	"capdeck/tlibconn/event"
)

// Words says in words how a DN stands.
type Words struct {
	Glyphs *themes.Glyphs
	// Link is the state of the session's link.
	Link event.LinkState
	Now  time.Time
	// NoCommand says that the last command is not shown beside the words.
	NoCommand bool
}

// StoppedUnasked says that a capture stopped although no one asked for it, "" if none
// did.
func (w *Words) StoppedUnasked(row *board.Row) string {
	fault := row.Fault()
	if fault.Kind != board.FaultStopped {
		return ""
	}
	stop, _ := row.Stopped()
	return w.Glyphs.Fault + " " + fault.String() + Times(&stop) + " " + w.stopAge(&stop)
}

// Trouble says why a DN cannot be trusted or used at present, "" if it can. It leaves
// out what StoppedUnasked says. told means that the fault of the last command is shown
// elsewhere.
func (w *Words) Trouble(row *board.Row, told bool) (themes.Role, string) {
	reg, fault := row.Registration(), row.Fault()
	if fault.Kind == board.FaultStopped {
		fault = row.HiddenFault()
	}
	switch {
	case reg.State == board.RegistrationPending && w.Link == event.LinkUp && fault.Kind == board.FaultNone:
		return themes.Pending, "registration pending"
	case fault.Kind != board.FaultNone:
	case reg.State == board.RegistrationNone || reg.State == board.RegistrationPending:
		if _, has := row.LastCommand(); has && !w.NoCommand {
			// The banner says what is wrong, and ~ that it concerns the DN. The room is
			// needed for the outcome of the command, which nothing else shows.
			return themes.Text, ""
		}
		return themes.Faint, Unregistered(reg.State, w.Link)
	}
	sign := w.Glyphs.Fault + " "
	switch fault.Kind {
	case board.FaultNone, board.FaultStopped:
		if text := w.stoppedByOther(row); text != "" {
			return themes.Warning, text
		}
		if _, has := row.LastCommand(); row.Stale() != 0 && (!has || w.NoCommand) {
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

// stoppedByOther says that another client stopped the capture during the call, "" if
// none did, or if a fault takes the room.
func (w *Words) stoppedByOther(row *board.Row) string {
	stop, ok := row.Stopped()
	if !ok || !stop.ByOther || row.Fault().Kind != board.FaultNone {
		return ""
	}
	return "stopped by another client " + w.stopAge(&stop)
}

// IsOtherStop reports whether the command is the stop that Trouble reports.
func (w *Words) IsOtherStop(row *board.Row, command *board.Command) bool {
	return command.Who == board.WhoOther && command.Verb == event.VerbStop && w.stoppedByOther(row) != ""
}

// stopAge is how long ago a capture stopped, with > in front if only a lower bound is
// known.
func (w *Words) stopAge(stop *board.Stopped) string {
	text := phrase.Age(w.Now.Sub(stop.At)) + " ago"
	if stop.AtLeast {
		return ">" + text
	}
	return text
}

// Times says how often a capture stopped, "" for once.
func Times(stop *board.Stopped) string {
	if stop.Count < 2 {
		return ""
	}
	return " " + strconv.Itoa(stop.Count) + " times,"
}

// Unregistered says why a DN has no registration.
func Unregistered(state board.RegistrationState, link event.LinkState) string {
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

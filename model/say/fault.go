package say

import (
	"strconv"
	"strings"
	"time"

	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/tlibconn/event"
)

// ByAnotherClient says who stopped a capture.
const ByAnotherClient = "by another client"

// Lasting returns what went wrong with a DN and was not acknowledged, such as that a
// capture stopped unasked, and in the shown form how long ago. Its Text is empty if there
// is nothing.
func Lasting(f Form, row *board.Row, now time.Time) Part {
	lasting, ok := row.Lasting()
	if !ok {
		return Part{}
	}
	text := faultWord(f, lasting.Fault) + Times(f, lasting.Count)
	if f == Shown {
		text += " " + ageAgo(lasting.At, lasting.AtLeast, now)
	}
	return Part{Role: Fault, Marked: true, Text: text}
}

// Times returns how often something happened, "" for once. It follows another word.
func Times(f Form, count int) string {
	if count < 2 {
		return ""
	}
	return " " + strconv.Itoa(count) + f.of(" times,", " times")
}

// StoppedByOther returns that another client stopped the capture during the call, and in
// the shown form how long ago. Its Text is empty if none did, or if the row has a fault.
func StoppedByOther(f Form, row *board.Row, now time.Time) Part {
	stop, ok := row.Stopped()
	if !ok || !stop.ByOther || row.Fault().Kind != board.FaultNone {
		return Part{}
	}
	text := "stopped by another client"
	if f == Shown {
		text += " " + ageAgo(stop.At, stop.AtLeast, now)
	}
	return Part{Role: Warning, Text: text}
}

// IsOtherStop reports whether the command is the stop that StoppedByOther is about.
func IsOtherStop(row *board.Row, command *board.Command) bool {
	return command.Who == board.WhoOther && command.Verb == event.VerbStop && StoppedByOther(Spoken, row, time.Time{}).Text != ""
}

// ageAgo returns how long ago something was, with > in front if only a lower bound is
// known.
func ageAgo(at time.Time, atLeast bool, now time.Time) string {
	text := phrase.Age(now.Sub(at)) + " ago"
	if atLeast {
		return ">" + text
	}
	return text
}

// PresentFault returns a present fault of a row, one that does not last, with what is known
// about it.
func PresentFault(f Form, row *board.Row, fault board.Fault) Part {
	reg := row.Registration()
	text := faultWord(f, fault)
	switch fault.Kind {
	case board.FaultNone:
		return Part{}
	case board.FaultRefused:
		text = f.of("", "registration ") + text + f.behind(" ", reg.Text)
	case board.FaultRegistrationLost:
		text += f.behind(" ", reg.Text)
	case board.FaultNotRegistered:
		text += f.of(", no answer", ", no answer from T-Server")
	case board.FaultConflict:
		first, second, _ := row.Conflict()
		text += f.of(" "+first.String()+"/"+second.String(), ", "+State(f, first).Text+" and "+State(f, second).Text+" were both indicated")
	case board.FaultNotAsked:
		notAsked, _ := row.NotAsked()
		text += f.of(" ", ": ") + notAsked.Why
	case board.FaultStopped, board.FaultNotCaptured, board.FaultPausedLong, board.FaultHadConflict, board.FaultWasRejected, board.FaultOutOfService, board.FaultRejected, board.FaultContradicted, board.FaultNoAnswer, board.FaultLost:
	}
	return Part{Role: Fault, Marked: true, Text: text}
}

// behind returns a text from the network after a separator, "" if there is no text.
func (f Form) behind(separator, text string) string {
	if f == Spoken {
		text = strings.TrimRight(text, " ")
	}
	if text == "" {
		return ""
	}
	return separator + text
}

// faultWord returns the name of a fault.
func faultWord(f Form, fault board.Fault) string {
	return f.of(fault.String(), strings.ToLower(fault.String()))
}

// Cleared returns that a fault is over.
func Cleared(fault board.Fault) string {
	if fault.Kind == board.FaultNotAsked {
		return "queried again"
	}
	return "no longer " + faultWord(Spoken, fault)
}

// Trouble returns why a DN cannot be trusted or used at present. Its Text is empty if the
// DN can be, and it leaves out what Lasting returns. besideCommand reports that the
// last command is shown next to it, told that the failure of that command is shown
// elsewhere.
func Trouble(row *board.Row, link event.LinkState, now time.Time, besideCommand, told bool) Part {
	reg, fault := row.Registration(), row.Fault()
	if fault.Kind.Lasts() {
		fault = row.HiddenFault()
	}
	_, has := row.LastCommand()
	switch {
	case fault.Kind >= board.FaultRejected && told:
		return Part{}
	case fault.Kind != board.FaultNone:
		return PresentFault(Shown, row, fault)
	case reg.State == board.RegistrationPending && link == event.LinkUp:
		return Part{Role: Pending, Text: "registration pending"}
	case reg.State == board.RegistrationNone || reg.State == board.RegistrationPending:
		if has && besideCommand {
			// A banner reports the link, and ~ marks the DN. The room is needed for the outcome of the
			// command, which nothing else shows.
			return Part{}
		}
		return Part{Role: Faint, Text: Unregistered(reg.State, link)}
	}
	if stopped := StoppedByOther(Shown, row, now); stopped.Text != "" {
		return stopped
	}
	if row.Stale() != 0 && (!has || !besideCommand) {
		return Part{Role: Stale, Text: row.Stale().String()}
	}
	return Part{}
}

// Short shortens a text of Trouble, Lasting or the like for a place where it is too
// wide. A cut text would mislead: "the link was" means nothing, and "REJECTED 11" is
// another error. fits reports whether a text has room.
func Short(text string, fits func(string) bool) string {
	for _, words := range [...]struct{ long, short string }{
		{" ago", ""},
		{board.StaleLink.String(), "link lost"},
		{board.StaleRegistration.String(), "not registered"},
		{board.StaleQuery.String(), "not answered"},
		{board.StaleCommand.String(), "not answered"},
		{board.StaleCallLeft.String(), "call ended"},
		{board.StaleAge.String(), "not heard"},
		{"stopped by another client", "stopped"},
		{"not registered yet", "unregistered"},
		{"registration pending", "registering"},
		{"STOPPED UNASKED", "STOPPED"},
		{board.Fault{Kind: board.FaultPausedLong}.String(), "PAUSED LONG"},
		{"WAS REJECTED", "rejected"},
		{"HAD CONFLICT", "CONFLICT"},
		{"REJECTED ", "ERROR "},
	} {
		if text == "" || fits(text) {
			return text
		}
		text = strings.Replace(text, words.long, words.short, 1)
	}
	return text
}

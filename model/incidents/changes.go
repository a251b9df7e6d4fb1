package incidents

import (
	"strconv"
	"strings"
	"time"

	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/tlibconn/event"
)

// stopKinds are the bits of the incidents that end when the capture goes on or the call
// ends.
const stopKinds = 1<<StoppedUnasked | 1<<StoppedByOther

// Changed applies a change of the board. It retains nothing of it, and allocates nothing
// for an indication without an incident.
func (i *Incidents) Changed(change *board.Change) {
	switch change.Kind {
	case board.ChangeIndication:
		if i.has(change.Row, stopKinds) && (change.State == board.StateRec || change.State == board.StatePaused) {
			i.endStops(change, false)
		}
	case board.ChangeCallEnded, board.ChangeWatched:
		i.callsChanged(change)
	case board.ChangeCallRenamed:
		i.renamed(change)
	case board.ChangeStopped:
		i.stopped(change)
	case board.ChangeEnded:
		i.commandEnded(change)
	case board.ChangeFault:
		i.faultChanged(change)
	case board.ChangeLink:
		i.linkChanged(change)
	case board.ChangeSilence:
		i.silenceChanged(change)
	case board.ChangeRemoved:
		i.removed(change)
	case board.ChangeAdded:
		if i.HasUnacknowledged(change.Key) {
			i.changed = append(i.changed, change.Key)
		}
	case board.ChangeQueryFailed, board.ChangeSent, board.ChangeOther, board.ChangeCall, board.ChangeUnwatched, board.ChangeAgent:
		// Nothing begins or ends with these. In particular, what lasts when a DN is no longer
		// watched is decided when it is watched again.
	}
}

// has reports whether an incident of one of these kinds is open for a row.
func (i *Incidents) has(row *board.Row, kinds uint16) bool {
	number := row.Number()
	return number >= 0 && number < len(i.openKinds) && i.openKinds[number]&kinds != 0
}

// endStops clears the stops that are open for a row.
func (i *Incidents) endStops(change *board.Change, notSeen bool) {
	for _, kind := range [...]Kind{StoppedUnasked, StoppedByOther} {
		if kept := i.open[subject{kind: kind, key: change.Key}]; kept != nil {
			i.end(kept, change.At, notSeen)
		}
	}
}

// callsChanged clears the stops whose call is no longer on the DN. One that a snapshot no
// longer lists ended at some time before.
func (i *Incidents) callsChanged(change *board.Change) {
	if !i.has(change.Row, stopKinds) {
		return
	}
	for _, kind := range [...]Kind{StoppedUnasked, StoppedByOther} {
		kept := i.open[subject{kind: kind, key: change.Key}]
		if kept == nil || isOn(change.Row, kept.conn) {
			continue
		}
		i.end(kept, change.At, change.Kind == board.ChangeWatched || change.Found)
	}
}

func isOn(row *board.Row, connID uint64) bool {
	calls := row.Calls()
	for n := range calls {
		if calls[n].ConnID == connID {
			return true
		}
	}
	return false
}

// renamed follows a call to its new ConnID.
func (i *Incidents) renamed(change *board.Change) {
	if !i.has(change.Row, stopKinds) {
		return
	}
	for _, kind := range [...]Kind{StoppedUnasked, StoppedByOther} {
		if kept := i.open[subject{kind: kind, key: change.Key}]; kept != nil && kept.conn == change.From {
			kept.conn = change.ConnID
		}
	}
}

// excludes reports whether the row of a change is outside the policy.
func (i *Incidents) excludes(change *board.Change) bool {
	return i.options.Excludes != nil && i.options.Excludes(change.Row, change.At)
}

func (i *Incidents) stopped(change *board.Change) {
	kind, severity := StoppedUnasked, Major
	if change.Stopped.ByOther {
		kind, severity = StoppedByOther, Minor
	}
	if kind == StoppedByOther && i.options.NoStopsByOthers {
		return
	}
	if i.excludes(change) {
		i.changed = append(i.changed, change.Key) // the row does not show it either
		return
	}
	kept := i.raise(subject{kind: kind, key: change.Key}, Incident{
		Kind: kind, Severity: severity, Key: change.Key, ConnID: change.ConnID, Began: change.Stopped.At, AtLeast: change.Stopped.AtLeast,
	}, change.Row, change.At)
	kept.conn = change.ConnID
}

// commandEnded raises a rejection. A later outcome of the same verb ends it, and so does
// the end of the fault, see faultChanged.
func (i *Incidents) commandEnded(change *board.Change) {
	command := change.Command
	about := subject{kind: Rejected, key: change.Key}
	if command == nil {
		return
	}
	if command.Life != board.LifeRejected {
		if command.Life == board.LifeConfirmed && command.Verb != event.VerbQuery {
			i.clear(about, change.At)
		}
		return
	}
	if i.excludes(change) {
		return
	}
	severity := Minor
	if command.Verb == event.VerbStart || command.Verb == event.VerbResume {
		severity = Major
	}
	i.raise(about, Incident{
		Kind: Rejected, Severity: severity, Key: change.Key, ConnID: change.ConnID, Began: change.At,
		Cause: strings.TrimSpace(command.Verb.String() + ": " + strconv.Itoa(int(command.Code)) + " " + command.Text),
	}, change.Row, change.At)
}

// faultChanged raises and clears what the present fault of a row says.
func (i *Incidents) faultChanged(change *board.Change) {
	conflict := subject{kind: Conflict, key: change.Key}
	if change.Fault.Kind == board.FaultConflict && !i.excludes(change) {
		cause := ""
		if first, second, ok := change.Row.Conflict(); ok {
			cause = first.String() + " and " + second.String()
		}
		i.raise(conflict, Incident{
			Kind: Conflict, Severity: Major, Key: change.Key, ConnID: change.ConnID, Began: change.At, Cause: cause,
		}, change.Row, change.At)
	} else if i.has(change.Row, 1<<Conflict) {
		i.clear(conflict, change.At)
	}
	if change.Fault.Kind != board.FaultRejected && i.has(change.Row, 1<<Rejected) {
		i.clear(subject{kind: Rejected, key: change.Key}, change.At)
	}
}

// AskedReconnect records that a person asked to drop the link of a site: if it is lost
// now, that is a minor incident.
func (i *Incidents) AskedReconnect(site string) {
	if i.up[site] {
		i.asked[site] = true
	}
}

// linkChanged raises the loss of a link that was up, and clears it when it is up again.
func (i *Incidents) linkChanged(change *board.Change) {
	site := board.Key{Site: change.Key.Site}
	about := subject{kind: LinkLost, key: site}
	was, asked := i.up[site.Site], i.asked[site.Site]
	i.up[site.Site] = change.Up
	switch {
	case change.Up:
		i.clear(about, change.At)
	case was:
		delete(i.asked, site.Site)
		severity, cause := Major, ""
		if i.options.WhyDown != nil {
			cause = i.options.WhyDown(site.Site)
		}
		if asked {
			severity, cause = Minor, "a reconnect was requested"
		}
		i.raise(about, Incident{Kind: LinkLost, Severity: severity, Key: site, Began: change.At, Cause: cause}, nil, change.At)
	}
}

func (i *Incidents) silenceChanged(change *board.Change) {
	site := board.Key{Site: change.Key.Site}
	about := subject{kind: RecorderSilent, key: site, team: change.Team, whole: change.Whole}
	if !change.Silent {
		i.clear(about, change.At)
		return
	}
	i.raise(about, Incident{Kind: RecorderSilent, Severity: Major, Key: site, Team: cut(change.Team), Began: change.Since}, nil, change.At)
}

// removed ends what lasts for a row that leaves the board.
func (i *Incidents) removed(change *board.Change) {
	if !i.has(change.Row, ^uint16(0)) {
		return
	}
	for _, kind := range Kinds() {
		if kept := i.open[subject{kind: kind, key: change.Key}]; kept != nil {
			i.end(kept, change.At, true)
		}
	}
	i.openKinds[change.Row.Number()] = 0
}

// Notice applies a notice of coverage. row is the row of its DN, nil if that is no longer
// on the board.
func (i *Incidents) Notice(notice *coverage.Notice, row *board.Row, now time.Time) {
	kind, severity, cause := NotCaptured, Major, ""
	if i.options.Cause != nil {
		cause = i.options.Cause(notice)
	}
	switch notice.Kind {
	case coverage.NoticeGap:
	case coverage.NoticePausedLong, coverage.NoticeEndedPaused:
		kind = PausedTooLong
	case coverage.NoticeCapturedLong:
		kind, severity = CapturedAfterCall, Minor
	default:
		return
	}
	about := subject{kind: kind, key: notice.Key}
	if !notice.Raised {
		if kept := i.open[about]; kept != nil {
			i.end(kept, notice.At, notice.NotSeen)
		}
		return
	}
	i.raise(about, Incident{
		Kind: kind, Severity: severity, Key: notice.Key, ConnID: notice.ConnID, Began: notice.At, Cause: cause,
	}, row, now)
	if notice.Kind == coverage.NoticeEndedPaused {
		i.clear(about, now)
	}
}

// JournalFailed records whether the journal of a site can be written, and if not, why.
func (i *Incidents) JournalFailed(site string, failed bool, why string, now time.Time) {
	about := subject{kind: JournalFailed, key: board.Key{Site: site}}
	if !failed {
		i.clear(about, now)
		return
	}
	if kept := i.open[about]; kept != nil && kept.Cause == cut(why) {
		return
	}
	i.raise(about, Incident{Kind: JournalFailed, Severity: Major, Key: about.key, Began: now, Cause: why}, nil, now)
}

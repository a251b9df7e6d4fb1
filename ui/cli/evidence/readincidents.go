package evidence

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"capdeck/model/board"
	"capdeck/model/incidents"
	"capdeck/tlibconn/dayfile"
)

// Incident is an incident as the logs of all processes know it.
type Incident struct {
	incidents.Incident
	// Also are the IDs under which other processes raised the same.
	Also []string

	process string // of the process that raised it
}

// Selection selects incidents.
type Selection struct {
	// From and To bound the begin of an incident; a zero time bounds nothing. From also takes
	// an older one that nobody has acknowledged if Unacknowledged is set.
	From, To time.Time
	// Unacknowledged selects those that nobody has acknowledged, whenever they began.
	Unacknowledged bool
}

// ReadIncidents returns the incidents in the incident logs of a state directory that were
// raised from a time on, oldest first; each once, although several processes may have seen
// it. One whose process has ended without seeing its end is over, at the last sign of the
// process, and its end was not seen. Lines that cannot be read are skipped and listed in
// problems.
func ReadIncidents(state string, selection Selection) ([]Incident, []Problem, error) {
	all, err := dayfile.List(IncidentDir(state))
	if err != nil {
		return nil, nil, fmt.Errorf("the incident log cannot be read: %w", err)
	}
	r := incidentReader{incidents: map[string]*Incident{}, lives: map[string]*life{}}
	for _, file := range all {
		// An incident may be cleared or acknowledged long after it was raised.
		if selection.Unacknowledged || selection.From.IsZero() || file.Day.Add(48*time.Hour).After(selection.From) {
			r.file(file)
		}
	}
	list := r.finish()
	list = slices.DeleteFunc(list, func(i Incident) bool { return !selection.wants(&i) })
	return list, r.problems, nil
}

func (s *Selection) wants(i *Incident) bool {
	switch {
	case s.Unacknowledged && i.IsAcknowledged():
		return false
	case !s.From.IsZero() && i.Began.Before(s.From), !s.To.IsZero() && !i.Began.Before(s.To):
		return false
	}
	return true
}

type incidentReader struct {
	reader
	incidents map[string]*Incident
	lives     map[string]*life // of the processes
}

// life is the last sign of a process.
type life struct {
	last time.Time
	file dayfile.Name
}

func (r *incidentReader) file(file dayfile.Name) {
	process := file.Path
	known := kinds{kindBegin, kindFailure}
	for _, word := range entryKinds() {
		known = append(known, word)
	}
	r.read(file, known, func(of head, text []byte) error {
		if of.Kind == kindBegin {
			var begin beginRecord
			if err := decode(text, &begin); err != nil {
				return err
			}
			process = fmt.Sprintf("%d %s %s", begin.PID, begin.Start.Format(timeFormat), begin.User)
		}
		sign := r.lives[process]
		if sign == nil {
			sign = &life{}
			r.lives[process] = sign
		}
		sign.file = file
		if of.Time.After(sign.last) {
			sign.last = of.Time.Time
		}
		switch of.Kind {
		case kindBegin:
		case kindFailure:
			var failure failureRecord
			if err := decode(text, &failure); err != nil {
				return err
			}
			r.problem(0, sentenceOf(&failure), false)
		default:
			return r.entry(process, text)
		}
		return nil
	})
}

// entry reads what happened to an incident.
func (r *incidentReader) entry(process string, text []byte) error {
	var record incidentRecord
	if err := decode(text, &record); err != nil {
		return err
	}
	e, err := record.entry()
	if err != nil {
		return err
	}
	known := r.incidents[e.Incident.ID]
	if known == nil {
		known = &Incident{Incident: e.Incident, process: process}
		r.incidents[e.Incident.ID] = known
	}
	if e.Kind == incidents.EntryRaised {
		known.process = process
	}
	known.merge(&e.Incident)
	return nil
}

// merge adds what another line knows of the same incident.
func (i *Incident) merge(other *incidents.Incident) {
	i.Count = max(i.Count, other.Count)
	if other.Latest.After(i.Latest) {
		i.Latest, i.AtLeast = other.Latest, other.AtLeast
	}
	if !other.Cleared.IsZero() && (i.Cleared.IsZero() || i.EndNotSeen && !other.EndNotSeen) {
		i.Cleared, i.EndNotSeen = other.Cleared, other.EndNotSeen
	}
	// The first acknowledgement counts.
	if other.IsAcknowledged() && (!i.IsAcknowledged() || other.Acknowledged.Before(i.Acknowledged)) {
		i.Reason, i.Note, i.By, i.Acknowledged = other.Reason, other.Note, other.By, other.Acknowledged
	}
}

// entry returns the entry of a line.
func (r *incidentRecord) entry() (incidents.Entry, error) {
	kind, ok := entryKinds().value(r.Kind)
	if !ok {
		return incidents.Entry{}, errors.New("its kind is missing")
	}
	what, ok := incidents.ParseKind(r.Incident)
	if !ok {
		return incidents.Entry{}, fmt.Errorf("its incident %s is not known here", quoted(r.Incident))
	}
	severity, ok := severities().value(r.Severity)
	if !ok {
		return incidents.Entry{}, fmt.Errorf("its severity %s is not known here", quoted(r.Severity))
	}
	of, err := key(r.Site, r.DN, r.DNHex)
	if err != nil {
		return incidents.Entry{}, err
	}
	i := incidents.Incident{
		ID: r.ID, Kind: what, Severity: severity, Key: of, Team: r.Team, Label: r.Label, Agent: r.Agent, ConnID: uint64(r.ConnID), Other: r.Other,
		Began: r.Began.Time, AtLeast: r.AtLeast, Latest: r.Latest.Time, Raised: r.Raised.Time, Cleared: r.Cleared.Time, EndNotSeen: r.EndNotSeen, Cause: r.Cause, Count: max(r.Count, 1),
		Note: r.Note, By: r.By, Acknowledged: r.Acknowledged.Time,
	}
	if i.Latest.IsZero() {
		i.Latest = i.Began
	}
	if r.Reason == "" {
		r.Reason = r.OldReason
	}
	if r.Reason != "" {
		if i.Reason, ok = incidents.ParseReason(r.Reason); !ok {
			return incidents.Entry{}, fmt.Errorf("its reason %s is not known here", quoted(r.Reason))
		}
	}
	switch {
	case i.ID == "" || len(i.ID) > maxText:
		return incidents.Entry{}, errors.New("its id is missing or too long")
	case i.Began.IsZero() || i.Raised.IsZero():
		return incidents.Entry{}, errors.New("its begin is missing")
	case kind == incidents.EntryAcknowledged && (i.Reason == 0 || i.Acknowledged.IsZero()):
		return incidents.Entry{}, errors.New("its reason or the time of its acknowledgement is missing")
	}
	return incidents.Entry{Kind: kind, At: r.Time.Time, Incident: i}, nil
}

// finish ends what ended processes left open, joins what several processes raised about the
// same, and puts the incidents in order.
func (r *incidentReader) finish() []Incident {
	lives := map[string]bool{}
	for process, sign := range r.lives {
		lives[process] = dayfile.Lives(sign.file.Path, sign.file.PID)
	}
	var list []Incident
	for _, i := range r.incidents {
		if i.Cleared.IsZero() && !lives[i.process] {
			i.EndNotSeen = true
			if i.Cleared = i.Raised; r.lives[i.process] != nil && r.lives[i.process].last.After(i.Raised) {
				i.Cleared = r.lives[i.process].last
			}
		}
		list = append(list, *i)
	}
	slices.SortFunc(list, func(a, b Incident) int { return cmp.Or(a.Began.Compare(b.Began), strings.Compare(a.ID, b.ID)) })
	return joined(list)
}

// subject is what an incident is about.
type subject struct {
	kind   incidents.Kind
	key    board.Key
	team   string
	connID uint64
}

// joined joins incidents of different processes that are about the same and began at the
// same moment. The list is in the order of the begin.
func joined(list []Incident) []Incident {
	latest := map[subject]int{}
	var all []Incident
	for _, i := range list {
		about := subject{i.Kind, i.Key, i.Team, i.ConnID}
		if at, known := latest[about]; known && all[at].process != i.process && i.Began.Sub(all[at].Began) <= incidents.SameMoment {
			all[at].Also = append(all[at].Also, i.ID)
			count := all[at].Count
			if all[at].EndNotSeen && i.Cleared.IsZero() {
				all[at].EndNotSeen, all[at].Cleared = false, time.Time{} // it lasts, as one that lives knows
			}
			all[at].merge(&i.Incident)
			all[at].Count = max(count, i.Count)
			continue
		}
		latest[about] = len(all)
		all = append(all, i)
	}
	return all
}

// Earlier returns the incidents that a board loads at its start: those that nobody has
// acknowledged, the newest most of them, oldest first.
func Earlier(state string, most int) ([]incidents.Incident, []Problem, error) {
	list, problems, err := ReadIncidents(state, Selection{Unacknowledged: true})
	if err != nil {
		return nil, nil, err
	}
	var earlier []incidents.Incident
	for i := range list[max(0, len(list)-most):] {
		earlier = append(earlier, list[max(0, len(list)-most)+i].Incident)
	}
	return earlier, problems, nil
}

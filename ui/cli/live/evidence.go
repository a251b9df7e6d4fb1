package live

import (
	"fmt"
	"os"
	"strings"
	"time"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/model/incidents"
	"capdeck/model/say"
	"capdeck/ui/cli/alert"
	"capdeck/ui/cli/dnfile"
	"capdeck/ui/cli/evidence"
	"capdeck/ui/cli/password"
	"capdeck/ui/cli/process"
)

// maxEarlier is how many incidents of earlier runs a board loads: the newest that nobody has
// acknowledged. All of them are on disk.
const maxEarlier = incidents.MaxKept

// keeper keeps evidence on disk and runs the command of --alert-exec.
type keeper struct {
	evidence *evidence.Evidence // nil if none is kept
	alerts   *alert.Runner      // nil without --alert-exec
	follower *evidence.Follower // nil if none is kept
	changed  chan struct{}      // signals that the state of the evidence changed
	told     chan model.Say
}

// keep opens the evidence and prepares for alerts. With --demo no evidence is kept: what is
// simulated is none.
func (b *Board) keep() error {
	k := &b.keeper
	k.changed, k.told = make(chan struct{}, 1), make(chan model.Say, 20)
	if err := b.Flags.Evidence.FindAlert(); err != nil {
		return err
	}
	command, err := b.Flags.Evidence.Alert()
	if err != nil {
		return err
	}
	start := b.Streams.Guard.Go
	if !b.Flags.Demo && !b.Flags.Evidence.None {
		if err = b.openEvidence(); err != nil {
			return err
		}
	}
	if len(command) > 0 {
		k.alerts = alert.New(alert.Options{Command: command, Environment: withoutPassword(os.Environ()), Go: start, Told: k.tell})
	}
	return nil
}

// openEvidence opens the logs. A disk that cannot be written is no error: it is shown.
func (b *Board) openEvidence() error {
	if err := process.CheckStateDir(); err != nil {
		return err
	}
	keep, err := b.Flags.Evidence.Keep()
	if err != nil {
		return err
	}
	size, err := b.Flags.Evidence.Size()
	if err != nil {
		return err
	}
	k := &b.keeper
	k.evidence, err = evidence.Open(evidence.Options{
		State: process.StateDir(), User: process.UserName(), Version: b.Version, Site: Site, Server: strings.Join(b.Addresses, ","),
		Policy: b.Flags.Coverage.Policy(), Grace: b.Coverage.Grace, Keep: keep, Size: size, Go: b.Streams.Guard.Go,
		Changed: k.change, Told: func(sentence string) { k.tell(sentence, strings.Contains(sentence, "cannot")) },
	})
	if err != nil {
		return fmt.Errorf("no evidence can be kept: %w", err)
	}
	k.follower = evidence.NewFollower(process.StateDir(), time.Now())
	k.watch(watchedOf(b.DNs))
	return nil
}

func watchedOf(entries []dnfile.Entry) []evidence.Watched {
	watched := make([]evidence.Watched, len(entries))
	for i, entry := range entries {
		watched[i] = evidence.Watched{Key: board.Key{Site: Site, DN: entry.DN}, Team: entry.Team, Label: entry.Label}
	}
	return watched
}

// withoutPassword returns an environment without capdeck's password.
func withoutPassword(environment []string) []string {
	var left []string
	for _, variable := range environment {
		if !strings.HasPrefix(variable, password.Variable+"=") {
			left = append(left, variable)
		}
	}
	return left
}

// change signals that the state of the evidence changed. It never waits.
func (k *keeper) change() {
	select {
	case k.changed <- struct{}{}:
	default:
	}
}

// tell passes a sentence to the board. It never waits: if many sentences wait, the board has
// enough to say.
func (k *keeper) tell(sentence string, failed bool) {
	select {
	case k.told <- model.Say{Now: time.Now(), Text: sentence, IsError: failed, Stays: failed}:
	default:
	}
}

// watch records that DNs are on the board from now on.
func (k *keeper) watch(dns []evidence.Watched) {
	if k.evidence != nil {
		k.evidence.Watch(dns)
	}
}

// close writes what waits. It is called when the front has ended, after the last effects.
func (k *keeper) close(crashed bool) error {
	if k.alerts != nil {
		k.alerts.Close()
	}
	if k.evidence == nil {
		return nil
	}
	return k.evidence.Close(!crashed)
}

// tellEvidence sends the state of the evidence now and after each change, what else is to be
// told, and first the incidents that earlier runs left.
func (b *Board) tellEvidence(send func(model.Msg) bool) {
	k := &b.keeper
	if k.evidence != nil {
		b.tellEarlier(send)
		k.change()
	}
	failing := ""
	for {
		select {
		case <-b.Context.Done():
			return
		case say := <-k.told:
			if !send(say) {
				return
			}
		case <-k.changed:
			if k.evidence == nil {
				continue
			}
			state := evidenceState(k.evidence.State())
			if !send(state) {
				return
			}
			if state.Why != failing {
				send(evidenceNote(state))
			}
			failing = state.Why
		}
	}
}

// followIncidents sends what other processes acknowledge.
func (b *Board) followIncidents(send func(model.Msg) bool) {
	timer := time.NewTicker(evidence.FollowInterval)
	defer timer.Stop()
	for {
		select {
		case <-b.Context.Done():
			return
		case <-timer.C:
		}
		// A log that cannot be read now is read later.
		if found, _ := b.keeper.follower.Look(time.Now()); len(found) > 0 && !send(model.AcknowledgedElsewhere{Now: time.Now(), Incidents: found}) {
			return
		}
	}
}

// evidenceState returns the message about a state of the evidence.
func evidenceState(state evidence.State) model.EvidenceState {
	msg := model.EvidenceState{Now: time.Now()}
	switch {
	case state.Err != nil:
		msg.Failed, msg.Why = true, say.EvidenceFailed(JournalProblem(state.Err))
	case state.Lost > 0:
		msg.Failed, msg.Why = true, say.EvidenceLost(state.Lost)
	}
	return msg
}

// evidenceNote returns what the board says when a state of the evidence begins.
func evidenceNote(state model.EvidenceState) model.Say {
	if state.Failed {
		return model.Say{Now: state.Now, Text: state.Why, IsError: true, Stays: true}
	}
	return model.Say{Now: state.Now, Text: say.EvidenceRecorded}
}

// tellEarlier sends the incidents of earlier runs that nobody has acknowledged.
func (b *Board) tellEarlier(send func(model.Msg) bool) {
	earlier, problems, err := evidence.Earlier(process.StateDir(), maxEarlier)
	if err != nil {
		send(model.Say{Now: time.Now(), Text: JournalProblem(err), IsError: true})
		return
	}
	damaged := 0
	for _, problem := range problems {
		if problem.Damage {
			damaged++
		}
	}
	if damaged > 0 {
		send(model.Say{Now: time.Now(), Text: say.IncidentsUnreadable(damaged), IsError: true})
	}
	if len(earlier) > 0 {
		send(model.EarlierIncidents{Now: time.Now(), Incidents: earlier})
	}
}

// Incidents is part of effect.Front.
func (s *SessionEffects) Incidents(e effect.Incidents) {
	k := &s.Board.keeper
	if k.evidence != nil {
		k.evidence.Incidents(e.Entries)
	}
	if k.alerts == nil {
		return
	}
	for i := range e.Entries {
		if entry := &e.Entries[i]; entry.Kind == incidents.EntryRaised || entry.Kind == incidents.EntryCleared {
			k.alerts.Run(alertOf(entry))
		}
	}
}

// alertOf returns the run of the command for an entry. Its input is the line of the incident
// log.
func alertOf(entry *incidents.Entry) alert.Alert {
	event := "raised"
	if entry.Kind == incidents.EntryCleared {
		event = "cleared"
	}
	i := &entry.Incident
	variables := []string{
		"INCIDENT_EVENT=" + event, "INCIDENT_ID=" + i.ID, "INCIDENT_KIND=" + i.Kind.String(), "INCIDENT_SEVERITY=" + evidence.Severity(i.Severity),
		"INCIDENT_SITE=" + i.Key.Site, "INCIDENT_DN=" + i.Key.DN, "INCIDENT_TEAM=" + i.Team,
	}
	for n := range variables {
		// A variable cannot hold a NUL, which a text from the network may.
		variables[n] = strings.ReplaceAll(variables[n], "\x00", "")
	}
	return alert.Alert{Input: evidence.AppendEntry(nil, entry), Environment: variables}
}

// Evidence is part of effect.Front.
func (s *SessionEffects) Evidence(e effect.Evidence) {
	if kept := s.Board.keeper.evidence; kept != nil {
		kept.Coverage(e.Stretches, e.Blinds)
		if e.Going != nil {
			kept.Going(e.Going)
		}
	}
}

// watched records that DNs are watched from now on.
func (s *SessionEffects) watched(dns []string) {
	if s.Board.keeper.evidence == nil {
		return
	}
	var entries []evidence.Watched
	for _, dn := range dns {
		entry := evidence.Watched{Key: board.Key{Site: Site, DN: dn}}
		if row := s.Board.Model.Board().Row(entry.Key); row != nil {
			entry.Team, entry.Label = row.Team(), row.Label()
		}
		entries = append(entries, entry)
	}
	s.Board.keeper.watch(entries)
}

// unwatched records that DNs are no longer watched.
func (s *SessionEffects) unwatched(dns []string) {
	kept := s.Board.keeper.evidence
	if kept == nil {
		return
	}
	var keys []board.Key
	for _, dn := range dns {
		keys = append(keys, board.Key{Site: Site, DN: dn})
	}
	kept.Unwatch(keys)
}

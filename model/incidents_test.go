package model

import (
	"strings"
	"testing"

	"capdeck/model/effect"
	"capdeck/model/incidents"
)

// toDisk takes what happened to incidents out of the effects.
func (f *floor) toDisk() string {
	var all []string
	for _, e := range f.effects {
		logged, ok := e.(effect.Incidents)
		if !ok {
			continue
		}
		for _, entry := range logged.Entries {
			word := [...]string{
				incidents.EntryRaised: "raised", incidents.EntryCleared: "cleared", incidents.EntryAcknowledged: "acknowledged", incidents.EntryRepeated: "repeated",
			}[entry.Kind]
			if entry.Incident.EndNotSeen {
				word += " unseen"
			}
			all = append(all, word+" "+entry.Incident.ID+" "+entry.Incident.Kind.String())
		}
	}
	f.effects = nil
	return strings.Join(all, ", ")
}

// TestIncidentsGoToDisk checks that what happens to incidents is handed on, and that the
// end of the program ends them and raises none.
func TestIncidentsGoToDisk(t *testing.T) {
	f := newFloor(t, 2, Options{Process: "p"})
	f.update(JournalState{Now: f.now, Failed: true, Why: "no space left on device"})
	f.want("failed", f.toDisk(), "raised p-1 journal-failed")
	f.update(JournalState{Now: f.now})
	f.want("works", f.toDisk(), "cleared p-1 journal-failed")
	f.update(JournalState{Now: f.now, Failed: true, Why: "no space left on device"})
	f.update(EarlierIncidents{Now: f.now, Incidents: []incidents.Incident{{ID: "o-1", Kind: incidents.LinkLost, Severity: incidents.Major, Raised: f.now}}})
	if got := f.m.Incidents().Counts(); got != (incidents.Counts{Open: 1, Unacknowledged: 3, Major: 3}) {
		t.Errorf("counts %+v", got)
	}
	f.effects = nil
	f.update(Ending{Now: f.now, Why: "the end"})
	f.update(Ending{Now: f.now, Why: "the end"})
	f.want("ended", f.toDisk(), "cleared unseen p-2 journal-failed")
	f.update(EvidenceState{Now: f.now, Failed: true, Why: "read-only file system"})
	if !f.m.Evidence().Failed {
		t.Error("the failure is not known")
	}
}

// TestIncidentsAskForAttention: raising and clearing an incident asks for attention, at most
// once in a while, with the first of what happened meanwhile; without the option nothing does.
func TestIncidentsAskForAttention(t *testing.T) {
	for _, asks := range []bool{true, false} {
		f := newFloor(t, 2, Options{Process: "p", NotifyIncidents: asks})
		notified := func() string {
			var all []string
			for _, e := range f.effects {
				if note, ok := e.(effect.Notify); ok {
					all = append(all, note.Text)
				}
			}
			f.effects = nil
			return strings.Join(all, "|")
		}
		want := func(what, text string) {
			t.Helper()
			if !asks {
				text = ""
			}
			f.want(what, notified(), text)
		}
		f.effects = nil
		f.update(JournalState{Now: f.now, Failed: true, Why: "the disk is full."})
		want("raised", "T-Server: incident: journal failed, the disk is full")
		f.update(JournalState{Now: f.now})
		f.update(JournalState{Now: f.now, Failed: true, Why: "the disk is full."})
		want("at once again", "")
		f.now = f.now.Add(alertPause)
		f.update(Tick{Now: f.now})
		want("a while later", "T-Server: incident over after 0s: journal failed and 1 more")
		f.now = f.now.Add(alertPause)
		f.update(Tick{Now: f.now})
		want("nothing more", "")
	}
}

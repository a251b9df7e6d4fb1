package incidents

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/tlibconn/event"
)

// TestProperties gives random changes, notices and acknowledgements. Every incident is
// raised once and cleared at most once, IDs are unique, no count differs from a recount,
// and what the entries say gives the same incidents in a next run.
func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := newFixture(Options{})
		var entries []Entry
		steps := rapid.IntRange(1, 60).Draw(t, "steps")
		for step := range steps {
			f.now = f.now.Add(time.Duration(rapid.IntRange(-2, 20).Draw(t, "seconds")) * time.Second)
			randomStep(t, f)
			entries = append(entries, f.TakeEntries()...)
			checkCounts(t, f, step)
		}
		if rapid.Bool().Draw(t, "closed") {
			f.Close(f.now)
			entries = append(entries, f.TakeEntries()...)
		}
		last := checkPairs(t, entries)
		checkReplay(t, f, last)
	})
}

func randomStep(t *rapid.T, f *fixture) {
	n, yes := rapid.IntRange(0, 2).Draw(t, "row"), rapid.Bool().Draw(t, "yes")
	switch rapid.IntRange(0, 10).Draw(t, "step") {
	case 0:
		f.stop(n, yes)
	case 1:
		f.change(n, board.Change{Kind: board.ChangeIndication, State: rapid.SampledFrom([]board.State{board.StateOff, board.StateRec, board.StatePaused}).Draw(t, "state")})
	case 2:
		f.change(n, board.Change{Kind: board.ChangeCallEnded, ConnID: 9, Found: yes})
	case 3:
		f.notice(n, rapid.SampledFrom([]coverage.NoticeKind{
			coverage.NoticeGap, coverage.NoticePausedLong, coverage.NoticeEndedPaused, coverage.NoticeCapturedLong,
		}).Draw(t, "notice"), yes)
	case 4:
		f.change(n, board.Change{Kind: board.ChangeFault, Fault: board.Fault{Kind: rapid.SampledFrom([]board.FaultKind{
			board.FaultNone, board.FaultConflict, board.FaultRejected,
		}).Draw(t, "fault")}})
	case 5:
		life := board.LifeConfirmed
		if yes {
			life = board.LifeRejected
		}
		f.change(n, board.Change{Kind: board.ChangeEnded, Command: &board.Command{Verb: event.VerbStart, Life: life, Code: 59}})
	case 6:
		f.change(-1, board.Change{Kind: board.ChangeLink, Up: yes})
	case 7:
		f.change(-1, board.Change{Kind: board.ChangeSilence, Silent: yes, Team: fmt.Sprint(n)})
	case 8:
		f.JournalFailed("east", yes, "", f.now)
	case 9:
		row := f.row(n)
		f.change(n, board.Change{Kind: board.ChangeRemoved})
		f.board.Remove(f.now, row.Key())
		f.board.Add(board.Entry{Key: row.Key()})
	case 10:
		f.Acknowledge(f.OfDNs([]board.Key{key(n)}), ReasonTest, "", "lee", f.now)
	}
}

// checkCounts compares what is counted with a recount.
func checkCounts(t *rapid.T, f *fixture, step int) {
	var want Counts
	for _, incident := range f.All() {
		if incident.IsOpen() {
			want.Open++
		}
		if !incident.IsAcknowledged() {
			want.Unacknowledged++
			if incident.Severity == Major {
				want.Major++
			}
		}
	}
	if got := f.Counts(); got != want || len(f.Open()) != want.Open || len(f.Unacknowledged()) != want.Unacknowledged {
		t.Fatalf("step %d: counts %+v, want %+v", step, got, want)
	}
	for n := range 3 {
		unacknowledged := 0
		for _, incident := range f.Unacknowledged() {
			if incident.Key == key(n) {
				unacknowledged++
			}
		}
		if got := len(f.OfDNs([]board.Key{key(n)})); got != unacknowledged {
			t.Fatalf("step %d: DN %d has %d unacknowledged, want %d", step, n, got, unacknowledged)
		}
	}
}

// checkPairs checks the order of the entries of each incident, and returns the last state
// of each.
func checkPairs(t *rapid.T, entries []Entry) map[string]Incident {
	last := map[string]Incident{}
	for _, e := range entries {
		before, known := last[e.Incident.ID]
		switch {
		case known == (e.Kind == EntryRaised):
			t.Fatalf("%s: entry of kind %d, known before: %t", e.Incident.ID, e.Kind, known)
		case e.Kind == EntryCleared && !before.IsOpen(), e.Kind == EntryRepeated && !before.IsOpen(), e.Kind == EntryAcknowledged && before.IsAcknowledged():
			t.Fatalf("%s: entry of kind %d after %+v", e.Incident.ID, e.Kind, before)
		case !e.Incident.IsOpen() && (e.Incident.Cleared.Before(e.Incident.Raised) || e.Incident.Raised.Before(e.Incident.Began)):
			t.Fatalf("%s began %v, was raised %v and cleared %v", e.Incident.ID, e.Incident.Began, e.Incident.Raised, e.Incident.Cleared)
		case e.Incident.Latest.IsZero():
			t.Fatalf("%s has no time when it began last", e.Incident.ID)
		}
		last[e.Incident.ID] = e.Incident
	}
	return last
}

// checkReplay loads the last state of each incident into a next run.
func checkReplay(t *rapid.T, f *fixture, last map[string]Incident) {
	next := New(Options{Process: "q"})
	earlier := make([]Incident, 0, len(last))
	for _, incident := range last {
		earlier = append(earlier, incident)
	}
	next.Load(earlier)
	all := next.All()
	if len(all) != len(f.All()) {
		t.Fatalf("%d incidents after a restart, want %d", len(all), len(f.All()))
	}
	for _, incident := range f.All() {
		if got, ok := next.Get(incident.ID); !ok || got != *incident {
			t.Fatalf("after a restart %+v, want %+v", got, *incident)
		}
	}
	if got, want := next.Counts(), f.Counts(); got.Unacknowledged != want.Unacknowledged || got.Major != want.Major {
		t.Fatalf("after a restart counts %+v, want %+v", got, want)
	}
}

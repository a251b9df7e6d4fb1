package incidents

import (
	"testing"
	"time"
)

// TestAcknowledgedElsewhere checks that an acknowledgement of another process counts for the
// same incident, by its ID or because it is about the same and began at the same moment.
func TestAcknowledgedElsewhere(t *testing.T) {
	f := newFixture(Options{})
	f.stop(0, false)
	f.stop(1, false)
	f.words()
	other := func(id string, n int, later time.Duration) Incident {
		of, _ := f.Get([]string{"p-1", "p-2"}[n])
		of.ID, of.Began, of.Reason, of.By, of.Acknowledged = id, of.Began.Add(later), ReasonNetwork, "bob", f.now
		return of
	}
	open := other("p-1", 0, 0)
	open.Reason = 0
	for _, step := range []struct {
		what  string
		other Incident
		taken int
	}{
		{"not acknowledged", open, 0},
		{"unknown", other("q-1", 0, SameMoment+1), 0},
		{"by its ID", other("p-1", 0, time.Hour), 1},
		{"again", other("p-1", 0, 0), 0},
		{"the same of another process", other("q-2", 1, -SameMoment), 1},
	} {
		if taken := f.AcknowledgedElsewhere([]Incident{step.other}); len(taken) != step.taken {
			t.Errorf("%s: %d were acknowledged, want %d", step.what, len(taken), step.taken)
		}
	}
	f.want(t, "")
	for _, id := range []string{"p-1", "p-2"} {
		if of, _ := f.Get(id); of.By != "bob" || of.Reason != ReasonNetwork {
			t.Errorf("%s: %+v", id, of)
		}
	}
	if n := f.Counts().Unacknowledged; n != 0 {
		t.Errorf("%d are unacknowledged", n)
	}
	if f.HasUnacknowledged(key(0)) || f.HasUnacknowledged(key(1)) {
		t.Error("the rows still show them")
	}
}

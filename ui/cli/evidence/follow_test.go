package evidence

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"capdeck/model/incidents"
)

// look returns the IDs that a Follower finds, and by whom they were acknowledged.
func look(t *testing.T, f *Follower) string {
	t.Helper()
	found, err := f.Look(noon)
	must(t, err)
	var words []string
	for i := range found {
		words = append(words, found[i].ID+" "+found[i].By)
	}
	return strings.Join(words, ", ")
}

// A Follower finds what is acknowledged after it was made, once, in files old and new, and
// neither half a line nor what cannot be read.
func TestFollow(t *testing.T) {
	state := t.TempDir()
	acknowledged := func(id string) string {
		e := entry(incidents.EntryAcknowledged, id, noon, func(i *incidents.Incident) {
			i.Reason, i.By, i.Acknowledged = incidents.ReasonNetwork, "bob", noon
		})
		return string(AppendEntry(nil, &e))
	}
	add := func(name, text string) {
		t.Helper()
		must(t, os.MkdirAll(IncidentDir(state), 0o700))
		file, err := os.OpenFile(filepath.Join(IncidentDir(state), name), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		must(t, err)
		_, err = file.WriteString(text)
		must(t, err)
		must(t, file.Close())
	}
	early := NewFollower(state, noon)
	want(t, "no folder", look(t, early), "")
	raised := entry(incidents.EntryRaised, "a-2", noon, nil)
	add("2026-11-30-1.jsonl", acknowledged("a-1"))
	f := NewFollower(state, noon)
	want(t, "before", look(t, f), "")
	want(t, "for the earlier one", look(t, early), "a-1 bob")
	half := acknowledged("a-3")
	add("2026-11-30-1.jsonl", string(AppendEntry(nil, &raised))+acknowledged("a-2")+"no JSON acknowledged\n"+half[:100])
	add("2026-12-01-2.jsonl", acknowledged("b-1"))
	add("2026-11-20-2.jsonl", acknowledged("too old"))
	want(t, "after", look(t, f), "a-2 bob, b-1 bob")
	want(t, "again", look(t, f), "")
	add("2026-11-30-1.jsonl", half[100:])
	want(t, "the other half", look(t, f), "a-3 bob")
	add("2026-11-30-1.jsonl", strings.Repeat("x", maxFollowed+10)+"\n"+acknowledged("a-4"))
	found := ""
	for range 3 {
		found += look(t, f)
	}
	want(t, "after a line without end", found, "a-4 bob")
	must(t, os.Remove(filepath.Join(IncidentDir(state), "2026-11-30-1.jsonl")))
	want(t, "deleted", look(t, f), "")
	add("2026-11-30-1.jsonl", acknowledged("a-5"))
	want(t, "made anew", look(t, f), "a-5 bob")
	must(t, Acknowledge(Options{State: state, Go: func(f func()) { go f() }, Now: func() time.Time { return noon }}, []incidents.Incident{
		{ID: "a-6", Kind: incidents.LinkLost, Severity: incidents.Major, Began: noon, Raised: noon, Reason: incidents.ReasonTest, By: "eve", Acknowledged: noon},
	}))
	want(t, "by the command", look(t, f), "a-6 eve")
}

// A line that was written when the reason was called category is still read.
func TestOldReason(t *testing.T) {
	e := entry(incidents.EntryAcknowledged, "a-1", noon, func(i *incidents.Incident) {
		i.Reason, i.By, i.Acknowledged = incidents.ReasonNetwork, "bob", noon
	})
	line := strings.Replace(string(AppendEntry(nil, &e)), `"reason":`, `"category":`, 1)
	found := acknowledgedIn([]byte(line))
	if len(found) != 1 || found[0].Reason != incidents.ReasonNetwork {
		t.Errorf("%s is read as %+v", line, found)
	}
}

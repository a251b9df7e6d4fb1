package journal

import (
	"errors"
	"slices"
	"testing"
	"time"
)

// TestWatchedTellsWhatWasRecorded: entries that the journal refused are not reported.
func TestWatchedTellsWhatWasRecorded(t *testing.T) {
	memory := &Memory{}
	var told []string
	w := &Watched{
		Journal: memory,
		Intents: func(entries []Intent) {
			if len(memory.Intents()) == 0 {
				t.Error("an intent is reported before it is recorded")
			}
			for _, e := range entries {
				told = append(told, "intent "+e.DN)
			}
		},
		Outcomes: func(entries []Outcome) {
			for _, e := range entries {
				told = append(told, "outcome "+e.DN)
			}
		},
	}
	refused := errors.New("no space left on device")
	check := func(name string, err, want error) {
		t.Helper()
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
	check("intents", w.Intent([]Intent{{DN: "7001"}, {DN: "7002"}}), nil)
	check("outcome", w.Outcome([]Outcome{{DN: "7001"}}), nil)
	memory.Fail(refused)
	check("refused intent", w.Intent([]Intent{{DN: "7003"}}), refused)
	check("refused outcome", w.Outcome([]Outcome{{DN: "7002"}}), refused)
	if want := []string{"intent 7001", "intent 7002", "outcome 7001"}; !slices.Equal(told, want) {
		t.Errorf("reported %q, want %q", told, want)
	}
}

// TestWatchedFile: the reported entries are those in the files, and a closed file reports nothing.
func TestWatchedFile(t *testing.T) {
	dir := t.TempDir()
	file, err := Open(Options{Dir: dir, User: "kim", Go: func(f func()) { go f() }})
	if err != nil {
		t.Fatal(err)
	}
	var intents []Intent
	var outcomes []Outcome
	w := &Watched{
		Journal: file,
		Intents: func(entries []Intent) {
			recorded, _, reading := Read(dir, Filter{})
			if reading != nil || len(recorded) != len(intents)+len(entries) {
				t.Errorf("%d intents were reported after %d, and the files contain %d, %v", len(entries), len(intents), len(recorded), reading)
			}
			intents = append(intents, entries...)
		},
		Outcomes: func(entries []Outcome) { outcomes = append(outcomes, entries...) },
	}
	now := time.Date(2026, 11, 23, 14, 2, 10, 0, time.UTC)
	if err = w.Intent([]Intent{{Time: now, DN: "7001", Command: 1, Verb: "start"}}); err != nil {
		t.Fatal(err)
	}
	if err = w.Outcome([]Outcome{{Time: now, DN: "7001", Command: 1, Verb: "start", Outcome: "confirmed"}}); err != nil {
		t.Fatal(err)
	}
	if err = file.Close(); err != nil {
		t.Fatal(err)
	}
	if err = w.Intent([]Intent{{Time: now, DN: "7002", Command: 2}}); !errors.Is(err, ErrClosed) {
		t.Errorf("a closed journal says %v", err)
	}
	if err = w.Outcome([]Outcome{{Time: now, DN: "7002", Command: 2}}); !errors.Is(err, ErrClosed) {
		t.Errorf("a closed journal says %v", err)
	}
	recorded, _, err := Read(dir, Filter{})
	if err != nil || len(recorded) != 1 || len(intents) != 1 || len(outcomes) != 1 ||
		recorded[0].Intent.DN != intents[0].DN || recorded[0].Outcome.Outcome != outcomes[0].Outcome {
		t.Errorf("reported %+v and %+v, the files contain %+v, %v", intents, outcomes, recorded, err)
	}
}

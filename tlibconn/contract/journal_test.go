package contract

import (
	"testing"

	"capdeck/tlibconn/journal"
)

// The journal of a check, and of a scenario, has each command once, with its outcome. It is read
// from its files, as people do.
func TestJournal(t *testing.T) {
	t.Parallel()
	for name, run := range map[string]func(p *place) Report{
		"check":    func(p *place) Report { return p.check(t) },
		"scenario": func(p *place) Report { return p.play(t, wholeScenario) },
	} {
		p := newPlace(t)
		dir := t.TempDir()
		written, err := journal.Open(journal.Options{Dir: dir, User: "kim", Program: "check", Go: p.options.Go})
		if err != nil {
			t.Fatal(err)
		}
		p.options.Journal, p.options.Calls, p.options.Repeat = written, &caller{server: p.server, recorder: p.recorder}, 2
		run(p)
		if err = written.Close(); err != nil {
			t.Error(err)
		}
		entries, problems, err := journal.Read(dir, journal.Filter{})
		if err != nil || len(problems) > 0 || len(entries) < 5 {
			t.Errorf("%s: %d commands, problems %v, %v", name, len(entries), problems, err)
		}
		seen := map[uint64]bool{}
		for _, e := range entries {
			if id := e.Intent.Command; id == 0 || seen[id] || !e.Recorded || e.Outcome.Outcome == "" || e.Outcome.Outcome == journal.OutcomeUnknown {
				t.Errorf("%s: %+v", name, e)
			}
			seen[e.Intent.Command] = true
		}
	}
}

package journal

import (
	"fmt"
	"slices"
	"time"
)

// unknownFor is how far back Unknown looks.
const unknownFor = 31 * 24 * time.Hour

// Lost says what is unknown of processes that are gone.
type Lost struct {
	// Commands is how many commands have no known outcome.
	Commands int
	// Processes are those that sent them, for [File.Tell].
	Processes []Process
}

// Unknown counts the commands of the 31 days until now that have no known
// outcome, of processes that are gone and of which File.Tell was not called
// yet: what a user is to be told at the next start. Reading takes time with the
// size of the journal: not for a goroutine that draws.
func Unknown(dir string, now time.Time) (Lost, error) {
	files, err := listFiles(dir)
	if err != nil {
		return Lost{}, fmt.Errorf("the journal cannot be read: %w", err)
	}
	filter := Filter{From: now.Add(-unknownFor)}
	counts := map[Process]int{}
	r := newReader(func(e *Entry) {
		if e.Outcome.Outcome == OutcomeUnknown && !e.Intent.Time.Before(filter.From) {
			counts[e.Process]++
		}
	})
	r.readAll(filter.files(files))
	var lost Lost
	for process, count := range counts {
		if r.process(process).told {
			continue
		}
		lost.Commands += count
		lost.Processes = append(lost.Processes, process)
	}
	slices.SortFunc(lost.Processes, func(a, b Process) int { return a.Start.Compare(b.Start) })
	return lost, nil
}

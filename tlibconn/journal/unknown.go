package journal

import (
	"fmt"
	"slices"
	"time"

	"capdeck/tlibconn/dayfile"
)

// unknownFor is how far back Unknown searches.
const unknownFor = 31 * 24 * time.Hour

// Lost holds the commands of unknown outcome of processes that have ended.
type Lost struct {
	// Commands is the number of commands without a known outcome.
	Commands int
	// Processes are the processes that sent them, for [File.Tell].
	Processes []Process
}

// Unknown counts the commands of the 31 days before now whose outcome is not known and whose process has ended,
// except those of processes for which [File.Tell] was called. They are to be reported to the user at the next
// start. The time that Unknown takes grows with the size of the journal, so do not call it on a goroutine that
// draws.
func Unknown(dir string, now time.Time) (Lost, error) {
	files, err := dayfile.List(dir)
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

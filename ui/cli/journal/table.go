package journal

import (
	"fmt"
	"time"

	"capdeck/model/phrase"
	"capdeck/tlibconn/journal"
)

// line is one line of the table.
type line struct {
	*journal.Entry
	until time.Time // when the last of several groups of automatic queries left
}

// linesOf returns the lines for the entries. Automatic queries of a connection continue all
// day, so they share a line if nothing else comes between them.
func linesOf(entries []journal.Entry) []line {
	var lines []line
	for i := range entries {
		next := &entries[i]
		if len(lines) == 0 || !lines[len(lines)-1].joins(next) {
			lines = append(lines, line{Entry: next})
			continue
		}
		line := &lines[len(lines)-1]
		joined := *line.Entry
		joined.Intent.Last = next.Intent.Last
		joined.Intent.Count += next.Intent.Count
		line.Entry, line.until = &joined, next.Intent.Time
	}
	return lines
}

// joins reports whether an entry belongs to the line's automatic queries. Older versions
// did not count these.
func (l *line) joins(next *journal.Entry) bool {
	a, b := &l.Intent, &next.Intent
	return a.Automatic && b.Automatic && a.Count > 0 && b.Count > 0 && a.Site == b.Site && a.Server == b.Server && a.Connection == b.Connection &&
		l.User == next.User && l.Program == next.Program && l.Process.PID == next.Process.PID && l.Process.Start.Equal(next.Process.Start)
}

// automaticQueries describes the queries of a line. Older versions wrote one entry per
// round, without ReferenceIDs.
func (l *line) automaticQueries() string {
	i := &l.Intent
	switch i.Count {
	case 0:
		return fmt.Sprintf("round %d of automatic queries", i.Round)
	case 1:
		return fmt.Sprintf("automatic query, ReferenceID %d", i.Reference)
	}
	text := phrase.Count(i.Count, "automatic query", "automatic queries")
	if !l.until.IsZero() {
		text += " until " + l.until.Local().Format("15:04:05.000")
	}
	return fmt.Sprintf("%s, ReferenceIDs %d to %d", text, i.Reference, i.Last)
}

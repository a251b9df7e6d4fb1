package say

import (
	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/model/phrase"
)

// Team returns the name of a team for people, "(no team)" for "".
func Team(name string) string {
	if name == "" {
		return "(no team)"
	}
	return name
}

// NoTeam says that there is no team under the cursor.
const NoTeam = "no team is under the cursor: move to one first"

// TeamNotNamed returns that the filter has no words for a team.
func TeamNotNamed(name string) string {
	return "the filter cannot name the team " + name + ": its name contains a double quote, or only blanks"
}

// NoTeams says that there are none.
const NoTeams = "The board has no DNs, and so no teams."

// WholeTeam returns that all DNs of a team are shown, and no longer only those of a view.
func WholeTeam(name, view string) string {
	return "all DNs of team " + Team(name) + " are shown, no longer only: " + view
}

// TeamCounts returns what is counted about a team in one sentence, as in "claims: 15 DNs,
// 9 on calls, 5 captured, 1 paused, 3 not captured, share 62.5 %, 4 faults."
func TeamCounts(name string, counters *board.Counters, calls coverage.Counts) string {
	text := Team(name) + ": " + phrase.Count(counters.Total, "DN", "DNs") + ", " + phrase.Number(calls.OnCall) + " on calls"
	if calls.OnCall > 0 {
		text += ", " + phrase.Number(calls.Captured) + " captured, " + phrase.Number(calls.Paused) + " paused, " + phrase.Number(calls.Not) + " not captured"
	}
	if share, ok := calls.Share(); ok {
		text += ", share " + phrase.Percent(share)
	}
	return text + ", " + phrase.Count(counters.Faults, "fault", "faults") + "."
}

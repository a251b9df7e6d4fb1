package say

import "capdeck/model/phrase"

// EvidenceFailed returns that coverage and incidents are not recorded, and why.
func EvidenceFailed(why string) string { return "coverage and incidents are not recorded: " + why }

// EvidenceLost returns how many entries are missing in the logs of coverage and incidents.
func EvidenceLost(entries uint64) string {
	return "entries of coverage and incidents that are missing on disk: " + phrase.Number(int(entries))
}

// EvidenceRecorded says that coverage and incidents can be recorded again.
const EvidenceRecorded = "coverage and incidents are recorded again"

// IncidentsUnreadable returns how many lines of the incident log cannot be read.
func IncidentsUnreadable(lines int) string {
	return "lines of the incident log that cannot be read: " + phrase.Number(lines) + "; see capdeck incidents"
}

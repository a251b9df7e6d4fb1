package say

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

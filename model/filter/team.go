package filter

import "strings"

// OfTeam returns the text of a filter for the DNs of exactly that team, or without a team
// for "", apart from upper and lower case. It returns false if no filter can name the
// team, since its name contains a double quote or nothing but blanks.
func OfTeam(team string) (text string, ok bool) {
	switch {
	case team == "":
		return "!team:", true
	case strings.Contains(team, `"`), strings.TrimSpace(team) == "":
		return "", false
	case strings.ContainsFunc(team, func(r rune) bool { return r == ',' || r <= ' ' || r >= 0x7f }):
		return `team:="` + team + `"`, true
	}
	return "team:=" + team, true
}

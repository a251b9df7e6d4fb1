package say

import (
	"time"

	"capdeck/model/board"
	"capdeck/model/phrase"
)

// MostTeams is the greatest number of teams that are named. If there are more, they are
// counted.
const MostTeams = 5

// Silence names the silent recorders.
type Silence struct {
	// Clock writes a time of day.
	Clock func(time.Time) string
	// Cut shortens the name of a team.
	Cut func(team string) string
}

// Flag returns a few words for a header about the recorder of the site, or about those of
// the teams if that of the site is not silent; "" if none is. short is without the time.
func (s *Silence) Flag(site board.Silence, teams []board.TeamSilence) (text, short string) {
	whose, since := "", site.Since
	switch {
	case site.Silent:
	case len(teams) == 0:
		return "", ""
	case len(teams) > 1:
		whose, since = " "+phrase.Count(len(teams), "team", "teams"), teams[0].Since
	case teams[0].Team == "":
		whose, since = " no team", teams[0].Since
	default:
		whose, since = " team "+s.Cut(teams[0].Team), teams[0].Since
	}
	short = "RECORDER SILENT" + whose
	return short + " since " + s.Clock(since), short
}

// Site returns whether the recorder of the site is silent.
func (s *Silence) Site(silence board.Silence) string {
	if !silence.Silent {
		return "The recorder answers again."
	}
	return "The recorder is silent: no query has been answered since " + s.Clock(silence.Since) + "."
}

// Teams returns which teams' recorders are silent, the one that has been silent longest
// first.
func (s *Silence) Teams(teams []board.TeamSilence) []string {
	if len(teams) > MostTeams {
		return []string{"The recorders of " + phrase.Count(len(teams), "team", "teams") + " are silent, the first since " + s.Clock(teams[0].Since) + ": no query for their DNs has been answered."}
	}
	var texts []string
	for _, t := range teams {
		texts = append(texts, "The recorder of "+s.team(t.Team)+" is silent: no query for these DNs has been answered since "+s.Clock(t.Since)+".")
	}
	return texts
}

// TeamsAgain returns which teams' recorders are no longer silent.
func (s *Silence) TeamsAgain(teams []board.TeamSilence) []string {
	if len(teams) > MostTeams {
		return []string{"The recorders of " + phrase.Count(len(teams), "team", "teams") + " are no longer silent."}
	}
	var texts []string
	for _, t := range teams {
		texts = append(texts, "The recorder of "+s.team(t.Team)+" is no longer silent.")
	}
	return texts
}

func (s *Silence) team(name string) string {
	if name == "" {
		return "the DNs without a team"
	}
	return "team " + s.Cut(name)
}

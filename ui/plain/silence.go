package plain

import (
	"slices"

	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/ui/cell"
)

// mostTeams is how many teams are told by name at once; more are counted.
const mostTeams = 5

// teamCells is how much of a team's name a line tells.
const teamCells = 40

// announceSilence announces that the recorder falls silent, or answers again: that
// of the site, or of a team. A silence of the site says all of its teams: what is
// silent still at its end is told then.
func (a *App) announceSilence() {
	truth := a.model.Board()
	silence := truth.Silence(a.options.Site)
	if silence.Silent != a.silent {
		a.silent, a.teams = silence.Silent, nil
		a.announce(a.silenceText(&silence))
	}
	before, teams := a.teams, truth.SilentTeams(a.options.Site)
	if slices.Equal(before, teams) {
		return
	}
	a.teams = teams
	for _, text := range answeringTeamsText(without(before, teams)) {
		a.announce(text)
	}
	for _, text := range a.silentTeamsText(without(teams, before)) {
		a.announce(text)
	}
}

// without returns the silences that are not among others.
func without(silences, others []board.TeamSilence) []board.TeamSilence {
	known := make(map[board.TeamSilence]bool, len(others))
	for _, s := range others {
		known[s] = true
	}
	return slices.DeleteFunc(slices.Clone(silences), func(s board.TeamSilence) bool { return known[s] })
}

func (a *App) silenceText(silence *board.Silence) string {
	if !silence.Silent {
		return "The recorder answers again."
	}
	return "The recorder is silent: no DN that was asked has an answer since " + a.time(silence.Since) + "."
}

// silentTeamsText says whose recorder is silent.
func (a *App) silentTeamsText(teams []board.TeamSilence) []string {
	if len(teams) > mostTeams {
		return []string{"The recorders of " + phrase.Count(len(teams), "team", "teams") + " are silent, the first since " + a.time(teams[0].Since) + ": no queries of those DNs have been answered."}
	}
	var texts []string
	for _, t := range teams {
		texts = append(texts, "The recorder of "+teamText(t.Team)+" is silent: no queries of those DNs have been answered since "+a.time(t.Since)+".")
	}
	return texts
}

// answeringTeamsText says whose recorder is no longer silent.
func answeringTeamsText(teams []board.TeamSilence) []string {
	if len(teams) > mostTeams {
		return []string{"The recorders of " + phrase.Count(len(teams), "team", "teams") + " are no longer silent."}
	}
	var texts []string
	for _, t := range teams {
		texts = append(texts, "The recorder of "+teamText(t.Team)+" is no longer silent.")
	}
	return texts
}

func teamText(name string) string {
	if name == "" {
		return "the DNs without a team"
	}
	return "team " + cell.Cut(name, teamCells, "...")
}

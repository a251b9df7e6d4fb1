package plain

import (
	"slices"

	"capdeck/model/board"
	"capdeck/model/say"
	"capdeck/ui/cell"
)

// teamCells is the number of cells of a team's name that a line shows.
const teamCells = 40

// announceSilence announces that the recorder of the site, or of a team, falls silent or
// answers again. The silence of the site includes all of its teams: those that are still
// silent at its end are announced then.
func (a *App) announceSilence() {
	truth := a.model.Board()
	silence := truth.Silence(a.options.Site)
	if silence.Silent != a.silent {
		a.silent, a.teams = silence.Silent, nil
		a.announce(a.silenceWords().Site(silence))
	}
	before, teams := a.teams, truth.SilentTeams(a.options.Site)
	if slices.Equal(before, teams) {
		return
	}
	a.teams = teams
	for _, text := range a.silenceWords().TeamsAgain(without(before, teams)) {
		a.announce(text)
	}
	for _, text := range a.silenceWords().Teams(without(teams, before)) {
		a.announce(text)
	}
}

// without returns the silences that are not in others.
func without(silences, others []board.TeamSilence) []board.TeamSilence {
	known := make(map[board.TeamSilence]bool, len(others))
	for _, s := range others {
		known[s] = true
	}
	return slices.DeleteFunc(slices.Clone(silences), func(s board.TeamSilence) bool { return known[s] })
}

func (a *App) silenceWords() *say.Silence {
	return &say.Silence{Clock: a.time, Cut: func(team string) string { return cell.Cut(team, teamCells, "...") }}
}

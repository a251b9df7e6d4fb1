package plain

import (
	"cmp"
	"slices"

	"capdeck/model/board"
	"capdeck/model/say"
)

// listTeams writes a line for each team, in the order of their names.
func (a *App) listTeams() {
	all := a.model.Board().AppendTeams(nil)
	slices.SortFunc(all, func(a, b board.Team) int { return cmp.Or(cmp.Compare(a.Site, b.Site), cmp.Compare(a.Name, b.Name)) })
	for i := range all {
		team := &all[i]
		a.answer(say.TeamCounts(team.Name, &team.Counters, a.model.Coverage().TeamCounts(team.Site, team.Name)))
	}
	if len(all) == 0 {
		a.answer(say.NoTeams)
	}
}

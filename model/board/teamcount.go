package board

import "time"

// Team is what the board counts about one team of a site.
type Team struct {
	// Site is the site's name.
	Site string
	// Name is the team's name, "" for the DNs without a team.
	Name string
	// Counters counts the team's rows. OpenCommands is not counted by team and is 0.
	Counters Counters
	// SilentSince is when the first DN of the present silence of the team's recorder was
	// queried, be it that of the team alone or of the whole site; zero if the recorder is not
	// silent.
	SilentSince time.Time
}

// AppendTeams appends the teams of all sites to a slice, in no order, without counting
// their rows again. The DNs without a team are a team with the name "". A team without
// rows does not exist.
func (b *Board) AppendTeams(teams []Team) []Team {
	for _, s := range b.siteList {
		for _, g := range s.teams {
			teams = append(teams, g.summary())
		}
	}
	return teams
}

// Team returns one team of a site; ok is false if none of the site's DNs is in it.
func (b *Board) Team(site, name string) (team Team, ok bool) {
	s := b.sites[site]
	if s == nil || s.teams[name] == nil {
		return Team{}, false
	}
	return s.teams[name].summary(), true
}

func (g *group) summary() Team {
	team := Team{Site: g.site.name, Name: g.name, Counters: g.counters}
	switch whole := &g.site.whole.silence; {
	case g.silence.Silent:
		team.SilentSince = g.silence.Since
	case whole.Silent:
		team.SilentSince = whole.Since
	}
	return team
}

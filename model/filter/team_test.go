package filter

import "testing"

// ofTeam is a row of a team.
type ofTeam struct {
	Row
	team string
}

func (r ofTeam) Team() string { return r.team }

// TestOfTeam checks that the filter for a team matches its rows and no others.
func TestOfTeam(t *testing.T) {
	teams := []string{"day", "day shift", "days", "=day", "!day", "day,night", "ventes à chaud", "北京", "", ":", "a;b"}
	for _, team := range teams {
		text, ok := OfTeam(team)
		if !ok {
			t.Errorf("no filter names the team %q", team)
			continue
		}
		reader := Reader{}
		f, err := reader.Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		}
		for _, other := range teams {
			if got := f.Matches(ofTeam{team: other}); got != (other == team) {
				t.Errorf("%s matches team %q: %v", text, other, got)
			}
		}
	}
	for _, team := range []string{`"late"`, " ", "\t"} {
		if text, ok := OfTeam(team); ok {
			t.Errorf("the filter for team %q is %s", team, text)
		}
	}
}

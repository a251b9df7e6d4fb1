package board

import (
	"slices"
	"testing"

	"capdeck/tlibconn/wire"
)

// TestTeamCountersFollowARow checks that a row takes what it counts as with it when it
// changes its team or leaves the board, and that no pass over the rows is needed.
func TestTeamCountersFollowARow(t *testing.T) {
	d := newDesk(t, Options{}, "1", "2", "3")
	d.b.Add(Entry{Key: key("1"), Team: "day"}, Entry{Key: key("2"), Team: "day"}, Entry{Key: key("3"), Team: "night"})
	d.call(wire.EventRinging, "1", 7)
	if d.row("1").Established() {
		t.Error("a call that rings counts as answered")
	}
	d.call(wire.EventEstablished, "1", 7)
	if !d.row("1").Established() {
		t.Error("a call that was answered does not count")
	}
	d.user("1", "enabled", 7)
	want := func(name string, total, rec int) {
		t.Helper()
		team, ok := d.b.Team("sip", name)
		if c := team.Counters; ok != (total > 0) || c.Total != total || c.Rec != rec {
			t.Errorf("team %q: %v, %+v; want %d DNs, %d recorded", name, ok, c, total, rec)
		}
		checkTeams(t, d.b)
	}
	want("day", 2, 1)
	version := d.b.TeamsVersion()
	d.b.Add(Entry{Key: key("1"), Team: "night"})
	want("day", 1, 0)
	want("night", 2, 1)
	d.user("1", "disabled", 7)
	want("night", 2, 0)
	d.b.Remove(d.now, key("1"))
	want("night", 1, 0)
	if d.b.TeamsVersion() != version {
		t.Error("the teams changed though none appeared or disappeared")
	}
	d.b.Remove(d.now, key("2"))
	if d.b.TeamsVersion() == version {
		t.Error("a team disappeared without a new version")
	}
	want("day", 0, 0)
	d.call(wire.EventEstablished, "3", 8)
	d.call(wire.EventHeld, "3", 8)
	d.user("3", "enabled", 8)
	want("night", 1, 1)
	d.lose()
	if d.row("3").Established() {
		t.Error("a call counts as answered though the link was lost")
	}
	if names := teamNames(d.b); !slices.Equal(names, []string{"night"}) {
		t.Errorf("teams %q", names)
	}
}

func teamNames(b *Board) []string {
	var names []string
	for _, team := range b.AppendTeams(nil) {
		names = append(names, team.Name)
	}
	slices.Sort(names)
	return names
}

// TestTeamSilentSince checks that a team is silent with its own recorder and with that of
// the whole site.
func TestTeamSilentSince(t *testing.T) {
	d := newTeams(t, Options{}, append(team("day", 3), team("night", 4)...)...)
	since := func() (day, night bool) {
		d1, _ := d.b.Team("sip", "day")
		d2, _ := d.b.Team("sip", "night")
		return !d1.SilentSince.IsZero(), !d2.SilentSince.IsZero()
	}
	d.user("day1", "enabled", 0)
	d.goUnanswered("night1", "night2", "night3")
	if day, night := since(); day || !night {
		t.Errorf("day is silent: %v, night: %v; want night only", day, night)
	}
	d.goUnanswered("day1", "day2", "day3")
	if day, night := since(); !day || !night {
		t.Errorf("day is silent: %v, night: %v; want both, since no recorder answers", day, night)
	}
	d.user("day1", "enabled", 0)
	if day, _ := since(); day {
		t.Error("day is silent although it answered")
	}
}

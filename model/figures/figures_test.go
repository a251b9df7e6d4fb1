package figures

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/model/incidents"
	"capdeck/model/stats"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
)

const site = "sip"

// now is when the tests begin.
func now() time.Time { return time.Date(2026, 11, 23, 14, 2, 0, 0, time.UTC) }

func boardOf(teams ...string) *board.Board {
	truth := board.New(board.Options{})
	for i, team := range teams {
		truth.Add(board.Entry{Key: board.Key{Site: site, DN: fmt.Sprint(7001 + i)}, Team: team})
	}
	return truth
}

func names(s *Site) string {
	var all []string
	for _, team := range s.Teams {
		all = append(all, fmt.Sprintf("%s:%d", team.Name, team.Counters.Total))
	}
	return strings.Join(all, " ")
}

// TestTakenOnceASecond checks that figures are taken at most once a second, whatever
// happens in between.
func TestTakenOnceASecond(t *testing.T) {
	taker := NewTaker(Sources{Board: boardOf("day"), Commands: new(stats.Stats), Site: site})
	taken := 0
	for ms := range 2500 {
		at := now().Add(time.Duration(ms) * time.Millisecond)
		if figures := taker.Take(at); figures != nil {
			taken++
			if !figures.At.Equal(at) {
				t.Errorf("figures of %s were taken at %s", figures.At, at)
			}
		}
	}
	if taken != 3 {
		t.Errorf("figures were taken %d times in 2.5 s, want 3", taken)
	}
}

// TestTeams checks which teams have figures of their own, and that all DNs are counted in
// exactly one of them, also after teams appeared and disappeared.
func TestTeams(t *testing.T) {
	truth := boardOf("night", "day", "", "day", Others, strings.Repeat("x", mostName+1), "\xff")
	taker := NewTaker(Sources{Board: truth, Commands: new(stats.Stats), Site: site})
	at := now()
	want := func(teams string, leftOut int) {
		t.Helper()
		at = at.Add(Interval)
		sites := taker.Take(at).Sites
		if len(sites) != 1 || sites[0].Name != site || names(&sites[0]) != teams || sites[0].LeftOut != leftOut {
			t.Fatalf("%+v; want the teams %s, and %d left out", sites, teams, leftOut)
		}
	}
	want(":1 day:2 night:1 *:3", 3)
	truth.Add(board.Entry{Key: board.Key{Site: site, DN: "7001"}, Team: "day"})
	want(":1 day:3 *:3", 3)
	truth.Remove(at, board.Key{Site: site, DN: "7005"}, board.Key{Site: site, DN: "7006"}, board.Key{Site: site, DN: "7007"})
	want(":1 day:3", 0)
	for i := range MostTeams + 50 {
		truth.Add(board.Entry{Key: board.Key{Site: site, DN: fmt.Sprint(8001 + i)}, Team: fmt.Sprintf("team %03d", i)})
	}
	sites := taker.Take(at.Add(Interval)).Sites
	total := 0
	for i := range sites[0].Teams {
		total += sites[0].Teams[i].Counters.Total
	}
	// The team night has left and keeps its place.
	if last := sites[0].Teams[MostTeams-1]; len(sites[0].Teams) != MostTeams || last.Name != Others || last.Counters.Total != 53 || total != truth.Len() {
		t.Errorf("%d teams with %d DNs, the last is %s with %d", len(sites[0].Teams), total, last.Name, last.Counters.Total)
	}
}

// TestOthersNeverLess checks that the sums of Others never become less: no team moves from
// Others to figures of its own, and what a team counted that has left is not in Others.
func TestOthersNeverLess(t *testing.T) {
	truth := boardOf("a", "b")
	cover := coverage.New(coverage.Options{})
	truth.OnChange(cover.Changed)
	taker := NewTaker(Sources{Board: truth, Commands: new(stats.Stats), Site: site, Coverage: cover})
	feed := &tlibtest.Feed{T: t, Site: site, Now: now, Connection: 1, Round: 1}
	talks := func(dn string) {
		for _, kind := range [...]wire.MessageType{wire.EventEstablished, wire.EventReleased} {
			feed.Message(kind, tlibtest.ThisDN(dn), tlibtest.ConnID(7))
		}
		truth.ApplyAll(feed.Batch.Events)
		feed.Batch.Reset()
	}
	for i := range MostTeams {
		truth.Add(board.Entry{Key: board.Key{Site: site, DN: fmt.Sprint(8001 + i)}, Team: fmt.Sprintf("team %03d", i)})
	}
	feed.Link(event.Link{State: event.LinkUp, Round: 1})
	for _, dn := range []string{"7001", "8001", "8199", "8200"} {
		feed.Registered(dn)
	}
	for _, dn := range []string{"7001", "8001", "8199", "8200"} {
		talks(dn)
	}
	at := now()
	others := func(what string, leftOut, stretches int) {
		t.Helper()
		at = at.Add(Interval)
		s := taker.Take(at).Sites[0]
		last := s.Teams[len(s.Teams)-1]
		if s.LeftOut != leftOut || last.Name != Others || last.Sums.Stretches != stretches {
			t.Errorf("%s: %d teams are left out, %s has %d stretches; want %d with %d", what, s.LeftOut, last.Name, last.Sums.Stretches, leftOut, stretches)
		}
	}
	others("at the start", 2, 2)
	truth.Remove(at, board.Key{Site: site, DN: "7001"}, board.Key{Site: site, DN: "8001"})
	others("two teams have left", 2, 2)
	truth.Add(board.Entry{Key: board.Key{Site: site, DN: "7002"}, Team: "aa"})
	others("a new one", 3, 2)
	truth.Add(board.Entry{Key: board.Key{Site: site, DN: "9001"}, Team: "a"})
	others("one is back", 3, 2)
}

// TestCommands checks that commands and automatic queries are counted with their site
// only.
func TestCommands(t *testing.T) {
	truth := boardOf("day")
	truth.Add(board.Entry{Key: board.Key{Site: "other", DN: "7001"}})
	commands := new(stats.Stats)
	sent := now()
	commands.Add(&board.Command{Verb: event.VerbStart, Life: board.LifeConfirmed, Sent: sent, Ended: sent, Indicated: sent.Add(80 * time.Millisecond)}, false)
	commands.Add(&board.Command{Verb: event.VerbQuery, Life: board.LifeUnanswered, Sent: sent, Ended: sent}, true)
	sites := NewTaker(Sources{Board: truth, Commands: commands, Site: site}).Take(now()).Sites
	if len(sites) != 2 || sites[1].Verbs != nil {
		t.Fatalf("%+v", sites)
	}
	s := &sites[0]
	if len(s.Verbs) != 5 || s.Verbs[0].Verb != event.VerbStart || s.Verbs[0].Confirmed != 1 || s.Queries.Unanswered != 1 {
		t.Errorf("commands %+v, queries %+v", s.Verbs, s.Queries)
	}
	if got := s.ToIndication; got.Count != 1 || got.Sum != 80*time.Millisecond || s.QueryToIndication.Count != 0 {
		t.Errorf("to the indication %+v, of queries %+v", got, s.QueryToIndication)
	}
}

// TestIncidents checks with which team an incident is counted.
func TestIncidents(t *testing.T) {
	s := Site{Name: site, Teams: []Team{{Name: "day"}}}
	own := map[string]bool{"day": true, "off duty": true}
	s.takeIncidents(map[incidents.Label]uint64{
		{Site: site, Team: "day", Kind: incidents.NotCaptured}:      3,
		{Site: site, Team: "gone", Kind: incidents.NotCaptured}:     4,
		{Site: site, Team: Others, Kind: incidents.NotCaptured}:     1,
		{Site: site, Kind: incidents.LinkLost}:                      2,
		{Site: "other", Team: "day", Kind: incidents.NotCaptured}:   9,
		{Site: site, Team: "day", Kind: incidents.RecorderSilent}:   1,
		{Site: site, Team: "a\xff", Kind: incidents.RecorderSilent}: 5,
		{Site: site, Team: "off duty", Kind: incidents.NotCaptured}: 6,
	}, own)
	want := map[TeamKind]uint64{
		{"day", incidents.NotCaptured}: 3, {"off duty", incidents.NotCaptured}: 6, {Others, incidents.NotCaptured}: 5, {"", incidents.LinkLost}: 2,
		{"day", incidents.RecorderSilent}: 1, {Others, incidents.RecorderSilent}: 5,
	}
	if !maps.Equal(s.Incidents, want) {
		t.Errorf("counted are %v, want %v", s.Incidents, want)
	}
}

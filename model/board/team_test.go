package board

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// newTeams returns a desk with one DN for each name, which is a team and a number: "day1"
// is DN day1 of team day, "-1" is DN -1 without a team.
func newTeams(t tester, o Options, dns ...string) *desk {
	d := newDesk(t, o, dns...)
	for _, dn := range dns {
		d.b.Add(Entry{Key: key(dn), Team: teamOf(dn)})
	}
	return d
}

func teamOf(dn string) string { return strings.TrimRight(dn, "-0123456789") }

// team returns the first DNs of a team.
func team(name string, count int) []string {
	dns := make([]string, count)
	for i := range dns {
		dns[i] = fmt.Sprint(name, i+1)
	}
	return dns
}

// silent returns the teams whose recorder is silent, as "night day".
func (d *desk) silent() string {
	var names []string
	for _, s := range d.b.SilentTeams("sip") {
		names = append(names, fmt.Sprintf("%q", s.Team))
	}
	return strings.Join(names, " ")
}

func (d *desk) wantSilent(want, what string) {
	d.t.Helper()
	if got := d.silent(); got != want {
		d.t.Fatalf("%s: the silent teams are %s, want %s", what, got, want)
	}
}

// TestTeamSilent: three DNs of a team go unanswered while another team answers.
func TestTeamSilent(t *testing.T) {
	d := newTeams(t, Options{}, append(team("day", 3), team("night", 4)...)...)
	asked := d.now
	d.ack(d.send("night1", event.VerbQuery))
	d.after(time.Second)
	d.ack(d.send("night2", event.VerbQuery))
	d.ack(d.send("night3", event.VerbQuery))
	d.user("day1", "enabled", 0)
	d.wait(DefaultIndicationTimeout - time.Second)
	d.wantSilent("", "after one DN")
	version := d.b.Version()
	d.wait(time.Second)
	got := d.b.SilentTeams("sip")
	if len(got) != 1 || got[0] != (TeamSilence{"night", asked}) || d.b.Version() == version {
		t.Fatalf("after three DNs: %+v, want team night since %s", got, asked)
	}
	if s := d.b.Silence("sip"); s.Silent || s.Count != 0 {
		t.Errorf("the site is silent though team day answers: %+v", s)
	}
	d.user("day2", "enabled", 0)
	d.wantSilent(`"night"`, "after a word for another team")
	version = d.b.Version()
	d.user("night4", "disabled", 0)
	d.wantSilent("", "after a word for the team")
	if d.b.Version() == version {
		t.Error("the end of a team's silence changes nothing that is shown")
	}
	d.goUnanswered("night1", "night2")
	d.wantSilent("", "two DNs after the end")
	if d.b.SilentTeams("elsewhere") != nil {
		t.Error("a site that is not there has silent teams")
	}
}

// TestTeamAnswered: DNs that were queried no later than another of their team that
// answered do not make it silent; those of other teams do not matter.
func TestTeamAnswered(t *testing.T) {
	for before, want := range map[time.Duration]string{time.Millisecond: `"night"`, 0: ""} {
		d := newTeams(t, Options{}, "day1", "night1", "night2", "night3", "night4")
		d.user("night4", "disabled", 0)
		d.after(before)
		d.ack(d.send("night1", event.VerbQuery))
		d.ack(d.send("night2", event.VerbQuery))
		d.ack(d.send("night3", event.VerbQuery))
		d.after(time.Second)
		d.user("day1", "disabled", 0)
		d.wait(DefaultIndicationTimeout)
		d.wantSilent(want, fmt.Sprint("night4 was heard ", before, " before"))
	}
}

// TestTheWindowOfATeam: DNs of a team count together within half a minute.
func TestTheWindowOfATeam(t *testing.T) {
	for between, want := range map[time.Duration]string{SilenceWindow: `"night"`, SilenceWindow + time.Millisecond: ""} {
		d := newTeams(t, Options{}, "day1", "night1", "night2", "night3", "night4")
		d.send("night4", event.VerbQuery) // may always answer
		d.goUnanswered("night1", "night2")
		d.user("day1", "disabled", 0)
		d.after(between - DefaultIndicationTimeout)
		d.send("night4", event.VerbQuery)
		d.goUnanswered("night3")
		d.user("day1", "disabled", 0)
		d.wantSilent(want, fmt.Sprint("a third DN ", between, " later"))
	}
}

// TestAFewOfATeam: a team of fewer than three DNs is silent when all of them are
// unanswered; if others of the team can be queried, they are, and none of another team.
func TestAFewOfATeam(t *testing.T) {
	d := newTeams(t, Options{}, "day1", "night1", "night2")
	d.ack(d.send("night1", event.VerbQuery))
	d.after(time.Second)
	d.ack(d.send("night2", event.VerbQuery))
	d.user("day1", "disabled", 0)
	d.wait(DefaultIndicationTimeout - time.Second)
	d.wantSilent("", "while night2 may answer")
	d.wait(time.Second)
	d.wantSilent(`"night"`, "after both")

	d = settledTeams(t, Options{AutomaticQueries: true}, append(team("day", 9), team("night", 4)...)...)
	d.after(time.Hour)
	d.user("day1", "disabled", 0)
	d.goUnanswered("night1")
	d.wantSilent("", "after one of four")
	if got := d.ask(); len(strings.Fields(got)) != 2 || strings.Contains(got, "day") || strings.Contains(got, "night1") {
		t.Errorf("asked %q, want two others of the team", got)
	}
}

// settledTeams is newTeams after the queries of the registration were answered.
func settledTeams(t *testing.T, o Options, dns ...string) *desk {
	d := newTeams(t, o, dns...)
	for _, dn := range dns {
		d.user(dn, "disabled", 0)
	}
	if got := d.ask(); got != "" {
		t.Fatalf("asked %q though all were heard", got)
	}
	return d
}

// TestTheOnlyDNOfATeam: other teams were heard from within the window, and are queried.
func TestTheOnlyDNOfATeam(t *testing.T) {
	for before, want := range map[time.Duration]string{SilenceWindow: "", SilenceWindow + time.Millisecond: `"night"`} {
		d := settledTeams(t, Options{AutomaticQueries: true}, "day1", "day2", "night1")
		d.after(before - DefaultIndicationTimeout)
		d.user("day2", "disabled", 0)
		d.goUnanswered("night1")
		d.wantSilent(want, fmt.Sprint("night1 was heard ", before, " before"))
	}
}

// TestDNsWithoutATeam are a group of their own if there are teams; if there are none, or
// only one, only the site can be silent.
func TestDNsWithoutATeam(t *testing.T) {
	d := newTeams(t, Options{}, "day1", "-1", "-2", "-3")
	d.after(time.Second)
	for _, dn := range []string{"-1", "-2", "-3"} {
		d.ack(d.send(dn, event.VerbQuery))
	}
	d.user("day1", "disabled", 0)
	d.wait(DefaultIndicationTimeout)
	d.wantSilent(`""`, "DNs without a team")
	for _, name := range []string{"-", "day"} {
		d := newTeams(t, Options{}, team(name, 4)...)
		d.goUnanswered(team(name, 3)...)
		d.wantSilent("", "one group")
		if !d.b.Silence("sip").Silent || d.b.sites["sip"].silentTeams != nil {
			t.Error("the site is not silent, or a team is as well")
		}
	}
}

// TestTheSiteCoversItsTeams: while the whole site is silent no team is reported; when one
// answers, those that do not are.
func TestTheSiteCoversItsTeams(t *testing.T) {
	d := newTeams(t, Options{AutomaticQueries: true}, append(team("day", 3), team("night", 3)...)...)
	d.b.NextQueries(d.now, nil)
	asked := d.now
	d.goUnanswered(append(team("day", 3), team("night", 3)...)...)
	d.wait(DefaultRequestTimeout)
	d.wantSilent("", "the whole site")
	if s := d.b.Silence("sip"); !s.Silent {
		t.Fatalf("six DNs of two teams went unanswered: %+v", s)
	}
	d.user("day3", "disabled", 0)
	if got := d.b.SilentTeams("sip"); len(got) != 1 || got[0] != (TeamSilence{"night", asked}) {
		t.Fatalf("after team day answered: %+v", got)
	}
	if s := d.b.Silence("sip"); s.Silent || s.Count != 1 {
		t.Errorf("after team day answered: %+v", s)
	}
	// Those of team day are queried again at once, and team night as a silent one.
	if !d.row("day1").wantsQuery || !d.row("day2").wantsQuery || d.row("night1").wantsQuery {
		t.Error("day1 and day2 are not to be asked again, or night1 is")
	}
}

// TestTeamsChange: rows that leave a team, or the board, remove what is known about them;
// a team that is the only one, or that has no DN left, is not silent.
func TestTeamsChange(t *testing.T) {
	for name, change := range map[string]func(d *desk){
		"removed": func(d *desk) {
			for _, dn := range team("night", 40) {
				d.b.Remove(d.now, key(dn))
			}
		},
		"moved": func(d *desk) {
			for _, dn := range team("night", 40) {
				d.b.Add(Entry{Key: key(dn), Team: "late"})
			}
		},
		"the only one": func(d *desk) {
			for _, dn := range team("day", 40) {
				d.b.Remove(d.now, key(dn))
			}
		},
		"all in one": func(d *desk) {
			for _, dn := range team("day", 40) {
				d.b.Add(Entry{Key: key(dn), Team: "night"})
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := nightFallsSilent(t, Options{AutomaticQueries: true})
			for _, dn := range team("night", 40) {
				d.b.wantQuery(d.row(dn), d.now, false)
			}
			d.after(time.Millisecond)
			if got := d.ask(); len(strings.Fields(got)) != SilenceProbes {
				t.Fatalf("asked %q", got)
			}
			wanting := 0
			change(d)
			checkTeams(t, d.b)
			d.wantSilent("", name)
			for _, r := range d.b.Rows() {
				if r.standsInLine() {
					wanting++
				}
			}
			if name != "removed" && wanting != 30 {
				t.Errorf("%d DNs stand in line, want 30", wanting)
			}
		})
	}
}

// TestARowLeavesItsTeam: one that went unanswered no longer counts in its former team.
func TestARowLeavesItsTeam(t *testing.T) {
	d := newTeams(t, Options{}, append(team("day", 1), team("night", 6)...)...)
	d.send("night6", event.VerbQuery) // may always answer
	d.goUnanswered("night1", "night2")
	d.user("day1", "disabled", 0)
	d.b.Add(Entry{Key: key("night2"), Team: "day"})
	d.b.Add(Entry{Key: key("night1"), Team: "night", Label: "again"})
	d.send("night6", event.VerbQuery)
	d.goUnanswered("night3")
	d.wantSilent("", "two DNs of the team")
	d.send("night6", event.VerbQuery)
	d.goUnanswered("night4")
	d.user("day1", "disabled", 0)
	d.wantSilent(`"night"`, "three DNs of the team")
	checkTeams(t, d.b)
}

// checkTeams compares what the board keeps about teams with a recount.
func checkTeams(t tester, b *Board) {
	t.Helper()
	for _, s := range b.siteList {
		wanting, probing, members := 0, 0, 0
		for _, r := range b.rows {
			if r.site != s {
				continue
			}
			if r.standsInLine() {
				wanting++
			}
			if r.group != s.teams[r.team] || r.group.members[r.place] != r {
				t.Fatalf("DN %s of team %q is not in its place %d", r.key.DN, r.team, r.place)
			}
			if r.setAside && (!r.wantsQuery || !s.probes(r)) {
				t.Fatalf("DN %s is put aside: it wants a query: %v, its team is silent: %v", r.key.DN, r.wantsQuery, r.group.silence.Silent)
			}
		}
		for _, c := range b.commands {
			if c.row.site == s && c.probe {
				probing++
			}
		}
		for name, g := range s.teams {
			members += len(g.members)
			var want Counters
			for _, r := range g.members {
				row := recountRow(r)
				want.Add(&row, 1)
			}
			if team, ok := b.Team(s.name, name); !ok || team.Counters != want {
				t.Fatalf("the counters of team %q are %+v, a recount gives %+v", name, team.Counters, want)
			}
			at := slices.Index(s.silentTeams, g)
			if g.silence.Silent && len(s.teams) == 1 || g.silence.Silent != (at >= 0) || at >= 0 && slices.Contains(s.silentTeams[at+1:], g) {
				t.Fatalf("team %q is silent: %v, in place %d of %d", name, g.silence.Silent, at, len(s.silentTeams))
			}
			if len(g.members) == 0 || len(g.aside) > 2*len(g.members)+65 || len(g.unanswered) > MostUnanswered+1 {
				t.Fatalf("team %q has %d DNs, %d aside, %d unanswered", name, len(g.members), len(g.aside), len(g.unanswered))
			}
		}
		if wanting != s.wanting || probing != s.asking.probing || members != s.rows.Len() {
			t.Fatalf("%d want a query, counted are %d; %d queries of silent teams, counted are %d; %d DNs in teams, there are %d",
				wanting, s.wanting, probing, s.asking.probing, members, s.rows.Len())
		}
	}
}

// inLine returns how many DNs of team night, and how many others, wait for a query.
func (d *desk) inLine() (night, others int) {
	for _, r := range d.b.Rows() {
		switch {
		case !r.standsInLine():
		case teamOf(r.Key().DN) == "night":
			night++
		default:
			others++
		}
	}
	return night, others
}

// TestAnotherTeamIsAsked: when a team falls silent and no indication arrived within the
// window, a DN of another team is queried; the site is silent if that does not answer.
func TestAnotherTeamIsAsked(t *testing.T) {
	for heard, want := range map[time.Duration]int{SilenceWindow: 0, SilenceWindow + time.Millisecond: 1} {
		for _, answers := range []bool{true, false} {
			d := settledTeams(t, Options{AutomaticQueries: true}, append(team("day", 3), team("night", 3)...)...)
			d.after(heard - DefaultIndicationTimeout)
			d.goUnanswered(team("night", 3)...)
			if night, others := d.inLine(); night != 0 || others != want {
				t.Fatalf("%v after a word %d DNs of team night are asked and %d others, want %d", heard, night, others, want)
			}
			d.wantSilent(`"night"`, "after three DNs of the team")
			others := 0
			for _, c := range d.b.NextQueries(d.now.Add(time.Millisecond), nil) {
				switch {
				case teamOf(c.DN) == "day" && answers:
					d.answer(c, "disabled")
				default:
					d.leave(c)
					d.ack(CommandID(c.ID))
				}
				if teamOf(c.DN) == "day" {
					others++
				}
			}
			d.wait(DefaultIndicationTimeout)
			if got := d.b.Silence("sip").Silent; got != (others > 0 && !answers) {
				t.Errorf("%d DNs of another team were asked, answered %v: the site is silent: %v", others, answers, got)
			}
		}
	}
}

// TestAllTeamsOneByOne: when each team has fallen silent, long after each other, the site
// is silent; the probes of the first one do not cause that.
func TestAllTeamsOneByOne(t *testing.T) {
	d := nightFallsSilent(t, Options{AutomaticQueries: true})
	for range 12 {
		d.answerDay()
		d.after(SilencePeriod)
		d.b.Expire(d.now)
	}
	d.wantSilent(`"night"`, "after two minutes")
	if d.b.Silence("sip").Silent {
		t.Fatal("a silent team's unanswered queries count for the site")
	}
	since := d.now
	d.goUnanswered(team("day", 3)...)
	if s := d.b.Silence("sip"); !s.Silent || !s.Since.Equal(since) {
		t.Fatalf("all teams are silent, the site is %+v, want since %v", s, since)
	}
	d.wantSilent("", "all teams")
	d.user("night1", "disabled", 0)
	d.wantSilent(`"day"`, "after a word for team night")
	d.user("day1", "disabled", 0)
	d.wantSilent("", "after a word for each")
}

// TestOthersThatCannotBeAsked: a team falls silent, and no DN of another team can be
// queried: the site is silent.
func TestOthersThatCannotBeAsked(t *testing.T) {
	d := newTeams(t, Options{}, "day1", "night1", "night2", "night3")
	d.message(wire.EventDNOutOfService, thisDN("day1"))
	d.goUnanswered(team("night", 3)...)
	d.wantSilent("", "no other DN can be asked")
	if s := d.b.Silence("sip"); !s.Silent || !s.Since.Equal(d.now.Add(-DefaultIndicationTimeout)) {
		t.Errorf("the site is %+v", s)
	}
}

// TestRemovedWhileSilent: a silence ends with the next indication, even if none of the DNs
// that began it is on the board.
func TestRemovedWhileSilent(t *testing.T) {
	d := newDesk(t, Options{}, numbers(5)...)
	d.goUnanswered("7001", "7002", "7003")
	d.b.Remove(d.now, key("7001"), key("7002"), key("7003"))
	d.user("7004", "disabled", 0)
	if s := d.b.Silence("sip"); s.Silent {
		t.Errorf("after a word: %+v", s)
	}
}

package board

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/event"
)

// newTeams returns a desk with a DN for each word, which is a team and a number:
// "day1" is DN day1 of team day, "-1" is DN -1 without a team.
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

// silent is the teams whose recorder is silent, as "night day".
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

// TestTeamAnswered: DNs that were asked no later than another of their team answered
// make no silence; those of other teams do not matter.
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

// TestAFewOfATeam: a team of fewer than three DNs is silent when all of them are;
// where others of the team can be asked, they are, and none of another team.
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

// TestTheOnlyDNOfATeam: other teams were heard within the window, and are asked.
func TestTheOnlyDNOfATeam(t *testing.T) {
	for before, want := range map[time.Duration]string{SilenceWindow: "", SilenceWindow + time.Millisecond: `"night"`} {
		d := settledTeams(t, Options{AutomaticQueries: true}, "day1", "day2", "night1")
		d.after(before - DefaultIndicationTimeout)
		d.user("day2", "disabled", 0)
		d.goUnanswered("night1")
		d.wantSilent(want, fmt.Sprint("night1 was heard ", before, " before"))
	}
}

// TestDNsWithoutATeam are a group of their own where there are teams; where there
// are none, or one team is all, only the site can be silent.
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
			t.Error("the site is not silent, or a team is besides")
		}
	}
}

// TestTheSiteCoversItsTeams: while the whole site is silent no team is told; when one
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
	// Those of team day are asked again at once, and team night as a silent one.
	if !d.row("day1").wantsQuery || !d.row("day2").wantsQuery || d.row("night1").wantsQuery {
		t.Error("day1 and day2 are not to be asked again, or night1 is")
	}
}

// nightFallsSilent returns a desk with 40 DNs of each of two teams, of which the
// first answer and the others do not.
func nightFallsSilent(t *testing.T, o Options) *desk {
	d := newTeams(t, o, append(team("day", 40), team("night", 40)...)...)
	d.answerDay()
	d.wait(DefaultIndicationTimeout)
	d.wantSilent(`"night"`, "after forty DNs")
	return d
}

// answerDay lets the queries that are due leave and answers all but team night's. It
// returns how many each team had.
func (d *desk) answerDay() (day, night int) {
	d.b.Expire(d.now)
	for _, c := range d.b.NextQueries(d.now, nil) {
		if teamOf(c.DN) == "night" {
			night++
			d.leave(c)
			d.ack(CommandID(c.ID))
			continue
		}
		day++
		d.answer(c, "enabled")
	}
	return day, night
}

// TestASilentTeamIsAskedNowAndThen: ten DNs of it in ten seconds, while the others
// are asked as always; when it answers, all that went unanswered are asked.
func TestASilentTeamIsAskedNowAndThen(t *testing.T) {
	d := nightFallsSilent(t, again())
	period, asked := 0, map[string]bool{}
	for range 6 {
		days := 0
		for range 100 {
			day, night := d.answerDay()
			days, period = days+day, period+night
			d.after(100 * time.Millisecond)
		}
		if period != SilenceProbes {
			t.Fatalf("a silent team was asked %d times in ten seconds", period)
		}
		period = 0
	}
	if got := d.row("day1").Stale(); got != 0 {
		t.Errorf("day1 is stale by %v: a silent team is in its way", got)
	}
	d.user("night40", "disabled", 0)
	d.wantSilent("", "after a word")
	for _, c := range d.b.NextQueries(d.now, nil) {
		asked[c.DN] = true
		d.answer(c, "disabled")
	}
	d.wait(DefaultIndicationTimeout)
	for _, c := range d.b.NextQueries(d.now, nil) {
		d.answer(c, "disabled")
	}
	for _, dn := range team("night", 40) {
		if d.row(dn).Stale() != 0 {
			t.Errorf("DN %s is stale by %v after its recorder answers", dn, d.row(dn).Stale())
		}
	}
	if len(asked) < 29 {
		t.Errorf("%d DNs of the team are asked at its end", len(asked))
	}
}

// TestNobodyWaitsBehindASilentTeam: DNs that want a query stand aside while their
// team is silent, in line again when it is their turn, the visible ones, too.
func TestNobodyWaitsBehindASilentTeam(t *testing.T) {
	o := Options{AutomaticQueries: true}
	d := nightFallsSilent(t, o)
	s := d.b.sites["sip"]
	for _, dn := range append(team("night", 40), "day7") {
		d.b.wantQuery(d.row(dn), d.now, false)
	}
	d.after(time.Millisecond)
	day, night := 0, 0
	for _, c := range d.b.NextQueries(d.now, []Key{key("night33"), key("night34")}) {
		if teamOf(c.DN) == "day" {
			day++
			d.answer(c, "disabled")
			continue
		}
		night++
		d.leave(c)
		d.ack(CommandID(c.ID))
	}
	if day != 1 || night != SilenceProbes || d.row("night33").wantsQuery {
		t.Fatalf("%d and %d DNs are asked", day, night)
	}
	if s.wanting != 0 || len(s.queries) != 0 || len(s.whole.aside)+len(d.row("night1").group.aside) != 30 {
		t.Fatalf("%d want a query, %d stand in line, %d aside", s.wanting, len(s.queries), len(d.row("night1").group.aside))
	}
	began := d.row("night1").group.probedAt
	d.wait(DefaultIndicationTimeout)
	if at, ok := d.b.NextDeadline(); !ok || !at.Equal(began.Add(SilencePeriod)) {
		t.Errorf("the next deadline is %v, want the next period at %v", at, began.Add(SilencePeriod))
	}
	d.after(SilencePeriod - DefaultIndicationTimeout - time.Millisecond)
	if got := d.b.NextQueries(d.now, []Key{key("night39")}); len(got) != 0 {
		t.Errorf("asked %q within the period", dnsOf(got))
	}
	d.after(time.Millisecond)
	if got := d.b.NextQueries(d.now, nil); len(got) != SilenceProbes || slices.ContainsFunc(got, func(c event.Command) bool { return !strings.HasPrefix(c.DN, "night") }) {
		t.Errorf("asked %q in the next period", dnsOf(got))
	}
	// A lost link forgets those that stand aside.
	d.lose()
	for _, r := range d.b.Rows() {
		if r.wantsQuery || r.setAside {
			t.Fatalf("DN %s wants a query, aside %v, without a link", r.Key().DN, r.setAside)
		}
	}
	checkTeams(t, d.b)
}

// TestManySilentTeams: half of the room for unanswered queries is left to the teams
// that answer, and each silent one has its turn.
func TestManySilentTeams(t *testing.T) {
	dns := team("day", 3)
	var names []string
	for i := range 20 {
		names = append(names, fmt.Sprint("t", string(rune('a'+i))))
		dns = append(dns, team(names[i], 10)...)
	}
	d := newTeams(t, Options{AutomaticQueries: true, QueryRate: 1_000_000}, dns...)
	asked := map[string]int{}
	most := 0
	for range 600 {
		d.b.Expire(d.now)
		for _, c := range d.b.NextQueries(d.now, nil) {
			if teamOf(c.DN) == "day" {
				d.answer(c, "disabled")
				continue
			}
			d.leave(c)
			d.ack(CommandID(c.ID))
			if len(d.b.SilentTeams("sip")) == 20 {
				asked[teamOf(c.DN)]++
			}
		}
		if len(d.b.SilentTeams("sip")) == 20 {
			most = max(most, d.b.sites["sip"].asking.probing)
		}
		d.user("day1", "disabled", 0)
		d.after(100 * time.Millisecond)
	}
	if most != probingMost {
		t.Errorf("at most %d queries of silent teams are open, want %d", most, probingMost)
	}
	for _, name := range names {
		if asked[name] < 2*SilenceProbes {
			t.Errorf("team %s was asked %d times: %v", name, asked[name], asked)
		}
	}
	checkTeams(t, d.b)
}

// TestWithoutQueriesASilentTeamIsNotAsked: it is told, and no time passes for it.
func TestWithoutQueriesASilentTeamIsNotAsked(t *testing.T) {
	d := newTeams(t, Options{}, "day1", "night1", "night2", "night3")
	d.after(time.Second)
	for _, dn := range team("night", 3) {
		d.ack(d.send(dn, event.VerbQuery))
	}
	d.user("day1", "disabled", 0)
	d.wait(DefaultIndicationTimeout)
	d.wantSilent(`"night"`, "without automatic queries")
	d.wait(time.Hour)
	if at, ok := d.b.NextDeadline(); ok || len(d.b.NextQueries(d.now, nil)) != 0 {
		t.Errorf("the next deadline is %v", at)
	}
}

// TestTeamsChange: rows that leave a team, or the board, take along what is known of
// them; a team that is the only one, or that has no DN any more, is not silent.
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

// TestARowLeavesItsTeam: one that went unanswered counts no more in its former team.
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

// checkTeams holds what the board keeps of teams against a recount.
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
				t.Fatalf("DN %s stands aside: it wants a query: %v, its team is silent: %v", r.key.DN, r.wantsQuery, r.group.silence.Silent)
			}
		}
		for _, c := range b.commands {
			if c.row.site == s && c.probe {
				probing++
			}
		}
		for name, g := range s.teams {
			members += len(g.members)
			at := slices.Index(s.silentTeams, g)
			if g.silence.Silent && len(s.teams) == 1 || g.silence.Silent != (at >= 0) || at >= 0 && slices.Contains(s.silentTeams[at+1:], g) {
				t.Fatalf("team %q is silent: %v, in place %d of %d", name, g.silence.Silent, at, len(s.silentTeams))
			}
			if len(g.members) == 0 || len(g.aside) > 2*len(g.members)+65 || len(g.unanswered) > MostUnanswered+1 {
				t.Fatalf("team %q has %d DNs, %d aside, %d unanswered", name, len(g.members), len(g.aside), len(g.unanswered))
			}
		}
		if wanting != s.wanting || probing != s.asking.probing || members != s.rows.len() {
			t.Fatalf("%d want a query, counted are %d; %d queries of silent teams, counted are %d; %d DNs in teams, there are %d",
				wanting, s.wanting, probing, s.asking.probing, members, s.rows.len())
		}
	}
}

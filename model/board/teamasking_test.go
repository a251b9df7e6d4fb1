package board

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/event"
)

// nightFallsSilent returns a desk with 40 DNs of each of two teams; those of the first
// answer and the others do not.
func nightFallsSilent(t *testing.T, o Options) *desk {
	d := newTeams(t, o, append(team("day", 40), team("night", 40)...)...)
	d.answerDay()
	d.wait(DefaultIndicationTimeout)
	d.wantSilent(`"night"`, "after forty DNs")
	return d
}

// answerDay sends the queries that are due and answers all but team night's. It returns
// how many each team had.
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

// TestASilentTeamIsAskedNowAndThen: ten DNs of it in ten seconds, while the others are
// queried as always; when it answers, all that went unanswered are queried.
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

// TestNobodyWaitsBehindASilentTeam: DNs that want a query are put aside while their team
// is silent, and queued again when it is their turn, also the visible ones.
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
	// A lost link forgets those that were put aside.
	d.lose()
	for _, r := range d.b.Rows() {
		if r.wantsQuery || r.setAside {
			t.Fatalf("DN %s wants a query, aside %v, without a link", r.Key().DN, r.setAside)
		}
	}
	checkTeams(t, d.b)
}

// TestManySilentTeams: half of the room for unanswered queries is left to the teams that
// answer, and each silent one has its turn.
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

// TestWithoutQueriesASilentTeamIsNotAsked: it is reported, and there is no deadline for
// it.
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

// TestASilentSiteIsAskedAsOne: what was put aside is queued again when the whole site
// falls silent.
func TestASilentSiteIsAskedAsOne(t *testing.T) {
	d := nightFallsSilent(t, Options{AutomaticQueries: true})
	for _, dn := range team("night", 40) {
		d.b.wantQuery(d.row(dn), d.now, false)
	}
	d.after(time.Millisecond)
	d.answerDay()
	if night, _ := d.inLine(); night != 0 {
		t.Fatalf("%d DNs of a silent team stand in line", night)
	}
	d.goUnanswered(team("day", 3)...)
	checkTeams(t, d.b)
	if night, _ := d.inLine(); night != 30 || !d.b.Silence("sip").Silent {
		t.Fatalf("%d DNs of the team stand in line while the site is silent", night)
	}
	if got := d.b.NextQueries(d.now, nil); len(got) != SilenceProbes {
		t.Errorf("asked %q", dnsOf(got))
	}
}

// TestAsideAndNotAsked: a DN that was put aside is not reported as held by a journal that
// works again. It is if the journal fails when the DN is queued again.
func TestAsideAndNotAsked(t *testing.T) {
	d := nightFallsSilent(t, Options{AutomaticQueries: true})
	s := d.b.sites["sip"]
	for _, dn := range team("night", 40) {
		d.b.wantQuery(d.row(dn), d.now, false)
	}
	d.after(time.Millisecond)
	d.b.hold(s, d.now, "the journal is full")
	if got := d.b.Counters().NotAsked; got != 40 {
		t.Fatalf("%d DNs are not asked", got)
	}
	d.after(holdTime)
	for range 3 { // the first is tried alone
		d.answerDay()
	}
	if got := d.b.Counters().NotAsked; got != 0 {
		t.Errorf("%d DNs are not asked, though they only wait for their turn", got)
	}
	d.b.hold(s, d.now, "the journal is full")
	if got := d.b.Counters().NotAsked; got != 0 {
		t.Errorf("%d DNs that stand aside are not asked", got)
	}
	d.user("night40", "disabled", 0)
	if night, _ := d.inLine(); night < 29 || d.b.Counters().NotAsked != night-1 { // night40 was heard from
		t.Errorf("%d DNs come back, %d are not asked", night, d.b.Counters().NotAsked)
	}
	checkTeams(t, d.b)
	checkCounters(t, d.b)
}

// TestAsideIsBounded: rows that are added and removed do not leave entries without bound.
func TestAsideIsBounded(t *testing.T) {
	d := nightFallsSilent(t, Options{AutomaticQueries: true})
	r := d.row("night1")
	g := r.group
	g.probed = SilenceProbes
	for i := range 1000 {
		d.b.wantQuery(r, d.now, false)
		d.b.putAside(r)
		d.b.comeBack(r)
		if most := 2*len(g.members) + 65; len(g.aside) > most || len(r.site.queries) > 2*80+65 {
			t.Fatalf("%d entries stand aside, %d in line, after %d rounds", len(g.aside), len(r.site.queries), i)
		}
	}
	if !r.standsInLine() || !slices.Contains(r.site.queries, r) {
		t.Error("the row is lost")
	}
	checkTeams(t, d.b)
}

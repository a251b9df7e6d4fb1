// Package figures takes the numbers of a board at one moment, for those who watch capdeck
// from outside, such as a metrics server. Taking them passes over teams and never over
// rows, since the board counts as events arrive. It must not know who reads the figures,
// or under which names.
package figures

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/model/stats"
	"capdeck/tlibconn/event"
)

const (
	// Interval is the least time between two Figures.
	Interval = time.Second
	// MostTeams is the greatest number of a site's teams that have figures of their own.
	MostTeams = 200
	// Others is the name of the team that stands for all further teams of a site.
	Others = "*"

	mostName = 128 // bytes of a team's name
)

// Figures are the numbers of a board at one moment. No one changes them after they were
// taken, so that several goroutines may read them.
type Figures struct {
	// At is when they were taken.
	At time.Time
	// Sites are the sites of the board, in the order in which they were first named.
	Sites []Site
}

// Site has the figures of one site.
type Site struct {
	// Name is the site's name.
	Name string
	// LinkUp reports whether capdeck is logged in at the primary and the link to the switch
	// is up.
	LinkUp bool
	// Teams are the site's teams in the order of their names, at most MostTeams. Further
	// teams, and those whose name is Others, longer than 128 bytes or not valid UTF-8, are
	// added up in one more, which is called Others and is the last.
	Teams []Team
	// LeftOut is the number of teams that are added up in Others.
	LeftOut int
	// Verbs counts the outcomes of the commands by verb: start, stop, pause, resume and
	// query. They are nil for a site for which no commands are counted.
	Verbs []Verb
	// Queries counts the outcomes of the automatic queries.
	Queries stats.Outcomes
	// ToIndication are the times from sending a command to the indication that it asks for,
	// and QueryToIndication those of automatic queries. They are zero without Verbs.
	ToIndication, QueryToIndication Times
}

// Team has the figures of one team.
type Team struct {
	// Name is the team's name, "" for the DNs without a team.
	Name string
	// Counters counts its rows. OpenCommands has no meaning.
	Counters board.Counters
	// Calls counts its DNs that are on a call.
	Calls coverage.Counts
	// Silent is how long the team's recorder has been silent, 0 while it is not. For Others
	// it is that of the whole site.
	Silent time.Duration
}

// Verb counts how the commands with a verb ended.
type Verb struct {
	Verb event.Verb
	stats.Outcomes
}

// Times is a histogram of durations.
type Times struct {
	// Bars are all its bars, in order, empty ones too.
	Bars []stats.Bar
	// Count is the number of durations, Sum is their sum.
	Count uint64
	Sum   time.Duration
}

// Taker takes figures of a board. It must be used by one goroutine, that of the board.
type Taker struct {
	board    *board.Board
	commands *stats.Stats
	site     string // of the commands

	taken   time.Time // when the last figures were taken
	teams   map[string]sorted
	version uint64 // of the board's teams that are in teams
	known   bool   // there is a version
}

// sorted are the teams of a site.
type sorted struct {
	names   []string // those with figures of their own
	leftOut int
}

// NewTaker returns a Taker of the board's figures. The commands in the statistics are
// those of a site.
func NewTaker(truth *board.Board, commands *stats.Stats, site string) *Taker {
	return &Taker{board: truth, commands: commands, site: site}
}

// Take returns the figures at time now, or nil if the last ones are younger than
// Interval. No one may change them.
func (t *Taker) Take(now time.Time) *Figures {
	if !t.taken.IsZero() && now.Sub(t.taken) < Interval {
		return nil
	}
	t.taken = now
	if !t.known || t.version != t.board.TeamsVersion() {
		t.sortTeams()
	}
	taken := &Figures{At: now}
	for _, name := range t.board.Sites() {
		taken.Sites = append(taken.Sites, t.takeSite(name, now))
	}
	return taken
}

// sortTeams chooses the teams that have figures of their own.
func (t *Taker) sortTeams() {
	t.version, t.known = t.board.TeamsVersion(), true
	t.teams = map[string]sorted{}
	for _, team := range t.board.AppendTeams(nil) {
		of := t.teams[team.Site]
		if team.Name == Others || len(team.Name) > mostName || !utf8.ValidString(team.Name) {
			of.leftOut++
		} else {
			of.names = append(of.names, team.Name)
		}
		t.teams[team.Site] = of
	}
	for site, of := range t.teams {
		slices.SortFunc(of.names, strings.Compare)
		if more := len(of.names) - MostTeams; more > 0 {
			of.names, of.leftOut = slices.Clone(of.names[:MostTeams]), of.leftOut+more
		}
		t.teams[site] = of
	}
}

func (t *Taker) takeSite(name string, now time.Time) Site {
	link, _ := t.board.Link(name)
	of := t.teams[name]
	site := Site{Name: name, LinkUp: link.State == event.LinkUp, LeftOut: of.leftOut, Teams: make([]Team, 0, len(of.names)+1)}
	others := Team{Name: Others, Counters: t.board.SiteCounters(name)}
	for _, name := range of.names {
		team, _ := t.board.Team(site.Name, name)
		others.Counters.Add(&team.Counters, -1)
		site.Teams = append(site.Teams, Team{Name: name, Counters: team.Counters, Calls: callsOf(&team.Counters), Silent: since(team.SilentSince, now)})
	}
	if of.leftOut > 0 {
		others.Calls = callsOf(&others.Counters)
		others.Silent = since(t.board.Silence(name).Since, now)
		site.Teams = append(site.Teams, others)
	}
	if name == t.site {
		t.takeCommands(&site)
	}
	return site
}

// callsOf returns the counts of the DNs on calls.
func callsOf(c *board.Counters) coverage.Counts {
	return coverage.Counts{OnCall: c.Calls.Total, Captured: c.Calls.Rec, Paused: c.Calls.Paused, Not: c.Calls.Not()}
}

// since returns the time from the beginning of a silence, 0 for none.
func since(begin, now time.Time) time.Duration {
	if begin.IsZero() {
		return 0
	}
	return max(now.Sub(begin), 0)
}

func (t *Taker) takeCommands(site *Site) {
	for verb := event.VerbStart; verb <= event.VerbQuery; verb++ {
		site.Verbs = append(site.Verbs, Verb{verb, t.commands.OfVerb(verb).Outcomes})
	}
	site.Queries = t.commands.Queries().Outcomes
	site.ToIndication = timesOf(&t.commands.Commands().Indicated)
	site.QueryToIndication = timesOf(&t.commands.Queries().Indicated)
}

func timesOf(times *stats.Times) Times {
	return Times{Bars: times.Bars(), Count: times.Count(), Sum: times.Sum()}
}

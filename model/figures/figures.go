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
	"capdeck/model/incidents"
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
	// Incidents are the present numbers of incidents, of all sites.
	Incidents incidents.Counts
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
	// added up in one more, which is called Others and is the last. A team that once had
	// figures of its own keeps them, so that no sum of Others ever becomes less.
	Teams []Team
	// LeftOut is the number of teams that are added up in Others.
	LeftOut int
	// Incidents are how many incidents were raised since capdeck started, by team and kind,
	// without those of which there was none. Those of the whole site have the team "", and
	// those of a team that never had figures of its own have Others.
	Incidents map[TeamKind]uint64
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
	// Sums are the sums over its stretches that have ended since capdeck started, and
	// ToCapture is the 95th percentile of the time to capture, if HasToCapture. Others has no
	// percentile.
	Sums         coverage.Sums
	ToCapture    time.Duration
	HasToCapture bool
	// Silent is how long the team's recorder has been silent, 0 while it is not. For Others
	// it is that of the whole site.
	Silent time.Duration
}

// TeamKind says which incidents are counted.
type TeamKind struct {
	Team string
	Kind incidents.Kind
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
	from Sources

	taken   time.Time // when the last figures were taken
	teams   map[string]sorted
	own     map[string]map[string]bool // by site, the teams that ever had figures of their own
	version uint64                     // of the board's teams that are in teams
	known   bool                       // there is a version
}

// sorted are the teams of a site.
type sorted struct {
	names   []string // those with figures of their own
	leftOut int
}

// Sources are what figures are taken of.
type Sources struct {
	// Board is the board. Required.
	Board *board.Board
	// Commands are the statistics of the commands of a site. Required.
	Commands *stats.Stats
	Site     string
	// Coverage and Incidents are those of the board. Nil is like none of it.
	Coverage  *coverage.Coverage
	Incidents *incidents.Incidents
}

// NewTaker returns a Taker of figures.
func NewTaker(from Sources) *Taker { return &Taker{from: from, own: map[string]map[string]bool{}} }

// Take returns the figures at time now, or nil if the last ones are younger than
// Interval. No one may change them.
func (t *Taker) Take(now time.Time) *Figures {
	if !t.taken.IsZero() && now.Sub(t.taken) < Interval {
		return nil
	}
	t.taken = now
	if !t.known || t.version != t.from.Board.TeamsVersion() {
		t.sortTeams()
	}
	taken := &Figures{At: now}
	var raised map[incidents.Label]uint64
	if t.from.Incidents != nil {
		taken.Incidents, raised = t.from.Incidents.Counts(), t.from.Incidents.Raised()
	}
	for _, name := range t.from.Board.Sites() {
		taken.Sites = append(taken.Sites, t.takeSite(name, now))
		if raised != nil {
			taken.Sites[len(taken.Sites)-1].takeIncidents(raised, t.own[name])
		}
	}
	return taken
}

// sortTeams chooses the teams that have figures of their own: those that ever had, and then
// the others in the order of their names, as long as there is room.
func (t *Taker) sortTeams() {
	t.version, t.known = t.from.Board.TeamsVersion(), true
	t.teams = map[string]sorted{}
	for _, team := range t.from.Board.AppendTeams(nil) {
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
		if t.own[site] == nil {
			t.own[site] = map[string]bool{}
		}
		own := t.own[site]
		for _, name := range of.names {
			if len(own) < MostTeams {
				own[name] = true
			}
		}
		all := len(of.names)
		of.names = slices.DeleteFunc(of.names, func(name string) bool { return !own[name] })
		of.leftOut += all - len(of.names)
		t.teams[site] = of
	}
}

func (t *Taker) takeSite(name string, now time.Time) Site {
	link, _ := t.from.Board.Link(name)
	of := t.teams[name]
	site := Site{Name: name, LinkUp: link.State == event.LinkUp, LeftOut: of.leftOut, Teams: make([]Team, 0, len(of.names)+1)}
	others := Team{Name: Others, Counters: t.from.Board.SiteCounters(name)}
	if cover := t.from.Coverage; cover != nil {
		others.Calls, others.Sums = cover.Counts(name), cover.Sums(name)
	}
	for _, name := range of.names {
		team := t.takeTeam(site.Name, name, now)
		others.subtract(&team)
		site.Teams = append(site.Teams, team)
	}
	t.subtractGone(&others, site.Name, of.names)
	if of.leftOut > 0 {
		others.Silent = since(t.from.Board.Silence(name).Since, now)
		site.Teams = append(site.Teams, others)
	}
	if name == t.from.Site {
		t.takeCommands(&site)
	}
	return site
}

// subtractGone takes the teams out of the sum of all that had figures of their own and are no
// longer on the board. names are those that are, in their order.
func (t *Taker) subtractGone(others *Team, site string, names []string) {
	if len(names) == len(t.own[site]) {
		return
	}
	for name := range t.own[site] {
		if _, here := slices.BinarySearch(names, name); !here {
			gone := t.takeTeam(site, name, t.taken)
			others.subtract(&gone)
		}
	}
}

func (t *Taker) takeTeam(site, name string, now time.Time) Team {
	counted, _ := t.from.Board.Team(site, name)
	team := Team{Name: name, Counters: counted.Counters, Silent: since(counted.SilentSince, now)}
	if cover := t.from.Coverage; cover != nil {
		team.Calls = cover.TeamCounts(site, name)
		team.Sums, team.ToCapture, team.HasToCapture = cover.TeamSums(site, name)
	}
	return team
}

// subtract takes a team that has figures of its own out of the sum of all.
func (t *Team) subtract(own *Team) {
	t.Counters.Add(&own.Counters, -1)
	t.Calls.OnCall -= own.Calls.OnCall
	t.Calls.Captured -= own.Calls.Captured
	t.Calls.Paused -= own.Calls.Paused
	t.Calls.Not -= own.Calls.Not
	t.Sums.Stretches -= own.Sums.Stretches
	t.Sums.Excluded -= own.Sums.Excluded
	t.Sums.Covered -= own.Sums.Covered
	t.Sums.Gaps -= own.Sums.Gaps
	t.Sums.Established -= own.Sums.Established
	t.Sums.Captured -= own.Sums.Captured
	t.Sums.Paused -= own.Sums.Paused
	t.Sums.PausedWithin -= own.Sums.PausedWithin
	t.Sums.Off -= own.Sums.Off
	t.Sums.Unverified -= own.Sums.Unverified
	t.Sums.ExcludedTime -= own.Sums.ExcludedTime
}

// takeIncidents counts the incidents that were raised at the site. own are the teams that ever
// had figures of their own.
func (s *Site) takeIncidents(raised map[incidents.Label]uint64, own map[string]bool) {
	if len(raised) == 0 {
		return
	}
	s.Incidents = map[TeamKind]uint64{}
	for label, count := range raised {
		if label.Site != s.Name {
			continue
		}
		if label.Team != "" && !own[label.Team] {
			label.Team = Others
		}
		s.Incidents[TeamKind{label.Team, label.Kind}] += count
	}
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
		site.Verbs = append(site.Verbs, Verb{verb, t.from.Commands.OfVerb(verb).Outcomes})
	}
	site.Queries = t.from.Commands.Queries().Outcomes
	site.ToIndication = timesOf(&t.from.Commands.Commands().Indicated)
	site.QueryToIndication = timesOf(&t.from.Commands.Queries().Indicated)
}

func timesOf(times *stats.Times) Times {
	return Times{Bars: times.Bars(), Count: times.Count(), Sum: times.Sum()}
}

package board

import (
	"time"

	"capdeck/model/board/index"
	"capdeck/tlibconn/event"
)

// site is the state of one T-Server.
type site struct {
	name       string
	rows       index.Table[Row]       // by event.HashDN of the DN on the wire
	encode     func(dn string) string // Options.Encode, or nil
	asked      map[int32]*Row         // by the ReferenceID of their registration
	link       event.Link
	linkSince  time.Time
	reportedUp bool // the link was last reported to OnChange as up
	connection uint32
	round      uint32

	echo          EchoKnowledge
	echoDoubt     int               // windows in a row that contradict it
	echoed        int               // accepted commands that were echoed while nothing was known
	whole         group             // all its DNs
	teams         map[string]*group // by name, "" for the DNs without a team; no group is empty
	silentTeams   []*group          // by when they were last queried, also while the whole site is silent
	asking        asking
	personResyncs []*Row // those that persons asked for, served before resyncs
	resyncs       []*Row // in order; entries that no longer want a RequestQueryAddress are skipped
	queries       []*Row // in order; entries that no longer want an automatic query are skipped
	wanting       int    // the number of rows that want one
	queryRound    QueryRound
}

func (b *Board) siteOf(name string) *site {
	if s := b.lastSite; s != nil && s.name == name {
		return s
	}
	s := b.sites[name]
	if s == nil {
		s = &site{name: name, asked: make(map[int32]*Row), teams: make(map[string]*group)}
		s.whole.site = s
		s.encode = b.options.Encode
		s.asking.interval = b.options.Requery
		b.sites[name] = s
		b.siteList = append(b.siteList, s)
	}
	b.lastSite = s
	return s
}

// asking is the state of a site's automatic queries.
type asking struct {
	again    int           // the number of rows that are queried regularly
	interval time.Duration // in force
	longAt   time.Time     // when the present length of the interval was last needed
	base     time.Time     // the origin of the parts of the interval

	open     int // automatic queries that have left and wait for their answers
	answered int // automatic queries answered since the last one that was not

	resyncs int // RequestQueryAddress that wait for their answers

	allowance   float64 // automatic queries and RequestQueryAddress that may leave at allowanceAt
	allowanceAt time.Time
	ready       bool      // the allowance is large enough for queries to leave
	kept        int       // the part of the allowance that is left for RequestQueryAddress
	resyncDue   int       // automatic queries that have left, less those that a RequestQueryAddress followed
	held        bool      // something blocks all automatic queries
	heldBy      string    // what blocks them, as a sentence
	heldUntil   time.Time // when the next one is tried

	probing int // those among open that are of silent teams
}

func (s *site) countAgain(more bool) {
	if more {
		s.asking.again++
	} else {
		s.asking.again--
	}
}

// canBeAsked reports whether a query of the DN can be answered.
func (r *Row) canBeAsked() bool {
	return r.registration.State == RegistrationHeld && !r.outOfService && r.site.linked()
}

// linked reports whether the link to the switch is up.
func (s *site) linked() bool { return s.link.State == event.LinkUp }

// Silence reports whether a recorder answers at a site, and how long none did. Nothing
// names a recorder on the wire: if a site has several, SilentTeams returns the teams whose
// recorder does not answer.
type Silence struct {
	// Silent reports that SilenceCount DNs, or all that could be queried, went unanswered
	// within SilenceWindow and none has answered since.
	Silent bool
	// Since is when the first of them was queried; zero while not Silent.
	Since time.Time
	// Count is the number of silences over the board's life, including a present one.
	Count int
	// Longest is the length of the longest silence that is over, from Since to the next
	// indication.
	Longest time.Duration
	// Heard is when an indication for any DN of the site last arrived, zero if none did.
	Heard time.Time
}

// group is the DNs of a site that one recorder is assumed to serve: all of them, or those
// of a team.
type group struct {
	site    *site
	name    string // of the team
	members []*Row // of the team; those of a whole site are in Board.rows

	counters Counters // of its rows; those of a team have no OpenCommands

	silence    Silence
	over       time.Time // when the last silence ended
	unanswered []unanswered
	reported   time.Time // Since of the silence that was reported to OnChange and is not over, else zero

	probed   int       // DNs queried since probedAt
	probedAt time.Time // when the present period of queries for a silent recorder began
	probeAt  int       // index of the row that is queried next if no row wants a query
	aside    []*Row    // of a silent team, in order; entries that are not Row.setAside are skipped
}

// unanswered is a DN that did not answer in time.
type unanswered struct {
	row       *Row
	asked, at time.Time
}

// has reports whether the row belongs to the group.
func (g *group) has(r *Row) bool { return r.group == g || g == &r.site.whole }

// row returns the row of the DN with these bytes on the wire and their hash, or nil.
func (s *site) row(hash uint64, dn []byte) *Row {
	r, place := s.rows.First(hash)
	for r != nil && !r.isDN(dn) {
		r, place = s.rows.Next(hash, place)
	}
	return r
}

// rowOf returns the row of an event's ThisDN, or nil.
func (s *site) rowOf(e *event.Event) *Row { return s.row(e.DNHash(), e.ThisDN()) }

// likelyRow returns the row that rowOf will most likely return, without reading the row.
func (s *site) likelyRow(e *event.Event) *Row {
	r, _ := s.rows.First(e.DNHash())
	return r
}

// rowNamed returns the row of a DN, or nil.
func (s *site) rowNamed(dn string) *Row {
	if s.encode != nil {
		dn = s.encode(dn)
	}
	return s.row(event.HashDN(dn), []byte(dn))
}

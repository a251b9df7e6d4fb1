package board

import (
	"time"

	"capdeck/model/board/index"
	"capdeck/tlibconn/event"
)

// site is what the board knows of one T-Server.
type site struct {
	name       string
	rows       index.Table[Row]       // by event.HashDN of the DN on the wire
	encode     func(dn string) string // Options.Encode, or nil
	asked      map[int32]*Row         // by the ReferenceID of their registration
	link       event.Link
	linkSince  time.Time
	connection uint32
	round      uint32

	echo          EchoKnowledge
	echoDoubt     int               // windows in a row that said otherwise
	echoed        int               // accepted commands that were echoed while nothing was known
	whole         group             // all its DNs
	teams         map[string]*group // by name, "" for the DNs without a team; none is empty
	silentTeams   []*group          // by when they were last asked, even while the whole site is silent
	asking        asking
	personResyncs []*Row // those before resyncs, which persons asked for
	resyncs       []*Row // in order; those that want no RequestQueryAddress any more are passed over
	queries       []*Row // in order; those that want no automatic query any more are passed over
	wanting       int    // how many rows want one
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

// asking is how a site's DNs are asked by automatic queries.
type asking struct {
	again    int           // rows that are asked again
	interval time.Duration // in force
	longAt   time.Time     // when the interval was last needed as long as it is
	base     time.Time     // from when on the parts of the interval are counted

	open     int // automatic queries that have left and wait for their answers
	answered int // automatic queries answered since the last one that was not

	resyncs int // RequestQueryAddress that wait for their answers

	allowance   float64 // automatic queries and RequestQueryAddress that may leave at allowanceAt
	allowanceAt time.Time
	ready       bool      // so much is allowed that queries leave
	kept        int       // of the allowance: what is left for RequestQueryAddress
	resyncDue   int       // automatic queries that have left, less those for which a RequestQueryAddress did
	held        bool      // something is in the way of all automatic queries
	heldBy      string    // what, as a sentence
	heldUntil   time.Time // when one is tried

	probing int // of open: those of silent teams
}

func (s *site) countAgain(more bool) {
	if more {
		s.asking.again++
	} else {
		s.asking.again--
	}
}

// canBeAsked reports whether a query of the DN can be answered at all.
func (r *Row) canBeAsked() bool {
	return r.registration.State == RegistrationHeld && !r.outOfService && r.site.linked()
}

// linked reports whether the way to the switch is open.
func (s *site) linked() bool { return s.link.State == event.LinkUp }

// Silence says whether a recorder answers at a site, and how long none did.
// Nothing names a recorder on the wire: where a site has several, SilentTeams
// says which teams have none that answers.
type Silence struct {
	// Silent says that SilenceCount DNs, or all that could be asked, went
	// unanswered within SilenceWindow and none answered since.
	Silent bool
	// Since is when the first of them was asked; zero while not Silent.
	Since time.Time
	// Count is how many silences there were over the board's life, one that
	// lasts included.
	Count int
	// Longest is how long the longest of those lasted that are over, from Since
	// to the next indication.
	Longest time.Duration
	// Heard is when an indication for any DN of the site last came, zero if none
	// did.
	Heard time.Time
}

// group is the DNs of a site that one recorder is taken to answer for: all of
// them, or those of a team.
type group struct {
	site    *site
	name    string // of the team
	members []*Row // of the team; those of a whole site are Board.rows

	silence    Silence
	over       time.Time // when the last silence ended
	unanswered []unanswered

	probed   int       // DNs asked since probedAt
	probedAt time.Time // when the period began in which a silent recorder is asked
	probeAt  int       // index of the row that is asked next while none wants to be
	aside    []*Row    // of a silent team, in order; those that are not Row.setAside are passed over
}

// unanswered is a DN that did not answer in time.
type unanswered struct {
	row       *Row
	asked, at time.Time
}

// has reports whether the row is one of the group's.
func (g *group) has(r *Row) bool { return r.group == g || g == &r.site.whole }

// row returns the row of the DN with that bytes on the wire and their hash, or nil.
func (s *site) row(hash uint64, dn []byte) *Row {
	r, place := s.rows.First(hash)
	for r != nil && !r.isDN(dn) {
		r, place = s.rows.Next(hash, place)
	}
	return r
}

// rowOf returns the row of an event's ThisDN, or nil.
func (s *site) rowOf(e *event.Event) *Row { return s.row(e.DNHash(), e.ThisDN()) }

// likelyRow returns the row that rowOf most likely returns, without reading the row.
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

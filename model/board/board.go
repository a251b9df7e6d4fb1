package board

import (
	"time"

	"capdeck/tlibconn/event"
)

// Board is the truth about a set of DNs. Make one with New; use it from one
// goroutine at a time.
type Board struct {
	options  Options
	rows     []*Row
	sites    map[string]*site
	siteList []*site // in the order in which they were first named
	lastSite *site   // that was asked for
	version  uint64
	members  uint64 // version of rows as a set
	counters Counters
	notes    Diagnostics
	alerts   alerts

	stopCounts StopCounts

	commands map[CommandID]*command // all that have not ended
	queue    []*command             // in order; those that have ended meanwhile are passed over
	waiting  int                    // how many of queue still wait
	lastID   CommandID
	outcomes []Command
	ended    func(c *Command, automatic bool) // nil for nobody

	resyncFailures []ResyncFailure

	deadlines deadlines
	fetched   uint64
	interned  map[string]string
}

// site is what the board knows of one T-Server.
type site struct {
	name       string
	rows       index
	asked      map[int32]*Row // by the ReferenceID of their registration
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

// New returns an empty board.
func New(options Options) *Board {
	return &Board{
		options:  options.withDefaults(),
		sites:    make(map[string]*site),
		commands: make(map[CommandID]*command),
		interned: make(map[string]string),
	}
}

// Options returns the options in force, defaults filled in.
func (b *Board) Options() Options { return b.options }

// WireDN returns a DN as it stands on the wire, by Options.Encode.
func (b *Board) WireDN(dn string) string {
	if b.options.Encode == nil {
		return dn
	}
	return b.options.Encode(dn)
}

// Add puts DNs on the board, behind those that are there, and returns how many
// are new. For a DN that is there already it replaces label and team.
func (b *Board) Add(entries ...Entry) int {
	added := 0
	for _, e := range entries {
		s := b.siteOf(e.Site)
		r := s.rows.named(e.DN)
		if r == nil {
			r = newRow(s, e.Key, b.WireDN(e.DN), len(b.rows))
			s.rows.add(r)
			b.members++
			b.rows = append(b.rows, r)
			b.counters.Total++
			b.counters.Unknown++
			added++
		}
		r.label = e.Label
		b.join(r, e.Team)
		b.changed(r)
	}
	return added
}

// Remove takes DNs off the board at time now and returns how many were on it.
// Their commands that have not left are cancelled; those that have are lost
// from view and end as LifeLost or LifeUnanswered, with that reason.
func (b *Board) Remove(now time.Time, keys ...Key) int {
	removed := 0
	gone := make(map[*Row]bool, len(keys))
	for _, k := range keys {
		if r := b.Row(k); r != nil && !gone[r] {
			gone[r] = true
			b.forget(now, r)
			removed++
		}
	}
	if removed == 0 {
		return 0
	}
	b.dropCancelled()
	kept := b.rows[:0]
	for _, r := range b.rows {
		if !gone[r] {
			r.index = len(kept)
			kept = append(kept, r)
		}
	}
	clear(b.rows[len(kept):])
	b.rows = kept
	b.version++
	b.members++
	return removed
}

// Rows returns the board's rows in the order in which they were added. The
// slice belongs to the board and is valid until the next Add or Remove.
func (b *Board) Rows() []*Row { return b.rows }

// Row returns the row of a key, or nil.
func (b *Board) Row(key Key) *Row {
	if s := b.sites[key.Site]; s != nil {
		return s.rows.named(key.DN)
	}
	return nil
}

// Len returns how many DNs are on the board.
func (b *Board) Len() int { return len(b.rows) }

// Version changes whenever something that the board shows changed; the
// passing of time alone does not change it.
func (b *Board) Version() uint64 { return b.version }

// MembersVersion changes whenever DNs came to the board or left it, and only
// then: Rows is the same as long as it does not.
func (b *Board) MembersVersion() uint64 { return b.members }

// Counters returns the counts over all rows. It costs nothing.
func (b *Board) Counters() Counters { return b.counters }

// Diagnostics returns the counts of what came and changed no row.
func (b *Board) Diagnostics() Diagnostics { return b.notes }

// Link returns the last state of a site's link, and since when it holds. The
// zero Link means that no session has said anything yet.
func (b *Board) Link(name string) (link event.Link, since time.Time) {
	if s := b.sites[name]; s != nil {
		return s.link, s.linkSince
	}
	return event.Link{}, time.Time{}
}

// Echo returns what was learned of whether a site's T-Server echoes.
func (b *Board) Echo(name string) EchoKnowledge {
	if s := b.sites[name]; s != nil {
		return s.echo
	}
	return EchoUnknown
}

// Silence says whether a site's recorder is silent.
func (b *Board) Silence(name string) Silence {
	if s := b.sites[name]; s != nil {
		return s.whole.silence
	}
	return Silence{}
}

// QueryRound returns the progress of a site's automatic queries.
func (b *Board) QueryRound(name string) QueryRound {
	if s := b.sites[name]; s != nil {
		return s.queryRound
	}
	return QueryRound{}
}

func (b *Board) siteOf(name string) *site {
	if s := b.lastSite; s != nil && s.name == name {
		return s
	}
	s := b.sites[name]
	if s == nil {
		s = &site{name: name, asked: make(map[int32]*Row), teams: make(map[string]*group)}
		s.whole.site = s
		s.rows.encode = b.options.Encode
		s.asking.interval = b.options.Requery
		b.sites[name] = s
		b.siteList = append(b.siteList, s)
	}
	b.lastSite = s
	return s
}

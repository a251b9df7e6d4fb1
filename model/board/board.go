package board

import (
	"time"

	"capdeck/tlibconn/event"
)

// Board is the truth about a set of DNs. Create one with New, and use it from one
// goroutine at a time.
type Board struct {
	options  Options
	rows     []*Row
	sites    map[string]*site
	siteList []*site // in the order in which they were first named
	lastSite *site   // the last one that was looked up
	version  uint64
	members  uint64 // version of rows as a set
	teams    uint64 // version of the teams as a set
	notes    Diagnostics
	alerts   alerts

	stopCounts StopCounts

	commands map[CommandID]*command // all commands that have not ended
	queue    []*command             // in order; entries that have ended are skipped
	waiting  int                    // the number of commands in queue that still wait
	lastID   CommandID
	outcomes []Command
	ended    func(c *Command, automatic bool) // nil if no one is listening

	resyncFailures []ResyncFailure

	onChange     func(*Change) // nil if no one is listening
	onFetch      func([]*Row)  // nil if no one wants to know
	change       Change        // the one that onChange is called with
	at           time.Time     // what the board was last told
	updating     *Row          // its change is not complete: what follows from it is reported later
	updatingSite *site         // likewise, all its rows
	before       []Call        // the calls of the row before the present event

	numbers     int   // the numbers given to rows so far
	freeNumbers []int // of removed rows

	deadlines deadlines
	fetched   uint64
	ahead     [ahead]*Row // of the events that ApplyAll applies next
	interned  map[string]string
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

// WireDN returns a DN in the bytes of the wire, by Options.Encode.
func (b *Board) WireDN(dn string) string {
	if b.options.Encode == nil {
		return dn
	}
	return b.options.Encode(dn)
}

// Rows returns the board's rows in the order in which they were added. The slice belongs
// to the board and is valid until the next Add or Remove.
func (b *Board) Rows() []*Row { return b.rows }

// Row returns the row of a key, or nil.
func (b *Board) Row(key Key) *Row {
	if s := b.sites[key.Site]; s != nil {
		return s.rowNamed(key.DN)
	}
	return nil
}

// Len returns the number of DNs on the board.
func (b *Board) Len() int { return len(b.rows) }

// Version changes whenever something that the board shows changes. The passing of time
// alone does not change it.
func (b *Board) Version() uint64 { return b.version }

// MembersVersion changes whenever DNs are added or removed, and only then: until it
// changes, Rows stays the same.
func (b *Board) MembersVersion() uint64 { return b.members }

// Counters returns the counts over all rows, without counting them again.
func (b *Board) Counters() Counters {
	var all Counters
	for _, s := range b.siteList {
		all.Add(&s.whole.counters, 1)
	}
	return all
}

// SiteCounters returns the counts over the rows of a site, without counting them again;
// zero for a site that the board does not know.
func (b *Board) SiteCounters(name string) Counters {
	if s := b.sites[name]; s != nil {
		return s.whole.counters
	}
	return Counters{}
}

// TeamsVersion changes whenever a team appears or disappears, and only then: until it
// changes, AppendTeams returns the same teams.
func (b *Board) TeamsVersion() uint64 { return b.teams }

// Diagnostics returns the counts of input that changed no row.
func (b *Board) Diagnostics() Diagnostics { return b.notes }

// Link returns the last state of a site's link, and when it began. It returns the zero
// Link if no session has reported one.
func (b *Board) Link(name string) (link event.Link, since time.Time) {
	if s := b.sites[name]; s != nil {
		return s.link, s.linkSince
	}
	return event.Link{}, time.Time{}
}

// Echo returns what is known about whether a site's T-Server echoes.
func (b *Board) Echo(name string) EchoKnowledge {
	if s := b.sites[name]; s != nil {
		return s.echo
	}
	return EchoUnknown
}

// Silence returns whether a site's recorder is silent.
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

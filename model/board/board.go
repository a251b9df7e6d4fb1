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

// New returns an empty board.
func New(options Options) *Board {
	return &Board{
		options:  options.withDefaults(),
		sites:    make(map[string]*site),
		commands: make(map[CommandID]*command),
		interned: make(map[string]string),
	}
}

// WireDN returns a DN as it stands on the wire, by Options.Encode.
func (b *Board) WireDN(dn string) string {
	if b.options.Encode == nil {
		return dn
	}
	return b.options.Encode(dn)
}

// Rows returns the board's rows in the order in which they were added. The
// slice belongs to the board and is valid until the next Add or Remove.
func (b *Board) Rows() []*Row { return b.rows }

// Row returns the row of a key, or nil.
func (b *Board) Row(key Key) *Row {
	if s := b.sites[key.Site]; s != nil {
		return s.rowNamed(key.DN)
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

package incidents

import (
	"slices"
	"strconv"
	"time"

	"capdeck/model/board"
	"capdeck/model/coverage"
)

// MaxKept is how many incidents that are over are kept; the log on disk has the others.
// Those that last are always kept: they are bounded by the rows of the board.
const MaxKept = 10000

// MaxText is the longest text of an incident, in bytes: a label, a cause, a note. A longer
// one is cut.
const MaxText = 500

// Options are the settings of Incidents.
type Options struct {
	// Process names this process for ever, such as by its start and its number. It is the
	// first part of the IDs.
	Process string
	// NoStopsByOthers raises no incident if another client stopped a capture during a call.
	NoStopsByOthers bool
	// Excludes reports whether a DN is outside the policy of the coverage at a time. Then no
	// incident of it is raised and none counts up. Nil excludes nothing.
	Excludes func(row *board.Row, at time.Time) bool
	// WhyDown returns why the link of a site is down, as a sentence; nil if that is not known.
	WhyDown func(site string) string
	// Cause returns the cause that a notice gives, in words; nil for none.
	Cause func(notice *coverage.Notice) string
}

// Incidents keeps the incidents of a board. Create one with New; one goroutine uses it at
// a time, that of the board.
type Incidents struct {
	options Options
	number  uint64 // of the last ID
	version uint64

	list []*item // by the time at which they were raised, oldest first
	byID map[string]*item
	open map[subject]*item // those of this process that last
	// openKinds has a bit for each Kind that is open for the row of a number, so that an
	// indication, of which there are many, asks no map.
	openKinds []uint16
	onDN      map[board.Key][]*item // unacknowledged ones with a DN, oldest first
	changed   []board.Key           // DNs for which Worst may have changed, see TakeDNs
	closed    int                   // how many items of list are over
	dropped   int

	up      map[string]bool // sites whose link was up
	asked   map[string]bool // sites whose link a person asked to be dropped
	entries []Entry
	counts  counts
}

// item is an incident, with what only its end needs.
type item struct {
	Incident
	about   subject
	earlier bool   // an earlier process, or another one, raised it
	conn    uint64 // the present ConnID of the call
	row     int    // the number of the row; -1 for none
}

// subject is what an incident is about: of one kind, one at a time is open for it.
type subject struct {
	kind  Kind
	key   board.Key
	team  string
	whole bool
}

// New returns Incidents without any.
func New(options Options) *Incidents {
	return &Incidents{
		options: options, byID: map[string]*item{}, open: map[subject]*item{}, onDN: map[board.Key][]*item{},
		up: map[string]bool{}, asked: map[string]bool{}, counts: newCounts(),
	}
}

// Version changes whenever an incident changes.
func (i *Incidents) Version() uint64 { return i.version }

// Dropped returns how many incidents are no longer kept here.
func (i *Incidents) Dropped() int { return i.dropped }

// Get returns the incident with an ID; ok is false if it is not kept.
func (i *Incidents) Get(id string) (incident Incident, ok bool) {
	kept := i.byID[id]
	if kept == nil {
		return Incident{}, false
	}
	return kept.Incident, true
}

// All returns the incidents that are kept, oldest first. The caller must not change them;
// they are valid until Incidents changes.
func (i *Incidents) All() []*Incident { return i.those(func(*item) bool { return true }) }

// Open returns those that last, oldest first. One of an earlier process that nobody saw
// end is not among them. The rules of All apply.
func (i *Incidents) Open() []*Incident { return i.those((*item).lasts) }

// Unacknowledged returns those that nobody has acknowledged, oldest first. The rules of
// All apply.
func (i *Incidents) Unacknowledged() []*Incident {
	return i.those(func(kept *item) bool { return !kept.IsAcknowledged() })
}

func (i *Incidents) those(are func(*item) bool) []*Incident {
	var found []*Incident
	for _, kept := range i.list {
		if are(kept) {
			found = append(found, &kept.Incident)
		}
	}
	return found
}

// lasts reports whether the incident lasts and this process will see its end.
func (k *item) lasts() bool { return k.IsOpen() && !k.earlier }

// Worst returns the incident that a DN's row shows, and how often the same has happened: of
// the major ones that nobody has acknowledged, the newest of the first Kind; ok is false if
// there is none. A conflict and a rejection are left out while they last, since the row
// shows them itself.
func (i *Incidents) Worst(key board.Key) (worst Incident, times int, ok bool) {
	for _, kept := range i.onDN[key] {
		switch {
		case kept.Severity != Major, kept.lasts() && (kept.Kind == Conflict || kept.Kind == Rejected):
		case ok && kept.Kind > worst.Kind:
		case ok && kept.Kind == worst.Kind:
			worst = kept.Incident
			times += kept.Count
		default:
			worst, times, ok = kept.Incident, kept.Count, true
		}
	}
	return worst, times, ok
}

// HasUnacknowledged reports whether a DN has an incident that nobody has acknowledged.
func (i *Incidents) HasUnacknowledged(key board.Key) bool { return len(i.onDN[key]) > 0 }

// OfDNs returns the IDs of the unacknowledged incidents of DNs.
func (i *Incidents) OfDNs(keys []board.Key) []string {
	var ids []string
	for _, key := range keys {
		for _, kept := range i.onDN[key] {
			ids = append(ids, kept.ID)
		}
	}
	return ids
}

// OfDN returns the unacknowledged incidents of a DN, oldest first. The rules of All apply.
func (i *Incidents) OfDN(key board.Key) []*Incident {
	of := make([]*Incident, 0, len(i.onDN[key]))
	for _, kept := range i.onDN[key] {
		of = append(of, &kept.Incident)
	}
	return of
}

// TakeDNs returns the DNs for which Worst may have changed since the last call, each once.
func (i *Incidents) TakeDNs() []board.Key {
	taken := i.changed
	i.changed = nil
	slices.SortFunc(taken, func(a, b board.Key) int {
		if a.Site != b.Site {
			return compare(a.Site, b.Site)
		}
		return compare(a.DN, b.DN)
	})
	return slices.Compact(taken)
}

// TakeEntries returns what is to be written to the log on disk since the last call, in
// its order. It also drops incidents that are too many.
func (i *Incidents) TakeEntries() []Entry {
	i.drop()
	taken := i.entries
	i.entries = nil
	return taken
}

// Acknowledge acknowledges the incidents with these IDs and returns how many it did: one
// that is acknowledged already keeps its first acknowledgement.
func (i *Incidents) Acknowledge(ids []string, reason Reason, note, by string, at time.Time) int {
	if reason == 0 {
		return 0
	}
	count := 0
	for _, id := range ids {
		kept := i.byID[id]
		if kept == nil || kept.IsAcknowledged() {
			continue
		}
		kept.Reason, kept.Note, kept.By, kept.Acknowledged = reason, cut(note), cut(by), at
		count++
		i.settle(kept)
		i.counts.acknowledged(&kept.Incident)
		i.note(EntryAcknowledged, kept, at)
	}
	return count
}

// Load adds incidents that earlier runs have kept on disk. Those that are known are left
// out. One that is open stays so, but its end was not seen, and will not be.
func (i *Incidents) Load(earlier []Incident) {
	for n := range earlier {
		incident := earlier[n]
		if incident.ID == "" || i.byID[incident.ID] != nil {
			continue
		}
		if incident.Latest.IsZero() {
			incident.Latest = incident.Began // an older log does not have it
		}
		kept := &item{Incident: incident, earlier: true, row: -1}
		i.byID[kept.ID] = kept
		i.list = append(i.list, kept)
		i.closed++
		if !kept.IsAcknowledged() {
			i.counts.unacknowledged(&kept.Incident)
			i.attach(kept)
		}
	}
	byTime := func(a, b *item) int {
		if order := a.Raised.Compare(b.Raised); order != 0 {
			return order
		}
		return compare(a.ID, b.ID)
	}
	slices.SortStableFunc(i.list, byTime)
	for _, of := range i.onDN {
		slices.SortStableFunc(of, byTime)
	}
	i.version++
	i.drop()
}

// Close ends what lasts, since nothing more will be seen.
func (i *Incidents) Close(now time.Time) {
	for _, kept := range slices.Clone(i.list) {
		if kept.lasts() {
			i.end(kept, now, true)
		}
	}
}

// raise raises an incident, or counts up the one that is open for the same subject. The
// caller has set Kind, Severity, Key, ConnID, Began and Cause. row is nil if it is about
// no DN.
func (i *Incidents) raise(about subject, incident Incident, row *board.Row, now time.Time) *item {
	if incident.Began.IsZero() || incident.Began.After(now) {
		incident.Began = now
	}
	if again := i.open[about]; again != nil {
		again.Count++
		if incident.Cause != "" {
			again.Cause = cut(incident.Cause)
		}
		again.Latest, again.AtLeast = incident.Began, incident.AtLeast
		i.touch(again)
		i.note(EntryRepeated, again, now)
		return again
	}
	i.number++
	kept := &item{Incident: incident, about: about, conn: incident.ConnID, row: -1}
	kept.ID = i.options.Process + "-" + strconv.FormatUint(i.number, 10)
	kept.Raised, kept.Count, kept.Cause = now, 1, cut(incident.Cause)
	kept.Latest = kept.Began
	if row != nil {
		agent := row.Agent()
		kept.Team, kept.Label, kept.Agent = cut(row.Team()), cut(row.Label()), cut(agent.ID)
		kept.Other = cut(otherParty(row, incident.ConnID))
		kept.row = row.Number()
		i.openKinds = grown(i.openKinds, kept.row)
		i.openKinds[kept.row] |= 1 << kept.Kind
	}
	i.open[about], i.byID[kept.ID] = kept, kept
	i.list = append(i.list, kept)
	i.counts.raised(&kept.Incident)
	i.attach(kept)
	i.note(EntryRaised, kept, now)
	return kept
}

// clear ends the incident that is open for a subject, if there is one.
func (i *Incidents) clear(about subject, now time.Time) {
	if kept := i.open[about]; kept != nil {
		i.end(kept, now, false)
	}
}

// end clears an open incident.
func (i *Incidents) end(kept *item, now time.Time, notSeen bool) {
	if now.Before(kept.Raised) {
		now = kept.Raised
	}
	kept.Cleared, kept.EndNotSeen = now, notSeen
	delete(i.open, kept.about)
	if kept.row >= 0 {
		i.openKinds[kept.row] &^= 1 << kept.Kind
	}
	i.closed++
	i.counts.cleared()
	i.touch(kept)
	i.note(EntryCleared, kept, now)
}

// attach adds an unacknowledged incident to its DN.
func (i *Incidents) attach(kept *item) {
	if kept.Key.DN == "" {
		return
	}
	i.onDN[kept.Key] = append(i.onDN[kept.Key], kept)
	i.touch(kept)
}

// settle removes an incident from those that are unacknowledged at its DN.
func (i *Incidents) settle(kept *item) {
	of := i.onDN[kept.Key]
	at := slices.Index(of, kept)
	if at < 0 {
		return
	}
	of = slices.Delete(of, at, at+1)
	if len(of) == 0 {
		delete(i.onDN, kept.Key)
	} else {
		i.onDN[kept.Key] = of
	}
	i.touch(kept)
}

func (i *Incidents) touch(kept *item) {
	if kept.Key.DN != "" {
		i.changed = append(i.changed, kept.Key)
	}
}

// note adds an entry for the log.
func (i *Incidents) note(kind EntryKind, kept *item, at time.Time) {
	i.version++
	i.entries = append(i.entries, Entry{Kind: kind, At: at, Incident: kept.Incident})
}

// drop removes incidents that are over if there are too many: first acknowledged ones,
// oldest first.
func (i *Incidents) drop() {
	surplus := i.closed - MaxKept
	if surplus <= 0 {
		return
	}
	gone := make(map[*item]bool, surplus)
	for _, acknowledged := range [...]bool{true, false} {
		for _, kept := range i.list {
			if len(gone) < surplus && !kept.lasts() && kept.IsAcknowledged() == acknowledged {
				gone[kept] = true
			}
		}
	}
	i.list = slices.DeleteFunc(i.list, func(kept *item) bool { return gone[kept] })
	for kept := range gone {
		delete(i.byID, kept.ID)
		if !kept.IsAcknowledged() {
			i.settle(kept)
			i.counts.acknowledged(&kept.Incident)
		}
	}
	i.closed -= surplus
	i.dropped += surplus
	i.version++
}

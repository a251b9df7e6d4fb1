package messages

import (
	"time"

	"capdeck/tlibconn/event"
)

const (
	// MaxMessages is the maximum number of messages in the log.
	MaxMessages = 100_000
	// MaxBytes is the maximum number of bytes of message bodies in the log.
	MaxBytes = 32 << 20
	// MaxBody is how many bytes of one message the log keeps.
	MaxBody = 64 << 10
	// MaxAutomatic is the maximum number of messages of automatic queries, which have a
	// log of their own.
	MaxAutomatic = 10_000
	// MaxAutomaticBytes is the maximum number of bytes of their bodies.
	MaxAutomaticBytes = 4 << 20
	// MaxFeed is the maximum number of lines of the event feed.
	MaxFeed = 20_000
	// MaxFeedBytes is the maximum number of bytes of what they are made from.
	MaxFeedBytes = 2 << 20

	chunkSize = 128 << 10
)

// stored is an Entry as the log keeps it: small and without pointers, so that the
// garbage collector does not scan 100,000 of them.
type stored struct {
	nanoseconds int64
	latency     int64
	dn          uint64 // hash of ThisDN, 0 if it names none
	chunk       uint64
	offset      uint32
	kept        uint32
	length      uint32
	direction   Direction
	hasTexts    bool // in Log.texts
	automatic   bool
}

// extraTexts are the texts of an entry that are not part of its body.
type extraTexts struct {
	problem string
	dn      string // Entry.DN
}

// Log is a ring of messages, bounded in number and in bytes: the oldest are dropped
// first. It keeps bodies as they were on the wire; they are converted to text when an
// entry is shown.
type Log struct {
	limit   uint64   // entries
	entries []stored // a ring once it has limit entries
	first   uint64   // number of the oldest entry, from 1
	next    uint64   // number of the next entry
	slot    int      // of the next entry, in the ring
	cut     uint64

	texts map[uint64]extraTexts // by number, of the few entries that have some

	chunks  [][]byte // chunk n is at n % len(chunks)
	lent    []bool   // a snapshot reads the chunk at this index
	current []byte   // the newest chunk
	oldest  uint64   // number of the oldest chunk
	newest  uint64
	used    int    // bytes of the newest chunk
	remark  string // the last one

	wireDN func(dn string) string // Options.WireDN
}

// newLog returns an empty log with these limits.
func newLog(limit uint64, bytes int, wireDN func(dn string) string) *Log {
	chunks := bytes / chunkSize
	return &Log{
		limit: limit, first: 1, next: 1, texts: map[uint64]extraTexts{}, wireDN: wireDN,
		chunks: make([][]byte, chunks), lent: make([]bool, chunks),
	}
}

// entry returns an entry that is in the log.
func (l *Log) entry(number uint64) *stored { return &l.entries[(number-1)%l.limit] }

// chunk returns the memory of a chunk.
func (l *Log) chunk(n uint64) *[]byte { return &l.chunks[n%uint64(len(l.chunks))] }

// First returns the number of the oldest entry in the log. The log has the entries from
// First up to, but not including, End.
func (l *Log) First() uint64 { return l.first }

// End returns the number that the next entry will have.
func (l *Log) End() uint64 { return l.next }

// Left returns how many entries were dropped from the ring.
func (l *Log) Left() uint64 { return l.first - 1 }

// Cut returns how many entries were longer than MaxBody and lost their end.
func (l *Log) Cut() uint64 { return l.cut }

// At returns the entry with a number, or false if it was dropped or does not exist yet.
// The body of the entry is valid until the next Apply.
func (l *Log) At(number uint64) (Entry, bool) {
	if number < l.first || number >= l.next {
		return Entry{}, false
	}
	e := l.entry(number)
	entry := e.entry(number)
	entry.Body = (*l.chunk(e.chunk))[e.offset : e.offset+e.kept]
	if e.hasTexts {
		texts := l.texts[number]
		entry.Problem, entry.DN = texts.problem, texts.dn
	}
	return entry, true
}

// Before returns the number of the newest entry below number that names the
// DN, or 0 if there is none.
func (l *Log) Before(number uint64, dn string) uint64 {
	only := l.subsetOf(dn)
	for n := min(number, l.next) - 1; n >= l.first; n-- {
		if l.entry(n).dn == only.hash && only.isNamed(l, n) {
			return n
		}
	}
	return 0
}

// apply appends the entry of an event: a message that was received or sent, or a remark
// about the connection. Other events have no entry.
func (l *Log) apply(e *event.Event) {
	body, direction := e.Message.Body, Received
	switch e.Kind {
	case event.KindMessage, event.KindUndecodable:
	case event.KindSent:
		direction = Sent
	case event.KindLink:
		direction = Remark
		body = []byte(remark(e.Link))
		if l.repeats(body) {
			return
		}
	case event.KindRemark:
		direction = Remark
		body = []byte(e.Problem)
	default:
		return
	}
	entry := l.append(body)
	entry.automatic = e.Automatic
	entry.nanoseconds, entry.dn, entry.direction = e.Time.UnixNano(), e.DNHash(), direction
	if direction == Received && e.Request.Kind != event.RequestNone && !e.Request.SentAt.IsZero() {
		entry.latency = int64(e.Time.Sub(e.Request.SentAt))
	}
	if e.Problem != "" || e.DN != "" {
		l.keepTexts(entry, e)
	}
}

// occurred appends something that happened to a DN, or to all if dn is "".
func (l *Log) occurred(at time.Time, dn string, body []byte) {
	entry := l.append(body)
	entry.nanoseconds, entry.dn, entry.direction, entry.automatic = at.UnixNano(), 0, Occurred, false
	if dn != "" {
		entry.dn = event.HashDN(l.wireDN(dn))
	}
}

// keepTexts stores the texts of the newest entry that are not part of its body.
func (l *Log) keepTexts(entry *stored, e *event.Event) {
	var texts extraTexts
	if entry.direction != Remark {
		texts.problem = e.Problem
	}
	if entry.direction == Received && entry.dn == 0 && e.DN != "" {
		entry.dn, texts.dn = event.HashDN(l.wireDN(e.DN)), e.DN
	}
	if texts != (extraTexts{}) {
		entry.hasTexts = true
		l.texts[l.next-1] = texts
	}
}

func remark(link *event.Link) string {
	text := link.State.String() + "  " + link.Address
	for _, more := range [...]string{link.KeepAlive, link.Reason, link.Other} {
		if more != "" {
			text += "  " + more
		}
	}
	return text
}

// repeats reports whether a remark equals the previous one. A session reports its whole
// state even if only something has changed that a remark does not show.
func (l *Log) repeats(remark []byte) bool {
	if string(remark) == l.remark {
		return true
	}
	l.remark = string(remark)
	return false
}

// append creates the next entry and sets only its body.
func (l *Log) append(body []byte) *stored {
	kept := body
	if len(body) > MaxBody {
		kept = body[:MaxBody]
		l.cut++
	}
	chunk, offset := l.keep(kept)
	if l.next-l.first == l.limit {
		l.dropFirst()
	}
	if l.slot == len(l.entries) {
		l.entries = append(l.entries, stored{})
	}
	// Field by field: building the value and copying it costs several times as
	// much.
	e := &l.entries[l.slot]
	e.chunk, e.offset, e.kept, e.length = chunk, offset, uint32(len(kept)), uint32(len(body))
	e.latency, e.hasTexts = 0, false
	l.next++
	if l.slot++; l.slot == int(l.limit) {
		l.slot = 0
	}
	return e
}

// keep copies body into the newest chunk and returns where it is.
func (l *Log) keep(body []byte) (chunk uint64, offset uint32) {
	if l.used+len(body) > len(l.current) {
		l.current = l.nextChunk()
	}
	offset = uint32(l.used)
	l.used += copy(l.current[l.used:], body)
	return l.newest, offset
}

// nextChunk returns the memory of a new chunk, dropping the oldest one if necessary.
func (l *Log) nextChunk() []byte {
	if *l.chunk(l.newest) != nil {
		l.newest++
	}
	count := uint64(len(l.chunks))
	if l.newest-l.oldest == count {
		l.dropChunk()
	}
	place := l.chunk(l.newest)
	if *place == nil || l.lent[l.newest%count] {
		*place, l.lent[l.newest%count] = make([]byte, chunkSize), false
	}
	l.used = 0
	return *place
}

// dropFirst removes the oldest entry of a full ring, and frees the chunks that no entry
// uses any more. The oldest entry is in the slot of the next one, and the second oldest
// in the slot after it.
func (l *Log) dropFirst() {
	l.remove(&l.entries[l.slot])
	oldest := l.newest
	if l.first < l.next {
		second := l.slot + 1
		if second == len(l.entries) {
			second = 0
		}
		oldest = l.entries[second].chunk
	}
	l.oldest = max(l.oldest, oldest)
}

// dropChunk frees the oldest chunk and removes all of its entries.
func (l *Log) dropChunk() {
	for l.first < l.next && l.entry(l.first).chunk <= l.oldest {
		l.remove(l.entry(l.first))
	}
	l.oldest++
}

// remove removes the oldest entry.
func (l *Log) remove(oldest *stored) {
	if oldest.hasTexts {
		delete(l.texts, l.first)
	}
	l.first++
}

package model

import (
	"time"

	"capdeck/tlibconn/event"
)

const (
	// MaxLogMessages is how many messages the log holds at most.
	MaxLogMessages = 100_000
	// MaxLogBytes is how many bytes of message bodies the log holds at most.
	MaxLogBytes = 32 << 20
	// MaxLogBody is how many bytes of one message the log keeps.
	MaxLogBody = 64 << 10
	// MaxAutomaticMessages is how many messages of automatic queries are kept beside
	// the log at most.
	MaxAutomaticMessages = 10_000
	// MaxAutomaticBytes is how many bytes of their bodies are kept at most.
	MaxAutomaticBytes = 4 << 20

	logChunk = 128 << 10
)

// Direction says which way a log entry went.
type Direction uint8

// The directions of a log entry.
const (
	// Received is a message from T-Server, decodable or not.
	Received Direction = iota + 1
	// Sent is a request of ours.
	Sent
	// Remark is a line of our own about the connection: Body is its text.
	Remark
)

// Entry is one message of the log. Its body lies in the log and is valid until
// the next Update.
type Entry struct {
	// Number counts the log's entries from 1 over its whole life.
	Number uint64
	// Time is when the message came or left.
	Time time.Time
	// Direction is the way it went.
	Direction Direction
	// Body is the message's body as on the wire, at most MaxLogBody bytes of
	// it; for a Remark its text.
	Body []byte
	// Length is the body's true length in bytes.
	Length int
	// Problem says why a received body could not be decoded, "" if it could.
	Problem string
	// DN is the DN of the request that the message answers, where it names
	// none itself; else "".
	DN string
	// Automatic says that it belongs to an automatic query and to nothing else.
	Automatic bool
	// Latency is the time from our request to this answer, 0 where the
	// message answers none.
	Latency time.Duration

	hash uint64 // of the DN that it names, 0 for none
}

// logEntry is an Entry as it is kept: small and without pointers, so that the
// garbage collector leaves 100,000 of them alone.
type logEntry struct {
	nanoseconds int64
	latency     int64
	dn          uint64 // hash of ThisDN, 0 for none
	chunk       uint64
	offset      uint32
	kept        uint32
	length      uint32
	direction   Direction
	hasTexts    bool // in Log.texts
	automatic   bool
}

// logTexts are an entry's texts that stand in no body.
type logTexts struct {
	problem string
	dn      string // Entry.DN
}

// Log is a ring of messages: the newest so many that take at most so many bytes.
// Text is made when an entry is shown.
type Log struct {
	most    uint64     // entries
	entries []logEntry // a ring once it has as many
	first   uint64     // number of the oldest entry, from 1
	next    uint64     // number of the entry to come
	slot    int        // of the entry to come, in the ring
	cut     uint64

	texts map[uint64]logTexts // by number, of the few entries that have some

	chunks  [][]byte // chunk n is at n % len(chunks)
	lent    []bool   // a snapshot reads the chunk in this place
	current []byte   // the newest chunk
	oldest  uint64   // number of the oldest chunk
	newest  uint64
	used    int    // bytes of the newest chunk
	remark  string // the last one

	wireDN func(dn string) string // board.Board.WireDN
}

// newLog returns an empty log for so many messages and bytes; wireDN returns a DN as
// it stands on the wire.
func newLog(messages uint64, bytes int, wireDN func(dn string) string) *Log {
	chunks := bytes / logChunk
	return &Log{
		most: messages, first: 1, next: 1, texts: map[uint64]logTexts{}, wireDN: wireDN,
		chunks: make([][]byte, chunks), lent: make([]bool, chunks),
	}
}

// entry is the place of an entry that the log holds.
func (l *Log) entry(number uint64) *logEntry { return &l.entries[(number-1)%l.most] }

// chunk is the memory of a chunk.
func (l *Log) chunk(n uint64) *[]byte { return &l.chunks[n%uint64(len(l.chunks))] }

// First and End bound the numbers of the entries that the log holds: from
// First up to, and not with, End.
func (l *Log) First() uint64 { return l.first }

// End is the number that the next entry will have.
func (l *Log) End() uint64 { return l.next }

// Left returns how many entries have left the ring.
func (l *Log) Left() uint64 { return l.first - 1 }

// Cut returns how many entries were longer than MaxLogBody and lost their end.
func (l *Log) Cut() uint64 { return l.cut }

// At returns the entry with the number, false if it has left or never was.
func (l *Log) At(number uint64) (Entry, bool) {
	if number < l.first || number >= l.next {
		return Entry{}, false
	}
	e := l.entry(number)
	entry := Entry{
		Number: number, Time: time.Unix(0, e.nanoseconds), Direction: e.direction,
		Length: int(e.length), Latency: time.Duration(e.latency), hash: e.dn,
		Automatic: e.automatic,
	}
	entry.Body = (*l.chunk(e.chunk))[e.offset : e.offset+e.kept]
	if e.hasTexts {
		texts := l.texts[number]
		entry.Problem, entry.DN = texts.problem, texts.dn
	}
	return entry, true
}

// Before returns the number of the newest entry below number that names the
// DN, or 0.
func (l *Log) Before(number uint64, dn string) uint64 {
	only := l.subsetOf(dn)
	for n := min(number, l.next) - 1; n >= l.first; n-- {
		if l.entry(n).dn == only.hash && only.isNamed(l, n) {
			return n
		}
	}
	return 0
}

// apply appends what an event has to show: messages both ways, and remarks
// about the connection.
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

// keepTexts keeps what the newest entry has to say that stands in no body.
func (l *Log) keepTexts(entry *logEntry, e *event.Event) {
	var texts logTexts
	if entry.direction != Remark {
		texts.problem = e.Problem
	}
	if entry.direction == Received && entry.dn == 0 && e.DN != "" {
		entry.dn, texts.dn = event.HashDN(l.wireDN(e.DN)), e.DN
	}
	if texts != (logTexts{}) {
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

// repeats reports whether a remark says what the one before said: a session
// tells its whole state also when what a remark does not show has changed.
func (l *Log) repeats(remark []byte) bool {
	if string(remark) == l.remark {
		return true
	}
	l.remark = string(remark)
	return false
}

// append makes the next entry, of which only the body is set.
func (l *Log) append(body []byte) *logEntry {
	kept := body
	if len(body) > MaxLogBody {
		kept = body[:MaxLogBody]
		l.cut++
	}
	chunk, offset := l.keep(kept)
	if l.next-l.first == l.most {
		l.dropFirst()
	}
	if l.slot == len(l.entries) {
		l.entries = append(l.entries, logEntry{})
	}
	// Field by field: a value made beside it and copied costs several times as
	// much.
	e := &l.entries[l.slot]
	e.chunk, e.offset, e.kept, e.length = chunk, offset, uint32(len(kept)), uint32(len(body))
	e.latency, e.hasTexts = 0, false
	l.next++
	if l.slot++; l.slot == int(l.most) {
		l.slot = 0
	}
	return e
}

// keep copies body into the newest chunk and returns where it stands.
func (l *Log) keep(body []byte) (chunk uint64, offset uint32) {
	if l.used+len(body) > len(l.current) {
		l.current = l.nextChunk()
	}
	offset = uint32(l.used)
	l.used += copy(l.current[l.used:], body)
	return l.newest, offset
}

// nextChunk makes room for a new chunk, or makes the first.
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
		*place, l.lent[l.newest%count] = make([]byte, logChunk), false
	}
	l.used = 0
	return *place
}

// dropFirst lets the oldest entry of a full ring leave, and the chunks that nothing
// lies in any more: their memory is used again. The oldest stands where the next one
// will, and the one after it behind that.
func (l *Log) dropFirst() {
	l.leave(&l.entries[l.slot])
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

// dropChunk lets the oldest chunk leave with all of its entries.
func (l *Log) dropChunk() {
	for l.first < l.next && l.entry(l.first).chunk <= l.oldest {
		l.leave(l.entry(l.first))
	}
	l.oldest++
}

// leave lets the oldest entry leave.
func (l *Log) leave(oldest *logEntry) {
	if oldest.hasTexts {
		delete(l.texts, l.first)
	}
	l.first++
}

package messages

import (
	"capdeck/model/occurrence"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// subset selects the messages of one DN, or all messages if dn is "". Remarks about the
// connection, and what happened to the link, belong to every DN: they explain why nothing was
// received.
type subset struct {
	dn   string
	wire string // the DN as it is on the wire
	hash uint64 // of wire
}

func (l *Log) subsetOf(dn string) subset {
	wire := l.wireDN(dn)
	return subset{dn: dn, wire: wire, hash: event.HashDN(wire)}
}

// has reports whether an entry that is in the log belongs to the subset.
func (s *subset) has(log *Log, number uint64) bool {
	if s.dn == "" {
		return true
	}
	e := log.entry(number)
	return e.direction == Remark || e.direction == Occurred && e.dn == 0 || e.dn == s.hash && s.isNamed(log, number)
}

// hasCopy works as has does, but for an entry that may no longer be in the log.
func (s *subset) hasCopy(entry *Entry) bool {
	return s.dn == "" || entry.Direction == Remark || entry.Direction == Occurred && entry.hash == 0 ||
		entry.hash == s.hash && s.isNamedBy(entry)
}

// before returns the number of the subset's newest entry below number, or 0 if
// there is none.
func (s *subset) before(log *Log, number uint64) uint64 {
	for n := min(number, log.End()) - 1; n >= log.First(); n-- {
		if s.has(log, n) {
			return n
		}
	}
	return 0
}

// after returns the number of the subset's oldest entry above number, or 0 if
// there is none.
func (s *subset) after(log *Log, number uint64) uint64 {
	for n := max(number+1, log.First()); n < log.End(); n++ {
		if s.has(log, n) {
			return n
		}
	}
	return 0
}

// isNamed reports whether an entry of the log with the hash of the DN names the DN.
func (s *subset) isNamed(log *Log, number uint64) bool {
	entry, ok := log.At(number)
	return ok && s.isNamedBy(&entry)
}

// isNamedBy reports whether an entry with the hash of the DN names the DN: two DNs can
// have the same hash.
func (s *subset) isNamedBy(e *Entry) bool {
	if e.DN != "" {
		return e.DN == s.dn
	}
	if e.Direction == Occurred {
		return string(occurrence.DN(e.Body)) == s.dn
	}
	message := wire.NewRawMessage(e.Body)
	this, ok := message.Text(wire.AttributeThisDN)
	// If the log has cut the attribute off, only the hash is left to compare.
	return string(this) == s.wire || !ok && e.Length > len(e.Body)
}

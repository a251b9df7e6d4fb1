package wire

import (
	"encoding/binary"
	"fmt"
)

// PairType is the type of a key-value pair, without the bit 0x80 that marks a
// value whose length is a u32 (WIRE.md, Key-value lists). A number without a
// constant is not an error: the pair is kept with its bytes.
type PairType byte

// The types of a key-value pair.
const (
	PairText    PairType = 0 // text
	PairInt     PairType = 1 // i32
	PairBinary  PairType = 2 // bytes
	PairList    PairType = 3 // a nested list
	PairUnicode PairType = 4 // text in UTF-16BE

	// MaxPairType is the largest number that a pair's type can have.
	MaxPairType PairType = longPair - 1

	longPair    = 0x80
	maxShort    = 65535
	pairInteger = 4
)

// Pair is one pair of a key-value list as encoded on the wire. Its slices refer to
// the list's bytes.
type Pair struct {
	// Type is the pair's type without the bit of the long form.
	Type PairType
	// Long reports whether the value's length was a u32.
	Long bool
	// Key is the key's bytes. It may be empty, and other pairs may have the same
	// key.
	Key []byte
	// Value is the value's bytes: text, the four bytes of an integer, or an
	// encoded list. It may be empty, except for integers and lists.
	Value []byte
}

// Int returns the value of a pair of type PairInt.
func (p *Pair) Int() (int32, bool) {
	if p.Type != PairInt || len(p.Value) != pairInteger {
		return 0, false
	}
	return int32(binary.BigEndian.Uint32(p.Value)), true
}

// List returns the value of a pair of type PairList. It checks the list's head but
// not its pairs; see [List.Check].
func (p *Pair) List() (List, error) {
	list, bad := p.list()
	if bad != nil {
		return List{}, bad
	}
	return list, nil
}

func (p *Pair) list() (List, *listError) {
	if p.Type != PairList {
		return List{}, &listError{reason: "the pair does not hold a list"}
	}
	if p.Long {
		return newList(p.Value, 0, 4)
	}
	if len(p.Value) < 4 {
		return List{}, &listError{reason: fmt.Sprintf("a nested list has %d bytes, but its total and count alone need 4", len(p.Value))}
	}
	if total := int(binary.BigEndian.Uint16(p.Value)); total != len(p.Value) {
		return List{}, &listError{reason: fmt.Sprintf("a list total of %d differs from its length of %d", total, len(p.Value))}
	}
	return newList(p.Value, 2, 2)
}

// List is a key-value list that refers to the caller's bytes.
type List struct {
	// Count is the number of pairs that the list claims to have.
	Count int
	bytes []byte // the value, including its length and total if it has them
	first int    // offset of the first pair in bytes
}

// List returns the attribute's value as a key-value list, without copying. It
// checks only the list's head; see [List.Check]. It does not check whether the
// attribute's number is that of a list.
func (a *Attribute) List() (List, error) {
	list, bad := a.list()
	if bad != nil {
		return List{}, bad
	}
	return list, nil
}

func (a *Attribute) list() (List, *listError) {
	if a.Wire == WireLongBinary && len(a.Bytes) > maxShort {
		return newList(a.Bytes, 0, 4)
	}
	if !a.Wire.IsBinary() {
		return List{}, &listError{reason: fmt.Sprintf("wire type %c cannot hold a list", byte(a.Wire))}
	}
	return newList(a.Bytes, 0, 2)
}

func newList(value []byte, at, countBytes int) (List, *listError) {
	if len(value)-at < countBytes {
		return List{}, &listError{offset: at, reason: fmt.Sprintf("the list ends inside its count: %d bytes", len(value)-at)}
	}
	l := List{bytes: value, first: at + countBytes}
	if countBytes == 4 {
		count := binary.BigEndian.Uint32(value[at:])
		if uint64(count) > uint64(len(value)) {
			return List{}, &listError{offset: at, reason: fmt.Sprintf("a list of %d bytes cannot hold %d pairs", len(value), count)}
		}
		l.Count = int(count)
		return l, nil
	}
	l.Count = int(binary.BigEndian.Uint16(value[at:]))
	return l, nil
}

// Pairs returns a cursor before the list's first pair.
func (l List) Pairs() Pairs {
	return Pairs{list: l, at: l.first, left: l.Count}
}

// Find returns the first pair with the key, compared byte by byte.
func (l List) Find(key string) (Pair, bool) {
	for pairs := l.Pairs(); pairs.Next(); {
		if string(pairs.Pair.Key) == key {
			return pairs.Pair, true
		}
	}
	return Pair{}, false
}

// Check walks the whole list, including nested lists, and returns an error for the
// first fault: a length past the end, trailing bytes, an integer whose length is
// not 4, UTF-16 text of odd length, a nested total that differs from the length, or
// nesting deeper than maxDepth (WIRE.md, Malformed input).
func (l List) Check(maxDepth int) error {
	if bad := l.check(maxDepth); bad != nil {
		return bad
	}
	return nil
}

func (l List) check(maxDepth int) *listError {
	if maxDepth < 1 {
		return &listError{reason: "lists are nested deeper than the limit"}
	}
	pairs := l.Pairs()
	for pairs.Next() {
		if bad := pairs.checkValue(maxDepth); bad != nil {
			return bad
		}
	}
	return pairs.err
}

// HoldsList reports whether the value is a well-formed key-value list, including
// nested lists. [Message.Decode] returns the fault if it is not.
func (a *Attribute) HoldsList(limits Limits) bool {
	return a.checkList(limits.maxDepth()) == nil
}

// CheckedList is [Attribute.List] followed by [List.Check]. The error names the
// first byte that is wrong.
func (a *Attribute) CheckedList(limits Limits) (List, error) {
	if bad := a.checkList(limits.maxDepth()); bad != nil {
		return List{}, bad
	}
	list, _ := a.list()
	return list, nil
}

// checkList returns nil if the attribute's value is a well-formed key-value
// list.
func (a *Attribute) checkList(maxDepth int) *listError {
	if a.Wire == WireBinary && validList(a.Bytes, 2, maxDepth) {
		return nil
	}
	list, bad := a.list()
	if bad != nil {
		return bad
	}
	return list.check(maxDepth)
}

// validList is [List.Check] for a list that begins with its count of countBytes
// bytes. It does not report what is wrong, which makes it fast: it runs for every
// message with user data.
func validList(b []byte, countBytes, maxDepth int) bool {
	if len(b) < countBytes || maxDepth < 1 {
		return false
	}
	var left uint32
	if countBytes == 2 {
		left = uint32(binary.BigEndian.Uint16(b))
	} else {
		left = binary.BigEndian.Uint32(b)
	}
	for b = b[countBytes:]; left > 0; left-- {
		if len(b) < 5 {
			return false
		}
		typ, head := b[0], 3+int(binary.BigEndian.Uint16(b[1:]))
		var length int64
		if typ&longPair == 0 {
			if head += 2; len(b) < head {
				return false
			}
			length = int64(binary.BigEndian.Uint16(b[head-2:]))
		} else {
			if head += 4; len(b) < head {
				return false
			}
			length = int64(binary.BigEndian.Uint32(b[head-4:]))
		}
		if length > int64(len(b)-head) {
			return false
		}
		end := head + int(length)
		if typ != byte(PairText) && !validValue(typ, b[head:end], maxDepth) {
			return false
		}
		b = b[end:]
	}
	return len(b) == 0
}

func validValue(typ byte, value []byte, maxDepth int) bool {
	switch PairType(typ &^ longPair) {
	case PairInt:
		return len(value) == pairInteger
	case PairUnicode:
		return len(value)%2 == 0
	case PairList:
		if typ&longPair != 0 {
			return validList(value, 4, maxDepth-1)
		}
		return len(value) >= 4 && int(binary.BigEndian.Uint16(value)) == len(value) && validList(value[2:], 2, maxDepth-1)
	}
	return true
}

// Pairs walks the pairs of one list, as bufio.Scanner walks lines.
type Pairs struct {
	// Pair is the current pair, after Next returned true.
	Pair Pair

	list    List
	at      int // offset of the next pair
	valueAt int // offset of the current pair's value
	left    int
	err     *listError
}

// Next reads the next pair into p.Pair. It returns false at the end of the list and
// after an error, which Err then returns.
func (p *Pairs) Next() bool {
	if p.err != nil || p.left == 0 {
		if p.err == nil && p.at != len(p.list.bytes) {
			p.fail(p.at, fmt.Sprintf("%d bytes are left over after the last of %d pairs", len(p.list.bytes)-p.at, p.list.Count))
		}
		return false
	}
	rest := p.list.bytes[p.at:]
	if len(rest) < 3 {
		return p.fail(p.at, "the list ends inside a pair's type and key length")
	}
	typ := rest[0]
	keyEnd := 3 + int(binary.BigEndian.Uint16(rest[1:]))
	lengthBytes := 2
	if typ&longPair != 0 {
		lengthBytes = 4
	}
	if len(rest) < keyEnd+lengthBytes {
		return p.fail(p.at+1, "the list ends inside a pair's key or value length")
	}
	length := int64(binary.BigEndian.Uint16(rest[keyEnd:]))
	if lengthBytes == 4 {
		length = int64(binary.BigEndian.Uint32(rest[keyEnd:]))
	}
	valueAt := keyEnd + lengthBytes
	if length > int64(len(rest)-valueAt) {
		return p.fail(p.at+keyEnd, fmt.Sprintf("a value of %d bytes goes past the end of the list: %d bytes are left", length, len(rest)-valueAt))
	}
	end := valueAt + int(length)
	p.Pair = Pair{
		Type:  PairType(typ &^ longPair),
		Long:  typ&longPair != 0,
		Key:   rest[3:keyEnd:keyEnd],
		Value: rest[valueAt:end:end],
	}
	p.valueAt = p.at + valueAt
	p.at += end
	p.left--
	return true
}

// Err returns the error that stopped Next, or nil at the end of the list. Next does
// not check values; see [List.Check].
func (p *Pairs) Err() error {
	if p.err == nil {
		return nil
	}
	return p.err
}

func (p *Pairs) fail(offset int, reason string) bool {
	p.err = &listError{offset: offset, reason: reason}
	return false
}

func (p *Pairs) checkValue(depth int) *listError {
	switch p.Pair.Type {
	case PairInt:
		if len(p.Pair.Value) != pairInteger {
			return &listError{offset: p.valueAt, reason: fmt.Sprintf("an integer has %d bytes instead of 4", len(p.Pair.Value))}
		}
	case PairUnicode:
		if len(p.Pair.Value)%2 != 0 {
			return &listError{offset: p.valueAt, reason: fmt.Sprintf("UTF-16 text has an odd length of %d bytes", len(p.Pair.Value))}
		}
	case PairList:
		nested, bad := p.Pair.list()
		if bad == nil {
			bad = nested.check(depth - 1)
		}
		if bad != nil {
			return &listError{offset: p.valueAt + bad.offset, reason: bad.reason}
		}
	}
	return nil
}

// listError reports what is wrong with a list. offset counts from the start of the
// list's bytes.
type listError struct {
	offset int
	reason string
}

func (e *listError) Error() string {
	return fmt.Sprintf("the key-value list is malformed at byte %d: %s", e.offset, e.reason)
}

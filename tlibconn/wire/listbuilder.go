package wire

import (
	"encoding/binary"
)

// ListBuilder encodes a key-value list pair by pair. It holds only the encoded
// pairs, which need less memory than a slice of [KeyValue]. The zero value is an
// empty list. [AppendList] is simpler for a list that exists as a slice.
type ListBuilder struct {
	count int
	body  []byte
}

// Add appends a pair. It returns an error if the pair cannot be encoded; the list
// is then unchanged.
func (b *ListBuilder) Add(pair KeyValue) error {
	body, err := pair.appendTo(b.body)
	if err != nil {
		return err
	}
	b.body = body
	b.count++
	return nil
}

// AddList appends a pair whose value is a list. long requests the long form even if
// the list fits in the short one ([KeyValue.Long]). The list's bytes are copied.
// AddList returns the same errors as [ListBuilder.Add].
func (b *ListBuilder) AddList(key string, long bool, list *ListBuilder) error {
	pair := KeyValue{Key: key, Type: PairList, Long: long}
	if err := pair.check(); err != nil {
		return err
	}
	b.body = pair.appendListTo(b.body, list)
	b.count++
	return nil
}

// Append appends the list as [AppendList] does.
func (b *ListBuilder) Append(dst []byte) []byte { return b.appendTo(dst, false) }

// AppendWide appends the list as [AppendWideList] does.
func (b *ListBuilder) AppendWide(dst []byte) []byte { return b.appendTo(dst, true) }

// appendTo appends count and pairs in the form of an attribute's value.
func (b *ListBuilder) appendTo(dst []byte, wide bool) []byte {
	if !wide && len(b.body)+2 <= maxShort {
		dst = binary.BigEndian.AppendUint16(dst, uint16(b.count))
	} else {
		dst = binary.BigEndian.AppendUint32(dst, uint32(b.count))
	}
	return append(dst, b.body...)
}

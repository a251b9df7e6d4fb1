package wire

import (
	"encoding/binary"
	"fmt"
)

// KeyValue is one pair of a key-value list to encode. Type selects the field that
// holds the value.
type KeyValue struct {
	// Key is the key, as bytes; it may be empty.
	Key string
	// Type is the pair's type.
	Type PairType
	// Long requests the long form even if the value fits in the short one. A
	// value that does not fit is always written in the long form, as the
	// vendor's library does (WIRE.md, Key-value lists).
	Long bool
	// Int is the value of a PairInt.
	Int int32
	// Bytes is the value of every type except PairInt and PairList. For
	// PairUnicode it is UTF-16BE text.
	Bytes []byte
	// List is the value of a PairList; nil is the empty list.
	List []KeyValue
}

// TextPair returns a pair of type text.
func TextPair(key, value string) KeyValue {
	return KeyValue{Key: key, Type: PairText, Bytes: []byte(value)}
}

// IntPair returns a pair of type integer.
func IntPair(key string, value int32) KeyValue {
	return KeyValue{Key: key, Type: PairInt, Int: value}
}

// BinaryPair returns a pair of type binary. It retains value.
func BinaryPair(key string, value []byte) KeyValue {
	return KeyValue{Key: key, Type: PairBinary, Bytes: value}
}

// ListPair returns a pair that holds a list. It retains list.
func ListPair(key string, list ...KeyValue) KeyValue {
	return KeyValue{Key: key, Type: PairList, List: list}
}

// UnicodePair returns a pair of type UTF-16BE text. Bytes of value that are not
// valid UTF-8 become U+FFFD.
func UnicodePair(key, value string) KeyValue {
	return KeyValue{Key: key, Type: PairUnicode, Bytes: appendUTF16(nil, value)}
}

// AppendList appends a list in the form of an attribute's value without its
// length: count and pairs (WIRE.md, Key-value lists). The count is a u32 only if
// the value with a u16 count would be longer than 65,535 bytes. On error
// AppendList returns dst unchanged.
func AppendList(dst []byte, pairs []KeyValue) ([]byte, error) {
	return appendCounted(dst, pairs, false)
}

// AppendWideList is AppendList with a u32 count at any length. Only values of
// 65,536 and 65,537 bytes need it: with a u16 count they would be shorter than
// 65,536 bytes. The vendor's library never sends such values.
func AppendWideList(dst []byte, pairs []KeyValue) ([]byte, error) {
	return appendCounted(dst, pairs, true)
}

func appendCounted(dst []byte, pairs []KeyValue, wide bool) ([]byte, error) {
	body, err := appendPairs(nil, pairs)
	if err != nil {
		return dst, err
	}
	list := ListBuilder{count: len(pairs), body: body}
	return list.appendTo(dst, wide), nil
}

func appendPairs(dst []byte, pairs []KeyValue) ([]byte, error) {
	for i := range pairs {
		var err error
		if dst, err = pairs[i].appendTo(dst); err != nil {
			return dst, fmt.Errorf("pair %d: %w", i+1, err)
		}
	}
	return dst, nil
}

// check returns an error if the head of the pair cannot be encoded.
func (kv *KeyValue) check() error {
	if len(kv.Key) > maxShort {
		return fmt.Errorf("a key has %d bytes, but at most %d can be sent: %w", len(kv.Key), maxShort, ErrTooLong)
	}
	if kv.Type >= longPair {
		return fmt.Errorf("pair type %d must be below %d", kv.Type, longPair)
	}
	return nil
}

func (kv *KeyValue) appendTo(dst []byte) ([]byte, error) {
	if err := kv.check(); err != nil {
		return dst, err
	}
	if kv.Type == PairList {
		body, err := appendPairs(nil, kv.List)
		if err != nil {
			return dst, fmt.Errorf("list %q: %w", kv.Key, err)
		}
		return kv.appendListTo(dst, &ListBuilder{count: len(kv.List), body: body}), nil
	}
	value := kv.Bytes
	if kv.Type == PairInt {
		value = binary.BigEndian.AppendUint32(nil, uint32(kv.Int))
	}
	dst = kv.appendHead(dst, len(value), kv.Long || len(value) > maxShort)
	return append(dst, value...), nil
}

func (kv *KeyValue) appendListTo(dst []byte, list *ListBuilder) []byte {
	if total := len(list.body) + 4; !kv.Long && total <= maxShort {
		dst = kv.appendHead(dst, total, false)
		dst = binary.BigEndian.AppendUint16(dst, uint16(total))
		dst = binary.BigEndian.AppendUint16(dst, uint16(list.count))
		return append(dst, list.body...)
	}
	dst = kv.appendHead(dst, len(list.body)+4, true)
	dst = binary.BigEndian.AppendUint32(dst, uint32(list.count))
	return append(dst, list.body...)
}

func (kv *KeyValue) appendHead(dst []byte, length int, long bool) []byte {
	typ := byte(kv.Type)
	if long {
		typ |= longPair
	}
	dst = append(dst, typ)
	dst = binary.BigEndian.AppendUint16(dst, uint16(len(kv.Key)))
	dst = append(dst, kv.Key...)
	if long {
		return binary.BigEndian.AppendUint32(dst, uint32(length))
	}
	return binary.BigEndian.AppendUint16(dst, uint16(length))
}

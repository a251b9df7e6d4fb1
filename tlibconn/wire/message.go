package wire

import (
	"encoding/binary"
	"fmt"
)

// Wire is the one ASCII letter that says how an attribute's value is written
// (WIRE.md, Message body).
type Wire byte

// The wire types. Any other letter is a message error: without knowing it the
// value's length is unknown.
const (
	WireInt         Wire = 'i' // i32
	WireLong        Wire = 'l' // i64
	WireText        Wire = 's' // u16 length, text
	WireLongText    Wire = 'S' // u32 length, text
	WireBinary      Wire = 'b' // u16 length that counts itself, bytes
	WireLongBinary  Wire = 'B' // u32 length that does not count itself, bytes
	maxText              = 65535
	maxBinary            = 65535 - 2
	attributeHeader      = 5 // id and wire type
	leastAttribute       = 7 // and the length of an empty text
)

// IsBytes reports whether the value is text or binary, so that
// [Attribute.Bytes] holds it and not [Attribute.Number].
func (w Wire) IsBytes() bool {
	return w == WireText || w == WireLongText || w == WireBinary || w == WireLongBinary
}

// IsBinary reports whether the value is binary, in the short or the long form.
func (w Wire) IsBinary() bool { return w == WireBinary || w == WireLongBinary }

// Attribute is one attribute of a message as it stood on the wire.
type Attribute struct {
	// ID is the attribute's number.
	ID AttributeID
	// Wire is how the value is written.
	Wire Wire
	// Number is the value for WireInt (sign extended) and WireLong, else 0.
	Number int64
	// Bytes is the value for text and binary, without its length; nil or empty
	// for an empty one. In a decoded message it lies in the body that was
	// given to Decode.
	Bytes []byte
}

// Int returns the value if it is an integer of either length, cut to 32 bits.
func (a *Attribute) Int() (int32, bool) {
	if a.Wire == WireInt || a.Wire == WireLong {
		return int32(a.Number), true
	}
	return 0, false
}

// Long returns the value if it is an integer of either length; 32 bits are not
// sign extended.
func (a *Attribute) Long() (uint64, bool) {
	switch a.Wire {
	case WireInt:
		return uint64(uint32(a.Number)), true
	case WireLong:
		return uint64(a.Number), true
	}
	return 0, false
}

// Text returns the value's bytes if it is text. They are not checked to be
// UTF-8 and lie where Bytes does.
func (a *Attribute) Text() ([]byte, bool) {
	if a.Wire == WireText || a.Wire == WireLongText {
		return a.Bytes, true
	}
	return nil, false
}

// IntAttribute returns an attribute of wire type i.
func IntAttribute(id AttributeID, value int32) Attribute {
	return Attribute{ID: id, Wire: WireInt, Number: int64(value)}
}

// LongAttribute returns an attribute of wire type l; a ConnID is one.
func LongAttribute(id AttributeID, value uint64) Attribute {
	return Attribute{ID: id, Wire: WireLong, Number: int64(value)}
}

// TextAttribute returns an attribute of wire type s, or S above 65,535 bytes.
// The text's bytes go out as they are.
func TextAttribute(id AttributeID, value string) Attribute {
	if len(value) > maxText {
		return Attribute{ID: id, Wire: WireLongText, Bytes: []byte(value)}
	}
	return Attribute{ID: id, Wire: WireText, Bytes: []byte(value)}
}

// BinaryAttribute returns an attribute of wire type b, or B above 65,533
// bytes. It keeps value.
func BinaryAttribute(id AttributeID, value []byte) Attribute {
	if len(value) > maxBinary {
		return Attribute{ID: id, Wire: WireLongBinary, Bytes: value}
	}
	return Attribute{ID: id, Wire: WireBinary, Bytes: value}
}

// ListAttribute returns a key-value list as an attribute, in the form that the
// vendor's library uses: b where the list fits, else B (WIRE.md, Key-value
// lists). The error says which pair cannot be encoded.
func ListAttribute(id AttributeID, pairs []KeyValue) (Attribute, error) {
	content, err := AppendList(nil, pairs)
	if err != nil {
		return Attribute{}, fmt.Errorf("attribute %s: %w", id, err)
	}
	return BinaryAttribute(id, content), nil
}

// Message is one T-Library message: a type and attributes in their order on
// the wire. The order carries no meaning, but an attribute may occur twice, and
// then the last one counts (WIRE.md, Malformed input).
type Message struct {
	// Type is the message number.
	Type MessageType
	// Attributes holds at most MaxAttributes attributes.
	Attributes []Attribute
}

// Find returns the last attribute with the number id, or nil: it is the one
// that counts. The pointer is into m.Attributes.
func (m *Message) Find(id AttributeID) *Attribute {
	for i := len(m.Attributes) - 1; i >= 0; i-- {
		if m.Attributes[i].ID == id {
			return &m.Attributes[i]
		}
	}
	return nil
}

// Int returns the last attribute id if it is an integer of either length,
// cut to 32 bits.
func (m *Message) Int(id AttributeID) (int32, bool) {
	if a := m.Find(id); a != nil {
		return a.Int()
	}
	return 0, false
}

// Long returns the last attribute id if it is an integer of either length. A
// ConnID is read by it; 0 means none (SEMANTICS.md, Calls).
func (m *Message) Long(id AttributeID) (uint64, bool) {
	if a := m.Find(id); a != nil {
		return a.Long()
	}
	return 0, false
}

// Text returns the bytes of the last attribute id if it is text. They are
// not checked to be UTF-8 and lie where the attribute's do.
func (m *Message) Text(id AttributeID) ([]byte, bool) {
	if a := m.Find(id); a != nil {
		return a.Text()
	}
	return nil, false
}

// List returns the last attribute id as a key-value list. It is false where
// the attribute is missing, is none of the four lists or does not parse.
func (m *Message) List(id AttributeID) (List, bool) {
	a := m.Find(id)
	if a == nil || !id.IsList() {
		return List{}, false
	}
	list, err := a.List()
	return list, err == nil
}

// Decode reads one message body into m, whose Attributes slice is used again.
// Values lie in body: they are valid as long as it is. On a *MessageError m
// holds what was read before the error, and where only key-value lists are
// wrong ([MessageError.List]) all attributes, so that a waiting request can be
// settled (WIRE.md, Malformed input). Nothing is allocated unless Attributes
// must grow or there is an error.
func (m *Message) Decode(body []byte, limits Limits) error {
	m.Type = 0
	m.Attributes = m.Attributes[:0]
	if len(body) < minBody {
		return &MessageError{Offset: len(body), Reason: fmt.Sprintf("a body has at least %d bytes, this one has %d", minBody, len(body))}
	}
	m.Type = MessageType(binary.BigEndian.Uint32(body[1:]))
	if len(body) > limits.maxMessage() {
		return &MessageError{Type: m.Type, HasType: true, Reason: fmt.Sprintf("the body has %d bytes, more than the limit of %d", len(body), limits.maxMessage())}
	}
	var badList error
	var attributes Attributes
	attributes.Begin(body)
	for at := attributes.To; attributes.Next(); at = attributes.To {
		m.Attributes = append(m.Attributes, Attribute{})
		a := &m.Attributes[len(m.Attributes)-1]
		attributes.decode(a)
		if a.ID.IsList() && badList == nil {
			badList = m.checkList(a, at, attributes.From, limits.maxDepth())
		}
	}
	if attributes.left < 0 {
		return m.attributeError(body, attributes.To)
	}
	if at := attributes.To; at != len(body) {
		return &MessageError{Type: m.Type, HasType: true, Offset: at, Reason: fmt.Sprintf("%d bytes are left over behind the last of %d attributes", len(body)-at, body[0])}
	}
	return badList
}

// length reads the length in front of a text or binary value: head is how many
// bytes the length field takes, length how many bytes follow it. A negative
// length says that there is none, or that it is impossible.
func (w Wire) length(b []byte) (head int, length int64) {
	switch w {
	case WireText, WireBinary:
		if len(b) < 2 {
			return 2, -1
		}
		length = int64(binary.BigEndian.Uint16(b))
		if w == WireBinary {
			length -= 2
		}
		return 2, length
	case WireLongText, WireLongBinary:
		if len(b) < 4 {
			return 4, -1
		}
		return 4, int64(binary.BigEndian.Uint32(b))
	}
	return 0, -1
}

// attributeError says why Attributes.Next refused the attribute at the body's
// byte at.
func (m *Message) attributeError(body []byte, at int) error {
	bad := &MessageError{Type: m.Type, HasType: true, Offset: at}
	rest := body[at:]
	if len(rest) < attributeHeader {
		bad.Reason = "the message ends inside an attribute's number and wire type"
		return bad
	}
	bad.HasAttribute, bad.Attribute = true, AttributeID(binary.BigEndian.Uint32(rest))
	letter := Wire(rest[4])
	rest = rest[attributeHeader:]
	bad.Offset = at + attributeHeader
	switch {
	case letter == WireInt:
		bad.Reason = "the message ends inside a 4-byte integer"
	case letter == WireLong:
		bad.Reason = "the message ends inside an 8-byte integer"
	case !letter.IsBytes():
		bad.Offset = at + attributeHeader - 1
		bad.Reason = fmt.Sprintf("unknown wire type 0x%02x", byte(letter))
	default:
		head, length := letter.length(rest)
		switch {
		case len(rest) < head:
			bad.Reason = "the message ends inside a length"
		case length < 0:
			bad.Reason = fmt.Sprintf("a b length of %d is below 2, but it counts its own two bytes", length+2)
		default:
			bad.Reason = fmt.Sprintf("a length of %d goes past the end of the message, %d bytes are left", length, len(rest)-head)
		}
	}
	return bad
}

// checkList validates the list attribute that begins at the body's byte at, its
// value at from.
func (m *Message) checkList(a *Attribute, at, from, depth int) error {
	bad := a.checkList(depth)
	if bad == nil {
		return nil
	}
	offset := at + attributeHeader - 1
	if a.Wire.IsBinary() {
		offset = from + bad.offset
	}
	return &MessageError{Type: m.Type, HasType: true, Attribute: a.ID, HasAttribute: true, List: true, Offset: offset, Reason: bad.reason}
}

// AppendBody appends the message's body to dst: the bytes that Decode reads.
// Each attribute goes out in the wire type that it has. The error says which
// attribute does not fit; dst is then returned as it was.
func (m *Message) AppendBody(dst []byte) ([]byte, error) {
	if len(m.Attributes) > MaxAttributes {
		return dst, fmt.Errorf("%s has %d attributes, at most %d can be sent: %w", m.Type, len(m.Attributes), MaxAttributes, ErrTooLong)
	}
	out := append(dst, byte(len(m.Attributes)))
	out = binary.BigEndian.AppendUint32(out, uint32(m.Type))
	for i := range m.Attributes {
		var err error
		if out, err = m.Attributes[i].appendTo(out); err != nil {
			return dst, fmt.Errorf("%s: %w", m.Type, err)
		}
	}
	return out, nil
}

func (a *Attribute) appendTo(dst []byte) ([]byte, error) {
	dst = binary.BigEndian.AppendUint32(dst, uint32(a.ID))
	dst = append(dst, byte(a.Wire))
	switch a.Wire {
	case WireInt:
		return binary.BigEndian.AppendUint32(dst, uint32(a.Number)), nil
	case WireLong:
		return binary.BigEndian.AppendUint64(dst, uint64(a.Number)), nil
	case WireText:
		if len(a.Bytes) > maxText {
			return dst, fmt.Errorf("attribute %s has %d bytes of text, s holds %d: %w", a.ID, len(a.Bytes), maxText, ErrTooLong)
		}
		dst = binary.BigEndian.AppendUint16(dst, uint16(len(a.Bytes)))
	case WireBinary:
		if len(a.Bytes) > maxBinary {
			return dst, fmt.Errorf("attribute %s has %d bytes, b holds %d: %w", a.ID, len(a.Bytes), maxBinary, ErrTooLong)
		}
		dst = binary.BigEndian.AppendUint16(dst, uint16(len(a.Bytes)+2))
	case WireLongText, WireLongBinary:
		if uint64(len(a.Bytes)) > 1<<32-1 {
			return dst, fmt.Errorf("attribute %s has %d bytes: %w", a.ID, len(a.Bytes), ErrTooLong)
		}
		dst = binary.BigEndian.AppendUint32(dst, uint32(len(a.Bytes)))
	default:
		return dst, fmt.Errorf("attribute %s has the unknown wire type 0x%02x", a.ID, byte(a.Wire))
	}
	return append(dst, a.Bytes...), nil
}

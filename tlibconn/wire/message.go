package wire

import (
	"encoding/binary"
	"fmt"
)

// Wire is the wire type: the ASCII letter that selects the encoding of an
// attribute's value (WIRE.md, Message body).
type Wire byte

// The wire types. Any other letter is a message error, because the length of the
// value is then unknown.
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

// IsBytes reports whether the value is text or binary, and therefore in
// [Attribute.Bytes] rather than in [Attribute.Number].
func (w Wire) IsBytes() bool {
	return w == WireText || w == WireLongText || w == WireBinary || w == WireLongBinary
}

// IsBinary reports whether the value is binary, in the short or the long form.
func (w Wire) IsBinary() bool { return w == WireBinary || w == WireLongBinary }

// Attribute is one attribute of a message as encoded on the wire.
type Attribute struct {
	// ID is the attribute's number.
	ID AttributeID
	// Wire is the encoding of the value.
	Wire Wire
	// Number is the value for WireInt (sign extended) and WireLong, otherwise 0.
	Number int64
	// Bytes is the value for text and binary, without its length. An empty value
	// is nil or empty. In a decoded message it refers to the body that was passed
	// to Decode.
	Bytes []byte
}

// Int returns the value if it is an integer of either length, truncated to 32
// bits.
func (a *Attribute) Int() (int32, bool) {
	if a.Wire == WireInt || a.Wire == WireLong {
		return int32(a.Number), true
	}
	return 0, false
}

// Long returns the value if it is an integer of either length. A 32-bit value is
// not sign extended.
func (a *Attribute) Long() (uint64, bool) {
	switch a.Wire {
	case WireInt:
		return uint64(uint32(a.Number)), true
	case WireLong:
		return uint64(a.Number), true
	}
	return 0, false
}

// Text returns Bytes if the value is text. It does not check whether they are valid
// UTF-8.
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

// LongAttribute returns an attribute of wire type l, such as a ConnID.
func LongAttribute(id AttributeID, value uint64) Attribute {
	return Attribute{ID: id, Wire: WireLong, Number: int64(value)}
}

// TextAttribute returns an attribute of wire type s, or S above 65,535 bytes. The
// text is encoded unchanged.
func TextAttribute(id AttributeID, value string) Attribute {
	if len(value) > maxText {
		return Attribute{ID: id, Wire: WireLongText, Bytes: []byte(value)}
	}
	return Attribute{ID: id, Wire: WireText, Bytes: []byte(value)}
}

// BinaryAttribute returns an attribute of wire type b, or B above 65,533
// bytes. It retains value.
func BinaryAttribute(id AttributeID, value []byte) Attribute {
	if len(value) > maxBinary {
		return Attribute{ID: id, Wire: WireLongBinary, Bytes: value}
	}
	return Attribute{ID: id, Wire: WireBinary, Bytes: value}
}

// ListAttribute returns a key-value list as an attribute, in the form that the
// vendor's library uses: b if the list fits, otherwise B (WIRE.md, Key-value
// lists). The error names the pair that cannot be encoded.
func ListAttribute(id AttributeID, pairs []KeyValue) (Attribute, error) {
	content, err := AppendList(nil, pairs)
	if err != nil {
		return Attribute{}, fmt.Errorf("attribute %s: %w", id, err)
	}
	return BinaryAttribute(id, content), nil
}

// Message is one T-Library message: a type and attributes in their order on the
// wire. The order has no meaning, except that the last attribute counts if a number
// occurs twice (WIRE.md, Malformed input).
type Message struct {
	// Type is the message number.
	Type MessageType
	// Attributes holds at most MaxAttributes attributes.
	Attributes []Attribute
}

// Find returns the last attribute with the number id, which is the one that
// counts, or nil. The pointer refers to an element of m.Attributes.
func (m *Message) Find(id AttributeID) *Attribute {
	for i := len(m.Attributes) - 1; i >= 0; i-- {
		if m.Attributes[i].ID == id {
			return &m.Attributes[i]
		}
	}
	return nil
}

// Int returns the value of the last attribute id if it is an integer of either
// length, truncated to 32 bits.
func (m *Message) Int(id AttributeID) (int32, bool) {
	if a := m.Find(id); a != nil {
		return a.Int()
	}
	return 0, false
}

// Long returns the value of the last attribute id if it is an integer of either
// length. Use it to read a ConnID; 0 means that there is none (SEMANTICS.md, Calls).
func (m *Message) Long(id AttributeID) (uint64, bool) {
	if a := m.Find(id); a != nil {
		return a.Long()
	}
	return 0, false
}

// Text returns [Attribute.Bytes] of the last attribute id if it is text. It does not
// check whether they are valid UTF-8.
func (m *Message) Text(id AttributeID) ([]byte, bool) {
	if a := m.Find(id); a != nil {
		return a.Text()
	}
	return nil, false
}

// List returns the last attribute id as a key-value list. It returns false if the
// attribute is missing, is not one of the four lists, or does not parse.
func (m *Message) List(id AttributeID) (List, bool) {
	a := m.Find(id)
	if a == nil || !id.IsList() {
		return List{}, false
	}
	list, err := a.List()
	return list, err == nil
}

// Decode decodes one message body into m and reuses the Attributes slice. Values
// refer to body and are valid as long as it is. On a *MessageError m holds the
// attributes before the error, or all of them if only key-value lists are malformed
// ([MessageError.List]), so that a waiting request can be settled (WIRE.md,
// Malformed input). Decode allocates only if Attributes must grow or on an error.
func (m *Message) Decode(body []byte, limits Limits) error {
	m.Type = 0
	m.Attributes = m.Attributes[:0]
	if len(body) < minBody {
		return &MessageError{Offset: len(body), Reason: fmt.Sprintf("a body has at least %d bytes, but this one has %d", minBody, len(body))}
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
		return &MessageError{Type: m.Type, HasType: true, Offset: at, Reason: fmt.Sprintf("%d bytes are left over after the last of %d attributes", len(body)-at, body[0])}
	}
	return badList
}

// length reads the length before a text or binary value. head is the size of the
// length field in bytes, length the number of bytes that follow it. A negative
// length means that the field is missing or invalid.
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

// attributeError returns the reason why Attributes.Next rejected the attribute at
// byte at of the body.
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
			bad.Reason = fmt.Sprintf("a length of %d goes past the end of the message: %d bytes are left", length, len(rest)-head)
		}
	}
	return bad
}

// checkList validates the list attribute that begins at byte at of the body and
// whose value begins at byte from.
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

// AppendBody appends the message's body to dst, in the form that Decode reads. Each
// attribute is encoded in its own wire type. On error, which names the attribute
// that does not fit, AppendBody returns dst unchanged.
func (m *Message) AppendBody(dst []byte) ([]byte, error) {
	if len(m.Attributes) > MaxAttributes {
		return dst, fmt.Errorf("%s has %d attributes, but at most %d can be sent: %w", m.Type, len(m.Attributes), MaxAttributes, ErrTooLong)
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
			return dst, fmt.Errorf("attribute %s has %d bytes of text, but s holds at most %d: %w", a.ID, len(a.Bytes), maxText, ErrTooLong)
		}
		dst = binary.BigEndian.AppendUint16(dst, uint16(len(a.Bytes)))
	case WireBinary:
		if len(a.Bytes) > maxBinary {
			return dst, fmt.Errorf("attribute %s has %d bytes, but b holds at most %d: %w", a.ID, len(a.Bytes), maxBinary, ErrTooLong)
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

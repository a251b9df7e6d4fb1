package wire

import "encoding/binary"

// RawMessage is a message that stays encoded: an attribute is decoded from the body
// only on request. This saves work for a program that needs few attributes of very
// many messages. The zero value is a message without attributes.
type RawMessage struct {
	// Type is the message number.
	Type MessageType
	// Body is the body as received. It need not be well-formed: the attributes
	// before the fault are found (WIRE.md, Malformed input).
	Body []byte
}

// NewRawMessage returns a message that retains body. The type is 0 if the body is
// too short to hold one.
func NewRawMessage(body []byte) RawMessage {
	m := RawMessage{Body: body}
	if len(body) >= minBody {
		m.Type = MessageType(binary.BigEndian.Uint32(body[1:]))
	}
	return m
}

// Find returns the last attribute with the number id, the one that counts
// (WIRE.md, Malformed input); ok is false if there is none.
func (m *RawMessage) Find(id AttributeID) (a Attribute, ok bool) {
	var attributes Attributes
	for attributes.Begin(m.Body); attributes.Next(); {
		if attributes.ID == id {
			attributes.decode(&a)
			ok = true
		}
	}
	return a, ok
}

// Int is [Message.Int].
func (m *RawMessage) Int(id AttributeID) (int32, bool) {
	a, _ := m.Find(id)
	return a.Int()
}

// Long is [Message.Long].
func (m *RawMessage) Long(id AttributeID) (uint64, bool) {
	a, _ := m.Find(id)
	return a.Long()
}

// Text is [Message.Text].
func (m *RawMessage) Text(id AttributeID) ([]byte, bool) {
	a, _ := m.Find(id)
	return a.Text()
}

// List is [Message.List].
func (m *RawMessage) List(id AttributeID) (List, bool) {
	a, ok := m.Find(id)
	if !ok || !id.IsList() {
		return List{}, false
	}
	list, err := a.List()
	return list, err == nil
}

// Attributes walks the attributes of one message, as bufio.Scanner walks lines. It
// decodes a value only on request. Call Begin before the first Next.
type Attributes struct {
	// ID and Wire are those of the current attribute, after Next returned true.
	ID   AttributeID
	Wire Wire
	// From and To are the bounds of the current value in the body, without its
	// length.
	From, To int

	body []byte
	left int // remaining attributes, -1 after a malformed one
}

// Begin places the cursor before the first attribute of a message body.
func (c *Attributes) Begin(body []byte) {
	c.body, c.To, c.left = body, minBody, -1
	if len(body) >= minBody {
		c.left = int(body[0])
	}
}

// Next advances to the next attribute. It returns false after the last attribute
// and at a malformed one, which then begins at To.
func (c *Attributes) Next() bool {
	if c.left <= 0 {
		return false
	}
	rest := c.body[c.To:]
	if len(rest) < leastAttribute {
		c.left = -1
		return false
	}
	c.ID, c.Wire = AttributeID(binary.BigEndian.Uint32(rest)), Wire(rest[4])
	head := attributeHeader
	var size int
	switch c.Wire {
	case WireInt:
		size = 4
	case WireLong:
		size = 8
	case WireText:
		head, size = head+2, int(binary.BigEndian.Uint16(rest[attributeHeader:]))
	case WireBinary:
		head, size = head+2, int(binary.BigEndian.Uint16(rest[attributeHeader:]))-2
	default:
		lengthBytes, length := c.Wire.length(rest[attributeHeader:])
		head, size = head+lengthBytes, int(min(length, int64(len(rest))))
	}
	if size < 0 || head+size > len(rest) {
		c.left = -1
		return false
	}
	c.From = c.To + head
	c.To = c.From + size
	c.left--
	return true
}

// Value returns the encoded bytes of the current value. They refer to the body.
func (c *Attributes) Value() []byte { return c.body[c.From:c.To:c.To] }

// Long returns the current value if it is an integer, as [Message.Long] does.
func (c *Attributes) Long() (uint64, bool) {
	switch c.Wire {
	case WireInt:
		return uint64(binary.BigEndian.Uint32(c.body[c.From:])), true
	case WireLong:
		return binary.BigEndian.Uint64(c.body[c.From:]), true
	}
	return 0, false
}

// Attribute decodes the current attribute. Its bytes refer to the body.
func (c *Attributes) Attribute() Attribute {
	var a Attribute
	c.decode(&a)
	return a
}

func (c *Attributes) decode(a *Attribute) {
	a.ID, a.Wire, a.Number, a.Bytes = c.ID, c.Wire, 0, nil
	value := c.Value()
	switch c.Wire {
	case WireInt:
		a.Number = int64(int32(binary.BigEndian.Uint32(value)))
	case WireLong:
		a.Number = int64(binary.BigEndian.Uint64(value))
	default:
		a.Bytes = value
	}
}

// Complete reports, after Next returned false, whether all attributes are
// well-formed and fill the whole body. [Message.Decode] returns the fault if they do
// not, and also checks key-value lists.
func (c *Attributes) Complete() bool {
	return c.left == 0 && c.To == len(c.body)
}

package wire

import "encoding/binary"

// RawMessage is a message that stays in its bytes: an attribute is read where
// it lies, when it is asked for. A program that looks at few attributes of
// very many messages saves decoding the others. The zero value is a message
// without attributes.
type RawMessage struct {
	// Type is the message number.
	Type MessageType
	// Body is the body as it stood on the wire. It need not be well-formed: the
	// attributes in front of what is malformed are found (WIRE.md, Malformed
	// input).
	Body []byte
}

// NewRawMessage returns the message of a body, which it keeps. A body that is
// too short for a type has the type 0.
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

// Attributes walks the attributes of one message, as bufio.Scanner walks lines.
// It decodes no values: that is for those who want them. Begin comes first.
type Attributes struct {
	// ID and Wire are those of the current attribute, after Next returned true.
	ID   AttributeID
	Wire Wire
	// From and To bound the current value in the body, without its length.
	From, To int

	body []byte
	left int // attributes that are to come, -1 behind a malformed one
}

// Begin puts the cursor in front of the first attribute of a message body.
func (c *Attributes) Begin(body []byte) {
	c.body, c.To, c.left = body, minBody, -1
	if len(body) >= minBody {
		c.left = int(body[0])
	}
}

// Next goes to the next attribute. It is false behind the last one and at one
// that is malformed, which then begins at To.
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

// Value returns the current value as it stands in the body.
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

// Attribute decodes the current attribute. Its bytes lie in the body.
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

// Complete reports, after Next was false, whether the attributes are well-formed
// and take the whole body. What is wrong tells [Message.Decode], which also
// looks into key-value lists.
func (c *Attributes) Complete() bool {
	return c.left == 0 && c.To == len(c.body)
}

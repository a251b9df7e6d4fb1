package wire

import (
	"errors"
	"strings"
	"testing"
)

// The length of a value selects the short or the long wire type.
func TestWireTypesByLength(t *testing.T) {
	for n, want := range map[int]Wire{0: WireText, maxText: WireText, maxText + 1: WireLongText} {
		if a := TextAttribute(AttributeThisDN, strings.Repeat("x", n)); a.Wire != want {
			t.Errorf("a text of %d bytes is encoded as %c", n, a.Wire)
		}
	}
	for n, want := range map[int]Wire{0: WireBinary, maxBinary: WireBinary, maxBinary + 1: WireLongBinary} {
		if a := BinaryAttribute(AttributeInputMask, make([]byte, n)); a.Wire != want {
			t.Errorf("a value of %d bytes is encoded as %c", n, a.Wire)
		}
	}
	for _, n := range []int{MaxAttributes, MaxAttributes + 1} {
		m := Message{Type: EventUserEvent, Attributes: make([]Attribute, n)}
		for i := range m.Attributes {
			m.Attributes[i] = IntAttribute(AttributeClientID, 1)
		}
		if _, err := m.AppendBody(nil); (err == nil) != (n <= MaxAttributes) || err != nil && !errors.Is(err, ErrTooLong) {
			t.Errorf("%d attributes: %v", n, err)
		}
	}
}

// A message may end with an empty value of any type. For one that ends earlier, the
// error names the place.
func TestMessagesEnd(t *testing.T) {
	const id = "\x00\x00\x00\x14" // ThisDN
	for name, tt := range map[string]struct{ attribute, want string }{
		"an empty text":        {id + "s\x00\x00", ""},
		"an empty binary":      {id + "b\x00\x02", ""},
		"an empty long text":   {id + "S\x00\x00\x00\x00", ""},
		"an empty long binary": {id + "B\x00\x00\x00\x00", ""},
		"half a number":        {id, "the message ends inside an attribute's number and wire type"},
		"no integer":           {id + "i", "the message ends inside a 4-byte integer"},
		"3 bytes of one":       {id + "i\x00\x00\x00", "the message ends inside a 4-byte integer"},
		"7 bytes of one":       {id + "l\x00\x00\x00\x00\x00\x00\x00", "the message ends inside an 8-byte integer"},
		"no length":            {id + "s", "the message ends inside a length"},
		"half a length":        {id + "s\x00", "the message ends inside a length"},
		"three of four":        {id + "S\x00\x00\x00", "the message ends inside a length"},
		"no text":              {id + "s\x00\x01", "a length of 1 goes past the end of the message: 0 bytes are left"},
		"half a text":          {id + "s\x00\x02x", "a length of 2 goes past the end of the message: 1 bytes are left"},
		"a b of 1":             {id + "b\x00\x01", "a b length of 1 is below 2, but it counts its own two bytes"},
		"a b of 0":             {id + "b\x00\x00", "a b length of 0 is below 2, but it counts its own two bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			body := []byte("\x01\x00\x00\x00\x60" + tt.attribute)
			var m Message
			err := m.Decode(body, Limits{})
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if raw := NewRawMessage(body); raw.Type != EventUserEvent {
				t.Errorf("the raw message is %s", raw.Type)
			}
			var attributes Attributes
			attributes.Begin(body)
			for attributes.Next() {
			}
			if attributes.Complete() != (tt.want == "") {
				t.Errorf("the cursor reports complete: %t", attributes.Complete())
			}
		})
	}
}

// A body of 5 or more bytes has a type.
func TestSmallestBody(t *testing.T) {
	body := []byte{0, 0, 0, 0, 96}
	var attributes Attributes
	for n, want := range map[int]MessageType{5: EventUserEvent, 4: 0, 0: 0} {
		if m := NewRawMessage(body[:n]); m.Type != want {
			t.Errorf("%d bytes are the message %s", n, m.Type)
		}
		attributes.Begin(body[:n])
		if attributes.Next() || attributes.Complete() != (n == 5) {
			t.Errorf("%d bytes are complete: %t", n, attributes.Complete())
		}
	}
	attributes.Begin(append(body, 0))
	if attributes.Next() || attributes.Complete() {
		t.Error("with a byte left over the message is complete")
	}
}

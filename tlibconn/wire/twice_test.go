package wire

import (
	"bytes"
	"testing"
)

// If an attribute occurs twice, the last one counts, whatever its type. Both stay in
// the message (WIRE.md, Malformed input).
func TestTheLastOfAnAttributeCounts(t *testing.T) {
	first, err := ListAttribute(AttributeUserData, []KeyValue{TextPair("screen-capture", "start")})
	if err != nil {
		t.Fatal(err)
	}
	last, err := ListAttribute(AttributeUserData, []KeyValue{TextPair("screen-capture", "stop")})
	if err != nil {
		t.Fatal(err)
	}
	sent := Message{Type: EventUserEvent, Attributes: []Attribute{
		IntAttribute(AttributeReferenceID, 1), TextAttribute(AttributeThisDN, "7001"), LongAttribute(AttributeConnID, 1), first,
		IntAttribute(AttributeErrorCode, 59), TextAttribute(AttributeOtherDN, "7009"),
		IntAttribute(AttributeReferenceID, 2), TextAttribute(AttributeThisDN, "7002"), LongAttribute(AttributeConnID, 2), last,
		TextAttribute(AttributeErrorCode, "59"),
	}}
	body, err := sent.AppendBody(nil)
	if err != nil {
		t.Fatal(err)
	}
	var m Message
	if err := m.Decode(body, Limits{}); err != nil {
		t.Fatal(err)
	}
	if again, err := m.AppendBody(nil); err != nil || !bytes.Equal(again, body) || len(m.Attributes) != len(sent.Attributes) {
		t.Errorf("%d attributes were decoded, %v", len(m.Attributes), err)
	}
	raw := NewRawMessage(body)
	for name, reader := range map[string]interface {
		Int(AttributeID) (int32, bool)
		Long(AttributeID) (uint64, bool)
		Text(AttributeID) ([]byte, bool)
		List(AttributeID) (List, bool)
	}{"Message": &m, "RawMessage": &raw} {
		reference, _ := reader.Int(AttributeReferenceID)
		dn, _ := reader.Text(AttributeThisDN)
		connID, _ := reader.Long(AttributeConnID)
		if reference != 2 || string(dn) != "7002" || connID != 2 {
			t.Errorf("%s reads ReferenceID %d, ThisDN %q, ConnID %d", name, reference, dn, connID)
		}
		list, ok := reader.List(AttributeUserData)
		if pair, _ := list.Find("screen-capture"); !ok || string(pair.Value) != "stop" {
			t.Errorf("%s reads the user data %q", name, pair.Value)
		}
		if code, ok := reader.Int(AttributeErrorCode); ok {
			t.Errorf("%s reads the error code %d, but the last one is a text", name, code)
		}
		if other, ok := reader.Text(AttributeOtherDN); !ok || string(other) != "7009" {
			t.Errorf("%s reads OtherDN %q", name, other)
		}
		if _, ok := reader.Int(AttributeCallType); ok {
			t.Errorf("%s reads an attribute that is not there", name)
		}
	}
	// The message is cut inside the second ThisDN: attributes before the error count.
	cut := NewRawMessage(body[:bytes.LastIndex(body, []byte("7002"))+1])
	if dn, _ := cut.Text(AttributeThisDN); string(dn) != "7001" {
		t.Errorf("a message that is cut has the ThisDN %q", dn)
	}
}

package tlibtest

import (
	"fmt"
	"strconv"
	"strings"

	"capdeck/tlibconn/wire"
)

// Body returns the encoded body of a message. It fails the test if the message cannot be
// encoded.
func Body(t T, kind wire.MessageType, attributes ...wire.Attribute) []byte {
	t.Helper()
	m := wire.Message{Type: kind, Attributes: attributes}
	body, err := m.AppendBody(nil)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return body
}

// Frame returns the frames of a message. It fails the test if the message cannot be
// encoded.
func Frame(t T, kind wire.MessageType, attributes ...wire.Attribute) []byte {
	t.Helper()
	return wire.AppendFrames(nil, Body(t, kind, attributes...))
}

// ThisDN returns the attribute ThisDN.
func ThisDN(dn string) wire.Attribute { return wire.TextAttribute(wire.AttributeThisDN, dn) }

// ConnID returns the attribute ConnID.
func ConnID(id uint64) wire.Attribute { return wire.LongAttribute(wire.AttributeConnID, id) }

// Reference returns the attribute ReferenceID.
func Reference(number int32) wire.Attribute {
	return wire.IntAttribute(wire.AttributeReferenceID, number)
}

// UserData returns the attribute UserData.
func UserData(t T, pairs ...wire.KeyValue) wire.Attribute {
	t.Helper()
	list, err := wire.ListAttribute(wire.AttributeUserData, pairs)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return list
}

// ReferenceOf returns a message's ReferenceID, or 0 if it has none.
func ReferenceOf(m wire.Message) int32 {
	reference, _ := m.Int(wire.AttributeReferenceID)
	return reference
}

// ThisDNOf returns a message's ThisDN, or "" if it has none.
func ThisDNOf(m wire.Message) string {
	dn, _ := m.Text(wire.AttributeThisDN)
	return string(dn)
}

// Line returns a message on one line, such as
//
//	EventUserEvent ThisDN=7001 UserData={screen-capture:enabled}
//
// It omits a T-Server's stamps: the sequence number and times. An integer in a list ends
// in i, an 8-byte integer has 16 hexadecimal digits, and a binary value is shown as its
// length.
func Line(m wire.Message) string {
	var b strings.Builder
	b.WriteString(m.Type.String())
	for i := range m.Attributes {
		a := &m.Attributes[i]
		switch a.ID {
		case wire.AttributeEventSequenceNumber, wire.AttributeTimeinSecs, wire.AttributeTimeinuSecs:
			continue
		}
		fmt.Fprintf(&b, " %s=%s", a.ID, valueText(a))
	}
	return b.String()
}

func valueText(a *wire.Attribute) string {
	switch {
	case a.ID.IsList():
		list, err := a.List()
		if err != nil {
			return err.Error()
		}
		var pairs []string
		for p := list.Pairs(); p.Next(); {
			value := string(p.Pair.Value)
			if number, ok := p.Pair.Int(); ok {
				value = strconv.Itoa(int(number)) + "i"
			}
			pairs = append(pairs, string(p.Pair.Key)+":"+value)
		}
		return "{" + strings.Join(pairs, " ") + "}"
	case a.Wire == wire.WireLong:
		return fmt.Sprintf("%016x", uint64(a.Number))
	case a.Wire == wire.WireInt:
		return strconv.Itoa(int(a.Number))
	case a.Wire.IsBinary():
		return fmt.Sprintf("%d bytes", len(a.Bytes))
	}
	return string(a.Bytes)
}

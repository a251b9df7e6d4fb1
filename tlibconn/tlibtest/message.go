package tlibtest

import (
	"fmt"
	"strconv"
	"strings"

	"capdeck/tlibconn/wire"
)

// Body returns a message's body as it travels in frames.
func Body(t T, kind wire.MessageType, attributes ...wire.Attribute) []byte {
	t.Helper()
	m := wire.Message{Type: kind, Attributes: attributes}
	body, err := m.AppendBody(nil)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return body
}

// Frame returns a message's bytes on the wire.
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

// ReferenceOf returns a message's ReferenceID, 0 if it has none.
func ReferenceOf(m wire.Message) int32 {
	reference, _ := m.Int(wire.AttributeReferenceID)
	return reference
}

// ThisDNOf returns a message's ThisDN, "" if it has none.
func ThisDNOf(m wire.Message) string {
	dn, _ := m.Text(wire.AttributeThisDN)
	return string(dn)
}

// Line prints a message on one line, such as
//
//	EventUserEvent ThisDN=7001 UserData={screen-capture:enabled}
//
// What a T-Server stamps on an event, its sequence number and times, is left out.
// Integers of a list end in i, 8-byte integers have 16 hexadecimal digits, and of
// a binary value the length is given.
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

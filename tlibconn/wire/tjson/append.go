package tjson

import (
	"fmt"
	"strconv"
	"unicode/utf8"

	"capdeck/tlibconn/wire"
	"capdeck/tlibconn/wire/quote"
)

// Append appends a message as one JSON object without a line end. [Parse] reads it
// back without loss. parts are those of [wire.Frame]; Append writes them only if
// they differ from those of [wire.AppendFrames]. It writes a list attribute that
// does not parse as hexadecimal digits, with the reason in "error". The result is
// UTF-8 text on one line and safe for a terminal. Append returns an error, and dst
// unchanged, if an attribute has an unknown wire type. A decoded message never does.
func Append(dst []byte, m *wire.Message, parts []uint16) ([]byte, error) {
	out := append(dst, `{"type":`...)
	out = strconv.AppendUint(out, uint64(m.Type), 10)
	out = append(out, `,"typeName":"`...)
	out = append(out, m.Type.String()...)
	out = append(out, `","attrs":[`...)
	for i := range m.Attributes {
		if i > 0 {
			out = append(out, ',')
		}
		a := &m.Attributes[i]
		if a.Wire != wire.WireInt && a.Wire != wire.WireLong && !a.Wire.IsBytes() {
			return dst, fmt.Errorf("%s: attribute %s has the unknown wire type 0x%02x", m.Type, a.ID, byte(a.Wire))
		}
		out = appendAttribute(out, a)
	}
	out = append(out, ']')
	if !usualParts(parts) {
		out = append(out, `,"parts":[`...)
		for i, part := range parts {
			if i > 0 {
				out = append(out, ',')
			}
			out = strconv.AppendUint(out, uint64(part), 10)
		}
		out = append(out, ']')
	}
	return append(out, '}'), nil
}

// AppendString appends valid UTF-8 as a JSON string on one line that is safe for a
// terminal, as [Append] does.
func AppendString(dst, text []byte) []byte { return quote.Append(dst, text, '"') }

// AppendADDP appends a packet as one JSON object without a line end, such as
// {"addp":"P","value":7}. An operation that is not printable ASCII is written as
// "addpHex".
func AppendADDP(dst []byte, p wire.ADDP) []byte {
	if p.Op > 0x20 && p.Op < 0x7f {
		dst = append(dst, `{"addp":`...)
		dst = quote.Append(dst, []byte{byte(p.Op)}, '"')
	} else {
		dst = append(dst, `{"addpHex":"`...)
		dst = quote.AppendHex(dst, []byte{byte(p.Op)})
		dst = append(dst, '"')
	}
	dst = append(dst, `,"value":`...)
	dst = strconv.AppendUint(dst, uint64(p.Value), 10)
	return append(dst, '}')
}

func appendAttribute(dst []byte, a *wire.Attribute) []byte {
	dst = append(dst, `{"id":`...)
	dst = strconv.AppendUint(dst, uint64(a.ID), 10)
	dst = append(dst, `,"name":"`...)
	dst = append(dst, a.ID.String()...)
	dst = append(dst, `","wire":"`...)
	dst = append(dst, byte(a.Wire), '"')
	switch {
	case a.ID.IsList():
		dst = appendList(dst, a)
	case a.Wire == wire.WireInt:
		dst = append(dst, `,"value":`...)
		dst = strconv.AppendInt(dst, a.Number, 10)
	case a.Wire == wire.WireLong || a.Wire.IsBinary():
		dst = appendHexValue(dst, a)
	default:
		dst = appendText(dst, a.Bytes)
	}
	return append(dst, '}')
}

// appendHexValue writes the bytes of the value, also for an integer.
func appendHexValue(dst []byte, a *wire.Attribute) []byte {
	dst = append(dst, `,"value":"`...)
	switch a.Wire {
	case wire.WireInt:
		dst = quote.AppendHex64(dst, uint64(a.Number)<<32)
		dst = dst[:len(dst)-8]
	case wire.WireLong:
		dst = quote.AppendHex64(dst, uint64(a.Number))
	default:
		dst = quote.AppendHex(dst, a.Bytes)
	}
	return append(dst, '"')
}

func appendList(dst []byte, a *wire.Attribute) []byte {
	list, err := a.CheckedList(wire.Limits{})
	if err != nil {
		dst = appendHexValue(dst, a)
		dst = append(dst, `,"error":`...)
		dst = quote.Append(dst, []byte(err.Error()), '"')
		return dst
	}
	dst = append(dst, `,"list":`...)
	dst = appendPairs(dst, list)
	if a.Wire == wire.WireLongBinary && len(a.Bytes) >= minWideList && len(a.Bytes) <= maxWideList {
		dst = append(dst, `,"wide":true`...)
	}
	return dst
}

// appendPairs writes a checked list.
func appendPairs(dst []byte, list wire.List) []byte {
	dst = append(dst, '[')
	pairs := list.Pairs()
	for n := 0; pairs.Next(); n++ {
		if n > 0 {
			dst = append(dst, ',')
		}
		dst = appendPair(dst, &pairs.Pair)
	}
	return append(dst, ']')
}

func appendPair(dst []byte, p *wire.Pair) []byte {
	if utf8.Valid(p.Key) {
		dst = append(dst, `{"key":`...)
		dst = quote.Append(dst, p.Key, '"')
	} else {
		dst = append(dst, `{"keyHex":"`...)
		dst = quote.AppendHex(dst, p.Key)
		dst = append(dst, '"')
	}
	dst = append(dst, `,"type":`...)
	switch p.Type {
	case wire.PairText:
		dst = append(dst, `"`+typeText+`"`...)
		dst = appendText(dst, p.Value)
	case wire.PairInt:
		value, _ := p.Int()
		dst = append(dst, `"`+typeInt+`","value":`...)
		dst = strconv.AppendInt(dst, int64(value), 10)
	case wire.PairBinary:
		dst = append(dst, `"`+typeBinary+`","value":"`...)
		dst = append(quote.AppendHex(dst, p.Value), '"')
	case wire.PairList:
		nested, _ := p.List()
		dst = append(dst, `"`+typeList+`","value":`...)
		dst = appendPairs(dst, nested)
	case wire.PairUnicode:
		dst = append(dst, `"`+typeUnicode+`"`...)
		dst = appendUnicode(dst, p.Value)
	default:
		dst = strconv.AppendUint(dst, uint64(p.Type), 10)
		dst = append(dst, `,"value":"`...)
		dst = append(quote.AppendHex(dst, p.Value), '"')
	}
	if p.Long && len(p.Value) <= maxShort {
		dst = append(dst, `,"long":true`...)
	}
	return append(dst, '}')
}

// appendText writes text that is valid UTF-8 unchanged, and other text in
// hexadecimal digits.
func appendText(dst, text []byte) []byte {
	if utf8.Valid(text) {
		dst = append(dst, `,"value":`...)
		return quote.Append(dst, text, '"')
	}
	return appendValueHex(dst, text)
}

func appendUnicode(dst, text []byte) []byte {
	if validUTF16(text) {
		dst = append(dst, `,"value":`...)
		return quote.Append(dst, appendUTF8(nil, text), '"')
	}
	return appendValueHex(dst, text)
}

func appendValueHex(dst, value []byte) []byte {
	dst = append(dst, `,"valueHex":"`...)
	return append(quote.AppendHex(dst, value), '"')
}

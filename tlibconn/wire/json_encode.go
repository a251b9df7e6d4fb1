package wire

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// AppendJSON appends a message as one JSON object without a line end, in the
// form of docs/protocol/JSON.md, which is that of the recorded vectors made
// lossless (WIRE.md, Messages as JSON): ParseJSON gives the same bytes again.
// parts are those of [Frame.Parts]; they are written only where they are not
// the usual ones. A list attribute that does not parse has its bytes in hex and
// the reason as "error". The result is ASCII and UTF-8 text that is safe for a
// terminal. The error names an attribute whose wire type does not exist, which
// Decode never gives; dst is then returned as it was.
func AppendJSON(dst []byte, m *Message, parts []uint16) ([]byte, error) {
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
		if a.Wire != WireInt && a.Wire != WireLong && !a.Wire.IsBytes() {
			return dst, fmt.Errorf("%s: attribute %s has the unknown wire type 0x%02x", m.Type, a.ID, byte(a.Wire))
		}
		out = a.appendJSON(out)
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

// AppendJSON appends the packet as one JSON object without a line end, such as
// {"addp":"P","value":7}; an operation that is no printable ASCII stands as
// "addpHex".
func (p ADDP) AppendJSON(dst []byte) []byte {
	if p.Op > 0x20 && p.Op < 0x7f {
		dst = append(dst, `{"addp":`...)
		dst = appendQuoted(dst, []byte{byte(p.Op)}, '"')
	} else {
		dst = append(dst, `{"addpHex":"`...)
		dst = appendHex(dst, []byte{byte(p.Op)})
		dst = append(dst, '"')
	}
	dst = append(dst, `,"value":`...)
	dst = strconv.AppendUint(dst, uint64(p.Value), 10)
	return append(dst, '}')
}

func (a *Attribute) appendJSON(dst []byte) []byte {
	dst = append(dst, `{"id":`...)
	dst = strconv.AppendUint(dst, uint64(a.ID), 10)
	dst = append(dst, `,"name":"`...)
	dst = append(dst, a.ID.String()...)
	dst = append(dst, `","wire":"`...)
	dst = append(dst, byte(a.Wire), '"')
	switch {
	case a.ID.IsList():
		dst = a.appendJSONList(dst)
	case a.Wire == WireInt:
		dst = append(dst, `,"value":`...)
		dst = strconv.AppendInt(dst, a.Number, 10)
	case a.Wire == WireLong || a.Wire.isBinary():
		dst = a.appendJSONHex(dst)
	default:
		dst = appendJSONText(dst, a.Bytes)
	}
	return append(dst, '}')
}

// appendJSONHex writes the value's bytes, an integer's too.
func (a *Attribute) appendJSONHex(dst []byte) []byte {
	dst = append(dst, `,"value":"`...)
	switch a.Wire {
	case WireInt:
		dst = appendConnID(dst, uint64(a.Number)<<32)
		dst = dst[:len(dst)-8]
	case WireLong:
		dst = appendConnID(dst, uint64(a.Number))
	default:
		dst = appendHex(dst, a.Bytes)
	}
	return append(dst, '"')
}

func (a *Attribute) appendJSONList(dst []byte) []byte {
	if bad := a.checkList(DefaultMaxDepth); bad != nil {
		dst = a.appendJSONHex(dst)
		dst = append(dst, `,"error":`...)
		dst = appendQuoted(dst, []byte(bad.Error()), '"')
		return dst
	}
	dst = append(dst, `,"list":`...)
	list, _ := a.list()
	dst = appendJSONPairs(dst, list)
	if a.Wire == WireLongBinary && len(a.Bytes) >= minWideList && len(a.Bytes) <= maxWideList {
		dst = append(dst, `,"wide":true`...)
	}
	return dst
}

// appendJSONPairs writes a list that was checked.
func appendJSONPairs(dst []byte, list List) []byte {
	dst = append(dst, '[')
	pairs := list.Pairs()
	for n := 0; pairs.Next(); n++ {
		if n > 0 {
			dst = append(dst, ',')
		}
		dst = pairs.Pair.appendJSON(dst)
	}
	return append(dst, ']')
}

func (p *Pair) appendJSON(dst []byte) []byte {
	if utf8.Valid(p.Key) {
		dst = append(dst, `{"key":`...)
		dst = appendQuoted(dst, p.Key, '"')
	} else {
		dst = append(dst, `{"keyHex":"`...)
		dst = appendHex(dst, p.Key)
		dst = append(dst, '"')
	}
	dst = append(dst, `,"type":`...)
	switch p.Type {
	case PairText:
		dst = append(dst, `"`+jsonText+`"`...)
		dst = appendJSONText(dst, p.Value)
	case PairInt:
		value, _ := p.Int()
		dst = append(dst, `"`+jsonInt+`","value":`...)
		dst = strconv.AppendInt(dst, int64(value), 10)
	case PairBinary:
		dst = append(dst, `"`+jsonBinary+`","value":"`...)
		dst = append(appendHex(dst, p.Value), '"')
	case PairList:
		nested, _ := p.list()
		dst = append(dst, `"`+jsonList+`","value":`...)
		dst = appendJSONPairs(dst, nested)
	case PairUnicode:
		dst = append(dst, `"`+jsonUnicode+`"`...)
		dst = appendJSONUnicode(dst, p.Value)
	default:
		dst = strconv.AppendUint(dst, uint64(p.Type), 10)
		dst = append(dst, `,"value":"`...)
		dst = append(appendHex(dst, p.Value), '"')
	}
	if p.Long && len(p.Value) <= maxShort {
		dst = append(dst, `,"long":true`...)
	}
	return append(dst, '}')
}

// appendJSONText writes text as it is where it is UTF-8, else in hex.
func appendJSONText(dst, text []byte) []byte {
	if utf8.Valid(text) {
		dst = append(dst, `,"value":`...)
		return appendQuoted(dst, text, '"')
	}
	return appendJSONValueHex(dst, text)
}

func appendJSONUnicode(dst, text []byte) []byte {
	if validUTF16(text) {
		dst = append(dst, `,"value":`...)
		return appendQuoted(dst, appendUTF8(nil, text), '"')
	}
	return appendJSONValueHex(dst, text)
}

func appendJSONValueHex(dst, value []byte) []byte {
	dst = append(dst, `,"valueHex":"`...)
	return append(appendHex(dst, value), '"')
}

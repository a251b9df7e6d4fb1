// Package tlog writes messages in the format of T-Server's log, so that support
// engineers can compare them with the server's own log. It knows how each kind of
// value is printed and how passwords are hidden. It uses no files and no clock, and
// does not parse logs.
//
// The format is described in SEMANTICS.md, How T-Server prints messages in its
// log. Whatever a message holds, each attribute and each pair is one line, and no
// line contains a control character other than the tabs and line ends of the
// format.
package tlog

import (
	"strconv"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"capdeck/tlibconn/wire"
	"capdeck/tlibconn/wire/quote"
)

const (
	shownList   = 4  // bytes of a list's count and pairs, as in T-Server's log
	shownBinary = 16 // bytes of a binary value
	dumpWidth   = 16 // bytes on a line of a dump
	attributeIn = "Attribute"
)

// Form selects how the text in a message is shown. The zero value is the form that
// [Append] uses.
type Form struct {
	// Decode returns the readable form of a text that is not valid UTF-8, for
	// servers that use a code page. It must not retain its argument. If Decode is
	// nil, each invalid byte is shown as \xNN.
	Decode func(text []byte) string
	// ShowPasswords shows the values of ApplicationPassword and Password, and of
	// pairs that are passwords ([wire.Pair.IsPassword]) or in the list of such a
	// pair. If it is false, 8 asterisks are shown instead, whatever the length of
	// the password.
	ShowPasswords bool
}

// hidden replaces a password.
const hidden = "'********'"

// Append appends a message: a line with time, direction and name, then the lines of
// its attributes. Each line has a line end. sent reports whether the message was
// sent rather than received.
func Append(dst []byte, at time.Time, sent bool, m *wire.Message) []byte {
	dst = AppendTime(dst, at, sent)
	dst = AppendName(dst, m)
	return AppendAttributes(dst, m)
}

// AppendTime appends the text that precedes a message's name, such as
// "@10:21:16.4393 [0] -> ". The time of day is in at's location.
func AppendTime(dst []byte, at time.Time, sent bool) []byte {
	dst = append(dst, '@')
	dst = at.AppendFormat(dst, "15:04:05.0000")
	if sent {
		return append(dst, " [0] -> "...)
	}
	return append(dst, " [0] <- "...)
}

// AppendName appends a message's name, such as "message EventUserEvent", and a
// line end.
func AppendName(dst []byte, m *wire.Message) []byte {
	dst = append(dst, "message "...)
	dst = append(dst, m.Type.String()...)
	return append(dst, '\n')
}

// AppendAttributes appends only the lines of a message's attributes, as [Append]
// does.
func AppendAttributes(dst []byte, m *wire.Message) []byte {
	return Form{}.AppendAttributes(dst, m)
}

// AppendAttributes is the function [AppendAttributes] in the form f.
func (f Form) AppendAttributes(dst []byte, m *wire.Message) []byte {
	for i := range m.Attributes {
		dst = f.appendAttribute(dst, &m.Attributes[i])
	}
	return dst
}

// AppendUndecodable appends the lines below the name of a message that could not
// be decoded: the attributes before the error, the problem, and at most the first
// most bytes of the body in hexadecimal digits, 16 bytes a line. If most is 0 or
// less, the whole body is shown.
func AppendUndecodable(dst []byte, m *wire.Message, problem string, body []byte, most int) []byte {
	return Form{}.AppendUndecodable(dst, m, problem, body, most)
}

// AppendUndecodable is the function [AppendUndecodable] in the form f.
func (f Form) AppendUndecodable(dst []byte, m *wire.Message, problem string, body []byte, most int) []byte {
	dst = f.AppendAttributes(dst, m)
	dst = append(dst, "\tundecodable\t"...)
	dst = quote.AppendEscaped(dst, []byte(problem), 0)
	dst = append(dst, '\n')
	shown := body
	if most > 0 && most < len(body) {
		shown = body[:most]
	}
	for at := 0; at < len(shown); at += dumpWidth {
		dst = append(dst, '\t')
		dst = append(dst, quote.Hex[at>>28&15], quote.Hex[at>>24&15], quote.Hex[at>>20&15], quote.Hex[at>>16&15])
		dst = append(dst, quote.Hex[at>>12&15], quote.Hex[at>>8&15], quote.Hex[at>>4&15], quote.Hex[at&15], '\t')
		dst = appendSpacedHex(dst, shown[at:min(at+dumpWidth, len(shown))])
		dst = append(dst, '\n')
	}
	if left := len(body) - len(shown); left > 0 {
		dst = append(dst, '\t')
		dst = strconv.AppendInt(dst, int64(left), 10)
		dst = append(dst, " bytes more\n"...)
	}
	return dst
}

// AppendADDP appends a keep-alive packet as one line with its line end, such as
// "ADDP P 7". The form is capdeck's own: T-Server's log is not known to show these
// packets.
func AppendADDP(dst []byte, packet wire.ADDP) []byte {
	dst = append(dst, packet.String()...)
	return append(dst, '\n')
}

func (f Form) appendAttribute(dst []byte, a *wire.Attribute) []byte {
	dst = append(dst, '\t')
	if a.ID.IsKnown() {
		dst = append(dst, attributeIn...) // the name of an unknown attribute already has the prefix
	}
	dst = append(dst, a.ID.String()...)
	dst = append(dst, '\t')
	switch {
	case a.ID.IsPassword() && !f.ShowPasswords:
		dst = append(dst, hidden...)
	case a.Wire == wire.WireInt || a.Wire == wire.WireLong:
		dst = appendNumber(dst, a)
	case !a.Wire.IsBinary():
		dst = f.appendText(dst, a.Bytes)
	case a.ID.IsList():
		return f.appendList(dst, a)
	default:
		dst = appendBytes(dst, a.Bytes, shownBinary)
	}
	return append(dst, '\n')
}

// appendNumber writes an integer in decimal. A ConnID and an EventSequenceNumber
// are written as 16 hexadecimal digits, a ReferenceID without a sign, and a
// UserEvent as the event's name if it has one.
func appendNumber(dst []byte, a *wire.Attribute) []byte {
	switch {
	case a.Wire == wire.WireLong && (a.ID.IsConnID() || a.ID == wire.AttributeEventSequenceNumber):
		return quote.AppendHex64(dst, uint64(a.Number))
	case a.Wire == wire.WireInt && a.ID == wire.AttributeReferenceID:
		return strconv.AppendUint(dst, uint64(uint32(a.Number)), 10)
	case a.Wire == wire.WireInt && a.ID == wire.AttributeUserEvent:
		if kind := wire.MessageType(uint32(a.Number)); kind.IsKnown() {
			return append(dst, kind.String()...)
		}
	}
	return strconv.AppendInt(dst, a.Number, 10)
}

// appendText writes text in single quotes.
func (f Form) appendText(dst, text []byte) []byte {
	if f.Decode != nil && !utf8.Valid(text) {
		text = []byte(f.Decode(text))
	}
	return quote.Append(dst, text, '\'')
}

func (f Form) appendList(dst []byte, a *wire.Attribute) []byte {
	dst = appendBytes(dst, a.Bytes, shownList)
	dst = append(dst, '\n')
	list, err := a.CheckedList(wire.Limits{})
	if err != nil {
		dst = append(dst, "\t\tundecodable\t"...)
		dst = append(dst, err.Error()...)
		return append(dst, '\n')
	}
	return f.appendPairs(dst, list, 2, false)
}

// appendPairs writes a checked list and indents each line by the given number of
// tabs. secret reports whether the list is the value of a password.
func (f Form) appendPairs(dst []byte, list wire.List, tabs int, secret bool) []byte {
	for pairs := list.Pairs(); pairs.Next(); {
		for range tabs {
			dst = append(dst, '\t')
		}
		dst = f.appendText(dst, pairs.Pair.Key)
		hides := !f.ShowPasswords && (secret || pairs.Pair.IsPassword())
		if pairs.Pair.Type == wire.PairList {
			dst = append(dst, "(list)\n"...)
			nested, _ := pairs.Pair.List()
			dst = f.appendPairs(dst, nested, tabs+1, hides)
			continue
		}
		dst = append(dst, '\t')
		if hides {
			dst = append(dst, hidden...)
		} else {
			dst = f.appendPair(dst, &pairs.Pair)
		}
		dst = append(dst, '\n')
	}
	return dst
}

func (f Form) appendPair(dst []byte, p *wire.Pair) []byte {
	switch p.Type {
	case wire.PairText:
		return f.appendText(dst, p.Value)
	case wire.PairInt:
		value, _ := p.Int()
		return strconv.AppendInt(dst, int64(value), 10)
	case wire.PairUnicode:
		return appendUnicode(dst, p.Value)
	case wire.PairBinary:
		return appendBytes(dst, p.Value, shownBinary)
	}
	dst = append(dst, "(type "...)
	dst = strconv.AppendUint(dst, uint64(p.Type), 10)
	dst = append(dst, ") "...)
	return appendBytes(dst, p.Value, shownBinary)
}

// appendUnicode writes UTF-16BE text; an unpaired surrogate becomes \uXXXX.
func appendUnicode(dst, text []byte) []byte {
	dst = append(dst, '\'')
	var one [utf8.UTFMax]byte
	for len(text) > 1 {
		r, size := wire.DecodeUTF16(text)
		if unit := rune(text[0])<<8 | rune(text[1]); size == 2 && utf16.IsSurrogate(unit) {
			dst = quote.AppendUnicode(dst, unit)
		} else {
			dst = quote.AppendEscaped(dst, utf8.AppendRune(one[:0], r), '\'')
		}
		text = text[size:]
	}
	return append(dst, '\'')
}

// appendBytes writes the length and at most the first most bytes, as T-Server's
// log does: [26] 00 01 00 00..
func appendBytes(dst, value []byte, most int) []byte {
	dst = append(dst, '[')
	dst = strconv.AppendInt(dst, int64(len(value)), 10)
	dst = append(dst, ']')
	if len(value) == 0 {
		return dst
	}
	dst = append(dst, ' ')
	dst = appendSpacedHex(dst, value[:min(most, len(value))])
	if len(value) > most {
		dst = append(dst, ".."...)
	}
	return dst
}

func appendSpacedHex(dst, value []byte) []byte {
	for i, b := range value {
		if i > 0 {
			dst = append(dst, ' ')
		}
		dst = append(dst, quote.Hex[b>>4], quote.Hex[b&15])
	}
	return dst
}

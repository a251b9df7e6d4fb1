package wire

import (
	"strconv"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	shownList   = 4  // bytes of a list's count and pairs, as in T-Server's log
	shownBinary = 16 // bytes of a binary value
	dumpWidth   = 16 // bytes on a line of a dump
	attributeIn = "Attribute"
)

// TextForm says how the texts in a message's text view are shown. The zero value
// is the form of [AppendText].
type TextForm struct {
	// Decode returns a text that is not valid UTF-8 as it is to be read, for
	// servers with a code page; nil shows each byte that does not belong as
	// \xNN. It keeps nothing of its argument.
	Decode func(text []byte) string
	// ShowPasswords shows the values of ApplicationPassword and Password, and those
	// in lists whose key contains "password" in any case, or stands in a list under
	// such a key; without it 8 asterisks stand there, however long the password is.
	ShowPasswords bool
}

// hidden stands for a password.
const hidden = "'********'"

// AppendText appends a message in the shape of T-Server's log, each line with
// its line end: the line with time, direction and name, then the attributes
// (SEMANTICS.md, How T-Server prints messages in its log). sent says that the
// message left, rather than came. Whatever the message holds, there is one line
// an attribute or pair, and none holds a control character besides the tabs and
// line ends that belong there.
func AppendText(dst []byte, at time.Time, sent bool, m *Message) []byte {
	dst = AppendTextTime(dst, at, sent)
	dst = AppendTextName(dst, m)
	return AppendTextAttributes(dst, m)
}

// AppendTextTime appends what stands in front of a message's name in T-Server's
// log, such as "@10:21:16.4393 [0] -> ". The clock is that of at's location.
func AppendTextTime(dst []byte, at time.Time, sent bool) []byte {
	dst = append(dst, '@')
	dst = at.AppendFormat(dst, "15:04:05.0000")
	if sent {
		return append(dst, " [0] -> "...)
	}
	return append(dst, " [0] <- "...)
}

// AppendTextName appends a message's name as it stands in T-Server's log, such
// as "message EventUserEvent", and a line end.
func AppendTextName(dst []byte, m *Message) []byte {
	dst = append(dst, "message "...)
	dst = append(dst, m.Type.String()...)
	return append(dst, '\n')
}

// AppendTextAttributes appends the lines of a message's attributes alone, as
// [AppendText] does.
func AppendTextAttributes(dst []byte, m *Message) []byte {
	return TextForm{}.AppendAttributes(dst, m)
}

// AppendAttributes is [AppendTextAttributes] in the form f.
func (f TextForm) AppendAttributes(dst []byte, m *Message) []byte {
	for i := range m.Attributes {
		dst = f.appendAttribute(dst, &m.Attributes[i])
	}
	return dst
}

// AppendTextUndecodable appends the lines that stand behind the name of a
// message that could not be decoded: the attributes that were read before the
// error, the problem in words, and the first most bytes of the body in
// hexadecimal digits, 16 a line; 0 or less means all of them.
func AppendTextUndecodable(dst []byte, m *Message, problem string, body []byte, most int) []byte {
	return TextForm{}.AppendUndecodable(dst, m, problem, body, most)
}

// AppendUndecodable is [AppendTextUndecodable] in the form f.
func (f TextForm) AppendUndecodable(dst []byte, m *Message, problem string, body []byte, most int) []byte {
	dst = f.AppendAttributes(dst, m)
	dst = append(dst, "\tundecodable\t"...)
	dst = appendEscaped(dst, []byte(problem), 0)
	dst = append(dst, '\n')
	shown := body
	if most > 0 && most < len(body) {
		shown = body[:most]
	}
	for at := 0; at < len(shown); at += dumpWidth {
		dst = append(dst, '\t')
		dst = append(dst, lowerHex[at>>28&15], lowerHex[at>>24&15], lowerHex[at>>20&15], lowerHex[at>>16&15])
		dst = append(dst, lowerHex[at>>12&15], lowerHex[at>>8&15], lowerHex[at>>4&15], lowerHex[at&15], '\t')
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

// AppendText appends the packet as one line with its line end, such as
// "ADDP P 7"; an operation that is no printable ASCII stands as 0xXX. The
// shape is ours: T-Server's log is not known to show these packets.
func (p ADDP) AppendText(dst []byte) []byte {
	dst = append(dst, "ADDP "...)
	if p.Op > 0x20 && p.Op < 0x7f {
		dst = append(dst, byte(p.Op))
	} else {
		dst = append(dst, '0', 'x', lowerHex[p.Op>>4], lowerHex[p.Op&15])
	}
	dst = append(dst, ' ')
	dst = strconv.AppendUint(dst, uint64(p.Value), 10)
	return append(dst, '\n')
}

func (f TextForm) appendAttribute(dst []byte, a *Attribute) []byte {
	dst = append(dst, '\t')
	if uint64(a.ID) < uint64(len(attributeNames)) && attributeNames[a.ID] != "" {
		dst = append(dst, attributeIn...) // the name of an unknown one has it
	}
	dst = append(dst, a.ID.String()...)
	dst = append(dst, '\t')
	switch {
	case a.ID.IsPassword() && !f.ShowPasswords:
		dst = append(dst, hidden...)
	case a.Wire == WireInt || a.Wire == WireLong:
		dst = appendTextNumber(dst, a)
	case !a.Wire.isBinary():
		dst = f.appendText(dst, a.Bytes)
	case a.ID.IsList():
		return f.appendList(dst, a)
	default:
		dst = appendTextBytes(dst, a.Bytes, shownBinary)
	}
	return append(dst, '\n')
}

// appendTextNumber writes an integer in decimal, but a ConnID and an
// EventSequenceNumber as 16 hexadecimal digits, a ReferenceID without a sign, and
// a UserEvent as the event's name where there is one.
func appendTextNumber(dst []byte, a *Attribute) []byte {
	switch {
	case a.Wire == WireLong && (a.ID.IsConnID() || a.ID == AttributeEventSequenceNumber):
		return appendConnID(dst, uint64(a.Number))
	case a.Wire == WireInt && a.ID == AttributeReferenceID:
		return strconv.AppendUint(dst, uint64(uint32(a.Number)), 10)
	case a.Wire == WireInt && a.ID == AttributeUserEvent:
		if kind := MessageType(uint32(a.Number)); kind.isKnown() {
			return append(dst, kind.String()...)
		}
	}
	return strconv.AppendInt(dst, a.Number, 10)
}

// appendText writes a text in quotes.
func (f TextForm) appendText(dst, text []byte) []byte {
	if f.Decode != nil && !utf8.Valid(text) {
		text = []byte(f.Decode(text))
	}
	return appendQuoted(dst, text, '\'')
}

func (f TextForm) appendList(dst []byte, a *Attribute) []byte {
	dst = appendTextBytes(dst, a.Bytes, shownList)
	dst = append(dst, '\n')
	if bad := a.checkList(DefaultMaxDepth); bad != nil {
		dst = append(dst, "\t\tundecodable\t"...)
		dst = append(dst, bad.Error()...)
		return append(dst, '\n')
	}
	list, _ := a.list()
	return f.appendPairs(dst, list, 2, false)
}

// appendPairs writes a list that was checked, each line behind tabs tabs. secret says
// that it belongs to a key for passwords.
func (f TextForm) appendPairs(dst []byte, list List, tabs int, secret bool) []byte {
	for pairs := list.Pairs(); pairs.Next(); {
		for range tabs {
			dst = append(dst, '\t')
		}
		dst = f.appendText(dst, pairs.Pair.Key)
		hides := !f.ShowPasswords && (secret || pairs.Pair.isPassword())
		if pairs.Pair.Type == PairList {
			dst = append(dst, "(list)\n"...)
			nested, _ := pairs.Pair.list()
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

func (f TextForm) appendPair(dst []byte, p *Pair) []byte {
	switch p.Type {
	case PairText:
		return f.appendText(dst, p.Value)
	case PairInt:
		value, _ := p.Int()
		return strconv.AppendInt(dst, int64(value), 10)
	case PairUnicode:
		return appendTextUnicode(dst, p.Value)
	case PairBinary:
		return appendTextBytes(dst, p.Value, shownBinary)
	}
	dst = append(dst, "(type "...)
	dst = strconv.AppendUint(dst, uint64(p.Type), 10)
	dst = append(dst, ") "...)
	return appendTextBytes(dst, p.Value, shownBinary)
}

// appendTextUnicode writes half of a surrogate pair as \uXXXX.
func appendTextUnicode(dst, text []byte) []byte {
	dst = append(dst, '\'')
	var one [utf8.UTFMax]byte
	for len(text) > 1 {
		r, size := decodeUTF16(text)
		if unit := rune(text[0])<<8 | rune(text[1]); size == 2 && utf16.IsSurrogate(unit) {
			dst = appendUnicodeEscape(dst, unit)
		} else {
			dst = appendEscaped(dst, utf8.AppendRune(one[:0], r), '\'')
		}
		text = text[size:]
	}
	return append(dst, '\'')
}

// appendTextBytes writes the length and the first most bytes, as T-Server's log
// does: [26] 00 01 00 00..
func appendTextBytes(dst, value []byte, most int) []byte {
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
		dst = append(dst, lowerHex[b>>4], lowerHex[b&15])
	}
	return dst
}

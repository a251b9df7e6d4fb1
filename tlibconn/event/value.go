package event

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"capdeck/tlibconn/wire"
)

const (
	mostNumberText = 16 // bytes of a number as text
	mostConnIDText = 18 // bytes of a ConnID as text
)

// PairText returns the text of a pair, and false if the pair holds no text. Text of type text is
// returned as it was received and refers to the message's bytes; UTF-16 is converted to UTF-8.
func PairText(p *wire.Pair) (text []byte, ok bool) {
	switch p.Type {
	case wire.PairText:
		return p.Value, true
	case wire.PairUnicode:
		return widen(p.Value), true
	}
	return nil, false
}

// PairNumber returns the number in a pair, which may be an integer or text of either kind
// (SEMANTICS.md, Sessions and registration).
func PairNumber(p *wire.Pair) (int64, bool) {
	if n, ok := p.Int(); ok {
		return int64(n), true
	}
	text, ok := shortText(p, mostNumberText)
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseInt(string(text), 10, 32)
	return n, err == nil
}

// PairConnID returns the ConnID in a pair, which may be hex text of either kind, eight bytes, or an
// integer; 0 if it is none of them (SEMANTICS.md, Sessions and registration).
func PairConnID(p *wire.Pair) uint64 {
	if n, ok := p.Int(); ok {
		return uint64(uint32(n))
	}
	if p.Type == wire.PairBinary && len(p.Value) == 8 {
		return binary.BigEndian.Uint64(p.Value)
	}
	text, ok := shortText(p, mostConnIDText)
	if !ok {
		return 0
	}
	id, err := strconv.ParseUint(string(text), 16, 64)
	if err != nil {
		return 0
	}
	return id
}

// shortText returns text of at most that many characters, without surrounding white space.
func shortText(p *wire.Pair, most int) ([]byte, bool) {
	if p.Type == wire.PairUnicode && len(p.Value) > 2*most {
		return nil, false
	}
	text, ok := PairText(p)
	if !ok || len(text) > most {
		return nil, false
	}
	return bytes.TrimSpace(text), true
}

// PairValue returns a pair's value for display: text in single quotes, an integer in decimal, "a
// list", other bytes as "bytes '...'" if they are printable ASCII, otherwise in hex. It shows at most
// that many bytes of the value, and "…" for the rest. decode converts text that is not valid UTF-8;
// nil leaves it unchanged. The text is not sanitised.
func PairValue(p *wire.Pair, decode func(text []byte) string, most int) string {
	if n, ok := p.Int(); ok {
		return strconv.Itoa(int(n))
	}
	if p.Type == wire.PairList {
		return "a list"
	}
	value, rest := p.Value, ""
	if len(value) > most {
		value, rest = value[:most], "…"
	}
	switch {
	case p.Type == wire.PairUnicode:
		return "'" + string(widen(value)) + "'" + rest
	case p.Type == wire.PairText:
		return "'" + readable(value, rest != "", decode) + "'" + rest
	case isPrintable(value):
		return "bytes '" + string(value) + "'" + rest
	}
	return "bytes " + hex.EncodeToString(value) + rest
}

// readable returns text for display. Text that was cut inside a rune ends before that rune.
func readable(text []byte, isCut bool, decode func(text []byte) string) string {
	whole := text
	for n := 1; isCut && n < utf8.UTFMax && n <= len(text); n++ {
		if last := text[len(text)-n:]; utf8.RuneStart(last[0]) {
			if !utf8.FullRune(last) {
				whole = text[:len(text)-n]
			}
			break
		}
	}
	switch {
	case utf8.Valid(whole):
		return string(whole)
	case decode != nil:
		return decode(text)
	}
	return string(text)
}

func isPrintable(text []byte) bool {
	for _, b := range text {
		if b < ' ' || b > '~' {
			return false
		}
	}
	return len(text) > 0
}

// widen converts UTF-16BE text to UTF-8; an unpaired surrogate becomes U+FFFD.
func widen(utf16be []byte) []byte {
	units := make([]uint16, 0, len(utf16be)/2)
	for i := 0; i+1 < len(utf16be); i += 2 {
		units = append(units, binary.BigEndian.Uint16(utf16be[i:]))
	}
	return []byte(string(utf16.Decode(units)))
}

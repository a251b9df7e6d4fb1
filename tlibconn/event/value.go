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

// PairText returns the text of a pair of type text, as it came, or UTF-16, as
// UTF-8; false for other types. Text lies in the message's bytes.
func PairText(p *wire.Pair) (text []byte, ok bool) {
	switch p.Type {
	case wire.PairText:
		return p.Value, true
	case wire.PairUnicode:
		return widen(p.Value), true
	}
	return nil, false
}

// PairNumber reads a number that is an integer or text of either kind
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

// PairConnID reads a ConnID: hex text of either kind, eight bytes, or an integer;
// 0 if it is none of them (SEMANTICS.md, Sessions and registration).
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

// shortText returns text of at most that many characters, without blanks around
// it.
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

// PairValue shows a pair's value, for one that is not understood: text in single
// quotes, an integer in decimal, "a list", other bytes that are printable ASCII
// as "bytes '...'", else in hex. Of the value it shows at most that many bytes,
// and "…" for the rest. decode returns text that is not valid UTF-8 as it is to be
// read; nil leaves it as it came. The text is not sanitised.
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

// readable returns text as it is to be read. Where it was cut inside a rune, it
// ends before that one.
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

// widen returns UTF-16BE text as UTF-8; a surrogate that stands alone is U+FFFD.
func widen(utf16be []byte) []byte {
	units := make([]uint16, 0, len(utf16be)/2)
	for i := 0; i+1 < len(utf16be); i += 2 {
		units = append(units, binary.BigEndian.Uint16(utf16be[i:]))
	}
	return []byte(string(utf16.Decode(units)))
}

package export

import (
	"encoding/hex"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"capdeck/model/say"
	"capdeck/tlibconn/wire/tjson"
)

// timeFormat is RFC 3339 with microseconds and the zone.
const timeFormat = "2006-01-02T15:04:05.000000Z07:00"

// wordSeparator separates the words of a list in one cell.
const wordSeparator = "; "

// value is the value of a field. The zero value is none: null in JSON, an empty cell in CSV.
type value struct {
	kind   valueKind
	text   string
	words  []string
	number float64
	time   time.Time
}

type valueKind uint8

const (
	noValue valueKind = iota
	textValue
	wordsValue
	numberValue
	boolValue
	timeValue
	jsonValue // text is JSON, safe for a terminal
)

func text(s string) value { return value{kind: textValue, text: s} }

// optional returns s, or none if it is empty.
func optional(s string) value {
	if s == "" {
		return value{}
	}
	return text(s)
}

// number returns n, or none if it is 0.
func number(n int64) value {
	if n == 0 {
		return value{}
	}
	return value{kind: numberValue, number: float64(n)}
}

func yes(b bool) value {
	v := value{kind: boolValue}
	if b {
		v.number = 1
	}
	return v
}

func instant(at time.Time) value {
	if at.IsZero() {
		return value{}
	}
	return value{kind: timeValue, time: at}
}

// connID returns a ConnID in its 16 digits, or none for 0.
func connID(id uint64) value {
	if id == 0 {
		return value{}
	}
	return text(say.ConnID(id))
}

// span returns a duration in milliseconds, with decimals, or none for 0.
func span(d time.Duration) value {
	if d == 0 {
		return value{}
	}
	return value{kind: numberValue, number: float64(d.Microseconds()) / 1000}
}

// between returns the time from one instant to another, or none if one is missing.
func between(from, to time.Time) value {
	if from.IsZero() || to.IsZero() {
		return value{}
	}
	return milliseconds(to.Sub(from))
}

func milliseconds(d time.Duration) value {
	return value{kind: numberValue, number: float64(d.Microseconds()) / 1000}
}

func (v *value) plain(zone *time.Location) string {
	switch v.kind {
	case numberValue:
		return strconv.FormatFloat(v.number, 'f', -1, 64)
	case boolValue:
		return strconv.FormatBool(v.number != 0)
	case timeValue:
		return v.time.In(zone).Format(timeFormat)
	case wordsValue:
		return strings.Join(v.words, wordSeparator)
	}
	return v.text
}

// cell returns the value for CSV.
func (v *value) cell(zone *time.Location) string {
	if v.kind == textValue {
		return guarded(Clean(v.text), v.text)
	}
	return v.plain(zone)
}

// appendMember appends name and value as a member of a JSON object. Text that is not UTF-8 is written in hex under
// the name with the suffix Hex.
func (v *value) appendMember(dst []byte, name string, zone *time.Location) []byte {
	inHex := v.kind == textValue && !utf8.ValidString(v.text)
	dst = append(dst, '"')
	dst = append(dst, name...)
	if inHex {
		dst = append(dst, "Hex"...)
	}
	dst = append(dst, '"', ':')
	switch {
	case inHex:
		dst = append(dst, '"')
		dst = hex.AppendEncode(dst, []byte(v.text))
		return append(dst, '"')
	case v.kind == noValue:
		return append(dst, "null"...)
	case v.kind == textValue:
		return tjson.AppendString(dst, []byte(v.text))
	case v.kind == timeValue:
		return tjson.AppendString(dst, []byte(v.plain(zone)))
	case v.kind == wordsValue:
		dst = append(dst, '[')
		for i, word := range v.words {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = tjson.AppendString(dst, []byte(word))
		}
		return append(dst, ']')
	}
	return append(dst, v.plain(zone)...)
}

package evidence

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// timeFormat is the format of all times, which are in UTC.
const timeFormat = "2006-01-02T15:04:05.000000Z07:00"

// stamp is a time in a line; the zero value is left out.
type stamp struct{ time.Time }

// MarshalJSON returns the time in UTC to the microsecond.
func (s stamp) MarshalJSON() ([]byte, error) {
	return []byte(strconv.Quote(s.UTC().Format(timeFormat))), nil
}

// UnmarshalJSON reads a time.
func (s *stamp) UnmarshalJSON(text []byte) error {
	var word string
	if err := json.Unmarshal(text, &word); err != nil {
		return errors.New("a time is not a text")
	}
	at, err := time.Parse(time.RFC3339, word)
	if err != nil {
		return fmt.Errorf("%s is not a time", quoted(word))
	}
	s.Time = at.UTC()
	return nil
}

// millis is a length of time in a line, in milliseconds.
type millis time.Duration

// MarshalJSON returns the milliseconds with the microseconds as fraction.
func (m millis) MarshalJSON() ([]byte, error) {
	return strconv.AppendFloat(nil, float64(time.Duration(m).Microseconds())/1000, 'f', -1, 64), nil
}

// UnmarshalJSON reads milliseconds, which cannot be negative.
func (m *millis) UnmarshalJSON(text []byte) error {
	ms, err := strconv.ParseFloat(string(bytes.TrimSpace(text)), 64)
	const most = 366 * 24 * 60 * 60 * 1000
	if err != nil || !(ms >= 0 && ms <= most) {
		return fmt.Errorf("%s is not a number of milliseconds within a year", quoted(string(text)))
	}
	*m = millis(time.Duration(ms*1000+0.5) * time.Microsecond)
	return nil
}

// connID is a ConnID in a line, in 16 hex digits; zero is left out.
type connID uint64

// MarshalJSON returns the 16 hex digits.
func (c connID) MarshalJSON() ([]byte, error) { return fmt.Appendf(nil, `"%016x"`, uint64(c)), nil }

// UnmarshalJSON reads hex digits.
func (c *connID) UnmarshalJSON(text []byte) error {
	var word string
	if err := json.Unmarshal(text, &word); err != nil {
		return errors.New("a ConnID is not a text")
	}
	id, err := strconv.ParseUint(word, 16, 64)
	if err != nil {
		return fmt.Errorf("%s is not a ConnID in 16 hex digits", quoted(word))
	}
	*c = connID(id)
	return nil
}

// maxText is the longest text in a line, in bytes.
const maxText = 1 << 10

// cut cuts a text at maxText bytes.
func cut(text string) string {
	if len(text) <= maxText {
		return text
	}
	end := maxText
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}

// quoted returns a text of a line for a sentence, short and safe to print.
func quoted(text string) string {
	const most = 40
	if len(text) > most {
		text = text[:most] + "…"
	}
	return strconv.QuoteToASCII(text)
}

// asHex returns a DN as it is written: as text if it is UTF-8, else in hex.
func asHex(dn string) (text, inHex string) {
	if utf8.ValidString(dn) {
		return dn, ""
	}
	return "", hex.EncodeToString([]byte(dn))
}

// fromHex reverses asHex.
func fromHex(text, inHex string) (dn string, err error) {
	if inHex == "" {
		return text, nil
	}
	bytes, err := hex.DecodeString(inHex)
	if err != nil {
		return "", fmt.Errorf("%s is not hexadecimal", quoted(inHex))
	}
	return string(bytes), nil
}

// shownDigits is how many digits of a party's number are kept.
const shownDigits = 3

// Blank returns another party's number or address without what identifies a person: only
// the last three digits are kept, and an asterisk stands for each letter and digit before
// them and after them. At most 32 characters are returned.
func Blank(party string) string {
	const most = 32
	runes := []rune(cut(party))
	if len(runes) > most {
		runes = runes[len(runes)-most:]
	}
	shown := 0
	for i := len(runes) - 1; i >= 0; i-- {
		switch r := runes[i]; {
		case r >= '0' && r <= '9' && shown < shownDigits:
			shown++
		case strings.ContainsRune("+-.:@ ", r):
		default:
			runes[i] = '*'
		}
	}
	return string(runes)
}

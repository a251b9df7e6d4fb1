package input

import (
	"strconv"
	"strings"
)

// parameter is a number and the one after its colon; 0 if missing.
type parameter struct{ number, sub int }

// parameters holds up to three numbers.
type parameters struct {
	at    [3]parameter
	count int
}

// numberBits is enough for every number that means something. A larger number must not be truncated into a different
// one.
const numberBits = 24

// parseParameters parses numbers that are separated by semicolons. ok is false if the text contains anything else or
// more than three numbers.
func parseParameters(text string) (p parameters, ok bool) {
	fields := strings.Split(text, ";")
	if len(fields) > len(p.at) {
		return p, false
	}
	for i, field := range fields {
		number, sub, _ := strings.Cut(field, ":")
		if p.at[i].number, ok = parseNumber(number); !ok {
			return p, false
		}
		if p.at[i].sub, ok = parseNumber(sub); !ok {
			return p, false
		}
	}
	p.count = len(fields)
	return p, true
}

// parseNumber parses decimal digits; no digits mean 0.
func parseNumber(digits string) (number int, ok bool) {
	if strings.Trim(digits, "0123456789") != "" {
		return 0, false
	}
	if digits == "" {
		return 0, true
	}
	wide, err := strconv.ParseUint(digits, 10, numberBits)
	return int(wide), err == nil
}

// releaseEvent is the number after the colon of a modifier if a key was released (kitty protocol).
const releaseEvent = 3

// modifiers returns the modifiers of a parameter. ok is false if the key was released or a modifier is pressed for
// which Bubble Tea has no name.
func (p parameter) modifiers() (bits int, ok bool) {
	if p.number > 0 {
		bits = (p.number - 1) &^ modLocks
	}
	return bits, p.sub < releaseEvent && bits&^(modShift|modAlt|modCtrl) == 0
}

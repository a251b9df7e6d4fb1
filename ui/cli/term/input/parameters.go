package input

import (
	"strconv"
	"strings"
)

// parameter is a number and the one behind its colon; 0 where there is none.
type parameter struct{ number, sub int }

// parameters are up to three numbers.
type parameters struct {
	at    [3]parameter
	count int
}

// numberBits are enough for every number that means something. A larger one must not become another by being
// cut.
const numberBits = 24

// parseParameters reads numbers that are separated by semicolons. ok is false if there is anything else or
// more than three.
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

// parseNumber reads decimal digits, of which there may be none.
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

// releaseEvent is what stands behind the colon of a modifier when a key was let go (the protocol of kitty).
const releaseEvent = 3

// modifiers returns the modifiers that a parameter means. ok is false if the key was let go or one is pressed
// that Bubble Tea has no name for.
func (p parameter) modifiers() (bits int, ok bool) {
	if p.number > 0 {
		bits = (p.number - 1) &^ modLocks
	}
	return bits, p.sub < releaseEvent && bits&^(modShift|modAlt|modCtrl) == 0
}

package filter

import (
	"fmt"
	"strings"
)

// choice is a word for a value of a field. Synonyms are accepted, but completion prefers the
// other words.
type choice struct {
	word    string
	value   uint8
	synonym bool
}

// choices returns the words of a field that has words of its own, nil for any other field.
func choices(f field) []choice {
	switch f {
	case fieldState:
		return []choice{
			{"recording", uint8(Recording), false},
			{"enabled", uint8(Recording), true},
			{"paused", uint8(Paused), false},
			{"off", uint8(Off), false},
			{"disabled", uint8(Off), true},
			{"unknown", uint8(Unknown), false},
			{"fault", uint8(Fault), false},
			{"stale", uint8(Stale), false},
		}
	case fieldCall:
		return []choice{
			{"talking", uint8(Talking), false},
			{"held", uint8(Held), false},
			{"ringing", uint8(Ringing), false},
			{"dialing", uint8(Dialing), false},
			{"none", uint8(noCall), false},
		}
	case fieldCallType:
		return []choice{
			{"internal", uint8(Internal), false},
			{"inbound", uint8(Inbound), false},
			{"outbound", uint8(Outbound), false},
			{"consult", uint8(Consult), false},
		}
	}
	return nil
}

// parseWords returns the values of words. It also accepts the beginning of a word, so
// that state:pau works while the rest is being typed. No word at all is an error.
func parseWords(f field, items []string) ([]uint8, error) {
	if len(items) == 0 {
		items = []string{""}
	}
	var picks []uint8
	for _, item := range items {
		pick, ok := parseWord(f, item)
		if !ok {
			return nil, unknownWord(f, item)
		}
		picks = append(picks, pick)
	}
	return picks, nil
}

func parseWord(f field, item string) (uint8, bool) {
	for _, c := range choices(f) {
		if item != "" && strings.HasPrefix(c.word, strings.ToLower(item)) {
			return c.value, true
		}
	}
	return 0, false
}

func unknownWord(f field, item string) error {
	var use []string
	for _, c := range choices(f) {
		if !c.synonym {
			use = append(use, c.word)
		}
	}
	last := len(use) - 1
	name := map[field]string{fieldState: "state", fieldCall: "state of a call", fieldCallType: "type of call"}[f]
	return fmt.Errorf("unknown %s %q; use %s or %s", name, item, strings.Join(use[:last], ", "), use[last])
}

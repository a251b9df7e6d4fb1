package event

import (
	"encoding/binary"
	"unicode/utf16"

	"capdeck/tlibconn/wire"
)

const (
	// CaptureKey is the user data key of both commands and indications (SEMANTICS.md, The
	// screen-capture contract).
	CaptureKey = "screen-capture"
	// IndicationKey is the key for indications that the vendor's text names. It is
	// accepted on receipt and never sent (SEMANTICS.md, The screen-capture contract).
	IndicationKey = "screen-capture-indication"

	maxWordBytes = 64 // a longer value is not a word of the contract
)

// Verb is a command of the screen-capture contract. The zero value is VerbNone.
type Verb uint8

// The verbs that a desktop sends (SEMANTICS.md, The screen-capture contract).
const (
	VerbNone Verb = iota
	VerbStart
	VerbStop
	VerbPause
	VerbResume
	VerbQuery
)

var verbWords = [...]string{VerbStart: "start", VerbStop: "stop", VerbPause: "pause", VerbResume: "resume", VerbQuery: "query"}

// String returns the word on the wire, "" for VerbNone.
func (v Verb) String() string {
	if int(v) < len(verbWords) {
		return verbWords[v]
	}
	return ""
}

// Asks returns the indication that the command asks for: start and resume ask for enabled, stop
// for disabled, pause for paused. For query, which any indication answers, it returns
// IndicationNone.
func (v Verb) Asks() Indication {
	switch v {
	case VerbStart, VerbResume:
		return Enabled
	case VerbStop:
		return Disabled
	case VerbPause:
		return Paused
	}
	return IndicationNone
}

// ParseVerb returns the verb for a word, which must match exactly, or VerbNone.
func ParseVerb(word string) Verb {
	for v := VerbStart; v <= VerbQuery; v++ {
		if verbWords[v] == word {
			return v
		}
	}
	return VerbNone
}

// Indication is a recorder's report of a DN's capture state. The zero value is
// IndicationNone.
type Indication uint8

// The indications of a recorder (SEMANTICS.md, The screen-capture contract).
const (
	IndicationNone Indication = iota
	Enabled
	Paused
	Disabled
)

var indicationWords = [...]string{Enabled: "enabled", Paused: "paused", Disabled: "disabled"}

// String returns the word on the wire, "" for IndicationNone.
func (i Indication) String() string {
	if int(i) < len(indicationWords) {
		return indicationWords[i]
	}
	return ""
}

// ParseIndication returns the indication for a word, which must match exactly, or IndicationNone.
func ParseIndication(word string) Indication {
	for i := Enabled; i <= Disabled; i++ {
		if indicationWords[i] == word {
			return i
		}
	}
	return IndicationNone
}

// Word is the meaning of the value under the capture keys in an EventUserEvent's user
// data.
type Word struct {
	// Present reports that there is a pair with one of the two keys. If it is false, the
	// other fields are zero.
	Present bool
	// More reports that further pairs with a capture key follow. Only the first counts
	// (SEMANTICS.md, The screen-capture contract).
	More bool
	// Verb is set if the value is a command.
	Verb Verb
	// Indication is set if the value is an indication.
	Indication Indication
}

// Capture is a Word with the pair that holds it.
type Capture struct {
	Word
	// Pair is the pair that counts, so that a value outside the contract can be shown. It
	// refers to the message's bytes.
	Pair wire.Pair
}

// Text returns the value under the capture key: the word of a verb or an indication, any other
// value as [PairValue] shows it, cut to at most that many bytes, and "" if there is none.
func (c *Capture) Text(most int) string {
	switch {
	case !c.Present:
		return ""
	case c.Verb != VerbNone:
		return c.Verb.String()
	case c.Indication != IndicationNone:
		return c.Indication.String()
	}
	return PairValue(&c.Pair, nil, most)
}

// ParseCapture reads the capture pair of a list: the first pair named screen-capture, otherwise
// the first named screen-capture-indication. Its type must be text or UTF-16, and its value must
// match exactly. Any other value under these keys yields neither Verb nor Indication: it changes
// nothing, and is shown as the sender's fault (SEMANTICS.md, The screen-capture contract).
// ParseCapture does not allocate.
func ParseCapture(list wire.List) Capture {
	var c Capture
	byCaptureKey := false
	for pairs := list.Pairs(); pairs.Next(); {
		key := pairs.Pair.Key
		isCapture := string(key) == CaptureKey
		if !isCapture && string(key) != IndicationKey {
			continue
		}
		c.More = c.More || c.Present
		if !c.Present || (isCapture && !byCaptureKey) {
			c.Present, c.Pair, byCaptureKey = true, pairs.Pair, isCapture
		}
	}
	if c.Present {
		c.Verb, c.Indication = valueOf(&c.Pair)
	}
	return c
}

// usualList is the beginning of the list in nearly every EventUserEvent: one pair of type text
// under the capture key (WIRE.md, Key-value lists). The value's length and the value follow.
const usualList = "\x00\x01\x00\x00\x0e" + CaptureKey

// usualWord reads a list of that form whose value is a word of the contract. A false ok means
// nothing: the list may still be valid. Comparing the bytes takes a tenth of the time of walking
// the list.
func usualWord(list []byte) (w Word, ok bool) {
	const wordAt = len(usualList) + 2
	if len(list) < wordAt || string(list[:len(usualList)]) != usualList ||
		int(binary.BigEndian.Uint16(list[len(usualList):])) != len(list)-wordAt {
		return Word{}, false
	}
	w.Present = true
	w.Verb, w.Indication = parseWord(list[wordAt:])
	return w, w.Verb != VerbNone || w.Indication != IndicationNone
}

// wordOf returns the word in the user data at the cursor. ok is false if the user data is not a
// well-formed list.
func wordOf(userData *wire.Attributes, limits wire.Limits) (w Word, ok bool) {
	if userData.Wire == wire.WireBinary {
		if w, ok = usualWord(userData.Value()); ok {
			return w, true
		}
	}
	a := userData.Attribute()
	list, err := a.List()
	if err != nil || !a.HoldsList(limits) {
		return Word{}, false
	}
	return ParseCapture(list).Word, true
}

func valueOf(p *wire.Pair) (Verb, Indication) {
	var room [maxWordBytes]byte
	text := p.Value
	switch {
	case len(text) > maxWordBytes:
		return VerbNone, IndicationNone
	case p.Type == wire.PairUnicode:
		if text = narrow(room[:0], p.Value); text == nil {
			return VerbNone, IndicationNone
		}
	case p.Type != wire.PairText:
		return VerbNone, IndicationNone
	}
	return parseWord(text)
}

func parseWord(text []byte) (Verb, Indication) {
	for i := Enabled; i <= Disabled; i++ {
		if string(text) == indicationWords[i] {
			return VerbNone, i
		}
	}
	for v := VerbStart; v <= VerbQuery; v++ {
		if string(text) == verbWords[v] {
			return v, IndicationNone
		}
	}
	return VerbNone, IndicationNone
}

// narrow converts UTF-16BE text to bytes if it is all ASCII, and returns nil otherwise.
func narrow(dst, utf16be []byte) []byte {
	for i := 0; i+1 < len(utf16be); i += 2 {
		unit := binary.BigEndian.Uint16(utf16be[i:])
		if unit >= 0x80 || utf16.IsSurrogate(rune(unit)) {
			return nil
		}
		dst = append(dst, byte(unit))
	}
	return dst
}

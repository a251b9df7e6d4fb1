package rows

import (
	"bytes"
	"cmp"
	"slices"
	"time"
	"unicode"
	"unicode/utf8"

	"capdeck/model/board"
	"capdeck/model/column"
)

// sortValue is the value of a column in a form for comparison: by number, then by text.
// Empty values are last in either direction.
type sortValue struct {
	empty  bool
	number uint64
	text   []byte // the result of appendNatural
}

// maxCompared is how many bytes of a text are compared; it must not exceed 255. A label of
// the DN file can have any length, and thousands of labels can begin with the same text.
const maxCompared = 128

func (v *sortValue) compare(other *sortValue, descending bool) int {
	if v.empty != other.empty {
		if v.empty {
			return 1
		}
		return -1
	}
	c := cmp.Compare(v.number, other.number)
	if c == 0 {
		c = bytes.Compare(v.text, other.text)
	}
	if descending {
		return -c
	}
	return c
}

// value returns the value of a column. Values that users look for sort first: recorded
// before off, the shortest time, the longest gap, talking before held, faults before commands that wait, and
// these before commands that have ended.
func (s *sorter) value(row *board.Row, c column.ID) sortValue {
	switch c {
	case column.DN:
		return s.text(row.Key().DN)
	case column.Agent:
		if label := row.Label(); label != "" {
			return s.text(label)
		}
		agent := row.Agent()
		return s.text(agent.ID)
	case column.Capture:
		return captureValue(row)
	case column.Since:
		capture := row.Capture()
		return sortValue{empty: capture.Since.IsZero(), number: s.age(capture.Since)}
	case column.Gap:
		gap, has := values{row, s.calls}.Gap()
		return sortValue{empty: !has, number: ^uint64(max(gap, 0))}
	case column.Call:
		call, has := row.CurrentCall()
		value := s.text(call.Other)
		value.empty, value.number = !has, callRank(call.State)
		return value
	case column.ConnID:
		call, _ := row.CurrentCall()
		return sortValue{empty: call.ConnID == 0, number: call.ConnID}
	case column.Last:
		return s.lastValue(row)
	}
	return s.moreValue(row, c)
}

// moreValue returns the value of a column that is not shown by default.
func (s *sorter) moreValue(row *board.Row, c column.ID) sortValue {
	agent := row.Agent()
	switch c {
	case column.Label:
		return s.text(row.Label())
	case column.AgentID:
		return s.text(agent.ID)
	case column.AgentState:
		value := s.text(agent.Reason)
		value.empty, value.number = agent.StateText() == "", agentRank(agent.State)
		return value
	case column.Team:
		return s.text(row.Team())
	case column.Heard:
		capture := row.Capture()
		return sortValue{empty: capture.Heard.IsZero(), number: s.age(capture.Heard)}
	case column.Registration:
		reg := row.Registration()
		return sortValue{number: registrationRank(reg.State)<<32 | uint64(uint32(reg.Code))}
	}
	return sortValue{}
}

func (s *sorter) text(text string) sortValue {
	from := len(s.texts)
	s.texts = appendNatural(s.texts, text)
	return sortValue{empty: text == "", text: s.texts[from:]}
}

// age returns the time since at, so that the newest compares first. It is a difference of
// two times rather than a time of day, so that setting the clock does not change the order.
func (s *sorter) age(at time.Time) uint64 {
	const zero = 1 << 63 // the middle of the unsigned numbers: times in the future are below
	return uint64(s.now.Sub(at)) ^ zero
}

func captureValue(row *board.Row) sortValue {
	value := sortValue{number: 6}
	switch row.State() {
	case board.StateRec:
		value.number = 0
	case board.StatePaused:
		value.number = 2
	case board.StateOff:
		value.number = 4
	}
	if row.Stale() != 0 {
		value.number++
	}
	return value
}

func callRank(state board.CallState) uint64 {
	switch state {
	case board.CallTalking:
		return 0
	case board.CallRinging:
		return 1
	case board.CallDialing:
		return 2
	case board.CallBusy:
		return 4
	}
	return 3
}

// agentRank ranks agents who can take a call first, and agents who are logged out last.
func agentRank(state board.AgentState) uint64 {
	order := [...]board.AgentState{
		board.AgentReady, board.AgentAfterCallWork, board.AgentNotReady, board.AgentWalkedAway,
		board.AgentLoggedIn, board.AgentLoggedOut,
	}
	if state == board.AgentUnknown {
		return uint64(2 * len(order)) // an AgentStatus that is not documented
	}
	return uint64(len(order) + slices.Index(order[:], state))
}

// registrationRank ranks faults first.
func registrationRank(state board.RegistrationState) uint64 {
	order := [...]board.RegistrationState{
		board.RegistrationRefused, board.RegistrationLost, board.RegistrationNoAnswer, board.RegistrationOutOfService,
		board.RegistrationPending, board.RegistrationNone, board.RegistrationHeld,
	}
	return uint64(len(order) + slices.Index(order[:], state))
}

// lastValue ranks faults first, in the order in which they hide each other, then commands
// that wait, then commands that have ended; within each, the newest first.
func (s *sorter) lastValue(row *board.Row) sortValue {
	const waits, ended = 0xfe, 0xff
	command, has := row.LastCommand()
	fault := row.Fault().Kind
	rank := uint64(fault)
	switch {
	case fault != board.FaultNone:
	case !has:
		return sortValue{empty: true}
	case command.Life.Ended():
		rank = ended
	default:
		rank = waits
	}
	value := sortValue{number: rank << 56}
	if has && !command.Sent.IsZero() {
		// 56 bits are enough for every Duration in microseconds.
		value.number |= s.age(command.Sent) / 1000
	}
	return value
}

// appendNatural appends a form of a text whose bytes compare as people order texts:
// regardless of case, and numbers by their value. A number becomes the digit 0, the count
// of its digits without leading zeros, and these digits.
func appendNatural(dst []byte, text string) []byte {
	text = text[:min(len(text), maxCompared)]
	for i := 0; i < len(text); {
		switch b := text[i]; {
		case isDigit(b):
			number, end := digits(text, i)
			dst = append(dst, '0', byte(len(number)))
			dst = append(dst, number...)
			i = end
		case b < utf8.RuneSelf:
			if b >= 'A' && b <= 'Z' {
				b += 'a' - 'A'
			}
			dst = append(dst, b)
			i++
		default:
			r, size := utf8.DecodeRuneInString(text[i:])
			dst = utf8.AppendRune(dst, unicode.ToLower(r))
			i += size
		}
	}
	return dst
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// digits returns the number that begins at i, without leading zeros, and where it ends.
func digits(text string, i int) (number string, end int) {
	for i < len(text) && text[i] == '0' {
		i++
	}
	end = i
	for end < len(text) && isDigit(text[end]) {
		end++
	}
	return text[i:end], end
}

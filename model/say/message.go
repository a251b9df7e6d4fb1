package say

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// mostRaw is the number of bytes that are shown of a value outside the contract.
const mostRaw = 64

// Readable returns text from the network in readable form. decode reads text that is not
// valid UTF-8; if it is nil, the bytes stay as they are. The text is not sanitised.
func Readable(text []byte, decode func([]byte) string) string {
	if decode == nil || utf8.Valid(text) {
		return string(text)
	}
	return decode(text)
}

// Message returns the content of a message of the log: T-Server's error, the verb or the
// indication. Its Text is empty for any other message. decode is as for Readable.
func Message(f Form, m *wire.Message, decode func([]byte) string) Part {
	if code, ok := m.Int(wire.AttributeErrorCode); ok {
		said, _ := m.Text(wire.AttributeErrorMessage)
		text := Readable(said, decode)
		if text == "" {
			text = board.ErrorText(code)
		}
		return Part{Role: Fault, Text: strings.TrimRight(f.of("", "error ")+strconv.Itoa(int(code))+" "+text, " ")}
	}
	list, ok := m.List(wire.AttributeUserData)
	if !ok {
		return Part{}
	}
	capture := event.ParseCapture(list)
	switch {
	case capture.Verb != event.VerbNone:
		return Part{Role: Accent, Text: capture.Verb.String()}
	case capture.Indication != event.IndicationNone:
		return Part{Role: indicationRole(capture.Indication), Text: capture.Indication.String()}
	case capture.Present:
		return Part{Role: Warning, Text: f.of("? ", "not understood: ") + event.PairValue(&capture.Pair, decode, mostRaw)}
	}
	return Part{}
}

func indicationRole(i event.Indication) Role {
	switch i {
	case event.Enabled:
		return Rec
	case event.Paused:
		return Paused
	}
	return Off
}

// MessageFlaw returns why a message of the log cannot be read in full: it is undecodable
// because of a problem, or the log kept fewer bytes than its length. Its Text is empty if
// it can.
func MessageFlaw(f Form, problem string, length, kept int) Part {
	switch {
	case problem != "":
		return Part{Role: Fault, Text: "undecodable: " + problem}
	case length > kept:
		return Part{Role: Warning, Text: f.of("cut, ", "cut, it has ") + phrase.Number(length) + " bytes"}
	}
	return Part{}
}

package simserver

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"capdeck/tlibconn/wire"
)

// The effect of garbage on a client that follows WIRE.md, Malformed input.
const (
	breaksConnection = "breaks the connection"
	costsMessage     = "loses only that message"
	isValid          = "is valid"
)

const (
	extensionMark  = "$PACKET EXTENSION V1.00$"
	deepNesting    = 10_000
	manyPairs      = 65_535
	longText       = 64 << 10
	extensionParts = 16 // bytes of a part between two ADDP packets
)

type garbageKind struct {
	FaultWord // Values is the effect on a client
	make      func(dn string) []byte
	ends      bool // the stream ends after it
}

// GarbageKinds returns the kinds of garbage that the fault word garbage and the
// function Garbage accept. Word is the kind, and Values is its effect on a client.
func GarbageKinds() []FaultWord {
	var words []FaultWord
	for _, kind := range garbageKinds() {
		words = append(words, kind.FaultWord)
	}
	return words
}

// Garbage returns the bytes of one of GarbageKinds: bytes that are not a frame, a
// malformed frame, or a message that no T-Server would send. After cut-extension and
// cut-frame the caller must end the stream. dn is the DN in the message, if it has
// one. Garbage returns an error if the kind is unknown.
func Garbage(kind, dn string) ([]byte, error) {
	kinds := garbageKinds()
	at := slices.IndexFunc(kinds, func(k garbageKind) bool { return k.Word == kind })
	if at < 0 {
		names := make([]string, len(kinds))
		for i, k := range kinds {
			names[i] = k.Word
		}
		return nil, fmt.Errorf("unknown kind of garbage %q; use %s", kind, strings.Join(names, ", "))
	}
	return kinds[at].make(dn), nil
}

func garbageKinds() []garbageKind {
	fixed := func(kind, verdict, meaning string, bytes ...byte) garbageKind {
		return garbageKind{FaultWord: FaultWord{kind, verdict, meaning}, make: func(string) []byte { return slices.Clone(bytes) }}
	}
	length := func(n uint32, meaning string) garbageKind {
		return fixed(fmt.Sprintf("length-%d", n), breaksConnection, meaning,
			append(binary.BigEndian.AppendUint32(nil, n), make([]byte, 16)...)...)
	}
	kinds := []garbageKind{
		fixed("text", breaksConnection, "a line of another protocol", []byte("HTTP/1.1 400 Bad Request\r\n\r\n")...),
		fixed("zeros", breaksConnection, "64 zero bytes", make([]byte, 64)...),
		length(1, "a frame of 1 byte"),
		length(2, "a frame of 2 bytes"),
		length(3, "a frame of 3 bytes"),
		length(4, "a frame of 4 bytes"),
		length(16_381, "a frame one byte too long"),
		length(16_384, "a frame of 0x4000 bytes"),
		length(0xffffffff, "a frame of 4 GiB"),
	}
	return slices.Concat(kinds, extensionGarbage(fixed), messageGarbage(), oddMessages())
}

func extensionGarbage(fixed func(kind, verdict, meaning string, bytes ...byte) garbageKind) []garbageKind {
	part := appendFrame(nil, make([]byte, 20))
	return []garbageKind{
		fixed("extension-of-0", breaksConnection, "a packet extension without bytes", extensionHead(0)...),
		fixed("extension-of-4-gib", breaksConnection, "a packet extension that announces 4 GiB", extensionHead(0xffffffff)...),
		fixed("extension-too-much", breaksConnection, "parts that are longer than the extension", slices.Concat(extensionHead(30), part, part)...),
		fixed("extension-in-extension", breaksConnection, "an extension that begins inside an extension", slices.Concat(extensionHead(100), part, extensionHead(100))...),
		fixed("extension-empty-part", breaksConnection, "a part without bytes", slices.Concat(extensionHead(40), part, appendFrame(nil, nil))...),
		{FaultWord{"cut-extension", breaksConnection, "half an extension, then the end of the stream"}, func(string) []byte {
			return slices.Concat(extensionHead(60), part)
		}, true},
		{FaultWord{"cut-frame", breaksConnection, "half a frame, then the end of the stream"}, func(dn string) []byte {
			frame := eventFrame(dn)
			return frame[:len(frame)-3]
		}, true},
	}
}

// messageGarbage returns frames that are valid but hold a malformed message.
func messageGarbage() []garbageKind {
	kind := func(word, meaning string, attribute ...byte) garbageKind {
		return garbageKind{FaultWord: FaultWord{word, costsMessage, meaning}, make: func(dn string) []byte {
			return rawEvent(dn, attribute)
		}}
	}
	list := func(word, meaning string, pairs ...byte) garbageKind {
		total := uint16(len(pairs) + 4)
		value := binary.BigEndian.AppendUint16(nil, total)
		value = binary.BigEndian.AppendUint16(value, 1)
		return kind(word, meaning, slices.Concat([]byte{0, 0, 0, byte(wire.AttributeUserData), 'b'}, value, pairs)...)
	}
	user := []byte{0, 0, 0, byte(wire.AttributeUserData)}
	return []garbageKind{
		kind("letter", "an unknown wire type", slices.Concat(user, []byte("z\x00\x02ab"))...),
		kind("binary-of-1", "a binary value that is shorter than its length", slices.Concat(user, []byte("b\x00\x01"))...),
		kind("past-the-end", "a text that is longer than its message", slices.Concat(user, []byte("s\xff\xffab"))...),
		kind("past-the-end-4-gib", "a text of 4 GiB", slices.Concat(user, []byte("S\xff\xff\xff\xffab"))...),
		kind("left-over", "bytes after the last attribute", slices.Concat(user, []byte("b\x00\x04\x00\x00left over"))...),
		list("pair-integer", "an integer of 3 bytes in a list", []byte("\x01\x00\x01k\x00\x03abc")...),
		list("pair-utf16", "UTF-16 text of 3 bytes in a list", []byte("\x04\x00\x01k\x00\x03abc")...),
		list("pair-total", "a nested list whose total differs from its length", []byte("\x03\x00\x01k\x00\x04\x00\x05\x00\x00")...),
		{FaultWord{"nested", costsMessage, "lists nested 10,000 deep"}, func(dn string) []byte {
			return rawEvent(dn, slices.Concat(user, wideBinary(nestedLists(deepNesting))))
		}, false},
	}
}

// oddMessages returns valid messages that a careless client does not survive.
func oddMessages() []garbageKind {
	return []garbageKind{
		{FaultWord{"pairs", isValid, "65,535 pairs of UserData"}, func(dn string) []byte {
			return eventFrame(dn, slices.Repeat([]wire.KeyValue{wire.IntPair("k", 1)}, manyPairs)...)
		}, false},
		{FaultWord{"long-text", isValid, "a DN, keys, values and other texts of 64 KiB"}, func(string) []byte {
			return textEvent("", strings.Repeat("北", longText/3))
		}, false},
		{FaultWord{"terminal", isValid, "escape sequences, newlines, C1 and bidi controls and invalid UTF-8 in every text except ThisDN"}, func(dn string) []byte {
			return textEvent(dn, "\x1b[2J\x1b]0;title\x07\x1b]52;c;AAAA\x1b\\\r\n\t\x00\u0085\u009b2J\u202e\u2066\u200b\u200d\ufeffa\u0301\u0301\xff\xfe\x9b31m")
		}, false},
		{FaultWord{"unknown", isValid, "a message and an attribute with unknown numbers"}, func(string) []byte {
			m := wire.Message{Type: 0x7fffffff, Attributes: []wire.Attribute{wire.TextAttribute(0x7ffffffe, "unknown")}}
			return encoded(m)
		}, false},
		{FaultWord{"addp-in-extension", isValid, "an event in parts of 16 bytes, with ADDP polls between them"}, func(dn string) []byte {
			return extensionWithPolls(eventFrame(dn, wire.IntPair("parts", 1))[4:])
		}, false},
	}
}

// textEvent returns an event with one text in each attribute that users see. If dn is
// "", the text is also the DN.
func textEvent(dn, text string) []byte {
	var more []wire.Attribute
	for _, id := range []wire.AttributeID{
		wire.AttributeAgentID, wire.AttributeOtherDN, wire.AttributeANI, wire.AttributeDNIS,
		wire.AttributeErrorMessage, wire.AttributeApplicationName, wire.AttributeServerVersion,
	} {
		more = append(more, wire.TextAttribute(id, text))
	}
	if dn == "" {
		more = append(more, wire.TextAttribute(wire.AttributeThisDN, text))
	}
	return eventWith(more, dn, wire.TextPair("screen-capture", text), wire.TextPair(text, "start"))
}

// eventFrame returns the frames of an EventUserEvent. It has no ThisDN if dn is "".
func eventFrame(dn string, userData ...wire.KeyValue) []byte {
	return eventWith(nil, dn, userData...)
}

func eventWith(more []wire.Attribute, dn string, userData ...wire.KeyValue) []byte {
	m := wire.Message{Type: wire.EventUserEvent, Attributes: more}
	if list, err := wire.ListAttribute(wire.AttributeUserData, userData); err == nil {
		m.Attributes = append(m.Attributes, list)
	}
	if dn != "" {
		m.Attributes = append(m.Attributes, wire.TextAttribute(wire.AttributeThisDN, dn))
	}
	return encoded(m)
}

// encoded returns the frames of a message that the server makes itself and that
// always fits.
func encoded(m wire.Message) []byte {
	body, err := m.AppendBody(nil)
	if err != nil {
		return nil
	}
	return wire.AppendFrames(nil, body)
}

// rawEvent returns an EventUserEvent for the DN with one more attribute, which need
// not be well-formed.
func rawEvent(dn string, attribute []byte) []byte {
	if len(dn) > maxNumber {
		dn = dn[:maxNumber]
	}
	body := []byte{2, 0, 0, 0, byte(wire.EventUserEvent), 0, 0, 0, byte(wire.AttributeThisDN), 's'}
	body = binary.BigEndian.AppendUint16(body, uint16(len(dn)))
	body = append(body, dn...)
	return wire.AppendFrames(nil, append(body, attribute...))
}

func wideBinary(value []byte) []byte {
	return append(binary.BigEndian.AppendUint32([]byte{'B'}, uint32(len(value))), value...)
}

// nestedLists returns the value of a B list that is nested depth deep.
func nestedLists(depth int) []byte {
	// A long pair's type, key length, key and value length, and its count.
	const head = 1 + 2 + 1 + 4 + 4
	var list bytes.Buffer
	// The size of the outermost count depends on the length.
	list.Write([]byte{0, 0, 0, 1})
	for left := depth; left > 0; left-- {
		list.WriteString("\x83\x00\x01k")
		list.Write(binary.BigEndian.AppendUint32(nil, uint32((left-1)*head+4)))
		more := byte(1)
		if left == 1 {
			more = 0
		}
		list.Write([]byte{0, 0, 0, more})
	}
	return list.Bytes()
}

// extensionWithPolls splits a message into parts with an ADDP poll before each
// (WIRE.md, ADDP).
func extensionWithPolls(body []byte) []byte {
	out := extensionHead(uint32(len(body)))
	for number := uint32(0); len(body) > 0; number++ {
		part := body[:min(len(body), extensionParts)]
		out = wire.ADDP{Op: wire.ADDPPoll, Value: number}.Append(out)
		out = appendFrame(out, part)
		body = body[len(part):]
	}
	return out
}

func extensionHead(total uint32) []byte {
	return appendFrame(nil, binary.BigEndian.AppendUint32([]byte(extensionMark), total))
}

func appendFrame(dst, body []byte) []byte {
	return append(binary.BigEndian.AppendUint32(dst, uint32(len(body))), body...)
}

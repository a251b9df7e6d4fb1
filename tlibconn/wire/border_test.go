package wire

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// Numbers at the end of the tables of names, and behind it, have no name.
func TestNumbersBehindTheTables(t *testing.T) {
	for _, n := range []int{len(attributeNames), len(attributeNames) + 1, 1<<32 - 1} {
		if id := AttributeID(n); !strings.HasPrefix(id.String(), "Attribute") || id.IsConnID() {
			t.Errorf("attribute %d is %s", n, id)
		}
	}
	if id := AttributeID(len(attributeNames) - 1); strings.HasPrefix(id.String(), "Attribute") {
		t.Errorf("the last attribute is %s", id)
	}
	for _, n := range []int{len(usualWires), len(usualWires) + 1} {
		if usual, known := AttributeID(n).UsualWire(); known {
			t.Errorf("attribute %d is usually %c", n, usual)
		}
	}
	if _, known := AttributeID(len(usualWires) - 1).UsualWire(); !known {
		t.Error("the last attribute has no usual wire type")
	}
	for _, n := range []int{len(messageNames), len(messageNames) + 1, 1<<32 - 1} {
		if kind := MessageType(n); !strings.HasPrefix(kind.String(), "Message") {
			t.Errorf("message %d is %s", n, kind)
		}
	}
	if kind := MessageType(len(messageNames) - 1); strings.HasPrefix(kind.String(), "Message") {
		t.Errorf("the last message is %s", kind)
	}
}

func TestFramingErrorSaysWhere(t *testing.T) {
	stream := append(AppendFrames(nil, []byte{0, 0, 0, 0, 96}), 0, 0, 0, 1, 7)
	reader := NewFrameReader(bytes.NewReader(stream), Limits{})
	if _, err := reader.Next(); err != nil {
		t.Fatal(err)
	}
	_, err := reader.Next()
	const want = "framing error at byte 9 (frame 2): a frame length of 1 is too short, a message body has at least 5 bytes; the frame begins with 00 00 00 01 07"
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

// The smallest and the largest frame are buffered ones, and so is the one with
// which the bytes that have come end.
func TestBufferedTakesEveryLength(t *testing.T) {
	for _, length := range []int{minBody, minBody + 1, extensionBody - 1, extensionBody + 1, MaxFrameBody - 1, MaxFrameBody} {
		body := make([]byte, length)
		reader := NewFrameReader(bytes.NewReader(append(AppendFrames(nil, []byte{0, 0, 0, 0, 96}), AppendFrames(nil, body)...)), Limits{})
		if _, err := reader.Next(); err != nil {
			t.Fatal(err)
		}
		if got := reader.Buffered(); len(got) != length {
			t.Errorf("of a frame of %d bytes %d are buffered", length, len(got))
		}
		if got := reader.Buffered(); got != nil {
			t.Errorf("behind it %d bytes are buffered", len(got))
		}
	}
}

// A source may return its end with the last bytes.
func TestEndComesWithTheLastBytes(t *testing.T) {
	body := []byte{0, 0, 0, 0, 96}
	for name, source := range map[string]io.Reader{
		"in one piece": bytes.NewReader(AppendFrames(nil, body)), "in bytes": iotest.OneByteReader(bytes.NewReader(AppendFrames(nil, body))),
	} {
		reader := NewFrameReader(iotest.DataErrReader(source), Limits{})
		if frame, err := reader.Next(); err != nil || !bytes.Equal(frame.Body, body) {
			t.Errorf("%s: got % x, %v", name, frame.Body, err)
		}
		if _, err := reader.Next(); !errors.Is(err, io.EOF) {
			t.Errorf("%s: got %v at the end", name, err)
		}
	}
}

// idle is a reader that returns nothing so many times in front of each byte.
type idle struct {
	source      io.Reader
	times, left int
}

func (r *idle) Read(p []byte) (int, error) {
	if r.left > 0 {
		r.left--
		return 0, nil
	}
	r.left = r.times
	return r.source.Read(p[:1])
}

// A source that returns nothing may do so maxEmptyReads times in a row.
func TestSourceThatReturnsNothing(t *testing.T) {
	stream := AppendFrames(nil, []byte{0, 0, 0, 0, 96})
	read := func(times int) error {
		_, err := NewFrameReader(&idle{source: bytes.NewReader(stream), times: times, left: times}, Limits{}).Next()
		return err
	}
	if err := read(maxEmptyReads); err != nil {
		t.Errorf("after %d empty reads in a row: %v", maxEmptyReads, err)
	}
	if err := read(maxEmptyReads + 1); !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("after %d empty reads in a row: %v", maxEmptyReads+1, err)
	}
}

// The memory of an extension is kept for the next one up to keptAssembly, and
// what a peer announces is no reason to make much of it.
func TestMemoryOfExtensions(t *testing.T) {
	r := NewFrameReader(nil, Limits{})
	begin := func(total uint32) int {
		r.total = 0
		if err := r.begin(total); err != nil {
			t.Fatal(err)
		}
		return cap(r.assembly)
	}
	if got := begin(1 << 20); got != firstAllocation {
		t.Errorf("for a first megabyte there is room of %d bytes", got)
	}
	for kept, want := range map[int]int{firstAllocation - 1: firstAllocation - 1, keptAssembly: keptAssembly, keptAssembly + 1: 100} {
		r.assembly = make([]byte, 0, kept)
		if got := begin(100); got != want {
			t.Errorf("of room for %d bytes %d are kept, want %d", kept, got, want)
		}
	}
}

func TestAppendPartsNamesThePart(t *testing.T) {
	_, err := AppendParts(nil, make([]byte, 20), []uint16{10, 11})
	if want := "part 2 of a packet extension has 11 bytes: 1 to 16380 are possible, 10 are left"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// An operation of ADDP is shown as a character where it is printable.
func TestADDPOperations(t *testing.T) {
	for op, want := range map[ADDPOp][2]string{
		0x20: {"ADDP 0x20 7\n", `{"addpHex":"20","value":7}`}, 0x21: {"ADDP ! 7\n", `{"addp":"!","value":7}`},
		0x7e: {"ADDP ~ 7\n", `{"addp":"~","value":7}`}, 0x7f: {"ADDP 0x7f 7\n", `{"addpHex":"7f","value":7}`},
	} {
		packet := ADDP{Op: op, Value: 7}
		if text, json := string(packet.AppendText(nil)), string(packet.AppendJSON(nil)); text != want[0] || json != want[1] {
			t.Errorf("operation %#x is %q and %s", byte(op), text, json)
		}
	}
}

// Where JSON names no wire type, the length of the value decides between the
// short and the long one; its numbers go as far as those of the wire.
func TestJSONAtTheBorders(t *testing.T) {
	attribute := func(text string) string { return `{"type":96,"attrs":[{` + text + `}]}` }
	text := func(n int) string { return `"` + strings.Repeat("x", n) + `"` }
	hex := func(n int) string { return `"` + strings.Repeat("ab", n) + `"` }
	pair := func(n int) string {
		return attribute(`"id":51,"list":[{"key":"k","type":"binary","value":` + hex(n) + `}]`)
	}
	list := func(n int) int { return n - len("\x00\x01\x02\x00\x01k\x00\x00") } // of the value in a list of n bytes
	for name, tt := range map[string]struct {
		line string
		wire Wire
		id   AttributeID
	}{
		"text as long as it may be":   {attribute(`"id":20,"value":` + text(maxText)), WireText, 20},
		"a longer text":               {attribute(`"id":20,"value":` + text(maxText+1)), WireLongText, 20},
		"binary as long as it may be": {attribute(`"id":63,"value":` + hex(maxBinary)), WireBinary, 63},
		"a longer binary":             {attribute(`"id":63,"value":` + hex(maxBinary+1)), WireLongBinary, 63},
		"a list as long as it may be": {pair(list(maxBinary)), WireBinary, 51},
		"a longer list":               {pair(list(maxBinary + 1)), WireLongBinary, 51},
		"the largest number":          {attribute(`"id":4294967295,"wire":"i","value":1`), WireInt, 1<<32 - 1},
		"the first unknown one":       {attribute(`"name":"Attribute4711","wire":"i","value":1`), WireInt, 4711},
	} {
		t.Run(name, func(t *testing.T) {
			record, err := ParseJSON([]byte(tt.line))
			if err != nil {
				t.Fatal(err)
			}
			if a := record.Message.Attributes[0]; a.Wire != tt.wire || a.ID != tt.id {
				t.Errorf("it is attribute %s of the wire type %c, want %s of %c", a.ID, a.Wire, tt.id, tt.wire)
			}
			frames, err := record.AppendFrames(nil)
			if err != nil {
				t.Fatal(err)
			}
			reader := NewFrameReader(bytes.NewReader(frames), Limits{})
			frame, err := reader.Next()
			if err != nil {
				t.Fatal(err)
			}
			var m Message
			if err := m.Decode(frame.Body, Limits{}); err != nil {
				t.Fatal(err)
			}
		})
	}
	if _, err := ParseJSON([]byte(attribute(`"id":4294967296,"wire":"i","value":1`))); err == nil {
		t.Error("attribute 4294967296 is taken")
	}
	last := attribute(`"id":` + AttributeID(len(attributeNames)).String()[len("Attribute"):] + `,"value":1`)
	if _, err := ParseJSON([]byte(last)); err == nil || !strings.Contains(err.Error(), "an unknown attribute needs") {
		t.Errorf("the first attribute without a name: %v", err)
	}
}

// A value in the long form where the short one would fit says so, up to the last
// length that fits.
func TestJSONSaysLongWhereShortFits(t *testing.T) {
	for n, want := range map[int]bool{maxShort - 1: true, maxShort: true, maxShort + 1: false} {
		a, err := ListAttribute(AttributeUserData, []KeyValue{{Key: "k", Type: PairText, Bytes: bytes.Repeat([]byte{'x'}, n), Long: true}})
		if err != nil {
			t.Fatal(err)
		}
		text, err := AppendJSON(nil, &Message{Type: EventUserEvent, Attributes: []Attribute{a}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := bytes.Contains(text, []byte(`"long":true`)); got != want {
			t.Errorf("a value of %d bytes: long is %t, want %t", n, got, want)
		}
	}
}

// An extension of one part is not what AppendFrames makes: its part is told.
func TestJSONTellsUnusualParts(t *testing.T) {
	m := Message{Type: EventUserEvent}
	for want, parts := range map[string][]uint16{
		`{"type":96,"typeName":"EventUserEvent","attrs":[]}`:                   nil,
		`{"type":96,"typeName":"EventUserEvent","attrs":[],"parts":[5]}`:       {5},
		`{"type":96,"typeName":"EventUserEvent","attrs":[],"parts":[2,3]}`:     {2, 3},
		`{"type":96,"typeName":"EventUserEvent","attrs":[],"parts":[16380]}`:   {MaxFrameBody},
		`{"type":96,"typeName":"EventUserEvent","attrs":[],"parts":[1,16380]}`: {1, MaxFrameBody},
	} {
		if got, err := AppendJSON(nil, &m, parts); err != nil || string(got) != want {
			t.Errorf("parts %v: got %s, %v", parts, got, err)
		}
	}
	if got, err := AppendJSON(nil, &m, []uint16{MaxFrameBody, 1}); err != nil || bytes.Contains(got, []byte("parts")) {
		t.Errorf("the usual parts are told: %s, %v", got, err)
	}
}

// Lists nest in JSON as deep as on the wire, and no deeper.
func TestJSONNesting(t *testing.T) {
	nested := func(depth int) []byte {
		line := `{"type":96,"attrs":[{"id":51,"list":[`
		for range depth - 1 {
			line += `{"key":"k","type":"list","value":[`
		}
		return []byte(line + strings.Repeat("]}", depth) + "]}")
	}
	if _, err := ParseJSON(nested(DefaultMaxDepth)); err != nil {
		t.Errorf("lists of depth %d: %v", DefaultMaxDepth, err)
	}
	if _, err := ParseJSON(nested(DefaultMaxDepth + 1)); err == nil || !strings.Contains(err.Error(), "nested deeper") {
		t.Errorf("lists of depth %d: %v", DefaultMaxDepth+1, err)
	}
}

// The line's byte is counted from 1; an escape may end the line's text.
func TestJSONNamesTheByte(t *testing.T) {
	for line, want := range map[string]string{
		`{"note":"\ud83d"}`:       "at the line's byte 10: half of a surrogate pair",
		`{"note":"\ud83d\ude00"}`: "",
		`{"note":"\\ud83d"}`:      "",
		`"\ud83d"`:                "at the line's byte 2: half of a surrogate pair",
	} {
		_, err := newJSONReader([]byte(line))
		if want == "" && err != nil || want != "" && (err == nil || !strings.HasPrefix(err.Error(), want)) {
			t.Errorf("%s: got %v, want %q", line, err, want)
		}
	}
	for text, want := range map[string]int{`\ud83d`: 0, `\ud83`: -1, `\`: -1, `x\ude00`: 1, `\u0041`: -1, "": -1} {
		if got := loneSurrogate([]byte(text)); got != want {
			t.Errorf("%q has half of a pair at %d, want %d", text, got, want)
		}
	}
}

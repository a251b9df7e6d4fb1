package tjson

import (
	"bytes"
	"strings"
	"testing"

	"capdeck/tlibconn/wire"
)

// A printable ADDP operation is written as a character.
func TestADDPOperations(t *testing.T) {
	for op, want := range map[wire.ADDPOp]string{
		0x20: `{"addpHex":"20","value":7}`, 0x21: `{"addp":"!","value":7}`, 0x7e: `{"addp":"~","value":7}`, 0x7f: `{"addpHex":"7f","value":7}`,
	} {
		if got := string(AppendADDP(nil, wire.ADDP{Op: op, Value: 7})); got != want {
			t.Errorf("operation %#x is %s, want %s", byte(op), got, want)
		}
	}
}

// firstUnknown is the first number after the table of attributes.
const firstUnknown = 153

// If the JSON does not name a wire type, the length of the value selects the short
// or the long one. The ranges of numbers are those of the wire.
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
		wire wire.Wire
		id   wire.AttributeID
	}{
		"text as long as it may be":   {attribute(`"id":20,"value":` + text(maxText)), wire.WireText, 20},
		"a longer text":               {attribute(`"id":20,"value":` + text(maxText+1)), wire.WireLongText, 20},
		"binary as long as it may be": {attribute(`"id":63,"value":` + hex(maxBinary)), wire.WireBinary, 63},
		"a longer binary":             {attribute(`"id":63,"value":` + hex(maxBinary+1)), wire.WireLongBinary, 63},
		"a list as long as it may be": {pair(list(maxBinary)), wire.WireBinary, 51},
		"a longer list":               {pair(list(maxBinary + 1)), wire.WireLongBinary, 51},
		"the largest number":          {attribute(`"id":4294967295,"wire":"i","value":1`), wire.WireInt, 1<<32 - 1},
		"the first unknown one":       {attribute(`"name":"Attribute4711","wire":"i","value":1`), wire.WireInt, 4711},
	} {
		t.Run(name, func(t *testing.T) {
			record, err := Parse([]byte(tt.line))
			if err != nil {
				t.Fatal(err)
			}
			if a := record.Message.Attributes[0]; a.Wire != tt.wire || a.ID != tt.id {
				t.Errorf("got attribute %s of wire type %c, want %s of %c", a.ID, a.Wire, tt.id, tt.wire)
			}
			frames, err := record.AppendFrames(nil)
			if err != nil {
				t.Fatal(err)
			}
			reader := wire.NewFrameReader(bytes.NewReader(frames), wire.Limits{})
			frame, err := reader.Next()
			if err != nil {
				t.Fatal(err)
			}
			var m wire.Message
			if err := m.Decode(frame.Body, wire.Limits{}); err != nil {
				t.Fatal(err)
			}
		})
	}
	if _, err := Parse([]byte(attribute(`"id":4294967296,"wire":"i","value":1`))); err == nil {
		t.Error("attribute 4294967296 is accepted")
	}
	last := attribute(`"id":` + wire.AttributeID(firstUnknown).String()[len("Attribute"):] + `,"value":1`)
	if _, err := Parse([]byte(last)); err == nil || !strings.Contains(err.Error(), "an unknown attribute needs") {
		t.Errorf("the first attribute without a name: %v", err)
	}
}

// A value in the long form is marked "long" if it would fit in the short form, up to
// the greatest length that fits.
func TestJSONSaysLongWhereShortFits(t *testing.T) {
	for n, want := range map[int]bool{maxShort - 1: true, maxShort: true, maxShort + 1: false} {
		a, err := wire.ListAttribute(wire.AttributeUserData, []wire.KeyValue{{Key: "k", Type: wire.PairText, Bytes: bytes.Repeat([]byte{'x'}, n), Long: true}})
		if err != nil {
			t.Fatal(err)
		}
		text, err := Append(nil, &wire.Message{Type: wire.EventUserEvent, Attributes: []wire.Attribute{a}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := bytes.Contains(text, []byte(`"long":true`)); got != want {
			t.Errorf("a value of %d bytes: long is %t, want %t", n, got, want)
		}
	}
}

// AppendFrames never makes an extension of one part, so its part is written.
func TestJSONTellsUnusualParts(t *testing.T) {
	m := wire.Message{Type: wire.EventUserEvent}
	for want, parts := range map[string][]uint16{
		`{"type":96,"typeName":"EventUserEvent","attrs":[]}`:                   nil,
		`{"type":96,"typeName":"EventUserEvent","attrs":[],"parts":[5]}`:       {5},
		`{"type":96,"typeName":"EventUserEvent","attrs":[],"parts":[2,3]}`:     {2, 3},
		`{"type":96,"typeName":"EventUserEvent","attrs":[],"parts":[16380]}`:   {wire.MaxFrameBody},
		`{"type":96,"typeName":"EventUserEvent","attrs":[],"parts":[1,16380]}`: {1, wire.MaxFrameBody},
	} {
		if got, err := Append(nil, &m, parts); err != nil || string(got) != want {
			t.Errorf("parts %v: got %s, %v", parts, got, err)
		}
	}
	if got, err := Append(nil, &m, []uint16{wire.MaxFrameBody, 1}); err != nil || bytes.Contains(got, []byte("parts")) {
		t.Errorf("the usual parts are written: %s, %v", got, err)
	}
}

// The nesting limit of lists in JSON is that of the wire.
func TestJSONNesting(t *testing.T) {
	nested := func(depth int) []byte {
		line := `{"type":96,"attrs":[{"id":51,"list":[`
		for range depth - 1 {
			line += `{"key":"k","type":"list","value":[`
		}
		return []byte(line + strings.Repeat("]}", depth) + "]}")
	}
	if _, err := Parse(nested(wire.DefaultMaxDepth)); err != nil {
		t.Errorf("lists of depth %d: %v", wire.DefaultMaxDepth, err)
	}
	if _, err := Parse(nested(wire.DefaultMaxDepth + 1)); err == nil || !strings.Contains(err.Error(), "nested deeper") {
		t.Errorf("lists of depth %d: %v", wire.DefaultMaxDepth+1, err)
	}
}

// Bytes of the line are counted from 1. An escape may end the text.
func TestJSONNamesTheByte(t *testing.T) {
	for line, want := range map[string]string{
		`{"note":"\ud83d"}`:       "byte 10 of the line: half of a surrogate pair",
		`{"note":"\ud83d\ude00"}`: "",
		`{"note":"\\ud83d"}`:      "",
		`"\ud83d"`:                "byte 2 of the line: half of a surrogate pair",
	} {
		_, err := newLineReader([]byte(line))
		if want == "" && err != nil || want != "" && (err == nil || !strings.HasPrefix(err.Error(), want)) {
			t.Errorf("%s: got %v, want %q", line, err, want)
		}
	}
	for text, want := range map[string]int{`\ud83d`: 0, `\ud83`: -1, `\`: -1, `x\ude00`: 1, `\u0041`: -1, "": -1} {
		if got := loneSurrogate([]byte(text)); got != want {
			t.Errorf("%q has half of a surrogate pair at %d, want %d", text, got, want)
		}
	}
}

// The escapes are at the limits of the ranges of surrogates.
func TestLoneSurrogatesAtTheEnds(t *testing.T) {
	for text, want := range map[string]int{
		`\ud7ff`: -1, `\ud800`: 0, `\udbff`: 0, `\udc00`: 0, `\udfff`: 0, `\ue000`: -1,
		`\ud800\udc00`: -1, `\ud800\udfff`: -1, `\udbff\udc00`: -1, `\udbff\udfff`: -1,
		`\ud800\udbff`: 0, `\ud800\ue000`: 0, `\udc00\udc00`: 0, `\ud800\udc00\ud800`: 12, `\n\udfff`: 2,
	} {
		if got := loneSurrogate([]byte(text)); got != want {
			t.Errorf("%s: half of a surrogate pair at %d, want %d", text, got, want)
		}
	}
}

func TestShorten(t *testing.T) {
	text := strings.Repeat("x", 40)
	if got := shorten(text); got != text {
		t.Errorf("40 bytes become %q", got)
	}
	if got := shorten(text + "y"); got != text+"…" {
		t.Errorf("41 bytes become %q", got)
	}
}

// Half a UTF-16 unit is omitted.
func TestUTF16ThatEnds(t *testing.T) {
	for text, want := range map[string]string{"": "", "\x00": "", "\x00a": "a", "\x00a\x00": "a"} {
		if got := string(appendUTF8(nil, []byte(text))); got != want {
			t.Errorf("% x is %q in UTF-8", text, got)
		}
	}
}

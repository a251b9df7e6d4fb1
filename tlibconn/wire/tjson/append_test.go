package tjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"capdeck/tlibconn/wire"
	"capdeck/tlibconn/wire/internal/vectors"
	"capdeck/tlibconn/wire/quote"
)

// generic decodes JSON into maps and slices, which can be compared by structure.
func generic(t testing.TB, text []byte) any {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return value
}

func TestVectorsAsJSON(t *testing.T) {
	for _, v := range vectors.Read(t, "../testdata") {
		t.Run(v.Name, func(t *testing.T) {
			raw := v.Bytes(t)
			reader := wire.NewFrameReader(bytes.NewReader(raw), wire.Limits{})
			reader.KeepParts = true
			frame, err := reader.Next()
			if err != nil {
				t.Fatal(err)
			}
			var m wire.Message
			if err = m.Decode(frame.Body, wire.Limits{}); err != nil {
				t.Fatal(err)
			}
			text, err := Append(nil, &m, frame.Parts)
			if err != nil {
				t.Fatal(err)
			}
			got := generic(t, text).(map[string]any)
			if !reflect.DeepEqual(got["attrs"], generic(t, v.Attrs)) {
				t.Errorf("the attributes differ from the recorded ones:\n%.2000s\n%.2000s", text, v.Attrs)
			}
			if got["typeName"] != v.TypeName || len(got) != 3 {
				t.Errorf("the object is %.200s", text)
			}
			for name, line := range map[string][]byte{"our own": text, "the recorded": v.Line} {
				record, err := Parse(line)
				if err != nil {
					t.Fatalf("%s line: %v", name, err)
				}
				frames, err := record.AppendFrames(nil)
				if err != nil {
					t.Fatalf("%s line: %v", name, err)
				}
				if !bytes.Equal(frames, raw) {
					t.Errorf("%s line does not encode to the recorded frames", name)
				}
			}
		})
	}
}

// throughJSON writes the frames in raw as JSON, parses the lines, and checks that
// they encode to the same bytes. It returns the lines.
func throughJSON(t testing.TB, raw []byte) []string {
	t.Helper()
	reader := wire.NewFrameReader(bytes.NewReader(raw), wire.Limits{})
	reader.KeepParts = true
	var lines []string
	for begin := int64(0); ; begin = reader.Offset() {
		frame, err := reader.Next()
		if err != nil {
			return lines
		}
		var m wire.Message
		var text []byte
		if frame.Body == nil {
			text = AppendADDP(nil, frame.ADDP)
		} else if err = m.Decode(frame.Body, wire.Limits{}); err == nil || isListError(err) {
			if text, err = Append(nil, &m, frame.Parts); err != nil {
				t.Fatal(err)
			}
		} else {
			continue
		}
		for _, r := range string(text) {
			if quote.IsUnsafe(r) {
				t.Fatalf("the line holds %U: %q", r, text)
			}
		}
		record, err := Parse(text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		got, err := record.AppendFrames(nil)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if want := withoutADDP(t, raw[begin:reader.Offset()], frame); !bytes.Equal(got, want) {
			t.Fatalf("got  % x\nwant % x\n%s", got, want, text)
		}
		lines = append(lines, string(text))
	}
}

// withoutADDP returns the bytes of the frame alone: the reader returns ADDP packets
// between the parts of an extension before it.
func withoutADDP(t testing.TB, raw []byte, frame wire.Frame) []byte {
	t.Helper()
	if frame.Body == nil {
		return frame.ADDP.Append(nil)
	}
	if len(frame.Parts) == 0 {
		return raw
	}
	whole, err := wire.AppendParts(nil, frame.Body, frame.Parts)
	if err != nil {
		t.Fatal(err)
	}
	return whole
}

func isListError(err error) bool {
	var bad *wire.MessageError
	return errors.As(err, &bad) && bad.List
}

// wideList returns a list with a u32 count whose value has the given length.
func wideList(t testing.TB, length int) []byte {
	t.Helper()
	content, err := wire.AppendWideList(nil, []wire.KeyValue{wire.BinaryPair("k", make([]byte, length-10))})
	if err != nil || len(content) != length {
		t.Fatalf("a list of %d bytes, want %d: %v", len(content), length, err)
	}
	return content
}

func bodyOf(t testing.TB, attributes ...wire.Attribute) []byte {
	t.Helper()
	m := wire.Message{Type: wire.EventUserEvent, Attributes: attributes}
	body, err := m.AppendBody(nil)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func TestJSONKeepsWhatTheVectorsDoNotShow(t *testing.T) {
	list := func(hexPairs string) []byte { return vectors.Unhex(t, hexPairs) }
	userData := func(w wire.Wire, value []byte) []byte {
		return bodyOf(t, wire.Attribute{ID: wire.AttributeUserData, Wire: w, Bytes: value})
	}
	body := vectors.Unhex(t, vectors.UserEvent)
	parts, err := wire.AppendParts(nil, body, []uint16{30, uint16(len(body) - 30)})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		raw  []byte
		want string
	}{
		{"text that is not UTF-8", wire.AppendFrames(nil, bodyOf(t, wire.Attribute{ID: wire.AttributeThisDN, Wire: wire.WireText, Bytes: []byte("a\xff")})), `"wire":"s","valueHex":"61ff"`},
		{"text in S", wire.AppendFrames(nil, bodyOf(t, wire.Attribute{ID: wire.AttributeThisDN, Wire: wire.WireLongText, Bytes: []byte("7001")})), `"wire":"S","value":"7001"`},
		{"bytes in B", wire.AppendFrames(nil, bodyOf(t, wire.Attribute{ID: wire.AttributeInputMask, Wire: wire.WireLongBinary, Bytes: []byte{1, 2}})), `"wire":"B","value":"0102"`},
		{"control characters", wire.AppendFrames(nil, bodyOf(t, wire.TextAttribute(wire.AttributeThisDN, "\x1b[2J\n\t\"\\\u0085\u202e\u2028\ufeff\x7f"))), `"value":"\u001b[2J\n\t\"\\\u0085\u202e\u2028\ufeff\u007f"`},
		{"unknown attribute and message", wire.AppendFrames(nil, vectors.Unhex(t, "010001869f0001869e6900000005")), `{"type":99999,"typeName":"Message99999","attrs":[{"id":99998,"name":"Attribute99998","wire":"i","value":5}]}`},
		{"attribute twice", wire.AppendFrames(nil, bodyOf(t, wire.IntAttribute(wire.AttributeClientID, 1), wire.IntAttribute(wire.AttributeClientID, 2))), `"value":1},{"id":102,"name":"ClientID","wire":"i","value":2}`},
		{"key that is not UTF-8", wire.AppendFrames(nil, userData(wire.WireBinary, list("000100"+"0001ff"+"000161"))), `{"keyHex":"ff","type":"string","value":"a"}`},
		{"long pair", wire.AppendFrames(nil, userData(wire.WireBinary, list("000180"+"00016b"+"0000000161"))), `{"key":"k","type":"string","value":"a","long":true}`},
		{"long integer", wire.AppendFrames(nil, userData(wire.WireBinary, list("000181"+"00016b"+"00000004ffffffff"))), `"type":"int","value":-1,"long":true`},
		{"long nested list", wire.AppendFrames(nil, userData(wire.WireBinary, list("000183"+"00016b"+"00000004"+"00000000"))), `"type":"list","value":[],"long":true`},
		{"unknown pair type", wire.AppendFrames(nil, userData(wire.WireBinary, list("000185"+"00016b"+"00000001"+"ff"))), `"type":5,"value":"ff","long":true`},
		{"UTF-16 that is none", wire.AppendFrames(nil, userData(wire.WireBinary, list("000104"+"00016b"+"0002"+"d800"))), `"type":"unicode","valueHex":"d800"`},
		{"UTF-16 beyond the first plane", wire.AppendFrames(nil, userData(wire.WireBinary, list("000104"+"00016b"+"0004"+"d83dde00"))), `"type":"unicode","value":"😀"`},
		{"list in B", wire.AppendFrames(nil, userData(wire.WireLongBinary, list("0000"))), `"wire":"B","list":[]}`},
		{"wide list of 65,536", wire.AppendFrames(nil, userData(wire.WireLongBinary, wideList(t, 65536))), `],"wide":true}]}`},
		{"wide list of 65,537", wire.AppendFrames(nil, userData(wire.WireLongBinary, wideList(t, 65537))), `],"wide":true}]}`},
		{"wide list of 65,538", wire.AppendFrames(nil, userData(wire.WireLongBinary, wideList(t, 65538))), `]}]}`},
		{"bad list", wire.AppendFrames(nil, userData(wire.WireBinary, list("000500"))), `"wire":"b","value":"000500","error":"the key-value list is malformed at byte 2: `},
		{"list attribute in s", wire.AppendFrames(nil, bodyOf(t, wire.TextAttribute(wire.AttributeReason, "a"))), `"wire":"s","value":"61","error":`},
		{"list attribute in i", wire.AppendFrames(nil, bodyOf(t, wire.IntAttribute(wire.AttributeReason, -2))), `"wire":"i","value":"fffffffe","error":`},
		{"list attribute in l", wire.AppendFrames(nil, bodyOf(t, wire.LongAttribute(wire.AttributeReason, 1<<63))), `"wire":"l","value":"8000000000000000","error":`},
		{"two bad lists", wire.AppendFrames(nil, bodyOf(t, wire.IntAttribute(wire.AttributeReason, 7), wire.BinaryAttribute(wire.AttributeUserData, nil))), `"error":"the key-value list is malformed at byte 0: wire type i cannot hold a list"},{"id":51,"name":"UserData","wire":"b","value":"","error":`},
		{"other parts", parts, `],"parts":[30,45]}`},
		{"ADDP", wire.ADDP{Op: wire.ADDPPoll, Value: 7}.Append(nil), `{"addp":"P","value":7}`},
		{"ADDP with another operation", wire.ADDP{Op: 0x9b, Value: wire.MaxADDPValue}.Append(nil), `{"addpHex":"9b","value":16777215}`},
		{"ADDP quote", wire.ADDP{Op: '"'}.Append(nil), `{"addp":"\"","value":0}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			lines := throughJSON(t, tt.raw)
			if len(lines) != 1 || !strings.Contains(lines[0], tt.want) {
				t.Errorf("got  %.400s\nwant %s", lines, tt.want)
			}
		})
	}
}

func TestAppendJSONRefusesAnUnknownWireType(t *testing.T) {
	m := wire.Message{Type: wire.EventACK, Attributes: []wire.Attribute{{ID: 2, Wire: 'q'}}}
	if text, err := Append([]byte("x"), &m, nil); err == nil || string(text) != "x" {
		t.Errorf("got %s, %v; want an error", text, err)
	}
}

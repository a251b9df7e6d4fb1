package tjson

import (
	"bytes"
	"strings"
	"testing"

	"capdeck/tlibconn/wire"
)

func TestParseJSONByHand(t *testing.T) {
	event := func(attributes ...wire.Attribute) []byte { return wire.AppendFrames(nil, bodyOf(t, attributes...)) }
	pairs := func(list ...wire.KeyValue) wire.Attribute {
		a, err := wire.ListAttribute(wire.AttributeUserData, list)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	long := strings.Repeat("x", 70000)
	tests := []struct {
		name, line string
		want       []byte
	}{
		{"names only", `{"typeName":"EventUserEvent","attrs":[{"name":"ThisDN","value":"7001"}]}`, event(wire.TextAttribute(wire.AttributeThisDN, "7001"))},
		{"numbers only", `{"type":96,"attrs":[{"id":20,"value":"7001"}]}`, event(wire.TextAttribute(wire.AttributeThisDN, "7001"))},
		{"names with numbers", `{"typeName":"Message96","attrs":[{"name":"Attribute20","value":"7001"}]}`, event(wire.TextAttribute(wire.AttributeThisDN, "7001"))},
		{"the log's attribute name", `{"type":96,"attrs":[{"name":"AttributeThisDN","value":"7001"}]}`, event(wire.TextAttribute(wire.AttributeThisDN, "7001"))},
		{"no attributes", ` {"type":96} `, event()},
		{"any order", `{"attrs":[{"value":-5,"wire":"i","name":"ErrorCode","id":46}],"typeName":"EventUserEvent","type":96}`, event(wire.IntAttribute(wire.AttributeErrorCode, -5))},
		{"ConnID", `{"type":96,"attrs":[{"id":9,"value":"006F01b2c3d4e5f6"}]}`, event(wire.LongAttribute(wire.AttributeConnID, 0x6f01b2c3d4e5f6))},
		{"8-byte integer as a number", `{"type":96,"attrs":[{"id":148,"value":77},{"id":148,"wire":"l","value":-1}]}`, event(wire.LongAttribute(148, 77), wire.LongAttribute(148, 1<<64-1))},
		{"list", `{"type":96,"attrs":[{"id":51,"list":[{"key":"screen-capture","type":"string","value":"start"}]}]}`, event(pairs(wire.TextPair("screen-capture", "start")))},
		{"pair's keys in any order", `{"type":96,"attrs":[{"id":51,"list":[{"value":[{"value":1,"type":"int","key":"i"}],"type":"list","key":"l"}]}]}`, event(pairs(wire.ListPair("l", wire.IntPair("i", 1))))},
		{"text that needs S", `{"type":96,"attrs":[{"id":20,"value":"` + long + `"}]}`, event(wire.TextAttribute(wire.AttributeThisDN, long))},
		{"list that needs B", `{"type":96,"attrs":[{"id":51,"list":[{"key":"k","type":"string","value":"` + long + `"}]}]}`, event(pairs(wire.TextPair("k", long)))},
		{"bytes that need B", `{"type":96,"attrs":[{"id":45,"value":"` + strings.Repeat("Ab", 70000) + `"}]}`, event(wire.BinaryAttribute(wire.AttributeInputMask, bytes.Repeat([]byte{0xab}, 70000)))},
		{"attribute never seen", `{"type":96,"attrs":[{"id":48,"value":1},{"id":109,"value":"h"}]}`, event(wire.IntAttribute(wire.AttributeAddressMode, 1), wire.TextAttribute(wire.AttributeHost, "h"))},
		{"raw bytes of a list", `{"type":96,"attrs":[{"id":51,"wire":"b","value":"00FF"}]}`, event(wire.BinaryAttribute(wire.AttributeUserData, []byte{0, 255}))},
		{"keys of a vector", `{"name":"n","note":{"a":[1,null]},"frames":["zz"],"from":"server","type":96,"attrs":[]}`, event()},
		{"surrogate pair", `{"type":96,"attrs":[{"id":20,"value":"\ud83d\ude00"}]}`, event(wire.TextAttribute(wire.AttributeThisDN, "😀"))},
		{"escaped backslash before u", `{"type":96,"attrs":[{"id":20,"value":"\\ud83d"}]}`, event(wire.TextAttribute(wire.AttributeThisDN, `\ud83d`))},
		{"replacement character", `{"type":96,"attrs":[{"id":20,"value":"` + "\ufffd" + `\ufffd"}]}`, event(wire.TextAttribute(wire.AttributeThisDN, "\ufffd\ufffd"))},
		{"ADDP", `{"addp":"I","value":8388608}`, []byte("p2I\x80\x00\x00")},
		{"ADDP in hex", `{"value":0,"addpHex":"70"}`, []byte("p2p\x00\x00\x00")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			record, err := Parse([]byte(tt.line))
			if err != nil {
				t.Fatal(err)
			}
			got, err := record.AppendFrames(nil)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, tt.want) {
				t.Errorf("got  %.200x\nwant %.200x", got, tt.want)
			}
		})
	}
}

func TestParseJSONErrors(t *testing.T) {
	attribute := func(text string) string { return `{"type":96,"attrs":[{"id":2,"value":1},{` + text + `}]}` }
	pair := func(text string) string { return attribute(`"id":51,"list":[{` + text + `}]`) }
	tests := []struct{ name, line, want string }{
		{"empty", ``, "not one JSON object"},
		{"no JSON", `{"type":96,}`, "byte 12"},
		{"no object", `[1]`, "expected an object, not an array"},
		{"two objects", `{"type":1} {"type":2}`, "not one JSON object"},
		{"invalid UTF-8", "{\"type\":96,\"note\":\"\xff\"}", "is not valid UTF-8"},
		{"half a surrogate pair", attribute(`"id":20,"value":"\ud83d"`), "half of a surrogate pair"},
		{"the wrong half", attribute(`"id":20,"value":"\ude00\ud83d"`), "half of a surrogate pair"},
		{"key twice", `{"type":96,"type":96}`, `the key "type" occurs twice`},
		{"unknown key", `{"type":96,"Attrs":[]}`, `unknown key "Attrs"`},
		{"no type", `{"attrs":[]}`, `needs "type" or "typeName"`},
		{"types disagree", `{"type":96,"typeName":"EventACK"}`, "type 96 is EventUserEvent, but typeName is EventACK"},
		{"unknown type name", `{"typeName":"EventNone"}`, `unknown message name "EventNone"`},
		{"empty type name", `{"typeName":""}`, `unknown message name ""`},
		{"negative type", `{"type":-1}`, "a whole number from 0 to 4294967295, not -1"},
		{"type too large", `{"type":4294967296}`, "not 4294967296"},
		{"type with a fraction", `{"type":96.0}`, "not 96.0"},
		{"type as a string", `{"type":"96"}`, `must be a number, not the string "96"`},
		{"attrs as an object", `{"type":96,"attrs":{}}`, `"attrs" must be an array, not an object`},
		{"part of 0 bytes", `{"type":96,"attrs":[],"parts":[5,0]}`, "part 2: "},
		{"part too long", `{"type":96,"attrs":[],"parts":[16381]}`, "part 1: "},
		{"ADDP without value", `{"addp":"P"}`, `needs "value"`},
		{"ADDP with attributes", `{"addp":"P","value":1,"attrs":[]}`, `cannot have "attrs"`},
		{"ADDP of two bytes", `{"addp":"PP","value":1}`, "one operation of one byte"},
		{"ADDP out of range", `{"addp":"P","value":16777216}`, "0 to 16777215"},
		{"value without ADDP", `{"type":96,"value":1}`, `"value" is only for ADDP packets`},

		{"no attribute number", attribute(`"value":1`), `attribute 2: "id" or "name" is missing`},
		{"unknown attribute name", attribute(`"name":"ThisDn","value":1`), `unknown attribute name "ThisDn"`},
		{"id and name disagree", attribute(`"id":20,"name":"ConnID","value":"1"`), "attribute 2 (ThisDN): id 20 is ThisDN, but name is ConnID"},
		{"unknown attribute key", attribute(`"id":20,"text":"1"`), `attribute 2 (ThisDN): unknown key "text"`},
		{"unknown wire", attribute(`"id":20,"wire":"q","value":"1"`), `must be one of i, l, s, S, b and B, not "q"`},
		{"unknown attribute without wire", attribute(`"id":999,"value":"1"`), `attribute 2 (Attribute999): an unknown attribute needs "wire"`},
		{"no value", attribute(`"id":20`), `attribute 2 (ThisDN): "value" is missing`},
		{"no value of an integer", attribute(`"id":2`), `attribute 2 (ReferenceID): "value" is missing`},
		{"no value of a list", attribute(`"id":51`), `attribute 2 (UserData): "value" is missing`},
		{"two values", attribute(`"id":20,"value":"1","valueHex":"31"`), `"value" and "valueHex" cannot be used together`},
		{"null", attribute(`"id":20,"value":null`), `"value" cannot be null`},
		{"true", attribute(`"id":20,"value":true`), `"value" cannot be true`},
		{"object", attribute(`"id":20,"value":{}`), `"value" cannot be an object`},
		{"number for text", attribute(`"id":20,"value":7001`), "must be a string, not the number 7001"},
		{"text for a number", attribute(`"id":46,"value":"59"`), `must be a number, not the string "59"`},
		{"integer too large", attribute(`"id":46,"value":2147483648`), "from -2147483648 to 2147483647, not 2147483648"},
		{"integer with an exponent", attribute(`"id":46,"value":1e3`), "not 1e3"},
		{"valueHex for an integer", attribute(`"id":46,"valueHex":"00"`), `must be "value" here`},
		{"ConnID too short", attribute(`"id":9,"value":"6f"`), "16 hexadecimal digits"},
		{"ConnID that is none", attribute(`"id":9,"value":"zzzzzzzzzzzzzzzz"`), "16 hexadecimal digits"},
		{"8-byte integer too large", attribute(`"id":148,"value":9223372036854775808`), "not 9223372036854775808"},
		{"odd hex", attribute(`"id":45,"value":"abc"`), "pairs of hexadecimal digits"},
		{"list of a plain attribute", attribute(`"id":20,"list":[]`), "only Reason, UserData, Extensions and TreatmentParms are lists"},
		{"array as value", attribute(`"id":51,"value":[]`), `a key-value list must be in "list"`},
		{"string as list", attribute(`"id":51,"list":"00"`), `a key-value list must be in "list"`},
		{"list in text", attribute(`"id":51,"wire":"s","list":[]`), "wire type s cannot hold a list"},
		{"error of a plain attribute", attribute(`"id":20,"value":"1","error":"x"`), `"error" is only for`},
		{"error of a list", attribute(`"id":51,"list":[],"error":"x"`), `"error" is only for`},
		{"wide without a list", attribute(`"id":20,"value":"1","wide":true`), `"wide" is only for lists`},
		{"wide and short", attribute(`"id":51,"wire":"B","list":[],"wide":true`), `"wide" is only for lists of wire type B with 65536 bytes`},
		{"wide as a number", attribute(`"id":51,"wire":"B","list":[],"wide":1`), `must be true or false, not the number 1`},
		{"list's bytes of the wrong length", attribute(`"id":51,"wire":"i","value":"00"`), "a value of wire type i cannot have 1 bytes"},

		{"no key", pair(`"type":"int","value":1`), `attribute 2 (UserData): pair 1: "key" or "keyHex" is missing`},
		{"two keys", pair(`"key":"a","keyHex":"61"`), `pair 1 ("a"): "key" and "keyHex" cannot be used together`},
		{"no pair type", pair(`"key":"a","value":1`), `pair 1 ("a"): "type" is missing`},
		{"unknown pair type", pair(`"key":"a","type":"text"`), `not the string "text"`},
		{"pair type that has a word", pair(`"key":"a","type":4`), "a number from 5 to 127, not the number 4"},
		{"pair type too large", pair(`"key":"a","type":128`), "not the number 128"},
		{"unknown pair key", pair(`"key":"a","kind":1`), `unknown key "kind"`},
		{"pair's integer too small", pair(`"key":"a","type":"int","value":-2147483649`), "not -2147483649"},
		{"pair's list as text", pair(`"key":"a","type":"list","value":"00"`), `must have an array as its "value"`},
		{"pair's text as a list", pair(`"key":"a","type":"string","value":[]`), "only a pair of type list can have an array"},
		{"odd UTF-16", pair(`"key":"a","type":"unicode","valueHex":"00"`), "odd length of 1"},
		{"valueHex of bytes", pair(`"key":"a","type":"binary","valueHex":"00"`), `"valueHex" must be "value" here`},
		{"nested error", pair(`"key":"a","type":"list","value":[{"key":"b","type":"int","value":"x"}]`), `pair 1 ("a"): pair 1 ("b"): "value" must be a number`},
		{"key too long", pair(`"key":"` + strings.Repeat("k", 65536) + `","type":"int","value":1`), "at most 65535 can be sent"},
		{"nested too deep", `{"type":96,"attrs":[{"id":51,"list":` + strings.Repeat(`[{"key":"","type":"list","value":`, 32) + `[]` + strings.Repeat(`}]`, 32) + `}]}`, "nested deeper than 32"},
		{"too many attributes", `{"type":96,"attrs":[` + strings.Repeat(`{"id":2,"value":1},`, 255) + `{"id":2,"value":1}]}`, "at most 255 attributes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			record, err := Parse([]byte(tt.line))
			if err == nil {
				t.Fatalf("no error, but %+v", record)
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestRecordSaysWhatDoesNotFit(t *testing.T) {
	tests := []struct{ name, line, want string }{
		{"text in s", `{"type":96,"attrs":[{"id":20,"wire":"s","value":"` + strings.Repeat("x", 65536) + `"}]}`, "attribute ThisDN has 65536 bytes of text, but s holds at most 65535"},
		{"bytes in b", `{"type":96,"attrs":[{"id":45,"wire":"b","value":"` + strings.Repeat("00", 65534) + `"}]}`, "attribute InputMask has 65534 bytes, but b holds at most 65533"},
		{"parts", `{"type":96,"attrs":[],"parts":[3]}`, "leave out 2 of 5 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			record, err := Parse([]byte(tt.line))
			if err != nil {
				t.Fatal(err)
			}
			if out, err := record.AppendFrames([]byte("x")); err == nil || !strings.Contains(err.Error(), tt.want) || string(out) != "x" {
				t.Errorf("got %.40q, %v; want %s", out, err, tt.want)
			}
		})
	}
}

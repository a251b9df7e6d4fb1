package tjson

import (
	"bytes"
	"reflect"
	"testing"

	"capdeck/tlibconn/wire"
	"capdeck/tlibconn/wire/internal/vectors"
)

// FuzzJSON asserts that a message written as JSON and parsed again has the same
// bytes, and that JSON written by hand keeps its meaning when it is written again.
func FuzzJSON(f *testing.F) {
	for _, raw := range append(vectors.Small(f, "../testdata"), vectors.Malformed(f)...) {
		f.Add(raw)
		reader := wire.NewFrameReader(bytes.NewReader(raw), wire.Limits{})
		frame, err := reader.Next()
		var m wire.Message
		if err != nil || m.Decode(frame.Body, wire.Limits{}) != nil {
			continue
		}
		if text, err := Append(nil, &m, frame.Parts); err == nil {
			f.Add(text)
		}
	}
	f.Add([]byte(`{"typeName":"EventUserEvent","attrs":[{"name":"UserData","list":[{"keyHex":"ff","type":9,"value":"00","long":true}]},{"id":45,"wire":"B","value":"aB"}],"parts":[9]}`))
	f.Add([]byte(`{"addpHex":"9b","value":7}`))
	f.Fuzz(func(t *testing.T, input []byte) {
		throughJSON(t, input)
		record, err := Parse(input)
		if err != nil {
			return
		}
		frames, err := record.AppendFrames(nil)
		if err != nil {
			return
		}
		for _, line := range throughJSON(t, frames) {
			again, err := Parse([]byte(line))
			if err != nil {
				t.Fatal(err)
			}
			if again.Message.Type != record.Message.Type || !reflect.DeepEqual(again.ADDP, record.ADDP) {
				t.Fatalf("%s became %s", input, line)
			}
		}
	})
}

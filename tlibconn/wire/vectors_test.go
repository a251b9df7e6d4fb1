package wire

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
)

// vector is one line of vectors.jsonl: a message as the vendor's library sent it.
type vector struct {
	Name     string          `json:"name"`
	Frames   []string        `json:"frames"`
	Type     uint32          `json:"type"`
	TypeName string          `json:"typeName"`
	Attrs    json.RawMessage `json:"attrs"`
	line     []byte          // as it stands in the file
}

func (v *vector) bytes(t testing.TB) []byte {
	t.Helper()
	raw, err := hex.DecodeString(strings.Join(v.Frames, ""))
	if err != nil {
		t.Fatalf("%s: %v", v.Name, err)
	}
	return raw
}

func vectors(t testing.TB) []vector {
	t.Helper()
	small, err := os.ReadFile("testdata/vectors.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	packed, err := os.Open("testdata/vectors-large.jsonl.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	large, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(io.MultiReader(bytes.NewReader(small), large))
	var all []vector
	for decoder := json.NewDecoder(lines); ; {
		var line json.RawMessage
		if err := decoder.Decode(&line); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		v := vector{line: line}
		if err := json.Unmarshal(line, &v); err != nil {
			t.Fatal(err)
		}
		all = append(all, v)
	}
	if len(all) != 227 {
		t.Fatalf("%d vectors were read, there are 227", len(all))
	}
	return all
}

func TestVectorsDecodeAndEncode(t *testing.T) {
	for _, v := range vectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			raw := v.bytes(t)
			reader := NewFrameReader(bytes.NewReader(raw), Limits{})
			frame, err := reader.Next()
			if err != nil {
				t.Fatal(err)
			}
			var m Message
			if err = m.Decode(frame.Body, Limits{}); err != nil {
				t.Fatal(err)
			}
			if m.Type != MessageType(v.Type) || m.Type.String() != v.TypeName {
				t.Errorf("type is %d %s, recorded is %d %s", m.Type, m.Type, v.Type, v.TypeName)
			}
			body, err := m.AppendBody(nil)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(AppendFrames(nil, body), raw) {
				t.Error("the message does not encode to the recorded frames")
			}
			if _, err := reader.Next(); !errors.Is(err, io.EOF) {
				t.Errorf("behind the message: %v, want io.EOF", err)
			}
		})
	}
}

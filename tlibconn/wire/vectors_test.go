package wire

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"capdeck/tlibconn/wire/internal/vectors"
)

func TestVectorsDecodeAndEncode(t *testing.T) {
	for _, v := range vectors.Read(t, "testdata") {
		t.Run(v.Name, func(t *testing.T) {
			raw := v.Bytes(t)
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
				t.Errorf("after the message: %v, want io.EOF", err)
			}
		})
	}
}

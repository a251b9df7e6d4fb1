package wire

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io"
	"testing"
)

// userEvent is the body of flow-06: an EventUserEvent of four attributes.
const userEvent = "0400000060000000096c006f01b2c3d4e5f60000003362001c000100000e73637265656e2d63617074757265000573746172740000001473000437303031000000946c000000000000004d"

func unhex(t testing.TB, text string) []byte {
	t.Helper()
	raw, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestDecodeAllocatesNothing(t *testing.T) {
	body := unhex(t, userEvent)
	var m Message
	if err := m.Decode(body, Limits{}); err != nil {
		t.Fatal(err)
	}
	allocations := testing.AllocsPerRun(1000, func() {
		if err := m.Decode(body, Limits{}); err != nil {
			t.Fatal(err)
		}
	})
	if allocations != 0 {
		t.Errorf("decoding an EventUserEvent allocates %v times, want 0", allocations)
	}
}

func TestReadingFramesAllocatesNothing(t *testing.T) {
	stream := repeatedFrames(t, 2000)
	reader := NewFrameReader(bytes.NewReader(stream), Limits{})
	var m Message
	next := func() {
		frame, err := reader.Next()
		if err != nil {
			t.Fatal(err)
		}
		if err = m.Decode(frame.Body, Limits{}); err != nil {
			t.Fatal(err)
		}
	}
	next()
	if allocations := testing.AllocsPerRun(1000, next); allocations != 0 {
		t.Errorf("reading and decoding a frame allocates %v times, want 0", allocations)
	}
}

func repeatedFrames(t testing.TB, n int) []byte {
	t.Helper()
	return bytes.Repeat(AppendFrames(nil, unhex(t, userEvent)), n)
}

func BenchmarkDecodeEventUserEvent(b *testing.B) {
	body := unhex(b, userEvent)
	var m Message
	b.ReportAllocs()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if err := m.Decode(body, Limits{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkStream reads, cuts and decodes a buffer of 1,000 frames; its ns/op
// are for all of them.
func BenchmarkStream(b *testing.B) {
	stream := repeatedFrames(b, 1000)
	source := bytes.NewReader(stream)
	var m Message
	b.ReportAllocs()
	b.SetBytes(int64(len(stream)))
	reader := NewFrameReader(source, Limits{})
	for b.Loop() {
		source.Reset(stream)
		for {
			frame, err := reader.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				b.Fatal(err)
			}
			if err = m.Decode(frame.Body, Limits{}); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkEncodeEventUserEvent(b *testing.B) {
	var m Message
	if err := m.Decode(unhex(b, userEvent), Limits{}); err != nil {
		b.Fatal(err)
	}
	var body, frames []byte
	b.ReportAllocs()
	for b.Loop() {
		var err error
		if body, err = m.AppendBody(body[:0]); err != nil {
			b.Fatal(err)
		}
		frames = AppendFrames(frames[:0], body)
	}
	b.SetBytes(int64(len(frames)))
}

func BenchmarkListAttribute(b *testing.B) {
	pairs := []KeyValue{TextPair("screen-capture", "start")}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ListAttribute(AttributeUserData, pairs); err != nil {
			b.Fatal(err)
		}
	}
}

package wire

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"capdeck/tlibconn/wire/internal/vectors"
)

func TestDecodeAllocatesNothing(t *testing.T) {
	body := vectors.Unhex(t, vectors.UserEvent)
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
	return bytes.Repeat(AppendFrames(nil, vectors.Unhex(t, vectors.UserEvent)), n)
}

func BenchmarkDecodeEventUserEvent(b *testing.B) {
	body := vectors.Unhex(b, vectors.UserEvent)
	var m Message
	b.ReportAllocs()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if err := m.Decode(body, Limits{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkStream reads, splits and decodes a buffer of 1,000 frames. Its ns/op is
// for all of them.
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
	if err := m.Decode(vectors.Unhex(b, vectors.UserEvent), Limits{}); err != nil {
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

package wire

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"testing/iotest"

	"capdeck/tlibconn/wire/internal/vectors"
)

// withoutADDP returns the bytes of the frame alone: the reader returns ADDP packets
// between the parts of an extension before it.
func withoutADDP(t testing.TB, raw []byte, frame Frame) []byte {
	t.Helper()
	if frame.Body == nil {
		return frame.ADDP.Append(nil)
	}
	if len(frame.Parts) == 0 {
		return raw
	}
	whole, err := AppendParts(nil, frame.Body, frame.Parts)
	if err != nil {
		t.Fatal(err)
	}
	return whole
}

// FuzzFrameReader asserts that the frames encode to the same stream, that the size
// of the reads does not matter, and that every error has a type.
func FuzzFrameReader(f *testing.F) {
	for _, raw := range append(vectors.Small(f, "testdata"), vectors.Malformed(f)...) {
		f.Add(raw)
	}
	limits := Limits{MaxMessage: 1 << 20}
	f.Fuzz(func(t *testing.T, stream []byte) {
		whole := NewFrameReader(bytes.NewReader(stream), limits)
		whole.KeepParts = true
		bytewise := NewFrameReader(iotest.OneByteReader(bytes.NewReader(stream)), limits)
		total := int64(0)
		for begin := int64(0); ; begin = whole.Offset() {
			frame, err := whole.Next()
			other, otherErr := bytewise.Next()
			if (err == nil) != (otherErr == nil) || err == nil && (frame.ADDP != other.ADDP || !bytes.Equal(frame.Body, other.Body)) {
				t.Fatalf("at once: %+v, %v; byte by byte: %+v, %v", frame, err, other, otherErr)
			}
			if err != nil {
				checkStreamError(t, err, otherErr, stream)
				return
			}
			// The reader returns an ADDP packet unchanged, and a message without the
			// packets between its parts.
			cut := stream[begin:whole.Offset()]
			again := withoutADDP(t, cut, frame)
			total += int64(len(again))
			if frame.Body == nil && !bytes.HasSuffix(cut, again) || len(again) == len(cut) && !bytes.Equal(again, cut) {
				t.Fatalf("got % x of % x", again, cut)
			}
			if frame.Body != nil && total != whole.Offset() {
				t.Fatalf("%d bytes of %d are accounted for", total, whole.Offset())
			}
		}
	})
}

func checkStreamError(t *testing.T, err, otherErr error, stream []byte) {
	t.Helper()
	var bad, otherBad *FramingError
	switch {
	case errors.Is(err, io.EOF) && errors.Is(otherErr, io.EOF):
	case errors.As(err, &bad) && errors.As(otherErr, &otherBad):
		if bad.Offset != otherBad.Offset || bad.Frame != otherBad.Frame || bad.Reason != otherBad.Reason {
			t.Fatalf("at once: %v; byte by byte: %v", bad, otherBad)
		}
		if bad.Offset > int64(len(stream)) || !bytes.HasPrefix(stream[bad.Offset:], bad.Bytes) {
			t.Fatalf("the error's offset is wrong: %v", bad)
		}
	default:
		t.Fatalf("at once: %v; byte by byte: %v", err, otherErr)
	}
}

// FuzzMessage asserts that a body that decodes, apart from its lists, encodes to the
// same bytes, and that the offsets of errors are inside the body.
func FuzzMessage(f *testing.F) {
	for _, raw := range append(vectors.Small(f, "testdata"), vectors.Malformed(f)...) {
		if len(raw) > 4 {
			f.Add(raw[4:])
		}
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var m Message
		err := m.Decode(body, Limits{})
		var bad *MessageError
		if err != nil {
			if !errors.As(err, &bad) || bad.Offset < 0 || bad.Offset > len(body) || bad.Reason == "" {
				t.Fatalf("the error is %#v", err)
			}
			if !bad.List {
				return
			}
		}
		again, err := m.AppendBody(nil)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(again, body) {
			t.Fatalf("got  % x\nwant % x", again, body)
		}
	})
}

// keyValues copies a checked list.
func keyValues(t *testing.T, list List) []KeyValue {
	t.Helper()
	var all []KeyValue
	for pairs := list.Pairs(); pairs.Next(); {
		p := &pairs.Pair
		kv := KeyValue{Key: string(p.Key), Type: p.Type, Long: p.Long}
		switch p.Type {
		case PairInt:
			value, ok := p.Int()
			if !ok {
				t.Fatal("a checked list holds an invalid integer")
			}
			kv.Int = value
		case PairList:
			nested, err := p.List()
			if err != nil {
				t.Fatal(err)
			}
			kv.List = keyValues(t, nested)
		default:
			kv.Bytes = p.Value
		}
		all = append(all, kv)
	}
	return all
}

// FuzzList asserts that a valid list encodes to the same bytes, and that the fast
// check agrees with the one that returns a reason.
func FuzzList(f *testing.F) {
	for _, raw := range append(vectors.Small(f, "testdata"), vectors.Malformed(f)...) {
		var m Message
		if len(raw) < 4 || m.Decode(raw[4:], Limits{}) != nil {
			continue
		}
		for i := range m.Attributes {
			if m.Attributes[i].ID.IsList() {
				f.Add(m.Attributes[i].Bytes, 3)
			}
		}
	}
	f.Add(nestedList(f, 5), 4)
	f.Add(vectors.Unhex(f, "0001"+"83"+"00016c"+"00000004"+"ffffffff"), 2)
	f.Fuzz(func(t *testing.T, content []byte, depth int) {
		a := Attribute{ID: AttributeUserData, Wire: WireBinary, Bytes: content}
		list, err := a.List()
		if err == nil {
			err = list.Check(depth)
		}
		if fast := validList(content, 2, depth); fast != (err == nil) {
			t.Fatalf("the fast check returns %v, the other one %v", fast, err)
		}
		if err != nil {
			return
		}
		again, err := AppendList(nil, keyValues(t, list))
		if err != nil {
			t.Fatal(err)
		}
		if len(content) <= maxShort && !bytes.Equal(again, content) {
			t.Fatalf("got  % x\nwant % x", again, content)
		}
	})
}

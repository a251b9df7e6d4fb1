package wire

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"testing"
	"testing/iotest"
)

// smallVectors returns the recorded frames that are no packet extension.
func smallVectors(f *testing.F) [][]byte {
	f.Helper()
	var all [][]byte
	for _, v := range vectors(f) {
		if raw := v.bytes(f); len(raw) < 1000 {
			all = append(all, raw)
		}
	}
	return all
}

// malformedSeeds are streams with one thing wrong each, and some that are
// unusual but right.
func malformedSeeds(f *testing.F) [][]byte {
	f.Helper()
	body := unhex(f, userEvent)
	split, err := AppendParts(nil, body, []uint16{1, 30, 44})
	if err != nil {
		f.Fatal(err)
	}
	return [][]byte{
		split,
		joined(ADDP{Op: ADDPPoll, Value: 7}.Append(nil), split[:32], ADDP{Op: 0xff}.Append(nil), split[32:]),
		joined(appendExtensionHead(nil, 40), appendExtensionHead(nil, 40)),
		appendExtensionHead(nil, 1<<32-1),
		unhex(f, "00000000"),
		unhex(f, "00003ffd00"),
		frameOf(f, "010000008a0000001453ffffffff31"),
		frameOf(f, "0200000060000000116200020000000269000000"+"02"),
		frameOf(f, "0100000060000000337300020000"),
		frameOf(f, "01000000600000003362000b000104000175000100"),
		frameOf(f, "010000006000000033420000000f"+"0001"+"83"+"00016c"+"00000004"+"00000000"+"00"),
	}
}

// FuzzFrameReader asserts that what the reader cut gives the same stream again,
// that the size of the reads does not matter, and that every error has its
// kind.
func FuzzFrameReader(f *testing.F) {
	for _, raw := range append(smallVectors(f), malformedSeeds(f)...) {
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
			// An ADDP packet comes out as it stands in the stream, a message without
			// the packets between its parts.
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
			t.Fatalf("the error's place is wrong: %v", bad)
		}
	default:
		t.Fatalf("at once: %v; byte by byte: %v", err, otherErr)
	}
}

// FuzzMessage asserts that a body that decodes, but for its lists, encodes to
// the same bytes, that errors lie inside the body, and that text and JSON of
// whatever was read are safe.
func FuzzMessage(f *testing.F) {
	for _, raw := range append(smallVectors(f), malformedSeeds(f)...) {
		if len(raw) > 4 {
			f.Add(raw[4:])
		}
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var m Message
		err := m.Decode(body, Limits{})
		checkText(t, &m)
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
				t.Fatal("a checked list holds an integer that is none")
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

// FuzzList asserts that a list that checks out encodes to the same bytes, and
// that the fast check agrees with the one that knows reasons.
func FuzzList(f *testing.F) {
	for _, raw := range append(smallVectors(f), malformedSeeds(f)...) {
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
	f.Add(unhex(f, "0001"+"83"+"00016c"+"00000004"+"ffffffff"), 2)
	f.Fuzz(func(t *testing.T, content []byte, depth int) {
		a := Attribute{ID: AttributeUserData, Wire: WireBinary, Bytes: content}
		list, err := a.List()
		if err == nil {
			err = list.Check(depth)
		}
		if fast := validList(content, 2, depth); fast != (err == nil) {
			t.Fatalf("the fast check says %v, the other one %v", fast, err)
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

// FuzzJSON asserts that bytes -> JSON -> bytes gives the same bytes, and that
// JSON that somebody wrote gives bytes whose JSON says the same.
func FuzzJSON(f *testing.F) {
	for _, raw := range append(smallVectors(f), malformedSeeds(f)...) {
		f.Add(raw)
		reader := NewFrameReader(bytes.NewReader(raw), Limits{})
		frame, err := reader.Next()
		var m Message
		if err != nil || m.Decode(frame.Body, Limits{}) != nil {
			continue
		}
		if text, err := AppendJSON(nil, &m, frame.Parts); err == nil {
			f.Add(text)
		}
	}
	f.Add([]byte(`{"typeName":"EventUserEvent","attrs":[{"name":"UserData","list":[{"keyHex":"ff","type":9,"value":"00","long":true}]},{"id":45,"wire":"B","value":"aB"}],"parts":[9]}`))
	f.Add([]byte(`{"addpHex":"9b","value":7}`))
	f.Fuzz(func(t *testing.T, input []byte) {
		throughJSON(t, input)
		record, err := ParseJSON(input)
		if err != nil {
			return
		}
		frames, err := record.AppendFrames(nil)
		if err != nil {
			return
		}
		for _, line := range throughJSON(t, frames) {
			again, err := ParseJSON([]byte(line))
			if err != nil {
				t.Fatal(err)
			}
			if again.Message.Type != record.Message.Type || !reflect.DeepEqual(again.ADDP, record.ADDP) {
				t.Fatalf("%s became %s", input, line)
			}
		}
	})
}

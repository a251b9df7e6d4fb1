package wire

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"

	"capdeck/tlibconn/wire/internal/vectors"
)

// frameOf returns a frame whose body is given in hexadecimal digits.
func frameOf(t testing.TB, body string) []byte {
	t.Helper()
	return appendFrame(nil, vectors.Unhex(t, body))
}

func bodyOf(t testing.TB, attributes ...Attribute) []byte {
	t.Helper()
	m := Message{Type: EventUserEvent, Attributes: attributes}
	body, err := m.AppendBody(nil)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func joined(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func TestFramingErrors(t *testing.T) {
	ack := frameOf(t, "010000008a000000026900000002") // 18 bytes on the wire
	head := func(total uint32) []byte { return appendExtensionHead(nil, int(total)) }
	tests := []struct {
		name   string
		stream []byte
		offset int64
		frame  int64
		reason string
		cut    bool // the stream ended too early
	}{
		{"length 0", vectors.Unhex(t, "00000000"), 0, 0, "a frame length of 0 is too short", false},
		{"length 4", joined(ack, vectors.Unhex(t, "0000000400000000")), 18, 1, "a frame length of 4 is too short", false},
		{"length above the limit", vectors.Unhex(t, "00003ffd00"), 0, 0, "a frame length of 16381 is above 16380", false},
		{"hostile length", joined(ack, ack, vectors.Unhex(t, "ffffffff")), 36, 2, "a frame length of 4294967295 is above 16380", false},
		{"text instead of frames", []byte("GET / HTTP/1.1\r\n"), 0, 0, "a frame length of 1195725856 is above", false},
		{"extension of 0 bytes", head(0), 0, 0, "a total of 0 bytes", false},
		{"extension above the cap", joined(ack, head(1025)), 18, 1, "announces 1025 bytes, but the limit is 1024", false},
		{"hostile extension", head(1<<32 - 1), 0, 0, "announces 4294967295 bytes", false},
		{"extension in an extension", joined(head(40), head(40)), 32, 1, "begins inside a packet extension", false},
		{"parts above the total", joined(head(16), ack, ack), 50, 2, "add up to 28 bytes, but its total is 16", false},
		{"empty part", joined(head(18), vectors.Unhex(t, "00000000")), 32, 1, "a part of a packet extension has no bytes", false},
		{"part above the limit", joined(head(1024), vectors.Unhex(t, "00003ffd")), 32, 1, "16381 is above 16380", false},
		{"end in a length", joined(ack, vectors.Unhex(t, "000000")), 18, 1, "the stream ends inside a frame", true},
		{"end in a body", ack[:17], 0, 0, "the stream ends inside a frame", true},
		{"end in an ADDP packet", []byte("p2P\x00\x00"), 0, 0, "the stream ends inside a frame", true},
		{"end between parts", joined(head(100), ack), 50, 2, "inside a packet extension, after 14 of 100 bytes", true},
		{"end in a part", joined(head(100), ack, ack[:5]), 50, 2, "inside a packet extension, after 14 of 100 bytes", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			reader := NewFrameReader(bytes.NewReader(tt.stream), Limits{MaxMessage: 1024})
			var err error
			for err == nil {
				_, err = reader.Next()
			}
			var bad *FramingError
			if !errors.As(err, &bad) {
				t.Fatalf("got %v, want a *FramingError", err)
			}
			if bad.Offset != tt.offset || bad.Frame != tt.frame || !strings.Contains(bad.Reason, tt.reason) {
				t.Errorf("got byte %d, frame %d, %q; want byte %d, frame %d, %q", bad.Offset, bad.Frame, bad.Reason, tt.offset, tt.frame, tt.reason)
			}
			if errors.Is(err, io.ErrUnexpectedEOF) != tt.cut {
				t.Errorf("is io.ErrUnexpectedEOF: %v, want %v", !tt.cut, tt.cut)
			}
			shown := tt.stream[tt.offset:min(int(tt.offset)+16, len(tt.stream))]
			if !bytes.HasPrefix(shown, bad.Bytes) || len(bad.Bytes) == 0 && len(shown) > 0 {
				t.Errorf("the error shows % x, the frame begins with % x", bad.Bytes, shown)
			}
		})
	}
}

func TestMessageErrors(t *testing.T) {
	tests := []struct {
		name      string
		body      string
		offset    int
		attribute AttributeID // checked unless none
		none      bool
		read      int // attributes that were read
		list      bool
		reason    string
	}{
		{"too short", "01000000", 4, 0, true, 0, false, "at least 5 bytes, but this one has 4"},
		{"no attribute", "010000008a", 5, 0, true, 0, false, "inside an attribute's number and wire type"},
		{"end in a number", "020000008a00000002690000000200000014", 14, 0, true, 1, false, "inside an attribute's number and wire type"},
		{"unknown letter", "020000008a000000026900000002000000147a00", 18, AttributeThisDN, false, 1, false, "unknown wire type 0x7a"},
		{"end in i", "010000008a0000000269000000", 10, AttributeReferenceID, false, 0, false, "inside a 4-byte integer"},
		{"end in l", "010000008a000000096c00000000000000", 10, AttributeConnID, false, 0, false, "inside an 8-byte integer"},
		{"end in a length", "010000008a000000147300", 10, AttributeThisDN, false, 0, false, "inside a length"},
		{"end in a long length", "010000008a0000001453000000", 10, AttributeThisDN, false, 0, false, "inside a length"},
		{"text past the end", "010000008a0000001473000537303031", 10, AttributeThisDN, false, 0, false, "a length of 5 goes past the end of the message: 4 bytes are left"},
		{"long text past the end", "010000008a0000001453ffffffff31", 10, AttributeThisDN, false, 0, false, "a length of 4294967295 goes past the end"},
		{"b length 0", "010000008a000000336200000000", 10, AttributeUserData, false, 0, false, "a b length of 0 is below 2"},
		{"b length 1", "010000008a000000336200010000", 10, AttributeUserData, false, 0, false, "a b length of 1 is below 2"},
		{"b past the end", "010000008a0000003362000500", 10, AttributeUserData, false, 0, false, "a length of 3 goes past the end of the message: 1 bytes"},
		{"B past the end", "010000008a000000334200000002ff", 10, AttributeUserData, false, 0, false, "a length of 2 goes past"},
		{"left over", "010000008a000000026900000002ffff", 14, 0, true, 1, false, "2 bytes are left over after the last of 1 attributes"},
		{"left over, no attributes", "000000008aff", 5, 0, true, 0, false, "1 bytes are left over"},

		{"list without count", "010000006000000033620002", 12, AttributeUserData, false, 1, true, "the list ends inside its count"},
		{"list in text", "0100000060000000337300020000", 9, AttributeUserData, false, 1, true, "wire type s cannot hold a list"},
		{"list in an integer", "0100000060000000336900020000", 9, AttributeUserData, false, 1, true, "wire type i cannot hold a list"},
		{"end in a pair", "01000000600000003362000600010000", 14, AttributeUserData, false, 1, true, "inside a pair's type and key length"},
		{"end in a key", "0100000060000000336200090001000005ff6b", 15, AttributeUserData, false, 1, true, "inside a pair's key or value length"},
		{"value past the end", "01000000600000003362000b000100000161000562", 18, AttributeUserData, false, 1, true, "a value of 5 bytes goes past the end of the list: 1 bytes are left"},
		{"long value past the end", "01000000600000003362000c000180000161ffffffff", 18, AttributeUserData, false, 1, true, "a value of 4294967295 bytes goes past"},
		{"integer of 3 bytes", "01000000600000003362000d000101000169000300002a", 20, AttributeUserData, false, 1, true, "an integer has 3 bytes instead of 4"},
		{"odd UTF-16", "01000000600000003362000b000104000175000100", 20, AttributeUserData, false, 1, true, "UTF-16 text has an odd length of 1 bytes"},
		{"nested total differs", "01000000600000003362000e00010300016c000400050000", 20, AttributeUserData, false, 1, true, "a list total of 5 differs from its length of 4"},
		{"nested list too short", "01000000600000003362000c00010300016c00020002", 20, AttributeUserData, false, 1, true, "a nested list has 2 bytes"},
		{"nested hostile count", "01000000600000003362001000018300016c00000004ffffffff", 22, AttributeUserData, false, 1, true, "cannot hold 4294967295 pairs"},
		{"pairs left over", "010000006000000033620005000001", 14, AttributeUserData, false, 1, true, "1 bytes are left over after the last of 0 pairs"},
		{"attributes after a bad list are read", "0200000060000000116200020000000269000000" + "02", 12, AttributeReason, false, 2, true, "the list ends inside its count"},
		{"a later error replaces that of a bad list", "0200000060000000116200020000000269000000", 17, AttributeReferenceID, false, 1, false, "inside a 4-byte integer"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var m Message
			err := m.Decode(vectors.Unhex(t, tt.body), Limits{MaxDepth: 3})
			var bad *MessageError
			if !errors.As(err, &bad) {
				t.Fatalf("got %v, want a *MessageError", err)
			}
			if bad.List != tt.list || len(m.Attributes) != tt.read {
				t.Errorf("list %v, %d attributes read; want %v, %d", bad.List, len(m.Attributes), tt.list, tt.read)
			}
			if bad.HasAttribute == tt.none || bad.Attribute != tt.attribute {
				t.Errorf("the error names attribute %s (%v), want %s", bad.Attribute, bad.HasAttribute, tt.attribute)
			}
			if bad.Offset != tt.offset || !strings.Contains(bad.Reason, tt.reason) {
				t.Errorf("got byte %d, %q; want byte %d, %q", bad.Offset, bad.Reason, tt.offset, tt.reason)
			}
			if !strings.Contains(err.Error(), bad.Reason) {
				t.Errorf("the error's text %q does not hold its reason", err)
			}
		})
	}
}

// longNestedList is nestedList with all nested lists in the long form.
func longNestedList(t testing.TB, depth int) []byte {
	t.Helper()
	var pairs []KeyValue
	for range depth - 1 {
		pairs = []KeyValue{{Key: "l", Type: PairList, Long: true, List: pairs}}
	}
	content, err := AppendList(nil, pairs)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// nestedList returns the content of a list attribute whose lists are nested
// depth deep.
func nestedList(t testing.TB, depth int) []byte {
	t.Helper()
	var pairs []KeyValue
	for range depth - 1 {
		pairs = []KeyValue{ListPair("l", pairs...)}
	}
	content, err := AppendList(nil, pairs)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestLimitsAreSettable(t *testing.T) {
	message := func(depth int) []byte { return bodyOf(t, BinaryAttribute(AttributeUserData, nestedList(t, depth))) }
	long := func(depth int) []byte { return bodyOf(t, BinaryAttribute(AttributeUserData, longNestedList(t, depth))) }
	tests := []struct {
		name   string
		body   []byte
		limits Limits
		reason string
	}{
		{"depth, default, at the limit", message(DefaultMaxDepth), Limits{}, ""},
		{"depth, default, above", message(DefaultMaxDepth + 1), Limits{}, "nested deeper than the limit"},
		{"depth, set, at the limit", message(5), Limits{MaxDepth: 5}, ""},
		{"depth, set, above", message(6), Limits{MaxDepth: 5}, "nested deeper than the limit"},
		{"depth, long forms, at the limit", long(5), Limits{MaxDepth: 5}, ""},
		{"depth, long forms, above", long(6), Limits{MaxDepth: 5}, "nested deeper than the limit"},
		{"size, at the limit", message(2), Limits{MaxMessage: len(message(2))}, ""},
		{"size, above", message(2), Limits{MaxMessage: len(message(2)) - 1}, "more than the limit"},
		{"negative means default", message(2), Limits{MaxMessage: -1, MaxDepth: -1}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var m Message
			err := m.Decode(tt.body, tt.limits)
			if (err != nil) != (tt.reason != "") || err != nil && !strings.Contains(err.Error(), tt.reason) {
				t.Errorf("got %v, want %q", err, tt.reason)
			}
		})
	}
}

func TestHostileBytesAllocateLittle(t *testing.T) {
	hostileList := vectors.Unhex(t, "0100000060000000334200010000ffffffff")
	hostileList = append(hostileList, make([]byte, 65536-4)...)
	tests := []struct {
		name string
		run  func() error
	}{
		{"an extension that announces 16 MiB", func() error {
			_, err := NewFrameReader(bytes.NewReader(appendExtensionHead(nil, DefaultMaxMessage)), Limits{}).Next()
			return err
		}},
		{"an attribute length of 4 GiB", func() error {
			var m Message
			return m.Decode(vectors.Unhex(t, "010000008a0000001453ffffffff31"), Limits{})
		}},
		{"a list count of 4 G", func() error {
			var m Message
			return m.Decode(hostileList, Limits{})
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			if tt.run() == nil {
				t.Fatal("no error")
			}
			runtime.ReadMemStats(&after)
			if got := after.TotalAlloc - before.TotalAlloc; got > 256<<10 {
				t.Errorf("%d bytes are allocated, want at most 256 KiB", got)
			}
		})
	}
}
